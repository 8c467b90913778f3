"""What the screens of what if say: what is supposed, each plan beside what is so, and the rounds each would have met.

Every number is that of `rules` for the facts of a plan on the day named. The CRS and the Federal Skilled Worker points
never stand on one line. The small table repeats what the lines below it say, and is left out for a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import unescape
from typing import Final, NamedTuple

from conversations import program_words, score, scripts, staying
from conversations.events.catalogue import EVENTS
from conversations.events.event import FAMILY as OF_EVENTS
from conversations.lever_words import of_lever
from conversations.messages import enumerated
from conversations.program_words import CATEGORIES
from conversations.questions import Question, Script, known
from conversations.what_if.steps import PLANS, Laid, Sandbox, Step, Supposed, day_of, laid
from locales import N_, NOTHING, Html, count, day, number, plain, say, signed
from rules.facts import Facts, InvitedProgram, PartnerStatus
from rules.family import partner_on
from rules.reasons import CrsResult
from rules.rounds import known_until
from rules.rounds_met import RoundsMet, rounds_met
from rules.standing import Standing, gained, moves, standing
from rules.taps import Tap, of_key

LETTERS: Final = {"a": "A", "b": "B", "c": "C"}

LONGEST_LABEL: Final = 36
"""Characters of a button over the whole width that a phone shows; the line in the text has them all."""

LONGEST_LINE: Final = 500
"""Characters of a step in words: twelve of them still are one screen."""

ANSWERS_SAID: Final = 3
"""So many answers of a script say which thing is supposed."""

ROUNDS: Final = {
    **CATEGORIES,
    **{program.value: name for program, name in program_words.PROGRAMS.items()},
    "general": N_("rounds for all programs"),
    InvitedProgram.provincial_nominee.value: N_("Provincial Nominee Program"),
}
"""Whom rounds were for."""


class Column(NamedTuple):
    """The facts as they are, or a plan, on the day everything is compared for."""

    plan: str  # "" is what is so
    supposed: Supposed
    now: Standing
    rounds: RoundsMet


# --- what is supposed ---


def of_tap(tap: Tap) -> Html:
    """One tap in words."""
    return of_lever(tap.lever, tap.whose, tap.detail)


def of_step(one: Laid, today: date) -> Html:
    """One step of a plan, with whether it still fits."""
    if one.tap is not None:
        return of_tap(one.tap)
    words = _of_answers(one.step, today) if one.step.script else _of_key(one.step.tap)
    if one.fits:
        return words
    if one.reached:
        return say("{what} (done: it is in your answers)", what=words)
    if one.step.script:
        return say("{what} (is in your answers by now, or does not fit them any more: it adds nothing)", what=words)
    return say("{what} (does not fit your answers any more, so it counts for nothing)", what=words)


def _of_key(key: str) -> Html:
    """What was tapped, by its key alone."""
    told = of_key(key)
    try:
        return say("something tapped earlier") if told is None else of_lever(*told)
    except (ValueError, LookupError):
        return say("something tapped earlier")


def _of_answers(step: Step, today: date) -> Html:
    """What was answered; the title alone where the answers are of other questions than this program's, or none."""
    script = scripts.find(step.script)
    try:
        words = _answered(step, script, today)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return say(script.title)
    return words if len(words) <= LONGEST_LINE else say(script.title)


def _answered(step: Step, script: Script, today: date) -> Html:
    family, _, key = step.script.partition(":")
    if family == OF_EVENTS and key in EVENTS:
        event = EVENTS[key]
        words = say("{event}: {day}", event=say(event.title), day=day(day_of(step, today)))
        others = [each for each in event.questions if each.key != event.from_day]
        return Html("; ".join([words, *_said(others, step)[: ANSWERS_SAID - 1]]))
    said = Html("; ".join(_said(script.questions, step)[:ANSWERS_SAID]))
    return say("{name}: {value}", name=say(script.title), value=said) if said else say(script.title)


def _said(questions: Sequence[Question], step: Step) -> list[Html]:
    return [
        question.kind.words(step.answers[question.key], step.answers)
        for question in questions
        if known(step.answers, question.key) is not None
    ]


# --- the comparison ---


def columns(facts: Facts, sandbox: Sandbox, today: date, on: date) -> tuple[Column, ...]:
    """What is so and each plan that was begun, all on one day: the last from which one of them holds."""
    found = {plan: laid(facts, sandbox.steps(plan), today) for plan in sandbox.begun()}
    then = max([on, *(one.day for one in found.values())])
    return tuple(
        _column(plan, supposed, then, on) for plan, supposed in {"": Supposed(facts, then, ()), **found}.items()
    )


def _column(plan: str, supposed: Supposed, then: date, on: date) -> Column:
    now = standing(supposed.facts, then)
    return Column(plan, supposed, now, rounds_met(supposed.facts, now, until=on))


def comparison(found: Sequence[Column], today: date, *, table: bool) -> list[Html]:
    """The blocks of the comparison: what is so, then each plan."""
    before, *plans = found
    blocks = [
        say(
            "Compared for {day}, estimated. Your answers, your score and your reminders stay as they are.",
            day=day(before.now.on, weekday=True),
        )
    ]
    if table and plans:
        blocks.append(_table(found))
    blocks.append(_as_it_is(before))
    blocks += [_plan(before, one, today) for one in plans]
    blocks.append(_footing(before))
    return blocks


