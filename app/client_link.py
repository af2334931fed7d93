"""How a client comes to its server and back: dialing, the welcome that is waited for, the silence, the delays.

What the session tells is handed on; what it means is not decided here.
"""
from typing import Callable, Iterator, List, Optional, Sequence

from server.addresses import host_and_port, is_loopback

from . import connection, dialing, keepalive
from .attempts import Attempts
from .catching_up import CatchingUp
from .client_past import NOT_CONFIRMED
from .client_reading import ClientReading
from .client_states import Connecting, Offline, Online, ServerAddress, Waiting
from .connection import Brought, Connection
from .dialing import DialFailed
from .events import ConnectFailed, ConnectionLost, Event, Refused
from .guard import TO_DECIDE, Guard
from .known_servers import KnownServers
from .protection import Protection
from .read_marks import ReadMarks
from .sasl import Login
from .seen import Seen
from .session import Session
from .session_state import WANTED_CAPS

JITTER = 0.1  # of a delay, so that a server which starts again isn't met by everyone at once
GIVE_UP_DIALING = dialing.TIMEOUT + 2  # seconds; looking a name up can take longer than connecting may
REGISTER_WITHIN = 30  # seconds from the link to the welcome; some servers look up names for a while

_NOT_SENT = "This was not sent, since there was no connection. Send it again."


class ClientLink(ClientReading):
    """The part of a Client that makes its link, watches it and makes it again; used by its owner alone."""

    def __init__(self, link: Connection, clock: Callable[[], float], wall: Callable[[], float],
                 jitter: Callable[[], float], labels: Iterator[str], latest: int, known: KnownServers,
                 marks: ReadMarks) -> None:
        """`clock` counts seconds, `wall` gives Unix seconds, `jitter` -1 to 1; `labels` are those of messages."""
        super().__init__(clock, latest, marks)
        self.address: Optional[ServerAddress] = None
        self._wall = wall
        self._jitter = jitter
        self._labels = labels
        self._connection = link
        self._guard = Guard(known)
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

    @property
    def protection(self) -> Protection:
        """What protects the link that stands, or did."""
        return self._connection.protection

    @property
    def known(self) -> KnownServers:
        """The servers that were joined encrypted before."""
        return self._guard.known

    def seconds_to_wait(self) -> float:
        """Seconds until the next attempt; 0 where none is planned."""
        return max(0.0, self.state.until - self._clock()) if isinstance(self.state, Waiting) else 0.0

    def _take_in(self, events: List[Event]) -> None:
        """What the session tells; the client says what it means."""
        raise NotImplementedError

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
