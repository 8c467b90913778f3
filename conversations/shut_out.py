"""What shuts a person out of every program whatever the points, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from locales import N_, Html, day, say
from rules.reasons import KnockOut

SHUT: Final[Mapping[str, str]] = {
    "quebec": N_("You plan to live in Quebec, which chooses its own immigrants: Express Entry does not lead there."),
    "without_status": N_("You are in Canada without status: until that is mended, no program is open."),
    "misrepresentation": N_("A bar for misrepresentation shuts every program."),
    "partner.without_status": N_("Your partner is in Canada without status: until that is mended, no program is open."),
    "partner.misrepresentation": N_("A bar for misrepresentation against your partner shuts every program."),
}
"""What shuts a person out, by the key of the rules."""

OF_PARTNER: Final = "partner."


def shut(by: KnockOut, *, of_partner: bool = False) -> Html:
    """What shuts the programs, with the last day of it where there is one.

    Read `of_partner` as principal applicant, the partner of the application is the person written to.
    """
    key = by.key
    if of_partner and key.removeprefix(OF_PARTNER) != "quebec":
        key = key.removeprefix(OF_PARTNER) if key.startswith(OF_PARTNER) else f"{OF_PARTNER}{key}"
    because = say(SHUT[key])
    if by.until is None:
        return because
    return say("{because} Its last day is {until}.", because=because, until=day(by.until))


def each_once(found: Iterable[KnockOut], *, of_partner: bool = False) -> list[Html]:
    """Every reason, none twice."""
    return list(dict.fromkeys(shut(one, of_partner=of_partner) for one in dict.fromkeys(found)))
