"""Emoji in rows of a canvas, under headings, with one of them marked; only the rows in sight are drawn.
Where this screen can't draw emoji their names stand there instead, in fewer columns.
"""

import tkinter as tk
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

from app.emoji import Emoji
from app.ui.rowpaint import cut
from app.ui.spelling import TAKES_ALL, spelling_for
from app.ui.theme import Theme

CELL = 40           # design pixels: width and height of a cell
COLUMNS = 8
NAME_COLUMNS = 2    # where names stand instead of emoji
HEADING = 32        # design pixels
MARK = 36           # design pixels: the mark around the chosen one

Sections = Sequence[Tuple[str, Sequence[Emoji]]]


class _Row(NamedTuple):
    top: int  # screen pixels
    height: int
    title: str  # of a heading, else ''
    first: int  # number of its first emoji
    count: int


class EmojiGrid(tk.Canvas):
    """The grid of one picker; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, height: int, on_choose: Callable[[Emoji], None],
                 on_mark: Callable[[Optional[Emoji]], None]) -> None:
        """`height` is in design pixels; `on_mark` hears which one is marked."""
        self.draws = TAKES_ALL and theme.emoji_safe
        self.columns = COLUMNS if self.draws else NAME_COLUMNS
        super().__init__(master, width=theme.px(CELL) * COLUMNS, height=theme.px(height), background=theme.c["raised"],
                         highlightthickness=0, borderwidth=0, yscrollincrement=1, takefocus=0)
        self.marked: Optional[int] = None  # its number
        self.shown: List[Emoji] = []
        self._theme = theme
        self._spell = spelling_for(theme)
        self._rows: List[_Row] = []
        self._on_choose, self._on_mark = on_choose, on_mark
        self.bind("<Motion>", lambda event: self.mark(self._at(event.x, event.y)))
        self.bind("<ButtonRelease-1>", lambda event: self._click(event))
        for sequence, way in (("<Button-4>", -1), ("<Button-5>", 1)):
            self.bind(sequence, lambda _event, way=way: self.scroll(way * theme.px(CELL)))
        self.bind("<MouseWheel>", lambda event: self.scroll(theme.px(-CELL if event.delta > 0 else CELL)))

    def fill(self, sections: Sections) -> None:
        """Show these emoji, each section under its title if it has one; the first is marked."""
        px, top = self._theme.px, 0
        self._rows, self.shown = [], []
        for title, emoji in sections:
            if title and emoji:
                self._rows.append(_Row(top, px(HEADING), title, len(self.shown), 0))
                top += px(HEADING)
            for first in range(0, len(emoji), self.columns):
                part = emoji[first:first + self.columns]
                self._rows.append(_Row(top, px(CELL), "", len(self.shown), len(part)))
                self.shown += part
                top += px(CELL)
        self.configure(scrollregion=(0, 0, 1, max(top, 1)))
        self.yview_moveto(0)
        self.marked = None
        self.mark(0 if self.shown else None)
        self.draw()

    def mark(self, number: Optional[int]) -> None:
        """Mark one, known by its number; None leaves the mark where it is."""
        if number is None and self.shown:
            return
        if number == self.marked and number is not None:
            return
        self.marked = number
        self._on_mark(self.shown[number] if number is not None else None)
        self.draw()

    def step(self, across: int, down: int) -> None:
        """Move the mark by the keyboard."""
        if self.marked is None:
            return
        if across:
            self._go(min(len(self.shown) - 1, max(0, self.marked + across)))
            return
        rows = [row for row in self._rows if row.count]
        place = next(n for n, row in enumerate(rows) if row.first <= self.marked < row.first + row.count)
        column = self.marked - rows[place].first
        row = rows[min(len(rows) - 1, max(0, place + down))]
        self._go(row.first + min(column, row.count - 1))

    def next_section(self, way: int) -> None:
        """Go to the beginning of the next (1) or previous (-1) section."""
        starts = [row.first for row in self._rows if row.title]
        if not starts or self.marked is None:
            return
        present = max(n for n, first in enumerate(starts) if first <= self.marked)
        self._go(starts[(present + way) % len(starts)])

    def choose(self) -> None:
        """Choose the marked one."""
        if self.marked is not None:
            self._on_choose(self.shown[self.marked])

    def scroll(self, pixels: int) -> None:
        """Scroll by so many pixels."""
        self.yview_scroll(pixels, "units")
        self.draw()

    def draw(self) -> None:
        """Draw what is in sight."""
        self.delete("all")
        top = self.canvasy(0)
        bottom = top + int(str(self.cget("height")))
        for row in self._rows:
            if row.top + row.height > top and row.top < bottom:
                self._draw_row(row)

    def _draw_row(self, row: _Row) -> None:
        theme, px = self._theme, self._theme.px
        if row.title:
            self.create_text(px(6), row.top + row.height // 2, anchor="w", text=row.title, font=theme.font["smallb"],
                             fill=theme.c["text2"])
            return
        for column in range(row.count):
            number, width = row.first + column, px(CELL) * COLUMNS // self.columns
            x, y = column * width + width // 2, row.top + row.height // 2
            if number == self.marked:
                mark = theme.rounded(width - px(CELL - MARK), px(MARK), 8, "soft", "accent", 2)
                self.create_image(x, y, image=mark, tags="mark")
                self.mark_picture = mark
            self._draw_emoji(self.shown[number], x, y, width)

    def _draw_emoji(self, emoji: Emoji, x: int, y: int, width: int) -> None:
        theme = self._theme
        if self.draws:
            text = self._spell(emoji.text) if self._spell else emoji.text
            self.create_text(x, y, text=text, font=theme.font["emoji_big"], fill=theme.c["text"])
            return
        name = cut(theme, f":{emoji.name}:", "ui", width - theme.px(12))
        self.create_text(x, y, text=name, font=theme.font["ui"], fill=theme.c["text"])

    def _at(self, x: int, y: int) -> Optional[int]:
        place, column = self.canvasy(y), x // (self._theme.px(CELL) * COLUMNS // self.columns)
        for row in self._rows:
            if row.top <= place < row.top + row.height and column < row.count:
                return row.first + column
        return None

    def _click(self, event: "tk.Event") -> None:
        number = self._at(event.x, event.y)
        if number is not None:
            self._on_choose(self.shown[number])

    def _go(self, number: int) -> None:
        self.mark(number)
        row = next(row for row in self._rows if row.count and row.first <= number < row.first + row.count)
        before = self._rows[self._rows.index(row) - 1] if self._rows.index(row) else row
        top = before.top if before.title else row.top
        height = int(str(self.cget("height")))
        if top < self.canvasy(0):
            self.scroll(int(top - self.canvasy(0)))
        elif row.top + row.height > self.canvasy(height):
            self.scroll(int(row.top + row.height - self.canvasy(height)))
