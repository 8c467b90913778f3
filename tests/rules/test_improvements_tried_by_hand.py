"""Each improvement against a slow reference: the facts changed here, scored again, held against each round.

Nothing of `rules.improvements` is asked how it tries a lever: what a line says of itself is done to the facts by hand.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.couples import swapped
from rules.facts import (
    Ability,
    CanadianStudy,
    Credential,
    Facts,
    Job,
    Language,
    LanguageTest,
    Partner,
    Person,
    Scores,
)
from rules.improvement_plans import Weighed, outlook
from rules.improvements import Improvement, improvements
from rules.language import levels, next_band, usable
from rules.months import add_months
from rules.one_more import one_more
from rules.parameters import book
from rules.rounds import rounds
from rules.standing import Standing, in_pool, standing
from rules.summary import summed_up
from rules.timeline import timeline
from tests.rules.situations import CHARTS, EDUCATION, candidate, raw_score
from tests.rules.test_properties import candidates
from tests.rules.test_timeline_properties import lives

DAY: Final = date(2026, 11, 23)
unhurried = settings(deadline=None, max_examples=20, database=None)

STUDIES: Final = [*CanadianStudy]
STUDY_OF: Final = {"one_year_post_secondary": "one_year", "two_year_post_secondary": "two_year"}


# --- what a line says, done to the facts ---


def done(facts: Facts, one: Improvement, on: date) -> Facts:
    """The facts with an improvement there, changed by what it says of itself."""
    told = dict(one.detail)
    person = facts if one.whose == "own" else facts.partner
    assert person is not None
    match one.key:
        case "band_up":
            return _with(facts, one, tests=(*person.tests, _raised(person, one, on)))
        case "language_level":
            language, level = Language(str(told["language"])), int(str(told["level"]))
            return _with(facts, one, tests=(*person.tests, _sitting(person, language, level, on)))
        case "canadian_work_year" | "foreign_work_year":
            known = summed_up(facts, on)
            of = known if one.whose == "own" else known.partner
            assert of is not None
            return _with(known, one, jobs=None, **{f"{one.key}s": int(str(told["years"]))})
        case "assessment":
            place = int(str(told["credential"]))
            assert person.credentials is not None
            assessed = person.credentials[place].model_copy(update={"assessed": on})
            credentials = (*person.credentials[:place], assessed, *person.credentials[place + 1 :])
            return _with(facts, one, credentials=credentials)
        case "credential" | "canadian_credential":
            return _studied(facts, one, person, on)
        case "partner_as_principal":
            return swapped(facts)
        case "provincial_nomination":
            return facts.model_copy(update={"provincial_nomination": True, "nomination": None})
    return facts.model_copy(update={one.key: True})


def _with(facts: Facts, one: Improvement, **update: Any) -> Facts:
    if one.whose == "own":
        return facts.model_copy(update=update)
    assert facts.partner is not None
    return facts.model_copy(update={"partner": facts.partner.model_copy(update=update)})


def _raised(person: Person, one: Improvement, on: date) -> LanguageTest:
    """The result raised in one ability, out on the day."""
    told = dict(one.detail)
    ability, needed = Ability(str(told["ability"])), float(str(told["score"]))
    assert one.sitting is not None
    like = next(
        test
        for test in person.tests
        if usable(test, on, book())
        and (test.kind, test.scale) == (one.sitting.kind, one.sitting.scale)
        and all(test.scores.of(each) == one.sitting.scores.of(each) for each in Ability if each is not ability)
        and test.scores.of(ability) < needed
    )
    written = {each.value: needed if each is ability else like.scores.of(each) for each in Ability}
    return LanguageTest(kind=like.kind, scale=like.scale, scores=Scores(**written), result_date=on)


def _sitting(person: Person, language: Language, level: int, on: date) -> LanguageTest:
    """A new result of a test the person has not sat, at the level and at least as good as the best result there is."""
    there = [levels(test) for test in person.tests if test.kind.language is language and usable(test, on, book())]
    newest = [
        test.result_date or date.min
        for test in person.tests
        if test.kind.language is language and usable(test, on, book())
    ]
    best = max(zip(there, newest, strict=True), key=lambda each: (min(each[0]), sum(each[0]), each[1]), default=None)
    chart = CHARTS[language][0]
    scores = {
        ability.value: raw_score(chart, ability, max(level, getattr(best[0], ability.value) if best else 0), on)
        for ability in Ability
    }
    return LanguageTest(kind=chart[0], scale=chart[1], scores=Scores(**scores), result_date=on)


def _studied(facts: Facts, one: Improvement, person: Person, on: date) -> Facts:
    told = dict(one.detail)
    at_home, level = one.key == "canadian_credential", str(told["credential"])
    if person.credentials is not None:
        new = Credential(
            level=level,  # type: ignore[arg-type]
            country="CA" if at_home else "IN",
            completed=on,
            assessed=None if at_home else on,
            eight_months_in_person=True,
            mostly_language_study=False,
        )
        return _with(facts, one, credentials=(*person.credentials, new))
    update: dict[str, Any] = {"education": told["education"]}
    if at_home:
        study = CanadianStudy(STUDY_OF.get(level, "three_years_or_more"))
        before = person.canadian_study or CanadianStudy.none
        update["canadian_study"] = max(study, before, key=STUDIES.index)
    return _with(facts, one, **update)


# --- each number of a line ---


def met_by(found: Standing, facts: Facts, on: date) -> set[str]:
    """The rounds of the twelve months before a day, each looked at by itself."""
    place = in_pool(facts, found)
    if place is None:
        return set()
    programs = {*found.eligible_programs}
    if found.crs.factors["nomination"]:
        programs.add("provincial_nominee")
    return {
        one.number
        for one in rounds()
        if add_months(on, -12) <= one.day <= on
        and any(program.value in programs for program in one.programs)
        and (one.kind.value != "category" or one.category in found.eligible_categories)
        and place.total >= one.cut_off
    }


def hold(facts: Facts, on: date) -> set[str]:
    """Every line of the list by hand; the keys of those that were looked at."""
    now, seen = standing(facts, on), set()
    before = met_by(now, facts, on)
    for weighed in outlook(facts, on).weighed:
        one = weighed.improvement
        after = done(facts, one, on)
        scored = crs.score(after, on)
        assert (one.key, one.total, one.gain) == (one.key, scored.total, scored.total - now.crs.total)
        _in_time(weighed, facts, on)
        seen.add(one.key)
        told_in_sums = one.key.endswith("work_year") and _jobs(facts, one) is not None
        if not told_in_sums:
            _opens(weighed, now, standing(after, on), before, met_by(standing(after, on), after, on))
    return seen


def _jobs(facts: Facts, one: Improvement) -> tuple[Job, ...] | None:
    person = facts if one.whose == "own" else facts.partner
    return None if person is None else person.jobs


def _opens(weighed: Weighed, now: Standing, after: Standing, before: set[str], reached: set[str]) -> None:
    one = weighed.improvement
    assert (one.key, {*one.programs}) == (one.key, {*after.eligible_programs} - {*now.eligible_programs})
    assert (one.key, {*one.programs_lost}) == (one.key, {*now.eligible_programs} - {*after.eligible_programs})
    assert (one.key, {*one.categories}) == (one.key, {*after.eligible_categories} - {*now.eligible_categories})
    assert (one.key, {*one.categories_lost}) == (one.key, {*now.eligible_categories} - {*after.eligible_categories})
    assert (one.key, weighed.rounds) == (one.key, len(reached - before))
    assert weighed.loses_the_pool == bool(now.eligible_programs and not after.eligible_programs)
    nothing = (now.eligible_programs, now.eligible_categories) == (after.eligible_programs, after.eligible_categories)
    assert weighed.changes_points_only == (nothing and not reached - before)


def _in_time(weighed: Weighed, facts: Facts, on: date) -> None:
    """Begun on the last day to begin it, it is there on the day before the first day that takes something."""
    one = weighed.improvement
    losses = [step.day for step in timeline(facts, on) if step.change < 0 or step.programs_lost]
    if not losses:
        assert (weighed.begin_by, weighed.in_time) == (None, None)
        return
    if weighed.begin_by is not None:
        weeks = {"english_test": 5, "french_test": 8, "education_assessment": 10}[one.takes[0]]
        assert weighed.begin_by + timedelta(weeks=weeks, days=1) == losses[0]
        assert weighed.in_time == (on + timedelta(weeks=weeks) < losses[0])


@unhurried
@given(st.data())
def test_each_line_for_answers_in_short_is_what_doing_it_gives(data: st.DataObject) -> None:
    hold(data.draw(candidates(DAY)), DAY)


@unhurried
@given(st.data())
def test_each_line_for_lives_told_in_full_is_what_doing_it_gives(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    hold(data.draw(lives(on)), on)


levels_of = st.one_of(st.sampled_from([5, 7, 9]), st.tuples(*[st.integers(4, 10)] * 4))


@settings(deadline=None, max_examples=30, database=None)
@given(st.data())
def test_each_line_for_couples_is_what_doing_it_gives(data: st.DataObject) -> None:
    """With the partner as principal applicant the programs and categories are the partner's."""
    draw = data.draw
    facts = candidate(
        DAY,
        age=draw(st.integers(22, 46)),
        education=draw(st.sampled_from(sorted(EDUCATION))),
        english=draw(levels_of),
        french=draw(st.sampled_from([None, None, 7])),
        canadian=draw(st.integers(0, 3)),
        foreign=draw(st.integers(0, 3)),
        partner={
            "education": draw(st.sampled_from(sorted(EDUCATION))),
            "english": draw(st.none() | levels_of),
            "canadian": draw(st.integers(0, 3)),
            "birth_date": draw(st.dates(date(1980, 1, 1), date(2003, 1, 1))),
            "foreign_work_years": draw(st.integers(0, 3)),
        },
    )
    hold(facts, DAY)


