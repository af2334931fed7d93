"""The rooms with a topic, modes or bans of their own in the server's SQLite file, so that they outlive the server."""
import json
import logging
import sqlite3
from typing import List, Optional

from .database import Database
from .late import Ledger
from .world.channel import MaskEntry
from .world.shelf import KeptRoom, RoomStore

log = logging.getLogger("intranetchat.server")

FORGOTTEN_AFTER = 365 * 86400  # seconds in which nobody came into the room or changed it


class RoomTable(RoomStore):
    """The rooms of one file; used by the hub's thread alone."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def load(self, now: float) -> List[KeptRoom]:
        """The rooms that were kept, without those for everybody that nobody has used for a year.

        A room that keeps people out stays: else whoever opened it anew would read its history.
        """
        try:
            rows = self._database.connection.execute("SELECT folded, settings, used_at FROM rooms").fetchall()
        except sqlite3.Error as error:
            log.warning("The rooms can't be read: %s. They begin anew.", error)
            return []
        kept: List[KeptRoom] = []
        for folded, settings, used_at in rows:
            room = _readable(folded, settings)
            if room is not None and used_at < int(now) - FORGOTTEN_AFTER and not room.keeps_out:
                self.drop(folded)
            elif room is not None:
                kept.append(room)
        return kept

    def keep(self, folded: str, room: KeptRoom, now: float) -> None:
        """Keep `room`, in place of what was kept of it before; it was used at `now`."""
        settings = json.dumps(room._asdict(), ensure_ascii=False)
        row = (folded, settings, int(now))
        self._ledger.write("INSERT OR REPLACE INTO rooms VALUES (?, ?, ?)", row, "room", folded)

    def drop(self, folded: str) -> None:
        """Forget the room."""
        self._ledger.write("DELETE FROM rooms WHERE folded = ?", (folded,), "room", folded)


def _readable(folded: str, settings: str) -> Optional[KeptRoom]:
    try:
        fields = json.loads(settings)
        fields["lists"] = tuple((mode, MaskEntry(*entry)) for mode, entry in fields["lists"])
        fields["owners"] = tuple(fields["owners"])
        return KeptRoom(**fields)
    except (ValueError, TypeError, KeyError):
        log.warning("What was kept of the room %s can't be read; it begins anew.", folded)
        return None
