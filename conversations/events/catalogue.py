"""Every event there is, by group, in the order they are offered; an event is one entry in the file of its theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conversations.events import couple, express_entry
from conversations.events.event import Event
from locales import N_

GROUPS: Final[Mapping[str, str]] = {
    couple.GROUP: N_("My partner"),
    express_entry.GROUP: N_("My Express Entry application"),
}
"""What the events of a group are about; a group is one button of the first screen."""

EVENTS: Final[Mapping[str, Event]] = {
    event.key: event
    for event in (
        *couple.EVENTS,
        *express_entry.EVENTS,
    )
}
