"""Where the buttons lead that stand in many rooms: the data of each, in one place below them all."""

from __future__ import annotations

from typing import Final

GO_ON: Final = "go:on"
SCORE: Final = "go:score"
WHY: Final = "go:why"
DATES: Final = "go:dates"
CHANGE: Final = "go:change"
JOURNEY: Final = "j:show"
HELP: Final = "go:help"
PROGRAMS: Final = "e:programs"
SETTINGS: Final = "set:home"
EXACT: Final = "f:next"
PARTNER: Final = "pa:show"
INVITATION: Final = "i:show"
GOT_INVITATION: Final = "i:got"
