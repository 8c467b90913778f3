"""The reader of the feed against what nobody meant to publish: a field or a file changed in any way.

Short here; `make soak` changes a million fields and 2,000 files. What "accepted silently" means is `wrongs`: a row that
is taken may differ from the row it was made of only in what the changed field says literally, as read by other means
than the reader's; what is said in two fields may not differ at all; what was dropped has to be remarked upon.
"""

from __future__ import annotations

import html
import json
import random
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from rules.feed import Reading, Unreadable, read
from rules.feed_rows import Refused, Row, read_row, unlikely
from rules.rounds import Pool, Round, RoundKind, order_of, shipped
from tests.feed_files import NOW, a_round, feed_file, feed_object

NEW: Final = tuple(a_round(str(number)) for number in range(448, 453))
TRUTH: Final = {one.number: one for one in (*shipped(), *NEW)}
OBJECTS: Final = {number: feed_object(one) for number, one in TRUTH.items()}
SLOWEST: Final = 1.0  # seconds for a row, which takes a fifth of a millisecond
SLOWEST_FILE: Final = 20.0

STRANGE: Final = "09,. :-/#'\"<>&;()ATaz\u00a0\u202f\u200b\u202e\x00\n\t٣３é“\ud83d\U0001f600"
WORDS: Final = (
    "", " ", "0", "-1", "999999999999", "1e3", "12:00", "UTC", "AM", "PM", " PM UTC", "at", "January", "août",
    "Version 2",
    "(2025-1)", "2026-02-30", "29-02-2026", "null", "<b>", "</a>", "&nbsp;", "&#49;", "<script>alert(1)</script>",
    "http://evil.example", "Canadian Experience Class", "Provincial Nominee Program", "and", "General", "#447",
    "?q=447",
    "NaN", "１２３", "5 17", "5,17", "9" * 400, "," * 300, " " * 900, "a" * 3000, "<" * 500, "January " * 60,
)  # fmt: skip
NO_TEXT: Final = (None, True, 7, -3, 1.5, [], {}, ["517"], {"a": 1}, 10**30)


# --- changing a field -------------------------------------------------------------------------------------------------


def changed(text: str, chance: random.Random) -> object:
    """A text changed as a hand, a program or somebody who means ill could."""
    place, end = sorted(chance.choices(range(len(text) + 1), k=2))
    match chance.randrange(15):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + chance.choice(STRANGE) + text[place:]
        case 2:
            return text[:place] + chance.choice(STRANGE) + text[place + 1 :]
        case 3:
            return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
        case 4:
            return text[:end] + text[place:]
        case 5:
            return text[:place]
        case 6:
            return text[place:]
        case 7:
            return text[:place] + chance.choice(WORDS) + text[place:]
        case 8:
            return chance.choice(WORDS)
        case 9 | 10:
            digits = [spot for spot, each in enumerate(text) if each.isdigit()]
            if not digits:
                return text.swapcase()
            spot = chance.choice(digits)
            return text[:spot] + chance.choice("0123456789") + text[spot + 1 :]
        case 11:
            # The same field, or another one, of another row.
            return chance.choice([*OBJECTS[chance.choice([*OBJECTS])].values()])
        case 12:
            return text.replace(chance.choice(" ,:-"), chance.choice(["", " ", "  ", ".", "\u00a0", ";"]))
        case 13:
            return chance.choice(NO_TEXT)
        case _:
            return f"<i>{text[:place]}</i>&nbsp;{text[place:]}"


# --- judging a row ----------------------------------------------------------------------------------------------------


def seen(value: object) -> str:
    """The text of a field as a browser would show it: read by other means than the reader's."""
    bare = html.unescape(re.sub(r"<[^<>]*>", " ", str(value)))
    return " ".join(re.sub("[\u200b\u202e]", "", bare).split())


