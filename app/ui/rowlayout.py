"""Where the rows of a list lie, and which the mouse and the keyboard find there.
Heights come from outside; nothing here draws.
"""

from bisect import bisect_right
from typing import Dict, Mapping, Optional, Sequence, Tuple

from app.ui.rowpaint import Row


class RowLayout:
    """The places of a sequence of rows, in screen pixels; Tk thread only."""

    __slots__ = ("rows", "tops", "total", "where", "_heights")

    def __init__(self, rows: Sequence[Row], heights: Mapping[str, int], gaps: Mapping[str, int], edge: int,
                 section_gap: int) -> None:
        """`heights` and `gaps` (below a row) are by kind; `edge` is above the first row and below the last."""
        step = {kind: height + gaps[kind] for kind, height in heights.items()}
        place, tops = edge, []
        before = ""
        for row in rows:
            if tops and (row.kind == "group" or (row.kind == "section" and before != "group")):
                place += section_gap
            before = row.kind
            tops.append(place)
            place += step[row.kind]
        self.rows = rows
        self.tops: Sequence[int] = tops
        self.total = place + edge
        self.where: Dict[str, int] = {row.key: index for index, row in enumerate(rows)}
        self._heights = heights

    def span(self, index: int) -> Tuple[int, int]:
        """Return where a row begins and ends."""
        top = self.tops[index]
        return top, top + self._heights[self.rows[index].kind]

    def first_from(self, place: int) -> int:
        """Return the first row that is not wholly above this place."""
        return max(0, bisect_right(self.tops, place) - 1)

    def key_at(self, place: int) -> Optional[str]:
        """Return the key of the row here, None between and below the rows."""
        index = bisect_right(self.tops, place) - 1
        return self.rows[index].key if index >= 0 and place < self.span(index)[1] else None

    def stop_from(self, index: int, step: int) -> Optional[int]:
        """Return the first row from here on, in steps, where the keyboard can stand."""
        while 0 <= index < len(self.rows):
            if self.rows[index].kind != "section" or self.rows[index].button:
                return index
            index += step
        return None

    def page_from(self, index: int, distance: int) -> Optional[int]:
        """Return where the keyboard stands after moving `distance` pixels from a row."""
        if not self.rows:
            return None
        target = min(max(bisect_right(self.tops, self.tops[index] + distance) - 1, 0), len(self.rows) - 1)
        way = 1 if distance > 0 else -1
        found = self.stop_from(target, way)
        return self.stop_from(target, -way) if found is None else found

    def begins_with(self, typed: str, start: int) -> Optional[int]:
        """Return the next row from `start` on, going round, whose text begins with what is typed (case-folded)."""
        for distance in range(len(self.rows)):
            index = (start + distance) % len(self.rows)
            row = self.rows[index]
            if row.kind != "section" and row.text.casefold().startswith(typed):
                return index
        return None
