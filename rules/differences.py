"""Why an account may show another score than the one computed of what was told: the slips that explain it exactly.

Each slip of `data/differences.yaml` is tried by scoring again, alone and then two together. It says what the account
would have to have otherwise; whether the account is wrong there or what was told is not decided here. Nothing is
found by coming near: a score is explained to the point or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rules import crs
from rules.education import counted
from rules.facts import (
    Ability,
    CanadianStudy,
    EducationLevel,
    Facts,
    LanguageTest,
    Partner,
    PartnerStatus,
    Person,
)
from rules.language import bands, usable
from rules.months import add_months
from rules.parameters import RuleBook, book, read_yaml
from rules.reasons import CrsResult, FactValue
from rules.summary import summed_up
from rules.suppose import with_value
from rules.what_if import renewed

FILE = Path(__file__).resolve().parent / "data" / "differences.yaml"

MOST_PAIRS = 1500
"""So many pairs are tried, the likeliest first: a bound of time, about a tenth of a second."""

MOST_KEPT = 24
"""So many explanations of one kind are given back: nobody reads more."""

Do = Literal["add", "put", "without", "ability", "language", "renewed", "move", "partner", "age"]


class Slip(BaseModel):
    """An entry of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    do: Do
    path: str = ""
    to: bool | int | str | None = None
    by: int = 0
    likely: int = Field(ge=1, le=10)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seen: date
    slips: tuple[Slip, ...]


class Tried(NamedTuple):
    """One slip on these facts: what the account would have otherwise, and the score with it.

    Two of one `slot` cannot go together. `detail` says which ability, and the value told and in the account.
    """

    key: str
    slot: str
    likely: int
    detail: tuple[tuple[str, FactValue], ...]
    total: int
    apply: Callable[[Facts], Facts]


class Explanation(NamedTuple):
    """One or two slips that together give the account's score."""

    slips: tuple[Tried, ...]

    @property
    def likely(self) -> int:
        """How likely, against others with as many slips."""
        product = 1
        for one in self.slips:
            product *= one.likely
        return product


class Differences(NamedTuple):
    """The score computed for a day, that of the account, and what explains the difference, the likeliest first.

    `cut` says that not all pairs could be tried.
    """

    on: date
    computed: int
    account: int
    single: tuple[Explanation, ...]
    pairs: tuple[Explanation, ...]
    cut: bool

    @property
    def explained(self) -> bool:
        """Whether something gives the account's score to the point."""
        return bool(self.single or self.pairs)


@cache
def slips() -> tuple[Slip, ...]:
    """The slips that are tried, as the file has them; pydantic's ValidationError names what is wrong in it."""
    return _File.model_validate(read_yaml(FILE.read_text("utf-8"))).slips


def differences(facts: Facts, on: date, account: int, *, rules: RuleBook | None = None) -> Differences:
    """What explains that an account shows `account` on a day where these facts give another score."""
    rules = rules or book()
    known = _flat(facts, on, rules)
    now = crs.score_of_known(known, on, rules=rules)
    if now.total == account:
        return Differences(on, now.total, account, (), (), cut=False)
    tried = [one for slip in slips() for one in _tried(slip, facts, known, now, on, rules)]
    single = [Explanation((one,)) for one in tried if one.total == account]
    # What changes nothing alone is no part of an explanation that a person could see.
    moving = [one for one in tried if one.total != now.total]
    pairs = [pair for pair in combinations(moving, 2) if not _alike(*pair)]
    pairs.sort(key=lambda pair: -pair[0].likely * pair[1].likely)
    explained = [
        Explanation(pair)
        for pair in pairs[:MOST_PAIRS]
        if account not in (pair[0].total, pair[1].total)
        and not (_adds_up(*pair) and pair[0].total + pair[1].total - now.total != account)
        and crs.points_of_known(_both(pair, known), on, rules=rules) == account
    ]
    return Differences(
        on,
        now.total,
        account,
        tuple(sorted(single, key=lambda one: -one.likely)[:MOST_KEPT]),
        tuple(explained[:MOST_KEPT]),
        cut=len(pairs) > MOST_PAIRS,
    )


