"""What the tables' modules work with: one transaction, and the database it comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Any

from storage.encryption import KeyRing


class AnotherProcess(Exception):  # noqa: N818 - the name says it, as do the others
    """Another process already leads on this database."""


class LeadLost(Exception):  # noqa: N818
    """The database no longer holds this process's lead; another process may have taken over."""


class DatabaseTooNew(Exception):  # noqa: N818
    """The database was migrated by a newer version of this program."""


class MigrationChanged(Exception):  # noqa: N818
    """A migration that this database has been through reads differently now."""


class Unit:
    """One transaction, to be handed to the functions of this package and to nothing else.

    `queries` holds the loaded .sql files by name, each a set of functions that take `connection` first.
    `ahead` holds rows by chat that were read before they are asked for: asking takes a row away, and so does
    whoever writes what it shows.
    """

    __slots__ = ("ahead", "connection", "keys", "queries")

    def __init__(self, connection: Any, keys: KeyRing, queries: Any) -> None:
        self.connection = connection
        self.keys = keys
        self.queries = queries
        self.ahead: dict[int, Any] = {}


class Database(ABC):
    """An open database; made by `storage.database.open_database`."""

    @abstractmethod
    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """One write transaction: committed on a clean exit, rolled back on an error or a cancellation.

        On SQLite units run one after the other, and a write waits until the unit's next read or its end: an
        error of the database can come out of a later call, or of the exit. Such an error ends the unit: nothing
        of it is kept, even if the error is caught. Units do not nest.
        """

    @abstractmethod
    def reader(self) -> AbstractAsyncContextManager[Unit]:
        """A read-only transaction that sees one committed state and waits for no writer."""

    @abstractmethod
    async def lead(self) -> None:
        """Becomes the one active process of this database, until the database is closed.

        SQLite raises AnotherProcess at once if there is one; PostgreSQL waits until the other has gone. Once
        the lead is lost (the server went away) every further unit raises LeadLost.
        """

    @abstractmethod
    async def checkpoint(self) -> None:
        """Moves what was committed from SQLite's log into its file, so that deleted values leave the disk.

        Nothing to do on PostgreSQL, whose own processes see to it.
        """
