"""The choice of encryption in the connect dialog: where the server offers it, or always.
It stands in one row, with a sentence that says what the choice means.
"""

import tkinter as tk
from tkinter import ttk
from typing import List, Optional

from app.protection import AUTO, REQUIRED
from app.ui.theme import Theme

CHOICES = ((AUTO, "Where offered"), (REQUIRED, "Always"))
MEANINGS = {AUTO: "The status line says whether it is.", REQUIRED: "Others on the network can’t read along."}


class EncryptionChoice:
    """The row "Use encryption"; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, value: str) -> None:
        """`value` is AUTO or REQUIRED, as in app/protection.py."""
        px = theme.px
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self._variable: Optional[tk.StringVar] = tk.StringVar(self.frame, value)
        words = ttk.Frame(self.frame, style="pane.TFrame")
        words.pack(side="left")
        ttk.Label(words, text="Use encryption", style="pane.TLabel").pack(anchor="w")
        self.meaning = ttk.Label(words, style="pane.Cap.TLabel")
        self.meaning.pack(anchor="w")
        box = ttk.Frame(self.frame, style="SegBox.TFrame")
        box.pack(side="right", padx=(px(12), 0))
        self.radios: List[ttk.Radiobutton] = []
        for choice, text in CHOICES:
            radio = ttk.Radiobutton(box, text=text, value=choice, variable=self._variable, command=self._show,
                                    style="Seg.TRadiobutton")
            radio.pack(side="left")
            self.radios.append(radio)
        self.frame.bind("<Destroy>", lambda event: self._forget())
        self._show()

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._variable.get()

    def choose(self, value: str) -> None:
        """Choose in the person's place, for a link that asks for it."""
        self._variable.set(value)
        self._show()

    def enable(self, enabled: bool) -> None:
        """Let the person choose, or not."""
        for radio in self.radios:
            radio.state(["!disabled"] if enabled else ["disabled"])

    def _show(self) -> None:
        self.meaning.configure(text=MEANINGS[self._variable.get()])

    def _forget(self) -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        self._variable = None
