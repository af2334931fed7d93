"""One connection to the network and the person on it; what only concerns this one link is owned here."""
from collections import deque
from typing import TYPE_CHECKING, Deque, Dict, List, Optional

from ..wire.caps import BATCH, LABELED_RESPONSE
from ..wire.framing import LineBuffer
from .outgoing import Append

if TYPE_CHECKING:
    from .channel import Channel
    from .multiline import Incoming
    from .sasl import Exchange

PAUSE_OVER = 16384  # bytes of backlog; over it the hub stops reading this link until it is below again
BURST = 2  # seconds' worth of commands that may come at once
BATCHED = 0.1  # commands that a line of a batch counts for


class User:
    """A link and its person, registered or not yet; used by the hub's thread alone."""

    __slots__ = (
        "account", "address", "append", "away", "backlog", "batch", "bot", "buffer", "cap_302", "caps", "channels",
        "closing", "connected_at", "credit", "credit_at", "ended", "first_line", "heard_at", "host", "invisible",
        "invites", "lines", "markers", "monitored", "negotiating", "nick", "operator", "outbox", "password", "pinged",
        "prefix", "realname", "refused_nick", "registered", "said", "sasl", "secure", "spoke_at", "username", "waiting",
        "wallops",
    )  # fmt: skip

    def __init__(self, address: str, now: float, burst: int) -> None:
        self.address: str = address  # the IP address as text
        self.outbox: List[bytes] = []  # of whole lines; the hub joins, sends and clears it, it stays the same object
        self.append: Append = self.outbox.append
        self.closing: bool = False  # flush the outbox, then close the link
        self.secure: bool = False  # the hub sets it where the link is TLS
        self.buffer: LineBuffer = LineBuffer()
        self.first_line: bool = True
        self.lines: Deque[bytes] = deque()  # whole lines not yet applied, because of the rate limit
        self.backlog: int = 0  # bytes in `lines`
        self.credit: float = burst  # commands that may be applied at once
        self.credit_at: float = now
        self.waiting: bool = False  # for the answer to a password; the next lines wait too
        self.ended: str = ""  # why the link is gone, while lines that came before its end are still to be applied

        self.nick: str = ""
        self.username: str = ""
        self.realname: str = ""
        self.account: str = ""  # that one is logged in to; empty = none
        self.host: str = host_of(address)
        self.prefix: str = ""  # nick!user@host, kept by `named`
        self.password: str = ""  # as PASS gave it, until registration checks it
        self.refused_nick: str = ""  # the last that was asked for and taken, before registration
        self.sasl: Optional[Exchange] = None  # logging in, while it lasts
        self.registered: bool = False
        self.negotiating: bool = False  # between CAP LS or REQ and CAP END: registration waits
        self.cap_302: bool = False  # knows CAP version 302
        self.caps: int = 0
        self.batch: Optional[Incoming] = None  # of lines that are one message, while it is open

        self.connected_at: float = now
        self.heard_at: float = now  # the last bytes came
        self.spoke_at: float = now  # the last message was sent
        self.said: int = 0  # messages
        self.pinged: bool = False  # a PING is out and nothing came since

        self.away: str = ""  # the text; empty = here
        self.invisible: bool = False
        self.operator: bool = False
        self.bot: bool = False
        self.wallops: bool = False
        self.channels: Dict[str, Channel] = {}  # by folded name, in the order of joining
        self.invites: Dict[Channel, None] = {}  # rooms that one may enter once, in the order of the invitations
        self.markers: Dict[str, int] = {}  # folded target -> up to where it is read, without an account
        self.monitored: Dict[str, str] = {}  # folded name -> name as asked for

    @property
    def shown(self) -> str:
        """The nick as numerics address it: "*" before there is one."""
        return self.nick or "*"

    @property
    def labels(self) -> bool:
        """Whether answers carry labels; labeled-response counts only together with batch."""
        return self.caps & (LABELED_RESPONSE | BATCH) == LABELED_RESPONSE | BATCH

    def named(self, nick: str) -> None:
        """Take `nick` and set the prefix anew."""
        self.nick = nick
        self.prefix = f"{nick}!{self.username}@{self.host}"

    def spoke(self, now: float) -> None:
        """A message was sent."""
        self.spoke_at = now
        self.said += 1

    def feed(self, data: bytes, now: float) -> None:
        """Take bytes as they came; what they complete stands in `lines`."""
        self.heard_at = now
        self.pinged = False
        for line in self.buffer.feed(data):
            self.lines.append(line)
            self.backlog += len(line)

    def spend(self, now: float, rate: int) -> bool:
        """Take one command's credit at `rate` commands a second; False if there is none yet.

        The lines of a batch don't wait for each other: they are paid for afterwards, with a burst's worth at most.
        """
        self.credit = min(rate * BURST, self.credit + (now - self.credit_at) * rate)
        self.credit_at = now
        if self.batch is not None:
            self.credit = max(self.credit - BATCHED, -rate * BURST)
            return True
        if self.credit < 1:
            return False
        self.credit -= 1
        return True

    def next_line(self) -> Optional[bytes]:
        """The oldest line not yet applied, taken out of the backlog; None without any."""
        if not self.lines:
            return None
        line = self.lines.popleft()
        self.backlog -= len(line)
        return line

    def drop_lines(self) -> None:
        """Forget what was not applied: the person is leaving."""
        self.lines.clear()
        self.backlog = 0


def host_of(address: str) -> str:
    """The host part of a prefix for `address`: an IPv4-mapped address as IPv4, and no leading ":"."""
    if address.lower().startswith("::ffff:") and "." in address:
        return address[7:]
    return "0" + address if address.startswith(":") else address or "unknown"
