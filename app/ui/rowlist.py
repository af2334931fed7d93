"""The list of the side panes and of the connect dialog: rooms, people and servers on one canvas, drawn where visible.
It owns the rows shown, which is selected, where the keyboard is, and how far the list is scrolled.
"""

import tkinter as tk
from typing import Callable, Optional, Sequence, Tuple

from app.ui.rowlayout import RowLayout
from app.ui.rowpaint import Mood, Row, RowPainter
from app.ui.theme import Theme
from app.ui.tooltip import Tooltip

__all__ = ["Row", "RowList"]

EDGE = 4           # design pixels above the first row and below the last
SECTION_GAP = 12   # design pixels above a section that is not the first row
# Design pixels below a row.
GAPS = {"section": 0, "room": 2, "person": 2, "group": 0, "server": 2, "listed": 2, "found": 2}
WHEEL_STEP = 48    # design pixels for each click of the wheel
TYPING_PAUSE = 800  # milliseconds after which a letter begins a new search
CHORD = 0x2004C    # event.state of Control, Alt and Super: such keys belong to the window (0x20000 is Alt on Windows)
THUMB_LEAST = 24   # design pixels: shortest thumb


class RowList(tk.Canvas):
    """A virtual list; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, surface: str = "side", avatar: int = 22,
                 on_open: Optional[Callable[[str], None]] = None,
                 on_menu: Optional[Callable[[str, int, int], None]] = None,
                 on_button: Optional[Callable[[str], None]] = None) -> None:
        """`avatar` is the size of a person's picture in design pixels: 22 beside rooms, 24 in a list of people."""
        super().__init__(master, highlightthickness=0, borderwidth=0, takefocus=1, width=1, height=1)
        self.on_open = on_open
        self.on_menu = on_menu
        self.on_button = on_button
        self.selected: Optional[str] = None
        self.rows: Sequence[Row] = ()
        self._theme = theme
        self._surface = surface
        self._painter = RowPainter(self, theme, avatar, "raised_hover" if surface == "raised" else "hover")
        self._offset = 0       # screen pixels scrolled away at the top
        self._cursor: Optional[str] = None
        self._by_keyboard = False
        self._hovered: Optional[str] = None
        self._pressed: Optional[str] = None
        self._drag: Optional[int] = None
        self._over_bar = False
        self._typed = ""
        self._typed_at = 0
        self._drawing: Optional[str] = None
        self._listen()
        self._hint = Tooltip(self, theme, "")  # it adds to what is listened to
        theme.on_change(self._restyle, self)
        self._restyle()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; selection, scrolling and the keyboard's place stay where they were."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        self.rows = rows
        self._measure()
        self._draw_soon()

    def select(self, key: Optional[str]) -> None:
        """Mark a row as the open one (None: no row) and scroll to it."""
        if key == self.selected:
            return
        self.selected = key
        self._cursor = key
        self.see(key)
        self._draw_soon()

    def see(self, key: Optional[str]) -> None:
        """Scroll as little as it takes until this row is visible."""
        index = self._index(key)
        if index is None or not self._view():
            return
        top, bottom = self._layout.span(index)
        if top < self._offset:
            self._scroll_to(0 if index == 0 else top)
        elif bottom > self._offset + self._view():
            self._scroll_to(bottom + self._theme.px(EDGE) - self._view())

    def key_at(self, y: int) -> Optional[str]:
        """Return the key of the row at this height of the widget, None between and below the rows."""
        return self._layout.key_at(y + self._offset)

    def span_of(self, key: str) -> Tuple[int, int]:
        """Return where a row begins and ends, in pixels of the widget."""
        top, bottom = self._layout.span(self._layout.where[key])
        return top - self._offset, bottom - self._offset

    # Layout and drawing

    def _measure(self) -> None:
        px = self._theme.px
        heights = {kind: self._painter.height(kind) for kind in GAPS}
        gaps = {kind: px(gap) for kind, gap in GAPS.items()}
        self._layout = RowLayout(self.rows, heights, gaps, px(EDGE), px(SECTION_GAP))
        self._offset = max(0, min(self._offset, self._layout.total - self._view()))

    def _view(self) -> int:
        """Return the height of the widget, 0 while it has none."""
        return self.winfo_height() if self.winfo_height() > 1 else 0

    def _draw_soon(self) -> None:
        if self._drawing is None:
            self._drawing = self.after_idle(self._draw)

    def _draw(self) -> None:
        self._drawing = None
        self._painter.begin()
        width, view = self.winfo_width(), self._view()
        has_focus = str(self.tk.call("focus", "-displayof", self)) == str(self)
        focused = self._cursor if self._by_keyboard and has_focus else None
        for index in range(self._layout.first_from(self._offset), len(self.rows)):
            top = self._layout.tops[index] - self._offset
            if top >= view:
                break
            row = self.rows[index]
            mood = Mood(row.key == self.selected, row.key == self._hovered, row.key == focused)
            self._painter.draw(row, top, width, mood)
        if self._layout.total > view > 0:
            px = self._theme.px
            self._painter.draw_thumb(width - px(7), self._thumb_top(), px(6), self._thumb_height(),
                                     self._over_bar or self._drag is not None)

    def _thumb_height(self) -> int:
        view = self._view()
        return min(view, max(self._theme.px(THUMB_LEAST), (view - 2 * self._theme.px(2)) * view // self._layout.total))

    def _thumb_top(self) -> int:
        room = self._view() - self._thumb_height() - 2 * self._theme.px(2)
        return self._theme.px(2) + room * self._offset // max(1, self._layout.total - self._view())

    def _scroll_to(self, offset: int) -> None:
        offset = max(0, min(offset, self._layout.total - self._view()))
        if offset != self._offset:
            self._offset = offset
            self._draw_soon()

    def _restyle(self) -> None:
        self.configure(background=self._theme.c[self._surface])
        self._painter.forget()
        self._measure()
        self._draw_soon()

    # Mouse

    def _listen(self) -> None:
        self.bind("<Configure>", lambda event: self._restyle())
        self.bind("<Destroy>", lambda event: self._cancel_drawing())
        self.bind("<Motion>", self._move)
        self.bind("<Leave>", lambda event: self._hover(None, False))
        self.bind("<Button-1>", self._press)
        self.bind("<B1-Motion>", self._drag_thumb)
        self.bind("<ButtonRelease-1>", self._release)
        aqua = self.tk.call("tk", "windowingsystem") == "aqua"
        for sequence in ("<Button-2>", "<Control-Button-1>") if aqua else ("<Button-3>",):
            self.bind(sequence, self._menu_click)
        self.bind("<Button-4>", lambda event: self._wheel(-1))
        self.bind("<Button-5>", lambda event: self._wheel(1))
        self.bind("<MouseWheel>", lambda event: self._wheel(-event.delta / (1.0 if aqua else 120.0)))
        self.bind("<FocusIn>", lambda event: self._focus_came())
        self.bind("<FocusOut>", lambda event: self._draw_soon())
        menu = "App" if self.tk.call("tk", "windowingsystem") == "win32" else "Menu"
        for key, action in (
            ("Up", lambda: self._step(-1)), ("Down", lambda: self._step(1)),
            ("Home", lambda: self._go(self._layout.stop_from(0, 1))),
            ("End", lambda: self._go(self._layout.stop_from(len(self.rows) - 1, -1))),
            ("Prior", lambda: self._page(-1)), ("Next", lambda: self._page(1)),
            ("Return", self._open_cursor), ("KP_Enter", self._open_cursor), (menu, self._menu_key),
        ):
            self.bind(f"<{key}>", lambda event, action=action: None if event.state & CHORD else action())
        self.bind("<Shift-F10>", lambda event: self._menu_key())
        self.bind("<Key>", self._type)

    def _cancel_drawing(self) -> None:
        if self._drawing is not None:
            self.after_cancel(self._drawing)

    def _on_bar(self, x: int) -> bool:
        return self._layout.total > self._view() and x >= self.winfo_width() - self._theme.px(10)

    def _move(self, event: "tk.Event") -> None:
        on_bar = self._on_bar(event.x)
        self._hover(None if on_bar else self.key_at(event.y), on_bar)

    def _hover(self, key: Optional[str], over_bar: bool) -> None:
        if (key, over_bar) == (self._hovered, self._over_bar):
            return
        if key != self._hovered:
            self._point_hint(key)
        self._hovered, self._over_bar = key, over_bar
        self._draw_soon()

    def _point_hint(self, key: Optional[str]) -> None:
        index = self._index(key)
        top, bottom = self._layout.span(index) if index is not None else (0, 0)
        hint = self.rows[index].hint if index is not None else ""
        self._hint.point(hint, top - self._offset, bottom - self._offset)

    def _press(self, event: "tk.Event") -> None:
        self._by_keyboard = False
        if not self._on_bar(event.x):
            self._pressed = self.key_at(event.y)
            return
        thumb = self._thumb_top()
        if thumb <= event.y < thumb + self._thumb_height():
            self._drag = event.y - thumb
        else:
            self._scroll_to(self._offset + (self._view() if event.y > thumb else -self._view()))

    def _drag_thumb(self, event: "tk.Event") -> None:
        if self._drag is None:
            return
        edge = self._theme.px(2)
        room = self._view() - self._thumb_height() - 2 * edge
        self._scroll_to((event.y - self._drag - edge) * (self._layout.total - self._view()) // max(1, room))

    def _release(self, event: "tk.Event") -> None:
        pressed, self._pressed = self._pressed, None
        if self._drag is not None:
            self._drag = None
            self._draw_soon()
        elif pressed is not None and pressed == self.key_at(event.y) and 0 <= event.x < self.winfo_width():
            self._activate(pressed, event.x)

    def _activate(self, key: str, x: Optional[int] = None) -> None:
        """Open a row, or press its button when the mouse is on it (x) or, of a section, the keyboard asks."""
        row = self.rows[self._layout.where[key]]
        on_button = x >= self.winfo_width() - self._theme.px(36) if x is not None else row.kind == "section"
        if row.button and on_button:
            if self.on_button is not None:
                self.on_button(key)
        elif row.kind != "section" and self.on_open is not None:
            self.on_open(key)

    def _menu_click(self, event: "tk.Event") -> str:
        key = self.key_at(event.y)
        if key is not None and self.on_menu is not None:
            self.on_menu(key, event.x_root, event.y_root)
        return "break"

    def _wheel(self, clicks: float) -> str:
        self._scroll_to(self._offset + int(clicks * self._theme.px(WHEEL_STEP)))
        under = self.winfo_pointery() - self.winfo_rooty()
        self._hover(self.key_at(under), False)
        return "break"

    # Keyboard

    def _focus_came(self) -> None:
        self._by_keyboard = True
        if self._index(self._cursor) is None:
            self._cursor = self.selected
        if self._index(self._cursor) is None:
            first = self._layout.stop_from(0, 1)
            self._cursor = self.rows[first].key if first is not None else None
        self._draw_soon()

    def _index(self, key: Optional[str]) -> Optional[int]:
        return None if key is None else self._layout.where.get(key)

    def _go(self, index: Optional[int]) -> str:
        if index is not None:
            self._by_keyboard = True
            self._cursor = self.rows[index].key
            self.see(self._cursor)
            self._draw_soon()
        return "break"

    def _step(self, move: int) -> str:
        index = self._index(self._cursor)
        if index is None:
            return self._go(self._layout.stop_from(0, 1))
        return self._go(self._layout.stop_from(index + move, move))

    def _page(self, way: int) -> str:
        return self._go(self._layout.page_from(self._index(self._cursor) or 0, way * self._view()))

    def _open_cursor(self) -> str:
        if self._cursor is not None and self._index(self._cursor) is not None:
            self._activate(self._cursor)
        return "break"

    def _menu_key(self) -> str:
        index = self._index(self._cursor)
        if index is not None and self.on_menu is not None:
            self.see(self._cursor)
            below = self._layout.span(index)[1] - self._offset
            self.on_menu(self.rows[index].key, self.winfo_rootx() + self._theme.px(24), self.winfo_rooty() + below)
        return "break"

    def _type(self, event: "tk.Event") -> Optional[str]:
        """Jump to the next row that begins with what is typed."""
        if len(event.char) != 1 or not event.char.isprintable() or event.char.isspace() or event.state & CHORD:
            return None
        again = event.time - self._typed_at > TYPING_PAUSE
        self._typed = event.char.casefold() if again else self._typed + event.char.casefold()
        self._typed_at = event.time
        start = self._index(self._cursor)
        start = 0 if start is None else start + (1 if len(self._typed) == 1 else 0)
        return self._go(self._layout.begins_with(self._typed, start))
