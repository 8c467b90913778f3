"""What changes by itself: birthdays, the common-law day, years of work, windows and results, with before and after.

Nobody has to do anything for these; some of them have to be told all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from conversations import program_words
from conversations.messages import Button, Outgoing
from conversations.where_to import DATES
from locales import N_, NOTHING, Html, count, current, day, listed, number, plain, say, signed
from rules.facts import Facts
from rules.invitation_window import window_of
from rules.journey import Stage, stage_on
from rules.occupations import unit_groups
from rules.parameters import book
from rules.programs import programs
from rules.shapes.journey import Phase
from rules.timeline import Cause, Step, timeline

MONTHS: Final = 12
MOST: Final = 12
"""Steps in one message; the others are counted."""

CAUSES: Final[Mapping[str, str]] = {
    "birthday": N_("you turn {years}"),
    "birthday_losing": N_("you turn {years} (in a year without 29 February the earlier day is taken for a loss)"),
    "birthday_gaining": N_("you turn {years} (in a year without 29 February the later day is taken for a gain)"),
    "language_result_out:own": N_("your result is out ({language})"),
    "language_result_out:partner": N_("your partner's result is out ({language})"),
    "language_result_too_old:own": N_("your result is two years old ({language})"),
    "language_result_too_old:partner": N_("your partner's result is two years old ({language})"),
    "education:own": N_("a diploma or an assessment of yours begins or ceases to count"),
    "education:partner": N_("a diploma or an assessment of your partner begins or ceases to count"),
    "work_years:crs_canadian:own": N_("complete years of work in Canada, for the score: {years}"),
    "work_years:crs_canadian:partner": N_("your partner's complete years of work in Canada: {years}"),
    "work_years:crs_foreign": N_("complete years of work outside Canada, for the score: {years}"),
    "work_years:federal_skilled_worker": N_("complete years for the Federal Skilled Worker Program: {years}"),
    "work_years:canadian_experience_class": N_("complete years for the Canadian Experience Class: {years}"),
    "work_years:skilled_trades": N_("complete years in your trade: {years}"),
    "work_years:full_time_in_canada:own": N_("a full-time year of work in Canada is complete, or leaves its window"),
    "work_years:full_time_in_canada:partner": N_(
        "a full-time year of your partner's work in Canada is complete, or leaves its window"
    ),
    "work_years:high_wage": N_("work in a high-wage occupation begins or ceases to be enough"),
    "continuous_year": N_("a year without a break as {occupation} is complete, or leaves its window"),
    "language_level_of_the_work": N_("the Canadian Experience Class asks another language level for your work"),
    "category_work": N_("your work begins or ceases to be enough for a category"),
    "common_law": N_("you have lived together for twelve months: common-law partners from this day"),
    "wedding": N_("your wedding"),
    "child_born": N_("the birth of a child"),
    "child_no_longer_dependent": N_("a child is too old to be dependent"),
    "nomination_starts": N_("your nomination is there"),
    "nomination_ends": N_("your nomination has ended"),
    "nomination_withdrawn": N_("your nomination is withdrawn"),
    "permit_ends": N_("your permit has ended"),
    "misrepresentation_bar_ends:own": N_("your bar for misrepresentation is over"),
    "misrepresentation_bar_ends:partner": N_("your partner's bar for misrepresentation is over"),
    "rules_start": N_("a rule changes"),
}
"""Why a day is a step, by kind, and where it matters by what it is about and whose it is."""

OF_WORK: Final = (
    "crs_canadian",
    "crs_foreign",
    "canadian_experience_class",
    "federal_skilled_worker",
    "skilled_trades",
    "high_wage",
    "full_time_in_canada",
    "continuous_year",
    "category_work",
    "language_level_of_the_work",
)
"""The causes that are one to a person, the work of one of the two: of those of a day the first is told."""

FAMILY: Final = frozenset({"common_law", "wedding", "child_born", "child_no_longer_dependent"})
"""What matters after the application too: who belongs to the family."""

FORGIVEN: Final = N_(
    "The Act (section 11.2) forgives a birthday between the invitation and the application: it is no reason to decline."
)
"""Said of a birthday with an invitation open, wherever one is spoken of."""

TELL: Final[Mapping[str, str]] = {
    "common_law": N_("From this day on it has to be told, at any stage."),
    "work_years": N_("The profile does not know of it before your jobs in it are up to date."),
    "birthday": N_("The profile counts it by itself; a new profile would not avoid it."),
}
"""What is to be done about it, by kind."""


def screen(facts: Facts, today: date) -> Outgoing:
    """The steps of the next twelve months, each with what it moves."""
    stage = stage_on(facts, today)
    found = steps(facts, today, stage)
    blocks = [say("<b>What changes by itself, in the next twelve months</b>")]
    if stage.phase is Phase.landed:
        blocks.append(say("You are a permanent resident: no score moves any more."))
    elif not found:
        blocks.append(say("Nothing, as far as I know: no birthday, year of work or date of yours moves anything."))
    else:
        if any(step.assumes for step in found):
            blocks.append(say("Jobs without a last day are taken to go on as they are."))
        blocks += [in_words(n, step, facts, stage) for n, step in enumerate(found[:MOST], 1)]
        if len(found) > MOST:
            blocks.append(count("and {n} other day", "and {n} other days", len(found) - MOST))
    buttons = ((Button(plain("My dates"), DATES), Button(plain("Back"), "c:menu")),)
    return Outgoing(Html("\n\n".join(blocks)), buttons)


def steps(facts: Facts, today: date, stage: Stage) -> tuple[Step, ...]:
    """The days on which something moves; after the application only those of the family."""
    if stage.phase is Phase.landed:
        return ()
    found = tuple(step for step in timeline(facts, today, months=MONTHS) if not step.document_only)
    if stage.phase.waits:
        return tuple(step for step in found if FAMILY.intersection(cause.kind for cause in step.causes))
    return found


def in_words(n: int, step: Step, facts: Facts, stage: Stage) -> Html:
    """One step of the timeline: its day, why, and what it moves."""
    title = say("{n}. <b>{day}</b>: {causes}.", n=n, day=day(step.day, weekday=True), causes=because(step.causes))
    if stage.phase.waits:
        tell = say("The points of your invitation are not counted again; tell IRCC at once.")
        return Html("\n".join([title, tell]))
    return Html("\n".join([title, *moves(step, facts, stage)]))


def moves(step: Step, facts: Facts, stage: Stage) -> list[Html]:
    """What a step moves, a line each, and what is to be done about it."""
    lines = []
    if step.change:
        lines.append(
            say(
                "CRS score: {now}, before: {was} ({gain}).",
                now=number(step.crs_after),
                was=number(step.crs_before),
                gain=signed(step.change),
            )
        )
    if step.grid_after != step.grid_before:
        lines.append(
            say(
                "Federal Skilled Worker points: {now}, before: {was}.",
                now=number(step.grid_after),
                was=number(step.grid_before),
            )
        )
    lines += _programs(step, facts)
    lines.append(_advice(step, facts, stage))
    return [line for line in lines if line]


def _programs(step: Step, facts: Facts) -> list[Html]:
    names, categories = program_words.names, program_words.categories
    lines = []
    if step.programs_gained:
        lines.append(say("Met from then on: {programs}.", programs=names(step.programs_gained)))
    if step.programs_lost:
        lost = [one for one in programs(facts, step.day) if one.program.value in step.programs_lost]
        why = [reason for one in lost for reason in program_words.fails(one)]
        lines.append(
            Html(" ".join(dict.fromkeys([say("No longer met: {programs}.", programs=names(step.programs_lost)), *why])))
        )
    if step.categories_gained:
        lines.append(say("Categories of rounds gained: {names}.", names=categories(step.categories_gained)))
    if step.categories_lost:
        lines.append(say("Categories of rounds lost: {names}.", names=categories(step.categories_lost)))
    return lines


def _advice(step: Step, facts: Facts, stage: Stage) -> Html:
    """What is to be done about it; a birthday that the Act forgives is no reason to decline (IRPA 11.2(2)(a))."""
    kinds = [cause.kind.partition("_")[0] if cause.kind.startswith("birthday") else cause.kind for cause in step.causes]
    if "birthday" in kinds and _forgiven(step.day, facts, stage):
        return say(FORGIVEN)
    advice = [say(TELL[kind]) for kind in dict.fromkeys(kinds) if kind in TELL and _matters(kind, stage)]
    return Html(" ".join(advice))


def _forgiven(on: date, facts: Facts, stage: Stage) -> bool:
    invitation = facts.invitation
    if invitation is None or stage.phase is not Phase.invited:
        return False
    forgiven = book().clocks.clocks.birthday_forgiven.on(invitation.issued).value
    return bool(forgiven) and on <= window_of(invitation, book()).last


def _matters(kind: str, stage: Stage) -> bool:
    return kind == "common_law" or stage.phase is Phase.in_pool


def because(causes: Iterable[Cause]) -> Html:
    """Why a day is a step, each cause once: "you turn 30 and your result is two years old (English)"."""
    return listed(list(dict.fromkeys(caused(cause) for cause in _told(causes))))


def _told(causes: Iterable[Cause]) -> list[Cause]:
    """The causes of a day, but of the work of each person only the one that matters most."""
    found: list[Cause] = []
    work: dict[str, Cause] = {}
    for cause in causes:
        if _of_work(cause) == len(OF_WORK):
            found.append(cause)
        elif cause.whose not in work or _of_work(cause) < _of_work(work[cause.whose]):
            work[cause.whose] = cause
    return [*work.values(), *found]


def _of_work(cause: Cause) -> int:
    """The rank of a cause among those of work; after all of them for any other."""
    key = cause.about if cause.kind == "work_years" else cause.kind
    return OF_WORK.index(key) if key in OF_WORK else len(OF_WORK)


def caused(cause: Cause) -> Html:
    """Why a day is a step, in the middle of a sentence."""
    about, whose = cause.about or "", cause.whose
    keys = (f"{cause.kind}:{about}:{whose}", f"{cause.kind}:{about}", f"{cause.kind}:{whose}", cause.kind)
    worded = next(CAUSES[key] for key in keys if key in CAUSES)
    years = NOTHING if cause.value is None else number(cause.value)
    return say(worded, years=years, language=_language(about), occupation=occupation(about))


def _language(about: str) -> Html:
    name = {"english": say("English"), "french": say("French")}.get(about, NOTHING)
    return Html(name.lower()) if current() == "fr" else name  # French writes languages small


def occupation(about: str) -> str:
    """An occupation by its code, with its title; a code that is none as it is."""
    group = unit_groups().get(about)
    if group is None:
        return about
    return f"{group.title_fr if current() == 'fr' else group.title_en} ({group.code})"
