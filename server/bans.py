"""The bans on addresses in the server's SQLite file, so that they outlive the server."""
import logging
import sqlite3
from typing import List

from .database import Database
from .late import Ledger
from .world.bans import Ban, BanStore

log = logging.getLogger("intranetchat.server")


class BanTable(BanStore):
    """The bans of one file; used by the hub's thread alone."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def load(self) -> List[Ban]:
        """The bans that were kept, the oldest first."""
        try:
            return [Ban(*row) for row in self._database.connection.execute("SELECT * FROM bans ORDER BY set_at, mask")]
        except sqlite3.Error as error:
            log.warning("The bans can't be read: %s. Nobody is kept out.", error)
            return []

    def keep(self, ban: Ban) -> None:
        """Keep `ban`, in place of any other with its mask."""
        self._ledger.write("INSERT OR REPLACE INTO bans VALUES (?, ?, ?, ?, ?)", tuple(ban), "ban", ban.mask)

    def drop(self, mask: str) -> None:
        """Forget the ban with this mask."""
        self._ledger.write("DELETE FROM bans WHERE mask = ?", (mask,), "ban", mask)
