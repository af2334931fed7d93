"""A frame that floats over the window with something to choose from, and closes as a menu does.
Owns when it closes, and that the keyboard goes back to where it was.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.ui.popover import fitted, is_inside
from app.ui.theme import Theme


class Floating:
    """The one floating frame of its kind that a window can have open; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme) -> None:
        self._root = root.winfo_toplevel()
        self._theme = theme
        self.frame: Optional[ttk.Frame] = None
        self._focus_before = ""
        self._size = (0, 0)
        self._arming = ""
        self._armed = False  # the click that opens it reaches the window afterwards and must not close it
        self._root.bind("<Button>", self._clicked, add="+")
        self._root.bind("<Configure>", self._resized, add="+")
        theme.on_change(self.close, self._root)

    @property
    def is_open(self) -> bool:
        """Tell whether it is shown."""
        return self.frame is not None

    def show(self, fill: Callable[[ttk.Frame], tk.Misc], x: int, y: int, anchor: str) -> None:
        """Open it with its corner `anchor` (nw, ne, sw or se) at a place on the screen.

        `fill` puts the content in and returns the widget that gets the keyboard.
        """
        self.close()
        root = self._root
        self._focus_before = str(root.tk.call("focus"))
        self._size = (root.winfo_width(), root.winfo_height())
        self.frame = ttk.Frame(root, style="Float.TFrame")
        focused = fill(self.frame)
        self.frame.update_idletasks()
        width, height = self.frame.winfo_reqwidth(), self.frame.winfo_reqheight()
        self.frame.place(x=fitted(x - root.winfo_rootx(), width, root.winfo_width(), "e" in anchor),
                         y=fitted(y - root.winfo_rooty(), height, root.winfo_height(), "s" in anchor))
        self.frame.lift()
        self._armed = False
        self.frame.bind("<Destroy>", lambda _event: self._disarm())
        self._arming = root.after_idle(self._arm)
        focused.focus_set()
        focused.bind("<FocusOut>", lambda _event: root.after_idle(self._focus_went), add="+")

    def close(self) -> None:
        """Take it away, if it is open, and give the keyboard back."""
        if self.frame is None:
            return
        frame, self.frame = self.frame, None
        tk_call = self._root.tk.call
        had_focus = is_inside(tk_call("focus"), frame)
        if had_focus and self._focus_before and int(tk_call("winfo", "exists", self._focus_before)):
            tk_call("focus", self._focus_before)
        frame.destroy()

    def _arm(self) -> None:
        self._arming, self._armed = "", True

    def _disarm(self) -> None:
        """It is gone, perhaps with the whole window."""
        if self._arming:
            self._root.after_cancel(self._arming)
            self._arming = ""

    def _clicked(self, event: "tk.Event") -> None:
        if self._armed and self.frame is not None and not is_inside(event.widget, self.frame):
            self.close()

    def _focus_went(self) -> None:
        if self.frame is not None and not is_inside(self._root.tk.call("focus"), self.frame):
            self.close()

    def _resized(self, event: "tk.Event") -> None:
        if self.frame is not None and event.widget is self._root and (event.width, event.height) != self._size:
            self.close()
