"""Why a line of a score has its points: two sentences a line, the facts looked at and the rule with its day.

All of it comes from the reasons that `rules` gives with each line. /why lists the lines of the CRS with a number each;
those of the Federal Skilled Worker Program are a list of their own. A number opens its line, with what it can reach and
the official page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from conversations.events.by_itself import occupation
from conversations.kinds import ABILITIES
from conversations.messages import Button, Keyboard, Outgoing, abreast, paragraphs
from conversations.score import ASSUMED, FACTORS, SECTIONS, link, rule_set_name
from conversations.score.board import PREFIX
from conversations.short_interview import ABROAD, EDUCATION, IN_CANADA, TEST_NAMES
from conversations.where_to import SCORE, WHY
from locales import N_, NOTHING, Html, count, day, listed, number, plain, say
from rules import crs, federal_skilled_worker
from rules.facts import Ability, Facts, LanguageTestKind
from rules.reasons import CrsResult, FactValue, FederalSkilledWorkerResult, Line

Of = Literal["crs", "fsw"]

FSW: Final = f"{PREFIX}:why:fsw"

IN_A_ROW: Final = 5

RULES: Final[Mapping[Of, str]] = {
    "crs": N_("Ministerial Instructions for Express Entry, table “{factor}” of {rule_set}"),
    "fsw": N_("Immigration and Refugee Protection Regulations, sections 78 to 83, “{factor}”"),
}
"""What the rule behind a line is called, by score."""

PAGES: Final[Mapping[Of, str]] = {"crs": "crs_criteria", "fsw": "six_selection_factors"}
"""The official page of a score, by its key in `links.yaml`."""

SAID: Final[Mapping[str, str]] = {
    **ASSUMED,
    "work_tier": N_("work in a high-wage occupation"),
    "offer_tier": N_("job offer in a high-wage occupation"),
    "full_time_year_in_canada": N_("a full-time year of work in Canada"),
    "partner.full_time_year_in_canada": N_("your partner's full-time year of work in Canada"),
}
"""What is answered by yes or no."""


NO_RESULT: Final[Mapping[str, str]] = {
    "second_language": N_("no result in a second official language that counts"),
    "french": N_("no French result that counts"),
}
"""What is not there, where a line is about one of two languages: a result in the other can well be there."""

TESTED: Final = frozenset({"tests", "partner.tests"})

OF_BOTH: Final = frozenset({"partner.sibling_in_canada", "partner.relative_in_canada"})
WORKED_OUT: Final = frozenset({"work_tier", "offer_tier"})
UNSAID: Final = OF_BOTH | WORKED_OUT | TESTED
"""What is not said to be unknown: one question asks of the relatives of both, and a result has words of its own."""


class Told(NamedTuple):
    """One line of a score, and what of the score it takes to speak of it."""

    of: Of
    line: Line
    on: date
    rule_set: str


def lines(facts: Facts, on: date, of: Of) -> tuple[Told, ...]:
    """The lines of a score that can give anything, in their order."""
    return tuple(_lines_of(crs.score(facts, on) if of == "crs" else federal_skilled_worker.grid(facts, on)))


def _lines_of(result: CrsResult | FederalSkilledWorkerResult) -> Iterator[Told]:
    of: Of = "crs" if isinstance(result, CrsResult) else "fsw"
    name = rule_set_name(result) if isinstance(result, CrsResult) else ""
    for each in result.lines:
        if each.most:
            yield Told(of, each, result.on, name)


def reasons(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """Why each line of the CRS has its points: the facts looked at, and the rule with the day it is in force from."""
    result = crs.score(facts, on)
    blocks = [say("<b>Why these points</b> ({rule_set}, for {day})", rule_set=rule_set_name(result), day=day(on))]
    numbers = {told.line.key: n for n, told in enumerate(lines(facts, on, "crs"), 1)}
    for section in result.sections:
        said = [_numbered(numbers[each.key], each) for each in section.lines if each.most]
        if said:
            blocks.append(Html("\n".join([f"<b>{say(SECTIONS[section.key])}</b>", *said])))
    blocks.append(_how_to_open())
    return (_listed(blocks, "crs", tuple(numbers)),)


def reasons_of_the_grid(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """The same of the Federal Skilled Worker points."""
    found = lines(facts, on, "fsw")
    blocks = [
        say("<b>Why these Federal Skilled Worker points</b> (for {day})", day=day(on)),
        Html("\n".join(_numbered(n, told.line) for n, told in enumerate(found, 1))),
        _how_to_open(),
    ]
    return (_listed(blocks, "fsw", tuple(told.line.key for told in found)),)


def _how_to_open() -> Html:
    return say("A number opens its line: what it can reach, and the official page.")


def _listed(blocks: list[Html], of: Of, keys: tuple[str, ...]) -> Outgoing:
    opens = [Button(str(n), f"{PREFIX}:line:{of}:{key}") for n, key in enumerate(keys, 1)]
    other = (
        Button(plain("The Federal Skilled Worker points"), FSW) if of == "crs" else Button(plain("The CRS points"), WHY)
    )
    keyboard: Keyboard = (*abreast(opens, IN_A_ROW), (other,), (Button(plain("My score"), SCORE),))
    return Outgoing(Html("\n\n".join(blocks)), keyboard, numbered=len(opens))


def one_line(facts: Facts, on: date, of: str, key: str) -> Outgoing | None:
    """One line: its points, why, what it can reach, the official page; None for one that is not there any more."""
    if of not in RULES:
        return None
    which: Of = "crs" if of == "crs" else "fsw"
    found = lines(facts, on, which)
    place = next((n for n, told in enumerate(found) if told.line.key == key), None)
    if place is None:
        return None
    told = found[place]
    blocks = [
        say(
            "<b>{factor}: {points} out of {most}</b>",
            factor=say(FACTORS[key]),
            points=number(told.line.points),
            most=number(told.line.most),
        ),
        Html(" ".join(sentences(told))),
        _parts(told.line),
        _most(told),
        link(PAGES[which], say("The official criteria")),
    ]
    following = found[(place + 1) % len(found)].line.key
    keyboard: Keyboard = (
        (Button(plain("Next line"), f"{PREFIX}:line:{of}:{following}"),),
        (Button(plain("All lines"), WHY if which == "crs" else FSW), Button(plain("My score"), SCORE)),
    )
    return Outgoing(paragraphs(blocks), keyboard)


def sentences(told: Told) -> tuple[Html, Html]:
    """Why a line has its points: the facts looked at, and the rule with its name and day."""
    rule = say(RULES[told.of], factor=say(FACTORS[told.line.key]), rule_set=told.rule_set)
    return (
        say("Looked at for {day}: {facts}.", day=day(told.on), facts=_looked_at(told.line)),
        say("The rule: {rule}, in force since {since}.", rule=rule, since=day(told.line.reason.since)),
    )


def _most(told: Told) -> Html:
    """What a line can reach, without a partner who comes along and with one."""
    if told.of == "fsw":
        return say("It can reach {most} points.", most=number(told.line.most))
    without, with_partner = crs.most_by_factor(told.on)[told.line.key]
    if without == with_partner or told.line.key.startswith("partner_"):
        return say("It can reach {most} points.", most=number(told.line.most))
    return say(
        "It can reach {without} points without a partner who comes along, and {with_partner} with one.",
        without=number(without),
        with_partner=number(with_partner),
    )


def _parts(line: Line) -> Html:
    """What a line is made of, and where it is cut."""
    said = [
        say(
            "• {factor}: {points} out of {most}",
            factor=say(FACTORS[part.key]),
            points=number(part.points),
            most=number(part.most),
        )
        for part in line.parts
    ]
    if line.before_cap > line.points:
        said.append(_cut(line))
    return Html("\n".join(said))


def _cut(line: Line) -> Html:
    return say("The sum of {sum} is cut to {cap}.", sum=line.before_cap, cap=line.points)


def _numbered(n: int, line: Line) -> Html:
    text = say(
        "{n}. {factor}: {points}. Looked at: {facts}. Rule since {since}.",
        n=n,
        factor=say(FACTORS[line.key]),
        points=number(line.points),
        facts=_looked_at(line),
        since=day(line.reason.since),
    )
    return Html(f"{text} {_cut(line)}") if line.before_cap > line.points else text


def _looked_at(line: Line) -> Html:
    facts = line.reason.facts
    told = [told for name, value in facts if value is not None and (told := fact(name, value))]
    unknown = [say(SAID[name]) for name, value in facts if value is None and name in SAID and name not in UNSAID]
    if any(name in TESTED and value is None for name, value in facts):
        told.append(say(NO_RESULT.get(line.key, N_("no result that counts"))))
    if unknown:
        told.append(say("not known yet: {facts}", facts=listed(unknown)))
    return Html("; ".join(dict.fromkeys(told))) or say("nothing known yet")


def fact(name: str, value: FactValue) -> Html:
    """A fact behind a line that is known, in words; empty for what goes without saying."""
    if name in ABILITIES:
        return say("{ability} level {level}", ability=say(ABILITIES[Ability(name)]), level=value)
    match name:
        case "age":
            return say("age {age}", age=value)
        case "partner":
            return say("scored with a partner") if value == "with_partner" else say("scored without a partner")
        case "tests" | "partner.tests":
            return say(TEST_NAMES[LanguageTestKind(str(value))])
        case "lowest_level" if not value:
            return NOTHING
        case "lowest_level":
            return say("lowest of the four levels {level}", level=value)
        case "lowest_french_level" | "lowest_english_level" if not value:
            return NOTHING
        case "lowest_french_level":
            return say("lowest French level {level}", level=value)
        case "lowest_english_level":
            return say("lowest English level {level}", level=value)
        case "jobs":
            return count("{n} job told in full", "{n} jobs told in full", int(str(value)))
        case "continuous_year" if isinstance(value, date):
            return say("a year without a break, complete on {day}", day=day(value))
        case "birth_date":
            return NOTHING
        case "education" | "partner.education":
            return EDUCATION.words(value, {})
        case "canadian_work_years":
            return say("in Canada {years}", years=IN_CANADA.words(value, {}))
        case "partner.canadian_work_years":
            return say("your partner in Canada {years}", years=IN_CANADA.words(value, {}))
        case "foreign_work_years":
            return say("outside Canada {years}", years=ABROAD.words(value, {}))
        case "years":
            return say("complete years in all: {years}", years=number(int(str(value))))
        case "primary_occupation" | "offer.noc":
            return say("occupation {occupation}", occupation=occupation(str(value))) if value else NOTHING
    if name not in SAID:
        return NOTHING
    answer = say("no") if value in (False, "none") else say("yes")
    return say("{fact}: {answer}", fact=say(SAID[name]), answer=answer)
