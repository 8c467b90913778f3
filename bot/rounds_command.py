"""`python -m bot rounds`: the rounds of invitations, read from a file by hand, listed, and what of them was held back.

rounds import FILE [--accept NUMBER …] reads a file of the official shape, in English or in French rounds list [--json]
every round that is known, the shipped ones and what was published since rounds held what was not taken from each source
when it was last read, and why

A running bot sees what was imported within a minute. `--accept` takes a round although it is unlikely (its cut-off, its
day, its place in the file): only for one that was looked up on the official page. What cannot be read, or contradicts
itself, is not taken for that. Status 0; 1 when rows were held, with a line for each on standard error; 2 with one line
on standard error when the file or the database cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.command_line import UNUSABLE
from bot.settings import SettingError, Settings, key_ring, read_settings
from rules import rounds as table
from rules.feed import LARGEST, Unreadable
from rules.rounds import Round, as_plain, order_of

if TYPE_CHECKING:
    from storage.rounds import HeldRow
    from storage.unit import Database

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

HELD: Final = 1
BY_HAND: Final = "by hand"
_SQLITE: Final = "sqlite:///"


def add_rounds_command(subparsers: Subparsers) -> None:
    """Add `rounds` to the commands of a parser."""
    parser = subparsers.add_parser("rounds", help="read, list and check rounds of invitations")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    by_hand = actions.add_parser("import", help="read a file of the official shape")
    by_hand.add_argument("file", type=Path, metavar="FILE", help="ee_rounds_123_en.json, or the French one")
    by_hand.add_argument(
        "--accept",
        action="append",
        default=[],
        type=_a_number,
        metavar="NUMBER",
        help="take this round although it is unlikely (may be repeated)",
    )
    listing = actions.add_parser("list", help="every round that is known")
    listing.add_argument("--json", action="store_true", help="as JSON, with the pools")
    actions.add_parser("held", help="what was not taken from the feed, and why")


def run_rounds(args: argparse.Namespace) -> int:
    """Run `rounds` as its arguments say and return the exit status. Raises SettingError."""
    settings = read_settings()
    match args.action:
        case "import":
            return asyncio.run(_import(settings, args.file, args.accept))
        case "list":
            return _list(asyncio.run(_known(settings)), as_json=args.json)
        case _:
            _write(_held_lines(asyncio.run(_held(settings))))
            return 0


def _a_number(text: str) -> str:
    number = text.strip().lower()
    try:
        order_of(number)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of a round, such as 447 or 91a") from None
    return number


async def _import(settings: Settings, file: Path, accept: list[str]) -> int:
    from bot.rounds_feed import take  # with the database and HTTP, which other commands do not wait for
    from storage.rounds import StillTelling

    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be read ({error.strerror})\n")
        return UNUSABLE
    async with _database(settings) as database:
        try:
            outcome = await take(database, content, BY_HAND, datetime.now(UTC), accept)
        except Unreadable as error:
            sys.stderr.write(f"{file}: {error}\n")
            return UNUSABLE
        except StillTelling:
            sys.stderr.write(
                f"{file}: not taken, as people are just being told of the last news; try again in a minute\n"
            )
            return UNUSABLE
    reading = outcome.reading
    language = "French" if reading.french else "English"
    _write([f"Rows in {language}: {reading.rows}; taken: {len(reading.rounds)}; held: {len(reading.held)}"])
    _write(f"New: {_line(one)}" for one in outcome.new)
    _write(line for before, after in outcome.changed for line in _difference(before, after))
    _write(f"Round {one.number}: {one.why}" for one in reading.remarks)
    for one in reading.held:
        sys.stderr.write(f"{_named(one.row)}: held. {one.why}\n")
    return HELD if reading.held else 0


async def _known(settings: Settings) -> tuple[Round, ...]:
    from bot.rounds_feed import load

    if _is_there(settings):
        async with _database(settings) as database:
            await load(database)
    return table.rounds()


async def _held(settings: Settings) -> list[HeldRow]:
    from storage import rounds

    if not _is_there(settings):
        return []
    async with _database(settings) as database, database.reader() as unit:
        return await rounds.held(unit)


def _list(known: Iterable[Round], *, as_json: bool) -> int:
    if as_json:
        _write([json.dumps([as_plain(one) for one in known], ensure_ascii=False, indent=1)])
    else:
        _write(map(_line, known))
    return 0


def _is_there(settings: Settings) -> bool:
    """Looking at rounds makes no database."""
    url = settings.database
    return not url.startswith(_SQLITE) or Path(url.removeprefix(_SQLITE)).exists()


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    from storage.database import DatabaseTooNew, MigrationChanged, open_database

    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(open_database(settings.database, key_ring(settings)))
        except (DatabaseTooNew, MigrationChanged) as error:
            raise SettingError("DATABASE_URL", str(error)) from None
        except SettingError:
            raise
        except Exception as error:
            # Whatever the driver says may quote the address, and with it a password.
            raise SettingError("DATABASE_URL", f"the database cannot be opened ({type(error).__name__})") from None
        yield database


def _line(one: Round) -> str:
    tie_break = "none" if one.tie_break is None else f"{one.tie_break:%Y-%m-%d %H:%M:%S}"
    return (
        f"{one.number:>4}  {one.day}  {one.invitations:>6}  {one.cut_off:>4}  {tie_break:<19}  "
        f"{one.name_en}{' (unknown category)' if one.of_unknown_category else ''}"
    )


def _difference(before: Round, after: Round) -> Iterator[str]:
    for field, old, new in zip(before._fields, before, after, strict=True):
        if old == new:
            continue
        if field == "pool":
            yield f"Round {after.number}: pool changed"
        else:
            yield f"Round {after.number}: {field} {_value(old)} -> {_value(new)}"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "unknown" if value is None else str(value)


def _held_lines(found: Iterable[HeldRow]) -> Iterator[str]:
    for one in found:
        what = "part set aside" if one.taken else "held"
        yield f"{one.source}, {_named(one.name)}: {what} since {one.first_seen:%Y-%m-%d %H:%M} UTC. {one.why}"
        if not one.taken:
            yield f"    {' '.join(one.content.split())[:300]}"


def _named(row: str) -> str:
    return row.capitalize() if row.startswith("row ") else f"Round {row}"


def _write(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
