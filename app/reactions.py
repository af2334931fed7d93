"""The reactions to one message: who gave which, whatever the order in which they become known.

What is played back may be older than what is known already, so the newest word of each person on each reaction counts.
"""
from collections import OrderedDict
from typing import Dict, List, NamedTuple, Tuple

from server.wire.names import fold

MOST_MARKS = 1000  # of one message; what comes after them is not kept


class Tally(NamedTuple):
    """One reaction, and who gave it, the first one first."""

    reaction: str
    nicks: Tuple[str, ...]
    own: str  # of these ours; "" where we did not


class _Mark(NamedTuple):
    nick: str
    added: bool
    time: float  # Unix seconds
    own: bool


class Reactions:
    """The reactions to one message; used by the owner's thread alone."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks: Dict[Tuple[str, str], _Mark] = OrderedDict()  # by reaction and folded nick

    def __bool__(self) -> bool:
        return any(mark.added for mark in self._marks.values())

    def change(self, reaction: str, nick: str, added: bool, time: float, own: bool) -> bool:
        """Take in that somebody reacted, or took it back, at `time`; whether that changes what is shown."""
        key = (reaction, fold(nick))
        before = self._marks.get(key)
        if (before is not None and before.time > time) or (before is None and len(self._marks) >= MOST_MARKS):
            return False
        self._marks[key] = _Mark(nick, added, time, own)
        return added != (before is not None and before.added)

    def tallies(self) -> List[Tally]:
        """The reactions that stand, in the order in which they became known."""
        found: Dict[str, List[_Mark]] = OrderedDict()
        for (reaction, _), mark in self._marks.items():
            if mark.added:
                found.setdefault(reaction, []).append(mark)
        return [Tally(reaction, tuple(mark.nick for mark in marks), next((mark.nick for mark in marks if mark.own), ""))
                for reaction, marks in found.items()]

    def has_own(self, reaction: str) -> bool:
        """Whether we gave this one."""
        return any(bool(tally.own) for tally in self.tallies() if tally.reaction == reaction)
