"""The menu that opens inside the main window: from the menu row, on a right click, at a button.
It is a frame placed over the window, so no window manager can lose it, and it gives the keyboard back when it closes.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

from app.ui.theme import Theme

ROW, LINE = 32, 11      # design pixels: height of an item, of a separator
RIM = 5                 # design pixels that keep the rows' canvas off the frame's round corners
EDGE = 2                # design pixels between the canvas's edge and the rows
TEXT_AT, ICON_AT, END_AT, LINE_AT = 43, 22, 13, 9  # design pixels from the canvas's left (text, icon) and right edge
WIDTH_LEAST = 176       # design pixels


class MenuItem(NamedTuple):
    """One line of a menu; an item with `checked` not None shows a tick or nothing instead of its icon."""

    text: str
    command: Optional[Callable[[], None]]
    icon: str = ""
    shortcut: str = ""
    checked: Optional[bool] = None
    enabled: bool = True
    danger: bool = False


SEPARATOR = MenuItem("", None)


class Popover:
    """The one menu a window can have open; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme) -> None:
        self._root = root.winfo_toplevel()
        self._theme = theme
        self._frame: Optional[ttk.Frame] = None
        self._canvas: Optional[tk.Canvas] = None
        self._items: Sequence[MenuItem] = ()
        self._tops: List[int] = []
        self._active: Optional[int] = None
        self._on_close: Optional[Callable[[], None]] = None
        self._on_sibling: Optional[Callable[[int], object]] = None
        self._focus_before = ""
        self._window_size = (0, 0)
        self._arming = ""
        self._armed = False  # the click that opens the menu reaches the window afterwards and must not close it
        self._root.bind("<Button>", self._click_anywhere, add="+")
        self._root.bind("<Configure>", self._window_changed, add="+")
        theme.on_change(self.close, self._root)

    @property
    def is_open(self) -> bool:
        """Tell whether a menu is shown."""
        return self._frame is not None

    def show(self, items: Sequence[MenuItem], x: int, y: int, anchor: str = "nw",
             on_close: Optional[Callable[[], None]] = None, on_sibling: Optional[Callable[[int], object]] = None,
             surface: str = "pane", select_first: bool = False) -> None:
        """Open a menu whose corner `anchor` (nw, ne, sw or se) lies at (x, y), in screen pixels as event.x_root.

        It turns to the other side where the window ends. `on_close` is called when it closes, before the chosen command
        runs; `on_sibling(-1 or +1)` when Left or Right asks for the neighbour in a menu row. `surface` ('pane' or
        'side') is what the menu's corners lie on. `select_first` marks the first item, for a menu opened by a key.
        """
        self.close()
        self._items, self._on_close, self._on_sibling = items, on_close, on_sibling
        self._focus_before = str(self._root.tk.call("focus"))
        self._window_size = (self._root.winfo_width(), self._root.winfo_height())
        self._build(surface)
        self._put(x - self._root.winfo_rootx(), y - self._root.winfo_rooty(), anchor)
        self._active = None
        self._armed = False
        self._frame.bind("<Destroy>", lambda _event: self._disarm())
        self._arming = self._root.after_idle(self._arm)
        self._draw()
        self._canvas.focus_set()
        if select_first:
            self._step_from(-1, 1)

    def close(self) -> None:
        """Close the menu, if one is open, and give the keyboard back to where it was."""
        if self._frame is None:
            return
        frame, self._frame, self._canvas = self._frame, None, None
        had_focus = is_inside(self._root.tk.call("focus"), frame)
        if had_focus and self._exists(self._focus_before):
            self._root.tk.call("focus", self._focus_before)
        frame.destroy()
        on_close, self._on_close, self._on_sibling = self._on_close, None, None
        if on_close is not None:
            on_close()

    def _arm(self) -> None:
        self._arming, self._armed = "", True

    def _disarm(self) -> None:
        """It is gone, perhaps with the whole window."""
        if self._arming:
            self._root.after_cancel(self._arming)
            self._arming = ""

    def _exists(self, path: str) -> bool:
        return bool(path) and bool(self._root.tk.getboolean(self._root.tk.call("winfo", "exists", path)))

    def _build(self, surface: str) -> None:
        px, theme = self._theme.px, self._theme
        self._tops, place = [], px(EDGE)
        for item in self._items:
            self._tops.append(place)
            place += self._height(item)
        width, height = self._width(), place + px(EDGE)
        self._frame = ttk.Frame(self._root, style="Side.Float.TFrame" if surface == "side" else "Float.TFrame")
        rim = px(RIM)
        most = max(px(ROW), self._root.winfo_height() - 2 * rim - px(8))
        canvas = self._canvas = tk.Canvas(
            self._frame, width=width, height=min(height, most), background=theme.c["raised"], highlightthickness=0,
            borderwidth=0, takefocus=1, scrollregion=(0, 0, width, height), yscrollincrement=1)
        canvas.pack(padx=rim, pady=rim)
        self._listen(canvas)

    def _listen(self, canvas: tk.Canvas) -> None:
        px = self._theme.px
        canvas.bind("<Motion>", lambda event: self._mark(self._enabled_at(event.y)))
        canvas.bind("<Leave>", lambda event: self._mark(None))
        canvas.bind("<ButtonRelease-1>", lambda event: self._choose(self._enabled_at(event.y)))
        canvas.bind("<Button-4>", lambda event: canvas.yview_scroll(-px(ROW), "units"))
        canvas.bind("<Button-5>", lambda event: canvas.yview_scroll(px(ROW), "units"))
        canvas.bind("<MouseWheel>", lambda event: canvas.yview_scroll(px(-ROW if event.delta > 0 else ROW), "units"))
        canvas.bind("<FocusOut>", lambda event: self._root.after_idle(self._focus_left, canvas))
        for key, action in (
            ("Escape", self.close), ("Tab", self.close), ("F10", self.close), ("Alt_L", self.close),
            ("Up", lambda: self._step_from(len(self._items) if self._active is None else self._active, -1)),
            ("Down", lambda: self._step_from(-1 if self._active is None else self._active, 1)),
            ("Home", lambda: self._step_from(-1, 1)), ("End", lambda: self._step_from(len(self._items), -1)),
            ("Return", lambda: self._choose(self._active)), ("KP_Enter", lambda: self._choose(self._active)),
            ("space", lambda: self._choose(self._active)),
            ("Left", lambda: self._sibling(-1)), ("Right", lambda: self._sibling(1)),
        ):
            canvas.bind(f"<{key}>", lambda event, action=action: _broken(action))
        canvas.bind("<Key>", self._type)

    def _width(self) -> int:
        px, measure, small = self._theme.px, self._theme.font["ui"].measure, self._theme.font["small"].measure
        widest = max([measure(item.text) + (small(item.shortcut) + px(28) if item.shortcut else 0)
                      for item in self._items] or [0])
        most = self._root.winfo_width() - px(16)
        return max(min(max(px(TEXT_AT) + widest + px(22), px(WIDTH_LEAST)), most), 1)

    def _height(self, item: MenuItem) -> int:
        return self._theme.px(LINE if item is SEPARATOR else ROW)

    def _put(self, x: int, y: int, anchor: str) -> None:
        """Place the frame, on the other side of the point where it would leave the window."""
        self._frame.update_idletasks()
        width, height = self._frame.winfo_reqwidth(), self._frame.winfo_reqheight()
        left = fitted(x, width, self._root.winfo_width(), "e" in anchor)
        top = fitted(y, height, self._root.winfo_height(), "s" in anchor)
        self._frame.place(x=left, y=top)
        self._frame.lift()

    def _draw(self) -> None:
        px, theme, canvas = self._theme.px, self._theme, self._canvas
        canvas.delete("all")
        width = int(canvas.cget("width"))
        for index, item in enumerate(self._items):
            top = self._tops[index]
            if item is SEPARATOR:
                line = (px(LINE_AT), top + px(LINE) // 2, width - px(LINE_AT), top + px(LINE) // 2 + max(1, px(1)))
                canvas.create_rectangle(line, fill=theme.c["line"], width=0)
                continue
            self._draw_item(item, top, width, index == self._active)

    def _draw_item(self, item: MenuItem, top: int, width: int, active: bool) -> None:
        px, theme, canvas = self._theme.px, self._theme, self._canvas
        middle = top + px(ROW) // 2
        ink, icon_ink, quiet = _inks(item, active)
        if active:
            ground = theme.rounded(width - 2 * px(EDGE), px(ROW), 7, "danger_soft" if item.danger else "soft")
            canvas.create_image(px(EDGE), top, anchor="nw", image=ground)
        icon = item.icon if item.checked is None else "check" if item.checked else ""
        if icon:
            canvas.create_image(px(ICON_AT), middle, image=theme.icon(icon, icon_ink, 17))
        canvas.create_text(px(TEXT_AT), middle, anchor="w", text=item.text, font=theme.font["ui"], fill=theme.c[ink])
        if item.shortcut:
            canvas.create_text(width - px(END_AT), middle, anchor="e", text=item.shortcut, font=theme.font["small"],
                               fill=theme.c[quiet])

    def _enabled_at(self, y: int) -> Optional[int]:
        place = self._canvas.canvasy(y)
        for index, item in enumerate(self._items):
            if self._tops[index] <= place < self._tops[index] + self._height(item) and _can_choose(item):
                return index
        return None

    def _mark(self, index: Optional[int]) -> None:
        if self._canvas is not None and index != self._active:
            self._active = index
            self._draw()

    def _step_from(self, start: int, step: int) -> None:
        """Mark the next item that can be chosen, going round."""
        for distance in range(1, len(self._items) + 1):
            index = (start + step * distance) % len(self._items)
            if _can_choose(self._items[index]):
                self._mark(index)
                self._see(index)
                return

    def _see(self, index: int) -> None:
        canvas, top = self._canvas, self._tops[index]
        total, view = self._tops[-1] + self._theme.px(ROW + EDGE), canvas.winfo_height()
        if top < canvas.canvasy(0):
            canvas.yview_moveto((top - self._theme.px(EDGE)) / float(total))
        elif top + self._theme.px(ROW) > canvas.canvasy(view) and view > 1:
            canvas.yview_moveto((top + self._theme.px(ROW + EDGE) - view) / float(total))

    def _choose(self, index: Optional[int]) -> None:
        if index is None:
            return
        command = self._items[index].command
        self.close()
        if command is not None:
            command()

    def _sibling(self, way: int) -> None:
        if self._on_sibling is not None:
            self._on_sibling(way)

    def _type(self, event: "tk.Event") -> str:
        letter = event.char.casefold()
        start = -1 if self._active is None else self._active
        for distance in range(1, len(self._items) + 1):
            index = (start + distance) % len(self._items)
            if letter and _can_choose(self._items[index]) and self._items[index].text.casefold().startswith(letter):
                self._mark(index)
                self._see(index)
                break
        return "break"

    def _click_anywhere(self, event: "tk.Event") -> None:
        if self._armed and self._frame is not None and not is_inside(event.widget, self._frame):
            self.close()

    def _focus_left(self, canvas: tk.Canvas) -> None:
        if canvas is self._canvas and str(self._root.tk.call("focus")) != str(canvas):
            self.close()

    def _window_changed(self, event: "tk.Event") -> None:
        if self._frame is not None and event.widget is self._root and (event.width, event.height) != self._window_size:
            self.close()


def is_inside(widget: object, frame: tk.Misc) -> bool:
    return (str(widget) + ".").startswith(str(frame) + ".")


def _can_choose(item: MenuItem) -> bool:
    return item is not SEPARATOR and item.enabled


def _inks(item: MenuItem, active: bool) -> Tuple[str, str, str]:
    """Return the tokens of text, icon and shortcut."""
    if not item.enabled:
        return "disabled", "disabled", "disabled"
    if item.danger:
        return "danger", "danger", "danger"
    return ("soft_ink", "soft_ink", "soft_ink") if active else ("text", "text2", "text3")


def fitted(place: int, size: int, room: int, ends_there: bool) -> int:
    """Return where `size` pixels begin that start (or end) at `place`, turned round or moved to fit into `room`."""
    first, second = (place - size, place) if ends_there else (place, place - size)
    for start in (first, second):
        if start >= 0 and start + size <= room:
            return start
    return max(0, min(first, room - size))


def _broken(action: Callable[[], object]) -> str:
    action()
    return "break"
