"""The dialog that lists the keys: what each does, in two columns that scroll when the screen is too low for them.
The table comes from whoever knows the keys.
"""

import tkinter as tk
from tkinter import ttk
from typing import List, Sequence, Tuple

from app.ui.dialogs.dialog import Dialog
from app.ui.theme import Theme

WIDTH = 480      # design pixels, without the padding
ROW = 32         # design pixels
MOST_ROWS = 14   # visible at the same time
KEY_PADDING = 7  # design pixels at each side of a key's name
KEY_HEIGHT = 22  # design pixels
BAR = 12         # design pixels that the scrollbar takes
WHEEL = 3        # rows for each click of the wheel

Shortcut = Tuple[str, str]  # the keys, such as "Ctrl+K", and what they do


class KeyTable(tk.Canvas):
    """The keys and what each does, as a picture of all rows; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, table: Sequence[Shortcut], width: int) -> None:
        """`table` is (keys, what they do), in the order shown; `width` is in design pixels."""
        super().__init__(master, width=theme.px(width), height=theme.px(ROW) * len(table), highlightthickness=0,
                         borderwidth=0, yscrollincrement=theme.px(ROW))
        self._theme, self._table, self._width = theme, tuple(table), width
        self._chips: List[tk.PhotoImage] = []
        theme.on_change(self._draw, self)
        self._draw()

    def _draw(self) -> None:
        px, c = self._theme.px, self._theme.c
        self.delete("all")
        self.configure(background=c["pane"], scrollregion=(0, 0, px(self._width), px(ROW) * len(self._table)))
        self._chips = []
        for number, (keys, what) in enumerate(self._table):
            middle = px(ROW) * number + px(ROW) // 2
            self.create_text(0, middle, anchor="w", text=what, font=self._theme.font["ui"], fill=c["text"])
            self._draw_keys(keys, px(self._width) - px(10), middle)

    def _draw_keys(self, keys: str, right: int, middle: int) -> None:
        """Draw each key of a chord as a little plate, the last one ending at `right`."""
        px, font = self._theme.px, self._theme.font["small"]
        for key in reversed(split_keys(keys)):
            width = max(px(KEY_HEIGHT), font.measure(key) + 2 * px(KEY_PADDING))
            chip = self._theme.rounded(width, px(KEY_HEIGHT), 6, "sunken", "line")
            self._chips.append(chip)
            self.create_image(right, middle, anchor="e", image=chip)
            self.create_text(right - width // 2, middle, text=key, font=font, fill=self._theme.c["text2"])
            right -= width + px(4)


class ShortcutsDialog(Dialog):
    """The list of keys; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, table: Sequence[Shortcut]) -> None:
        """`table` is (keys, what they do), in the order shown."""
        super().__init__(root, theme, "Keyboard shortcuts", WIDTH)
        self.add_heading("Keyboard shortcuts", "Everything here works without the mouse.", 12)
        rows = min(len(table), MOST_ROWS)
        self.list = KeyTable(self.content, theme, table, WIDTH - BAR)
        self.list.configure(height=min(theme.px(ROW) * rows, self.window.winfo_screenheight() - theme.px(260)))
        self.list.pack(side="left", fill="both", expand=True)
        if len(table) > rows:
            bar = ttk.Scrollbar(self.content, style="Vertical.TScrollbar", command=self.list.yview, takefocus=0)
            bar.pack(side="right", fill="y")
            self.list.configure(yscrollcommand=bar.set)
        self._bind_scrolling()
        self.add_buttons("Close", cancel="")
        self.show(self.primary)

    def submit(self) -> None:
        """Close it."""
        self.close()

    def _bind_scrolling(self) -> None:
        window, canvas = self.window, self.list
        keys = (("<Up>", -1, "units"), ("<Down>", 1, "units"), ("<Prior>", -1, "pages"), ("<Next>", 1, "pages"))
        for key, count, what in keys:
            window.bind(key, lambda event, count=count, what=what: canvas.yview_scroll(count, what))
        window.bind("<Home>", lambda event: canvas.yview_moveto(0))
        window.bind("<End>", lambda event: canvas.yview_moveto(1))
        window.bind("<Button-4>", lambda event: canvas.yview_scroll(-WHEEL, "units"))
        window.bind("<Button-5>", lambda event: canvas.yview_scroll(WHEEL, "units"))
        window.bind("<MouseWheel>", lambda event: canvas.yview_scroll(-WHEEL if event.delta > 0 else WHEEL, "units"))


def split_keys(keys: str) -> List[str]:
    """Return the keys of a chord: "Ctrl++" is Ctrl and +; a chord without "+" between, such as "⇧⌘H", stays whole."""
    if keys.endswith("++"):
        return split_keys(keys[:-2]) + ["+"]
    return keys.split("+") if len(keys) > 1 else [keys]
