"""The ways to a goal in words: what each takes, until when it has to be begun, and that there is none where that is so.

Every number and day is that of `rules.ways`.
"""

from __future__ import annotations

from datetime import date

from conversations.booked import is_booked
from conversations.improve.screens import needed_first, program_first, unknown
from conversations.improve.words import begun
from conversations.lever_words import of_lever
from conversations.messages import paragraphs
from conversations.score.board import too_little
from locales import NOTHING, Html, beginning, count, day, number, say
from rules.bookings import booked, thing_of
from rules.facts import Facts
from rules.standing import standing
from rules.ways import Step, Way, Ways, ways


def told(facts: Facts, on: date, points: int, by: date) -> Html:
    """How a number of points can be reached by a day that is not before today; empty where it is reached already."""
    now = standing(facts, on)
    if now.crs.total >= points:
        return NOTHING
    title = say("<b>To reach {points} by {day}</b>", points=number(points), day=day(by, weekday=True))
    if too_little(now.crs):
        return paragraphs((title, needed_first(now.crs)))
    found = ways(facts, on, points, by)
    if found.reachable and not found.found[0].steps:
        return paragraphs((title, _by_itself(found)))
    nearest = NOTHING if found.reachable else _steps(found.nearest, facts, on)
    return paragraphs(
        (
            NOTHING if now.eligible_programs else program_first(),
            unknown(now.crs),
            _lines(title, _in_a_word(found), nearest),
            *(_way(n, way, found, facts, on) for n, way in enumerate(found.found, 1)),
            _what_is_counted(),
        )
    )


def _lines(*told: Html) -> Html:
    """Lines as one block, without those that say nothing."""
    return Html("\n".join(each for each in told if each))


def _in_a_word(found: Ways) -> Html:
    if len(found.found) > 1:
        return say("Each of these ways is enough by itself. The day is that of the points, if all is begun today.")
    if found.reachable:
        return say("This way reaches it. The day is that of the points, if all is begun today.")
    if not found.nearest.steps:
        return say("I find no way: nothing that can be there by then brings more points.")
    short = count("{n} point is missing", "{n} points are missing", found.points - found.nearest.total)
    return say(
        "I find no way: the most I find is {total} on {day}, and {short}. A later day or a lower number may be within "
        "reach. That most would take:",
        total=number(found.nearest.total),
        day=day(found.nearest.reached_on),
        short=short,
    )


def _by_itself(found: Ways) -> Html:
    """What comes without a step: the year of a running job."""
    way = found.found[0]
    comes = say(
        "It comes by itself, if nothing else changes: {total} on {day}.",
        total=number(way.total),
        day=day(way.reached_on, weekday=True),
    )
    return _lines(comes, _lost(way, found))


def _way(n: int, way: Way, found: Ways, facts: Facts, on: date) -> Html:
    title = say("<b>Way {n}: {total} on {day}</b>", n=n, total=number(way.total), day=day(way.reached_on))
    return _lines(title, _steps(way, facts, on), _lost(way, found))


def _lost(way: Way, found: Ways) -> Html:
    """That the number is gone again by the last day: a birthday or an old result lies between."""
    if way.by_total >= found.points:
        return NOTHING
    return say(
        "By {day} it would be {total} again. “Score calendar” says why.",
        day=day(found.by),
        total=number(way.by_total),
    )


def _steps(way: Way, facts: Facts, on: date) -> Html:
    return _lines(*(_step(one, facts, on) for one in way.steps))


def _step(one: Step, facts: Facts, on: date) -> Html:
    """What a step is, and until when it is begun; of what is booked already, that it is."""
    what, to_book = of_lever(one.key, one.whose, one.detail), thing_of(one.key, one.detail)
    booking = None if to_book is None else booked(facts, one.whose, to_book, on)
    if booking is not None:
        return Html(f"• {what}\n{is_booked(booking)}")
    return Html(f"• {what}\n{beginning(begun(one.key, one.weeks, one.ready_on, one.begin_by))}.")


def _what_is_counted() -> Html:
    return say(
        "<i>Weeks are our planning margins, not IRCC's; the time to prepare comes on top. A nomination or a new "
        "diploma is not counted on, as no source says how long it takes: “More points” has them.</i>"
    )
