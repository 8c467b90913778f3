"""The nearest miss of a program names the smallest changes that meet it, and only changes that do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import (
    Ability,
    EducationLevel,
    Facts,
    InvitedProgram,
    Job,
    Language,
    LanguageTest,
    Offer,
    PartnerStatus,
    Permit,
    PermitKind,
)
from rules.language import levels, usable
from rules.nearest_miss import Change, NearestMiss, Way, nearest_miss
from rules.programs import PROGRAMS, program
from rules.reasons import to_plain
from rules.skilled_trades import occupations
from tests.rules.situations import candidate, companion, result

DAY = date(2026, 11, 24)
FSW, CEC, FST = (
    InvitedProgram.federal_skilled_worker,
    InvitedProgram.canadian_experience,
    InvitedProgram.skilled_trades,
)
DEVELOPER, COOK, ELECTRICIAN, LABOURER = "21232", "63200", "72200", "75110"


def job(start: date, end: date | None = None, **more: Any) -> Job:
    told = {"paid": True, "self_employed": False, "authorised": True, "studying": (), "hours_per_week": 30}
    return Job(start=start, end=end, **{"noc": DEVELOPER, "country": "CA", **told, **more})


def missed(facts: Facts, which: InvitedProgram, on: date = DAY) -> NearestMiss:
    found = nearest_miss(facts, on, which)
    assert found is not None
    return found


def told(way: Way) -> dict[str, tuple[object, object]]:
    return {change.kind: (change.before, change.after) for change in way.changes}


def test_sixty_six_points_lack_one_and_each_single_change_that_gives_it_is_named() -> None:
    found = missed(candidate(DAY, age=35, english=9, foreign=1), FSW)
    assert (found.missing, found.failed, found.open) == (1, ("pass_mark",), ())
    assert [len(way.changes) for way in found.ways] == [1] * 5
    assert {way.changes[0].kind: (way.changes[0].after, way.changes[0].points, way.total) for way in found.ways} == {
        "experience": (2, 2, 68),
        "second_language": (5, 4, 70),
        "education": ("two_or_more_credentials_one_three_plus_years", 1, 67),
        "canadian_experience": (1, 12, 78),
        "arranged_employment": (True, 15, 81),
    }
    assert all(way.changes[0].meets == ("pass_mark",) and way.day == DAY for way in found.ways)


def test_the_second_language_named_is_the_other_one() -> None:
    for first, second in ((Language.english, Language.french), (Language.french, Language.english)):
        facts = candidate(DAY, age=35, foreign=1, **{first.value: 9})
        changes = [way.changes[0] for way in missed(facts, FSW).ways]
        assert [one.language for one in changes if one.kind == "second_language"] == [second]


def test_one_ability_is_named_where_it_alone_is_enough() -> None:
    found = missed(candidate(DAY, english=[9, 9, 9, 8], foreign=1), FSW)
    assert found.missing == 2
    # From 8 to 9 an ability gives one point; no single ability can give two.
    assert not [way for way in found.ways if way.changes[0].kind in ("ability", "first_language")]
    low = missed(candidate(DAY, english=[9, 9, 6, 9], foreign=6), FSW)
    abilities = [way.changes[0] for way in low.ways]
    assert [(one.kind, one.before, one.after, one.abilities) for one in abilities] == [
        ("ability", 6, 7, (Ability.writing,))
    ]
    assert abilities[0].meets == ("minimum_language", "pass_mark")


def test_all_abilities_are_named_with_those_that_have_to_rise() -> None:
    found = missed(candidate(DAY, english=[8, 7, 6, 6], foreign=2), FSW)
    assert found.failed == ("minimum_language", "pass_mark")
    languages = [way.changes[0] for way in found.ways if way.changes[0].kind == "first_language"]
    # 12 + 21 + 11 need 23 more: 9 in all four makes 24.
    assert [(one.before, one.after, one.points) for one in languages] == [(6, 9, 15)]
    assert languages[0].abilities == tuple(Ability)


def test_a_partners_language_is_proposed_while_the_partner_is_coming() -> None:
    kinds = {}
    for status in PartnerStatus:
        partner = {"status": status.value, "english": 3}
        found = missed(candidate(DAY, age=35, english=9, foreign=1, partner=partner), FSW)
        kinds[status] = {way.changes[0].kind: way.changes[0] for way in found.ways}
    assert "partner_language" not in kinds[PartnerStatus.not_accompanying]
    assert "partner_language" not in kinds[PartnerStatus.canadian]
    change = kinds[PartnerStatus.accompanying]["partner_language"]
    assert (change.fact, change.after, change.points) == ("partner.tests", 4, 5)


def test_where_no_single_change_is_enough_the_smallest_combinations_are_named() -> None:
    found = missed(candidate(DAY, age=46, education="secondary", english=9, foreign=3, settlement_funds=1), FSW)
    assert found.failed == ("settlement_funds", "pass_mark")
    assert found.ways
    assert {len(way.changes) for way in found.ways} == {3}
    for way in found.ways:
        assert "settlement_funds" in told(way)


def test_nothing_is_proposed_that_nobody_can_change_or_that_is_only_not_known() -> None:
    facts = candidate(DAY, age=46, education=None, english=9, foreign=1, relative_in_canada=None)
    found = missed(facts, FSW)
    assert found.ways == ()
    assert {"education", "relative_in_canada"} <= {*found.open}
    for way in missed(candidate(DAY, age=46, english=9, foreign=1, relative_in_canada=None), FSW).ways:
        assert {change.kind for change in way.changes} & {"age", "relative", "birth_date"} == set()


NOT_KNOWN: list[tuple[InvitedProgram, dict[str, Any], str]] = [
    # 66 points: an offer would give 15, and may be there.
    (FSW, {"age": 35, "english": 9, "foreign": 1, "arranged_employment": None}, "arranged_employment"),
    (FSW, {"age": 35, "english": 9, "foreign": 1, "offer": Offer(noc=DEVELOPER)}, "arranged_employment"),
    # 0 + 5 + 16 + 11 are 35 short: an offer, which gives 20 with its adaptability, would decide nothing alone.
    (
        FSW,
        {"age": 47, "education": "secondary", "english": 7, "foreign": 3, "arranged_employment": None},
        "arranged_employment",
    ),
    (FSW, {"age": 35, "foreign": 1}, "first_language"),
    (CEC, {"english": 9, "canadian": None}, "canadian_experience"),
    (CEC, {"canadian": 1}, "first_language"),
    (FST, {"english": 9, "foreign": 3, "certificate": True}, "experience"),
    (FST, {"english": 9, "jobs": (), "arranged_employment": None}, "arranged_employment"),
    (FST, {"english": 9, "jobs": (), "arranged_employment": True}, "arranged_employment"),
    (FST, {"english": 9, "jobs": (), "certificate": None}, "certificate_of_qualification"),
    (FST, {"jobs": (), "certificate": True}, "first_language"),
]


@pytest.mark.parametrize(("which", "facts", "kind"), NOT_KNOWN)
def test_what_may_be_so_already_is_no_change(which: InvitedProgram, facts: dict[str, Any], kind: str) -> None:
    found = missed(candidate(DAY, **facts), which)
    assert kind not in {change.kind for way in found.ways for change in way.changes}


@pytest.mark.parametrize(
    "known",
    [
        {"arranged_employment": False},
        {"offer": Offer(noc=LABOURER, full_time=True, year_after_visa=True, assessed=True)},
        {"offer": Offer(noc=DEVELOPER, full_time=False)},
    ],
)
def test_an_offer_is_a_change_for_who_is_known_to_have_none_that_counts(known: dict[str, Any]) -> None:
    skilled = missed(candidate(DAY, age=35, english=9, foreign=1, **known), FSW)
    assert {"arranged_employment": (False, True)} in [told(way) for way in skilled.ways]
    trained = job(date(2023, 1, 1), date(2025, 12, 31), noc=ELECTRICIAN, qualified_from=date(2020, 1, 1))
    facts = candidate(DAY, english=5, canadian=None, foreign=None, jobs=(trained,), **known)
    assert {"arranged_employment": (False, True)} in [told(way) for way in missed(facts, FST).ways]


def test_what_is_met_has_no_nearest_miss() -> None:
    assert nearest_miss(candidate(DAY, english=9, foreign=2), DAY, FSW) is None
    # A knock-out is no miss of the program.
    shut = candidate(DAY, english=9, foreign=2, intends_to_live_in_quebec=True)
    assert nearest_miss(shut, DAY, FSW) is None


def test_work_that_goes_on_is_named_with_the_day_and_the_hours_missing() -> None:
    found = missed(candidate(DAY, english=9, canadian=None, foreign=None, jobs=(job(date(2026, 1, 31)),)), CEC)
    assert len(found.ways) == 1
    (change,) = found.ways[0].changes
    assert (change.kind, change.fact, change.before, change.after) == ("experience", "jobs", 0, 1)
    assert change.day == found.ways[0].day == date(2027, 1, 31)
    worked = (DAY - date(2026, 1, 31)).days * 30 / 7
    assert change.hours == pytest.approx(1560 - worked, abs=0.01)


def test_someone_who_works_no_longer_would_need_a_new_job() -> None:
    past = job(date(2025, 1, 1), date(2025, 6, 30))
    found = missed(candidate(DAY, english=9, canadian=None, foreign=None, jobs=(past,)), CEC)
    (change,) = found.ways[0].changes
    worked = 181 * 30 / 7
    assert change.hours == pytest.approx(1560 - worked, abs=0.01)
    assert change.day == DAY + timedelta(days=-(-(1560 * 7 - 181 * 30) // 30))


def test_a_result_that_dies_before_the_work_is_done_has_to_be_renewed() -> None:
    old = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    facts = candidate(DAY, canadian=None, foreign=None, jobs=(job(date(2026, 1, 31)),)).model_copy(
        update={"tests": (old,)}
    )
    assert [told(way) for way in missed(facts, CEC).ways] == [
        {"experience": (0, 1), "new_result": (date(2027, 1, 9), None)}
    ]


def test_the_abilities_below_the_threshold_are_named() -> None:
    worked = job(date(2024, 6, 1), date(2026, 6, 1), noc=COOK)
    found = missed(candidate(DAY, english=[5, 4, 5, 4], canadian=None, foreign=None, jobs=(worked,)), CEC)
    (change,) = found.ways[0].changes
    assert (change.before, change.after) == ((5, 4, 5, 4), (5, 5, 5, 5))
    assert change.abilities == (Ability.reading, Ability.speaking)


def test_a_trade_lacks_a_certificate_or_an_offer() -> None:
    work = job(date(2023, 1, 1), date(2025, 12, 31), noc=ELECTRICIAN, country="IN", qualified_from=date(2020, 1, 1))
    found = missed(candidate(DAY, english=[5, 4, 4, 5], canadian=None, foreign=None, jobs=(work,)), FST)
    assert found.failed == ("certificate_or_offer",)
    assert [told(way) for way in found.ways] == [
        {"certificate_of_qualification": (False, True)},
        {"arranged_employment": (False, True)},
    ]


def test_a_trade_lacks_hours_and_language_by_ability() -> None:
    work = job(date(2025, 1, 1), noc=ELECTRICIAN, qualified_from=date(2020, 1, 1))
    facts = candidate(
        DAY, english=[5, 4, 4, 4], certificate=True, canadian=None, foreign=None, jobs=(work,), settlement_funds=1
    )
    found = missed(facts, FST)
    (way,) = found.ways
    assert {*told(way)} == {"first_language", "experience", "settlement_funds"}
    by_kind = {change.kind: change for change in way.changes}
    assert by_kind["first_language"].abilities == (Ability.speaking,)
    assert by_kind["experience"].day == date(2027, 1, 1)


def test_the_continuous_year_is_waited_for() -> None:
    jobs = (
        job(date(2022, 1, 1), date(2022, 8, 31), country="FR"),
        job(date(2024, 1, 1), date(2024, 8, 31), country="FR"),
        job(date(2026, 3, 1), country="FR"),
    )
    found = missed(candidate(DAY, english=9, canadian=None, foreign=None, jobs=jobs), FSW)
    assert found.failed == ("minimum_experience",)
    (way,) = found.ways
    assert way.changes[0].day == date(2027, 3, 1)
    assert way.changes[0].meets == ("minimum_experience",)


def test_a_nearest_miss_becomes_plain_data() -> None:
    plain = to_plain(missed(candidate(DAY, age=35, english=9, foreign=1), FSW))
    assert plain["ways"][0]["changes"][0]["points"] == 4


# Whatever is proposed has to work: each change is made here in another way, from what the result says of it.

unhurried = settings(deadline=None, max_examples=40, database=None)
four = st.tuples(*[st.integers(3, 10)] * 4)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    start = DAY - timedelta(days=draw(st.integers(30, 2500)))
    length = draw(st.one_of(st.none(), st.integers(30, 1200)))
    return job(
        start,
        None if length is None else start + timedelta(days=length),
        noc=draw(st.sampled_from([DEVELOPER, COOK, ELECTRICIAN, LABOURER])),
        country=draw(st.sampled_from(["CA", "IN"])),
        hours_per_week=draw(st.sampled_from([15, 30, 40])),
        self_employed=draw(st.booleans()),
        qualified_from=date(2015, 1, 1),
    )


@st.composite
def candidates(draw: st.DrawFn) -> Facts:
    in_full = draw(st.booleans())
    return candidate(
        DAY,
        age=draw(st.integers(19, 50)),
        education=draw(st.sampled_from(["none", "secondary", "one_year", "bachelor", "master_or_professional"])),
        english=draw(st.one_of(st.none(), four)),
        french=draw(st.one_of(st.none(), four)),
        canadian=None if in_full else draw(st.integers(0, 3)),
        foreign=None if in_full else draw(st.integers(0, 6)),
        partner=draw(st.sampled_from([None, {"english": 3}, {"status": "not_accompanying"}])),
        certificate=draw(st.booleans()),
        jobs=tuple(draw(st.lists(jobs(), max_size=3))) if in_full else None,
        settlement_funds=draw(st.sampled_from([None, 100, 90_000])),
        children=(),
        permits=draw(st.sampled_from([(), (Permit(kind=PermitKind.open_work, until=date(2030, 1, 1)),)])),
    )


def sitting(tests: Iterable[LanguageTest], change: Change, wanted: tuple[int, ...], day: date) -> LanguageTest:
    """A new result with levels no lower than wanted, nor than those of the best set there was."""
    language = change.language or Language.english
    best = [levels(test) for test in tests if test.kind.language is language and usable(test, DAY)]
    had = max(best, key=lambda one: (one.lowest, sum(one)), default=(0, 0, 0, 0))
    return result(language, [max(pair) for pair in zip(had, wanted, strict=True)], day, result_date=day)


def changed(facts: Facts, way: Way, which: InvitedProgram) -> Facts:
    """The facts as the changes would make them, read from the result alone.

    Work that is dated is the work that runs, where that is enough by its day; otherwise a new full-time job.
    """
    update: dict[str, Any] = {}
    tests = facts.tests
    raised: dict[Ability, int] = {}
    for change in way.changes:
        match change.kind:
            case "ability":
                raised[change.abilities[0]] = int(str(change.after))
            case "first_language" | "second_language":
                after = change.after if isinstance(change.after, tuple) else (change.after,) * 4
                wanted = tuple(int(str(one)) for one in after)
                tests = (*tests, sitting(facts.tests, change, wanted, way.day))
            case "new_result":
                tests = tuple(test.model_copy(update={"test_date": None, "result_date": way.day}) for test in tests)
            case "partner_language":
                assert facts.partner is not None
                better = companion(way.day, english=4, status=facts.partner.status.value)
                update["partner"] = better
            case "education":
                update["education"] = EducationLevel(str(change.after))
            case "experience" if change.fact == "jobs":
                pass  # by going on, or by a new job: below
            case "experience":
                assert isinstance(change.after, int)
                assert isinstance(change.before, int)
                update[change.fact] = (getattr(facts, change.fact) or 0) + change.after - change.before
            case "canadian_experience":
                update |= {"canadian_work_years": 1, "full_time_year_in_canada": True}
            case "arranged_employment" if change.fact == "offer":
                noc = change.occupation or min_trade()
                offer = Offer(noc=noc, full_time=True, year_after_visa=True, assessed=True)
                update["offer"] = offer
            case "settlement_funds" | "arranged_employment" | "certificate_of_qualification":
                update[change.fact] = change.after
            case other:
                raise AssertionError(other)
    if raised:
        place = next(int(one.fact.split(".")[1]) for one in way.changes if one.kind == "ability")
        had = levels(facts.tests[place])
        best = [raised.get(ability, level) for ability, level in zip(Ability, had, strict=True)]
        tests = (*tests, result(facts.tests[place].kind.language, best, way.day, result_date=way.day))
    made = facts.model_copy(update={**update, "tests": tests})
    for change in way.changes:
        if change.kind == "experience" and change.day is not None:
            going_on = program(made, change.day, which).requirement("minimum_experience")
            if not going_on.met or int(str(going_on.found)) < int(str(change.after)):
                noc = change.occupation or (min_trade() if which is FST else DEVELOPER)
                new = job(DAY, noc=noc, qualified_from=DAY)
                made = made.model_copy(update={"jobs": (*(facts.jobs or ()), new)})
    return made


def min_trade() -> str:
    """Any trade, for someone who has none: the first."""
    return min(occupations(DAY))


@unhurried
@given(candidates(), st.sampled_from(sorted(PROGRAMS)))
def test_every_way_that_is_named_meets_the_program(facts: Facts, which: InvitedProgram) -> None:
    found = nearest_miss(facts, DAY, which)
    if found is None:
        assert program(facts, DAY, which).met
        return
    assert not program(facts, DAY, which).met
    for way in found.ways:
        after = program(changed(facts, way, which), way.day, which)
        assert after.met, (way, after.failed)
        assert way.total == (after.grid.total if after.grid is not None else None)


@unhurried
@given(candidates(), st.sampled_from(sorted(PROGRAMS)))
def test_no_change_of_a_way_can_be_left_out(facts: Facts, which: InvitedProgram) -> None:
    found = nearest_miss(facts, DAY, which)
    for way in found.ways if found is not None else ():
        for fewer in combinations(way.changes, len(way.changes) - 1):
            less = way._replace(changes=fewer, day=max([DAY, *(one.day for one in fewer if one.day is not None)]))
            assert not program(changed(facts, less, which), less.day, which).met


@unhurried
@given(candidates(), st.sampled_from(sorted(PROGRAMS)))
def test_ways_are_all_of_one_size_and_come_in_the_same_order_again(facts: Facts, which: InvitedProgram) -> None:
    found = nearest_miss(facts, DAY, which)
    if found is not None:
        assert len({len(way.changes) for way in found.ways}) <= 1
        assert nearest_miss(facts, DAY, which) == found
