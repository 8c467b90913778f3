"""What can be supposed with one tap: a band more, a test at a level, a year of work, a diploma, a nomination.

Each tap has a key that says what is reached with it ("band_up:own:english:writing:9"), so that a list of keys can be
kept and laid over the facts of another day: what the facts have by then is reached, and nothing more is asked. The
levers are those of `rules.improvements`, and besides them one band more of one ability over what was supposed before,
so that taps add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from rules.facts import CanadianStudy, CredentialLevel, EducationLevel, Facts, Language, Person
from rules.improvements import KINDS, STUDY, Detail, Lever, band_detail, levers
from rules.language import bands, usable
from rules.parameters import RuleBook, book
from rules.summary import summed_up
from rules.suppose import best_of, raised, with_value

BAND = "band_up"
YEARS = ("canadian_work_year", "foreign_work_year")
NEVER = ("partner_as_principal",)  # it swaps whose facts they are: both ways stand on a screen of their own
_SUMMED = (*YEARS, "credential", "canadian_credential", "provincial_nomination")  # seen in facts summed up for a day
_TWO_FIGURES = re.compile(r"[0-9]{1,2}")  # as many years as anybody works


class Tap(NamedTuple):
    """One thing to suppose; `detail` says which, as that of a lever does."""

    key: str
    lever: str
    whose: str
    detail: Detail
    apply: Callable[[Facts, date], Facts]


def taps(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Tap, ...]:
    """Everything that can be supposed of these facts on a day, and is not so already."""
    rules = rules or book()
    found: dict[str, Tap] = {}
    for one in _each(facts, on, rules):
        # Only what lifts no level is proposed to who has it.
        if one.key not in found and not (
            one.lever == "canadian_credential" and reached(facts, on, one.key, rules=rules)
        ):
            found[one.key] = one
    return tuple(found.values())


def tap_of(facts: Facts, on: date, key: str, *, rules: RuleBook | None = None) -> Tap | None:
    """The tap of a key; None where it does not fit these facts (any more), or they have it already (`reached`).

    A key of an earlier version, which does not say what is reached, is the next one of its kind.
    """
    rules = rules or book()
    lever, _, rest = key.partition(":")
    kept = tuple(rest.split(":"))[1:]
    whole = len(kept) == len(_tells(lever))
    if whole and reached(facts, on, key, rules=rules):
        return None
    found = None
    for one in _bands(facts, on, rules, farther=True) if lever == BAND else _each(facts, on, rules):
        if one.key == key or (not whole and one.key.startswith(f"{key}:")):
            return one
        if lever in YEARS and whole and _TWO_FIGURES.fullmatch(kept[0]) and one.key.startswith(key[: -len(kept[0])]):
            found = _in_all(one, int(kept[0]))
    return found


def reached(facts: Facts, on: date, key: str, *, rules: RuleBook | None = None) -> bool:
    """Whether the facts of a day have what a tap supposed."""
    rules = rules or book()
    told = of_key(key)
    if told is None:
        return False
    lever, whose, detail = told
    if lever in _SUMMED:
        facts = summed_up(facts, on, rules=rules)
    person: Person | None = facts if whose == "own" else facts.partner
    try:
        return person is not None and _has(facts, person, lever, dict(detail), on, rules)
    except ValueError:
        return False  # a key that was made by nobody here


def _has(facts: Facts, person: Person, lever: str, told: dict[str, object], on: date, rules: RuleBook) -> bool:
    match lever:
        case "band_up" | "language_level":
            spoken = [one for one in person.tests if one.kind.language == told["language"] and usable(one, on, rules)]
            best = best_of(spoken, rules)
            wanted = int(str(told["level"]))
            ability = told.get("ability")
            return best is not None and all(
                each.level >= wanted for each in bands(best, rules) if ability in (None, each.ability)
            )
        case "canadian_work_year" | "foreign_work_year":
            return (getattr(person, f"{lever}s") or 0) >= int(str(told["years"]))
        case "credential" | "canadian_credential":
            rank = [*EducationLevel].index
            if person.education is None or rank(person.education) < rank(EducationLevel(str(told["education"]))):
                return False
            study = STUDY.get(CredentialLevel(str(told["credential"])), CanadianStudy.none)
            done = person.canadian_study or CanadianStudy.none if isinstance(person, Facts) else study
            return lever == "credential" or [*CanadianStudy].index(done) >= [*CanadianStudy].index(study)
        case "assessment":
            place, credentials = int(str(told["credential"])), person.credentials or ()
            return place < len(credentials) and credentials[place].assessed is not None
        case "certificate_of_qualification" | "provincial_nomination":
            return getattr(facts, lever) is True
    return False


def of_key(key: str) -> tuple[str, str, Detail] | None:
    """The lever, whose it is and what the key tells of it; None for what no key of this version is."""
    lever, *rest = key.split(":")
    names = _tells(lever)
    if not rest or rest[0] not in ("own", "partner") or len(rest) != len(names) + 1:
        return None
    return lever, rest[0], tuple(zip(names, rest[1:], strict=True))


def _tells(lever: str) -> tuple[str, ...]:
    """The details that stand in the key of a tap, in their order; none of a lever that there is not."""
    return KINDS[lever].tells if lever in KINDS else ()


def _each(facts: Facts, on: date, rules: RuleBook) -> Iterator[Tap]:
    yield from _bands(facts, on, rules)
    for lever in levers(facts, on, rules=rules):
        if lever.key != BAND and lever.key not in NEVER:
            yield _of_lever(lever)


def _of_lever(lever: Lever) -> Tap:
    return Tap(_key(lever.key, lever.whose, lever.detail), lever.key, lever.whose, lever.detail, lever.apply)


def _key(lever: str, whose: str, detail: Detail) -> str:
    told = dict(detail)
    return ":".join((lever, whose, *(str(told[name]) for name in KINDS[lever].tells)))


def _in_all(one: Tap, years: int) -> Tap | None:
    """A year of work that lies further ahead than the next one, as where a job was told to be shorter since."""
    if years <= int(str(dict(one.detail)["years"])):
        return None
    detail: Detail = (("years", years), ("day", None))
    path = f"{one.lever}s" if one.whose == "own" else f"partner.{one.lever}s"
    return Tap(
        _key(one.lever, one.whose, detail),
        one.lever,
        one.whose,
        detail,
        lambda some, day: with_value(one.apply(some, day), path, years),
    )


def _bands(facts: Facts, on: date, rules: RuleBook, *, farther: bool = False) -> Iterator[Tap]:
    """One ability one band above the best result of the language, in a sitting that gives the other three again.

    `farther`: all bands above it.
    """
    for language in Language:
        test = best_of([one for one in facts.tests if one.kind.language is language and usable(one, on, rules)], rules)
        if test is None:
            continue
        for chart in bands(test, rules):
            above = [band for band in chart.thresholds if band.level > chart.level]
            for band in above if farther else above[:1]:
                detail = band_detail(test, chart.ability, band)
                yield Tap(
                    _key(BAND, "own", detail),
                    BAND,
                    "own",
                    detail,
                    lambda some, day, test=test, ability=chart.ability, to=band.score: some.model_copy(  # type: ignore[misc]
                        update={"tests": (*some.tests, raised(test, ability, to, day))}
                    ),
                )
