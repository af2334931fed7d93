"""What the entry field remembers while one writes: the place among the texts sent, and the word being completed.
Plain state, so that it is tested without a window.
"""

from typing import List, Optional, Sequence


class SentTexts:
    """A place among the texts sent in one conversation; Tk thread only."""

    __slots__ = ("_texts", "_place", "_unsent")

    def __init__(self, texts: List[str]) -> None:
        """`texts` is the conversation's own list, the newest last; it grows while one writes."""
        self._texts = texts
        self._place: Optional[int] = None  # None = at what is being written now
        self._unsent = ""

    def restart(self) -> None:
        """Go back to what is being written."""
        self._place = None
        self._unsent = ""

    def walk(self, step: int, present: str) -> Optional[str]:
        """Return the text one step older (-1) or newer (1), or None at the end; `present` is what the field holds."""
        end = len(self._texts)
        place = (end if self._place is None else self._place) + step
        if not 0 <= place <= end:
            return None
        if self._place is None:
            self._unsent = present
        self._place = None if place == end else place
        return self._unsent if place == end else self._texts[place]


class Completion:
    """One word being completed by Tab again and again; Tk thread only."""

    __slots__ = ("shown", "_found", "_place")

    def __init__(self, typed: str, found: Sequence[str]) -> None:
        self.shown = typed  # what stands before the caret now
        self._found = tuple(found)
        self._place: Optional[int] = None

    @classmethod
    def begin(cls, before: str, words: Sequence[str]) -> "Optional[Completion]":
        """Return the completions of the word that ends `before`, or None when there are none.

        `words` hold commands ("/join"), rooms ("#lobby") and nicks; a nick becomes "@nick ", a command stands at the
        beginning only.
        """
        typed = "" if not before or before[-1].isspace() else before.split()[-1]
        at_start = len(before) == len(typed)
        found = [_written(word) for word in words if typed and _begins(word, typed, at_start)]
        return cls(typed, found) if found else None

    def turn(self, step: int) -> str:
        """Return the next (1) or previous (-1) completion, which is then the one shown."""
        if self._place is None:
            self._place = -1 if step > 0 else 0
        self._place = (self._place + step) % len(self._found)
        self.shown = self._found[self._place]
        return self.shown


def _begins(word: str, typed: str, at_start: bool) -> bool:
    if word.startswith("/"):
        return at_start and word.startswith(typed.lower())
    if not word.startswith("#") and typed.startswith("@"):
        typed = typed[1:]
    return word.casefold().startswith(typed.casefold())


def _written(word: str) -> str:
    return word + " " if word[:1] in "/#" else "@" + word + " "