@unhurried
@given(st.data())
def test_no_single_band_that_gains_is_left_out(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    now = crs.score(facts, DAY).total
    listed = {
        (dict(one.detail)["language"], dict(one.detail)["ability"], dict(one.detail)["score"]): one.gain
        for one in improvements(facts, DAY)
        if one.key == "band_up"
    }
    for test in facts.tests:
        for ability in Ability if usable(test, DAY, book()) else ():
            band = next_band(test, ability)
            if band is None:
                continue
            written = {each.value: band.score if each is ability else test.scores.of(each) for each in Ability}
            new = LanguageTest(kind=test.kind, scale=test.scale, scores=Scores(**written), result_date=DAY)
            gain = crs.score(facts.model_copy(update={"tests": (*facts.tests, new)}), DAY).total - now
            assert gain <= 0 or (test.kind.language, ability, band.score) in listed


@unhurried
@given(st.data())
def test_a_year_that_comes_by_itself_brings_what_its_own_day_makes_of_it(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    facts = data.draw(lives(on))
    for one in improvements(facts, on):
        arrives = dict(one.detail).get("day")
        if not isinstance(arrives, date):
            assert one.gain_then is None
            continue
        years = int(str(dict(one.detail)["years"]))
        without, with_it = (
            _with(summed_up(facts, arrives), one, jobs=None, **{f"{one.key}s": told}) for told in (years - 1, years)
        )
        assert one.gain_then == crs.score(with_it, arrives).total - crs.score(without, arrives).total
        step = next((step for step in timeline(facts, on, months=60) if step.day == arrives), None)
        if step is not None and {(cause.kind, cause.about) for cause in step.causes} == {
            ("work_years", f"crs_{_of(one)}")
        }:
            assert one.gain_then == step.change


def _of(one: Improvement) -> str:
    return one.key.removesuffix("_work_year")


def test_a_year_that_completes_after_the_test_is_too_old_brings_what_is_so_then() -> None:
    """The result dies before the year is complete: today's gain is no number of that day."""
    told = {
        "noc": "21231",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    jobs = (
        Job.model_validate({**told, "start": DAY - timedelta(days=300), "country": "CA"}),
        Job.model_validate({**told, "start": date(2018, 1, 1), "end": date(2022, 1, 1), "country": "IN"}),
    )
    fresh = candidate(DAY, english=9).model_copy(update={"jobs": jobs})
    dying = fresh.tests[0].model_copy(update={"result_date": date(2024, 12, 1)})
    for facts, today, then in ((fresh, 53, 53), (fresh.model_copy(update={"tests": (dying,)}), 53, 78)):
        year = next(one for one in improvements(facts, DAY) if one.key == "canadian_work_year")
        assert (year.gain, year.gain_then) == (today, then)
        before = facts.model_copy(update={"jobs": None, "canadian_work_years": None, "foreign_work_years": None})
        assert [one.gain for one in one_more(before, facts, DAY) if one.key == "canadian_work_year"] == [then]


def test_a_partner_who_meets_no_program_is_no_way_into_the_pool() -> None:
    facts = candidate(
        DAY,
        age=44,
        english=7,
        canadian=2,
        partner={"education": "doctoral", "english": 6, "birth_date": date(1999, 1, 1)},
    )
    (other,) = [one for one in outlook(facts, DAY).weighed if one.improvement.key == "partner_as_principal"]
    assert other.improvement.gain > 0
    assert other.improvement.programs_lost == ("canadian_experience",)
    assert (other.loses_the_pool, other.changes_points_only, other.rounds) == (True, False, 0)


def test_a_category_of_one_s_own_does_not_go_over_to_the_partner() -> None:
    facts = candidate(
        DAY,
        age=44,
        english=7,
        french=7,
        canadian=1,
        partner={"education": "doctoral", "english": 9, "canadian": 3, "birth_date": date(1999, 1, 1)},
    )
    (other,) = [one for one in outlook(facts, DAY).weighed if one.improvement.key == "partner_as_principal"]
    assert other.improvement.categories_lost == ("french",)
    assert isinstance(facts.partner, Partner)
    assert other.rounds == len(
        met_by(standing(swapped(facts), DAY), swapped(facts), DAY) - met_by(standing(facts, DAY), facts, DAY)
    )
