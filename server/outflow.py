"""What is on its way out to the peers: what the kernel did not take yet, and links that end once all is sent.

It also says when a rest is worth more than sending at once.
"""
import logging
from typing import Dict, List, Sequence, Set

from .transport import Transport, send_each

# A rest after a turn makes the fan-out cheap, since one send of several lines costs hardly more than of one. It costs
# latency, so that it is made only where many were written to, and either little comes, whose sends would be for one
# message alone, or so much that the sends would leave no time for anything else.
REST_OVER = 64  # outboxes that were flushed in the turn
LITTLE = 2  # pieces that the turn took from the inbox
MUCH = 12  # pieces; where so many come in one turn, the next turn may have still more of them to send at once
LINGER = 2.0  # seconds that a peer has to close its side after ours was closed
MOST_PENDING = 4 << 20  # bytes in one outbox; over that its link is closed

log = logging.getLogger("intranetchat.server")


def rest_pays(pieces: int, flushed: int) -> bool:
    """Whether to rest after a turn that took `pieces` from the inbox and flushed so many outboxes."""
    return flushed > REST_OVER and not LITTLE < pieces < MUCH


class Outflow:
    """What the links of one server still have to send; used by the hub's thread alone."""

    __slots__ = ("_blocked", "_finishing")

    def __init__(self) -> None:
        self._blocked: Set[Transport] = set()
        self._finishing: Dict[Transport, float] = {}  # when to close it at last

    @property
    def blocked(self) -> bool:
        """Whether something that the kernel did not take has to be tried again."""
        return bool(self._blocked)

    def send(self, transports: Sequence[Transport], outboxes: Sequence[List[bytes]]) -> List[Transport]:
        """Send each outbox and empty it; the transports for which too much waits, since their peers do not read."""
        slow: List[Transport] = []
        for transport in send_each(transports, outboxes):
            if transport.pending > MOST_PENDING:
                log.info("%s was closed: it did not read, and %d bytes waited for it.", transport.name,
                         transport.pending)
                slow.append(transport)
            else:
                self._blocked.add(transport)
        return slow

    def retry(self) -> List[Transport]:
        """Try again to send what waits; the transports that have sent everything now."""
        sent = [each for each in self._blocked if each.flush()]
        self._blocked.difference_update(sent)
        return sent

    def finish(self, transport: Transport, now: float) -> None:
        """Close our side once everything is sent; a peer that then keeps its side open is closed in the end."""
        self._finishing.setdefault(transport, now + LINGER)
        if not transport.pending:
            transport.finish()

    def tick(self, now: float) -> None:
        """Close what has had its time to end."""
        for transport in [each for each, deadline in self._finishing.items() if now >= deadline]:
            del self._finishing[transport]
            transport.close()

    def forget(self, transport: Transport) -> None:
        """The link is gone."""
        self._blocked.discard(transport)
        self._finishing.pop(transport, None)
