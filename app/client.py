"""The front ends' only door to the network: one Client owns the link, the session, and the delays of coming back.

Other threads (one that dials, one that reads) only put what they have on its queue; `poll` does all the rest.
"""
import random
import secrets
import time
from typing import Callable, List, Optional

from . import dialing
from .client_commands import NOT_CONNECTED
from .client_link import ClientLink
from .client_past import NOT_CONFIRMED
from .client_states import Connecting, Offline, Online, ServerAddress, State, Waiting
from .connection import Connection
from .events import (
    ChatFound,
    CommandFailed,
    Event,
    HistoryArrived,
    LoggedIn,
    MessageArrived,
    MessageConfirmed,
    MessagePending,
    NickChanged,
    ReadMarkerChanged,
    Refused,
    Registered,
    RoomJoined,
    RoomLeft,
)
from .known_servers import KnownServers
from .read_marks import ReadMarks
from .session_state import count_labels
from .unconfirmed import Pending

__all__ = ["Client", "Connecting", "Offline", "Online", "ServerAddress", "State", "Waiting"]

LATEST = 50  # messages of a room that are fetched on joining it


def _at_random() -> float:
    return random.uniform(-1, 1)


class Client(ClientLink):
    """A person's link to one server; used by one thread, its owner, who calls `poll` every 40 ms or when woken."""

    def __init__(self, wake: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic,
                 wall: Callable[[], float] = time.time, dial: Callable[..., None] = dialing.dial,
                 jitter: Callable[[], float] = _at_random, latest: int = LATEST,
                 known: Optional[KnownServers] = None, marks: Optional[ReadMarks] = None) -> None:
        """`wake` is called on other threads when there is something to poll; `jitter` gives -1 to 1.

        `latest` messages of a room are fetched on joining it; with 0 the server is not asked for history at all.

        `known` are the servers that were joined encrypted before; without it they are forgotten with this client.

        `marks` are how far each conversation was read; without it they last as long as this client, too.

        `dial(host, port, deliver, done, wish)` returns at once; see dialing.dial.
        """
        super().__init__(Connection(dial, wake), clock, wall, jitter, count_labels(secrets.token_hex(4) + "-"), latest,
                         known or KnownServers(), marks or ReadMarks())

    def close(self, timeout: float = 1.0) -> None:
        """Disconnect at the program's end, and give the reader up to `timeout` seconds to end."""
        self.disconnect()
        self._marks.write()
        self._connection.join(timeout)

    def poll(self, limit: int = 500) -> List[Event]:
        """What happened since the last call, about `limit` events at most; runs what is due and sends what waits."""
        while len(self._events) < limit:
            brought = self._connection.take()
            if brought is None:
                break
            self._use(brought)
        self._run_timers()
        self._flush()
        events, self._events = self._events, []
        return events

    @property
    def nick(self) -> str:
        """Our nick, or while there is no link the one that we will ask for."""
        return self.session.nick if isinstance(self.state, Online) else self._attempts.preferred

    @property
    def wanted_nick(self) -> str:
        """The nick that we ask for, also while our own ghost has it."""
        return self._attempts.preferred

    @property
    def rooms(self) -> List[str]:
        """The rooms that we are in, or come back to with the link."""
        return self._comeback.rooms

    @property
    def unconfirmed(self) -> int:
        """How many lines of ours are neither confirmed nor failed."""
        return len(self.session.unconfirmed) + len(self._comeback) + len(self._seen)

    def say(self, target: str, text: str, kind: str = "message", reply_to: str = "") -> str:
        """Say `text` in as many lines as it needs; the label of the last, or "" where there is nothing to send.

        The next poll gives MessagePending for each. While the link is being made again they wait, and are sent once.
        `kind` is 'message', 'notice' or 'action'; `reply_to` is the msgid that it answers.
        """
        label = ""
        for piece in self.session.split(target, text, kind):
            label = next(self._labels)
            self._events.append(MessagePending(target, self.nick, piece, self._wall(), kind, label, reply_to))
            self._post(Pending(label, target, piece, kind, reply_to=reply_to))
            reply_to = ""
        self._flush()
        return label

    def open_private(self, nick: str) -> bool:
        """Fetch the latest of a private chat that the front end has opened; False where that can't be asked."""
        if not isinstance(self.state, Online) or not self.session.keeps_history:
            return False
        self._past.forget(nick)
        self._fetch(self._past.begin(nick))
        self._flush()
        return True

    def _post(self, pending: Pending) -> None:
        if isinstance(self.state, Offline):
            self._fail([pending], NOT_CONNECTED)
        elif isinstance(self.state, Online) and not self._comeback.must_wait(pending.target):
            self.session.post(pending)
        else:
            self._comeback.hold([pending], self._clock())

    def _take_in(self, events: List[Event]) -> None:
        for event in events:
            if isinstance(event, Refused):
                self._be_refused(event)
                return
            if isinstance(event, HistoryArrived):
                self._take_history(event)
                continue
            told = self._seen.sift(event) if isinstance(event, MessageArrived) else event
            if told is not None:
                self._events.append(told)
                self._notice(told)

    def _enter(self, room: str) -> None:
        """We are in a room: fetch what was missed; where messages of ours are in doubt, the others wait for that."""
        self._comeback.want(room)
        self._recall(room)
        if self.session.keeps_history:
            if self._seen.waits_for(room):
                self._comeback.wait_for(room, self._clock())
            self._fetch(self._past.begin(room))
        self._send_held()

    def _notice(self, event: Event) -> None:
        if isinstance(event, (MessageArrived, MessageConfirmed)):
            self._past.note(event)
        elif isinstance(event, Registered):
            self._be_registered()
        elif isinstance(event, LoggedIn):
            self._login = self.session.login
        elif isinstance(event, RoomJoined):
            self._enter(event.target)
        elif isinstance(event, RoomLeft):
            self._comeback.forget(event.target)
        elif isinstance(event, (ReadMarkerChanged, ChatFound)):
            self._notice_reading(event)
        elif isinstance(event, NickChanged) and event.own:
            self._attempts.choose(event.new)
        elif isinstance(event, CommandFailed) and event.command == "JOIN":
            self._fail(self._seen.give_up(event.target), NOT_CONFIRMED)
            self._fail(self._comeback.gave_up(event.target), event.text)

    def _be_registered(self) -> None:
        self.state = Online(self._wall())
        self._guard.settle(self.address, self.protection)
        self._was_online = True
        self._attempts.settle()
        for room, key in self._comeback.rejoin(self._clock()):
            if self.session.room(room) is None:
                self.session.join(room, key)
            elif not self._seen.waits_for(room):
                self._comeback.settle(room)
        if not self.session.keeps_history:
            self._fail(self._seen.give_up(), NOT_CONFIRMED)
        self._ask_for_doubts()
        self._ask_for_chats(self._wall())
        self._send_held()
