"""The feed of rounds of invitations, read: a file's bytes on one side, rounds on the other, and what was held back.

The official file (`ee_rounds_123_en.json` of canada.ca) is edited by hand and rewrites its own past, so it is read
whole each time and nothing in it is taken at its word. Each object is read by `feed_rows`; here the rows are held
against each other and against the rounds that are known. A row that cannot be taken is held with its reason and stops
no other. What is held and what was set aside is for the operator; nothing of it changes what is known already.

The French file has the same shape. It brings the French names alone: each row has to say the same as the English one.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from rules.feed_rows import Fields, Refused, Row, number_of, read_row, unlikely
from rules.feed_text import folded, storable
from rules.rounds import Pool, Round, RoundKind, order_of

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a file; the official one has 0.8 MB and grows by 0.1 MB a year."""
MOST_ROWS: Final = 5_000
MOST_AHEAD: Final = 20
"""By how many numbers a round may be ahead of the one before it in the feed."""
MOST_CORRECTED: Final = 10
"""How many known rounds a file may say something else of; more at once is no correction but a wrong file."""
_EXCERPT: Final = 2_000
_OBJECT: Final = re.compile(r'\{(?=\s*"drawNumber"\s*:)', re.IGNORECASE)
_FRENCH: Final = re.compile(r"\b(?:programme|categorie|candidats|travailleurs)\b")


class Unreadable(Exception):  # noqa: N818 - the name says it
    """A file that holds no rounds at all; `str()` is why."""


class Held(NamedTuple):
    """A row that was not taken: its number, or its place in the file ("row 17"), why, and the row as it was read."""

    row: str
    why: str
    text: str


class Remark(NamedTuple):
    """What was set aside of a round that was taken."""

    number: str
    why: str


class Reading(NamedTuple):
    """What a file said: its rounds in the order they were held, completed by what was known of them; what was not
    taken, in the order of the file; and the remarks. `rows` is how many there were in the file.
    """

    rounds: tuple[Round, ...]
    held: tuple[Held, ...]
    remarks: tuple[Remark, ...]
    rows: int
    french: bool


class _Object(NamedTuple):
    place: int
    fields: Fields | None
    text: str
    why: str  # of what could not even be read as an object


class _Taken(NamedTuple):
    source: _Object
    row: Row


def read(content: bytes, known: Iterable[Round], now: datetime, accept: Collection[str] = ()) -> Reading:
    """Reads a file against the rounds that are known.

    `accept` names rounds that are taken although something speaks against them, because an operator looked at them; a
    row that cannot be read or contradicts itself is not taken for that. Raises Unreadable.
    """
    objects = _objects(content)
    french = _is_french(objects)
    by_number = {one.number: one for one in known}
    held: list[tuple[int, Held]] = []
    taken: list[_Taken] = []

    def hold(source: _Object, why: str) -> None:
        number = None if source.fields is None else number_of(source.fields)
        held.append((source.place, Held(number or f"row {source.place}", storable(why), storable(source.text))))

    for source in objects:
        try:
            if source.fields is None:
                raise Refused(source.why)
            row = read_row(source.fields, french=french)
            _believe(row, by_number.get(row.number), now, accept)
        except Refused as refusal:
            hold(source, str(refusal))
        else:
            taken.append(_Taken(source, row))
    taken = _each_once(taken, hold)
    taken = _in_french(taken, by_number, hold) if french else _in_line(taken, by_number, accept, hold)
    rounds = [_completed(one.row, by_number.get(one.row.number), french) for one in taken]
    return Reading(
        rounds=tuple(sorted(rounds, key=lambda one: order_of(one.number))),
        held=tuple(one for _, one in sorted(held, key=lambda each: each[0])),
        remarks=tuple(Remark(one.row.number, why) for one in taken for why in one.row.remarks if not french),
        rows=len(objects),
        french=french,
    )


# --- the file ---------------------------------------------------------------------------------------------------------


class _Pairs(dict[str, Any]):
    """An object whose keys were written with any capitals; `twice` is a key with two values, if there is one."""

    twice: str | None = None


def _pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    found = _Pairs()
    for key, value in pairs:
        small = key.lower()
        if small in found and found[small] != value:
            found.twice = key
        found[small] = value
    return found


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs)


def _objects(content: bytes) -> list[_Object]:
    if len(content) > LARGEST:
        raise Unreadable(f"the file is larger than {LARGEST} bytes")
    text = _decoded(content)
    try:
        found = [*_listed(_DECODER.decode(text.strip()))]
    except (ValueError, RecursionError):
        found = [*_salvaged(text)]
    if len(found) > MOST_ROWS:
        raise Unreadable(f"the file holds more than {MOST_ROWS} rows")
    return found


