"""What the rule book takes: a whole answer, a hundred thousand scores or verdicts of a round, a search for an
occupation.

Every candidate is another one, so that nothing is measured that was computed for the same facts before.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from statistics import median, quantiles
from typing import Any, Final

from rules import crs, occupations, round_verdicts
from rules.answer import answer
from rules.facts import Ability, CanadianStudy, CredentialLevel, EducationLevel, Facts, LanguageTestKind, Profile
from rules.occupations import TitleLanguage
from rules.rounds import round_of

_BATCHES: Final = 5
_AT_ONCE: Final = 1_000  # candidates in memory while they are scored
_CODES: Final = ("21231", "31301", "72200", "11100", "62200", "41220", "00012", "63200", "33102", "21311")
_COUNTRIES: Final = ("IN", "NG", "FR", "PH", "BR", "MA", "CN", "MX")
_SCORES: Final = {  # from the lowest of level 4 to the best: listening, reading, writing, speaking
    LanguageTestKind.ielts_general: tuple((low, high, 0.5) for low, high in ((4.5, 9), (3.5, 9), (4, 9), (4, 9))),
    LanguageTestKind.celpip_general: ((4, 12, 1),) * 4,
    LanguageTestKind.tcf_canada: ((331, 699, 1), (342, 699, 1), (4, 20, 1), (4, 20, 1)),
}
ROUNDS: Final = ("441", "446")
"""A round for a category and one for a program, of those that take longest."""
WORDS: Final[tuple[tuple[TitleLanguage, str], ...]] = (
    ("en", "software developer"),
    ("en", "nurse"),
    ("en", "elektrician"),
    ("en", "project manger"),
    ("en", "cook"),
    ("en", "21231"),
    ("en", "account"),
    ("en", "heavy duty mechanic"),
    ("en", "early childhood educator"),
    ("en", "xylophone tuner of the moon"),
    ("fr", "infirmière"),
    ("fr", "developpeur web"),
    ("fr", "électricienne"),
    ("fr", "cuisinier"),
    ("fr", "ingenieur civil"),
    ("fr", "gestionaire de projet"),
    ("fr", "educatrice de la petite enfance"),
    ("fr", "comptable"),
)


@dataclass(frozen=True, slots=True)
class BookTimed:
    """CPU time: milliseconds an answer, seconds for `count` scores and verdicts of a round, milliseconds a search."""

    answer: float
    rescored: float
    count: int
    verdicts: float  # of the round that takes longest
    search: float  # of a hundred searches ninety-nine are faster


def time_book(today: date, count: int = 100_000, answers: int = 40, searches: int = 400) -> BookTimed:
    """The budgets of the rule book, on varied candidates; one core."""
    for language, words in WORDS[:1] + WORDS[-1:]:
        occupations.search(words, language)  # the titles are read once
    return BookTimed(
        answer=each(lambda facts: answer(facts, today), candidates(today, in_full=True), answers) * 1e3,
        rescored=_rescored(today, count),
        count=count,
        verdicts=max(_held_against(number, count) for number in ROUNDS),
        search=_slowest(searches) * 1e3,
    )


def candidates(today: date, *, in_full: bool = False, seed: int = 3) -> Iterator[Facts]:
    """Candidates without end, each another: alone or a couple, told in sum or, every second one, in full."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        yield Facts.model_validate(_told(chance, today, in_full or number % 2 == 0))


def each(call: Callable[[Facts], object], told: Iterator[Facts], count: int) -> float:
    """Seconds a call, the median over batches of so many candidates."""
    took = []
    for _ in range(_BATCHES):
        batch = list(islice(told, count))
        began = time.process_time()
        for facts in batch:
            call(facts)
        took.append((time.process_time() - began) / count)
    return median(took)


def _rescored(today: date, count: int) -> float:
    told = candidates(today, seed=4)
    took = 0.0
    for first in range(0, count, _AT_ONCE):
        batch = list(islice(told, min(_AT_ONCE, count - first)))
        began = time.process_time()
        for facts in batch:
            crs.score(facts, today)
        took += time.process_time() - began
    return took