def wrongs(truth: Round, row: Row, field: str, value: object) -> Iterator[str]:
    """What a row that was taken says that neither its round nor its changed field does."""
    told = row.as_round()
    text = seen(value)
    may: set[str] = set()
    if field == "drawSize" and text.replace(",", "").replace(" ", "") == str(told.invitations):
        may = {"invitations"}
    elif field == "drawCRS" and text.replace(",", "").replace(" ", "") == str(told.cut_off):
        may = {"cut_off"}
    elif field == "drawCutOff" and _says_instant(text, told.tie_break):
        may = {"tie_break"}
    elif field == "drawDateTime" and (
        (told.instant is None and (row.remarks or not text)) or _says_instant(text, told.instant)
    ):
        may = {"instant"}
    elif field == "drawName" and told.name_en == text.strip(" ,.") and _says_name(text, row):
        may = {"name_en", "kind", "category", "version"}
    elif field.startswith("dd") or field == "drawDistributionAsOn":
        may = {"pool"} if _says_pool(truth.pool, told.pool, row, text) else set()
    for name, before, after in zip(truth._fields, truth, told, strict=True):
        if before != after and name not in may | {"name_fr"}:
            yield f"{name}: {before!r} became {after!r} by {field} = {value!r}"


def _says_instant(text: str, instant: datetime | None) -> bool:
    """Whether the last three numbers of a text are the time, and a day and a month before them the date."""
    numbers = [int(each) for each in re.findall(r"[0-9]+", text)]
    if instant is None or len(numbers) < 4 or numbers[-3:] != [instant.hour, instant.minute, instant.second]:
        return False
    rest = numbers[:-3]
    years = [each for each in rest if each > 99]
    words = re.findall(r"[a-zé]+", text.lower())
    month = any(f"{instant:%B}".lower().startswith(each[:3]) and len(each) > 2 for each in words) or "-" in text
    return instant.day in rest and month and all(year == instant.year for year in years)


KEYWORDS: Final[Mapping[str, str]] = {
    "french": "french|francais", "healthcare": "health|sante", "stem": "stem|scien|stim",
    "trades": "trade|metier",
    "transport": "transport", "agriculture": "agri", "education": "educ", "physicians": "physic|doctor|medec",
    "senior_managers": "manager|cadre", "researchers": "research", "military": "militar|militaire",
}  # fmt: skip


def _says_name(name: str, row: Row) -> bool:
    """Whether a name holds the word of its category or is remarked upon; and its programs are those of its kind."""
    bare = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    said, name = row.named, " ".join(re.findall(r"[^\W\d]+|[0-9]+", bare))
    if said.kind is RoundKind.general:
        return re.search("general|no program|aucun programme", name, re.IGNORECASE) is not None
    if said.kind is RoundKind.program:
        return row.programs == (said.program,)
    if said.category is None:
        return any(remark.startswith("drawName") for remark in row.remarks)
    versions = re.findall(r"ersion *([0-9]+)|20[0-9]{2} *([0-9]+)", name, re.IGNORECASE)
    return re.search(KEYWORDS[said.category], name, re.IGNORECASE) is not None and said.version in {
        None,
        *(int(one or other) for one, other in versions),
    }


def _says_pool(before: Pool | None, after: Pool | None, row: Row, text: str) -> bool:
    """Whether a pool is as it was, in wider bands, of a day the text says, or gone with a remark."""
    if after is None or before is None:
        return after is None and (before is None or bool(row.remarks))
    if after.as_of != before.as_of and after.as_of.day not in map(int, re.findall(r"[0-9]+", text)):
        return False
    if after.total != before.total or sum(band.people for band in after.bands) not in (
        after.total,
        sum(band.people for band in before.bands),
    ):
        return False
    if after.bands == before.bands:
        return True
    fine = {band.first: band for band in before.bands}
    for band in after.bands:
        inside = sum(each.people for each in fine.values() if band.first <= each.first and each.last <= band.last)
        if band.people != inside and (band.first, band.last) not in ((451, 500), (401, 450)):
            return False
    return bool(row.remarks) or text in ("", "0")


def small(fields: Mapping[str, object]) -> dict[str, object]:
    """The object as the reader hands it on, its keys in small letters."""
    return {name.lower(): value for name, value in fields.items()}


CLEAN: Final = [number for number in TRUTH if number != "247"]
"""The rounds whose object is read as it was written: the bands of 247 do not add up."""


