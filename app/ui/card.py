"""The card in the middle of the window with a field, a list of what it finds, and a line of keys below.
It says what is typed and chosen; what is found comes from outside.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Dict, NamedTuple, Optional, Sequence

from app.ui.dialogs.field import EDIT_CHORDS
from app.ui.floating import Floating
from app.ui.hairline import Hairline
from app.ui.popover import Popover, is_inside
from app.ui.rowlist import Row, RowList
from app.ui.shortcuts import chords_of
from app.ui.theme import Theme

SIZE = (600, 438)   # design pixels
EDGE = 8            # design pixels between the card and the window's edges, at least
RIM = 3             # design pixels that keep the list off the frame's round corners
KEYS = ("↑ ↓ to move", "Enter to open", "Esc to close")


class Chip(NamedTuple):
    """One of the buttons below the field: a choice, or with `menu` something that opens beside it."""

    value: str
    text: str
    menu: Optional[Callable[[tk.Misc], None]] = None


class Asking(NamedTuple):
    """Who uses the card: what stands in the empty field, and who is told of what."""

    hint: str
    typed: Callable[[str], None]
    opened: Callable[[str], None]
    chips: Callable[[], Sequence[Chip]] = tuple
    chosen: Callable[[str], None] = lambda value: None
    ended: Callable[[], None] = lambda: None


class Card(Floating):
    """The search card of one window; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, popover: Popover) -> None:
        super().__init__(root, theme)
        self._popover = popover
        self.entry: Optional[ttk.Entry] = None
        self.list: Optional[RowList] = None
        self.chips: Dict[str, ttk.Radiobutton] = {}
        self._asking: Optional[Asking] = None
        self._told = ""
        self._choice: Optional[tk.StringVar] = None
        self._choice_before = ""

    def ask(self, asking: Asking, top: int, typed: str = "", choice: str = "") -> None:
        """Open the card, `top` pixels below the window's upper edge where there is room."""
        root, px = self._root, self._theme.px
        self.close()
        self._asking, self._told = asking, typed
        width = min(px(SIZE[0]), root.winfo_width() - 2 * px(EDGE))
        height = min(px(SIZE[1]), root.winfo_height() - 2 * px(EDGE))
        top = max(px(EDGE), min(top, root.winfo_height() - height - px(EDGE)))
        self.show(lambda frame: self._fill(frame, width, height, typed, choice),
                  root.winfo_rootx() + (root.winfo_width() - width) // 2, root.winfo_rooty() + top, "nw")

    def close(self) -> None:
        """Take it away, if it is open."""
        was_open = self.is_open
        super().close()
        if was_open:
            self.entry = self.list = self._choice = None
            self.chips = {}
            asking, self._asking = self._asking, None
            asking.ended()

    @property
    def typed(self) -> str:
        """What is in the field."""
        return self.entry.get() if self.entry is not None else ""

    def write(self, text: str) -> None:
        """Put another text into the field, and look for it."""
        if self.entry is not None:
            self.entry.delete(0, "end")
            self.entry.insert(0, text)
            self.entry.focus_set()
            self._changed()

    def tell(self, rows: Sequence[Row], sentence: str, count: str) -> None:
        """Show what was found, or instead of an empty list a sentence; `count` stands at the lower right."""
        if self.list is None:
            return
        keys = [row.key for row in rows if row.kind != "section"]
        self.list.show(rows)
        if self.list.selected not in keys:
            self.list.select(keys[0] if keys else None)
        self._words.configure(text="" if rows else sentence)
        if rows:
            self._words.place_forget()
        else:
            self._words.place(relx=0.5, rely=0.4, anchor="center")
        self._count.configure(text=count)

    # Its parts

    def _fill(self, frame: ttk.Frame, width: int, height: int, typed: str, choice: str) -> tk.Misc:
        px, theme = self._theme.px, self._theme
        frame.configure(width=width, height=height)
        frame.pack_propagate(False)
        head = ttk.Frame(frame, style="raised.TFrame")
        head.pack(fill="x", padx=px(12), pady=(px(10), px(6)))
        sign = ttk.Label(head, style="raised.TLabel")
        theme.dress(sign, "search", "text2", 19)
        sign.pack(side="left", padx=(px(5), px(8)))
        shut = ttk.Button(head, style="Comp.Icon.TButton", takefocus=0, command=self.close)
        theme.dress(shut, "x", "text2", 17)
        shut.pack(side="right")
        self.entry = ttk.Entry(head, style="Bare.TEntry", font=theme.font["body"])
        self.entry.pack(side="left", fill="x", expand=True)
        self.entry.insert(0, typed)
        self.entry.selection_range(0, "end")
        self._hint = tk.Label(self.entry, text=self._asking.hint, font=theme.font["body"], cursor="xterm",
                              borderwidth=0, padx=0, pady=0, foreground=theme.c["text3"],
                              background=theme.c["raised"])
        self._hint.bind("<Button-1>", lambda _event: self.entry.focus_set())
        self._add_chips(frame, width, choice)
        Hairline(frame, theme).pack(fill="x", padx=px(1))
        self._add_foot(frame)
        body = ttk.Frame(frame, style="raised.TFrame")
        body.pack(fill="both", expand=True, padx=px(RIM))
        self.list = RowList(body, theme, "raised", on_open=self._asking.opened)
        self.list.configure(takefocus=0)
        self.list.pack(fill="both", expand=True)
        self._words = ttk.Label(body, style="raised.Cap.TLabel", justify="center", wraplength=width - px(60))
        self._listen()
        self._show_hint()
        return self.entry

    def _add_chips(self, frame: ttk.Frame, width: int, choice: str) -> None:
        """Put the chips below the field, on as many rows as they take."""
        chips, px = self._asking.chips(), self._theme.px
        self._choice, self._choice_before = tk.StringVar(frame, choice), choice
        row, room = None, 0
        for chip in chips:
            if row is None:
                row, room = self._chip_row(frame), width - px(24)
            made = self._made_chip(row, chip)
            if made.winfo_reqwidth() > room and row.pack_slaves():
                made.destroy()
                row, room = self._chip_row(frame), width - px(24)
                made = self._made_chip(row, chip)
            made.pack(side="left", padx=(0, px(4)))
            room -= made.winfo_reqwidth() + px(4)
            self.chips[chip.value] = made

    def _chip_row(self, frame: ttk.Frame) -> ttk.Frame:
        row = ttk.Frame(frame, style="raised.TFrame")
        row.pack(fill="x", padx=self._theme.px(12), pady=(0, self._theme.px(8)))
        return row

    def _made_chip(self, row: ttk.Frame, chip: Chip) -> ttk.Radiobutton:
        made = ttk.Radiobutton(row, style="Chip.TRadiobutton", text=chip.text, value=chip.value, variable=self._choice)
        made.configure(command=lambda: self._chose(chip, made))
        return made

    def _add_foot(self, frame: ttk.Frame) -> None:
        px = self._theme.px
        foot = ttk.Frame(frame, style="raised.TFrame")
        foot.pack(side="bottom", fill="x", padx=px(16), pady=(px(5), px(7)))
        Hairline(frame, self._theme).pack(side="bottom", fill="x", padx=px(1))
        self._count = ttk.Label(foot, style="raised.Cap.TLabel")
        self._count.pack(side="right")
        for words in KEYS:
            ttk.Label(foot, style="raised.Cap.TLabel", text=words).pack(side="left", padx=(0, px(12)))

    # Keyboard and mouse

    def _listen(self) -> None:
        entry = self.entry
        for key, action in (("Up", lambda: self._step(-1)), ("Down", lambda: self._step(1)),
                            ("Prior", lambda: self._step(-6)), ("Next", lambda: self._step(6)),
                            ("Return", self._open), ("KP_Enter", self._open)):
            entry.bind(f"<{key}>", lambda _event, action=action: _done(action))
        for part in [entry] + list(self.chips.values()):
            part.bind("<Escape>", lambda _event: _done(self.close))
            part.bind("<FocusOut>", lambda _event: self._root.after_idle(self._focus_went), add="+")
        entry.bind("<KeyRelease>", lambda _event: self._changed())
        entry.bind("<KeyPress>", self._chord, add="+")

    def _chord(self, event: "tk.Event") -> Optional[str]:
        """The edit keys of every keyboard layout."""
        for chord in chords_of(event, str(self._root.tk.call("tk", "windowingsystem"))):
            if chord in EDIT_CHORDS:
                self.entry.event_generate(EDIT_CHORDS[chord])
                self._changed()
                return "break"
        return None

    def _changed(self) -> None:
        self._show_hint()
        if self.typed != self._told:
            self._told = self.typed
            self._asking.typed(self.typed)

    def _show_hint(self) -> None:
        if self.typed:
            self._hint.place_forget()
        else:
            self._hint.place(x=self._theme.px(6), rely=0.5, anchor="w")

    def _chose(self, chip: Chip, made: ttk.Radiobutton) -> None:
        self.entry.focus_set()
        if chip.menu is None:
            self._choice_before = chip.value
            self._asking.chosen(chip.value)
        else:
            self._choice.set(self._choice_before)
            chip.menu(made)

    def _step(self, way: int) -> None:
        keys = [row.key for row in self.list.rows if row.kind != "section"]
        if not keys:
            return
        place = keys.index(self.list.selected) if self.list.selected in keys else -1
        going_round = place + way if abs(way) > 1 else (place + way) % len(keys)
        self.list.select(keys[max(0, min(going_round, len(keys) - 1))])

    def _open(self) -> None:
        if self.list.selected is not None:
            self._asking.opened(self.list.selected)

    def _clicked(self, event: "tk.Event") -> None:
        if not self._popover.is_open:
            super()._clicked(event)

    def _focus_went(self) -> None:
        """Stay while the person is in another program, or in a menu of the card's."""
        focus = str(self._root.tk.call("focus"))
        if self.is_open and focus and not self._popover.is_open and not is_inside(focus, self.frame):
            self.close()


def _done(action: Callable[[], object]) -> str:
    action()
    return "break"
