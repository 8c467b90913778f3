"""Every event there is, by group, in the order they are offered; an event is one entry in the file of its theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conversations.events import (
    children,
    couple,
    express_entry,
    means,
    moves,
    nomination,
    offers,
    relatives,
    studies,
    work,
)
from conversations.events.event import Event
from locales import N_

GROUPS: Final[Mapping[str, str]] = {
    couple.GROUP: N_("My partner"),
    couple.PAPERS: N_("My partner's tests or studies"),
    children.GROUP: N_("My children"),
    relatives.GROUP: N_("My relatives in Canada"),
    work.GROUP: N_("My work"),
    studies.GROUP: N_("My tests and studies"),
    offers.GROUP: N_("A job offer or a nomination"),
    moves.GROUP: N_("Money, home, permits, passport"),
    express_entry.GROUP: N_("My Express Entry application"),
}
"""What the events of a group are about; a group is one button of the first screen."""

EVENTS: Final[Mapping[str, Event]] = {
    event.key: event
    for event in (
        *couple.EVENTS,
        *children.EVENTS,
        *relatives.EVENTS,
        *work.EVENTS,
        *studies.EVENTS,
        *offers.EVENTS,
        *nomination.EVENTS,
        *means.EVENTS,
        *moves.EVENTS,
        *express_entry.EVENTS,
    )
}
