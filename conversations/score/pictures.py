"""The pictures of the score put into words: what they show, and the text beside them that says the same."""

from __future__ import annotations

from datetime import date
from html import escape
from itertools import count as numbers_from
from typing import Final

from conversations.clock_words import plain_of
from conversations.events.by_itself import because
from conversations.score import FACTORS, SECTIONS, no_rank
from conversations.score.drawing import Block, Course, Point, Row, Stack
from conversations.score.upcoming import MONTHS, steps_ahead
from locales import Html, count, day, number, plain, say, short_month, signed
from rules import crs
from rules.facts import Facts
from rules.months import add_months
from rules.ranges import is_least
from rules.reasons import CrsResult, Line, Section

LONGEST: Final = 900
"""Characters of the text under a picture; Telegram takes 1,024."""

MOST_POINTS: Final = 12
LETTERS: Final = "ABCD"


# --- the score ---


def stack(facts: Facts, on: date) -> tuple[Stack, Html]:
    """The picture of a score, and its text twin."""
    result = crs.score(facts, on)
    sections = [section for section in result.sections if section.most]
    signs = numbers_from(1)
    blocks = [
        _block(section, sign, [(str(next(signs)), each) for each in section.lines if each.most])
        for sign, section in zip(LETTERS, sections, strict=False)
    ]
    whole = Block(
        "",
        plain("The whole score"),
        result.most,
        _out_of(result.total, result.most),
        tuple(Row(block.sign, "", section.points, "") for block, section in zip(blocks, sections, strict=True)),
    )
    title = plain("CRS score, estimated: {total}", total=_total(facts, result))
    note = plain("For {day}. A frame is what is possible, the filled part is yours.", day=day(on))
    return Stack(title, note, (whole, *blocks)), _told(facts, result, sections)


def _total(facts: Facts, result: CrsResult) -> str:
    return plain("at least {total}", total=number(result.total)) if is_least(facts, result) else number(result.total)


def _block(section: Section, sign: str, lines: list[tuple[str, Line]]) -> Block:
    rows = [Row(n, plain(FACTORS[each.key]), each.points, _out_of(each.points, each.most)) for n, each in lines]
    points = _out_of(section.points, section.most)
    return Block(sign, plain(SECTIONS[section.key]), section.most, points, tuple(rows))


def _out_of(points: int, most: int) -> str:
    return f"{number(points)} / {number(most)}"


def _told(facts: Facts, result: CrsResult, sections: list[Section]) -> Html:
    """The same in words, under the picture: the sum and each section."""
    lines = [
        say(
            "CRS score, estimated for {day}: {total} out of {most}.",
            day=day(result.on),
            total=_total(facts, result),
            most=number(result.most),
        ),
        *(
            say(
                "{section}: {points} out of {most}",
                section=say(SECTIONS[section.key]),
                points=number(section.points),
                most=number(section.most),
            )
            for section in sections
        ),
        no_rank(facts, result),
        say("Line by line in words: /score"),
    ]
    return Html("\n".join(line for line in lines if line))


# --- the next months ---


def course(facts: Facts, on: date) -> tuple[Course, Html] | None:
    """The picture of the score over the next months, and its text twin; None where no step moves the score."""
    found = [step for step in steps_ahead(facts, on) if step.change]
    if not found:
        return None
    result = crs.score(facts, on)
    points = []
    for step in found:
        words = say(
            "{day}: {causes}; {gain}, then {total}",
            day=day(step.day),
            causes=because(step.causes),
            gain=signed(step.change),
            total=number(step.crs_after),
        )
        points.append(Point(step.day, step.crs_after, number(step.crs_after), plain_of(words)))
    until = add_months(on, MONTHS)
    months = tuple(add_months(on.replace(day=1), n) for n in range(1, MONTHS + 2))
    shown = Course(
        title=plain("Your CRS score in the next 24 months"),
        note=plain(
            "From {total} out of {most} on {day}, if nothing is done. An estimate.",
            total=_total(facts, result),
            most=number(result.most),
            day=day(on),
        ),
        today=on,
        until=until,
        total=result.total,
        said=number(result.total),
        months=tuple((each, short_month(each)) for each in months if each <= until),
        points=tuple(points[:MOST_POINTS]),
    )
    return shown, _in_words(shown, points)


def _in_words(shown: Course, points: list[Point]) -> Html:
    lines: list[Html] = [Html(escape(f"{shown.title}. {shown.note}", quote=False))]
    told = 0
    for n, point in enumerate(points, 1):
        line = say("{n}. {what}.", n=n, what=point.words)
        if sum(map(len, lines)) + len(line) > LONGEST:
            break
        lines.append(line)
        told = n
    if left := len(points) - told:
        lines.append(count("And {n} more day: /calendar", "And {n} more days: /calendar", left))
    return Html("\n".join(lines))
