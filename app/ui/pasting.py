"""What happens to a text that is pasted into the entry field: a long one is asked about before it goes anywhere.
What a server takes as one message is told by the window.
"""

import tkinter as tk
from typing import Any, Callable, NamedTuple

from app.ui.field_bar import Answer

MANY_LINES = 20  # more are asked about


class Judgement(NamedTuple):
    """How a text would be sent."""

    question: str  # "Send as one message of 24 lines?"
    problem: str = ""  # why it can't be sent as it is, a sentence


def usual(text: str) -> Judgement:
    """Judge as for a server that takes every text as one message."""
    return Judgement(f"Send as one message of {text.count(chr(10)) + 1} lines?")


class Pasting:
    """The pasting into one composer; Tk thread only."""

    def __init__(self, composer: Any, judge: Callable[[str], Judgement]) -> None:
        """`composer` is app.ui.composer.Composer."""
        self._composer = composer
        self._judge = judge

    def take(self, pasted: str) -> None:
        """Put a pasted text where the caret is, after a question if it has many lines."""
        pasted = plain(pasted)
        lines = pasted.strip("\n").count("\n") + 1
        if lines <= MANY_LINES or not self._composer.enabled:
            self._composer.put(pasted)
            return
        pasted = pasted.strip("\n")
        judgement = self._judge(_with_selection_as(self._composer.text, pasted))
        put = Answer("Put into the field", lambda: self._composer.put(pasted))
        cancel = Answer("Cancel", lambda: None)
        if judgement.problem:
            self._composer.ask(judgement.problem, [put, cancel])
        else:
            self._composer.ask(judgement.question, [Answer("Send", lambda: self._send(pasted)), put, cancel])

    def refuses(self, text: str) -> bool:
        """Tell in the field why a text can't be sent; False where it can."""
        problem = self._judge(text).problem
        if problem:
            self._composer.ask(problem, [Answer("Change it", lambda: None)])
        return bool(problem)

    def _send(self, pasted: str) -> None:
        self._composer.put(pasted)
        self._composer.send()


def _with_selection_as(field: tk.Text, text: str) -> str:
    """Return what the field would hold with a text in place of what is selected, or at the caret."""
    chosen = bool(field.tag_ranges("sel"))
    before = field.get("1.0", "sel.first" if chosen else "insert")
    return before + text + field.get("sel.last" if chosen else "insert", "end-1c")


def plain(text: str) -> str:
    """Return pasted text without the characters that no message may hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
