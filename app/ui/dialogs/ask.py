"""The dialog that asks for one line of text: a new room, a reason, another name.
It closes once the line is acceptable to whoever asked.
"""

import tkinter as tk
from typing import Callable

from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.theme import Theme

WIDTH = 384   # design pixels, without the padding
HEIGHT = 214


def _anything(text: str) -> str:
    """Accept every text."""
    return ""


class AskDialog(Dialog):
    """One field with a named action; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, title: str, text: str, label: str, action: str,
                 on_answer: Callable[[str], None], initial: str = "", help_text: str = "", placeholder: str = "",
                 check: Callable[[str], str] = _anything) -> None:
        """`check` returns what is wrong with the text, a sentence, or ''; only then `on_answer` gets it, stripped."""
        super().__init__(root, theme, title, WIDTH, HEIGHT)
        self._check = check
        self._on_answer = on_answer
        self.add_heading(title, text)
        note = self.add_note(help_text)
        self.add_field("text", Field(self.content, theme, label, note, initial, placeholder=placeholder), above=0)
        self.add_buttons(action)
        self.show(self.fields["text"].entry)

    def submit(self) -> None:
        """Hand the text over when it is acceptable, else say at the field what is wrong with it."""
        text = self.fields["text"].value.strip()
        sentence = self._check(text)
        if sentence:
            self.show_error("text", sentence)
            return
        self.close()
        self._on_answer(text)
