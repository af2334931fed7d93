"""The live window of a conversation: which of its lines are drawn, and which wait above and below.
A text widget grows slow with the pictures in it, so only some thousand rows are drawn at a time.
"""

from typing import Callable, List, Optional, Sequence

from app.conversations import Line
from app.ui.transcript_items import PLAIN, Item, Manner, Times, group, settle
from app.ui.transcript_rows import Rows

LIVE_ROWS = 3000   # rows of text that stay drawn
BLOCK = 300        # rows by which the window is trimmed, and lines by which it grows when one scrolls
NEAR = 200         # rows from an end at which the next block is drawn
FIRST_DRAWN = 200  # lines drawn at once when a conversation is opened
RUSH = 90          # lines that come at once and mostly leave the view before anybody sees them, so that only
IN_SIGHT = 60      # lines are drawn
KEPT = 20000       # lines that wait above the window at most


class LiveWindow:
    """The drawn part of one conversation; Tk thread only."""

    __slots__ = ("rows", "older", "newer", "unread_line", "_times", "_manner")

    def __init__(self, rows: Rows, times: Callable[[], Times], manner: Callable[[], Manner] = lambda: PLAIN) -> None:
        self.rows = rows
        self.older: List[Line] = []  # above the window
        self.newer: List[Line] = []  # below it, while the reader is far up
        self.unread_line: Optional[Line] = None  # "New messages" stands above it
        self._times = times
        self._manner = manner

    def open(self, lines: Sequence[Line], unread_from: Optional[int]) -> None:
        """Draw the end of a conversation, or the part around its first unread line."""
        self.clear()
        first = max(0, len(lines) - FIRST_DRAWN)
        if unread_from is not None and unread_from < len(lines):
            self.unread_line = lines[unread_from]
            first = max(0, min(first, unread_from - FIRST_DRAWN // 2))
        until = first + 2 * FIRST_DRAWN
        self.older, self.newer = list(lines[:first]), list(lines[until:])
        self.rows.append(self._grouped(lines[first:until]))

    def clear(self) -> None:
        """Hold nothing."""
        self.rows.clear()
        self.older, self.newer = [], []
        self.unread_line = None

    def add(self, lines: Sequence[Line], at_end: bool) -> None:
        """Take lines in at the end; whether the reader is there decides which stay drawn."""
        if self.newer or (not at_end and len(self.rows) > 2 * LIVE_ROWS):
            self.newer += lines
        elif at_end and len(lines) > (RUSH if len(self.rows.items) >= IN_SIGHT else LIVE_ROWS):
            self.newer += lines
            self.restart(IN_SIGHT)
        else:
            self._draw_below(lines)
        if at_end and len(self.rows) > LIVE_ROWS + BLOCK:
            self._drop_top(len(self.rows) - LIVE_ROWS)

    def insert(self, lines: Sequence[Line], below: Line) -> None:
        """Put lines in above the line `below`, drawn or not."""
        for waiting in (self.older, self.newer):
            place = next((number for number, line in enumerate(waiting) if line is below), None)
            if place is not None:
                waiting[place:place] = lines
                return
        number = self._number_of(below)
        if number is None:
            return
        following = _lines_of(self.rows.drop_bottom(len(self.rows.items) - number))
        place = next(index for index, line in enumerate(following) if line is below)
        self._draw_below(following[:place] + list(lines) + following[place:])

    def is_first(self, line: Line) -> bool:
        """Tell whether nothing stands above a line."""
        return not self.older and bool(self.rows.items) and self.rows.items[0].lines[0] is line

    def forget(self, lines: Sequence[Line]) -> None:
        """Let lines go that wait above; those that are drawn stay until they are scrolled away."""
        gone = {id(line) for line in lines}
        self.older = [line for line in self.older if id(line) not in gone]

    def restart(self, drawn: int = 2 * FIRST_DRAWN) -> None:
        """Draw the end of the conversation afresh, so many lines of it, leaving out what lies between."""
        lines = self.older + _lines_of(self.rows.items) + self.newer
        self.rows.clear()
        first = max(0, len(lines) - drawn)
        self.older, self.newer = lines[:first][-KEPT:], []
        self.rows.append(self._grouped(lines[first:]))

    def draw_older(self) -> int:
        """Draw a block of the lines above; return by how many rows the others have moved down."""
        lines, self.older = self.older[-BLOCK:], self.older[:-BLOCK]
        before = len(self.rows)
        items = self._grouped(lines)
        self.rows.prepend(items)
        self._settle(len(items))
        return len(self.rows) - before

    def draw_newer(self, top_row: int) -> None:
        """Draw a block of the lines below; rows far above `top_row`, which the reader sees first, are taken away."""
        lines, self.newer = self.newer[:BLOCK], self.newer[BLOCK:]
        self._draw_below(lines)
        excess = len(self.rows) - LIVE_ROWS
        if excess > BLOCK:
            self._drop_top(min(excess, top_row - NEAR - BLOCK))

    def trim_bottom(self) -> None:
        """Take rows at the bottom away when the reader has gone far up."""
        if len(self.rows) > 2 * LIVE_ROWS:
            count = len(self.rows.items) - self.rows.count_down_to(2 * LIVE_ROWS - BLOCK)
            self.newer = _lines_of(self.rows.drop_bottom(count)) + self.newer

    def redraw(self, line: Line) -> None:
        """Draw a line again, known by its identity; nothing happens when it isn't drawn."""
        number = self._number_of(line)
        if number is not None:
            self.rows.redraw(number)

    def unfold(self, line: Line) -> None:
        """Show all names of the item with this line, or fold them again."""
        number = self._number_of(line)
        if number is not None and self.rows.items[number].is_folded:
            self.rows.items[number].unfolded = not self.rows.items[number].unfolded
            self.rows.redraw(number)

    def remove(self, line: Line) -> None:
        """Take a line away, known by its identity."""
        for waiting in (self.older, self.newer):
            waiting[:] = [kept for kept in waiting if kept is not line]
        number = self._number_of(line)
        if number is None:
            return
        item = self.rows.items[number]
        item.lines = [kept for kept in item.lines if kept is not line]
        if item.lines:
            self.rows.redraw(number)
            return
        self.rows.remove(number)
        self._settle(number)

    def regroup(self) -> None:
        """Make the items anew from their lines, as after a change of manner."""
        lines = _lines_of(self.rows.items)
        self.rows.clear()
        self.rows.append(self._grouped(lines))

    def place_of(self, line: Line) -> Optional[int]:
        """Return the place of a line in rows.items; None when it isn't drawn."""
        return self._number_of(line)

    def reveal(self, line: Line) -> Optional[int]:
        """Return the place of a line in rows.items, which is drawn with what is around it; None if it isn't here."""
        number = self._number_of(line)
        if number is not None:
            return number
        lines = self.older + _lines_of(self.rows.items) + self.newer
        place = next((index for index, kept in enumerate(lines) if kept is line), None)
        if place is None:
            return None
        first = max(0, place - FIRST_DRAWN)
        until = first + 2 * FIRST_DRAWN
        self.rows.clear()
        self.older, self.newer = lines[:first], lines[until:]
        self.rows.append(self._grouped(lines[first:until]))
        return self._number_of(line)

    def move_unread(self, line: Optional[Line]) -> None:
        """Put "New messages" above another line, drawn or not, or with None nowhere."""
        self.clear_unread()
        if line is None:
            return
        self.unread_line = line
        number = self._number_of(line)
        if number is not None and self.rows.items[number].lines[0] is line:
            self.rows.items[number].unread = True
            self._settle(number, always=True)

    def row_of(self, line: Line) -> Optional[int]:
        """Return the row where the item with this line begins; None where it isn't drawn."""
        number = self._number_of(line)
        return self.rows.row_of(number) if number is not None else None

    def clear_unread(self) -> None:
        """Take "New messages" away."""
        self.unread_line = None
        number = self.unread_place()
        if number is not None:
            self.rows.items[number].unread = False
            self._settle(number, always=True)

    def unread_place(self) -> Optional[int]:
        """Return the place in rows.items of what stands under "New messages"."""
        return next((number for number, item in enumerate(self.rows.items) if item.unread), None)

    def _grouped(self, lines: Sequence[Line], before: Optional[Item] = None) -> List[Item]:
        return group(lines, before, self._times(), self.unread_line, self._manner().joins)

    def _draw_below(self, lines: Sequence[Line]) -> None:
        last = self.rows.items[-1] if self.rows.items else None
        folded = len(last.lines) if last else 0
        items = self._grouped(lines, last)
        if last and len(last.lines) != folded:
            self.rows.redraw(len(self.rows.items) - 1)
        self.rows.append(items)

    def _drop_top(self, rows: int) -> None:
        count = self.rows.count_down_to(rows + 1)
        if count > 0:
            self.older = (self.older + _lines_of(self.rows.drop_top(count)))[-KEPT:]
            self._settle(0)

    def _settle(self, number: int, always: bool = False) -> None:
        """Draw an item again if, with what stands above it now, it needs a name or a day or needs them no longer."""
        while number < len(self.rows.items):
            item, before = self.rows.items[number], self.rows.items[number - 1] if number else None
            if settle(item, before, self._times()) or always:
                self.rows.redraw(number)
            if not item.hidden:
                return
            number, always = number + 1, False

    def _number_of(self, line: Line) -> Optional[int]:
        for number in range(len(self.rows.items) - 1, -1, -1):
            if any(kept is line for kept in self.rows.items[number].lines):
                return number
        return None


def _lines_of(items: Sequence[Item]) -> List[Line]:
    return [line for item in items for line in item.lines]