def fields_changed(count: int, seed: int) -> dict[str, int]:
    """Changes fields one at a time; how many rows were taken as they were, taken as the field says, and held."""
    chance = random.Random(seed)
    found = dict.fromkeys(("same", "other", "held"), 0)
    names = [*OBJECTS["447"]]
    # What decides is changed more often than each of the eighteen numbers of the pool.
    weights = [1 if name.startswith("dd") else 4 for name in names]
    for _ in range(count):
        number = chance.choice(CLEAN)
        (field,) = chance.choices(names, weights)
        value = changed(str(OBJECTS[number][field]), chance)
        fields = {**small(OBJECTS[number]), field.lower(): value}
        began = time.process_time()
        try:
            row = read_row(fields)
            if next(unlikely(row, NOW), None) is not None:
                raise Refused
        except Refused:
            found["held"] += 1
            continue
        finally:
            assert time.process_time() - began < SLOWEST, (field, value)
        assert [*wrongs(TRUTH[number], row, field, value)] == []
        found["same" if row.as_round() == TRUTH[number]._replace(name_fr=None) else "other"] += 1
    return found


def test_every_row_is_read_as_it_was_written_before_anything_is_changed() -> None:
    for number in CLEAN:
        row = read_row(small(OBJECTS[number]))
        assert [*wrongs(TRUTH[number], row, "", "")] == []
        assert row.remarks == ()


def test_the_judge_sees_a_wrong_row() -> None:
    row = read_row(small(OBJECTS["448"]))
    for wrong in (
        row._replace(cut_off=row.cut_off + 1),
        row._replace(day=row.day + timedelta(days=1)),
        row._replace(number="449"),
        row._replace(tie_break=None),
        row._replace(pool=None),
        row._replace(instant=None),
    ):
        assert [*wrongs(TRUTH["448"], wrong, "drawCRS", OBJECTS["448"]["drawCRS"])] != []


def test_no_changed_field_is_taken_for_what_it_does_not_say() -> None:
    found = fields_changed(5_000, seed=1)
    assert min(found.values()) > 200


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20261130, 20261135))
def test_a_million_changed_fields_in_five_parts(seed: int) -> None:
    found = fields_changed(200_000, seed)
    print(f"\n200,000 changed fields: {found}")  # noqa: T201
    assert min(found.values()) > 10_000


# --- changing a file --------------------------------------------------------------------------------------------------


IN_FILE: Final = [*shipped()[-60:], *NEW]
KNOWN: Final = shipped()
FILE: Final = feed_file(OBJECTS[one.number] for one in reversed(IN_FILE))

Objects = list[dict[str, Any]]


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """A file changed without regard to what it holds."""
    place, end = sorted(chance.choices(range(len(content) + 1), k=2))
    few = place + chance.randrange(1, 400)
    match chance.randrange(9):
        case 0:
            found = bytearray(content)
            for _ in range(chance.randrange(1, 30)):
                found[chance.randrange(len(found))] = chance.randrange(256)
            return bytes(found)
        case 1:
            return content[:place] + content[few:]
        case 2:
            return content[:place] + content[end:]
        case 3:
            return content[:end] + content[place:]
        case 4:
            return content[:place]
        case 5:
            return content[:place] + chance.randbytes(chance.randrange(1, 300)) + content[place:]
        case 6:
            old = chance.choice([b'"', b",", b":", b"{", b"}", b"]", b"[", b"\\", b"<", b"0", b"draw"])
            new = chance.choice([b"", b" ", b'"', b"{", b"[", b"\xe9", b"\x00"])
            return content.replace(old, new, chance.randrange(9))
        case 7:
            return content[:place] + chance.choice([b"[" * 5000, b'{"a":' * 5000, b'"' * 5000]) + content[place:]
        case _:
            return content.decode("ascii").encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp037"]))