def _decoded(content: bytes) -> str:
    """UTF-8, or Windows-1252 where that cannot be; a file put together by hand may hold lines of both."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_line(line) for line in content.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _listed(whole: object) -> Iterator[_Object]:
    rows = whole.get("rounds") if isinstance(whole, dict) else whole
    if isinstance(rows, dict):
        rows = [*rows.values()]
    if not isinstance(rows, list) or not rows:
        raise Unreadable("the file holds no list of rounds")
    for place, fields in enumerate(rows, 1):
        yield _object(place, fields, json.dumps(fields, ensure_ascii=False)[:_EXCERPT])


def _salvaged(text: str) -> Iterator[_Object]:
    """The objects of a file that is no JSON as a whole: a comma too many, a quotation mark too few, an end cut off."""
    starts = [match.start() for match in _OBJECT.finditer(text)]
    if not starts:
        raise Unreadable("the file is no JSON, and holds no rounds that could be read one by one")
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        piece = text[start:end]
        try:
            fields, _ = _DECODER.raw_decode(piece)
        except (ValueError, RecursionError) as error:
            why = f"is no JSON: {error}" if isinstance(error, ValueError) else "is no JSON"
            yield _Object(place, None, piece[:_EXCERPT].strip(), why)
        else:
            yield _object(place, fields, piece[:_EXCERPT].strip())


def _object(place: int, fields: object, text: str) -> _Object:
    if not isinstance(fields, _Pairs):
        return _Object(place, None, text, "is no object")
    if fields.twice is not None:
        return _Object(place, None, text, f"{fields.twice[:40]!r}: is there twice, with two values")
    return _Object(place, fields, text, "")


def _is_french(objects: Sequence[_Object]) -> bool:
    """Whether most rows name their programs in French."""
    said = [str(one.fields.get("drawtext2", ""))[:500] for one in objects if one.fields is not None]
    return sum(_FRENCH.search(folded(text)) is not None for text in said) * 2 > len(said)


# --- the rows against each other, and against what is known -----------------------------------------------------------


Hold = Callable[[_Object, str], None]


def _believe(row: Row, known: Round | None, now: datetime, accept: Collection[str]) -> None:
    """Refuses what cannot be true, unless it is known already or an operator accepts it."""
    if row.number in accept or (known is not None and _said(row) == _said(known)):
        return
    why = next(unlikely(row, now), None)
    if why is not None:
        raise Refused(why)


def _each_once(taken: list[_Taken], hold: Hold) -> list[_Taken]:
    """Each number once; two rows of one number are both held, unless they say the same."""
    by_number: dict[str, list[_Taken]] = {}
    for one in taken:
        by_number.setdefault(one.row.number, []).append(one)
    kept = []
    for number, several in by_number.items():
        if all(each.row == several[0].row for each in several):
            kept.append(several[0])
            continue
        for each in several:
            hold(each.source, f"drawNumber: {number} is there {len(several)} times, and not the same")
    return kept


def _in_line(taken: list[_Taken], known: Mapping[str, Round], accept: Collection[str], hold: Hold) -> list[_Taken]:
    """What is left once days follow numbers, no number runs ahead, and the past was not rewritten at large."""
    free = {*accept}
    taken = _not_rewritten(taken, known, free, hold)
    taken = _by_day(taken, known, free, hold)
    return _not_ahead(taken, known, free, hold)


def _not_rewritten(taken: list[_Taken], known: Mapping[str, Round], free: set[str], hold: Hold) -> list[_Taken]:
    corrected = [
        one
        for one in taken
        if one.row.number in known and one.row.number not in free and _rewrites(one.row, known[one.row.number])
    ]
    if len(corrected) <= MOST_CORRECTED:
        return taken
    for one in corrected:
        hold(one.source, f"says something else of a known round, as do {len(corrected) - 1} others in this file")
    numbers = {one.row.number for one in corrected}
    return [one for one in taken if one.row.number not in numbers]


def _by_day(taken: list[_Taken], known: Mapping[str, Round], free: set[str], hold: Hold) -> list[_Taken]:
    """Rows whose day fits their place between the others; of two that do not fit each other, and neither is known,
    both are held."""
    days = {one.number: one.day for one in known.values()}
    sure = [one for one in taken if days.get(one.row.number) == one.row.day or one.row.number in free]
    # A known round whose day the file corrects holds nobody: it is the row itself that has to fit.
    corrected = {one.row.number for one in taken} - {one.row.number for one in sure}
    marks = sorted(
        [
            *((order_of(one.row.number), one.row.day) for one in sure),
            *((order_of(number), day) for number, day in days.items() if number not in corrected),
        ]
    )
    numbers = [order for order, _ in marks]
    sure_numbers = {one.row.number for one in sure}
    kept, open_ = [], []
    for one in sorted(taken, key=_order):
        if one.row.number in sure_numbers:
            kept.append(one)
            continue
        place = bisect_right(numbers, _order(one))
        before = marks[place - 1][1] if place else date.min
        after = marks[place][1] if place < len(marks) else date.max
        if before <= one.row.day <= after:
            open_.append(one)
        else:
            hold(one.source, f"drawDate: {one.row.day} is not between the rounds before and after it")
    in_step = _in_step([one.row.day.toordinal() for one in open_])
    for one, fits in zip(open_, in_step, strict=True):
        if fits:
            kept.append(one)
        else:
            hold(one.source, f"drawDate: {one.row.day} does not follow the number, and which row is wrong is not known")
    return sorted(kept, key=_order)


def _in_step(days: Sequence[int]) -> list[bool]:
    """Which days stand in every one of the longest runs of days that never go back."""
    before = _longest_to(days)
    after = _longest_to([-day for day in reversed(days)])[::-1]
    longest = max(before, default=0)
    on_one = [one + other - 1 == longest for one, other in zip(before, after, strict=True)]
    places: dict[int, int] = {}
    for place, on in zip(before, on_one, strict=True):
        if on:
            places[place] = places.get(place, 0) + 1
    return [on and places[place] == 1 for place, on in zip(before, on_one, strict=True)]


def _longest_to(days: Sequence[int]) -> list[int]:
    """For each day the length of the longest run that ends with it."""
    ends: list[int] = []
    lengths = []
    for day in days:
        place = bisect_right(ends, day)
        ends[place : place + 1] = [day]
        lengths.append(place + 1)
    return lengths


def _not_ahead(taken: list[_Taken], known: Mapping[str, Round], free: set[str], hold: Hold) -> list[_Taken]:
    """No number may be far ahead of the one before it: a digit too many would open a gap of thousands."""
    newest = max((order_of(number)[0] for number in known), default=0)
    kept = []
    for one in sorted(taken, key=_order):
        number = _order(one)[0]
        if number > newest + MOST_AHEAD and newest and one.row.number not in free:
            hold(one.source, f"drawNumber: {one.row.number} is far ahead of {newest}, the one before it")
            continue
        newest = max(newest, number)
        kept.append(one)
    return kept


def _in_french(taken: list[_Taken], known: Mapping[str, Round], hold: Hold) -> list[_Taken]:
    """The French rows that say of a known round what is known of it."""
    kept = []
    for one in taken:
        why = _not_the_same(one.row, known.get(one.row.number))
        if why is None:
            kept.append(one)
        else:
            hold(one.source, why)
    return kept


def _not_the_same(row: Row, english: Round | None) -> str | None:
    if english is None:
        return "is not known from the English file"
    for field, said, told in (
        ("drawDate", row.day, english.day),
        ("drawSize", row.invitations, english.invitations),
        ("drawCRS", row.cut_off, english.cut_off),
        ("drawCutOff", row.tie_break, english.tie_break),
    ):
        if said != told:
            return f"{field}: {said}, but {told} in English"
    in_words = (row.named.kind, row.named.category, row.named.program)
    of_program = english.programs[0] if english.kind is RoundKind.program else None
    unknown = row.named.category is None and row.named.kind is RoundKind.category
    if not unknown and not english.of_unknown_category and in_words != (english.kind, english.category, of_program):
        return f"drawName: {row.name!r}, but {english.name_en!r} in English"
    return None


def _order(one: _Taken) -> tuple[int, str]:
    return order_of(one.row.number)


def _said(one: Row | Round) -> tuple[Any, ...]:
    """What a row or a round says that people are told by; the instant of the round is not part of it."""
    named = one.named if isinstance(one, Row) else one
    facts = (getattr(one, name) for name in _FACTS)
    return (*facts, one.programs or (), named.kind, named.category)


_FACTS: Final = ("day", "invitations", "cut_off", "tie_break")


def _rewrites(row: Row, known: Round) -> bool:
    """Whether a row says something else than is known. To know a name by now that was not known is no correction."""
    facts = len(_FACTS) if known.of_unknown_category else None
    return _said(row)[:facts] != _said(known)[:facts]


def _completed(row: Row, known: Round | None, french: bool) -> Round:
    """The round of a row, with what was known and the file does not say, or does not say any more."""
    if known is None:
        return row.as_round()
    if french:
        return known._replace(name_fr=row.name)
    told = row.as_round()
    renamed = (known.kind, known.category, known.version) != (told.kind, told.category, told.version)
    return told._replace(
        instant=told.instant or (known.instant if known.day == told.day else None),
        name_fr=None if renamed or (known.of_unknown_category and known.name_en != told.name_en) else known.name_fr,
        pool=_better(told.pool, known.pool),
    )


def _better(told: Pool | None, known: Pool | None) -> Pool | None:
    """The pool as told; as known where the feed tells none (any more), or the same one in wider bands."""
    if told is None or known is None:
        return told or known
    same = (told.as_of, told.total) == (known.as_of, known.total)
    return known if same and len(known.bands) > len(told.bands) else told
