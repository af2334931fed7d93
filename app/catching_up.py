"""Up to where each conversation is known, so that a client that comes back fetches just what it missed.

While a gap is being fetched, what arrives beyond it does not count as known: a second break must not leave a hole.
A gap that is very long is fetched at both its ends, and what lies between is for the reader to ask for.
"""
from collections import OrderedDict
from typing import Dict, NamedTuple, Optional, Union

from server.wire.names import fold

from .events import HistoryArrived, MessageArrived, MessageConfirmed

PAGE = 100  # messages in one request for a gap
MOST_MISSED = 500  # messages of one gap that are fetched
MOST_TARGETS = 2000  # conversations of which the end is remembered


class Ask(NamedTuple):
    """What to ask the history for; without `after` and `before` its latest."""

    target: str
    after: str  # msgid
    limit: int
    before: str = ""  # msgid


class _Gap:
    __slots__ = ("beyond", "fetched", "hole", "reaches_back")

    def __init__(self) -> None:
        self.fetched = 0  # messages
        self.beyond = ""  # the newest msgid that arrived meanwhile
        self.hole = ""  # msgid of the last one that is fetched from the gap's beginning on
        self.reaches_back = False  # from the latest messages to those that were read


class CatchingUp:
    """The ends of the conversations of one server; used by the client's owner."""

    def __init__(self, latest: int) -> None:
        """`latest` is how many messages are fetched of a conversation that is new; 0 = no history at all."""
        self.latest: int = latest
        self._ends: Dict[str, str] = OrderedDict()  # folded target -> msgid
        self._gaps: Dict[str, _Gap] = {}

    def knows(self, target: str) -> bool:
        """Whether there is a message of `target` after which a gap begins."""
        return fold(target) in self._ends

    def forget(self, target: str) -> None:
        """The front end has let the conversation go."""
        self._ends.pop(fold(target), None)

    def interrupted(self) -> None:
        """The link is gone, and what was asked will not be answered."""
        self._gaps.clear()

    def note(self, message: Union[MessageArrived, MessageConfirmed]) -> None:
        """A message went by."""
        if not message.msgid:
            return
        gap = self._gaps.get(fold(message.target))
        if gap is None:
            self._know(fold(message.target), message.msgid)
        else:
            gap.beyond = message.msgid

    def begin(self, target: str) -> Ask:
        """What to ask for now that we are in `target` or look at it."""
        after = self._ends.get(fold(target), "")
        self._gaps[fold(target)] = _Gap()
        return Ask(target, after, PAGE if after else self.latest)

    def hole_before(self, answer: HistoryArrived) -> str:
        """The msgid of the message between which and this answer some are missing; "" where there are none."""
        gap = self._gaps.get(fold(answer.target))
        if gap is None or not gap.hole or answer.which != "latest" or answer.failed or answer.complete:
            return ""
        joins = gap.hole == answer.first or any(message.msgid == gap.hole for message in answer.messages)
        return "" if joins else gap.hole

    def is_far(self, target: str) -> bool:
        """Whether of the present gap of `target` so much was fetched from its beginning on as ever is."""
        gap = self._gaps.get(fold(target))
        return gap is not None and bool(gap.hole)

    def go_on(self, answer: HistoryArrived, read_until: float = 0.0) -> Optional[Ask]:
        """What to ask for after this answer; None at the end of the gap. `read_until` is in Unix seconds, 0 unknown."""
        key = fold(answer.target)
        gap = self._gaps.get(key)
        if gap is None or answer.which == "hole":
            return None
        if answer.which == "before":
            return self._reach_back(answer, gap, read_until) if gap.reaches_back else None
        newest = answer.last or next((message.msgid for message in reversed(answer.messages) if message.msgid), "")
        gap.fetched += max(1, len(answer.messages))
        if newest:
            self._know(key, newest)
        if answer.failed and answer.which == "after":
            self._ends.pop(key, None)
            return Ask(answer.target, "", self.latest)
        if answer.which == "after" and newest and not answer.complete:
            if gap.fetched < MOST_MISSED:
                return Ask(answer.target, newest, PAGE)
            gap.hole = newest
            return Ask(answer.target, "", self.latest)
        return self._reach_back(answer, gap, read_until)

    def abandon(self, target: str) -> None:
        """The gap is fetched, or can't be; what arrived beyond it counts as known."""
        gap = self._gaps.pop(fold(target), None)
        if gap is not None and gap.beyond:
            self._know(fold(target), gap.beyond)

    def _reach_back(self, answer: HistoryArrived, gap: _Gap, read_until: float) -> Optional[Ask]:
        """Of a conversation that is new fetch so much that what was read last is there, within bounds."""
        if answer.which == "before":
            gap.fetched += PAGE
        unread = not answer.messages or answer.messages[0].time > read_until
        wanted = answer.which != "after" and not gap.hole and read_until > 0 and unread
        if wanted and answer.first and not (answer.complete or answer.failed) and gap.fetched < MOST_MISSED:
            gap.reaches_back = True
            return Ask(answer.target, "", PAGE, answer.first)
        self.abandon(answer.target)
        return None

    def _know(self, key: str, msgid: str) -> None:
        self._ends.pop(key, None)
        self._ends[key] = msgid
        if len(self._ends) > MOST_TARGETS:
            del self._ends[next(iter(self._ends))]
