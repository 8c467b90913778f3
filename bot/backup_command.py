"""`python -m bot backup FILE` and `python -m bot restore FILE`: everything in one file, and back.

    backup FILE     may be called while the companion runs; FILE must be new, and appears whole or not at all
    restore FILE    into a database that holds nobody, while no companion runs on it

Whichever database a backup was taken from, it can be restored into SQLite or PostgreSQL. Status 0; 2 with one line on
standard error when the file or the database cannot be used, and then nothing was changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command_line import UNUSABLE
from bot.settings import SettingError, read_settings

if TYPE_CHECKING:
    from storage.backup import Held

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_backup_commands(subparsers: Subparsers) -> None:
    """Add `backup` and `restore` to the commands of a parser."""
    backup = subparsers.add_parser("backup", help="copy the whole database into a file, also while the companion runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the file to make; it must not be there yet")
    restore = subparsers.add_parser("restore", help="put a backup into a database that holds nobody")
    restore.add_argument("file", type=Path, metavar="FILE", help="a file made by backup")


def run_backup(file: Path) -> int:
    """Run `backup` and return the exit status. Raises SettingError."""
    from storage.backup import back_up

    held = _done(back_up, file)
    if held is None:
        return UNUSABLE
    sys.stdout.write(
        f"{file}: {_said(held)}, {file.stat().st_size:,} bytes\n"
        "It cannot be read without COMPANION_KEYS (in local mode: the key file), which is not inside: keep both,"
        " each in a safe place\n"
    )
    return 0


def run_restore(file: Path) -> int:
    """Run `restore` and return the exit status. Raises SettingError."""
    from storage.backup import restore

    held = _done(restore, file)
    if held is None:
        return UNUSABLE
    sys.stdout.write(
        f"Restored: {_said(held)}\n"
        "Start the companion with the COMPANION_KEYS (in local mode: the key file) of the one that was backed up;"
        " what fell due in between leaves then\n"
    )
    return 0


def _done(work: Callable[[str, Path], Held], file: Path) -> Held | None:
    """What was copied; None, with the reason on standard error, where the file cannot be used."""
    import sqlite3  # with the database, which other commands do not wait for

    from storage.backup import HoldsPeople, NoBackup, NoDatabase
    from storage.unit import AnotherProcess, DatabaseTooNew, MigrationChanged

    address = read_settings().database
    try:
        return work(address, file)
    except NoBackup as error:
        sys.stderr.write(f"{file}: {error}\n")
    except FileExistsError:
        sys.stderr.write(f"{file}: is there already, and is not overwritten; name another file\n")
    except HoldsPeople as error:
        raise SettingError(
            "DATABASE_URL",
            f"this database holds people already ({error.people}); name an empty one, or a folder without one in"
            " COMPANION_DATA",
        ) from None
    except AnotherProcess:
        raise SettingError("DATABASE_URL", "a companion is running on this database; stop it first") from None
    except (NoDatabase, DatabaseTooNew, MigrationChanged) as error:
        raise SettingError("DATABASE_URL", str(error).removeprefix("DATABASE_URL: ")) from None
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be used ({error.strerror})\n")
    except sqlite3.Error as error:
        raise SettingError("DATABASE_URL", f"the database cannot be used ({error})") from None
    except Exception as error:
        # Whatever the driver says may quote the address, and with it a password.
        raise SettingError("DATABASE_URL", f"the database cannot be used ({type(error).__name__})") from None
    return None


def _said(held: Held) -> str:
    people = "1 person" if held.people == 1 else f"{held.people:,} people"
    reminders = "1 reminder" if held.reminders == 1 else f"{held.reminders:,} reminders"
    return f"{people}, {reminders} to come"
