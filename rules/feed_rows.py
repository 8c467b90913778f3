"""One object of the feed of rounds, read: what it says, what of it was set aside, or why it cannot be taken.

The number and the day are said in several fields, and whom the round was for in two: these have to agree, as none of
them is worth more than another. A row whose number, day, size, cut-off, tie-break or programs cannot be read,
contradict each other or cannot be true is refused whole, because everything told to people rests on them. The instant
and the pool can be done without: where they do not hold, they are left out and a remark says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from rules import feed_dates
from rules.facts import MOST_CRS, InvitedProgram
from rules.feed_names import EVERYBODY, FEDERAL, PNP, Named, named, programs_of
from rules.feed_text import plain, whole_number
from rules.rounds import Band, Pool, Round, RoundKind, order_of

FIRST_DAY: Final = date(2015, 1, 1)
DAY: Final = timedelta(days=1)
LONGEST: Final = 2_000  # characters of a field; the longest ones, links with their text, have 300
LONGEST_NAME: Final = 120
MOST_INVITED: Final = 60_000  # the largest round so far invited 27,332
NOMINATION: Final = 600
"""What a nomination adds: the cut-off of a round for nominees alone is above it."""
WITHOUT_NOMINATION: Final = 900
"""No score reaches this without a nomination since a job offer adds 200 at most (19 November 2016)."""
OFFERS_CUT: Final = date(2016, 11, 19)
WITHOUT_TIE_BREAK: Final = 76  # the number of the last round that had none
OLDEST_PROFILE: Final = timedelta(days=371)
"""A profile lives twelve months, so no tie-break is older; a few days more for how they count."""
OLDEST_POOL: Final = timedelta(days=31)

_NUMBER: Final = re.compile(r"(?:#|no\.? ?|n° ?)?([1-9][0-9]{0,3}[a-z]?)", re.IGNORECASE)
_IN_ADDRESS: Final = re.compile(r"[?&]q=([^'\"&#<> ]{1,9})|invitations-([^'\"&#<>/ ]{1,9})\.html", re.IGNORECASE)
_BEHIND_MARK: Final = re.compile(r"#[ ]?([0-9a-z]{1,9})", re.IGNORECASE)
_STRANGE: Final = re.compile(r"[^\w ,.'’()/&+:–—-]|\.\w|://|_|Ã|Â|�")

_WIDE: Final = {3: range(4, 9), 9: range(10, 15)}
_BANDS: Final = {
    1: (601, MOST_CRS), 2: (501, 600), 3: (451, 500), 4: (491, 500), 5: (481, 490), 6: (471, 480), 7: (461, 470),
    8: (451, 460), 9: (401, 450), 10: (441, 450), 11: (431, 440), 12: (421, 430), 13: (411, 420), 14: (401, 410),
    15: (351, 400), 16: (301, 350), 17: (0, 300),
}  # fmt: skip
_TOP: Final = (1, 2, 3, 9, 15, 16, 17)
_TOTAL: Final = 18

Fields = Mapping[str, object]
"""An object of the feed, its keys in small letters."""


class Refused(Exception):  # noqa: N818 - the name says it
    """A row that is not taken; `str()` is why, for the operator."""


class Row(NamedTuple):
    """What an object of the feed says. `programs` is None where they are said in words that are not known: in a French
    row, or under a name that is not known either. `remarks` name what was set aside."""

    number: str
    day: date
    instant: datetime | None
    name: str
    named: Named
    programs: tuple[InvitedProgram, ...] | None
    invitations: int
    cut_off: int
    tie_break: datetime | None
    pool: Pool | None
    remarks: tuple[str, ...]

    def as_round(self) -> Round:
        """The round of an English row."""
        return Round(
            number=self.number,
            day=self.day,
            instant=self.instant,
            kind=self.named.kind,
            name_en=self.name,
            name_fr=None,
            programs=self.programs or (),
            category=self.named.category,
            version=self.named.version,
            invitations=self.invitations,
            cut_off=self.cut_off,
            tie_break=self.tie_break,
            pool=self.pool,
        )


def read_row(fields: Fields, *, french: bool = False) -> Row:
    """The row of an object. Raises Refused where it cannot be read or contradicts itself."""
    remarks: list[str] = []
    number = _number(fields)
    day = _day(fields, remarks)
    instant = _instant(fields, day, remarks)
    name = _name(fields)
    found = named(name)
    unknown = found.kind is RoundKind.category and found.category is None
    programs = _programs(fields, found, may_be_unknown=french or unknown)
    if programs is None and not french:
        remarks.append(f"drawText2: {_shown(_text(fields, 'drawText2'))} names no programs that are known; none taken")
    if unknown:
        remarks.append(f"drawName: {name!r} is no category that is known; shown as published")
    return Row(
        number=number,
        day=day,
        instant=instant,
        name=name,
        named=found,
        programs=programs,
        invitations=_whole(fields, "drawSize"),
        cut_off=_whole(fields, "drawCRS"),
        tie_break=_tie_break(fields, number, day, instant),
        pool=_pool(fields, day, remarks),
        remarks=tuple(remarks),
    )


def unlikely(row: Row, now: datetime) -> Iterator[str]:
    """What cannot be true of a round as a rule, in words for the operator."""
    if not FIRST_DAY <= row.day <= now.astimezone(UTC).date() + DAY:
        yield f"drawDate: {row.day} is not between {FIRST_DAY} and today"
    if row.instant is not None and row.instant > now + DAY:
        yield f"drawDateTime: {row.instant:%Y-%m-%d %H:%M:%S} is still to come"
    if not 0 < row.invitations <= MOST_INVITED:
        yield f"drawSize: {row.invitations} is not between 1 and {MOST_INVITED}"
    if not 0 < row.cut_off <= MOST_CRS:
        yield f"drawCRS: {row.cut_off} is not between 1 and {MOST_CRS}"
    if row.named.category is not None and row.programs == EVERYBODY:
        yield "drawText2: nominees in a round for a category, which none has been open to"
    if row.programs == (PNP,) and row.cut_off <= NOMINATION:
        yield f"drawCRS: {row.cut_off} in a round for nominees alone, who have {NOMINATION} for the nomination"
    without_nominees = bool(row.programs) and PNP not in (row.programs or ())
    if without_nominees and row.day > OFFERS_CUT and row.cut_off > WITHOUT_NOMINATION:
        yield f"drawCRS: {row.cut_off} in a round without nominees"
    if row.tie_break is not None:
        latest = row.instant or datetime.combine(row.day + DAY, time.max, UTC)
        if row.tie_break > latest:
            yield f"drawCutOff: the tie-break {row.tie_break:%Y-%m-%d %H:%M:%S} is after the round"
        elif row.tie_break < latest - OLDEST_PROFILE:
            yield f"drawCutOff: the tie-break {row.tie_break:%Y-%m-%d %H:%M:%S} is over a year before the round"


def number_of(fields: Fields) -> str | None:
    """The number an object gives itself, for naming it; None where it is no number of a round."""
    try:
        return _read_number(_text(fields, "drawNumber"))
    except Refused:
        return None


def _number(fields: Fields) -> str:
    number = _read_number(_text(fields, "drawNumber"))
    if number is None:
        raise Refused(f"drawNumber: {_shown(_text(fields, 'drawNumber'))} is no number of a round")
    for field, said in (
        ("drawNumberURL", _numbers_in_link(fields)),
        ("mitext", _BEHIND_MARK.findall(_text(fields, "mitext"))),
    ):
        other = next((each for each in said if each.lower() != number), None)
        if other is not None:
            raise Refused(f"drawNumber: {number}, but {field} says {_shown(other)}")
    return number


def _read_number(text: str) -> str | None:
    found = _NUMBER.fullmatch(text)
    return None if found is None else found[1].lower()


def _numbers_in_link(fields: Fields) -> Iterator[str]:
    text = _text(fields, "drawNumberURL")
    if text:
        yield text.removeprefix("#").strip()
    for one, other in _IN_ADDRESS.findall(_raw(fields, "drawNumberURL")):
        yield one or other


def _day(fields: Fields, remarks: list[str]) -> date:
    """The day as both date fields say it; where one cannot be read, as the other and the instant do."""
    short, full = _text(fields, "drawDate"), _text(fields, "drawDateFull")
    said, said_fully = feed_dates.days(short), feed_dates.days(full)
    if said and said_fully:
        both = said & said_fully
        if len(both) != 1:
            raise Refused(f"drawDate: {_shown(short)}, but drawDateFull says {_shown(full)}")
        return min(both)
    either = said | said_fully
    if not either:
        raise Refused(f"drawDate: neither {_shown(short)} nor drawDateFull {_shown(full)} can be read")
    text = _text(fields, "drawDateTime")
    held = {day for day in either if (at := feed_dates.instant(text, around=day)) and at.date() in (day, day + DAY)}
    if len(held) != 1:
        raise Refused(f"drawDate: {_shown(short)} and drawDateFull {_shown(full)} are not sure of the day")
    day = min(held)
    remarks.append(f"drawDate: {_shown(short)}, drawDateFull {_shown(full)}; taken as {day}, as drawDateTime says")
    return day


def _instant(fields: Fields, day: date, remarks: list[str]) -> datetime | None:
    """When the invitations were issued: on the day, or the next one in UTC."""
    text = _text(fields, "drawDateTime")
    found = feed_dates.instant(text, around=day)
    if found is not None and found.date() not in (day, day + DAY):
        remarks.append(f"drawDateTime: {_shown(text)} is not of {day}; set aside")
        return None
    if found is None and text:
        remarks.append(f"drawDateTime: {_shown(text)} cannot be read; set aside")
    return found


def _name(fields: Fields) -> str:
    name = _text(fields, "drawName").strip(" ,.")
    if not name:
        raise Refused("drawName: is empty")
    if len(name) > LONGEST_NAME or _STRANGE.search(name) or not any(map(str.isalpha, name)):
        raise Refused(f"drawName: {_shown(name)} is no name of a round")
    return name


def _programs(fields: Fields, found: Named, *, may_be_unknown: bool) -> tuple[InvitedProgram, ...] | None:
    """The programs, which have to fit the name. A reform may bring a new name with new programs at once."""
    text = _text(fields, "drawText2")
    programs = programs_of(text)
    if programs is None:
        if may_be_unknown and text:
            return None
        raise Refused(f"drawText2: {_shown(text)} names no programs that are known")
    expected: Collection[tuple[InvitedProgram, ...]] = (programs,)
    if found.kind is RoundKind.general:
        expected = (EVERYBODY,)
    elif found.program is not None:
        expected = ((found.program,),)
    elif found.category is not None:
        expected = (FEDERAL, EVERYBODY)  # the second is doubted, see `unlikely`
    if programs not in expected:
        raise Refused(f"drawText2: {_shown(text)} does not fit the name, {_shown(_text(fields, 'drawName'))}")
    return programs


def _tie_break(fields: Fields, number: str, day: date, instant: datetime | None) -> datetime | None:
    text = _text(fields, "drawCutOff")
    if not text:
        if order_of(number)[0] <= WITHOUT_TIE_BREAK:
            return None
        raise Refused("drawCutOff: is empty, and there is no round without a tie-break any more")
    found = feed_dates.instant(text, before=instant or datetime.combine(day + DAY, time.max, UTC))
    if found is None:
        raise Refused(f"drawCutOff: {_shown(text)} cannot be read")
    return found


def _pool(fields: Fields, day: date, remarks: list[str]) -> Pool | None:
    """The pool, if its bands add up to its total; all zero means that none was published."""
    texts = {place: _text(fields, f"dd{place}") for place in (*_BANDS, _TOTAL)}
    if all(text in ("", "0") for text in texts.values()):
        return None
    people: dict[int, int] = {}
    for place, text in texts.items():
        found = whole_number(text) if text else 0
        if found is None and (place == _TOTAL or place in _TOP):
            remarks.append(f"dd{place}: {_shown(text)} is no number; the pool is set aside")
            return None
        people[place] = -1 if found is None else found
    total = sum(people[place] for place in _TOP)
    if total != people[_TOTAL] or total == 0:
        remarks.append(f"dd18: {people[_TOTAL]}, but the bands make {total}; the pool is set aside")
        return None
    text = _text(fields, "drawDistributionAsOn")
    said = feed_dates.days(text)
    if len(said) != 1 or not day - OLDEST_POOL <= min(said) <= day:
        remarks.append(f"drawDistributionAsOn: {_shown(text)} is not in the month before {day}; the pool is set aside")
        return None
    return Pool(min(said), tuple(_bands(people, remarks)), total)


def _bands(people: Mapping[int, int], remarks: list[str]) -> Iterator[Band]:
    for place in _TOP:
        parts = _WIDE.get(place, range(0))
        sure = bool(parts) and min(people[part] for part in parts) >= 0
        if sure and sum(people[part] for part in parts) == people[place]:
            yield from (Band(*_BANDS[part], people[part]) for part in parts)
            continue
        if parts and any(people[part] for part in parts):
            remarks.append(f"dd{place}: {people[place]}, but its bands of ten points do not add up to it; set aside")
        yield Band(*_BANDS[place], people[place])


def _whole(fields: Fields, name: str) -> int:
    text = _text(fields, name)
    found = whole_number(text)
    if found is None:
        raise Refused(f"{name}: {_shown(text)} is no whole number")
    return found


def _text(fields: Fields, name: str) -> str:
    return plain(_raw(fields, name))


def _raw(fields: Fields, name: str) -> str:
    value = fields.get(name.lower(), "")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise Refused(f"{name}: is {type(value).__name__}, not text")
    text = str(value)
    if len(text) > LONGEST:
        raise Refused(f"{name}: is longer than {LONGEST} characters")
    return text


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
