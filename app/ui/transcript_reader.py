"""The reader of a transcript: where they are, and what is done so that they stay there whatever arrives.
It scrolls, and draws more of the conversation when they come near an end of what is drawn.
"""

import tkinter as tk
from typing import Callable, Optional, Sequence

from app.conversations import Line
from app.ui.transcript_floats import JumpButton
from app.ui.transcript_place import Place
from app.ui.transcript_window import NEAR, LiveWindow


class Reader:
    """The reader of one transcript; Tk thread only."""

    __slots__ = ("follows_end", "seeks_place", "_text", "_live", "_place", "_jump", "_on_top", "_on_hole")

    def __init__(self, text: tk.Text, live: LiveWindow, jump: JumpButton, on_top: Callable[[], None],
                 on_hole: Callable[[Line], None]) -> None:
        """`on_top` is called near the oldest line that there is, `on_hole` for a line in sight that tells of a gap."""
        self.follows_end = True   # as seen last
        self.seeks_place = False  # the first place in a conversation is found once the widget has a size
        self._text = text
        self._live = live
        self._place = Place(text, live)
        self._jump = jump
        self._on_top = on_top
        self._on_hole = on_hole

    @property
    def at_end(self) -> bool:
        """Tell whether the last message can be seen, so that new ones may scroll the others up."""
        if self._live.newer:
            return False
        if self.seeks_place or not self._text.winfo_ismapped() or self._text.winfo_height() <= 1:
            return self.follows_end
        return self._text.dlineinfo("end-2c") is not None or self._text.yview()[1] >= 1.0

    def open(self) -> None:
        """Go to the first place in the conversation that was just drawn."""
        self.follows_end = not self._live.newer
        self.seeks_place = True
        self.find_place()

    def find_place(self) -> None:
        """Show the end, or "New messages" a third of the height down, as soon as there is a size to do it in."""
        if self._text.winfo_height() <= 1 or not self.seeks_place:
            return
        self.seeks_place = False
        if not self._live.newer:
            self._text.yview_moveto(1.0)
        number = self._live.unread_place()
        row = f"{self._live.rows.row_of(number)}.0" if number is not None else ""
        if row and self._text.bbox(row) is None:
            self._show_at_third(row)
        self.follows_end = self.at_end

    def show_end(self) -> None:
        """Go to the last message."""
        self.follows_end = True
        self._text.yview_moveto(1.0)  # cheaper than see(), which lays the last rows out twice

    def show_item(self, number: int) -> None:
        """Show the item at this place of rows.items a third of the height down."""
        self.seeks_place = False
        self._show_at_third(f"{self._live.rows.row_of(number)}.0")

    def show_index(self, index: str, top: int) -> None:
        """Show an index of the text lower than `top` pixels; where it is in sight already nothing moves."""
        box = self._text.bbox(index)
        if box is None or box[1] < top or box[1] + box[3] > self._text.winfo_height():
            self._text.yview(index)
            self._text.yview_scroll(-max(top, self._text.winfo_height() // 3), "pixels")

    def stay_at_end(self, change: Callable[[], None]) -> bool:
        """Make a change; who was at the end is there again. Returns whether they were."""
        at_end = self.at_end
        change()
        if at_end:
            self.show_end()
        return at_end

    def stay(self, change: Callable[[], None]) -> None:
        """Make a change that leaves every row where it is in the text, and what is in sight in sight."""
        anchor, y = self._place.anchor(0)
        if not self.stay_at_end(change):
            self._place.show(anchor, y)

    def stay_with_line(self, change: Callable[[], None]) -> None:
        """Make a change that draws all rows anew; the line at the top stays there."""
        line, above = self._place.top_line()
        at_end = self.at_end
        change()
        if at_end or line is None:
            self.show_end()
        else:
            self._place.show_line(line, above)

    def insert(self, lines: Sequence[Line], below: Line) -> None:
        """Put lines in above the line `below`; what is in sight stays where it is."""
        (anchor, y), beside = self._place.anchor(0), self._place.height_of(below)
        if self.stay_at_end(lambda: self._live.insert(lines, below)):
            return
        if beside is not None and beside < self._text.winfo_height() // 2:
            self._place.show(f"{self._live.row_of(below)}.0", beside)  # who has come from below goes on upwards
        else:
            self._place.show(anchor, y)

    def draw_older(self) -> None:
        """Draw a block of older lines above; what is in sight stays where it is."""
        anchor, y = self._place.anchor(self._text.winfo_height())
        moved = self._live.draw_older()
        if self.follows_end:
            self.show_end()
            return
        row, _, column = anchor.partition(".")
        self._place.show(f"{int(row) + moved}.{column}", y)
        self._live.trim_bottom()

    def is_at_unread(self, near: int) -> bool:
        """Tell whether "New messages" still stands where it was shown, or above, where little was there before it.

        `near` are the pixels within which a place is the same to a reader.
        """
        if self.seeks_place:
            return True
        height = self._place.height_of(self._live.unread_line) if self._live.unread_line is not None else None
        return height is not None and height < self._text.winfo_height() // 3 + near

    def resized(self) -> None:
        """The widget has another size."""
        if self.seeks_place:
            self.find_place()
        elif self.follows_end:
            self.show_end()

    def settle(self) -> None:
        """After the view has moved: note where the reader is, and draw more when an end of the window is near."""
        self.follows_end = self.at_end
        if self.follows_end:
            self._jump.vanish()
        else:
            self._jump.appear()
        self._look_for_hole()
        if self._live.older and self._is_near_top():
            self.draw_older()
        elif not self._live.older and self._live.rows.items and self._is_near_top():
            self._on_top()
        elif self._live.newer and self._place.row_at(self._text.winfo_height()) > len(self._live.rows) - NEAR:
            self._live.draw_newer(self._place.row_at(0))

    def _show_at_third(self, row: str) -> None:
        self._text.yview(row)
        self._text.yview_scroll(-self._text.winfo_height() // 3, "pixels")

    def _look_for_hole(self) -> None:
        """Ask for what is missing as soon as the line that says so is in sight."""
        rows, last = self._live.rows, self._place.row_at(self._text.winfo_height())
        number: Optional[int] = rows.at_row(self._place.row_at(0))
        while number is not None and number < len(rows.items) and rows.row_of(number) <= last:
            if rows.items[number].line.kind == "hole":
                self._on_hole(rows.items[number].line)
            number += 1

    def _is_near_top(self) -> bool:
        return self._text.yview()[0] <= 0 or (not self.follows_end and self._place.row_at(0) < NEAR)
