"""Before and after a change, in words: the score by factor, programs, categories, funds, dates, and what stays.

Everything is worked out by one comparison of one day (`rules.what_if.compare`): what the calendar does by itself
is on both sides, and not in the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations import program_words, score, shut_out, stages
from conversations.clock_names import named
from conversations.ladders import ladders
from conversations.messages import paragraphs
from conversations.reminders import day_of
from locales import N_, NOTHING, Html, count, day, listed, number, say, signed
from rules import crs
from rules.facts import Facts
from rules.journey import Phase, stage_on
from rules.months import add_months
from rules.ranges import is_least
from rules.reasons import CrsResult, ProgramResult
from rules.standing import Moved
from rules.what_if import Comparison, MovedDeadline, MovedFunds, compare

FACTORS_SHORT: Final = 6
FACTORS_MOST: Final = 14
DATES_SHORT: Final = 3
DATES_MOST: Final = 8
"""As many lines as a phone shows below a summary, and in a message of its own; the others are counted."""

AHEAD: Final = 60  # months
"""A date further away helps nobody to decide: a newborn is 22 in twenty-two years."""


def words(before: Facts, after: Facts, on: date, today: date | None = None, *, short: bool = False) -> Html:
    """What a change of facts does on a day; the CRS first, the points of the grid and each program on their own lines.

    With `today` before the day, both are named. `short` is for the room below a summary.
    """
    found = compare(before, after, on)
    blocks = [
        stages.moved(before, after, on),
        _stage(before, today or on),
        _crs(found, before, after, today or on, FACTORS_SHORT if short else FACTORS_MOST),
        _grid(found, short=short),
        _programs(found),
        _categories(found),
        _funds(found.funds),
        _dates(found, DATES_SHORT if short else DATES_MOST),
        _same(found),
    ]
    return paragraphs(blocks)


# --- the score ---


def _stage(before: Facts, today: date) -> Html:
    """Said first of points that do not decide any more."""
    match stage_on(before, today).phase:
        case Phase.applied | Phase.approved:
            return say(
                "Your application is made: the points of your invitation are not counted again. These figures are only "
                "there to compare."
            )
        case Phase.landed:
            return say("You are a permanent resident: no score moves any more.")
    return NOTHING


def _crs(found: Comparison, before: Facts, after: Facts, today: date, most: int) -> Html:
    was, now = found.before.crs, found.after.crs
    lines = []
    if today < found.on:
        then = crs.score(before, today)
        lines.append(
            say(
                "Today, {today}, your CRS score is {total}, estimated. What follows compares the day from which it "
                "holds, {day}.",
                today=day(today),
                total=score.at_least(before, then),
                day=day(found.on, weekday=True),
            )
        )
    if not found.moved:
        worded = (
            N_("Your CRS score stays as it is: {now}, estimated for {day}.")
            if now.assumed
            else N_("Your CRS score stays at {now}, estimated for {day}.")
        )
        lines.append(say(worded, now=score.at_least(after, now), day=day(found.on)))
    else:
        lines.append(
            say(
                "Your CRS score, estimated for {day}: {now}, before: {was} ({gain}).",
                day=day(found.on),
                now=score.at_least(after, now, bold=True),
                was=Html(number(was.total)) if is_least(after, now) else score.at_least(before, was),
                gain=signed(found.difference),
            )
        )
        lines += _moves(found.moved, most)
    lines.append(_not_known(was, now) if found.moved else NOTHING)
    return Html("\n".join(line for line in lines if line))


def _not_known(was: CrsResult, now: CrsResult) -> Html:
    paths = tuple(dict.fromkeys((*was.assumed, *now.assumed)))
    return say("Not known yet, so counted as nothing: {names}.", names=score.open_facts(paths)) if paths else NOTHING


def _moves(moved: Sequence[Moved], most: int) -> list[Html]:
    """A line a factor, those that move most first where there is no room for all."""
    shown = moved if len(moved) <= most else sorted(moved, key=lambda one: -abs(one.after - one.before))[:most]
    lines = [
        say(
            "{factor}: {now}, before: {was} ({gain})",
            factor=say(score.NAMES[key]),
            now=number(after),
            was=number(before),
            gain=signed(after - before),
        )
        for key, before, after in moved
        if any(key == one.key for one in shown)
    ]
    if len(shown) < len(moved):
        rest = len(moved) - len(shown)
        lines.append(count("and {n} other factor", "and {n} other factors", rest))
    return lines


def _grid(found: Comparison, *, short: bool) -> Html:
    was, now = found.before.grid, found.after.grid
    if not found.grid_moved:
        return NOTHING
    total = Html(f"<b>{number(now.total)}</b>")
    lines = [
        say(
            "Federal Skilled Worker points, another score: {now}, before: {was} ({gain}).",
            now=say("at least {total}", total=total) if now.assumed else total,
            was=number(was.total),
            gain=signed(now.total - was.total),
        )
    ]
    if was.reached is not now.reached:
        worded = N_("The pass mark of {mark} is reached.") if now.reached else N_("The pass mark of {mark} is missed.")
        lines.append(say(worded, mark=now.pass_mark))
    if not short:
        lines += _moves(found.grid_moved, FACTORS_MOST)
    return Html("\n".join(lines))


# --- programs and categories ---


def _programs(found: Comparison) -> Html:
    was = {one.program: one for one in found.before.programs}
    lines = []
    for one in found.after.programs:
        if one.program.value in found.programs_gained:
            lines.append(say("{program}: its conditions are met now.", program=program_words.name(one.program)))
        elif one.program.value in found.programs_lost:
            lines.append(_lost(one, found.funds))
    if found.programs_gained and not any(one.eligible for one in was.values()):
        lines.append(say("Before, no program was met for certain, so the CRS sum of before was no place in the pool."))
    return Html("\n".join(lines))


def _lost(one: ProgramResult, funds: MovedFunds | None) -> Html:
    """A program that was met: no longer, with what fails, or not for certain any more.

    Too little funds are told below, where they move and the program asks for them.
    """
    name = program_words.name(one.program)
    if one.met is None:
        return say(
            "{program}: no longer certain; it depends on {facts}.", program=name, facts=program_words.opened(one.open)
        )
    told_below = funds is not None and funds.moved and one.program.value in funds.after.programs
    why = shut_out.each_once(one.knock_outs)
    if not told_below:
        why += program_words.fails(one)
    return Html(" ".join([say("{program}: no longer met.", program=name), *why]))


def _categories(found: Comparison) -> Html:
    lines = []
    if found.categories_gained:
        names = program_words.categories(found.categories_gained)
        lines.append(say("Categories of rounds gained: {names}.", names=names))
    if found.categories_lost:
        names = program_words.categories(found.categories_lost)
        lines.append(say("Categories of rounds lost: {names}.", names=names))
    return Html("\n".join(lines))


# --- settlement funds ---


def _funds(funds: MovedFunds | None) -> Html:
    if funds is None or not funds.moved:
        return NOTHING
    was, now = funds.before, funds.after
    lines = []
    if was.programs != now.programs:
        lines += _asked(was.programs, now.programs)
    if now.programs and (was.size, was.needed) != (now.size, now.needed) and now.needed is not None:
        lines.append(
            say(
                "Settlement funds: ${now} for a family of {size}, before: ${was} for {was_size} (table of {day}).",
                now=number(now.needed),
                size=now.size,
                was=number(was.needed or 0),
                was_size=was.size,
                day=day(now.table_from) if now.table_from else "",
            )
        )
    if now.programs and now.needed is not None and now.told is not None and now.short_by is not None:
        if now.short_by:
            worded = N_("You told me ${told}: ${short} short.")
        elif was.short_by:
            worded = N_("You told me ${told}: it is enough now.")
        else:
            worded = N_("You told me ${told}: it is enough.")
        lines.append(say(worded, told=number(now.told), short=number(now.short_by)))
    return Html("\n".join(lines))


def _asked(was: tuple[str, ...], now: tuple[str, ...]) -> list[Html]:
    """Whether funds are asked for at all; which of two programs asks is no news."""
    if was and not now:
        return [say("Settlement funds are not asked for any more.")]
    if now and not was:
        names = program_words.names(now)
        return [say("Settlement funds are asked for now: {programs}.", programs=names)]
    return []


# --- dates ---


def _dates(found: Comparison, most: int) -> Html:
    lines = []
    apply_by = found.apply_by
    if apply_by is not None and apply_by.before != apply_by.after:
        lines.append(_moved_day(say("The day to apply by"), apply_by))
    near = add_months(found.on, AHEAD)
    lines += [
        _moved_day(named(one.key), one)
        for one in found.deadlines
        if any(each is not None and each <= near for each in (one.before, one.after))
    ]
    if not lines:
        return NOTHING
    rest = len(lines) - most
    if rest > 1:
        lines = [*lines[:most], count("and {n} other date", "and {n} other dates", rest)]
    return Html("\n".join([say("Dates that change:"), *lines]))


def _moved_day(what: Html, one: MovedDeadline) -> Html:
    """The day that matters to a person, before and after: the last safe one, or the first that is different."""
    kind = one.key.partition(":")[0]
    was, now = one.before, one.after
    if kind in ladders():  # the day to apply by is one of its own
        was, now = (None if each is None else day_of(kind, each) for each in (was, now))
    if now is None and was is not None:
        return say("{what}: {was} no longer matters", what=what, was=day(was))
    if now is not None and was is None:
        return say("{what}: new, {now}", what=what, now=day(now))
    if now is None or was is None:
        return NOTHING
    return say("{what}: {now}, before: {was}", what=what, now=day(now), was=day(was))


# --- what stays ---


def _same(found: Comparison) -> Html:
    """What a change leaves as it is, in one line; what does not exist is not said to stay."""
    same = [] if found.grid_moved else [say("the Federal Skilled Worker points")]
    kept = [one for one in found.before.eligible_programs if one in found.after.eligible_programs]
    if kept:
        names = program_words.names(kept)
        same.append(say("what is met ({programs})", programs=names))
    if found.before.eligible_categories and not found.categories_gained and not found.categories_lost:
        same.append(say("your categories of rounds"))
    if found.funds is not None and not found.funds.moved:
        same.append(say("the settlement funds"))
    if found.deadlines_kept and not found.deadlines:
        same.append(say("your dates"))
    if found.apply_by is not None and found.apply_by.before == found.apply_by.after and found.apply_by.after:
        same.append(say("the day to apply by, {day}", day=day(found.apply_by.after)))
    return say("As before: {what}.", what=listed(same)) if same else NOTHING
