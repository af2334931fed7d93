"""One message of several lines: how its text is cut into the lines of a batch, and how those that come are joined.

Source: IRCv3 multiline.
"""
import re
from typing import List, NamedTuple, Optional

from server.wire.message import Message

from .splitting import end_of_piece, sendable

CAP = "draft/multiline"
KIND = CAP  # the type of the batch
CONCAT = "draft/multiline-concat"  # the tag of a line that goes on where the one before it ended
MOST_TEXT = 400_000  # characters taken in of one message; a server that sends more has the rest dropped
_LIMIT = re.compile("max-(bytes|lines)=([0-9]{1,9})")


class Limits(NamedTuple):
    """What a server takes as one message; 0 where it says none."""

    size: int = 0  # bytes of UTF-8, each line break counted as one
    lines: int = 0  # of the wire


class Piece(NamedTuple):
    """One line of the wire, and whether it goes on the line before."""

    text: str
    concat: bool = False


class Arriving:
    """The lines of a batch that is coming in; used by the session's thread alone."""

    __slots__ = ("_command", "_opening", "_parts", "_size")

    def __init__(self, opening: Message) -> None:
        """`opening` is the BATCH line, whose tags and source are those of the message."""
        self._opening: Message = opening
        self._command: str = ""
        self._parts: List[str] = []
        self._size: int = 0

    def take(self, line: Message) -> None:
        """Add a line of the batch."""
        text = line.param(1)
        self._size += len(text) + 1
        if self._size > MOST_TEXT:
            return
        self._command = self._command or line.command
        if self._parts and CONCAT not in line.tags:
            self._parts.append("\n")
        self._parts.append(text)

    def joined(self) -> Optional[Message]:
        """All of it as one message, whose text has line breaks; None where no line came."""
        if not self._command:
            return None
        target = self._opening.param(2)
        return Message(self._command, (target, "".join(self._parts)), self._opening.source, self._opening.tags)


def limits_of(value: str) -> Limits:
    """The limits in the capability's value, such as "max-bytes=40000,max-lines=400"."""
    found = {name: int(number) for name, number in _LIMIT.findall(value)}
    return Limits(found.get("bytes", 0), found.get("lines", 0))


def whole(text: str) -> str:
    """The text as it goes out as one message: without blank lines around it and spaces at the ends of its lines."""
    lines = [line.rstrip() for line in re.split("\r\n|\r|\n", sendable(text))]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def pieces_of(text: str, room: int) -> List[Piece]:
    """The lines of the wire for a text, each of at most `room` bytes; a long line goes on in the next one."""
    pieces: List[Piece] = []
    for line in text.split("\n"):
        start = 0
        while start < len(line) or not start:
            end = end_of_piece(line, start, room - 1)
            end += line[end:end + 1] == " "
            pieces.append(Piece(line[start:end], start > 0))
            start = max(end, 1)
    return pieces


def excess(text: str, room: int, limits: Limits) -> Limits:
    """By how many bytes and lines a text is beyond the limits; Limits(0, 0) where it fits."""
    size, lines = len(text.encode("utf-8", "replace")), len(pieces_of(text, room))
    return Limits(max(0, size - limits.size) if limits.size else 0, max(0, lines - limits.lines) if limits.lines else 0)