def _held_against(number: str, count: int) -> float:
    """Seconds for the verdicts of a round on so many candidates, all of whom were in the pool: the dearest case."""
    held = round_of(number)
    if held is None:
        raise LookupError(f"no round {number}")
    told = candidates(held.day, seed=5)
    took = 0.0
    for first in range(0, count, _AT_ONCE):
        batch = [_in_pool(facts, held.day) for facts in islice(told, min(_AT_ONCE, count - first))]
        began = time.process_time()
        for facts in batch:
            round_verdicts.short(facts, held)
        took += time.process_time() - began
    return took


def _in_pool(facts: Facts, on: date) -> Facts:
    return facts.model_copy(update={"profile": Profile(submitted=on - timedelta(days=90))})


def _slowest(count: int) -> float:
    took = []
    for place in range(count):
        language, words = WORDS[place % len(WORDS)]
        began = time.process_time()
        occupations.search(words, language)
        took.append(time.process_time() - began)
    return quantiles(took, n=100)[-1]


def _told(chance: random.Random, today: date, in_full: bool) -> dict[str, Any]:
    told = _person(chance, today, in_full)
    if chance.random() < 0.4:
        partner = _person(chance, today, in_full)
        told["partner"] = partner | {"status": chance.choice(("accompanying", "accompanying", "not_accompanying"))}
    if in_full:
        children = range(chance.choice((0, 0, 1, 2)))
        grown_up = max(told["birth_date"], told.get("partner", told)["birth_date"]) + timedelta(days=19 * 365)
        born = [today - timedelta(days=chance.randrange(30, 8_500)) for _ in children]
        told["children"] = [{"birth_date": max(day, grown_up)} for day in born]
        submitted = today - timedelta(days=chance.randrange(1, 300))
        told["profile"] = {"submitted": submitted}
        told["settlement_funds"] = chance.randrange(5_000, 60_000)
        told["passport_expires"] = today + timedelta(days=chance.randrange(30, 3_000))
    told["sibling_in_canada"] = chance.random() < 0.1
    told["provincial_nomination"] = chance.random() < 0.05
    told["certificate_of_qualification"] = chance.random() < 0.05
    return told


def _person(chance: random.Random, today: date, in_full: bool) -> dict[str, Any]:
    # Old enough for the first of three jobs at an age that the facts allow.
    born = today - timedelta(days=chance.randrange(23 * 365, 50 * 365))
    told: dict[str, Any] = {"birth_date": born, "tests": _tests(chance, today)}
    if in_full:
        told["jobs"] = _jobs(chance, today)
        told["credentials"] = [
            {
                "level": chance.choice(tuple(CredentialLevel)),
                "country": chance.choice((*_COUNTRIES, "CA")),
                "completed": born + timedelta(days=19 * 365),
                "assessed": today - timedelta(days=chance.randrange(0, 300)),
                "eight_months_in_person": True,
                "mostly_language_study": False,
            }
            for _ in range(chance.choice((1, 1, 2)))
        ]
        told["primary_occupation"] = chance.choice(_CODES)
    else:
        told["education"] = chance.choice(tuple(EducationLevel))
        told["canadian_work_years"] = chance.randrange(6)
        told["foreign_work_years"] = chance.randrange(8)
        told["canadian_study"] = chance.choice(tuple(CanadianStudy))
    return told


def _tests(chance: random.Random, today: date) -> list[dict[str, Any]]:
    kinds = chance.sample(tuple(_SCORES), chance.choice((1, 1, 2)))
    return [
        {
            "kind": kind,
            "scores": {
                str(ability): low + step * chance.randrange(int((high - low) / step) + 1)
                for ability, (low, high, step) in zip(Ability, _SCORES[kind], strict=True)
            },
            "result_date": today - timedelta(days=chance.randrange(900)),
        }
        for kind in kinds
    ]


def _jobs(chance: random.Random, today: date) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    end = None
    last = today
    for _ in range(chance.choice((1, 2, 3))):
        start = last - timedelta(days=chance.randrange(200, 1_400))
        canada = chance.random() < 0.5
        told.append(
            {
                "noc": chance.choice(_CODES),
                "country": "CA" if canada else chance.choice(_COUNTRIES),
                "start": start,
                "end": end,
                "hours_per_week": chance.choice((20, 30, 37.5, 40)),
                "paid": True,
                "self_employed": chance.random() < 0.05,
                "authorised": True if canada else None,
                "studying": [],
            }
        )
        end = last = start - timedelta(days=chance.randrange(1, 60))
    return told
