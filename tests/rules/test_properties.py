"""What holds for every candidate, on every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs, federal_skilled_worker
from rules.deadlines import Kind, deadlines
from rules.facts import (
    Ability,
    Activity,
    Application,
    BookedThing,
    Booking,
    CanadianStudy,
    Child,
    EducationLevel,
    Facts,
    FormerPartner,
    Invitation,
    JobOffer,
    Language,
    LanguageTest,
    Paper,
    Partner,
    PartnerStatus,
    Permit,
    PoliceCertificate,
    Profile,
    Stay,
)
from rules.language import levels, next_band
from rules.reasons import CrsResult
from rules.standing import moves
from rules.what_if import nearest_cliff
from tests.rules.situations import CHARTS, result

# The processor is shared: how long one example takes says nothing here.
unhurried = settings(deadline=None, max_examples=50, database=None)

FIRST, LAST = date(2015, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)
four = st.tuples(*[st.integers(0, 10)] * 4)
knowns = st.sampled_from([None, False, True])
years = st.one_of(st.none(), st.integers(0, 12))
education = st.one_of(st.none(), st.sampled_from(EducationLevel))


@st.composite
def sittings(draw: st.DrawFn, on: date, language: Language) -> LanguageTest:
    age = draw(st.integers(0, 800))
    chart = draw(st.integers(0, len(CHARTS[language]) - 1))
    day = on - timedelta(days=age)
    return result(language, draw(four), on, chart=chart, best=draw(st.booleans()), result_date=day)


@st.composite
def several(draw: st.DrawFn, on: date) -> tuple[LanguageTest, ...]:
    either = st.sampled_from(Language).flatmap(lambda language: sittings(on, language))
    return tuple(draw(st.lists(either, max_size=3)))


@st.composite
def partners(draw: st.DrawFn, on: date, status: st.SearchStrategy[PartnerStatus]) -> Partner:
    return Partner(
        status=draw(status),
        education=draw(education),
        tests=draw(several(on)),
        canadian_work_years=draw(years),
        two_years_of_study_in_canada=draw(knowns),
        full_time_year_in_canada=draw(knowns),
    )


@st.composite
def candidates(draw: st.DrawFn, on: date) -> Facts:
    any_status = st.sampled_from(PartnerStatus)
    return Facts(
        birth_date=draw(st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2008, 12, 31)))),
        partner=draw(st.one_of(st.none(), partners(on, any_status))),
        education=draw(education),
        tests=draw(several(on)),
        canadian_work_years=draw(years),
        foreign_work_years=draw(years),
        certificate_of_qualification=draw(knowns),
        provincial_nomination=draw(knowns),
        sibling_in_canada=draw(knowns),
        canadian_study=draw(st.one_of(st.none(), st.sampled_from(CanadianStudy))),
        job_offer=draw(st.one_of(st.none(), st.sampled_from(JobOffer))),
        job_offer_assessed=draw(knowns),
        arranged_employment=draw(knowns),
        relative_in_canada=draw(knowns),
        two_years_of_study_in_canada=draw(knowns),
        full_time_year_in_canada=draw(knowns),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Facts, date]:
    on = draw(days)
    return draw(candidates(on)), on


def points(result: CrsResult) -> dict[str, int]:
    return {"total": result.total, **result.factors}


@unhurried
@given(situations())
def test_a_better_ability_never_lowers_the_crs(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    before = crs.score(facts, on)
    for place, test in enumerate(facts.tests):
        for ability in Ability:
            band = next_band(test, ability)
            if band is None:
                continue
            raised = test.model_copy(update={"scores": test.scores.model_copy(update={ability: band.score})})
            better = facts.model_copy(update={"tests": (*facts.tests[:place], raised, *facts.tests[place + 1 :])})
            assert levels(raised)._asdict()[ability] == band.level
            assert crs.score(better, on).total >= before.total


@unhurried
@given(situations())
def test_no_cap_is_ever_exceeded_and_the_sections_make_the_total(situation: tuple[Facts, date]) -> None:
    found = crs.score(*situation)
    with_partner = found.column == "with_partner"
    assert found.section("core").points <= (460 if with_partner else 500)
    assert found.section("partner").points <= (40 if with_partner else 0)
    assert found.section("transferability").points <= 100
    assert found.section("additional").points <= 600
    assert found.factors["second_language"] <= (22 if with_partner else 24)
    assert max(found.factors["transfer_education"], found.factors["transfer_foreign"]) <= 50
    for section in found.sections:
        assert section.points == min(section.before_cap, section.most)
        for line in section.lines:
            assert 0 <= line.points <= line.most
            assert line.points <= line.before_cap
            assert not line.parts or line.before_cap == sum(part.points for part in line.parts)
    assert found.total == sum(section.points for section in found.sections) <= found.most


@unhurried
@given(situations(), st.sampled_from(Language), four, four, st.permutations(range(4)))
def test_the_order_of_abilities_in_the_second_language_changes_nothing(
    situation: tuple[Facts, date], first: Language, one: tuple[int, ...], two: tuple[int, ...], order: list[int]
) -> None:
    facts, on = situation
    second = Language.french if first is Language.english else Language.english
    tests = [
        (result(first, one, on), result(second, levels_, on)) for levels_ in (two, tuple(two[place] for place in order))
    ]
    for compute in (crs.score, federal_skilled_worker.grid):
        told, shuffled = (compute(facts.model_copy(update={"tests": both}), on, first_language=first) for both in tests)
        assert told.factors == shuffled.factors
        assert told.total == shuffled.total


@unhurried
@given(st.data())
def test_a_partner_who_stays_or_is_canadian_leaves_exactly_the_single_score(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(candidates(on))
    partner = data.draw(partners(on, st.just(PartnerStatus.accompanying)))
    # A brother or sister of a partner who comes counts like one's own, and is the partner's alone here.
    partner = partner.model_copy(update={"sibling_in_canada": data.draw(knowns)})
    single = crs.score(facts.model_copy(update={"partner": None}), on)
    for status in (PartnerStatus.not_accompanying, PartnerStatus.canadian):
        apart = partner.model_copy(update={"status": status})
        assert crs.score(facts.model_copy(update={"partner": apart}), on) == single


CHANGES: dict[str, Callable[[Facts], Any]] = {
    "birth_date": lambda facts: None if facts.birth_date else date(1990, 1, 1),
    "education": lambda facts: None if facts.education else EducationLevel.doctoral,
    "canadian_work_years": lambda facts: 0 if facts.canadian_work_years else 5,
    "foreign_work_years": lambda facts: 0 if facts.foreign_work_years else 3,
    "certificate_of_qualification": lambda facts: not facts.certificate_of_qualification,
    "provincial_nomination": lambda facts: not facts.provincial_nomination,
    "sibling_in_canada": lambda facts: not facts.sibling_in_canada,
    "canadian_study": lambda facts: (
        CanadianStudy.none if facts.canadian_study is CanadianStudy.one_year else CanadianStudy.one_year
    ),
    "job_offer": lambda facts: JobOffer.none if facts.job_offer is JobOffer.senior_manager else JobOffer.senior_manager,
    "job_offer_assessed": lambda facts: not facts.job_offer_assessed,
    "arranged_employment": lambda facts: not facts.arranged_employment,
    "relative_in_canada": lambda facts: not facts.relative_in_canada,
    "two_years_of_study_in_canada": lambda facts: not facts.two_years_of_study_in_canada,
    "full_time_year_in_canada": lambda facts: not facts.full_time_year_in_canada,
}


# Facts that no factor of the score or the grid may look at.
ELSEWHERE: dict[str, Any] = {
    "children": (Child(birth_date=date(2012, 1, 1)),),
    "settlement_funds": 99_999,
    "intends_to_live_in_quebec": True,
    "misrepresentation_bar_until": date(2030, 1, 1),
    "without_status_in_canada": True,
    "tests_not_usable": ("toefl_ibt",),
    "put_off": (("stays", date(2020, 1, 1)),),
    "booked": (Booking(what=BookedThing.english_test, on=date(2026, 12, 1), noted=date(2026, 11, 1)),),
    "passport_expires": date(2020, 1, 1),
    "medical_exam": date(2020, 1, 1),
    "permits": (Permit(kind="open_work", until=date(2035, 1, 1)),),
    "police_certificates": (PoliceCertificate(country="IN", issued=date(2020, 1, 1)),),
    "stays": (Stay(country="IN", start=date(2010, 1, 1)),),
    "profile": Profile(submitted=date(2020, 1, 1)),
    "invitation": Invitation(issued=date(2020, 1, 1), cut_off=500),
    "application": Application(returned=date(2020, 1, 20)),
    "papers": (Paper(key="passport:own", state="there"),),
    "activities": (Activity(what="travel", start=date(2019, 1, 1), end=date(2019, 6, 1)),),
    "former_partner": FormerPartner(how="divorced", since=date(2019, 1, 1)),
    "child_expected": date(2030, 1, 1),
    "primary_occupation": "21231",
    "official_score": 500,
    "official_score_on": date(2020, 1, 1),
    "approximate": ("passport_expires",),
    "none_of": ("passport_expires",),
}
# Told in full, they become the facts above; what they become is tested with the ledger and with education.
IN_FULL = {"jobs", "credentials", "offer", "nomination"}
OF_PARTNER: dict[str, Any] = {
    "birth_date": date(1991, 1, 1),
    "education": EducationLevel.doctoral,
    "canadian_work_years": 5,
    "foreign_work_years": 5,
    "certificate_of_qualification": True,
    "provincial_nomination": True,
    "sibling_in_canada": True,
    "canadian_study": CanadianStudy.three_years_or_more,
    "job_offer": JobOffer.senior_manager,
    "job_offer_assessed": True,
    "arranged_employment": True,
    "relative_in_canada": True,
    "two_years_of_study_in_canada": True,
    "full_time_year_in_canada": True,
}


def assert_only_what_is_named_moves(before: Facts, after: Facts, on: date, name: str) -> None:
    for compute in (crs.score, federal_skilled_worker.grid):
        # The choice of first language looks at everything: it is kept, so that one factor is looked at alone.
        first = compute(before, on).first_official_language
        old_score, new_score = compute(before, on, first_language=first), compute(after, on, first_language=first)
        tests = [(one.english_test, one.french_test) for one in (old_score, new_score)]
        if tests[0] != tests[1]:
            continue
        for old, new in zip(old_score.lines, new_score.lines, strict=True):
            if name not in dict(old.reason.facts):
                assert (old.points, old.parts) == (new.points, new.parts), old.key


@unhurried
@given(situations(), st.sampled_from(sorted(CHANGES)))
def test_a_factor_depends_only_on_the_facts_its_reason_names(situation: tuple[Facts, date], name: str) -> None:
    facts, on = situation
    assert_only_what_is_named_moves(facts, facts.model_copy(update={name: CHANGES[name](facts)}), on, name)


@unhurried
@given(situations(), st.sampled_from(sorted(ELSEWHERE)))
def test_no_factor_looks_at_documents_funds_or_profiles(situation: tuple[Facts, date], name: str) -> None:
    facts, on = situation
    changed = facts.model_copy(update={name: ELSEWHERE[name]})
    assert crs.score(changed, on).sections == crs.score(facts, on).sections
    assert federal_skilled_worker.grid(changed, on).sections == federal_skilled_worker.grid(facts, on).sections


@unhurried
@given(st.data(), st.sampled_from(sorted(OF_PARTNER)))
def test_a_factor_depends_only_on_the_facts_of_the_partner_its_reason_names(data: st.DataObject, name: str) -> None:
    on = data.draw(days)
    facts = data.draw(candidates(on)).model_copy(
        update={"partner": data.draw(partners(on, st.sampled_from(PartnerStatus)))}
    )
    assert facts.partner is not None
    changed = facts.partner.model_copy(update={name: OF_PARTNER[name]})
    assert_only_what_is_named_moves(facts, facts.model_copy(update={"partner": changed}), on, f"partner.{name}")


def test_every_fact_is_changed_by_one_of_these_tests() -> None:
    known = {*CHANGES, *ELSEWHERE, *IN_FULL, "tests", "partner", "partner_unknown"}
    assert set(Facts.model_fields) - known == set()
    assert set(OF_PARTNER) <= set(Partner.model_fields)


@unhurried
@given(situations())
def test_every_line_and_every_part_of_one_names_its_rule_and_its_facts(situation: tuple[Facts, date]) -> None:
    for compute, file in ((crs.score, "crs."), (federal_skilled_worker.grid, "federal_skilled_worker.")):
        found = compute(*situation)
        for line in found.lines:
            for one in (line, *line.parts):
                assert one.reason.rule.startswith(file)
                assert one.reason.since <= situation[1]
                assert one.reason.facts
                names = [name for name, _ in one.reason.facts]
                assert len(set(names)) == len(names)


# What a reason derives from the facts beside it; anything else it names is a fact, with the value that was told.
DERIVED = {*Ability, "age", "years", "lowest_level", "lowest_english_level", "lowest_french_level"}


@unhurried
@given(situations())
def test_what_a_reason_names_is_a_fact_as_it_was_told(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    for found in (crs.score(facts, on), federal_skilled_worker.grid(facts, on)):
        for line in found.lines:
            for name, value in [named for one in (line, *line.parts) for named in one.reason.facts]:
                told: Any = facts
                for step in name.split("."):
                    told = told if name in DERIVED else getattr(told, step)
                if name.endswith("tests"):
                    assert value is None or value in [test.kind for test in told]
                elif name == "partner":
                    accompanied = told is not None and told.status is PartnerStatus.accompanying
                    assert value == ("with_partner" if accompanied else "without_partner")
                elif name not in DERIVED:
                    assert value == told, name


@unhurried
@given(situations())
def test_the_first_language_chosen_is_never_the_worse_one(situation: tuple[Facts, date]) -> None:
    found = crs.score(*situation)
    both = [crs.score(*situation, first_language=language).total for language in Language]
    assert found.total == max(both)
    grid = federal_skilled_worker.grid(*situation)
    for language in Language:
        other = federal_skilled_worker.grid(*situation, first_language=language)
        if grid.minimums[0].met == other.minimums[0].met:
            assert grid.total >= other.total
        else:
            assert grid.minimums[0].met


@unhurried
@given(situations())
def test_the_selection_grid_keeps_its_caps_and_asks_for_every_minimum(situation: tuple[Facts, date]) -> None:
    found = federal_skilled_worker.grid(*situation)
    assert found.total == sum(line.points for line in found.lines) <= 100
    assert found.factors["adaptability"] <= 10
    assert found.reached == (found.total >= 67)
    assert found.eligible == (found.reached and not found.failed)
    for line in found.lines:
        assert 0 <= line.points <= line.most


@unhurried
@given(situations())
def test_the_moves_of_a_cliff_make_its_gain(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    found = nearest_cliff(facts, on)
    if found is None:
        return
    assert found.gain == found.total_after - found.total_now > 0
    assert sum(move.after - move.before for move in found.moved) == found.gain
    assert crs.score(facts, on).total == found.total_now


@unhurried
@given(situations(), situations())
def test_the_moves_between_any_two_scores_make_their_difference(
    one: tuple[Facts, date], two: tuple[Facts, date]
) -> None:
    before, after = crs.score(*one), crs.score(*two)
    assert sum(move.after - move.before for move in moves(before, after)) == after.total - before.total


@unhurried
@given(situations())
def test_a_score_changes_only_after_the_last_safe_day_of_a_clock(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    ageless = facts.model_copy(update={"birth_date": None})
    # Nothing can be done about a rule that starts: its clock has no day to act by.
    found = [clock for clock in deadlines(ageless, on) if clock.kind is not Kind.rule_change]
    for clock in found:
        assert on <= clock.last_safe_day < clock.first_unusable_day
        assert clock.act_by is not None
        assert clock.act_by < clock.last_safe_day
    if found and on >= date(2025, 3, 25):
        assert points(crs.score(ageless, found[0].last_safe_day)) == points(crs.score(ageless, on))


@unhurried
@given(situations())
def test_facts_survive_json_and_score_the_same(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    again = Facts.model_validate(facts.model_dump(mode="json", exclude_defaults=True))
    assert again == facts
    assert crs.score(again, on) == crs.score(facts, on)
