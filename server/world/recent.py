"""The last messages of the rooms that people come into, kept as lines that are made once.

When thousands come back after a restart, each of them is shown the same lines, and the archive is asked once.
"""
from collections import deque
from typing import Deque, Dict, List, Sequence

from ..wire.caps import SERVER_TIME
from .archive import NEVER, NoArchive, Record
from .outgoing import Line
from .playback import line_for

ON_JOINING = 50  # messages
MOST_BYTES = 1 << 15  # of them; who comes into a hundred rooms at once must be able to read it all
MOST_ROOMS = 200  # rooms kept at the same time
READ_AGAIN_AFTER = 600  # seconds; what has aged out of the archive since then is shown no more


class _Shown:
    """A message with the lines that show it, with the time as a tag or in the text."""

    __slots__ = ("_lines", "_record", "weight")

    def __init__(self, record: Record) -> None:
        self._record = record
        self.weight: int = record.weight
        self._lines: Dict[int, Line] = {}

    def line(self, caps: int) -> Line:
        """The line for those with `caps`."""
        kind = caps & SERVER_TIME
        if kind not in self._lines:
            self._lines[kind] = line_for(self._record, kind)
        return self._lines[kind]


class _Room:
    """The last messages of one room, as read at a time and added to since then."""

    __slots__ = ("messages", "read_at")

    def __init__(self, records: List[Record], read_at: float) -> None:
        self.messages: Deque[_Shown] = deque(map(_Shown, records), ON_JOINING)
        self.read_at = read_at

    def newest(self) -> List[_Shown]:
        """As many of the last messages as are shown on joining, in order."""
        shown: List[_Shown] = []
        left = MOST_BYTES
        for message in reversed(self.messages):
            left -= message.weight
            if left < 0 and shown:
                break
            shown.append(message)
        return shown[::-1]


class Recent:
    """What newcomers are shown of each room; used by the hub's thread alone."""

    def __init__(self, archive: NoArchive) -> None:
        self._archive = archive
        self._rooms: Dict[str, _Room] = {}

    def lines(self, places: Sequence[str], caps: int, now: float) -> List[Line]:
        """The last messages of a room for somebody with `caps`; Unreadable where they can't be read.

        `places` are its targets, and it is known by the last of them.
        """
        target = places[-1]
        room = self._rooms.get(target)
        if room is None or now - room.read_at > READ_AGAIN_AFTER:
            if len(self._rooms) >= MOST_ROOMS:
                self._rooms.clear()
            records = self._archive.page(places, 0, NEVER, ON_JOINING, newest=True)
            room = self._rooms[target] = _Room(records, now)
        return [message.line(caps) for message in room.newest()]

    def add(self, record: Record) -> None:
        """A message was said."""
        room = self._rooms.get(record.target)
        if room is not None:
            room.messages.append(_Shown(record))

    def forget(self, target: str) -> None:
        """A message of `target` was erased; what is left is read again."""
        self._rooms.pop(target, None)

    def clear(self) -> None:
        """What was said could not be recorded; everything is read again."""
        self._rooms.clear()
