"""The help with words while one writes: the list of offers at the caret, and Tab, which completes and turns.
It changes the field's text, and leaves keys that it has no use for to the field.
"""

import re
import tkinter as tk
from typing import Callable, Optional, Sequence

from app.emoji import named
from app.ui.recall import Completion
from app.ui.spelling import showable
from app.ui.suggesting import Found
from app.ui.suggestions import Suggestions
from app.ui.theme import Theme

_NAMED = re.compile(r"(?:^|(?<=[\s(\[{\"'“‘])):[A-Za-z0-9_+\-]+:$")


class Completing:
    """The help in one entry field; Tk thread only."""

    def __init__(self, text: tk.Text, over: tk.Misc, theme: Theme, words: Callable[[], Sequence[str]],
                 find: Callable[[str], Optional[Found]]) -> None:
        """The list floats above `over`; `words` are what Tab completes, `find` gives what is offered after a text."""
        self._text = text
        self._theme = theme
        self._words = words
        self._find = find
        self._turning: Optional[Completion] = None
        self._found: Optional[Found] = None
        self._colon = False  # the key pressed last was one
        self._closed_at = ""  # where the list was closed by Esc: the text before its word
        self.list = Suggestions(over, theme, self._choose)

    def look(self) -> None:
        """The text or the caret has changed: offer what fits now."""
        if self._colon:
            self._colon = False
            self._spell_out()
        before = self._before() if self._has_focus() else ""
        found = self._find(before) if before else None
        if found is None:
            self._closed_at = ""
            self._hide()
        elif before[:-len(found.word)] + found.word[0] == self._closed_at:
            self._hide()
        elif self._found is None or found.offers != self._found.offers or not self.list.is_open:
            self._found = found
            self.list.show(found.offers, 0 if found.certain else None)
        else:
            self._found = found

    def reset(self) -> None:
        """Another text is in the field."""
        self._turning, self._closed_at = None, ""
        self._hide()

    def close(self) -> bool:
        """Take the list away until another word begins; returns whether there was one."""
        if self._found is None or not self.list.is_open:
            return False
        before = self._before()
        self._closed_at = before[:-len(self._found.word)] + self._found.word[0]
        self._hide()
        return True

    def enter(self) -> bool:
        """Take the marked offer, if Enter is for that; a word that is complete already is to be sent."""
        if not self.list.is_open or self.list.marked is None:
            return False
        if self._found.offers[self.list.marked].text.strip() == self._found.word:
            return False
        self._choose(self.list.marked)
        return True

    def step(self, way: int) -> bool:
        """Mark the next or previous offer; False without a list."""
        if self.list.is_open:
            self.list.step(way)
        return self.list.is_open

    def tab(self, step: int) -> bool:
        """Take the marked offer, else complete the word, and again the next one; False where there is nothing."""
        if self._turning is None:
            self._turning = self._begin()
        if self._turning is None:
            return False
        self._hide()
        shown = showable(self._turning.shown, self._theme)
        self._put(shown, self._turning.turn(step))
        return True

    def typed(self, event: "tk.Event") -> None:
        """A key goes to the field: the turning of Tab ends."""
        if event.keysym not in ("Tab", "ISO_Left_Tab", "Shift_L", "Shift_R"):
            self._turning = None
        self._colon = event.char == ":"

    def _begin(self) -> Optional[Completion]:
        before = self._before()
        found = self._found if self.list.is_open else self._find(before)
        if found is None:
            return Completion.begin(before, self._words())
        texts = [offer.text for offer in found.offers]
        marked = self.list.marked or 0 if self.list.is_open else 0
        return Completion(found.word, texts[marked:] + texts[:marked])

    def _choose(self, number: int) -> None:
        found, self._found = self._found, None
        self.list.hide()
        if found is not None:
            self._put(found.word, found.offers[number].text)

    def _hide(self) -> None:
        self._found = None
        self.list.hide()

    def _spell_out(self) -> None:
        """A colon was typed: where it ends the name of an emoji that this screen can show, put that in its place."""
        match = _NAMED.search(self._before())
        emoji = named(match.group()) if match is not None else ""
        if emoji and showable(emoji, self._theme) == emoji:
            self._put(match.group(), emoji)

    def _has_focus(self) -> bool:
        return str(self._text.tk.call("focus")) == str(self._text)

    def _before(self) -> str:
        return self._text.get("1.0", "insert")

    def _put(self, word: str, text: str) -> None:
        """Put a text in the place of the word before the caret, as one step that can be undone."""
        self._text.configure(autoseparators=False)
        self._text.edit_separator()
        self._text.delete(f"insert - {self._width(word)} indices", "insert")
        self._text.insert("insert", showable(text, self._theme))
        self._text.edit_separator()
        self._text.configure(autoseparators=True)
        self._text.see("insert")

    def _width(self, word: str) -> int:
        """How many columns the word before the caret takes: some builds of Tk count two for a character above U+FFFF.
        """
        columns = int(self._text.tk.call(self._text, "count", "-indices", "1.0", "insert") or 0)
        beyond = sum(letter > "\uffff" for letter in word)
        return len(word) + (beyond if columns > len(self._before()) else 0)
