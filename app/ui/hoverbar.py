"""The bar with what one can do with a message, beside the message under the mouse.
It is one widget that is placed over the text, so that nothing under it moves.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Optional, Sequence

from app.conversations import Line
from app.ui.theme import Theme
from app.ui.tooltip import tooltip

RIGHT = 16   # design pixels from the bar to the edge of the text
ABOVE = 20   # design pixels that it reaches up over the message
RIM = 2      # design pixels around the buttons


class Deed(NamedTuple):
    """One thing to do with a message."""

    icon: str
    words: str
    run: Callable[[Line], None]
    can: Callable[[Line], bool]


class HoverBar(ttk.Frame):
    """The bar of one transcript; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, deeds: Sequence[Deed]) -> None:
        super().__init__(master, style="Float.TFrame", padding=theme.px(RIM))
        self.line: Optional[Line] = None  # the message that it belongs to
        self._theme = theme
        self._deeds = tuple(deeds)
        self._buttons: List[ttk.Button] = []
        for deed in self._deeds:
            button = ttk.Button(self, style="Bar.Icon.TButton", takefocus=False,
                                command=lambda deed=deed: self._run(deed))
            theme.dress(button, deed.icon, "text2", 16)
            tooltip(button, deed.words, theme)
            self._buttons.append(button)

    def appear(self, line: Line, y: int, right: int) -> None:
        """Show what can be done with a message that begins `y` pixels down, left of `right`."""
        shown = [deed.can(line) for deed in self._deeds]
        if not any(shown):
            self.vanish()
            return
        if line is not self.line:
            self.line = line
            for button, wanted in zip(self._buttons, shown):
                button.pack_forget()
                if wanted:
                    button.pack(side="left")
        px = self._theme.px
        self.place(x=right - px(RIGHT), y=max(0, y - px(ABOVE)), anchor="ne")
        self.lift()

    def vanish(self) -> None:
        """Take the bar away."""
        self.line = None
        self.place_forget()

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a place on the screen is in the bar."""
        if not self.winfo_ismapped():
            return False
        x, y = x - self.winfo_rootx(), y - self.winfo_rooty()
        return 0 <= x < self.winfo_width() and 0 <= y < self.winfo_height()

    def _run(self, deed: Deed) -> None:
        if self.line is not None:
            deed.run(self.line)
