"""The place in a transcript that the keyboard stands on, with its ring, and the flash that shows a message just found.
Owns neither the rows nor the view: it marks, and asks the text to show what it has marked.
"""

import tkinter as tk
from typing import List, Optional, Tuple

from app.conversations import Line
from app.ui.drawing import is_spoken
from app.ui.theme import Theme
from app.ui.transcript_items import Item
from app.ui.transcript_rows import Rows

FLASH = 1400  # milliseconds
GAP = 1       # pixels between the ring and the band
BAND = ("cursor", "cursor_m")


class Cursor:
    """The message cursor of one transcript; Tk thread only."""

    __slots__ = ("item", "_text", "_rows", "_theme", "_ring", "_flashing")

    def __init__(self, text: tk.Text, rows: Rows, theme: Theme) -> None:
        self.item: Optional[Item] = None
        self._text = text
        self._rows = rows
        self._theme = theme
        self._ring: List[tk.Frame] = [tk.Frame(text) for _ in range(4)]
        self._flashing = ""

    @property
    def line(self) -> Optional[Line]:
        """The message that it stands on."""
        return self.item.line if self.item is not None else None

    def move(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) message; the first time to the last one that is in sight."""
        items = self._rows.items
        if self.item is None or self.item not in items:
            number = self._rows.at_row(int(self._text.index(f"@0,{self._text.winfo_height()}").partition(".")[0]))
            number = len(items) - 1 if number is None else number
            step, places = -1, range(number, -1, -1)
        else:
            number = items.index(self.item)
            places = range(number + step, len(items) if step > 0 else -1, step)
        found = next((place for place in places if _can_be_used(items[place])), None)
        if found is None:
            return False
        self.clear()
        self.item = items[found]
        first, last = self._span(found)
        self._text.see(f"{last}.end")
        self._text.see(f"{first}.0")
        self.follow()
        return True

    def clear(self) -> None:
        """Stand nowhere."""
        self.item = None
        for side in self._ring:
            side.place_forget()
        self._remove_band()

    def follow(self) -> None:
        """Put the ring where the message is now, after the view has moved or rows were drawn anew."""
        if self.item is None:
            return
        if self.item not in self._rows.items:
            self.clear()
            return
        first, last = self._span(self._rows.items.index(self.item))
        self._remove_band()
        if not self.item.line.mention:
            for tag in BAND:
                self._text.tag_add(tag, f"{first}.0", f"{last + 1}.0")
        self._draw_ring(*self._height(first, last))

    def place(self) -> Optional[Tuple[Line, int, int]]:
        """Return the message that it stands on, and where its menu may open."""
        return (self.item.line,) + self.box() if self.item is not None else None

    def box(self) -> Tuple[int, int]:
        """Return a place on the screen at the message, where its menu may open."""
        first, last = self._span(self._rows.items.index(self.item)) if self.item in self._rows.items else (1, 1)
        _, bottom = self._height(first, last)
        return self._text.winfo_rootx() + self._theme.px(72), self._text.winfo_rooty() + bottom

    def flash(self, number: int) -> None:
        """Mark the item at this place of rows.items for a moment."""
        first, last = self._span(number)
        self._end_flash()
        self._text.tag_add("flash", f"{first}.0", f"{last + 1}.0")
        ghost = self._text.tag_nextrange("ghost", f"{first}.0", f"{first}.0 lineend")
        if ghost:
            self._text.tag_add("flash_ghost", *ghost)
        self._text.tag_add("flash_m", f"{first}.0", f"{last + 1}.0")
        self._flashing = self._text.after(FLASH, self._end_flash)

    def close(self) -> None:
        """End with the transcript."""
        if self._flashing:
            self._text.after_cancel(self._flashing)
            self._flashing = ""

    def _remove_band(self) -> None:
        for tag in BAND:
            self._text.tag_remove(tag, "1.0", "end")

    def _end_flash(self) -> None:
        self.close()
        for tag in ("flash", "flash_m", "flash_ghost"):
            self._text.tag_remove(tag, "1.0", "end")

    def _span(self, number: int) -> Tuple[int, int]:
        """Return the first and the last row of an item's message, its sender's name included."""
        start, item = self._rows.row_of(number), self._rows.items[number]
        return start + item.head, start + item.rows - 1

    def _height(self, first: int, last: int) -> Tuple[int, int]:
        """Return where rows begin and end in the view, in pixels; an end that is out of sight at the view's own."""
        top, bottom = self._text.dlineinfo(f"{first}.0"), self._text.dlineinfo(f"{last}.end")
        return top[1] if top else 0, bottom[1] + bottom[3] if bottom else self._text.winfo_height()

    @property
    def _padding(self) -> int:
        return int(str(self._text.cget("pady")))  # what is placed in a text begins inside of it

    def _draw_ring(self, top: int, bottom: int) -> None:
        thick, width = max(1, self._theme.px(2)), self._text.winfo_width()
        top, bottom = top - GAP - self._padding, bottom + GAP - self._padding
        edge, height = self._theme.px(4), bottom - top
        places = ((edge, top, width - 2 * edge, thick), (edge, bottom - thick, width - 2 * edge, thick),
                  (edge, top, thick, height), (width - edge - thick, top, thick, height))
        for side, (x, y, wide, high) in zip(self._ring, places):
            side.configure(background=self._theme.c["accent"])
            side.place(x=x, y=y, width=wide, height=max(1, high))


def _can_be_used(item: Item) -> bool:
    return is_spoken(item.line) or (item.is_folded and not item.hidden) or item.line.kind == "hole"
