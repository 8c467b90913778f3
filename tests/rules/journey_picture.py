"""docs/journey.svg, drawn from the table of the journey: `python -m tests.rules.journey_picture` writes it anew.

Every state stands in the column of its phase, what follows the end of a profile in the row below. An arrow is something
that is told; a dashed one comes by the calendar; one that leaves a frame leaves every state in it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final, NamedTuple

from rules.parameters import book
from rules.shapes.journey import JourneyState, Phase, State

PICTURE: Final = Path(__file__).parents[2] / "docs" / "journey.svg"

WIDTH: Final = 190  # of a box
HEIGHT: Final = 34
ACROSS: Final = 290  # from column to column
DOWN: Final = 66
TOP: Final = 90
LEFT: Final = 90

COLOURS: Final = {
    Phase.before_pool: "#5b6770",
    Phase.in_pool: "#1f6feb",
    Phase.invited: "#9a6700",
    Phase.applied: "#8250df",
    Phase.approved: "#1a7f37",
    Phase.landed: "#1a7f37",
}
COLUMNS: Final = (
    (Phase.before_pool,),
    (Phase.in_pool,),
    (Phase.invited,),
    (Phase.applied,),
    (Phase.approved, Phase.landed),
)


class Spot(NamedTuple):
    """Where a box begins."""

    x: int
    y: int


class Group(NamedTuple):
    """States that stand together: what all of them lead to leaves from the frame around them."""

    members: tuple[State, ...]
    common: tuple[State, ...]
    x: int
    y: int
    width: int
    height: int
    below: bool  # the ends, in the row below


def places(states: dict[State, JourneyState]) -> dict[State, Spot]:
    """Columns by phase, in the order of the table; the ends of a profile in a row below them all."""
    found: dict[State, Spot] = {}
    for n, column in enumerate(_columns(states)):
        for row, state in enumerate(column):
            # A column of few boxes begins lower, so that arrows to the side do not all run along one line.
            found[state] = Spot(LEFT + n * ACROSS, TOP + row * DOWN + (n % 2) * DOWN // 2)
    deepest = max(spot.y for spot in found.values())
    for n, state in enumerate(_ends(states)):
        found[state] = Spot(LEFT + n * (WIDTH + 30), deepest + 2 * DOWN)
    return found


def _ends(states: dict[State, JourneyState]) -> tuple[State, ...]:
    """Before the pool again: what comes after it in the table."""
    order = list(states)
    after = order[order.index(State.in_pool) :]
    return tuple(state for state in after if states[state].phase is Phase.before_pool)


def _columns(states: dict[State, JourneyState]) -> tuple[tuple[State, ...], ...]:
    ends = _ends(states)
    return tuple(
        tuple(state for state in states if states[state].phase in phases and state not in ends) for phases in COLUMNS
    )


def groups(states: dict[State, JourneyState]) -> tuple[Group, ...]:
    """The columns and the row below, with what is common to all of each."""
    spots, found = places(states), []
    for members in (*_columns(states), _ends(states)):
        common = [
            to
            for to in states[members[0]].next
            if to not in members
            and len(members) > 1
            and all(to in states[one].next for one in members)
            and len({to in states[one].by_itself for one in members}) == 1
        ]
        boxes = [spots[one] for one in members]
        x, y = min(box.x for box in boxes) - 12, min(box.y for box in boxes) - 12
        width = max(box.x for box in boxes) + WIDTH + 12 - x
        height = max(box.y for box in boxes) + HEIGHT + 12 - y
        found.append(Group(members, tuple(common), x, y, width, height, members == _ends(states)))
    return tuple(found)


def _arrows(states: dict[State, JourneyState]) -> list[str]:
    spots, found = places(states), []
    of = {state: group for group in groups(states) for state in group.members}
    for group in dict.fromkeys(of.values()):
        for n, to in enumerate(group.common):
            if group.below:
                start = Spot(group.x + 40 + n * 60, group.y)
            elif of[to].below:
                start = Spot(group.x + group.width * (n + 1) // (len(group.common) + 1), group.y + group.height)
            else:
                aside = group.x if spots[to].x < group.x else group.x + group.width
                start = Spot(aside, group.y + group.height // 2)
            found.append(_arrow(group.members, to, start, group.below or of[to].below, spots[to], of[to], states))
    for at, state in states.items():
        for to in state.next:
            if to in of[at].common:
                continue
            box, same = spots[at], of[at] is of[to]
            down = of[to].below and not of[at].below
            aside = box.x if same or spots[to].x < box.x else box.x + WIDTH
            start = Spot(box.x + WIDTH // 2, box.y + HEIGHT) if down else Spot(aside, box.y + HEIGHT // 2)
            found.append(_arrow((at,), to, start, down, spots[to], of[to], states))
    return found


def _arrow(
    at: tuple[State, ...],
    to: State,
    start: Spot,
    upright: bool,
    box: Spot,
    into: Group,
    states: dict[State, JourneyState],
) -> str:
    """A curve that leaves upwards, downwards or to the side, and comes in from above or from the side."""
    state = states[at[0]]
    if into.below:
        end, last = Spot(box.x + WIDTH // 2, box.y), Spot(box.x + WIDTH // 2, box.y - 70)
    elif start.x > box.x + WIDTH:
        end, last = Spot(box.x + WIDTH, box.y + HEIGHT // 2), Spot(box.x + WIDTH + 60, box.y + HEIGHT // 2)
    else:
        bend = 50 + abs(start.y - box.y) // 10
        end, last = Spot(box.x, box.y + HEIGHT // 2), Spot(box.x - bend, box.y + HEIGHT // 2)
    if upright:
        first = Spot(start.x, start.y + (70 if into.below else -70))
    else:
        leftwards = (start.x <= box.x and set(at) & {*into.members}) or start.x > box.x + WIDTH
        first = Spot(start.x + (-1 if leftwards else 1) * (50 + abs(start.y - box.y) // 10), start.y)
    dashed = ' stroke-dasharray="5 4"' if to in state.by_itself else ""
    names = " ".join(at)
    return (
        f'<path data-from="{names}" data-to="{to}" d="M {start.x} {start.y} C {first.x} {first.y}, {last.x} {last.y}, '
        f'{end.x} {end.y}" stroke="{COLOURS[state.phase]}"{dashed} marker-end="url(#{state.phase})">'
        f"<title>{names} to {to}</title></path>"
    )


def _box(name: State, spot: Spot, state: JourneyState) -> str:
    words = escape(name.replace("_", " "))
    edge = 3 if state.final else 1.5
    return (
        f'<g data-state="{name}"><title>{escape(state.about)}</title>'
        f'<rect x="{spot.x}" y="{spot.y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff" '
        f'stroke="{COLOURS[state.phase]}" stroke-width="{edge}"/>'
        f'<text x="{spot.x + WIDTH // 2}" y="{spot.y + 22}" text-anchor="middle">{words}</text></g>'
    )


def drawn(states: dict[State, JourneyState]) -> str:
    """The whole picture."""
    spots = places(states)
    width = max(spot.x for spot in spots.values()) + WIDTH + LEFT
    height = max(spot.y for spot in spots.values()) + HEIGHT + 50
    heads = "".join(
        f'<marker id="{phase}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M 0 0 L 8 4 L 0 8 z" fill="{colour}"/></marker>'
        for phase, colour in COLOURS.items()
    )
    titles = "".join(
        f'<text x="{LEFT + n * ACROSS + WIDTH // 2}" y="62" text-anchor="middle" font-weight="bold" '
        f'fill="{COLOURS[phases[0]]}">{" / ".join(phase.replace("_", " ") for phase in phases)}</text>'
        for n, phases in enumerate(COLUMNS)
    )
    arrows = "\n".join(_arrows(states))
    frames = "\n".join(
        f'<rect x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}" rx="10" fill="#f6f8fa" '
        f'stroke="#d0d7de"/>'
        for one in groups(states)
        if one.common
    )
    boxes = "\n".join(_box(name, spots[name], state) for name, state in states.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="14">\n<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f"<defs>{heads}</defs>\n"
        f'<text x="{LEFT}" y="30" font-size="18">The journey of a candidate: {len(states)} states; an arrow is told, a '
        f"dashed one comes by the calendar; one from a frame leaves every state in it</text>\n{titles}\n{frames}\n"
        f'<g fill="none" stroke-width="1.2" stroke-opacity="0.65">\n{arrows}\n</g>\n{boxes}\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(book().journey.states), encoding="utf-8")
