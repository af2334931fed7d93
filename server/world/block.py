"""One message of several lines on its way out: a batch for those who know such, ordinary lines for the others.

Source: ircv3.net "multiline".
"""
from typing import List, NamedTuple, Optional, Sequence

from ..wire.caps import BATCH, MULTILINE
from .outgoing import MAX_BODY, Line, cut, fits

KIND = "draft/multiline"
CONCAT = "draft/multiline-concat"  # the tag of a line that goes on where the one before it ended
MAX_REPEATED = 100  # characters of tags that stand on each of hundreds of lines
KNOWN = BATCH | MULTILINE  # the capabilities of those who get the batch


class Piece(NamedTuple):
    """One line's text, and whether it goes on the line before."""

    text: str
    concat: bool = False


class Block(Line):
    """An outgoing message of several lines, whose encoding is all of them in one; used by the hub's thread alone."""

    __slots__ = ("_pieces",)

    def __init__(self, head: Line, pieces: Sequence[Piece]) -> None:
        """`head` is the same message, with its msgid, as one line with an empty text."""
        super().__init__(head._body, head._time, head._tags, head._needs, head.number, head._account)
        self._pieces: Sequence[Piece] = pieces

    @property
    def fits(self) -> bool:
        """Whether each line keeps to the 512 bytes of IRC."""
        return all(fits(self._body + piece.text) for piece in self._pieces)

    def tagged(self, caps: int, extra: str = "") -> Optional[bytes]:
        """The lines for somebody with `caps`; `extra` stands where it belongs: a label on the first line alone."""
        lines = self._in_batch(caps, extra) if caps & KNOWN == KNOWN else self._one_by_one(caps, extra)
        encoded = "".join(lines).encode("utf-8", "replace")
        if self.number:
            self._copies.append(encoded)
        return encoded

    def _in_batch(self, caps: int, extra: str) -> List[str]:
        source, start = self._body.split(" ", 1)[0], self._body
        name = self._tags.partition(";")[0].partition("=")[2]
        inside = {False: f"@batch={name} {start}", True: f"@batch={name};{CONCAT} {start}"}
        outer = f"@{extra} " if extra.startswith("batch=") else ""
        lines = [f"{self._written(caps, extra, self._tags)}{source} BATCH +{name} {KIND} {self.params[:-2]}\r\n"]
        lines.extend(f"{inside[piece.concat]}{piece.text}\r\n" for piece in self._pieces)
        return [*lines, f"{outer}{source} BATCH -{name}\r\n"]

    def _one_by_one(self, caps: int, extra: str) -> List[str]:
        """The lines that are not blank; only the first has the msgid, and long tags of the client's."""
        first, *others = [piece.text for piece in self._pieces if piece.text]
        tags = self._tags.partition(";")[2]
        repeated = tags if len(tags) <= MAX_REPEATED else ""
        again = self._written(caps, extra if extra.startswith("batch=") else "", repeated)
        lines = [f"{self._written(caps, extra, self._tags)}{self._body}{first}\r\n"]
        return lines + [f"{again}{self._body}{text}\r\n" for text in others]


def joined(pieces: Sequence[Piece]) -> str:
    """The text of the whole message."""
    return "".join(piece.text if piece.concat or not index else "\n" + piece.text for index, piece in enumerate(pieces))


def split_again(head: Line, start: str, text: str) -> Block:
    """The message `text` as `head`, the line `start` with an empty text, in lines that fit: split between words, never
    inside a character."""
    room = MAX_BODY - len(start.encode("utf-8", "replace"))
    pieces: List[Piece] = []
    for line in text.split("\n"):
        concat = False
        while line or not concat:
            part = cut(line, room)
            if len(part) < len(line):
                part = part[: part.rfind(" ") + 1] or part
            pieces.append(Piece(part, concat))
            line = line[len(part):]
            concat = True
    return Block(head, pieces)
