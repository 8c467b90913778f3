"""Whom a round was for, by the name and the programs the feed gives it, in English or in French.

A name is known when its words are those of one program or category, whatever their order, capitals and hyphens; a word
more makes another name. Names change with every reform, and a guess would tell people the wrong thing: what is not
known for certain stays a category of its own, shown as it was published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from rules.facts import InvitedProgram
from rules.feed_text import folded
from rules.rounds import RoundKind

FSW, CEC, FST, PNP = (
    InvitedProgram.federal_skilled_worker,
    InvitedProgram.canadian_experience,
    InvitedProgram.skilled_trades,
    InvitedProgram.provincial_nominee,
)
FEDERAL: Final = (FSW, CEC, FST)
EVERYBODY: Final = (*FEDERAL, PNP)


class Named(NamedTuple):
    """What a name says: the kind of the round, its program or category where it is known, the version of the list."""

    kind: RoundKind
    program: InvitedProgram | None = None
    category: str | None = None
    version: int | None = None


class _Words(NamedTuple):
    """The words that have to stand in a name, of each group one, and those that may stand there besides."""

    needed: tuple[frozenset[str], ...]
    allowed: frozenset[str]


def _words(needed: str, allowed: str = "") -> _Words:
    """`needed` holds groups of words set apart by spaces, the words of a group by strokes."""
    groups = tuple(frozenset(group.split("/")) for group in needed.split())
    return _Words(groups, frozenset(allowed.split()).union(*groups))


_SMALL: Final = frozenset(
    (
        "and",
        "the",
        "of",
        "in",
        "with",
        "et",
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "l",
        "d",
        "a",
        "au",
        "aux",
        "en",
        "pour",
    )
)
_JOBS: Final = frozenset(("occupation", "occupations", "profession", "professions", "metier", "metiers"))

_GENERAL: Final = (
    _words("no program specified"),
    _words("general/generale", "round ronde"),
    _words("aucun programme specifie/precise"),
)
_PROGRAMS: Final[Mapping[InvitedProgram, tuple[_Words, ...]]] = {
    FSW: (
        _words("federal skilled worker/workers", "program class"),
        _words("travailleurs qualifies federal/federaux", "programme categorie"),
    ),
    CEC: (
        _words("canadian experience class"),
        _words("experience canadienne", "categorie programme"),
    ),
    FST: (
        _words("federal skilled trade/trades", "program class"),
        _words("metiers specialises federal/federaux", "programme travailleurs categorie"),
    ),
    PNP: (
        _words("provincial nominee/nominees", "program class"),
        _words("candidats provinces", "programme territoires"),
    ),
}
_EXPERIENCE: Final = "canadian work experience canada travail occupations"
_CATEGORIES: Final[Mapping[str, tuple[_Words, ...]]] = {
    "french": (
        _words("french proficiency", "language"),
        _words("francais competence/competences", "linguistique linguistiques"),
        _words("francophones/francophone", "candidats"),
    ),
    "healthcare": (
        _words("healthcare", "social services service"),
        _words("health care", "social services service"),
        _words("sante", "soins services sociaux"),
    ),
    "stem": (
        _words("stem"),
        _words("science/sciences technology engineering math/mathematics/maths", "stem"),
        _words("stim"),
        _words("sciences technologie/technologies genie/ingenierie mathematiques", "stim"),
    ),
    "trades": (_words("trade/trades", "skilled"), _words("metiers", "specialises")),
    "transport": (_words("transport/transportation"), _words("transport/transports")),
    "agriculture": (
        _words("agriculture", "agri food agrifood"),
        _words("agriculture", "agroalimentaire"),
    ),
    "education": (_words("education"),),
    "physicians": (
        _words("physicians/physician/doctors", _EXPERIENCE),
        _words("medecins", f"{_EXPERIENCE} ayant canadienne"),
    ),
    "senior_managers": (
        _words("senior managers/manager", _EXPERIENCE),
        _words("cadres superieurs/superieures", f"{_EXPERIENCE} ayant canadienne superieurs superieures"),
    ),
    "researchers": (
        _words("researchers/researcher", _EXPERIENCE),
        _words("chercheurs/chercheuses", f"{_EXPERIENCE} ayant canadienne"),
    ),
    "military": (
        _words("military recruits/recruit", "skilled"),
        _words("recrues militaires", "qualifiees"),
    ),
}

# "(Version 2)", ", 2026-Version 3", and as it was until 2024, "(2024-1)".
_VERSION: Final = re.compile(r"(?:\b20[0-9]{2} ?- ?)?\bversion ?([1-9][0-9]?)\b|\(20[0-9]{2}-([1-9][0-9]?)\)")
_PLAIN: Final = re.compile(r"[a-z ,.'’()/&+:–—-]*")
_WORD: Final = re.compile(r"[a-z]+")


def named(name: str) -> Named:
    """What a name of a round says; a category without a key for a name that is not known."""
    text = folded(name)
    versions = {int(one or other) for one, other in _VERSION.findall(text)}
    version = versions.pop() if len(versions) == 1 else None
    rest = _VERSION.sub(" ", text)
    words = frozenset(_WORD.findall(rest))
    if versions or _PLAIN.fullmatch(rest) is None:
        return Named(RoundKind.category, version=version)
    if version is None and any(_fits(words, one) for one in _GENERAL):
        return Named(RoundKind.general)
    if version is None:
        for program, ways in _PROGRAMS.items():
            if any(_fits(words, one) for one in ways):
                return Named(RoundKind.program, program=program)
    found = [key for key, ways in _CATEGORIES.items() if any(_fits(words - _filler(ways), one) for one in ways)]
    return Named(RoundKind.category, category=found[0] if len(found) == 1 else None, version=version)


def programs_of(text: str) -> tuple[InvitedProgram, ...] | None:
    """The programs a round was open to, in the order of the shipped rounds; None where the text is not understood."""
    found, known = [], set(_SMALL)
    words = frozenset(_WORD.findall(folded(text)))
    for program, marks in _MARKS.items():
        if any(mark.needed and all(group & words for group in mark.needed) for mark in marks):
            found.append(program)
            known |= frozenset().union(*(mark.allowed for mark in marks))
    return tuple(found) if found and words <= known else None


_COMMON: Final = "program programs programme programmes class categorie federal federaux"
_MARKS: Final[Mapping[InvitedProgram, tuple[_Words, ...]]] = {
    FSW: (_words("skilled worker/workers", _COMMON), _words("travailleurs qualifies", _COMMON)),
    CEC: (_words("canadian experience", _COMMON), _words("experience canadienne", _COMMON)),
    FST: (_words("skilled trades/trade", _COMMON), _words("metiers specialises", f"{_COMMON} travailleurs")),
    PNP: (_words("provincial nominee/nominees", _COMMON), _words("candidats provinces", _COMMON)),
}


def _fits(words: frozenset[str], one: _Words) -> bool:
    return all(group & words for group in one.needed) and words <= one.allowed | _SMALL


def _filler(ways: tuple[_Words, ...]) -> frozenset[str]:
    """The words for an occupation say nothing, unless they are the name of the category ("Métiers")."""
    return _JOBS - frozenset().union(*(group for one in ways for group in one.needed))
