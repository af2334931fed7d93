"""The bar at the top right of the message pane with what is looked for in the open conversation.
It shows what it is told, and says what the person wants; it knows neither messages nor servers.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.theme import Theme
from app.ui.tooltip import tooltip

WIDTH, RIGHT, TOP = 369, 24, 8   # design pixels: of the bar, and from the pane's right and upper edge
OLDER = "Search older messages"


class FindBar(ttk.Frame):
    """The find bar of one message pane; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_typed: Callable[[], None], on_step: Callable[[int], None],
                 on_close: Callable[[], object], on_older: Callable[[], None]) -> None:
        """`on_step` gets 1 for the next place and -1 for the previous one."""
        super().__init__(master, style="Float.TFrame")
        self._theme = theme
        self._on_typed = on_typed
        self._row = ttk.Frame(self, style="raised.TFrame")
        self._sign = ttk.Label(self._row, style="raised.TLabel")
        theme.dress(self._sign, "search", "text2", 17)
        self.entry = ttk.Entry(self._row, style="Bare.TEntry", font=theme.font["ui"], width=1)
        self.count = ttk.Label(self._row, style="raised.Cap.TLabel")
        self.previous = self._button("chev-up", "Previous", lambda: on_step(-1))
        self.next = self._button("chev-down", "Next", lambda: on_step(1))
        self.close_button = self._button("x", "Close", on_close)
        self.older = ttk.Button(self, style="Raised.Link.TButton", text=OLDER, command=on_older)
        for key, way in (("Return", 1), ("KP_Enter", 1), ("Shift-Return", -1), ("Up", -1), ("Down", 1)):
            self.entry.bind(f"<{key}>", lambda _event, way=way: _done(lambda: on_step(way)))
        self.entry.bind("<KeyRelease>", lambda _event: on_typed())
        for name in ("<<Paste>>", "<<Cut>>"):
            self.entry.bind(name, lambda _event: self.after_idle(on_typed), add="+")
        self._lay_out()
        theme.on_change(self._lay_out, self)
        master.bind("<Configure>", lambda _event: self._fit(), add="+")

    @property
    def is_open(self) -> bool:
        """Whether the bar is shown."""
        return bool(self.winfo_manager())

    @property
    def typed(self) -> str:
        """What is looked for."""
        return self.entry.get()

    @property
    def bottom(self) -> int:
        """How many pixels of the pane's height it covers."""
        return self.winfo_reqheight() + self._theme.px(TOP + 4)

    def open(self, words: str = "") -> None:
        """Show the bar with the keyboard in it, and with these words if there are any."""
        if words:
            self.entry.delete(0, "end")
            self.entry.insert(0, words)
        if not self.is_open:
            self.place(anchor="ne", relx=1.0)
            self._fit()
        self.lift()
        self.entry.focus_set()
        self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def close(self) -> None:
        """Take the bar away."""
        self.place_forget()

    def show(self, told: str, steps: bool, older: bool) -> None:
        """Say how many places there are, whether one can step through them, and whether older ones can be looked for.
        """
        self.count.configure(text=told)
        for button in (self.previous, self.next):
            button.state(["!disabled" if steps else "disabled"])
        if older and not self.older.winfo_manager():
            self.older.pack(side="bottom", anchor="w", padx=self._theme.px(6), pady=(0, self._theme.px(4)))
        elif not older:
            self.older.pack_forget()

    def _button(self, icon: str, hint: str, command: Callable[[], object]) -> ttk.Button:
        button = ttk.Button(self._row, style="Bar.Icon.TButton", command=command)
        self._theme.dress(button, icon, "text2", 16)
        tooltip(button, hint, self._theme)
        return button

    def _lay_out(self) -> None:
        px = self._theme.px
        self._row.pack(fill="x", padx=px(7), pady=px(3))
        self._sign.pack(side="left", padx=(px(5), px(4)))
        for button in (self.close_button, self.next, self.previous):
            button.pack(side="right")
        self.count.pack(side="right", padx=px(6))
        self.entry.pack(side="left", fill="x", expand=True)
        self.entry.configure(font=self._theme.font["ui"])
        self._fit()

    def _fit(self) -> None:
        if not self.is_open:
            return
        px, room = self._theme.px, self.master.winfo_width()
        right = px(RIGHT) if room > px(WIDTH + 2 * RIGHT) else px(14)
        self.place_configure(x=-right, y=px(TOP), width=max(1, min(px(WIDTH), room - right - px(8))))


def _done(action: Callable[[], object]) -> str:
    action()
    return "break"
