"""Where the reader is in a transcript: what stands at a height of the view, and how to bring it there again.
It reads and scrolls the text widget, and draws nothing.
"""

import tkinter as tk
from typing import Optional, Tuple

from app.conversations import Line
from app.ui.transcript_window import LiveWindow


class Place:
    """The reader's place in one transcript; Tk thread only."""

    __slots__ = ("_text", "_live")

    def __init__(self, text: tk.Text, live: LiveWindow) -> None:
        self._text = text
        self._live = live

    def row_at(self, y: int) -> int:
        """Return the row of the widget, from 1, at a height of the view in pixels."""
        return int(self._text.index(f"@0,{y}").partition(".")[0])

    def anchor(self, y: int) -> Tuple[str, int]:
        """Return what stands at a height of the view, and the pixels from the view's top to its line."""
        index = self._text.index(f"@0,{y}")
        drawn = self._text.dlineinfo(index)
        return index, drawn[1] - self._padding() if drawn else 0

    def height_of(self, line: Line) -> Optional[int]:
        """Return how far below the view's top a drawn line stands, in pixels; None where it is out of sight."""
        row = self._live.row_of(line)
        drawn = self._text.dlineinfo(f"{row}.0") if row is not None else None
        return drawn[1] - self._padding() if drawn else None

    def show(self, index: str, y: int) -> None:
        """Bring an index to this height of the view, in pixels."""
        self._text.yview(index)
        if y:
            self._text.yview_scroll(-y, "pixels")

    def top_line(self) -> Tuple[Optional[Line], int]:
        """Return the line at the top of the view, and how many pixels of what it says are above it."""
        row = self.row_at(0)
        number = self._live.rows.at_row(row)
        if number is None:
            return None, 0
        item = self._live.rows.items[number]
        body = self._live.rows.row_of(number) + item.body
        above = self._text.count(f"{body}.0", "@0,0", "ypixels") if row > body else None
        return item.line, int(above[0] if isinstance(above, tuple) else above or 0)

    def show_line(self, line: Line, above: int) -> None:
        """Bring a line to the top of the view, with so many pixels of what it says above."""
        number = self._live.place_of(line)
        if number is not None:
            rows = self._live.rows
            self.show(f"{rows.row_of(number) + rows.items[number].body}.0", -above)

    def _padding(self) -> int:
        return int(str(self._text.cget("pady")))
