"""The list of offers that floats over the entry field while one writes, and never takes the keyboard from it.
Owns its place and which offer is marked; what an offer does is up to the field.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Optional, Sequence

from app.ui.rowpaint import Mood, Row, RowPainter
from app.ui.spelling import TAKES_ALL, showable, spelling_for
from app.ui.suggesting import Offer
from app.ui.theme import Theme

AVATAR = 24          # design pixels
ROW = 34             # design pixels
MOST_ROWS = 8        # in sight
RIM = 5              # design pixels that keep the canvas off the frame's round corners
NARROW, WIDE = 236, 560  # design pixels of the canvas
EDGE = 8             # design pixels that stay free at the right of the window
GAP = 6              # design pixels between the list and what it belongs to
TAKE = "Tab"         # stands at the marked offer


class Suggestions:
    """The list of one entry field; Tk thread only."""

    def __init__(self, field: tk.Misc, theme: Theme, on_choose: Callable[[int], None]) -> None:
        """`field` is what it floats above; `on_choose` gets the number of an offer that was clicked."""
        self._field = field
        self._theme = theme
        self._on_choose = on_choose
        self._frame: Optional[ttk.Frame] = None
        self._canvas: Optional[tk.Canvas] = None
        self._painter: Optional[RowPainter] = None
        self._first = 0  # number of the uppermost offer in sight
        self._size = (0, 0)
        self.rows: List[Row] = []
        self.marked: Optional[int] = None
        field.winfo_toplevel().bind("<Configure>", self._resized, add="+")
        field.bind("<Configure>", lambda _event: self._place() if self._frame is not None else None, add="+")
        theme.on_change(self.hide, field)

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self._frame is not None

    def show(self, offers: Sequence[Offer], marked: Optional[int]) -> None:
        """Offer these, with one of them marked or none."""
        self.hide()
        self.rows = [self._row(number, offer) for number, offer in enumerate(offers)]
        self.marked, self._first = marked, 0
        self._build()
        self._draw()

    def hide(self) -> None:
        """Take the list away."""
        if self._frame is not None:
            self._frame.destroy()
            self._frame = self._canvas = self._painter = None

    def step(self, way: int) -> None:
        """Mark the next (1) or previous (-1) offer, going round."""
        start = -1 if self.marked is None and way > 0 else self.marked or 0
        self._mark((start + way) % len(self.rows))

    def _row(self, number: int, offer: Offer) -> Row:
        theme = self._theme
        kind, icon = offer.kind, ""
        if kind == "emoji" and TAKES_ALL and theme.emoji_safe:
            spell = spelling_for(theme)
            icon = spell(offer.text.strip()) if spell else offer.text.strip()
        elif kind in ("emoji", "command"):
            kind = "plain"
        return Row(kind, str(number), showable(offer.shown, theme), showable(offer.detail, theme), icon=icon,
                   presence=offer.presence)

    def _build(self) -> None:
        px, theme, root = self._theme.px, self._theme, self._field.winfo_toplevel()
        self._size = (root.winfo_width(), root.winfo_height())
        self._frame = ttk.Frame(root, style="Float.TFrame")
        above = self._above()
        below = root.winfo_height() - above - self._field.winfo_height() - 2 * px(GAP)
        rows = min(len(self.rows), MOST_ROWS, max(1, (max(above, below) - 2 * px(RIM) - px(GAP)) // px(ROW)))
        self._canvas = tk.Canvas(self._frame, width=self._width(root.winfo_width()), height=rows * px(ROW),
                                 background=theme.c["raised"], highlightthickness=0, borderwidth=0, takefocus=0)
        self._canvas.pack(padx=px(RIM), pady=px(RIM))
        self._painter = RowPainter(self._canvas, theme, AVATAR, "raised_hover")
        self._listen(self._canvas)
        self._frame.update_idletasks()
        self._place()

    def _above(self) -> int:
        """How many pixels of the window are free above the field."""
        return self._field.winfo_rooty() - self._field.winfo_toplevel().winfo_rooty() - self._theme.px(GAP)

    def _place(self) -> None:
        """Float above the field, which may have grown, or below where there is no room."""
        px, root, above = self._theme.px, self._field.winfo_toplevel(), self._above()
        width, height = self._frame.winfo_reqwidth(), self._frame.winfo_reqheight()
        top = above - height if above >= height else above + self._field.winfo_height() + 2 * px(GAP)
        left = self._field.winfo_rootx() - root.winfo_rootx() + px(40)
        self._frame.place(x=max(0, min(left, root.winfo_width() - width - px(EDGE))), y=top)
        self._frame.lift()

    def _listen(self, canvas: tk.Canvas) -> None:
        canvas.bind("<Motion>", lambda event: self._mark(self._at(event.y)))
        canvas.bind("<ButtonRelease-1>", lambda event: self._on_choose(self._at(event.y)))
        for sequence, way in (("<Button-4>", -1), ("<Button-5>", 1)):
            canvas.bind(sequence, lambda _event, way=way: self._scroll(way))
        canvas.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))

    def _width(self, most: int) -> int:
        px, font = self._theme.px, self._theme.font
        widest = max(font["ui"].measure(row.text) + font["tiny"].measure(row.detail or TAKE) for row in self.rows)
        return max(1, min(max(px(NARROW), widest + px(96)), px(WIDE), most - px(2 * RIM + 16)))

    def _draw(self) -> None:
        canvas, height = self._canvas, self._theme.px(ROW)
        width, in_sight = int(canvas["width"]), int(canvas["height"]) // height
        self._painter.begin()
        for place, row in enumerate(self.rows[self._first:self._first + in_sight]):
            marked = self._first + place == self.marked
            shown = row._replace(detail=row.detail or TAKE if marked and row.kind != "plain" else row.detail)
            lower = (height - self._painter.height(row.kind)) // 2
            self._painter.draw(shown, place * height + lower, width, Mood(marked, False, False))

    def _at(self, y: int) -> int:
        """The number of the offer at a place of the canvas."""
        last = min(len(self.rows), self._first + int(self._canvas["height"]) // self._theme.px(ROW)) - 1
        return max(self._first, min(self._first + y // self._theme.px(ROW), last))

    def _mark(self, number: int) -> None:
        if number != self.marked:
            self.marked = number
            in_sight = int(self._canvas["height"]) // self._theme.px(ROW)
            self._first = max(min(self._first, number), number - in_sight + 1)
            self._draw()

    def _scroll(self, way: int) -> None:
        in_sight = int(self._canvas["height"]) // self._theme.px(ROW)
        self._first = max(0, min(self._first + way, len(self.rows) - in_sight))
        self._draw()

    def _resized(self, event: "tk.Event") -> None:
        if self._frame is not None and event.widget is self._field.winfo_toplevel() \
                and (event.width, event.height) != self._size:
            self.hide()
