"""Putting rows of a list in another order with the mouse: a line shows where the row that is held would go.
The list itself goes on as if nothing had happened; who holds the order is told when the button is let go.
"""

import tkinter as tk
from typing import Callable, Optional

from app.ui.rowlist import RowList
from app.ui.theme import Theme

MARGIN = 12     # design pixels between the list's edge and the line
THICKNESS = 2   # design pixels


class RowDrag:
    """The dragging of one list's rows; Tk thread only."""

    def __init__(self, rows: RowList, theme: Theme, may_drop: Callable[[str, str], bool],
                 on_drop: Callable[[str, str], None]) -> None:
        """`may_drop` and `on_drop` get the key of the row that is held, and of the one whose place it would take."""
        self._list = rows
        self._theme = theme
        self._may_drop = may_drop
        self._on_drop = on_drop
        self._held: Optional[str] = None
        self._onto: Optional[str] = None
        self._line = tk.Frame(rows)
        rows.bind("<Button-1>", self._press, add="+")
        rows.bind("<B1-Motion>", self._move, add="+")
        rows.bind("<ButtonRelease-1>", self._release, add="+")

    def _press(self, event: "tk.Event") -> None:
        self._held, self._onto = self._list.key_at(event.y), None

    def _move(self, event: "tk.Event") -> None:
        key = self._list.key_at(event.y)
        may = self._held is not None and key is not None and key != self._held and self._may_drop(self._held, key)
        self._onto = key if may else None
        if self._onto is None:
            self._line.place_forget()
            return
        top, bottom = self._list.span_of(self._onto)
        comes_from_above = self._list.span_of(self._held)[0] < top
        px, thick = self._theme.px, max(1, self._theme.px(THICKNESS))
        self._line.configure(background=self._theme.c["accent"])
        self._line.place(x=px(MARGIN), y=bottom if comes_from_above else top - thick, height=thick,
                         width=max(1, self._list.winfo_width() - 2 * px(MARGIN)))

    def _release(self, _event: "tk.Event") -> None:
        held, onto, self._held, self._onto = self._held, self._onto, None, None
        self._line.place_forget()
        if held is not None and onto is not None:
            self._on_drop(held, onto)