def _table(found: Sequence[Column]) -> Html:
    """Three short lines, narrow enough for a phone, and what the last of them counts."""
    heads = [plain("Now"), *(LETTERS[one.plan] for one in found[1:])]
    rows = [
        ("", heads),
        (plain("CRS"), [number(one.now.crs.total) for one in found]),
        (plain("Rounds"), [number(one.rounds.below) for one in found]),
    ]
    wide = max(len(name) for name, _ in rows)
    lines = [name.ljust(wide) + "".join(f" {each:>5}" for each in values) for name, values in rows]
    counted = say("Rounds: those of the last twelve months with a cut-off below the score.")
    return Html("<pre>" + "\n".join(lines) + f"</pre>\n{counted}")


def _total(one: Column) -> Html:
    return score.at_least(one.supposed.facts, one.now.crs)


def _as_it_is(one: Column) -> Html:
    lines = [say("<b>As it is: CRS score {total}</b>", total=_total(one))]
    lines.append(_programs(one.now))
    if one.now.eligible_categories:
        lines.append(say("Categories of rounds: {names}.", names=program_words.categories(one.now.eligible_categories)))
    lines.append(of_rounds(one.rounds))
    return Html("\n".join(lines))


def _programs(now: Standing) -> Html:
    met = now.eligible_programs
    if not met:
        return say("No program is met for certain.")
    return say("Programs met: {programs}", programs=program_words.names(met))


def _plan(before: Column, one: Column, today: date) -> Html:
    gain = one.now.crs.total - before.now.crs.total
    lines = [
        say(
            "<b>Plan {letter}: CRS score {total} ({gain})</b>",
            letter=LETTERS[one.plan],
            total=_total(one),
            gain=signed(gain),
        )
    ]
    lines += enumerated(of_step(each, today) for each in one.supposed.steps)
    if moved := score.what_moved(moves(before.now.crs, one.now.crs)):
        lines.append(say("What moves: {moved}.", moved=moved))
    if moves(before.now.grid, one.now.grid):
        lines.append(
            say(
                "Federal Skilled Worker points, another score: {now}, before: {was}.",
                now=number(one.now.grid.total),
                was=number(before.now.grid.total),
            )
        )
    lines += _turned(before.now, one.now)
    lines.append(of_rounds(one.rounds))
    if _comes(before) and not _comes(one):
        lines += [say(condition) for condition in staying.CONDITIONS]
    return Html("\n".join(lines))


def _comes(one: Column) -> bool:
    """Whether a partner who comes is counted."""
    partner = partner_on(one.supposed.facts, one.now.on)
    return partner is not None and partner.status is PartnerStatus.accompanying


def _turned(was: Standing, now: Standing) -> list[Html]:
    """Programs and categories gained and lost; in words that nothing of these moves, where nothing does."""
    lines = []
    for worded, keys in (
        (N_("Programs gained: {names}."), gained(was.eligible_programs, now.eligible_programs)),
        (N_("Programs lost: {names}."), gained(now.eligible_programs, was.eligible_programs)),
    ):
        if keys:
            lines.append(say(worded, names=program_words.names(keys)))
    for worded, keys in (
        (N_("Categories of rounds gained: {names}."), gained(was.eligible_categories, now.eligible_categories)),
        (N_("Categories of rounds lost: {names}."), gained(now.eligible_categories, was.eligible_categories)),
    ):
        if keys:
            lines.append(say(worded, names=program_words.categories(keys)))
    return lines or [say("Programs and categories stay as they are.")]


def of_rounds(met: RoundsMet) -> Html:
    """The rounds of the last twelve months that were open to it, and how many cut-offs the score is above."""
    if met.total is None:
        return say("Rounds: none was open, as no program is met for certain.")
    if not met.held:
        return say("Rounds: none of the last twelve months was open to it.")
    by_kind = [say("{kind}: {n} of {all}", kind=say(ROUNDS[one.key]), n=one.below, all=one.held) for one in met.kinds]
    said = say(
        "Rounds of the last twelve months: {all} open to it, {n} with a cut-off below this score ({kinds}).",
        all=met.held,
        n=met.below,
        kinds=Html("; ".join(str(each) for each in by_kind)),
    )
    if not met.at:
        return said
    equal = count(
        "{n} more had this very score as its cut-off, where the tie-break decides.",
        "{n} more had this very score as their cut-off, where the tie-break decides.",
        met.at,
    )
    return Html(f"{said} {equal}")


def _footing(before: Column) -> Html:
    crs = before.now.crs
    lines = [
        say(
            "Rounds are counts of those that were held, with the lists of categories of the day above; no forecast. I "
            "know rounds up to {day}.",
            day=day(known_until()),
        ),
        score.receipt(crs.rule_set, crs.rule_from, crs.on),
        left_out(crs),
    ]
    return Html("\n".join(f"<i>{each}</i>" for each in lines if each))


def left_out(result: CrsResult) -> Html:
    """The change of the rules whose points are not known, and so not in a score; empty where there is none."""
    if result.incomplete is None:
        return NOTHING
    return say(
        "A change for high-wage occupations is reported in force since {since}; its points are not known to me and not "
        "included.",
        since=day(result.incomplete.since),
    )


def letters_left(sandbox: Sandbox) -> tuple[str, ...]:
    """The plans that can be gone to: those begun, and the first that is not."""
    begun = sandbox.begun()
    free = next((plan for plan in PLANS if plan not in begun and plan != sandbox.at), None)
    return tuple(plan for plan in PLANS if plan != sandbox.at and (plan in begun or plan == free))


def short(line: Html, beside: int = 0) -> str:
    """A line as it stands on a button, `beside` so many other characters."""
    text, most = unescape(line), LONGEST_LABEL - beside
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,;:')}…"
