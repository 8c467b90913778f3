"""What the picture of the cut-offs shows: the kinds of round that may concern somebody, over two years, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from conversations.charts.canvas import Palette
from conversations.charts.cut_offs import MOST_LINES, CutOffs, Line, cut_offs
from conversations.clock_words import plain_of
from conversations.rounds import words
from conversations.rounds.looking import score_today
from locales import NOTHING, Html, count, day, number, plain, say, short_month
from rules.facts import Facts, InvitedProgram
from rules.months import add_months
from rules.round_history import invites, kind_of, last_of_each, of_kind
from rules.round_verdicts import verdict
from rules.rounds import Round

MONTHS: Final = 24


def picture(
    facts: Facts | None, held: Sequence[Round], now: datetime, today: date, palette: Palette
) -> tuple[bytes, Html]:
    """The file and what stands below it; `held` has the newest first and at least one."""
    shown, left_out = cut_offs_of(facts, held, now, today)
    png = cut_offs(shown, palette)
    return png, caption(shown, left_out)


def cut_offs_of(facts: Facts | None, held: Sequence[Round], now: datetime, today: date) -> tuple[CutOffs, int]:
    """What is drawn, and how many kinds were left out: those they cannot enter, and more than a phone shows."""
    last = held[0].day
    first = add_months(last.replace(day=1), 1 - MONTHS)
    recent = [one for one in held if one.day >= first]
    kinds = [one for one in last_of_each(recent) if invites(kind_of(one)) is not InvitedProgram.provincial_nominee]
    if facts is not None:
        open_to = [one for one in kinds if verdict(facts, one._replace(day=today, instant=None)).eligible is not False]
        kinds = open_to or kinds
    kinds.sort(key=lambda one: -len(of_kind(recent, kind_of(one))))
    drawn = sorted(kinds[:MOST_LINES], key=lambda one: -one.cut_off)
    score = None if facts is None else score_today(facts, now, today)
    months = tuple(add_months(first, n) for n in range(0, MONTHS + 1, 4))
    shown = CutOffs(
        title=plain("Cut-offs of the rounds to {day}", day=day(last)),
        note=plain("A mark is a round. Past rounds only, not a forecast."),
        first=first,
        last=last,
        months=tuple((each, short_month(each)) for each in months if each <= last),
        lines=tuple(_line(one, recent) for one in drawn),
        score=score,
        score_words="" if score is None else plain("Your score today: {score}", score=number(score)),
    )
    return shown, len(last_of_each(recent)) - len(drawn)


def _line(one: Round, recent: Sequence[Round]) -> Line:
    rounds = tuple((each.day, each.cut_off) for each in reversed(of_kind(recent, kind_of(one))))
    last = Html(
        day(one.day).replace(" ", "\N{NO-BREAK SPACE}")
    )  # where a long name needs a second line, a day is not cut
    told = say("{whom}: {cut_off} on {day}", whom=words.named(one), cut_off=number(one.cut_off), day=last)
    return Line(plain_of(told), rounds)


def caption(shown: CutOffs, left_out: int) -> Html:
    """The words below the picture."""
    told = say("Cut-offs of past rounds. In words: /rounds, then “The last of each kind”.")
    more = (
        count("{n} other kind of round is not drawn.", "{n} other kinds of round are not drawn.", left_out)
        if left_out > 0
        else NOTHING
    )
    return Html(" ".join(part for part in (told, more) if part))
