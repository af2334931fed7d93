"""Which messages the front end already has, so that what a server plays back after a broken link is shown once."""
from collections import OrderedDict
from typing import Dict, Iterable, List, Optional, Union

from server.wire.names import fold

from .events import MessageArrived, MessageConfirmed
from .unconfirmed import Pending

MOST_KNOWN = 10000  # msgids; a server plays back far fewer
MOST_UNCERTAIN = 100  # messages of ours


class Seen:
    """The msgids of one server that went by, and our messages that may have reached it; used by the client's owner."""

    __slots__ = ("_known", "_uncertain")

    def __init__(self) -> None:
        self._known: Dict[str, None] = OrderedDict()
        self._uncertain: List[Pending] = []

    def doubt(self, pendings: Iterable[Pending]) -> None:
        """The link broke before these were confirmed; the server may have them or not."""
        self._uncertain = (self._uncertain + list(pendings))[-MOST_UNCERTAIN:]

    def sift(self, message: MessageArrived) -> Union[MessageArrived, MessageConfirmed, None]:
        """What `message` tells the front end: itself, that a doubted message of ours arrived, or nothing new."""
        if not message.msgid:
            return message
        if message.history and message.msgid in self._known:
            return None
        self._known[message.msgid] = None
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]
        doubted = self._doubted(message) if message.own and message.history else None
        if doubted is None:
            return message
        self._uncertain.remove(doubted)
        return MessageConfirmed(message.target, doubted.label, message.msgid, message.time)

    def _doubted(self, message: MessageArrived) -> Optional[Pending]:
        wanted = (fold(message.target), message.text, message.kind)
        same = (each for each in self._uncertain if (fold(each.target), each.text, each.kind) == wanted)
        return next(same, None)
