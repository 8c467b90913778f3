"""Every number and day on the screens of more points, French and a nomination is one of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import program_words, shut_out
from conversations.events.by_itself import CAUSES, OF_WORK
from conversations.improve import entry, paths, plan, screens
from locales import LANGUAGES, Language, use
from rules import crs
from rules.dangers import Danger
from rules.effective_deadline import effective_deadline
from rules.facts import Ability, Facts, Invitation, LanguageTest
from rules.improvement_plans import Outlook, Weighed, aims, outlook
from rules.improvements import Group, Improvement
from rules.journey import Phase, stage_on
from rules.knock_outs import knock_outs
from rules.language import levels, next_band
from rules.one_more import one_more
from rules.parameters import book
from rules.paths import FrenchPath, french_path, nomination_path
from rules.rounds import Round, known_until
from rules.timeline import Cause
from tests.conversations.numbers_said import Wanted, hold, labels, texts
from tests.rules.situations import candidate
from tests.rules.test_improvements_tried_by_hand import levels_of
from tests.rules.test_properties import candidates
from tests.rules.test_timeline_properties import lives

DAY: Final = date(2026, 11, 23)
MONTHS: Final = (12, 24)  # "of the last 12 months", "in the next 24 months"
TEER: Final = (0, 3)  # "TEER 0 to 3"

some = settings(deadline=None, max_examples=6, database=None)
many = settings(deadline=None, max_examples=150, database=None)


# --- what the parts of a line say ---


def told(causes: Iterable[Cause]) -> list[Cause]:
    """The causes of a day; of the work of each person the one that matters most."""
    found, work = [], dict[str, Cause]()
    for cause in causes:
        kind = cause.about if cause.kind == "work_years" else cause.kind
        if kind not in OF_WORK:
            found.append(cause)
            continue
        before = work.get(cause.whose)
        if before is None or OF_WORK.index(kind) < OF_WORK.index(_work_of(before)):
            work[cause.whose] = cause
    return [*found, *work.values()]


def _work_of(cause: Cause) -> str:
    return str(cause.about) if cause.kind == "work_years" else cause.kind


def of_causes(wanted: Wanted, causes: Iterable[Cause]) -> None:
    """The ages, years and occupations among the causes of a day, each once."""
    seen = set()
    for cause in told(causes):
        about, whose = cause.about or "", cause.whose
        keys = (f"{cause.kind}:{about}:{whose}", f"{cause.kind}:{about}", f"{cause.kind}:{whose}", cause.kind)
        worded = next(CAUSES[key] for key in keys if key in CAUSES)
        value: Any = cause.value if "{years}" in worded else int(about) if "{occupation}" in worded else None
        if (worded, value) in seen:
            continue
        seen.add((worded, value))
        wanted.add(value)
        if cause.kind in ("birthday_losing", "birthday_gaining"):
            wanted.add(29)  # "a year without 29 February"


def of_drop(wanted: Wanted, drop: Danger) -> None:
    wanted.add(drop.day)
    of_causes(wanted, drop.causes)
    if drop.points_lost:
        wanted.gains(-drop.points_lost)


def lower(one: Improvement, facts: Facts) -> float:
    """The score of the ability that a new result raises."""
    assert one.sitting is not None
    ability = Ability(str(dict(one.detail)["ability"]))
    above = one.sitting.scores.of(ability)
    of = [
        test.scores.of(ability)
        for test in facts.tests
        if (test.kind, test.scale) == (one.sitting.kind, one.sitting.scale)
        and all(test.scores.of(each) == one.sitting.scores.of(each) for each in Ability if each is not ability)
        and (band := next_band(test, ability)) is not None
        and band.score == above
    ]
    return of[0]


def of_title(wanted: Wanted, one: Improvement, facts: Facts) -> None:
    detail = dict(one.detail)
    match one.key:
        case "band_up":
            wanted.add(float(str(detail["score"])), lower(one, facts))
        case "language_level":
            wanted.add(int(str(detail["level"])))
        case "canadian_work_year" | "foreign_work_year":
            wanted.add(int(str(detail["years"])))


def of_time(wanted: Wanted, weighed: Weighed) -> None:
    """When it can be there, as short as a line of the list says it."""
    one = weighed.improvement
    arrives = dict(one.detail).get("day")
    if isinstance(arrives, date):
        wanted.add(arrives)
        if one.gain_then is not None and one.gain_then != one.gain and one.gain_then > 0:
            wanted.gains(one.gain_then)
    elif one.ready_on is not None and one.key != "partner_as_principal":
        wanted.add(one.weeks)
        wanted.add(weighed.begin_by if weighed.begin_by is not None and weighed.in_time else one.ready_on)


def of_item(wanted: Wanted, n: int, weighed: Weighed, facts: Facts, on: date) -> None:
    wanted.add(n).gains(weighed.improvement.gain)
    of_title(wanted, weighed.improvement, facts)
    waits = to_answer(facts, on) if weighed.group is Group.nomination else None
    of_time(wanted, weighed) if waits is None else wanted.add(waits)
    if weighed.rounds:
        wanted.add(weighed.rounds)


def to_answer(facts: Facts, on: date) -> date | None:
    """The last day to answer a nomination: thirty days after it was told of."""
    told = facts.nomination
    if told is None or told.notified is None or told.accepted is not None or told.withdrawn is not None:
        return None
    last = told.notified + timedelta(days=30)
    return last if last >= on else None


def of_label(wanted: Wanted, one: Improvement) -> None:
    wanted.gains(one.gain)
    detail = dict(one.detail)
    if one.key == "band_up":
        wanted.add(float(str(detail["score"])))
    elif one.key == "language_level":
        wanted.add(int(str(detail["level"])))


def of_band(wanted: Wanted, found: Outlook, facts: Facts) -> None:
    """The one ability that decides."""
    cliff = found.cliff
    if cliff is None:
        return
    one = cliff.improvement
    wanted.gains(one.gain, *(after - before for _, before, after in one.moved)).add(len(one.moved))
    of_title(wanted, one, facts)


def of_invitation(wanted: Wanted, facts: Facts, on: date) -> None:
    """The last day on which everything an open invitation needs still counts."""
    if stage_on(facts, on).phase is Phase.invited:
        found = effective_deadline(facts, on)
        wanted.add(None if found is None else found.last_safe_day)


# --- the list and its groups ---


def the_list(facts: Facts, found: Outlook, language: Language) -> None:
    shown = screens.main(facts, found)
    ranked = screens.best(found)
    ordered = [one for one in ranked if one.group is not Group.nomination]
    ordered += [one for one in ranked if one.group is Group.nomination]
    wanted = Wanted().add(found.on, found.standing.crs.total)
    of_invitation(wanted, facts, found.on)
    of_band(wanted, found, facts)
    if found.drop is not None:
        of_drop(wanted, found.drop)
    for n, one in enumerate(ordered, 1):
        of_item(wanted, n, one, facts, found.on)
    if found.standing.eligible_programs and any(one.changes_points_only for one in found.weighed):
        wanted.add(known_until())
    for miss in found.misses:  # held with the programs
        if not any(one.knock_outs for one in found.standing.programs):
            for way in program_words.ways(miss)[: screens.WAYS]:
                wanted.text(way, language)
    for line in shut_out.each_once(knock_outs(facts, found.on)):
        wanted.text(line, language)
    hold(texts(shown), language, wanted, (*MONTHS, found.standing.crs.most))
    on_buttons = Wanted()
    for one in ordered:
        of_label(on_buttons, one.improvement)
    for group in Group:
        members = [one for one in found.weighed if one.group is group]
        if any(one not in ranked for one in members):
            on_buttons.add(len(members))
    hold(labels(shown), language, on_buttons)


def a_group(facts: Facts, found: Outlook, group: Group, language: Language) -> None:
    members = [one for one in found.weighed if one.group is group]
    shown = screens.group(facts, found, group)
    wanted, on_buttons = Wanted(), Wanted()
    for n, one in enumerate(members, 1):
        of_item(wanted, n, one, facts, found.on)
        of_label(on_buttons, one.improvement)
    if members:
        of_invitation(wanted, facts, found.on)
        if found.drop is not None:
            of_drop(wanted, found.drop)
        if found.standing.eligible_programs and any(one.changes_points_only for one in found.weighed):
            wanted.add(known_until())
    hold(texts(shown), language, wanted, MONTHS)
    hold(labels(shown), language, on_buttons)


# --- a plan ---


def a_plan(facts: Facts, found: Outlook, weighed: Weighed, language: Language) -> None:
    one, result = weighed.improvement, found.standing.crs
    wanted = Wanted().gains(one.gain).add(one.total, result.total)
    of_title(wanted, one, facts)
    of_invitation(wanted, facts, found.on)
    for _, before, after in one.moved:
        wanted.add(after, before).gains(after - before)
    if one.sitting is not None:
        person = facts if one.whose == "own" else facts.partner
        assert person is not None
        for aim in aims(one.sitting, person.tests, found.on):
            wanted.add(*aim.scores)
    arrives = dict(one.detail).get("day")
    if isinstance(arrives, date):
        of_time(wanted, weighed)
    elif one.ready_on is not None and one.weeks:
        wanted.add(one.weeks, one.ready_on)
    if found.drop is not None:
        of_drop(wanted, found.drop)
        if weighed.begin_by is not None and weighed.in_time:
            wanted.add(weighed.begin_by)
    if weighed.rounds:
        wanted.add(weighed.rounds, one.in_pool)
    wanted.add(result.rule_from, found.on).text(result.rule_set, language)
    hold(texts(plan.screen(facts, found, weighed)), language, wanted, (*MONTHS, *TEER, 699))


# --- the two paths ---


def of_rounds(wanted: Wanted, found: Iterable[Round]) -> None:
    held = list(found)
    wanted.add(known_until())
    if held:
        cut_offs = [one.cut_off for one in held]
        wanted.add(len(held), *{min(cut_offs), max(cut_offs)}, held[-1].day)


def the_french_path(facts: Facts, found: FrenchPath, language: Language) -> None:
    wanted = Wanted()
    of_invitation(wanted, facts, found.on)
    result = found.standing.crs
    if found.reached is not None:
        without = facts.model_copy(update={"tests": tuple(one for one in facts.tests if one.kind.language != "french")})
        wanted.add(result.total - crs.score(without, found.on).total)
        of_french_result(wanted, facts, found)
    for step in found.steps:
        wanted.add(step.level, step.improvement.total).gains(step.improvement.gain)
    if found.with_english:
        wanted.add(7, 50, 5, 25, 7, 50)  # NCLC 7: 50 with CLB 5, 25 otherwise; below 7 nothing; the 50 of the person
        if not found.has_english:
            wanted.add(5)
    if found.category is not None:
        wanted.add(7)
        of_rounds(wanted, found.rounds)
    for aim in found.aims:
        wanted.add(*aim.scores)
    shown = paths.french(facts, found)
    hold(texts(shown), language, wanted, (*MONTHS, 699))
    listed = sum(one.group is Group.french for one in outlook(facts, found.on).weighed)
    hold(labels(shown), language, Wanted().add(listed) if listed else Wanted())


def of_french_result(wanted: Wanted, facts: Facts, found: FrenchPath) -> None:
    """The abilities of the result in use below NCLC 7, and the score without that gap."""
    used = found.standing.crs.french_test
    assert used is not None
    below = [level for level in levels(used) if level < 7]
    if not below:
        wanted.add(7)
        return
    raised = _at_seven(used, found.on)
    total = crs.score(facts.model_copy(update={"tests": (*facts.tests, raised)}), found.on).total
    wanted.add(len(below), 7, *below, 7, total, found.standing.crs.total).gains(total - found.standing.crs.total)


def _at_seven(used: LanguageTest, on: date) -> LanguageTest:
    """The result with each ability at NCLC 7 at least, by the chart of its test."""
    table = [
        each
        for each in book().language_tests.tests.of(used.kind).scales[used.scale or "only"].values
        if each.start <= on
    ]
    row = next(row for row in table[-1].rows if row.level == 7)
    scores = {ability.value: max(row.of(ability)[0], used.scores.of(ability)) for ability in Ability}
    return used.model_copy(
        update={"scores": used.scores.model_copy(update=scores), "test_date": None, "result_date": on}
    )


def the_nomination_path(facts: Facts, on: date, language: Language) -> None:
    found = nomination_path(facts, on)
    now = crs.score(facts, on)
    wanted = Wanted().add(30, to_answer(facts, on))  # days to accept it, and the last of them
    of_invitation(wanted, facts, on)
    if found.nominated:
        wanted.add(600, now.total)
    elif found.improvement is not None:
        with_it = facts.model_copy(update={"provincial_nomination": True, "nomination": None})
        total = crs.score(with_it, on).total
        wanted.gains(total - now.total).add(total, now.total)
    of_rounds(wanted, found.rounds)
    wanted.add(min(one.seen for one in found.streams))
    still = (*MONTHS, 600, now.section("additional").points)
    hold(texts(paths.nomination(facts, found)), language, wanted, still)


# --- the line at the moment of entry ---


def the_line(before: Facts, after: Facts, on: date, language: Language) -> None:
    wanted = Wanted()
    for one in one_more(before, after, on):
        wanted.gains(one.gain).add(one.day)
        if one.key == "band_up":
            wanted.add(one.score_needed, one.score_now)
        elif one.key == "language_level":
            wanted.add(int(str(dict(one.detail)["level"])))
    hold(entry.line(before, after, on), language, wanted)


def known(facts: Facts, on: date) -> bool:
    """Whether enough is known for a score and its ways to be said line by line."""
    return not {"tests", "education", "canadian_work_years", "foreign_work_years"} <= {*crs.score(facts, on).assumed}


def every_screen(facts: Facts, on: date, language: Language) -> None:
    with use(language):
        found = outlook(facts, on)
        if known(facts, on):
            the_list(facts, found, language)
        for group in Group:
            a_group(facts, found, group, language)
        for one in found.weighed:
            a_plan(facts, found, one, language)
        the_french_path(facts, french_path(facts, on), language)
        the_nomination_path(facts, on, language)
        the_line(Facts(), facts, on, language)


@pytest.mark.parametrize("language", LANGUAGES)
@some
@given(st.data())
def test_every_number_for_answers_in_short(language: Language, data: st.DataObject) -> None:
    every_screen(data.draw(candidates(DAY)), DAY, language)


@pytest.mark.parametrize("language", LANGUAGES)
@some
@given(st.data())
def test_every_number_for_lives_with_days(language: Language, data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    every_screen(data.draw(lives(on)), on, language)


@st.composite
def able(draw: st.DrawFn) -> Facts:
    """Somebody whom a program is open to, mostly with a partner who comes, sometimes with an open invitation."""
    partner = draw(st.none() | st.fixed_dictionaries({"education": st.just("bachelor"), "english": levels_of}))
    return candidate(
        DAY,
        age=draw(st.integers(22, 44)),
        english=draw(levels_of),
        french=draw(st.sampled_from([None, 5, (7, 7, 6, 7), 7])),
        canadian=draw(st.integers(0, 3)),
        foreign=draw(st.integers(1, 3)),
        partner=partner,
        chart=draw(st.integers(0, 1)),
        invitation=draw(st.sampled_from([None, None, Invitation(issued=date(2026, 11, 10))])),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@some
@given(able())
def test_every_number_for_who_can_be_in_the_pool(language: Language, facts: Facts) -> None:
    every_screen(facts, DAY, language)


@pytest.mark.soak
@many
@given(st.data())
def test_every_number_over_many_candidates_in_both_languages(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2024, 7, 1), date(2026, 12, 31)))
    facts = data.draw(st.one_of(lives(on), candidates(on)))
    for language in LANGUAGES:
        every_screen(facts, on, language)
