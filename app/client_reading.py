"""How far a client's person has read: told to the server, kept in a file beside, and asked for on coming in.

The later of the two counts. It decides how much of the history is fetched, and which private chats open by themselves.
"""
from typing import Callable, Dict

from server.wire.names import fold

from .client_past import ClientPast
from .client_states import Online
from .events import ChatFound, ChatMissed, Event, ReadMarkerChanged
from .read_marks import ReadMarks

LOOK_BACK = 30 * 24 * 3600  # seconds: private chats in which nothing was said for longer don't open by themselves
AHEAD = 24 * 3600  # seconds by which a server's clock may be before ours
MOST_FOUND = 100  # private chats that wait for their marker


class ClientReading(ClientPast):
    """The part of a Client that knows what was read; used by its owner alone."""

    def __init__(self, clock: Callable[[], float], latest: int, marks: ReadMarks) -> None:
        """`clock` and `latest` as in ClientPast; `marks` is what is kept here."""
        super().__init__(clock, latest)
        self._marks = marks
        self._found: Dict[str, ChatFound] = {}  # by folded nick: to be opened unless it turns out to be read

    def mark_read(self, target: str, time: float) -> None:
        """The person has read a conversation up to this moment, in Unix seconds."""
        if time <= self._read_until(target) or self.address is None:
            return
        self._note_read(target, time)
        if isinstance(self.state, Online):
            self.session.mark_read(target, time)

    def _ask_for_chats(self, now: float) -> None:
        """On coming in; `now` is in Unix seconds."""
        self._found = {}
        self.session.ask_chats(now - LOOK_BACK, now + AHEAD)

    def _recall(self, room: str) -> None:
        """We are in a room: what is known here goes before what the server says of it."""
        if self.address is not None:
            time = self._marks.find(self.address.host, self.address.port, room)
            if time:
                self._events.append(ReadMarkerChanged(room, time))

    def _notice_reading(self, event: Event) -> None:
        """Take in how far somebody has read, or that a chat was found."""
        if isinstance(event, ReadMarkerChanged):
            self._note_read(event.target, event.time)
            found = self._found.pop(fold(event.target), None)
            if found is not None:
                self._open_unread(found)
        elif isinstance(event, ChatFound):
            self._find_chat(event)

    def _find_chat(self, found: ChatFound) -> None:
        if len(self._found) < MOST_FOUND and self.session.ask_marker(found.target):
            self._found[fold(found.target)] = found
        else:
            self._open_unread(found)

    def _open_unread(self, found: ChatFound) -> None:
        """Fetch what a private chat lacks: one that is open, or has something to be read."""
        read_until = self._read_until(found.target)
        unread = found.time > read_until
        if not unread and not self._past.knows(found.target):
            return
        if self.session.room(found.target) is None and not self._comeback.must_wait(found.target):
            if unread:
                self._events.append(ChatMissed(found.target))
                self._recall(found.target)
            self._fetch(self._past.begin(found.target))

    def _note_read(self, target: str, time: float) -> None:
        if self.address is not None and time:
            self._marks.note(self.address.host, self.address.port, target, time)

    def _read_until(self, target: str) -> float:
        """Up to which Unix second a conversation was read; 0 where that isn't known."""
        return self._marks.find(self.address.host, self.address.port, target) if self.address is not None else 0.0