def _alike(one: Tried, other: Tried) -> bool:
    """Whether two slips are about the same, or one is about a part of what the other takes as a whole."""
    if one.slot == other.slot:
        return True
    return any(one.slot in parts and other.slot in parts for parts in _WHOLES) or any(
        whole.slot == "partner" and part.slot.startswith("partner.") for whole, part in ((one, other), (other, one))
    )


_WHOLES = ({"work", "canadian_work_years"}, {"work", "foreign_work_years"})


_ADDED = {"birth_date": "age", "sibling_in_canada": "additional", "canadian_study": "additional"}


def _adds_up(one: Tried, other: Tried) -> bool:
    """Whether what two slips do together is surely the sum of what each does: one is in a part of its own.

    Age, a brother or sister, study in Canada and the partner's section move nothing elsewhere. The additional points
    have a cap that a nomination reaches, and with or without a partner all tables are others: these are scored.
    """
    slots = {one.slot, other.slot}
    if slots & {"partner", "provincial_nomination"}:
        return False
    parts = [_ADDED.get(slot) or ("partner" if slot.startswith("partner.") else "") for slot in slots]
    return len({*parts}) > 1


def _both(pair: tuple[Tried, Tried], known: Facts) -> Facts:
    """The facts with both slips; what takes away a whole result comes after what changes one of its scores."""
    first, second = sorted(pair, key=lambda one: one.slot.endswith("tests"))
    return second.apply(first.apply(known))


def _flat(facts: Facts, on: date, rules: RuleBook) -> Facts:
    """The facts summed up for a day without the accounts in full, so that each sum can be supposed different."""
    known = summed_up(facts, on, rules=rules)
    update: dict[str, Any] = {"jobs": None, "credentials": None, "offer": None, "nomination": None}
    if known.partner is not None:
        update["partner"] = known.partner.model_copy(update={"jobs": None, "credentials": None})
    return known.model_copy(update=update)


# --- one slip ---

_Change = tuple[str, tuple[tuple[str, FactValue], ...], Callable[[Facts], Facts]]


def _tried(slip: Slip, facts: Facts, known: Facts, now: CrsResult, on: date, rules: RuleBook) -> Iterator[Tried]:
    for slot, detail, apply in _changes(slip, facts, known, now, on, rules):
        total = crs.points_of_known(apply(known), on, rules=rules)
        yield Tried(slip.key, slot, slip.likely, detail, total, apply)


def _changes(slip: Slip, facts: Facts, known: Facts, now: CrsResult, on: date, rules: RuleBook) -> Iterator[_Change]:
    """What a slip can be on these facts; nothing where it has no place in them."""
    if slip.path.startswith("partner") and not _counts(known.partner):
        return
    match slip.do:
        case "add":
            yield from _added(slip, known)
        case "put":
            yield from _put(slip, known)
        case "without":
            yield from _without(slip, facts, known, on, rules)
        case "ability":
            yield from _ability(slip, known, now, on, rules)
        case "language":
            yield from _language(slip, known, now)
        case "renewed":
            again = renewed(known, on, rules=rules)
            if again is not None:
                yield "tests", (), lambda some: renewed(some, on, rules=rules) or some
        case "move":
            yield from _moved(slip, known)
        case "partner":
            yield from _partner(slip, known)
        case "age" if known.birth_date is not None:
            born = add_months(known.birth_date, -12 * slip.by)
            yield "birth_date", (), lambda some: some.model_copy(update={"birth_date": born})


def _counts(partner: Partner | None) -> bool:
    return partner is not None and partner.status is PartnerStatus.accompanying


def _of(facts: Facts, path: str) -> Any:
    found: Any = facts
    for name in path.split("."):
        found = getattr(found, name)
    return found


def _added(slip: Slip, known: Facts) -> Iterator[_Change]:
    before = _of(known, slip.path)
    after: Any = None
    if isinstance(before, EducationLevel):
        place = [*EducationLevel].index(before) + slip.by
        after = [*EducationLevel][place] if 0 <= place < len(EducationLevel) else None
    elif not slip.path.endswith("education"):
        after = (before or 0) + slip.by
        after = after if after >= 0 else None
    if after is not None:
        yield slip.path, (("told", before), ("account", after)), lambda some: with_value(some, slip.path, after)


