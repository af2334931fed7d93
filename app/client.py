"""The front ends' only door to the network: one Client owns the link, the session, and the delays of coming back.

Other threads (one that dials, one that reads) only put what they have on its queue; `poll` does all the rest.
"""
import random
import secrets
import time
from typing import Callable, List, Optional, Sequence

from server.addresses import host_and_port, is_loopback

from . import connection, dialing, keepalive
from .attempts import Attempts
from .catching_up import CatchingUp
from .client_commands import NOT_CONNECTED
from .client_past import NOT_CONFIRMED
from .client_reading import ClientReading
from .client_states import Connecting, Offline, Online, ServerAddress, State, Waiting
from .connection import Brought, Connection
from .dialing import DialFailed
from .events import (
    ChatFound,
    CommandFailed,
    ConnectFailed,
    ConnectionLost,
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
from .guard import TO_DECIDE, Guard
from .known_servers import KnownServers
from .protection import Protection
from .read_marks import ReadMarks
from .sasl import Login
from .seen import Seen
from .session import Session
from .session_state import WANTED_CAPS, count_labels
from .unconfirmed import Pending

__all__ = ["Client", "Connecting", "Offline", "Online", "ServerAddress", "State", "Waiting"]

JITTER = 0.1  # of a delay, so that a server which starts again isn't met by everyone at once
GIVE_UP_DIALING = dialing.TIMEOUT + 2  # seconds; looking a name up can take longer than connecting may
LATEST = 50  # messages of a room that are fetched on joining it
REGISTER_WITHIN = 30  # seconds from the link to the welcome; some servers look up names for a while

_NOT_SENT = "This was not sent, since there was no connection. Send it again."


def _at_random() -> float:
    return random.uniform(-1, 1)


class Client(ClientReading):
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
        super().__init__(clock, latest, marks or ReadMarks())
        self.address: Optional[ServerAddress] = None
        self._wall = wall
        self._jitter = jitter
        self._labels = count_labels(secrets.token_hex(4) + "-")
        self._connection = Connection(dial, wake)
        self._guard = Guard(known or KnownServers())
        self._keepalive = keepalive.Keepalive(0.0)
        self._wakefulness = keepalive.Wakefulness(clock(), wall())
        self._deadline: float = 0.0  # by the clock: when connecting has taken too long
        self._realname: str = ""
        self._login: Optional[Login] = None  # of the next link, too
        self._keep_trying: bool = True
        self._was_online: bool = False
        self._patient: bool = False

    def connect(self, address: ServerAddress, nick: str, rooms: Sequence[str] = (), keep_trying: bool = True,
                realname: str = "", patient: bool = False, login: Optional[Login] = None) -> None:
        """Begin to connect, and return at once; then comes Registered, or ConnectFailed or Refused and state Offline.

        With `keep_trying` a link that stood and broke is made again until `disconnect` or `cancel`, with `patient` also
        one that never stood. `rooms` are joined after the welcome. With `login` we log in each time, where the server
        has accounts.
        """
        self.disconnect()
        if self.address is None or self.address[:2] != address[:2]:
            self._seen, self._past = Seen(), CatchingUp(self._past.latest)
        self.address = address
        self._attempts = Attempts(nick)
        self._realname = realname
        self._login = login
        self._keep_trying = keep_trying
        self._was_online = False
        self._patient = patient
        self._comeback.start_with(rooms)
        self._dial(address)

    def disconnect(self, reason: str = "") -> None:
        """Leave, and be Offline at once; where we were in or coming back, ConnectionLost("") says so."""
        if self._was_online and not isinstance(self.state, Offline):
            self._events.append(ConnectionLost(""))
        if self._connection.stands:
            self.session.quit(reason)
            self._flush()
        self._go_offline("")

    def cancel(self) -> None:
        """Stop connecting or waiting."""
        if isinstance(self.state, (Connecting, Waiting)):
            self.disconnect()

    def reconnect_now(self) -> None:
        """Don't wait any longer; where nothing is under way, connect again to the last address."""
        if self.address is not None and isinstance(self.state, (Waiting, Offline)):
            self._dial(self.address)

    def agree(self, failure: ConnectFailed) -> None:
        """Connect once more, for the person takes what stood in the way: a failure out of guard.TO_DECIDE."""
        self.address = self._guard.agreed(self.address, failure)
        self.reconnect_now()

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
    def protection(self) -> Protection:
        """What protects the link that stands, or did."""
        return self._connection.protection

    @property
    def known(self) -> KnownServers:
        """The servers that were joined encrypted before."""
        return self._guard.known

    @property
    def unconfirmed(self) -> int:
        """How many lines of ours are neither confirmed nor failed."""
        return len(self.session.unconfirmed) + len(self._comeback) + len(self._seen)

    def seconds_to_wait(self) -> float:
        """Seconds until the next attempt; 0 where none is planned."""
        return max(0.0, self.state.until - self._clock()) if isinstance(self.state, Waiting) else 0.0

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

    def _dial(self, address: ServerAddress) -> None:
        self.state = Connecting(address.host, address.port, self._attempts.number)
        self._deadline = self._clock() + GIVE_UP_DIALING
        self._connection.open(address.host, address.port, self._guard.wish(address))

    def _use(self, brought: Brought) -> None:
        if brought.kind == connection.LINKED:
            objection = self._guard.objection(self.address, self.protection)
            if objection is not None:
                self._fail_to_connect(objection)
                return
            self._begin_session()
        elif brought.kind == connection.DATA:
            self._keepalive.heard(self._clock())
            self._take_in(self.session.feed(brought.data, self._wall()))
        elif brought.failure is not None:
            self._fail_to_connect(brought.failure)
        else:
            self._take_in(self.session.take_events())
            self._lose_link()

    def _begin_session(self) -> None:
        password = self.address.password if self.address is not None else ""
        self._keepalive = keepalive.Keepalive(self._clock())
        self._deadline = self._clock() + REGISTER_WITHIN
        nick, wanted = self._attempts.present, self._attempts.preferred
        caps = WANTED_CAPS if self._past.latest else tuple(cap for cap in WANTED_CAPS if cap != "draft/chathistory")
        readable = not self.protection.encrypted and not (self.address.plain_password or is_loopback(self.address.host))
        self.session = Session(nick, wanted, self._realname or wanted, password, caps, self._labels, self._login,
                               readable)
        self.session.start()

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

    @property
    def _comes_back(self) -> bool:
        """Whether we go on trying after a failure that may pass."""
        return self._patient or (self._was_online and self._keep_trying)

    def _be_refused(self, refused: Refused) -> None:
        comes_back = self._comes_back
        passing = refused.reason in ("full", "other")
        if comes_back and (passing or (refused.reason == "nick-taken" and self._attempts.may_avoid_ghost())):
            self._wait(refused.text)
        else:
            self._events.append(refused)
            self._go_offline(refused.text)

    def _fail_to_connect(self, failure: DialFailed) -> None:
        if self._comes_back and failure.reason not in TO_DECIDE:
            self._wait(failure.sentence)
            return
        self._events.append(ConnectFailed(failure.reason, failure.sentence, failure.shown, failure.known))
        self._go_offline(failure.sentence)

    def _lose_link(self) -> None:
        address = self.address or ServerAddress("the server", 0)
        if not isinstance(self.state, Online):
            where = host_and_port(address.host, address.port)
            self._fail_to_connect(DialFailed("lost", f"{where} closed the connection at once. Is it a chat server?"))
            return
        name, words = self.session.network or address.host, self.session.closing_words
        reason = f"{name} closed the connection: {words}" if words else f"The connection to {name} was lost."
        self._events.append(ConnectionLost(reason, self._keep_trying))
        if self._keep_trying:
            self._wait(reason)
        else:
            self._go_offline(reason)

    def _wait(self, reason: str) -> None:
        self._close_link()
        delay = self._attempts.next_delay() * (1 + JITTER * self._jitter())
        self.state = Waiting(self._clock() + delay, self._attempts.number, reason)

    def _go_offline(self, reason: str) -> None:
        self._close_link()
        self.state = Offline(reason)
        self._attempts.settle()
        self._fail(self._seen.give_up(), NOT_CONFIRMED)
        self._fail(self._comeback.take_all(), _NOT_SENT)

    def _close_link(self) -> None:
        """What surely did not leave is held; what is uncertain waits for the history, and fails where there is none."""
        self._connection.close()
        unsent, uncertain = self.session.unconfirmed.interrupted()
        self._comeback.interrupted()
        self._comeback.hold(unsent, self._clock())
        self._past.interrupted()
        failed = self._seen.doubt(uncertain, self.session.nick, self._clock(), self.session.keeps_history)
        self._fail(failed, NOT_CONFIRMED)

    def _run_timers(self) -> None:
        now = self._clock()
        self._marks.write_when_due()
        slept = self._wakefulness.slept(now, self._wall())
        self._fail(self._comeback.take_expired(now), _NOT_SENT)
        self._fail(self._seen.give_up("", now), NOT_CONFIRMED)
        if isinstance(self.state, Waiting) and self.address is not None:
            if slept:
                self._attempts.restart()
            if slept or now >= self.state.until:
                self._dial(self.address)
        elif isinstance(self.state, Connecting):
            self._check_deadline(now)
        elif isinstance(self.state, Online):
            self._send_held()
            self._check_link(now, slept)

    def _check_deadline(self, now: float) -> None:
        if now < self._deadline or self.address is None:
            return
        if self._connection.stands:
            where = host_and_port(self.address.host, self.address.port)
            self._fail_to_connect(DialFailed("timeout", f"{where} doesn’t answer like a chat server. Check the port."))
            return
        self._fail_to_connect(dialing.timed_out(self.address.host))

    def _check_link(self, now: float, slept: bool) -> None:
        due = self._keepalive.check(now, slept)
        if due == keepalive.PING:
            self.session.ping("alive")
        elif due == keepalive.LOST:
            self._lose_link()

    def _flush(self) -> None:
        """Give the session's bytes to the link; where the server has no echo, what was written counts as sent."""
        if not self._connection.stands:
            return
        if self._connection.send(self.session.data_to_send()):
            self._take_in(self.session.written(self._wall()))
        else:
            self._take_in(self.session.take_events())
