"""The bans on addresses in the server's SQLite file, so that they outlive the server."""
import logging
import sqlite3
from typing import Any, List, Tuple

from .database import Database
from .world.bans import Ban, BanStore

log = logging.getLogger("intranetchat.server")


class BanTable(BanStore):
    """The bans of one file; used by the hub's thread alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> List[Ban]:
        """The bans that were kept, the oldest first."""
        try:
            return [Ban(*row) for row in self._database.connection.execute("SELECT * FROM bans ORDER BY set_at, mask")]
        except sqlite3.Error as error:
            log.warning("The bans can't be read: %s. Nobody is kept out.", error)
            return []

    def keep(self, ban: Ban) -> None:
        """Keep `ban`, in place of any other with its mask."""
        self._write("INSERT OR REPLACE INTO bans VALUES (?, ?, ?, ?, ?)", tuple(ban))

    def drop(self, mask: str) -> None:
        """Forget the ban with this mask."""
        self._write("DELETE FROM bans WHERE mask = ?", (mask,))

    def _write(self, statement: str, values: Tuple[Any, ...]) -> None:
        try:
            self._database.change(statement, values)
        except sqlite3.Error as error:
            log.warning("A ban can't be written (%s); it holds until the server stops.", error)
