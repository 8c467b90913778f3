"""Every number and day on the screens of the score, what if, goals and the partner is worked out here again.

A loss or a gain is that between two days scored by themselves. Words are not looked at: a text may be worded anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conversations import eligibility, partner_points, program_words, staying
from conversations.score import board, pictures, upcoming, why
from conversations.what_if import goals
from conversations.what_if import words as of_plans
from conversations.what_if.goals import Goal
from conversations.what_if.steps import PLANS, Sandbox, Step, Supposed, laid
from conversations.what_if.ways import told as ways_told
from locales import LANGUAGES, Language, use
from rules import crs, federal_skilled_worker
from rules.age import birthday
from rules.couples import both_ways
from rules.dangers import Danger, ahead, booked_by, by_weight, to_do
from rules.facts import Ability, Facts, LanguageTestKind, PartnerStatus
from rules.improvement_plans import weighed_step
from rules.improvements import improvements, levers
from rules.months import add_months
from rules.ranges import crs_range
from rules.reasons import CrsResult, FederalSkilledWorkerResult, Line
from rules.rounds import known_until, rounds
from rules.standing import Standing, in_pool, standing
from rules.taps import taps
from rules.timeline import Step as Turn
from rules.timeline import timeline
from rules.ways import Way, ways
from rules.what_if import nearest_cliff, renewed
from tests.conversations.numbers_said import Wanted, hold, texts
from tests.conversations.test_every_number_of_more_points import TEER, able, known, of_causes
from tests.rules.test_properties import candidates
from tests.rules.test_timeline_properties import lives

NOW: Final = date(2026, 11, 23)
EVE: Final = timedelta(days=1)
BY_MARGIN: Final = frozenset({"new_test", "new_assessment", "funds"})
STILL: Final = (11.2, 24, 29, *TEER)  # section 11.2, 24 months, 29 February, TEER 0 to 3

some = settings(deadline=None, max_examples=5, database=None)
many = settings(deadline=None, max_examples=120, database=None)


# --- /score ---


def of_lines(wanted: Wanted, lines: Iterable[Line]) -> None:
    for line in lines:
        if not line.most:
            continue
        wanted.add(line.points, line.most)
        facts = dict(line.reason.facts)
        if line.key == "age" and facts["age"] is not None:
            wanted.add(int(str(facts["age"])))
        told = facts.get("partner.tests" if line.key == "partner_language" else "tests")
        if line.key in ("first_language", "second_language", "partner_language") and told:
            assert LanguageTestKind(str(told))
            wanted.add(*(int(str(facts[each.value])) for each in Ability))


def the_score(facts: Facts, on: date, language: Language) -> None:
    now = standing(facts, on)
    result, grid = now.crs, now.grid
    wanted = Wanted().add(result.total, result.most, on)
    for section in result.sections:
        if section.most:
            wanted.add(section.points, section.most)
            of_lines(wanted, section.lines)
    place = in_pool(facts, now)
    if place is not None and place.total != result.total:
        wanted.add(place.total)
    wanted.add(result.other_choice_total)
    found = crs_range(facts, on)
    settling = [one.settles for one in found.unknown if one.settles][:3]
    if result.assumed and settling and not found.settled:
        wanted.add(found.lowest, found.highest, *settling)
    as_if = renewed(facts, on)
    if as_if is not None:
        wanted.add(crs.score(as_if, on).total)
    of_the_nearest_band(wanted, facts, on, total=True)
    of_the_year_ahead(wanted, facts, now)
    wanted.add(result.rule_from, on).text(result.rule_set, language)
    if result.incomplete is not None:
        wanted.add(result.incomplete.since - EVE, result.incomplete.since)
    *_, first, second = board.screens(facts, on)
    hold(first.text, language, wanted, None)
    of_grid = Wanted().add(grid.total, grid.most, grid.pass_mark)
    of_lines(of_grid, grid.lines)
    hold(second.text, language, of_grid.add(result.total), None)


def of_the_nearest_band(wanted: Wanted, facts: Facts, on: date, *, total: bool) -> None:
    """The raise of one ability that gains most, tried here one by one."""
    cliff = nearest_cliff(facts, on)
    if cliff is None:
        return
    wanted.add(cliff.score_needed, cliff.score_now).gains(cliff.gain)
    now = standing(facts, on)
    step = weighed_step(cliff, facts, on, now=now)
    if step.rounds:
        wanted.add(step.rounds, 12)
    elif step.changes_points_only and now.eligible_programs:
        wanted.add(12, known_until())
    assert cliff.total_after == crs.score(facts, on).total + cliff.gain
    if total:
        wanted.add(cliff.total_after)
        if len(cliff.moved) > 1:
            wanted.add(len(cliff.moved)).gains(*(after - before for _, before, after in cliff.moved))


def of_the_year_ahead(wanted: Wanted, facts: Facts, now: Standing) -> None:
    """The first three days that are no birthday, and the birthday that takes points."""
    steps = [
        step for step in timeline(facts, now.on, months=12) if step.change or step.programs_lost or step.programs_gained
    ]
    shown = [step for step in steps if not _is_birthday(step)][:3]
    for step in shown:
        wanted.add(step.day)
        of_causes(wanted, step.causes)
        if step.change:
            wanted.gains(step.change).add(crs.score(facts, step.day).total)
    if facts.birth_date is None:
        return
    for year in (now.on.year, now.on.year + 1):
        first = birthday(facts.birth_date, year).losing
        if not now.on < first <= add_months(now.on, 12):
            continue
        a_day_younger = facts.model_copy(update={"birth_date": facts.birth_date + EVE})
        was, will = (crs.score(one, first).factors["age"] for one in (a_day_younger, facts))
        if will < was:
            before = [step.day for step in steps if step.day < first]
            total = crs.score(facts, before[-1] if before else now.on).total
            wanted.add(first, year - facts.birth_date.year, total + will - was).gains(will - was)
            if birthday(facts.birth_date, year).gaining != first:  # a year without 29 February names both days
                wanted.add(29, first, birthday(facts.birth_date, year).gaining)
            return


def _is_birthday(step: Turn) -> bool:
    of_age = all(cause.kind.startswith("birthday") for cause in step.causes)
    return of_age and step.change < 0 and not (step.programs_lost or step.programs_gained)


# --- /why ---


def the_reasons(facts: Facts, on: date, language: Language) -> None:
    for of, result, told in (
        ("crs", crs.score(facts, on), why.reasons(facts, on)),
        ("fsw", federal_skilled_worker.grid(facts, on), why.reasons_of_the_grid(facts, on)),
    ):
        lines = [each for each in result.lines if each.most]
        wanted = Wanted().add(on)
        for n, line in enumerate(lines, 1):
            wanted.add(n, line.points, line.reason.since)
            if line.before_cap > line.points:
                wanted.add(line.before_cap, line.points)
            of_abilities(wanted, line)
        hold(texts(told), language, wanted, None)
        for line in lines:
            the_line(facts, result, of, line, language)


COUNTED: Final = frozenset({*Ability, "age", "jobs", "years"})
UNLESS_NONE: Final = frozenset({"lowest_level", "lowest_french_level", "lowest_english_level"})


def of_abilities(wanted: Wanted, line: Line) -> None:
    """The levels, the age, the jobs and the years among the facts looked at."""
    for name, value in line.reason.facts:
        if name == "continuous_year" and isinstance(value, date):
            wanted.add(value)
        elif value is not None and (name in COUNTED or (name in UNLESS_NONE and value)):
            wanted.add(int(str(value)))


def the_line(
    facts: Facts, result: CrsResult | FederalSkilledWorkerResult, of: str, line: Line, language: Language
) -> None:
    shown = why.one_line(facts, result.on, of, line.key)
    assert shown is not None
    wanted = Wanted().add(line.points, line.most, result.on, line.reason.since)
    of_abilities(wanted, line)
    most = (line.most, line.most) if of == "fsw" else crs.most_by_factor(result.on)[line.key]
    single = most[0] == most[1] or line.key.startswith("partner_")
    wanted.add(*((line.most,) if single else most))
    for part in line.parts:
        wanted.add(part.points, part.most)
    if line.before_cap > line.points:
        wanted.add(line.before_cap, line.points)
    hold(shown.text, language, wanted, None)


# --- /risks, what to do next, /calendar ---


def of_losses(wanted: Wanted, facts: Facts, one: Danger) -> None:
    """What a day takes: the scores of the day before and of the day itself."""
    was, now = (crs.score(facts, day).total for day in (one.day - EVE, one.day))
    if now < was:
        wanted.add(now, was).gains(now - was)
    if one.pass_mark_lost:
        wanted.add(*(federal_skilled_worker.grid(facts, day).total for day in (one.day, one.day - EVE)), 67)


def the_risks(facts: Facts, on: date, language: Language) -> None:
    found = by_weight(ahead(facts, on))
    wanted, clocks = Wanted(), False
    for n, one in enumerate(found[: upcoming.SHOWN], 1):
        wanted.add(n)
        clocks = clocks or one.clock is not None
        if one.clock is None:
            wanted.add(one.day)
            of_causes(wanted, one.causes)
            of_losses(wanted, facts, one)
        elif not one.clock.over(on):
            wanted.add(one.clock.last_safe_day)
        for each in one.prevented_by:
            late = each.key in BY_MARGIN and each.by is not None and each.by < on
            if not (late or each.key == "new_profile" or (one.clock is not None and one.clock.over(on))):
                wanted.add(each.by)
    if len(found) > upcoming.SHOWN:
        wanted.add(len(found) - upcoming.SHOWN)
    result = crs.score(facts, on)
    still = (*STILL, on, result.total, result.most)  # the score that all of it is taken from
    hold(upcoming.hurt(facts, on).text, language, wanted, None if clocks else still)


def what_to_do(facts: Facts, on: date, language: Language) -> None:
    """Only where a program is met: what would open one is held with more points."""
    if not standing(facts, on).eligible_programs:
        return
    wanted, told, found = Wanted(), set[date](), ahead(facts, on)
    for n, each in enumerate(to_do(found, on)[: upcoming.TO_DO_SHOWN], 1):
        wanted.add(n)
        if each.prevention.by is not None and not each.late:
            wanted.add(each.prevention.by)
        if each.danger.clock is None:
            wanted.add(each.danger.day)
            if each.danger.day not in told:  # a loss can be told once for two deeds
                of_losses(wanted, facts, each.danger)
            told.add(each.danger.day)
    of_the_nearest_band(wanted, facts, on, total=False)
    cliff = nearest_cliff(facts, on)
    if cliff is not None:
        before = booked_by(facts, on, cliff.language, found=found)
        wanted.add(before.drop, None if before.late else before.by)
    hold(upcoming.following(facts, on).text, language, wanted, None)


def the_calendar(facts: Facts, on: date, language: Language) -> None:
    steps = timeline(facts, on, months=24)
    pages = max(1, -(-len(steps) // upcoming.SHOWN))
    result = crs.score(facts, on)
    total = result.total
    for page in range(pages):
        wanted = Wanted().add(on, total)
        if steps:
            all_of_them = [total, *(crs.score(facts, step.day).total for step in steps)]
            wanted.add(min(all_of_them), max(all_of_them))
        if pages > 1:
            wanted.add(page + 1, pages)
        first = page * upcoming.SHOWN
        for n, step in enumerate(steps[first : first + upcoming.SHOWN], first + 1):
            wanted.add(n, step.day)
            of_causes(wanted, step.causes)
            was, now = (crs.score(facts, day).total for day in (step.day - EVE, step.day))
            if now != was:
                wanted.add(now, was).gains(now - was)
            was, now = (federal_skilled_worker.grid(facts, day).total for day in (step.day - EVE, step.day))
            if now != was:
                wanted.add(now, was)
            for line in _why_lost(facts, step):
                wanted.text(line, language)
        hold(upcoming.calendar(facts, on, page).text, language, wanted, (*STILL, result.most))


def _why_lost(facts: Facts, step: Turn) -> Sequence[str]:
    """What a program lost asks for, as /programs says it."""
    lost = [one for one in standing(facts, step.day).programs if one.program.value in step.programs_lost]
    return [*dict.fromkeys(reason for one in lost for reason in program_words.fails(one))]


def the_pictures(facts: Facts, on: date, language: Language) -> None:
    result = crs.score(facts, on)
    drawn, told = pictures.stack(facts, on)
    wanted = Wanted().add(on, result.total, result.most)
    for section in result.sections:
        if section.most:
            wanted.add(section.points, section.most)
    hold(told, language, wanted)
    hold(f"{drawn.title} {drawn.note}", language, Wanted().add(on, result.total), None)
    sections = [section for section in result.sections if section.most]
    for block, section in zip(drawn.blocks[1:], sections, strict=True):
        hold(block.said, language, Wanted().add(section.points, section.most))
        lines = [line for line in section.lines if line.most]
        for row, line in zip(block.rows, lines, strict=True):
            hold(row.said, language, Wanted().add(line.points, line.most))
    found = pictures.course(facts, on)
    if found is None:
        return
    shown, told = found
    wanted = Wanted().add(on, result.total)
    assert re.findall(r"(?m)^(\d+)\.", told) == [str(n) for n in range(1, len(re.findall(r"(?m)^\d+\.", told)) + 1)]
    steps = [step for step in timeline(facts, on, months=24) if step.change]
    for point, step in zip(shown.points, steps, strict=False):
        of_point = Wanted().add(step.day, crs.score(facts, step.day).total)
        was, now = (crs.score(facts, day).total for day in (step.day - EVE, step.day))
        of_causes(of_point.gains(now - was), step.causes)
        hold(point.words, language, of_point, STILL)
    hold(told, language, wanted, None)


# --- the partner ---


def the_partner(facts: Facts, on: date, language: Language) -> None:
    found = both_ways(facts, on)
    if found.partner is None:
        return
    wanted = Wanted().add(on, on, found.candidate.crs.rule_from)  # for the day, and computed for it
    for way in (found.candidate, found.partner):
        wanted.add(crs.score(way.facts, on).total, way.crs.most)
        of_rounds(wanted, way.facts, standing(way.facts, on), on)
    apart = abs(found.candidate.crs.total - found.partner.crs.total)
    if apart and found.candidate.in_pool and found.partner.in_pool:
        wanted.add(apart)
    hold(texts(eligibility.board(facts, on)), language, wanted, None)
    assert facts.partner is not None
    coming, left = (
        facts.model_copy(update={"partner": facts.partner.model_copy(update={"status": status})})
        for status in (PartnerStatus.accompanying, PartnerStatus.not_accompanying)
    )
    wanted = Wanted().add(on, crs.score(coming, on).total, crs.score(left, on).total)
    of_the_partners_ways(wanted, coming, on)
    hold(staying.told(facts, on), language, wanted, None)
    if partner_points.counts(facts, on):
        the_partners_points(facts, on, language)


def of_the_partners_ways(wanted: Wanted, coming: Facts, on: date) -> None:
    """What lifts the score lawfully: of each kind that can be planned the one that gives most."""
    found = [one for one in improvements(coming, on) if one.whose == "partner"]
    for key in ("language_level", "assessment", "partner_as_principal"):
        best = max((one for one in found if one.key == key), key=lambda one: one.total, default=None)
        if best is None or (key == "partner_as_principal" and best.in_pool is None):
            continue
        wanted.gains(best.gain).add(best.total)
        if key == "language_level":
            wanted.add(int(str(dict(best.detail)["level"])))


def the_partners_points(facts: Facts, on: date, language: Language) -> None:
    result = crs.score(facts, on)
    section = result.section("partner")
    wanted = Wanted().add(on, section.points, section.most)
    for line in section.lines:
        wanted.add(line.points, line.most)
    ways = [one for one in improvements(facts, on) if one.whose == "partner" and one.key != "partner_as_principal"]
    ways.sort(key=lambda one: (one.ready_on is None, one.ready_on or date.max, -one.gain))
    for n, one in enumerate(ways[: partner_points.MOST], 1):
        detail = dict(one.detail)
        wanted.add(n, one.total, one.ready_on).gains(one.gain)
        if one.key == "language_level":
            wanted.add(int(str(detail["level"])))
        elif one.key == "assessment":
            wanted.add(int(str(detail["credential"])) + 1)
    if len(ways) > partner_points.MOST:
        wanted.add(len(ways) - partner_points.MOST)
    wanted.add(result.rule_from, on).text(result.rule_set, language)
    hold("\n".join(partner_points.told(facts, on)), language, wanted, None)


# --- what if ---


def of_rounds(wanted: Wanted, facts: Facts, now: Standing, on: date) -> None:
    """Of the rounds of twelve months those that were open, how many had a lower cut-off, how many this very one."""
    place = in_pool(facts, now)
    if place is None:
        return
    programs = {*now.eligible_programs}
    if now.crs.factors["nomination"]:
        programs.add("provincial_nominee")
    kinds: dict[str, list[int]] = {}
    for one in rounds():
        if not add_months(on, -12) <= one.day <= on or not any(each.value in programs for each in one.programs):
            continue
        if one.kind.value == "category" and one.category not in now.eligible_categories:
            continue
        of = one.category or (one.programs[0].value if len(one.programs) == 1 else "general")
        kinds.setdefault(of, []).append(one.cut_off)
    held = [cut_off for cut_offs in kinds.values() for cut_off in cut_offs]
    if not held:
        return
    wanted.add(len(held), sum(each < place.total for each in held))
    for cut_offs in kinds.values():
        wanted.add(sum(each < place.total for each in cut_offs), len(cut_offs))
    if at := held.count(place.total):
        wanted.add(at)


def supposed(facts: Facts, picks: Sequence[int]) -> Sandbox:
    """Plans of one, two and three things each, tapped one after the other."""
    steps: list[Step] = []
    for pick in picks:
        offered = taps(laid(facts, steps, NOW).facts, NOW)
        if offered:
            steps.append(Step(tap=offered[pick % len(offered)].key))
    return Sandbox("a", {plan: tuple(steps[: n + 1]) for n, plan in enumerate(PLANS) if n < len(steps)})


def of_taps(wanted: Wanted, lies: Supposed) -> None:
    """What is supposed, numbered: the scores, levels and years of each tap."""
    for n, one in enumerate(lies.steps, 1):
        wanted.add(n)
        if one.tap is None:
            continue
        detail = dict(one.tap.detail)
        names = {"band_up": ("score", "score_now"), "language_level": ("level",)}.get(one.tap.lever, ("years",))
        wanted.add(*(float(str(detail[name])) for name in names if detail.get(name) is not None))


def the_plans(facts: Facts, picks: Sequence[int], language: Language) -> None:
    sandbox = supposed(facts, picks)
    found = of_plans.columns(facts, sandbox, NOW, NOW)
    now = standing(facts, NOW)
    wanted = Wanted().add(NOW, NOW, now.crs.total)  # compared for the day, and computed for it
    of_rounds(wanted, facts, now, NOW)
    for plan in sandbox.begun():
        lies = laid(facts, sandbox.steps(plan), NOW)
        after = lies.facts
        of_taps(wanted, lies)
        then = standing(after, NOW)
        assert then.crs.total == crs.score(after, NOW).total
        wanted.add(then.crs.total).gains(then.crs.total - now.crs.total)
        of_rounds(wanted, after, then, NOW)
        if then.grid.total != now.grid.total:
            wanted.add(then.grid.total, now.grid.total)
        if all(section.points == section.before_cap for each in (now, then) for section in each.crs.sections):
            changed = [
                then.crs.factors[line.key] - line.points for line in now.crs.lines if then.crs.column == now.crs.column
            ]
            wanted.gains(*(each for each in changed if each))
    wanted.add(known_until(), now.crs.rule_from, now.crs.incomplete and now.crs.incomplete.since)
    hold("\n".join(of_plans.comparison(found, NOW, table=False)), language, wanted, None)
    totals = [
        now.crs.total,
        *(crs.score(laid(facts, sandbox.steps(plan), NOW).facts, NOW).total for plan in sandbox.begun()),
    ]
    whole = "\n".join(of_plans.comparison(found, NOW, table=True))
    if sandbox.begun():
        table = whole[whole.index("<pre>") : whole.index("</pre>")]
        hold(table, language, Wanted().add(*totals, *(one.rounds.below for one in found)))


# --- a goal ---


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=60, database=None)
@given(points=st.integers(1, 1200), total=st.integers(0, 1200), left=st.integers(-40, 400))
def test_every_number_of_a_goal(language: Language, points: int, total: int, left: int) -> None:
    goal = Goal(points, NOW + timedelta(days=left), NOW)
    wanted = Wanted().add(points, goal.by)
    if total >= points:
        wanted.add(total)
    else:
        wanted.add(points - total)
        if left > 0:
            wanted.add(left)
    with use(language):
        hold(goals.far(goal, total, NOW), language, wanted)


def with_all(facts: Facts, way: Way) -> Facts:
    """The facts with every step of a way, each on the day it is there."""
    for step in way.steps:
        lever = next(one for one in levers(facts, NOW) if (one.key, one.whose, one.detail) == step[:3])
        facts = lever.apply(facts, step.ready_on)
    return facts


def of_steps(wanted: Wanted, way: Way, *, reached: bool) -> None:
    for step in way.steps:
        told = dict(step.detail)
        names = {"band_up": ("score", "score_now"), "language_level": ("level",)}.get(step.key, ("years",))
        wanted.add(*(float(str(told[name])) for name in names if name in told), step.weeks)
        wanted.add(step.begin_by if reached and step.begin_by is not None else step.ready_on)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=25, database=None)
@given(facts=candidates(NOW), more=st.integers(-5, 150), left=st.integers(0, 500))
def test_every_number_of_the_ways_to_a_goal(language: Language, facts: Facts, more: int, left: int) -> None:
    now, by = crs.score(facts, NOW).total, NOW + timedelta(days=left)
    points = max(1, now + more)
    with use(language):
        told = ways_told(facts, NOW, points, by)
        lasts = min(now, crs.score(facts, by).total) >= points
        if lasts or board.too_little(crs.score(facts, NOW)):
            assert bool(told) != lasts
            return
        found = ways(facts, NOW, points, by)
        wanted = Wanted().add(points, by)
        for n, way in enumerate(found.found, 1):
            if not way.steps and now >= points:
                break
            supposed = with_all(facts, way)
            assert crs.score(supposed, way.reached_on).total == way.total >= points
            wanted.add(*([n] if way.steps else []), way.total, way.reached_on)
            of_steps(wanted, way, reached=True)
            if (last := crs.score(supposed, by).total) < points:
                wanted.add(last, by)
        if not found.found and found.nearest.steps:
            most = crs.score(with_all(facts, found.nearest), found.nearest.reached_on).total
            wanted.add(most, found.nearest.reached_on, points - most)
            of_steps(wanted, found.nearest, reached=False)
        hold(told, language, wanted)


# --- all of it ---


def every_screen(facts: Facts, on: date, language: Language) -> None:
    with use(language):
        the_score(facts, on, language)
        the_reasons(facts, on, language)
        the_risks(facts, on, language)
        what_to_do(facts, on, language)
        the_calendar(facts, on, language)
        the_pictures(facts, on, language)
        the_partner(facts, on, language)


languages = st.sampled_from(LANGUAGES)
picked = st.lists(st.integers(0, 40), min_size=1, max_size=3)


@some
@given(st.data(), languages)
def test_every_number_for_answers_in_short(data: st.DataObject, language: Language) -> None:
    facts = data.draw(candidates(NOW))
    assume(known(facts, NOW))
    every_screen(facts, NOW, language)


@some
@given(st.data(), languages)
def test_every_number_for_lives_with_days(data: st.DataObject, language: Language) -> None:
    on = data.draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    facts = data.draw(lives(on))
    assume(known(facts, on))
    every_screen(facts, on, language)


@some
@given(able(), languages)
def test_every_number_for_who_can_be_in_the_pool(facts: Facts, language: Language) -> None:
    every_screen(facts.model_copy(update={"invitation": None}), NOW, language)


@some
@given(able(), picked, languages)
def test_every_number_of_plans_beside_one_another(facts: Facts, picks: list[int], language: Language) -> None:
    with use(language):
        the_plans(facts, picks, language)


@pytest.mark.soak
@many
@given(st.data())
def test_every_number_over_many_candidates_in_both_languages(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    facts: Any = data.draw(st.one_of(lives(on), candidates(on)))
    assume(known(facts, on))
    for language in LANGUAGES:
        every_screen(facts, on, language)
        with use(language):
            the_plans(data.draw(able()), data.draw(picked), language)


def test_the_reader_reads_signs_days_and_both_ways_to_write_a_number() -> None:
    """What the readers above take for granted: a number with its sign, and a day, in either language."""
    one = Wanted().gains(45, -5).add(NOW, 1061, 7.0, 6.5)
    hold("+45, −5, 1,061 on Monday 23 November 2026 with 7.0 and 6.5", "en", one)
    hold("+45, −5, 1\N{NO-BREAK SPACE}061 le lundi 23 novembre 2026 avec 7,0 et 6,5", "fr", one)
    with pytest.raises(AssertionError, match="not said"):
        hold("+46", "en", Wanted().gains(45))
    with pytest.raises(AssertionError, match="not of the rules"):
        hold("+45 and 3", "en", Wanted().gains(45))
