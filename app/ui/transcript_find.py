"""What is marked in a transcript while somebody looks for words in it: all places in sight, and the present one.
It marks what is drawn, also what is drawn later; which lines there are to find is decided elsewhere.
"""

import tkinter as tk
from typing import Callable, List, Optional, Sequence, Tuple

from app.conversations import Line
from app.matching import folded, occurrences
from app.ui.drawing import is_spoken
from app.ui.formatting import paragraphs
from app.ui.transcript_items import Item
from app.ui.transcript_rows import Rows

A_STEP = 100  # items marked at once; the others follow while the window answers
MOST_IN_ONE = 500  # places of one message

ALL, CURRENT = "find", "findcur"  # tags
_BESIDE = frozenset(("nocopy", "person", "time", "reply", "chip"))  # what stands beside the words of a message


def said_in(text: str, own_nick: str) -> str:
    """Return the words of a message as the pane shows them, without the marks of bold and italics."""
    return "\n".join("".join(words for words, _ in paragraph.spans) for paragraph in paragraphs(text, own_nick))


class Highlights:
    """The marks of one transcript; Tk thread only."""

    __slots__ = ("_columns", "_current", "_rows", "_shown", "_text", "_timer", "_wanted")

    def __init__(self, text: tk.Text, rows: Rows, columns: Callable[[str], int], shown: Callable[[str], str]) -> None:
        """`columns` counts those of the text widget that a text takes; `shown` spells a text as this screen can."""
        self._text = text
        self._rows = rows
        self._columns = columns
        self._shown = shown
        self._wanted = ""
        self._current: Optional[Tuple[Line, int]] = None
        self._timer = ""
        rows.on_drawn = self._mark_drawn

    def look_for(self, wanted: str) -> None:
        """Mark this text wherever it stands, in any case; '' takes all marks away."""
        self._stop()
        self._wanted, self._current = folded(self._shown(wanted)), None
        for tag in (ALL, CURRENT):
            self._text.tag_remove(tag, "1.0", "end")
        if self._wanted:
            top = self._rows.at_row(self._top_row()) or 0
            self._mark_drawn(top, min(len(self._rows.items), top + A_STEP))
            self._mark_soon(list(self._rows.items))

    def stand_on(self, line: Line, number: int) -> str:
        """Mark one place as the present one, the `number`th of a line; return its index, '' where it isn't drawn."""
        self._text.tag_remove(CURRENT, "1.0", "end")
        self._current = (line, number)
        place = next((at for at, item in enumerate(self._rows.items) if item.line is line), None)
        return "" if place is None else self._mark(place)

    def top_line(self) -> Optional[Line]:
        """Return the first message in sight."""
        place = self._rows.at_row(self._top_row())
        return self._rows.items[place].line if place is not None else None

    def close(self) -> None:
        """End with the transcript."""
        self._stop()

    def _top_row(self) -> int:
        return int(self._text.index("@0,0").partition(".")[0])

    def _stop(self) -> None:
        if self._timer:
            self._text.after_cancel(self._timer)
            self._timer = ""

    def _mark_soon(self, items: List[Item]) -> None:
        """Mark those of `items` that are still drawn, some at a time, the newest first."""
        self._timer = ""
        places = {id(item): place for place, item in enumerate(self._rows.items)}
        for item in items[-A_STEP:]:
            if id(item) in places:
                self._mark(places[id(item)])
        if len(items) > A_STEP:
            self._timer = self._text.after(1, self._mark_soon, items[:-A_STEP])

    def _mark_drawn(self, first: int, end: int) -> None:
        if self._wanted:
            for place in range(first, end):
                self._mark(place)

    def _mark(self, place: int) -> str:
        """Mark an item; return the index of the present place where it is in there."""
        line = self._rows.items[place].line
        if not is_spoken(line) or line.deleted_by:
            return ""
        pieces = self._pieces(place)
        words = "".join(piece[0] for piece in pieces)
        marks = occurrences(words, self._wanted, MOST_IN_ONE)
        spans = [(self._index(pieces, first), self._index(pieces, end - 1, 1)) for first, end in marks]
        for tag, tagged in ((ALL, spans), (CURRENT, self._present(line, spans))):
            if tagged:
                self._text.tag_add(tag, *(index for span in tagged for index in span))
        present = self._present(line, spans)
        return present[0][0] if present else ""

    def _present(self, line: Line, spans: Sequence[Tuple[str, str]]) -> Sequence[Tuple[str, str]]:
        if self._current is None or self._current[0] is not line or not spans:
            return ()
        number = min(self._current[1], len(spans) - 1)
        return spans[number:number + 1]

    def _pieces(self, place: int) -> List[Tuple[str, int, int]]:
        """Return what an item says in pieces: the words, and the row and column where they begin."""
        item, row = self._rows.items[place], self._rows.row_of(place)
        text, widget = self._text, str(self._text)
        flat = text.tk.splitlist(text.tk.call(
            widget, "dump", "-text", f"{row + item.body}.0", f"{row + item.rows}.0"))
        pieces = []
        for words, index in zip(flat[1::3], flat[2::3]):
            if _BESIDE.isdisjoint(text.tk.splitlist(text.tk.call(widget, "tag", "names", index))):
                at, _, column = str(index).partition(".")
                pieces.append((str(words), int(at), int(column)))
        return pieces

    def _index(self, pieces: Sequence[Tuple[str, int, int]], offset: int, beyond: int = 0) -> str:
        """Return the index of a character of the pieces together, or of the one behind it."""
        for words, row, column in pieces:
            if offset < len(words):
                return f"{row}.{column + self._columns(words[:offset + beyond])}"
            offset -= len(words)
        return "end"
