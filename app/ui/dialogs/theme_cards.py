"""The three cards by which a theme is chosen, each a small picture of the window in its colours.
A card has the keyboard like a radio button: arrow keys move and choose.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Dict, List

from app.ui.dialogs.form import turn_by_arrows
from app.ui.palette import DARK, LIGHT, Palette
from app.ui.theme import Theme

WIDTH, HEIGHT, GAP = 132, 84, 16  # design pixels
CARDS = (("system", "Follow system"), ("light", "Light"), ("dark", "Dark"))
_LINES = ((16, 18, 0), (28, 40, None), (42, 18, 6), (54, 40, None))  # y and length in design pixels, hue of a name


class ThemeCards:
    """The choice of a theme; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, value: str, on_change: Callable[[str], object]) -> None:
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self.cards: Dict[str, ThemeCard] = {}
        for column, (name, words) in enumerate(CARDS):
            card = ThemeCard(self.frame, theme, name, name == value, lambda name=name: on_change(name))
            self.cards[name] = card
            card.grid(row=0, column=column, padx=(0, theme.px(GAP)))
            style = "pane.B.TLabel" if name == value else "pane.Muted.TLabel"
            label = ttk.Label(self.frame, text=words, style=style)
            label.grid(row=1, column=column, padx=(0, theme.px(GAP)), pady=(theme.px(8), 0))
            label.bind("<Button-1>", lambda _, card=card: card.invoke())
        turn_by_arrows(list(self.cards.values()))


class ThemeCard(tk.Canvas):
    """One card; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, name: str, chosen: bool, on_choice: Callable[[], object]) -> None:
        px = theme.px
        super().__init__(master, width=px(WIDTH), height=px(HEIGHT), highlightthickness=0, borderwidth=0,
                         background=theme.c["pane"], takefocus=int(chosen), cursor="hand2")
        self._theme, self._name, self._chosen = theme, name, chosen
        self._shown: List[tk.PhotoImage] = []
        self._on_choice = on_choice
        self.bind("<Button-1>", lambda _: self.invoke())
        self.bind("<space>", lambda _: self.invoke())
        for event in ("<FocusIn>", "<FocusOut>"):
            self.bind(event, lambda event: self._draw(str(event.type) == "FocusIn"))
        self._draw(False)

    def invoke(self) -> None:
        """Choose this theme."""
        self.focus_set()
        self._on_choice()

    def _draw(self, focused: bool) -> None:
        self.delete("all")
        self._shown = []
        edge = "accent" if self._chosen or focused else "line2"
        thick = 3 if focused and self._chosen else 2 if self._chosen or focused else 1
        palettes = {"light": (LIGHT,), "dark": (DARK,)}.get(self._name, (LIGHT, DARK))
        self._put(0, 0, WIDTH, HEIGHT, 8, palettes[0]["pane"], edge, thick)
        if len(palettes) == 2:
            self._halve(thick)
            for palette, left in zip(palettes, (13, 79)):
                self._draw_lines(palette, left)
            return
        self._put(thick + 5, thick + 5, 28, HEIGHT - 2 * thick - 10, 4, palettes[0]["side"])
        for y, token in ((16, "soft_ink"), (28, "press"), (40, "press")):
            self._put(13, y, 20, 4, 2, palettes[0][token])
        for y, hue in ((18, 0), (46, 6)):
            self._put(40, y, 13, 13, 6.5, palettes[0].avatar_fill[hue])
        self._draw_lines(palettes[0], 58)

    def _halve(self, thick: int) -> None:
        px = self._theme.px
        dark = self._theme.rounded(px(WIDTH - 2 * thick), px(HEIGHT - 2 * thick), 7, DARK["pane"])
        half = tk.PhotoImage(master=self, width=px(WIDTH // 2 - thick), height=px(HEIGHT - 2 * thick))
        self.tk.call(half, "copy", dark, "-from", dark.width() - half.width(), 0, dark.width(), half.height())
        self._shown.append(half)
        self.create_image(px(WIDTH - thick), px(thick), image=half, anchor="ne")

    def _draw_lines(self, palette: Palette, left: int) -> None:
        for y, length, hue in _LINES:
            colour = palette["text3"] if hue is None else palette.nick_ink[hue]
            self._put(left, y, length if self._name == "system" else length + 18, 4, 2, colour)

    def _put(self, x: float, y: float, width: float, height: float, radius: float, fill: str, border: str = "",
             thick: int = 1) -> None:
        px = self._theme.px
        picture = self._theme.rounded(px(width), px(height), radius, fill, border or None, thick)
        self._shown.append(picture)
        self.create_image(px(x), px(y), image=picture, anchor="nw")
