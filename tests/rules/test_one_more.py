"""One step more of what was just told: a band, a year, a diploma."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.facts import Credential, Facts, Partner, PartnerStatus
from rules.one_more import one_more
from rules.suppose import raised, with_value
from tests.rules.situations import candidate, result
from tests.rules.test_improvements import job
from tests.rules.test_properties import candidates

DAY = date(2026, 11, 23)
some = settings(deadline=None, max_examples=25, database=None)


def test_of_a_new_test_the_band_that_gains_most_is_told() -> None:
    after = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    (found,) = one_more(after.model_copy(update={"tests": ()}), after, DAY)
    assert (found.key, found.ability, found.score_now, found.score_needed) == ("band_up", "writing", 6.5, 7.0)
    assert (found.gain, found.total) == (45, 429)


def test_a_first_telling_has_nothing_before_it() -> None:
    after = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    assert next(one.key for one in one_more(None, after, DAY)) == "band_up"


def test_where_no_single_band_gains_the_level_in_all_four_is_told() -> None:
    after = candidate(DAY, english=9, french=4, foreign=3)
    before = after.model_copy(update={"tests": after.tests[:1]})
    (found,) = one_more(before, after, DAY)
    assert found.gain > 0
    assert found.key in ("band_up", "language_level")


def test_a_test_at_its_highest_has_nothing_more() -> None:
    after = candidate(DAY, english=10, foreign=3)
    assert one_more(after.model_copy(update={"tests": ()}), after, DAY) == ()


def test_a_test_that_does_not_count_has_nothing_more() -> None:
    after = candidate(DAY, foreign=3).model_copy(
        update={"tests": (result("english", [8] * 4, DAY, result_date=date(2024, 1, 1)),)}  # type: ignore[arg-type]
    )
    assert one_more(after.model_copy(update={"tests": ()}), after, DAY) == ()


def test_nothing_told_anew_has_no_step_more() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    assert one_more(facts, facts, DAY) == ()
    assert one_more(facts, facts.model_copy(update={"sibling_in_canada": True}), DAY) == ()


def test_of_a_running_job_the_day_its_next_year_is_complete() -> None:
    before = candidate(DAY, english=9).model_copy(update={"canadian_work_years": None, "foreign_work_years": None})
    after = before.model_copy(update={"jobs": (job(date(2026, 3, 1)),)})
    found = next(one for one in one_more(before, after, DAY) if one.key == "canadian_work_year")
    assert found.day == date(2027, 3, 1)
    assert found.gain > 0


def test_of_a_foreign_diploma_the_assessment_that_is_missing() -> None:
    before = candidate(DAY, english=9, foreign=3).model_copy(update={"education": None, "credentials": ()})
    diploma = Credential.model_validate(
        {"level": "masters_or_entry_to_practice_professional", "country": "IN", "completed": "2018-06-30"}
    )
    diploma = diploma.model_copy(update={"none_of": ("assessed",)})
    after = before.model_copy(update={"credentials": (diploma,)})
    found = one_more(before, after, DAY)
    assert [one.key for one in found] == ["assessment"]
    assert found[0].gain > 0


def test_of_education_told_in_sum_the_next_credential() -> None:
    before = candidate(DAY, english=9, foreign=3).model_copy(update={"education": None})
    after = candidate(DAY, english=9, foreign=3)
    (found,) = one_more(before, after, DAY)
    assert found.key in ("credential", "canadian_credential")


def test_a_partner_who_does_not_come_has_no_step() -> None:
    test = result("english", [5] * 4, DAY, chart=0)  # type: ignore[arg-type]
    before = candidate(DAY, english=9, foreign=3)
    for status, told in ((PartnerStatus.accompanying, True), (PartnerStatus.not_accompanying, False)):
        partner = Partner(status=status, tests=(test,))
        was = before.model_copy(update={"partner": partner.model_copy(update={"tests": ()})})
        found = one_more(was, before.model_copy(update={"partner": partner}), DAY)
        assert bool([one for one in found if one.whose == "partner"]) is told


@some
@given(st.data())
def test_every_step_more_is_what_scoring_again_gives(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    now = crs.score(facts, DAY).total
    for one in one_more(Facts(), facts, DAY):
        assert (one.gain, one.total) == (one.total - now, now + one.gain)
        assert one.gain > 0
        if one.key != "band_up" or one.ability is None or one.score_needed is None:
            continue
        person = facts if one.whose == "own" else facts.partner
        assert person is not None
        start = "" if one.whose == "own" else "partner."
        totals = [
            crs.score(with_value(facts, f"{start}tests.{n}", raised(test, one.ability, one.score_needed)), DAY).total
            for n, test in enumerate(person.tests)
            if test.kind is one.kind and test.scores.of(one.ability) == one.score_now
        ]
        assert one.total in totals
