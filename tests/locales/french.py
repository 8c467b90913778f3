"""What a Québec editor would correct in a French text: the conventions of the Office québécois de la langue française.

A no-break space before a colon and inside guillemets, none before ; ! and ?, and so on; and the words of another
language or another register. The name of a place to fill in stands for whatever will be there.
"""

from __future__ import annotations

import re
from typing import Final

NBSP: Final = "\N{NO-BREAK SPACE}"

_TAG: Final = re.compile(r"</?[a-z]+[^<>]*>")
_PLACE: Final = re.compile(r"\{\w+\}")
_UNIT: Final = r"(?:ans?|années?|mois|semaines?|jours?|heures?|h|points?|éléments?|dollars?)\b"

FAULTS: Final[dict[str, re.Pattern[str]]] = {
    "a colon without its no-break space": re.compile(rf"(?<!{NBSP}):(?!\S)"),
    "an opening guillemet without its no-break space": re.compile(rf"«(?!{NBSP})"),
    "a closing guillemet without its no-break space": re.compile(rf"(?<!{NBSP})»"),
    "a space before ; ! or ?": re.compile(r"\s[;!?]"),
    "a straight or English quotation mark": re.compile('["“”]'),
    "a straight apostrophe": re.compile("'"),
    "an exclamation mark": re.compile("!"),
    "three full stops for an ellipsis": re.compile(r"\.\.\."),
    "two spaces": re.compile(r"[ \N{NO-BREAK SPACE}]{2}"),
    "a number that can be torn from its unit": re.compile(rf"[\d}}] {_UNIT}", re.IGNORECASE),
    "a level that can be torn from its scale": re.compile(r"\b(?:NCLC|FÉER) (?=[\d{])"),
    "a number that can be torn from the months it counts": re.compile(r"[\d}] (?:prochains|derniers) "),
    "a person invited or not by gender": re.compile(
        r"\b(?:vous êtes|vous avez été) (?:invité|admis|désigné)\b", re.IGNORECASE
    ),
    "a number that can be torn in two": re.compile(r"\d \d{3}\b"),
    "a % or $ without its no-break space": re.compile(rf"(?<!{NBSP})[%$]"),
    "a familiar form of address": re.compile(r"\b(?:tu|te|toi|ton|ta|tes|t’)\b|\bt’", re.IGNORECASE),
    "an English short form": re.compile(
        r"\b(?:CRS|CLB|ITA|ECA|FSW|FST|PNP|NOC|TEER|LMIA|UCI|COPR|BOWP|e-APR|Express Entry)\b"
    ),
    "an English word": re.compile(
        r"\b(?:the|and|your|you|with|of|for|is|are|not|this|please|score card|cut-off|test result)\b", re.IGNORECASE
    ),
    "a gendered ending in brackets": re.compile(r"\w\((?:e|ne|se|trice|euse)s?\)|\w·e(?:·s)?\b"),
}
"""Each fault and how it looks once tags are out of the way."""


def faults(text: str) -> list[str]:
    """The faults of a French text, in the order of `FAULTS`."""
    read = _TAG.sub("", text)
    worded = _PLACE.sub("{}", read)  # the names of places to fill in are English
    return [fault for fault, look in FAULTS.items() if look.search(worded)]
