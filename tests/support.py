"""What many tests need: a clock that is set by hand, waiting for a condition, and sessions wired to a network in
memory."""
import time
from typing import Any, Callable, Dict, List, Optional, Type

from app.events import Event
from app.session import Session
from server.config import ServerConfig
from server.world.accounts import Accounts
from server.world.network import Network
from server.world.user import User

START = 1_700_000_000.0  # Unix seconds
UNHURRIED = ServerConfig(rate_limit=0)


class FakeClock:
    """A clock that a test moves; call it for the time in seconds."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now: float = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def pump_until(condition: Callable[[], Any], pump: Callable[[], Any] = lambda: None, within: float = 10.0) -> Any:
    """Call `pump` until `condition` holds, and give its value; AssertionError after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        pump()
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not so within {within} s: {condition}")
        time.sleep(0.002)


class Pair:
    """Sessions and the network they are on, wired in memory; everything happens in the test's thread."""

    def __init__(self, *nicks: str, config: ServerConfig = UNHURRIED, accounts: Optional[Accounts] = None,
                 **options: Any) -> None:
        self.clock = FakeClock(START)
        self.network = Network(config, self.clock(), accounts=accounts)
        self.sessions: Dict[str, Session] = {}
        self.users: Dict[str, User] = {}
        self.events: Dict[str, List[Event]] = {}
        for nick in nicks:
            self.add(nick, **options)

    def __getitem__(self, nick: str) -> Session:
        return self.sessions[nick]

    def add(self, key: str, **options: Any) -> Session:
        """Connect another person, whose nick is `key` unless given, and let the welcome pass."""
        session = self.sessions[key] = Session(**dict({"nick": key}, **options))
        self.users[key] = self.network.connected("127.0.0.1", self.clock())
        self.events[key] = []
        session.start()
        self.settle()
        return session

    def drop(self, nick: str, reason: str = "Connection closed") -> None:
        """Cut somebody's link."""
        self.network.disconnected(self.users[nick], reason, self.clock())
        self.settle()

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and what was due in it happen."""
        self.clock.advance(seconds)
        self.network.tick(self.clock())
        self.settle()

    def settle(self) -> None:
        """Carry bytes both ways until nobody has anything to say."""
        moved = True
        while moved:
            moved = False
            for nick, session in self.sessions.items():
                moved = self._carry(nick, session) or moved

    def take(self, nick: str, kind: Type[Any]) -> List[Any]:
        """Somebody's events of one kind so far; all of theirs are forgotten."""
        self.settle()
        events, self.events[nick] = self.events[nick], []
        return [event for event in events if type(event) is kind]

    def _carry(self, nick: str, session: Session) -> bool:
        user = self.users[nick]
        up = session.data_to_send()
        if up:
            self.network.received(user, up, self.clock())
        self.network.proceed(self.clock())
        self.events[nick].extend(session.written(self.clock()))
        self.network.take_dirty()
        down = b"".join(user.outbox)
        del user.outbox[:]
        self.events[nick].extend(session.feed(down, self.clock()))
        return bool(up or down)
