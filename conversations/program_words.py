"""The three federal programs put into words: their names, what they ask for, what is open, and the nearest miss.

The keys are those of `rules.programs` and `rules.nearest_miss`; every one of them has its words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from conversations.kinds import ABILITIES
from conversations.score import ASSUMED, MINIMUMS, OUTSIDE_QUEBEC, PRESUMED
from conversations.short_interview import EDUCATION
from conversations.shut_out import OF_PARTNER
from locales import N_, Html, count, current, day, listed, number, say, signed
from rules.facts import Ability, Facts, InvitedProgram, Language
from rules.nearest_miss import Change, NearestMiss, Way
from rules.occupations import unit_groups
from rules.programs import programs
from rules.reasons import ProgramResult, Requirement

FSW: Final = InvitedProgram.federal_skilled_worker
CEC: Final = InvitedProgram.canadian_experience
TRADES: Final = InvitedProgram.skilled_trades

PROGRAMS: Final[Mapping[InvitedProgram, str]] = {
    FSW: N_("Federal Skilled Worker Program"),
    CEC: N_("Canadian Experience Class"),
    TRADES: N_("Federal Skilled Trades Program"),
}

CATEGORIES: Final[Mapping[str, str]] = {
    "french": N_("French-language proficiency"),
    "healthcare": N_("health care and social services"),
    "stem": N_("STEM occupations"),
    "trades": N_("trades"),
    "transport": N_("transport occupations"),
    "agriculture": N_("agriculture and agri-food"),
    "education": N_("education occupations"),
    "physicians": N_("physicians with work experience in Canada"),
    "senior_managers": N_("senior managers with work experience in Canada"),
    "researchers": N_("researchers with work experience in Canada"),
    "military": N_("skilled military recruits"),
}
"""The categories of rounds."""

FUNDS: Final = N_("Settlement funds of at least ${needed} are needed; you told me ${found}.")

REQUIREMENTS: Final[Mapping[InvitedProgram, Mapping[str, str]]] = {
    # The pass mark is said with the points, which stand on a line of their own.
    FSW: {**MINIMUMS, "settlement_funds": FUNDS},
    CEC: {
        "minimum_experience": N_(
            "At least one year of skilled work in Canada, within the last three years, is needed."
        ),
        "minimum_language": MINIMUMS["minimum_language"],
    },
    TRADES: {
        "minimum_experience": N_("At least two years in one skilled trade, within the last five years, are needed."),
        "minimum_language": N_("In one official language, {needed} is needed."),
        "certificate_or_offer": N_(
            "A Canadian certificate of qualification in the trade is needed, or a full-time job offer in it for at "
            "least a year."
        ),
        "settlement_funds": FUNDS,
    },
}
"""A sentence for each requirement that can fail."""

OPEN: Final[Mapping[str, str]] = {
    **ASSUMED,
    "jobs": N_("the details of your jobs"),
    "offer": N_("job offer"),
    "nomination": N_("provincial nomination"),
    "work_is_continuous": N_("whether a year of work was without a break"),
    "partner.jobs": N_("the details of your partner's jobs"),
    "partner.relative_in_canada": N_("a relative of your partner in Canada"),
    "credentials": N_("your diplomas"),
    "partner.credentials": N_("your partner's diplomas"),
}
"""Facts that are not known and decide a program or add points; `jobs.2.noc` is told by the words of `jobs`."""

TAKEN: Final[Mapping[str, str]] = {
    **PRESUMED,
    "settlement_funds_table": N_("The last table of settlement funds that I know still holds on this day."),
    "work_is_recent": N_("The year of work in Canada is within the last three years."),
    "occupation_requirements": N_("What the National Occupational Classification (NOC) asks of the trade is met."),
    "outside_quebec": OUTSIDE_QUEBEC,
    "status_in_canada": N_("In Canada you have a status, if you are there."),
    "no_misrepresentation_bar": N_("There is no bar for misrepresentation against you."),
    "partner.status_in_canada": N_("In Canada your partner has a status, if your partner is there."),
    "partner.no_misrepresentation_bar": N_("There is no bar for misrepresentation against your partner."),
}
"""Conditions nobody asked about, that a program takes as met."""

LEVELS: Final[Mapping[Language | None, str]] = {
    Language.english: N_("CLB {level} in English ({abilities})"),
    Language.french: N_("NCLC {level} in French ({abilities})"),
    None: N_("CLB/NCLC {level} in English or French ({abilities})"),
}

SHOWN: Final = 5
"""As many ways of a nearest miss are read with ease, and keep the screen within one message."""


def name(program: InvitedProgram) -> Html:
    return say(PROGRAMS[program])


def names(keys: Iterable[str]) -> Html:
    """Programs by their keys, as a list."""
    return listed([name(InvitedProgram(key)) for key in keys])


def categories(keys: Iterable[str]) -> Html:
    """Categories of rounds by their keys, as a list."""
    return listed([say(CATEGORIES[key]) for key in keys])


def fails(result: ProgramResult) -> list[Html]:
    """A sentence for each requirement that fails for certain, the pass mark aside."""
    return [_requirement(result.program, one) for one in result.requirements if one.fails and one.key != "pass_mark"]


def turned(before: Facts, after: Facts, on: date) -> Html:
    """The programs that a change of facts opened or shut, with their points; empty when none turned."""
    was, now = programs(before, on), programs(after, on)
    lines = []
    for then, one in zip(was, now, strict=True):
        if then.eligible == one.eligible or (not then.eligible and not one.eligible):
            continue
        worded = N_("{program}: its conditions are met now.") if one.eligible else N_("{program}: no longer met.")
        line = say(worded, program=name(one.program))
        if one.grid is not None and then.grid is not None and one.grid.total != then.grid.total:
            points = say("Points for this program: {now}, before: {was}.", now=one.grid.total, was=then.grid.total)
            line = Html(f"{line} {points}")
        lines.append(line)
    if lines and not any(then.eligible for then in was):
        lines.append(say("Before, no program was met for certain, so the CRS sum of before was no place in the pool."))
    return Html("\n".join(lines))


def taken(found: Iterable[ProgramResult]) -> list[Html]:
    """What was taken for granted, each once, where it decides something: not of a program that is not met."""
    keys = dict.fromkeys(key for one in found if one.met is not False for key in one.presumed)
    return [say(TAKEN[key]) for key in keys]


def opened(paths: Iterable[str], *, of_partner: bool = False) -> Html:
    """Open facts in words, each once: "language test and work in Canada".

    Read `of_partner` as principal applicant, the partner of the application is the person written to.
    """
    return listed(list(dict.fromkeys(_open(path, of_partner) for path in paths)))


def _open(path: str, of_partner: bool) -> Html:
    own = path.removeprefix(OF_PARTNER)
    if of_partner and own != path:
        return say("{fact} (yours)", fact=say(_words_of(own)))
    return say(_words_of(path))


def _words_of(path: str) -> str:
    """The words of a fact, or of what it is a part of: "jobs" for "jobs.2.noc"."""
    while path not in OPEN and "." in path:
        path = path.rpartition(".")[0]
    return OPEN.get(path, N_("another answer"))


def _requirement(program: InvitedProgram, one: Requirement) -> Html:
    text = REQUIREMENTS[program][one.key]
    if isinstance(one.needed, tuple) and one.key == "minimum_language":
        return say(text, needed=_levels(tuple(map(int, one.needed)), tuple(Ability), None))
    needed, found = (number(value) if isinstance(value, int) else value for value in (one.needed, one.found))
    return say(text, needed=needed, found=found)


# --- the nearest miss ---


def ways(miss: NearestMiss) -> list[Html]:
    """The smallest changes, one way a line."""
    lines = [_way(way, miss) for way in miss.ways[:SHOWN]]
    if len(miss.ways) > SHOWN:
        lines.append(count("and {n} other way.", "and {n} other ways.", len(miss.ways) - SHOWN))
    return lines


def _way(way: Way, miss: NearestMiss) -> Html:
    together = listed([_change(one, miss.program) for one in way.changes])
    points = way.changes[0].points
    if way.total is not None and len(way.changes) == 1 and points:
        together = say("{changes}: {gain}, which makes {total}", changes=together, gain=signed(points), total=way.total)
    elif way.total is not None:
        together = say("{changes}: makes {total}", changes=together, total=way.total)
    if way.day > miss.on:
        return say("{changes} (on {day} at the earliest).", changes=together, day=day(way.day))
    return Html(f"{together}.")


def _change(change: Change, program: InvitedProgram) -> Html:
    match change.kind:
        case "first_language" | "ability":
            return _levels(change.after, change.abilities, change.language)
        case "second_language":
            return say("{level} as your second official language", level=_levels(change.after, (), change.language))
        case "partner_language":
            return say("for your partner, {level}", level=_levels(change.after, (), change.language))
        case "experience" | "canadian_experience":
            return _experience(change, program)
        case "education":
            return say("as education: {level}", level=EDUCATION.words(change.after, {}))
        case "arranged_employment":
            return _named(say("a job offer that meets the conditions of the program"), change)
        case "settlement_funds":
            return say("settlement funds of ${amount}", amount=_amount(change.after))
        case "certificate_of_qualification":
            return say("a Canadian certificate of qualification in the trade")
        case "new_result" if isinstance(change.before, date):
            ends = day(change.before)
            return say("a new language result with the same scores, as one you have ends on {day}", day=ends)
    raise KeyError(change.kind)


def _experience(change: Change, program: InvitedProgram) -> Html:
    years = int(str(change.after))
    if program is CEC or change.kind == "canadian_experience":
        worded = count("{n} year of skilled work in Canada", "{n} years of skilled work in Canada", years)
    elif program is TRADES:
        worded = count("{n} year of work in one skilled trade", "{n} years of work in one skilled trade", years)
    else:
        worded = count("{n} year of skilled work in all", "{n} years of skilled work in all", years)
    return _named(worded, change)


def _named(words: Html, change: Change) -> Html:
    """With the occupation, where the facts tell one."""
    if change.occupation is None:
        return words
    group = unit_groups()[change.occupation]
    title = group.title_fr if current() == "fr" else group.title_en
    return say("{work} as {title}", work=words, title=f"{title} ({group.code})")


def _levels(needed: object, abilities: tuple[Ability, ...], language: Language | None) -> Html:
    """Levels by ability: one for those that have to rise, or one for each of the four."""
    of_each = dict(zip(Ability, needed, strict=True)) if isinstance(needed, tuple) else dict.fromkeys(Ability, needed)
    wanted = abilities or tuple(Ability)
    groups: dict[object, list[Ability]] = {}
    for ability in (one for one in ABILITIES if one in wanted):
        groups.setdefault(of_each[ability], []).append(ability)
    return listed([say(LEVELS[language], level=level, abilities=_abilities(of)) for level, of in groups.items()])


def _abilities(abilities: list[Ability]) -> Html:
    if len(abilities) == len(Ability):
        return say("all four abilities")
    return listed([say(ABILITIES[one]) for one in abilities])


def _amount(value: object) -> str:
    return number(value) if isinstance(value, int) else str(value)