def objects_changed(chance: random.Random) -> tuple[bytes, set[str]]:
    """A file that is JSON still, and the numbers of the rows that were touched."""
    # The reader knows nothing of `origin`; it says whose row it was before anything happened to it.
    objects: Objects = [{**OBJECTS[one.number], "origin": one.number} for one in reversed(IN_FILE)]
    touched: set[str] = set()
    for _ in range(chance.choice([1, 1, 1, 2, 3, 10])):
        spot, other = chance.randrange(len(objects)), chance.randrange(len(objects))
        names = [name for name in objects[spot] if name in objects[other] and name != "origin"]
        hit = {spot}
        match chance.randrange(7):
            case 0:
                objects[spot], objects[other] = objects[other], objects[spot]
                continue
            case 1:
                chance.shuffle(objects)
                continue
            case 2:
                objects.append(dict(objects[spot]))
                continue
            case 3:
                for name in chance.choices(names, k=4):
                    objects[spot][name], objects[other][name] = objects[other][name], objects[spot][name]
                hit |= {other}
            case 4:
                del objects[spot][chance.choice(names)]
            case 5:
                days = ("drawDate", "drawDateFull", "drawDateTime", "drawDistributionAsOn")
                objects[spot] |= {name: objects[other][name] for name in days if name in objects[other]}
            case _:
                for name in chance.choices(names, k=chance.choice([1, 2, 8])):
                    objects[spot][name] = changed(str(objects[spot][name]), chance)
        for each in hit:
            touched |= {objects[each]["origin"], _number(objects[each])}
    return _written(objects), touched


def _number(fields: Mapping[str, Any]) -> str:
    return str(fields.get("drawNumber", "")).strip("# ").lower()


def _written(objects: Objects) -> bytes:
    return json.dumps({"classes": "wb-tables", "rounds": objects}).encode("utf-8", "surrogatepass")


def whole(reading: Reading, content: bytes) -> None:
    """What has to hold of every reading, whatever was read."""
    text = content.decode("utf-8", "replace")
    orders = [order_of(one.number) for one in reading.rounds]
    assert orders == sorted({*orders})
    assert len(reading.rounds) + len(reading.held) <= reading.rows
    assert all(held.why and len(held.text) <= 2_000 for held in reading.held)
    table = {one.number: one for one in (*KNOWN, *reading.rounds)}
    in_order = sorted(table.values(), key=lambda one: order_of(one.number))
    assert [one.day for one in in_order] == sorted(one.day for one in in_order)
    for one in reading.rounds:
        if one == TRUTH.get(one.number):
            continue
        assert 0 < one.cut_off <= 1200
        assert 0 < one.invitations <= 60_000
        assert one.day <= NOW.date() + timedelta(days=1)
        assert one.tie_break is not None
        assert one.tie_break <= (one.instant or NOW)
        assert one.instant is None or timedelta() <= one.instant.date() - one.day <= timedelta(days=1)
        assert len(one.programs) == {RoundKind.general: 4, RoundKind.program: 1}.get(one.kind, len(one.programs))
        assert not re.search("[<>\x00-\x1f]", one.name_en)
        if one.pool is not None:
            assert sum(band.people for band in one.pool.bands) == one.pool.total
        for number in (one.cut_off, one.invitations):
            assert str(number) in text or f"{number:,}" in text or f"{number:,}".replace(",", " ") in text


def files_changed(count: int, seed: int) -> dict[str, int]:
    """Changes whole files; how many were read whole, in part, and not at all."""
    chance = random.Random(seed)
    found = dict.fromkeys(("whole", "in part", "not at all"), 0)
    for _ in range(count):
        touched: set[str] | None = None
        if chance.random() < 0.5:
            content = bytes_changed(FILE, chance)
        else:
            content, touched = objects_changed(chance)
        began = time.process_time()
        try:
            reading = read(content, KNOWN, NOW)
        except Unreadable:
            found["not at all"] += 1
            continue
        finally:
            assert time.process_time() - began < SLOWEST_FILE
        found["in part" if reading.held else "whole"] += 1
        whole(reading, content)
        if touched is not None:
            taken = {one.number: one for one in reading.rounds}
            for one in IN_FILE:
                # A row nobody touched is taken as it is; a new one may be held for a neighbour it contradicts.
                if one.number not in touched and one.number in taken:
                    assert taken[one.number] == one
                elif one.number not in touched:
                    assert one in NEW
    return found


def test_no_changed_file_stops_the_reader_or_the_rows_beside_the_change() -> None:
    found = files_changed(40, seed=1)
    assert found["in part"] > 5


@pytest.mark.soak
def test_two_thousand_changed_files() -> None:
    found = files_changed(2_000, seed=20261129)
    print(f"\n2,000 changed files: {found}")  # noqa: T201
    assert min(found.values()) > 20
