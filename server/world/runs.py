"""What a room's members are told one after the other, kept once for all of them until their outboxes are needed.

A busy room gives thousands of lines a second to hundreds of people. As long as nothing else comes between, these lines
stand in one list, which is encoded once a set of capabilities and put into each outbox in one step.
"""
from typing import Dict, List, Optional

from .channel import Channel
from .outgoing import Line
from .user import User


class Apart:
    """A member for whom a run is not the same as for the others; used by the hub's thread alone."""

    __slots__ = ("skipped", "start")

    def __init__(self, start: int) -> None:
        self.start: int = start  # the first line of the run that the outbox doesn't have yet
        self.skipped: List[int] = []  # lines that are not for this member


class Run:
    """Lines to the members of one room, in order; used by the hub's thread alone."""

    __slots__ = ("_apart", "_lines", "channel")

    def __init__(self, channel: Channel) -> None:
        self.channel: Channel = channel
        self._lines: List[Line] = []
        self._apart: Dict[User, Apart] = {}

    def add(self, line: Line, skip: Optional[User] = None) -> None:
        """One more line, for everybody but the member `skip`."""
        if skip is not None:
            self._of(skip).skipped.append(len(self._lines))
        self._lines.append(line)

    def admit(self, user: User) -> None:
        """`user` is a member from now on, and gets what follows."""
        self._apart[user] = Apart(len(self._lines))

    def catch_up(self, user: User) -> None:
        """Put what there is so far into the outbox of a member, since something else comes next."""
        apart = self._of(user)
        if apart.start < len(self._lines):
            user.outbox.extend(self._lines_for(user, apart))
            apart.start = len(self._lines)
            apart.skipped = []

    def settle(self, joined: bool) -> None:
        """Put the lines into every member's outbox; `joined` into one piece, which can't be taken out again."""
        for caps, members in self.channel.groups.items():
            lines = [encoded for encoded in (line.encode(caps) for line in self._lines) if encoded is not None]
            if not lines:
                continue
            if joined:
                lines = [b"".join(lines)]
            for member in members:
                if member not in self._apart:
                    member.outbox.extend(lines)
        for member, apart in self._apart.items():
            member.outbox.extend(self._lines_for(member, apart))

    def _of(self, user: User) -> Apart:
        apart = self._apart.get(user)
        if apart is None:
            apart = self._apart[user] = Apart(0)
        return apart

    def _lines_for(self, user: User, apart: Apart) -> List[bytes]:
        lines: List[bytes] = []
        for index in range(apart.start, len(self._lines)):
            if index not in apart.skipped:
                encoded = self._lines[index].encode(user.caps)
                if encoded is not None:
                    lines.append(encoded)
        return lines
