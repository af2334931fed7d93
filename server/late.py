"""What could not be written, such as on a full disk, and is tried again until there is room.

Only what happened all the same waits here: messages were refused, and their senders told.
"""
import logging
import sqlite3
from collections import deque
from typing import Any, Callable, Deque, Dict, List, NamedTuple, Sequence, Tuple

from .database import Database
from .world.archive import Record

log = logging.getLogger("intranetchat.server")

MOST_LATE = 10000  # events, and as many changes; of more the oldest are lost
AT_ONCE = 500  # written in one transaction, about ten milliseconds


class Change(NamedTuple):
    """A statement, its values, and what it sets: a later change of the same replaces it. Without, it does not wait."""

    statement: str
    values: Tuple[Any, ...]
    about: Tuple[Any, ...] = ()


class Late:
    """Events and changes that wait, in order; used by the hub's thread alone."""

    __slots__ = ("_changes", "_events", "_lost")

    def __init__(self) -> None:
        self._events: Deque[Record] = deque()
        self._changes: Dict[Tuple[Any, ...], Change] = {}
        self._lost: int = 0

    def __len__(self) -> int:
        return len(self._events) + len(self._changes)

    def add(self, events: Sequence[Record], changes: Sequence[Change]) -> None:
        """Take what could not be written."""
        self._events.extend(events)
        for change in changes:
            self._changes.pop(change.about, None)
            self._changes[change.about] = change
        self._lost += max(0, len(self._events) - MOST_LATE) + max(0, len(self._changes) - MOST_LATE)
        while len(self._events) > MOST_LATE:
            self._events.popleft()
        while len(self._changes) > MOST_LATE:
            del self._changes[next(iter(self._changes))]

    def get(self, about: Tuple[Any, ...]) -> Tuple[Any, ...]:
        """The values of the change that waits to set `about`; none where there is none."""
        change = self._changes.get(about)
        return change.values if change is not None else ()

    def write(self, write: Callable[[List[Record], List[Change]], None]) -> None:
        """Let `write(events, changes)` have the oldest; sqlite3.Error where they still can't be written."""
        events = [self._events[index] for index in range(min(len(self._events), AT_ONCE))]
        changes = list(self._changes.values())[:AT_ONCE]
        write(events, changes)
        for _ in events:
            self._events.popleft()
        for change in changes:
            del self._changes[change.about]
        if self._lost and not self:
            log.warning("%d events are missing from the history: too many happened while nothing could be written.",
                        self._lost)
            self._lost = 0


class Ledger:
    """The tables of which each row is written when it changes; used by the hub's thread alone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._late = Late()
        self.failure: str = ""  # why the last write failed, while anything waits

    def write(self, statement: str, values: Tuple[Any, ...], *about: str) -> None:
        """Write the row that `about` names, now or when it can be."""
        self._late.add((), [Change(statement, values, about)])
        if not self.failure:
            self.retry()

    def retry(self) -> None:
        """Try to write what waits."""
        if not self._late:
            return
        try:
            self._late.write(self._write)
            self.failure = ""
        except sqlite3.Error as error:
            self.failure = str(error)

    def _write(self, _: List[Record], changes: List[Change]) -> None:
        self._database.begin()
        try:
            for change in changes:
                self._database.connection.execute(change.statement, change.values)
            self._database.commit()
        except sqlite3.Error:
            self._database.roll_back()
            raise
