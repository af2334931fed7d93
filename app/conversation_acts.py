"""What happens to the lines of a conversation after they were said: reactions to them, and their deletion.

What is about a line that isn't loaded is remembered, within bounds, until it is.
"""
from collections import OrderedDict
from typing import Dict, Iterable, Optional

from .conversation_line import Line
from .events import MessageRedacted, ReactionChanged
from .reactions import Reactions

MOST_WAITING = 2000  # lines that are not loaded, of one conversation


class _Waiting:
    __slots__ = ("deleted_by", "reactions")

    def __init__(self) -> None:
        self.deleted_by: str = ""
        self.reactions: Optional[Reactions] = None


class Acts:
    """The lines of one conversation by msgid, and what waits for those that are not loaded; used by the owner's thread.
    """

    __slots__ = ("_lines", "_waiting")

    def __init__(self) -> None:
        self._lines: Dict[str, Line] = {}
        self._waiting: Dict[str, _Waiting] = OrderedDict()

    def find(self, msgid: str) -> Optional[Line]:
        """The loaded line with that msgid."""
        return self._lines.get(msgid)

    def loaded(self, line: Line) -> None:
        """A line is there, or has got its msgid; what waited for it happens to it."""
        if not line.msgid:
            return
        self._lines[line.msgid] = line
        waiting = self._waiting.pop(line.msgid, None)
        if waiting is None:
            return
        line.reactions = waiting.reactions
        if waiting.deleted_by:
            line.erase(waiting.deleted_by)

    def dropped(self, lines: Iterable[Line]) -> None:
        """Lines are no longer kept; what happened to them is remembered for when they come back."""
        for line in lines:
            if self._lines.get(line.msgid) is not line:
                continue
            del self._lines[line.msgid]
            if line.reactions is not None or line.deleted_by:
                waiting = self._wait(line.msgid)
                waiting.reactions, waiting.deleted_by = line.reactions, line.deleted_by

    def react(self, event: ReactionChanged) -> Optional[Line]:
        """Take a reaction in; the line that looks different now."""
        line = self.find(event.msgid)
        holder = line if line is not None else self._wait(event.msgid)
        if holder.reactions is None:
            holder.reactions = Reactions()
        changed = holder.reactions.change(event.reaction, event.nick, event.added, event.time, event.own)
        return line if changed and line is not None and not line.deleted_by else None

    def redact(self, event: MessageRedacted) -> Optional[Line]:
        """Take a deletion in; the line that looks different now."""
        line = self.find(event.msgid)
        if line is None:
            self._wait(event.msgid).deleted_by = event.by
            return None
        if line.deleted_by:
            return None
        line.erase(event.by)
        return line

    def _wait(self, msgid: str) -> _Waiting:
        waiting = self._waiting.get(msgid)
        if waiting is None:
            waiting = self._waiting[msgid] = _Waiting()
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return waiting
