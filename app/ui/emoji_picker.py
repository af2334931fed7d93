"""The two ways to choose an emoji: a short row of those used most, and all of them by group with a search field.
Owns which were used last; they are kept in the settings.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Optional, Tuple

from app.emoji import GROUPS, NAMES, USUAL, Emoji, name_of, starting_with
from app.ui.emoji_grid import CELL, EmojiGrid
from app.ui.floating import Floating
from app.ui.hairline import Hairline
from app.ui.preferences import Preferences
from app.ui.theme import Theme

HEIGHT = 240      # design pixels of the grid
RECENT = 16       # emoji that are remembered
QUICK = 6         # of them in the short row
SEARCH, INSERT = "Search emoji", "Enter to insert"
NOTHING = "Nothing found. Try fewer letters."


class EmojiPicker(Floating):
    """The emoji picker of one window; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, preferences: Preferences) -> None:
        super().__init__(root, theme)
        self.grid: Optional[EmojiGrid] = None
        self.field: Optional[ttk.Entry] = None
        self._preferences = preferences
        self._told: Optional[ttk.Label] = None
        self._hint: Optional[ttk.Label] = None
        self._on_choose: Callable[[str], None] = lambda text: None
        self._searched: Optional[str] = None  # '' or what the grid shows the finds of

    @property
    def recent(self) -> List[Emoji]:
        """The emoji used last, the latest first."""
        known = [text for text in self._preferences.value.emoji.split() if text in NAMES.values()]
        return [Emoji(text, name_of(text).strip(":"), ()) for text in known]

    def ask(self, x: int, y: int, on_choose: Callable[[str], None], anchor: str = "nw") -> None:
        """Offer all emoji at a place on the screen; `on_choose` gets the characters of the one chosen."""
        self._on_choose = on_choose
        self.show(self._fill, x, y, anchor)

    def ask_quickly(self, x: int, y: int, on_choose: Callable[[str], None]) -> None:
        """Offer the few used most, and the way to all others."""
        self._on_choose = on_choose
        self.show(lambda frame: self._fill_row(frame, (x, y)), x, y, "nw")

    def usual(self) -> List[Emoji]:
        """Return those that the short row offers."""
        used = [each.text for each in self.recent]
        texts = (used + [text for text in USUAL if text not in used])[:QUICK]
        return [Emoji(text, name_of(text).strip(":"), ()) for text in texts]

    def _fill(self, frame: ttk.Frame) -> tk.Misc:
        px, theme = self._theme.px, self._theme
        self.field = ttk.Entry(frame, style="Raised.Quiet.TEntry", font=theme.font["ui"])
        self.field.pack(fill="x", padx=px(9), pady=(px(9), px(2)))
        self._placeholder = tk.Label(self.field, text=SEARCH, font=theme.font["ui"], foreground=theme.c["text3"],
                                     background=theme.c["field"], borderwidth=0, padx=0, pady=0, cursor="xterm")
        self._placeholder.bind("<Button-1>", lambda _event: self.field.focus_set())
        self.grid = EmojiGrid(frame, theme, HEIGHT, self._chosen, self._marked)
        self.grid.pack(padx=px(9))
        Hairline(frame, theme).pack(fill="x", padx=px(2))
        foot = ttk.Frame(frame, style="raised.TFrame")
        foot.pack(fill="x", padx=px(12), pady=(px(5), px(7)))
        self._told = ttk.Label(foot, style="raised.Small.TLabel")
        self._told.pack(side="left")
        self._hint = ttk.Label(foot, style="raised.Small.TLabel", text=INSERT)
        self._hint.pack(side="right")
        self._listen(self.field, self.grid)
        self.field.bind("<KeyRelease>", lambda _event: self._search())
        self._searched = None
        self._search()
        return self.field

    def _fill_row(self, frame: ttk.Frame, at: Tuple[int, int]) -> tk.Misc:
        px = self._theme.px
        self._told = self._hint = None
        usual = self.usual()
        self.grid = EmojiGrid(frame, self._theme, CELL, self._chosen, self._marked)
        if self.grid.draws:
            self.grid.configure(width=px(CELL) * len(usual))
        else:
            self.grid.configure(height=px(CELL) * -(-len(usual) // self.grid.columns))
        self.grid.pack(side="left", padx=(px(6), 0), pady=px(4))
        more = ttk.Button(frame, style="Comp.Icon.TButton", takefocus=0,
                          command=lambda: self.ask(at[0], at[1], self._on_choose))
        self._theme.dress(more, "plus", "text2", 18)
        more.pack(side="left", padx=(0, px(6)))
        self.grid.fill([("", usual)])
        self._listen(self.grid, self.grid)
        self.grid.bind("<Tab>", lambda _event: _done(more.invoke))
        return self.grid

    def _listen(self, widget: tk.Misc, grid: EmojiGrid) -> None:
        for key, action in (
            ("Up", lambda: grid.step(0, -1)), ("Down", lambda: grid.step(0, 1)), ("Left", lambda: grid.step(-1, 0)),
            ("Right", lambda: grid.step(1, 0)), ("Prior", lambda: grid.step(0, -5)), ("Next", lambda: grid.step(0, 5)),
            ("Return", grid.choose), ("KP_Enter", grid.choose), ("Escape", self.close),
            ("Tab", lambda: grid.next_section(1)), ("Shift-Tab", lambda: grid.next_section(-1)),
        ):
            widget.bind(f"<{key}>", lambda _event, action=action: _done(action))
        if widget.tk.call("tk", "windowingsystem") == "x11":
            widget.bind("<ISO_Left_Tab>", lambda _event: _done(lambda: grid.next_section(-1)))

    def _search(self) -> None:
        typed = self.field.get().strip()
        if typed:
            self._placeholder.place_forget()
        else:
            self._placeholder.place(x=self._theme.px(14), rely=0.5, anchor="w")
        if typed == self._searched:
            return
        self._searched = typed
        if typed:
            self.grid.fill([("", starting_with(typed, 80))])
        else:
            recent = self.recent
            self.grid.fill(([("Recently used", recent)] if recent else []) + list(GROUPS))

    def _marked(self, emoji: Optional[Emoji]) -> None:
        if self._told is not None:
            self._told.configure(text=f":{emoji.name}:" if emoji is not None else NOTHING)
            self._hint.configure(text=INSERT if emoji is not None else "")

    def _chosen(self, emoji: Emoji) -> None:
        used = [each.text for each in self.recent if each.text != emoji.text]
        self._preferences.change(emoji=" ".join(([emoji.text] + used)[:RECENT]))
        self.close()
        self._on_choose(emoji.text)


def _done(action: Callable[[], object]) -> str:
    action()
    return "break"
