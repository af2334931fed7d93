"""A short confirmation at the foot of the messages, such as "Address copied".
It goes by itself, but not while the pointer rests on it.
"""

import tkinter as tk
from tkinter import ttk
from typing import Optional

from app.ui.spelling import showable
from app.ui.theme import Theme

STAYS = 4   # seconds
ABOVE = 14  # design pixels between it and the lower edge


class Toast:
    """One confirmation at a time over a widget; Tk thread only."""

    def __init__(self, over: tk.Misc, theme: Theme, foot: Optional[tk.Misc] = None) -> None:
        """It floats over `over`, at the lower edge of `foot`, a part of it."""
        self._over = over
        self._foot = foot or over
        self._theme = theme
        self._frame: Optional[ttk.Frame] = None
        self._timer = ""
        self.text = ""  # what is shown now

    def show(self, text: str, icon: str = "check") -> None:
        """Show a sentence in the place of the one before."""
        self.hide()
        px = self._theme.px
        self.text = text
        self._frame = ttk.Frame(self._over, style="Float.TFrame", padding=(px(14), px(9)))
        label = ttk.Label(self._frame, style="raised.TLabel", text="  " + showable(text, self._theme), compound="left",
                          image=self._theme.icon(icon, "ok_text", 16))
        label.pack()
        self._frame.place(in_=self._foot, relx=0.5, rely=1.0, y=-px(ABOVE), anchor="s")
        self._frame.lift()
        self._frame.bind("<Enter>", lambda _: self._over.after_cancel(self._timer))
        self._frame.bind("<Leave>", lambda _: self._count_down())
        self._frame.bind("<Destroy>", lambda _: self._over.after_cancel(self._timer))
        self._count_down()

    def hide(self) -> None:
        """Take it away."""
        self.text = ""
        if self._frame is not None:
            self._frame.destroy()
            self._frame = None

    def _count_down(self) -> None:
        self._over.after_cancel(self._timer) if self._timer else None
        self._timer = self._over.after(STAYS * 1000, self.hide)
