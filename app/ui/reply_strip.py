"""The strip above the entry field that quotes the message being answered, with the button that lets it go."""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.rowpaint import cut
from app.ui.spelling import showable
from app.ui.theme import Theme
from app.ui.tooltip import tooltip

HEIGHT = 32  # design pixels


class ReplyStrip(ttk.Frame):
    """The strip of one entry field; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_close: Callable[[], object]) -> None:
        super().__init__(master, style="raised.TFrame")
        self._theme = theme
        self._words = ("", "")
        self._icon = ttk.Label(self, style="raised.TLabel")
        self._name = ttk.Label(self, style="raised.B.TLabel")
        self._text = ttk.Label(self, style="raised.Cap.TLabel")
        self._close = ttk.Button(self, style="Comp.Icon.TButton", takefocus=0, command=on_close)
        theme.dress(self._icon, "reply", "text2", 16)
        theme.dress(self._close, "x", "text2", 14)
        tooltip(self._close, "Don’t reply (Esc)", theme)
        self._lay_out()
        self.bind("<Configure>", lambda event: self._fit())
        theme.on_change(self._lay_out, self)

    @property
    def shown(self) -> str:
        """What can be read on it, uncut."""
        return " ".join(self._words)

    def show(self, name: str, text: str) -> None:
        """Quote a message."""
        self._words = ("Reply to " + showable(name, self._theme), showable(text, self._theme))
        self._fit()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.configure(height=px(HEIGHT))
        self.pack_propagate(False)
        self._icon.pack(side="left", padx=(px(4), px(8)))
        self._name.pack(side="left")
        self._close.pack(side="right", padx=(px(4), 0))
        self._text.pack(side="left", padx=(px(8), 0))
        self._fit()

    def _fit(self) -> None:
        name, text = self._words
        self._name.configure(text=name)
        room = self.winfo_width() - self._theme.px(96) - self._theme.font["uib"].measure(name)
        self._text.configure(text=cut(self._theme, text, "small", max(self._theme.px(60), room)))
