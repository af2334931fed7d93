"""The items of a transcript as rows of its text widget: drawn, redrawn and taken away, and found again by row.
Owns which rows belong to which item; it knows nothing of scrolling or of the person at the screen.
"""

import itertools
import tkinter as tk
from bisect import bisect_right
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from app.ui.drawing import END, Picture, Sheet
from app.ui.transcript_items import Item
from app.ui.transcript_tags import TranscriptLook


class Rows:
    """The drawn items, first to last; Tk thread only."""

    __slots__ = ("items", "on_drawn", "_text", "_look", "_new_sheet", "_starts", "_base", "_end", "_names")

    def __init__(self, text: tk.Text, look: TranscriptLook, new_sheet: Callable[[], Sheet]) -> None:
        self.items: List[Item] = []
        self.on_drawn: Callable[[int, int], None] = lambda first, end: None  # which of `items` were drawn
        self._text = text
        self._look = look
        self._new_sheet = new_sheet
        self._starts: List[int] = []  # of each item, in rows that are counted on when the top is taken away
        self._base = 0     # the number, so counted, of the widget's first row
        self._end = 0      # of the row after the last
        self._names = _short_names()

    def __len__(self) -> int:
        """Return how many rows of the widget are in use."""
        return self._end - self._base

    def append(self, items: Sequence[Item]) -> None:
        """Draw items below all others, in one insertion."""
        sheet = self._drawn(items)
        first = len(self) + 1
        for item in items:
            self._starts.append(self._end)
            self._end += item.rows
        self.items += items
        self._insert("end", first, sheet)
        self.on_drawn(len(self.items) - len(items), len(self.items))

    def prepend(self, items: Sequence[Item]) -> None:
        """Draw items above all others, in one insertion."""
        sheet = self._drawn(items)
        starts: List[int] = []
        row = self._base - sheet.rows
        self._base = row
        for item in items:
            starts.append(row)
            row += item.rows
        self._starts[0:0] = starts
        self.items[0:0] = items
        self._insert("1.0", 1, sheet)
        self.on_drawn(0, len(items))

    def redraw(self, number: int) -> None:
        """Draw the item at this place of `items` again; it may have become taller or lower."""
        item = self.items[number]
        first, former = self.row_of(number), item.rows
        sheet = self._drawn([item])
        self._delete(first, former)
        self._insert(f"{first}.0", first, sheet)
        self._shift(number + 1, item.rows - former)
        self.on_drawn(number, number + 1)

    def redraw_all(self) -> None:
        """Draw every item again, as after a change of colours."""
        items = self.items
        self.clear()
        self.append(items)

    def remove(self, number: int) -> None:
        """Take the item at this place of `items` away."""
        rows = self.items[number].rows
        self._delete(self.row_of(number), rows)
        del self.items[number], self._starts[number]
        self._shift(number, -rows)

    def drop_top(self, count: int) -> List[Item]:
        """Take the first `count` items away and return them."""
        dropped, self.items = self.items[:count], self.items[count:]
        start = self._starts[count] if count < len(self._starts) else self._end
        self._delete(1, start - self._base)
        del self._starts[:count]
        self._base = start
        return dropped

    def drop_bottom(self, count: int) -> List[Item]:
        """Take the last `count` items away and return them."""
        keep = len(self.items) - count
        dropped, self.items = self.items[keep:], self.items[:keep]
        start = self._starts[keep]
        self._delete(start - self._base + 1, self._end - start)
        del self._starts[keep:]
        self._end = start
        return dropped

    def clear(self) -> None:
        """Take all items away."""
        self._delete(1, len(self))
        self.items = []
        self._starts = []
        self._base = self._end = 0

    def row_of(self, number: int) -> int:
        """Return the widget's row, counted from 1, where the item at this place of `items` begins."""
        return self._starts[number] - self._base + 1

    def at_row(self, row: int) -> Optional[int]:
        """Return the place in `items` of what stands in a row of the widget; None below the last."""
        start = row - 1 + self._base
        if not self._base <= start < self._end:
            return None
        return bisect_right(self._starts, start) - 1

    def count_down_to(self, row: int) -> int:
        """Return how many items lie wholly above a row of the widget."""
        return max(0, bisect_right(self._starts, row - 1 + self._base) - 1)

    def _drawn(self, items: Sequence[Item]) -> Sheet:
        sheet = self._new_sheet()
        for item in items:
            sheet.draw(item)
        return sheet

    def _insert(self, index: str, first: int, sheet: Sheet) -> None:
        if not sheet.flat:
            return
        self._text.configure(state="normal")
        self._text.insert(index, *sheet.flat)
        self._insert_pictures(first, sheet.pictures)
        self._text.configure(state="disabled")

    def _insert_pictures(self, first: int, pictures: Sequence[Picture]) -> None:
        """Put the pictures in, then give them their tags with one call for each tag."""
        call, widget, image = self._text.tk.call, str(self._text), self._look.image
        ranges: Dict[str, List[str]] = {}
        for picture in pictures:
            row, column = self._place_of(first + picture.row, picture.at)
            index = f"{row}.{column}"
            call(widget, "image", "create", index, "-image", image(picture.key), "-align", picture.align,
                 "-name", next(self._names))
            for tag in picture.tags:
                ranges.setdefault(tag, []).extend((index, f"{row}.{column + 1}"))
        for tag, indices in ranges.items():
            call(widget, "tag", "add", tag, *indices)

    def _place_of(self, row: int, at: int) -> Tuple[int, int]:
        if at >= 0:
            return row, at
        line, column = self._text.index(f"{row}.end-{END - at}c").split(".")
        return int(line), int(column)

    def _delete(self, first: int, rows: int) -> None:
        if rows:
            self._text.configure(state="normal")
            self._text.delete(f"{first}.0", f"{first + rows}.0")
            self._text.configure(state="disabled")

    def _shift(self, number: int, rows: int) -> None:
        self._end += rows
        if rows:
            self._starts[number:] = [start + rows for start in self._starts[number:]]


def _short_names() -> Iterator[str]:
    """Give every picture a name of its own that differs early from the others.

    Tk compares the name of a new picture with the names of all that are there; left alone it names them alike.
    """
    return ((f"{number:06x}")[::-1] for number in itertools.count())
