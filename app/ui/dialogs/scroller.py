"""The place of a dialog's contents, which scroll when the screen is too low for them, at a large scale for example.
The buttons below stay in sight; whatever gets the keyboard is brought into sight.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.theme import Theme

STEP = 24  # design pixels for each click of the wheel


class Scroller:
    """The contents of one dialog, which stand as they are for as long as there is room; Tk thread only."""

    def __init__(self, master: ttk.Frame, theme: Theme, others: int, grown: Callable[[], None]) -> None:
        """`others` is what the screen keeps for all but the contents and the foot, in design pixels.

        `grown` is called when the contents have got a scrollbar beside them.
        """
        self._theme, self._others, self._grown = theme, others, grown
        self._frame = ttk.Frame(master, style="pane.TFrame")
        self._frame.pack(fill="x")
        self.view = tk.Canvas(self._frame, highlightthickness=0, borderwidth=0, takefocus=0)
        self.view.pack(side="left", fill="both", expand=True)
        self.content = ttk.Frame(self.view, style="pane.TFrame")
        self.content.pack(fill="x")
        self.foot = ttk.Frame(master, style="pane.TFrame")
        self.foot.pack(side="bottom", fill="x")
        self.scrolls = False
        self._stretched = False
        self._recolour()
        theme.on_change(self._recolour, self.view)
        for part in (self.content, self.foot):
            part.bind("<Configure>", lambda event: self.fit(), add="+")

    def stretch(self) -> None:
        """Let the contents take what height there is; they scroll in parts of their own."""
        self._stretched = True
        self._frame.pack_configure(fill="both", expand=True)
        self.content.pack_configure(fill="both", expand=True)

    def fit(self) -> None:
        """Let the contents scroll if they are too high, in a view that is as high as there is room."""
        needed = self.content.winfo_reqheight()
        room = self.view.winfo_screenheight() - self._theme.px(self._others) - self.foot.winfo_reqheight()
        if self._stretched or (not self.scrolls and needed <= room):
            return
        begins = not self.scrolls
        if begins:
            self._begin()
        width = self.content.winfo_reqwidth()
        self.view.configure(width=width, height=min(needed, room), scrollregion=(0, 0, width, needed))
        if begins:
            self._grown()

    def _begin(self) -> None:
        self.scrolls = True
        view, window = self.view, self.view.winfo_toplevel()
        bar = ttk.Scrollbar(self._frame, style="Vertical.TScrollbar", command=view.yview, takefocus=0)
        bar.pack(side="right", fill="y")
        view.configure(yscrollcommand=bar.set, yscrollincrement=self._theme.px(STEP))
        self.content.pack_forget()
        item = view.create_window(0, 0, window=self.content, anchor="nw")
        view.bind("<Configure>", lambda event: view.itemconfigure(item, width=event.width), add="+")
        window.bind("<FocusIn>", self._follow, add="+")
        for sequence, way in (("<Button-4>", -1), ("<Button-5>", 1)):
            window.bind(sequence, lambda event, way=way: self._turn(way), add="+")
        window.bind("<MouseWheel>", lambda event: self._turn(-1 if event.delta > 0 else 1), add="+")

    def _turn(self, way: int) -> None:
        if self.view.yview() != (0.0, 1.0):
            self.view.yview_scroll(way, "units")

    def _recolour(self) -> None:
        self.view.configure(background=self._theme.c["pane"])

    def _follow(self, event: "tk.Event") -> None:
        """Bring what has got the keyboard into sight, with a bit of what is around."""
        if not str(event.widget).startswith(str(self.content) + "."):
            return
        around, height = self._theme.px(STEP), max(1, self.content.winfo_reqheight())
        top = event.widget.winfo_rooty() - self.content.winfo_rooty()
        above, below = top - around, top + event.widget.winfo_height() + around
        if above < self.view.canvasy(0):
            self.view.yview_moveto(max(0, above) / height)
        elif below > self.view.canvasy(self.view.winfo_height()):
            self.view.yview_moveto((below - self.view.winfo_height() + around) / height)
