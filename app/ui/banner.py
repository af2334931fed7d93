"""The band above the messages: it says that the connection is gone, counts down, and offers to try at once.
It keeps its place while the words in it change, so nothing moves under the reader.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.ui.spelling import showable
from app.ui.theme import Theme


class Banner(ttk.Frame):
    """The warning band; packed by itself where it was told, Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, before: tk.Misc) -> None:
        """`before` is the packed widget above which the band appears."""
        super().__init__(master, style="Warn.TFrame")
        self._theme = theme
        self._before = before
        self._command: Optional[Callable[[], None]] = None
        self._on_dismiss: Optional[Callable[[], None]] = None
        self._icon = ttk.Label(self, style="warn_soft.TLabel")
        self._text = ttk.Label(self, style="warn_soft.Warn.TLabel", anchor="w", justify="left")
        self.button = ttk.Button(self, style="Banner.TButton", command=self._pressed)
        self.dismiss = ttk.Button(self, style="Banner.TButton", text="Not now", command=self._dismissed)
        self._lay_out()
        theme.on_change(self._lay_out, self)
        self.bind("<Configure>", self._wrap)

    def show(self, text: str, button: str, command: Callable[[], None],
             on_dismiss: Optional[Callable[[], None]] = None) -> None:
        """Show the band, or change the words of the one that is shown; with `on_dismiss` it can be sent away."""
        self._command, self._on_dismiss = command, on_dismiss
        if on_dismiss is None:
            self.dismiss.pack_forget()
        elif not self.dismiss.winfo_manager():
            self.dismiss.pack(side="right", padx=(self._theme.px(8), 0), before=self.button)
        self._text.configure(text=showable(text, self._theme))
        self.button.configure(text=button)
        if not self.winfo_manager():
            px = self._theme.px
            self.pack(fill="x", padx=px(16), pady=(px(10), 0), before=self._before)

    def hide(self) -> None:
        """Take the band away."""
        if self.winfo_manager():
            self.pack_forget()

    @property
    def text(self) -> str:
        """The words that are shown, '' without a band."""
        return str(self._text["text"]) if self.winfo_manager() else ""

    def _pressed(self) -> None:
        if self._command is not None:
            self._command()

    def _dismissed(self) -> None:
        if self._on_dismiss is not None:
            self._on_dismiss()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.configure(padding=(px(12), px(6)))
        self._icon.configure(image=self._theme.icon("warn", "warn_text", 18))
        self._icon.pack(side="left", padx=(0, px(8)))
        self.button.pack(side="right")
        self._text.pack(side="left", fill="x", expand=True)
        if self.winfo_manager():
            self.pack_configure(padx=px(16), pady=(px(10), 0))

    def _wrap(self, event: "tk.Event") -> None:
        buttons = [self.button] + [self.dismiss] * bool(self.dismiss.winfo_manager())
        room = event.width - sum(each.winfo_reqwidth() for each in buttons) - self._theme.px(68)
        self._text.configure(wraplength=max(room, self._theme.px(120)))