def _put(slip: Slip, known: Facts) -> Iterator[_Change]:
    before = _of(known, slip.path)
    after: Any = slip.to
    if slip.path == "canadian_study":
        after = CanadianStudy(str(slip.to))
    elif slip.path.endswith("education"):
        after = EducationLevel(str(slip.to))
    lowest = (None, False, 0, CanadianStudy.none, EducationLevel.less_than_secondary)
    if before == after or (before in lowest and after in lowest):
        return
    yield slip.path, (("told", before), ("account", after)), lambda some: with_value(some, slip.path, after)


def _without(slip: Slip, facts: Facts, known: Facts, on: date, rules: RuleBook) -> Iterator[_Change]:
    """No result of the partner; no assessment of one foreign diploma, or of what was only told as a level."""
    if slip.path != "credentials":
        if _of(known, slip.path):
            yield slip.path, (), lambda some: with_value(some, slip.path, ())
        return
    if facts.credentials is None:
        if known.education not in (None, EducationLevel.less_than_secondary):
            lowest = EducationLevel.less_than_secondary
            yield "education", (), lambda some: with_value(some, "education", lowest)
        return
    for place, one in enumerate(facts.credentials):
        if one.assessed is None:
            continue
        unassessed = one.model_copy(update={"assessed": None})
        left = (*facts.credentials[:place], unassessed, *facts.credentials[place + 1 :])
        level = counted(left, on, rules=rules).level
        if level is not known.education:
            detail: tuple[tuple[str, FactValue], ...] = (("told", known.education), ("account", level))
            yield "education", detail, lambda some, level=level: with_value(some, "education", level)  # type: ignore[misc]


def _ability(slip: Slip, known: Facts, now: CrsResult, on: date, rules: RuleBook) -> Iterator[_Change]:
    """One ability of a result that counts, a band up or down."""
    if slip.path:
        person: Person | None = known.partner
        used = [test for test in known.partner.tests if usable(test, on, rules)] if known.partner else []
    else:
        person, used = known, [test for test in (now.english_test, now.french_test) if test is not None]
    if person is None:
        return
    at = f"{slip.path}.tests" if slip.path else "tests"
    for test in used:
        place = person.tests.index(test)
        for ability, score, level in _next_to(test, slip.by, rules):
            detail: tuple[tuple[str, FactValue], ...] = (
                ("language", test.kind.language),
                ("ability", ability),
                ("account", level),
            )
            path = f"{at}.{place}.scores.{ability}"
            # Two abilities of one test can both be mistyped.
            yield path, detail, lambda some, path=path, score=score: with_value(some, path, score)  # type: ignore[misc]


def _next_to(test: LanguageTest, by: int, rules: RuleBook) -> Iterator[tuple[Ability, float, int]]:
    for band in bands(test, rules):
        if by > 0 and band.following is not None:
            yield band.ability, band.following.score, band.following.level
        elif by < 0:
            below = [each for each in band.thresholds if each.level < band.level]
            if below:
                yield band.ability, below[-1].score, below[-1].level
            elif band.level:
                yield band.ability, 0, 0


def _language(slip: Slip, known: Facts, now: CrsResult) -> Iterator[_Change]:
    """No result of the first or of the second official language."""
    first = now.first_official_language
    spoken = [test.kind.language for test in (now.english_test, now.french_test) if test is not None]
    for language in dict.fromkeys(spoken):
        if (language is first) is (slip.to == "first"):
            yield (
                "tests",
                (("language", language),),
                lambda some, language=language: some.model_copy(  # type: ignore[misc]
                    update={"tests": tuple(test for test in some.tests if test.kind.language is not language)}
                ),
            )


def _moved(slip: Slip, known: Facts) -> Iterator[_Change]:
    years, others = _of(known, slip.path) or 0, _of(known, str(slip.to)) or 0
    if years:
        update = {slip.path: 0, str(slip.to): years + others}
        yield "work", (("told", years),), lambda some: some.model_copy(update=update)


def _partner(slip: Slip, known: Facts) -> Iterator[_Change]:
    """A partner who counts where none was told to, or none where one was."""
    partner = known.partner
    if slip.to == "none" and _counts(partner):
        yield "partner", (), lambda some: some.model_copy(update={"partner": None})
    elif slip.to == "accompanying" and not _counts(partner):
        told = partner or Partner(status=PartnerStatus.accompanying)
        coming = told.model_copy(update={"status": PartnerStatus.accompanying})
        yield "partner", (), lambda some: some.model_copy(update={"partner": coming})
