"""What was asked of the server's history, and the answers while they come in; how large one may grow is owned here.

Source: IRCv3 chathistory. An answer is a batch; it is known by its label, or where there are none by its target.
"""
from typing import List, NamedTuple, Optional, Set

from .events import Act, HistoryArrived, MessageArrived

MOST_LINES = 5000  # of one answer; a batch that has no end is cut there
MOST_OPEN = 500  # requests without an answer; a server that answers none has the oldest forgotten


class Asked(NamedTuple):
    """One request."""

    target: str
    key: str  # the folded target
    which: str  # as in HistoryArrived
    limit: int  # messages
    label: str = ""
    hole: str = ""  # msgid of the message after which some are missing, where these are asked for


class Answer:
    """The messages of an open batch that we asked for; used by the session's thread alone."""

    __slots__ = ("_acts", "_first", "_last", "_lines", "_messages", "_msgids", "_unnamed", "asked", "done")

    def __init__(self, asked: Asked) -> None:
        self.asked: Asked = asked
        self.done: bool = False  # it was told; what still comes is not taken
        self._messages: List[MessageArrived] = []
        self._acts: List[Act] = []
        self._first: str = ""  # msgid
        self._last: str = ""
        self._msgids: Set[str] = set()
        self._lines: int = 0
        self._unnamed: int = 0  # messages without a msgid

    @property
    def is_full(self) -> bool:
        """Whether no more is taken in."""
        return self._lines >= MOST_LINES

    def count(self, msgid: str) -> None:
        """A line came, also one that shows nothing; several lines of one message have the same `msgid`."""
        self._lines += 1
        if msgid:
            self._msgids.add(msgid)
            self._first, self._last = self._first or msgid, msgid
        else:
            self._unnamed += 1

    def add(self, message: MessageArrived) -> None:
        """Keep what the line said."""
        self._messages.append(message._replace(target=self.asked.target))

    def add_act(self, act: Act) -> None:
        """Keep a reaction or a deletion."""
        self._acts.append(act._replace(target=self.asked.target))

    def event(self) -> HistoryArrived:
        """What was collected; complete where fewer came than were asked for."""
        complete = not self.is_full and len(self._msgids) + self._unnamed < self.asked.limit
        return HistoryArrived(self.asked.target, tuple(self._messages), complete, self.asked.which, False,
                              tuple(self._acts), self._first, self._last, self.asked.hole)


class HistoryRequests:
    """The requests that are not yet answered, in order; used by the session's thread alone."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: List[Asked] = []

    def add(self, asked: Asked) -> None:
        """Remember what was sent."""
        self._open = self._open[-MOST_OPEN + 1:] + [asked]

    def take(self, label: str, key: str) -> Optional[Asked]:
        """The request that has this label, else without a label the first of the folded target `key`."""
        for asked in self._open:
            if asked.label == label and (label or asked.key == key):
                self._open.remove(asked)
                return asked
        return None
