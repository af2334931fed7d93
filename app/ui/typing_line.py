"""The line between the messages and the entry field that says who is writing; its height is always kept free."""

import tkinter as tk
from tkinter import ttk

from app.ui.rowpaint import cut
from app.ui.spelling import showable
from app.ui.theme import Theme

HEIGHT = 22  # design pixels
LEFT = 26    # design pixels from the pane's edge to the sign


class TypingLine(ttk.Frame):
    """The line of one window; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme) -> None:
        super().__init__(master, style="pane.TFrame")
        self._theme = theme
        self._label = ttk.Label(self, style="pane.Cap.TLabel", compound="left", anchor="w")
        self.text = ""  # what it says, uncut
        self.pack_propagate(False)
        self._lay_out()
        theme.on_change(self._lay_out, self)
        self.bind("<Configure>", lambda event: self._draw())

    def show(self, sentence: str) -> None:
        """Say this, or with '' nothing."""
        if sentence != self.text:
            self.text = sentence
            self._draw()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.configure(height=px(HEIGHT))
        self._label.pack(side="left", padx=(px(LEFT), 0))
        self._draw()

    def _draw(self) -> None:
        theme, px = self._theme, self._theme.px
        if not self.text:
            self._label.configure(text="", image="")
            return
        room = max(px(60), self.winfo_width() - px(LEFT + 60))
        words = cut(theme, showable(self.text, theme), "small", room)
        self._label.configure(text="  " + words, image=theme.icon("more", "text3", 15))
