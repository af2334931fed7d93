"""Which messages the front end already has, so that what a server plays back after a broken link is shown once."""
from collections import OrderedDict
from typing import Dict, Iterable, List, NamedTuple, Optional, Tuple, Union

from server.wire.names import fold

from .events import HistoryArrived, MessageArrived, MessageConfirmed
from .unconfirmed import Pending

MOST_KNOWN = 10000  # msgids; a server plays back far fewer
MOST_UNCERTAIN = 100  # messages of ours
KEEP_OPEN = 600  # seconds that a doubted message waits for the history to tell of it


class _Doubt(NamedTuple):
    pending: Pending
    nick: str  # ours when it was said
    until: float  # seconds by the client's clock
    open: bool  # the front end was not told of a failure


class Seen:
    """The msgids of one server that went by, and our messages that may have reached it; used by the client's owner."""

    __slots__ = ("_doubts", "_known")

    def __init__(self) -> None:
        self._known: Dict[str, str] = OrderedDict()  # msgid -> folded target
        self._doubts: List[_Doubt] = []

    def __len__(self) -> int:
        """How many messages wait for the history to tell of them."""
        return sum(doubt.open for doubt in self._doubts)

    def doubt(self, pendings: Iterable[Pending], nick: str, now: float, keep: bool) -> List[Pending]:
        """The link broke before these were confirmed; returned are those that have failed therefore.

        With `keep` the others wait for the history, unless they had been sent again already.
        """
        fresh = [_Doubt(each, nick, now + KEEP_OPEN, keep and not each.again) for each in pendings]
        failed = [doubt for doubt in fresh if not doubt.open]
        doubts = self._doubts + fresh
        dropped, self._doubts = doubts[:-MOST_UNCERTAIN], doubts[-MOST_UNCERTAIN:]
        return [doubt.pending for doubt in failed + [each for each in dropped if each.open]]

    def waits_for(self, target: str) -> bool:
        """Whether a message to `target` waits for its history."""
        return any(doubt.open and fold(doubt.pending.target) == fold(target) for doubt in self._doubts)

    def waiting(self) -> List[str]:
        """The targets of the messages that wait for the history."""
        return list(OrderedDict((fold(doubt.pending.target), doubt.pending.target)
                                for doubt in self._doubts if doubt.open).values())

    def give_up(self, target: str = "", now: float = float("inf")) -> List[Pending]:
        """Those that wait, of one target or of all, until `now`; they have failed, and may still turn out to be there.
        """
        ended = [doubt for doubt in self._doubts
                 if doubt.open and doubt.until <= now and (not target or fold(doubt.pending.target) == fold(target))]
        self._doubts = [doubt._replace(open=False) if doubt in ended else doubt for doubt in self._doubts]
        return [doubt.pending for doubt in ended]

    def missing(self, target: str, nick: str) -> List[Pending]:
        """What did not arrive, now that the gap of `target` is known; where `nick` is given, only what that one said.
        """
        sure = [doubt for doubt in self._doubts if doubt.open and fold(doubt.pending.target) == fold(target)
                and fold(nick or doubt.nick) == fold(doubt.nick)]
        self._doubts = [doubt for doubt in self._doubts if doubt not in sure]
        return [doubt.pending for doubt in sure]

    def forget(self, target: str) -> None:
        """The front end has let the conversation go; it is told of everything anew."""
        for msgid in [msgid for msgid, where in self._known.items() if where == fold(target)]:
            del self._known[msgid]

    def sift(self, message: MessageArrived) -> Union[MessageArrived, MessageConfirmed, None]:
        """What `message` tells the front end: itself, that a doubted message of ours arrived, or nothing new."""
        if not message.msgid:
            return message
        if message.history and message.msgid in self._known:
            return None
        self._know(message)
        return self._settled(message) or message

    def sift_history(self, history: HistoryArrived) -> Tuple[List[MessageConfirmed], HistoryArrived]:
        """Which doubted messages of ours arrived, and the history without what the front end has.

        Of what lies before its own messages it may have let go some, so that all of it is passed on.
        """
        if history.which == "before":
            return [], history
        confirmed: List[MessageConfirmed] = []
        kept: List[MessageArrived] = []
        for message in history.messages:
            if message.msgid and message.msgid in self._known:
                kept += [message] if history.which == "hole" else []  # where the hole ends
                continue
            if message.msgid:
                self._know(message)
            settled = self._settled(message) if message.msgid else None
            if settled is None:
                kept.append(message)
            else:
                confirmed.append(settled)
        return confirmed, history._replace(messages=tuple(kept))

    def _know(self, message: MessageArrived) -> None:
        self._known[message.msgid] = fold(message.target)
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def _settled(self, message: MessageArrived) -> Optional[MessageConfirmed]:
        """That a played-back message is a doubted one of ours, which is doubted no longer."""
        if not message.history:
            return None
        for doubt in self._doubts:
            pending = doubt.pending
            if _is_the_same(message, doubt):
                self._doubts.remove(doubt)
                return MessageConfirmed(message.target, pending.label, message.msgid, message.time)
        return None


def _is_the_same(message: MessageArrived, doubt: _Doubt) -> bool:
    """By the mark that it carries; where the server has kept none, by what is said, where, and by whom."""
    pending = doubt.pending
    if fold(message.target) != fold(pending.target) or fold(message.sender) != fold(doubt.nick):
        return False
    if message.nonce:
        return message.nonce == pending.label
    return (message.text, message.kind) == (pending.text, pending.kind)
