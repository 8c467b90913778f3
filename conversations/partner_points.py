"""What a partner who comes gives to the score, and what they can do for more: the soonest first, each tried by itself.

That the partner stays behind is no way to points and is not among them: both figures stand on a screen of their own,
with what goes with them (`conversations.staying`).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations import score
from conversations.lever_words import of_lever
from conversations.messages import enumerated
from locales import Html, count, day, number, say, signed
from rules import crs, improvements
from rules.facts import Facts, PartnerStatus
from rules.family import partner_on
from rules.improvements import Improvement
from rules.reasons import Line, Section

MOST: Final = 8
"""So many ways are said: one screen."""

OTHER_WAY: Final = "partner_as_principal"
"""The lever that stands on the couple board, beside the way it is now."""


def counts(facts: Facts, on: date) -> bool:
    """Whether a partner who comes is counted on a day."""
    partner = partner_on(facts, on)
    return partner is not None and partner.status is PartnerStatus.accompanying


def told(facts: Facts, on: date) -> list[Html]:
    """The blocks of the screen."""
    if not counts(facts, on):
        return [
            say(
                "A partner gives points only who comes with you, and is neither a citizen nor a permanent resident of "
                "Canada. You told me of none."
            )
        ]
    result = crs.score(facts, on)
    section = next(one for one in result.sections if one.key == "partner")
    ways = sorted(
        (one for one in improvements.improvements(facts, on) if one.whose == "partner" and one.key != OTHER_WAY),
        key=lambda one: (one.ready_on is None, one.ready_on or date.max, -one.gain),
    )
    return [
        say("<b>Your partner's points, for {day}</b>", day=day(on, weekday=True)),
        _now(section),
        *([_ways(ways)] if ways else [say("I found nothing your partner could do that would give points today.")]),
        Html(f"<i>{score.receipt(result.rule_set, result.rule_from, on)}</i>"),
    ]


def _now(section: Section) -> Html:
    lines = [
        say(
            "Your partner gives {points} out of {most} points of your CRS score.",
            points=number(section.points),
            most=number(section.most),
        )
    ]
    return Html("\n".join([*lines, *(_line(each) for each in section.lines if each.most)]))


def _line(each: Line) -> Html:
    return say(
        "{factor}: {points} out of {most}",
        factor=say(score.FACTORS[each.key]),
        points=number(each.points),
        most=number(each.most),
    )


def _ways(ways: list[Improvement]) -> Html:
    lines = [
        say("<b>What your partner can do, the soonest first</b>"),
        say("Each line by itself, as if it were there today."),
    ]
    lines += enumerated(_way(one) for one in ways[:MOST])
    if len(ways) > MOST:
        lines.append(count("and {n} more", "and {n} more", len(ways) - MOST))
    return Html("\n".join(lines))


def _way(one: Improvement) -> Html:
    what = of_lever(one.key, one.whose, one.detail)
    gained = say("{what} ({gain}, which makes {total}).", what=what, gain=signed(one.gain), total=number(one.total))
    if one.ready_on is None:
        return say("{gained} How long it takes, no source says.", gained=gained)
    return say("{gained} Begun today, expected by {day}.", gained=gained, day=day(one.ready_on))
