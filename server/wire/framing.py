"""Lines out of a stream of bytes; the partial line and the limits on bytes are owned here."""
from typing import List

from .message import MAX_LINE, MAX_TAGS

LONGEST = MAX_TAGS + MAX_LINE  # bytes; of a longer line only so many are kept, enough to see that it is too long


class LineBuffer:
    """The part of a stream that is not yet a whole line; used by the thread that owns the connection."""

    __slots__ = ("_limit", "_part", "_skipping")

    def __init__(self, limit: int = LONGEST) -> None:
        self._limit: int = limit
        self._part: bytes = b""
        self._skipping: bool = False

    def feed(self, data: bytes) -> List[bytes]:
        """The lines that `data` completes, without CR and LF; empty lines are left out.

        A line over the limit comes as its first limit + 1 bytes, so that parsing it says that it is too long; what
        follows up to its LF is dropped as it arrives, so memory stays bounded.
        """
        lines = (self._part + data).split(b"\n")
        self._part = lines.pop()
        if self._skipping and lines:
            del lines[0]
            self._skipping = False
        out = [self._cut(line.rstrip(b"\r")) for line in lines]
        if self._skipping:
            self._part = b""
        if len(self._part) > self._limit:
            out.append(self._cut(self._part))
            self._part = b""
            self._skipping = True
        return [line for line in out if line]

    def _cut(self, line: bytes) -> bytes:
        return line[: self._limit + 1]
