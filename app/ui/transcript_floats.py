"""What floats over the transcript: the button that leads to the newest message, and the hint of an empty conversation.
Each is one widget that is placed over the text, so that nothing under it moves.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.theme import Theme

RIGHT, BOTTOM = 28, 12  # design pixels between the button and the corner of the pane


class JumpButton(ttk.Button):
    """The button at the bottom right of a pane whose reader is further up; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, command: Callable[[], object]) -> None:
        super().__init__(master, style="Jump.TButton", compound="left", takefocus=False, command=command)
        self._theme = theme
        self._unseen = 0  # messages that have come below the view
        theme.dress(self, "arrow-down", "text", 16)

    def appear(self, unseen: int = 0) -> None:
        """Show the button; `unseen` more messages have come below the view."""
        self._unseen += unseen
        words = "Jump to latest"
        if self._unseen:
            words = "1 new message" if self._unseen == 1 else f"{self._unseen} new messages"
        self.configure(text=words)
        px = self._theme.px
        self.place(relx=1.0, rely=1.0, x=-px(RIGHT), y=-px(BOTTOM), anchor="se")

    def vanish(self) -> None:
        """Take the button away; everything has been seen."""
        self._unseen = 0
        self.place_forget()


class EmptyHint(ttk.Frame):
    """The words in the middle of a conversation without a line; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme) -> None:
        super().__init__(master)
        icon = ttk.Label(self, style="pane.TLabel")
        theme.dress(icon, "hash", "text3", 40)
        self.title = ttk.Label(self, style="pane.H2.TLabel", justify="center")
        self.text = ttk.Label(self, style="pane.Muted.TLabel", justify="center")
        for label, space in ((icon, 10), (self.title, 4), (self.text, 0)):
            label.pack(pady=(0, theme.px(space)))
        master.bind("<Configure>", self._wrap, add="+")

    def appear(self, title: str, text: str) -> None:
        """Show the hint."""
        self.title.configure(text=title)
        self.text.configure(text=text)
        self.place(relx=0.5, rely=0.42, anchor="center")

    def vanish(self) -> None:
        """Take the hint away."""
        self.place_forget()

    def _wrap(self, event: "tk.Event") -> None:
        for label in (self.title, self.text):
            label.configure(wraplength=int(event.width * 0.8))
