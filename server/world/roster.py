"""The list of names of a room, kept in lines while it only grows: thousands who come in read what was made once."""
from typing import Iterable, List, Optional

from .outgoing import Line, packed


class Roster:
    """Who is in a room, in texts that fit into lines; used by the hub's thread alone."""

    __slots__ = ("_left", "_room", "texts")

    def __init__(self, room: int, words: Iterable[str]) -> None:
        """`words` are the members with their signs; each text takes at most `room` bytes."""
        self._room: int = room
        self.texts: List[str] = packed(words, room)
        self._left: int = room - len(self.texts[-1].encode("utf-8")) if self.texts else 0  # bytes in the last text

    def add(self, word: str) -> None:
        """One more has come in."""
        size = len(word.encode("utf-8"))
        if size < self._left:
            self.texts[-1] += " " + word
            self._left -= size + 1
        else:
            self.texts.append(word)
            self._left = self._room - size


class RosterLine(Line):
    """The lines of a roster on their way out, in one; used by the hub's thread alone."""

    __slots__ = ("_texts",)

    def __init__(self, start: str, time: str, texts: Iterable[str]) -> None:
        """`start` is what each line begins with, `time` as for other lines."""
        super().__init__(start, time)
        self._texts: Iterable[str] = texts

    def tagged(self, caps: int, extra: str = "") -> Optional[bytes]:
        """The lines for somebody with `caps`, each with the same tags."""
        start = self._written(caps, extra, "") + self._body
        return "".join([f"{start}{text}\r\n" for text in self._texts]).encode("utf-8", "replace")
