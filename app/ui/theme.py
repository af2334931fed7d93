"""The look of one window: its palette, scale, fonts, pictures and ttk styles, and how they change while it is open.
Every other module of the window asks here for colours, sizes and pictures, and is told when they have changed.
"""

import tkinter as tk
from collections import OrderedDict
from tkinter import font as tkfont
from tkinter import ttk
from typing import Callable, Dict, List, Optional, Tuple

from app.hues import nick_index
from app.ui.controls import make_controls
from app.ui.fonts import Fonts
from app.ui.images import Images
from app.ui.palette import Palette
from app.ui.sheet import Sheet
from app.ui.styles import make_styles

ZOOM_MIN, ZOOM_MAX = 0.8, 2.0
LOOKS_KEPT = 4  # ttk themes whose pictures stay in memory, so that going back and forth costs nothing


class Theme:
    """The look of one window; Tk thread only."""

    def __init__(self, root: tk.Misc, palette: Palette, scale: Optional[float] = None, zoom: float = 1.0) -> None:
        self.root = root
        self.c = palette
        self.scale = scale or screen_scale(root)
        self.zoom = _bounded(zoom)
        self.style = ttk.Style(root)
        self._fonts = Fonts(root, self.scale * self.zoom)
        self.font: Dict[str, tkfont.Font] = self._fonts.face
        self.emoji_safe = self._fonts.emoji_safe
        self._images = Images(root, palette, self.scale * self.zoom)
        self._listeners: List[Callable[[], None]] = []
        self._dressed: List[Callable[[], None]] = []
        self._looks: OrderedDict[Tuple[str, float], Tuple[str, Sheet]] = OrderedDict()
        self._looks_made = 0
        root.bind_class("TCombobox", "<<ThemeChanged>>", self._recolour_popdown, add="+")
        self._use_look()

    def px(self, design: float) -> int:
        """Return design pixels as screen pixels, at the present scale and zoom."""
        return round(design * self.scale * self.zoom)

    def icon(self, name: str, token: str, size: float = 20, box: Optional[Tuple[float, float]] = None) -> tk.PhotoImage:
        """Return an icon of icons.ICONS.

        `token` is a token of the palette or '#rrggbb'; `size`, and `box` = (width, height) to centre it in, are design
        pixels. KeyError when there is no such icon or token. After a change of theme, ask again (on_change, or dress).
        """
        return self._images.icon(name, token, size, box)

    def avatar(self, nick: str, size: int, gap: float = 0, part: Optional[str] = None, presence: Optional[str] = None,
               surface: str = "pane", square: bool = False, letter: bool = True) -> tk.PhotoImage:
        """Return the picture of a person: a disc in the colour of the name, with its first letter.

        `size` and `gap` (clear space at the right) are design pixels. With `part` = 'top' or 'bottom' it is one half of
        the picture, cut across, and `size` is then screen pixels, so that it fits lines of text. `presence` None, 'ok',
        'away' or 'offline' draws the dot. Corners are clear, so the picture stands on any `surface`. `letter` False
        leaves the disc empty, for a list that writes a letter of another script over it.
        """
        return self._images.avatar(nick, size, gap, part, presence, square, letter)

    def rounded(self, width: int, height: int, radius: float, fill: str, border: Optional[str] = None,
                border_width: float = 1) -> tk.PhotoImage:
        """Return a rounded rectangle with clear corners; keep it while it is shown.

        `width` and `height` are screen pixels, `radius` and `border_width` design pixels; `fill` and `border` are
        tokens or '#rrggbb'.
        """
        return self._images.rounded(width, height, radius, fill, border, border_width)

    def avatar_ink(self, nick: str) -> str:
        """Return the colour of the letter on a person's avatar."""
        return self.c.avatar_ink[nick_index(nick)]

    def dress(self, widget: tk.Misc, name: str, token: str = "text2", size: float = 18,
              box: Optional[Tuple[float, float]] = None) -> None:
        """Show an icon on a ttk button or label, now and after every change of theme; disabled, it is grey."""
        dressed = getattr(widget, "icon_of_theme", None)
        widget.icon_of_theme = (name, token, size, box)
        self._draw_dress(widget)
        if dressed is None:
            self.on_change(lambda: self._draw_dress(widget), widget, first=True)

    def apply(self, palette: Optional[Palette] = None, zoom: Optional[float] = None,
              scale: Optional[float] = None) -> None:
        """Change the look of the open window: fonts, styles, then every listener, then <<ThemeChanged>> on the root."""
        self.c = palette or self.c
        self.zoom = _bounded(zoom) if zoom else self.zoom
        self.scale = scale or self.scale
        factor = self.scale * self.zoom
        former = self._images
        if former.palette is not self.c or former.factor != factor:
            self._images = Images(self.root, self.c, factor)
        self._fonts.resize(self.root, factor)
        self._use_look()
        for listener in self._dressed + self._listeners:
            listener()
        self.root.event_generate("<<ThemeChanged>>")

    def on_change(self, callback: Callable[[], None], widget: Optional[tk.Misc] = None, first: bool = False) -> None:
        """Have `callback` called after every change, until `widget` (when given) is destroyed."""
        listeners = self._dressed if first else self._listeners
        listeners.append(callback)
        if widget is not None:
            widget.bind("<Destroy>", lambda event: _forget(listeners, callback, event.widget is widget), add="+")

    def _draw_dress(self, widget: tk.Misc) -> None:
        name, token, size, box = widget.icon_of_theme
        normal, grey = self.icon(name, token, size, box), self.icon(name, "disabled", size, box)
        widget.configure(image=(normal, "disabled", grey))

    def _use_look(self) -> None:
        """Switch ttk to the styles of this palette at this scale; one ttk theme each, as its borders have one size."""
        key = (self.c.name, round(self.scale * self.zoom, 3))
        if key not in self._looks:
            self._looks_made += 1
            name = f"intranetchat-{self._looks_made}-{key[0]}-{key[1]}"
            self.style.theme_create(name, parent="clam")
            self.style.theme_use(name)
            sheet = Sheet(self.style, self._images, self.font)
            make_styles(sheet)
            make_controls(sheet)
            self._looks[key] = (name, sheet)
        self._looks.move_to_end(key)
        self.style.theme_use(self._looks[key][0])
        self._colour_classic_widgets()
        while len(self._looks) > LOOKS_KEPT:
            self._looks.popitem(last=False)

    def _colour_classic_widgets(self) -> None:
        """Set what widgets made from now on take from the option database."""
        c = self.c
        for pattern, value in (
            ("*Menu.background", c["raised"]), ("*Menu.foreground", c["text"]), ("*Menu.activeBackground", c["soft"]),
            ("*Menu.activeForeground", c["soft_ink"]), ("*Menu.disabledForeground", c["disabled"]),
            ("*Menu.relief", "flat"), ("*Menu.tearOff", 0), ("*Menu.font", self.font["ui"]),
        ) + tuple(("*TCombobox*Listbox." + option, value) for option, value in self._listbox_options()):
            self.root.option_add(pattern, value)
        self.root.winfo_toplevel().configure(background=c["pane"])

    def _listbox_options(self) -> Tuple[Tuple[str, object], ...]:
        c = self.c
        return (("background", c["raised"]), ("foreground", c["text"]), ("selectBackground", c["soft"]),
                ("selectForeground", c["soft_ink"]), ("font", self.font["ui"]), ("borderWidth", 0),
                ("highlightThickness", 1), ("highlightBackground", c["float_line"]),
                ("highlightColor", c["float_line"]))

    def _recolour_popdown(self, event: "tk.Event") -> None:
        listbox = f"{event.widget}.popdown.f.l"
        if not self.root.tk.getboolean(self.root.tk.call("winfo", "exists", listbox)):
            return
        for option, value in self._listbox_options():
            self.root.tk.call(listbox, "configure", "-" + option.lower(), value)


def screen_scale(root: tk.Misc) -> float:
    """Return screen pixels per design pixel, as the screen reports them: 1.0 at 96 dpi (72 on macOS).

    Screens report odd densities, so the answer is a step of 0.25 when one is near, else of 0.05.
    """
    base = 1.0 if root.tk.call("tk", "windowingsystem") == "aqua" else 96 / 72.0
    scale = max(0.75, float(root.tk.call("tk", "scaling")) / base)
    quarter = round(scale * 4) / 4.0
    return quarter if abs(quarter - scale) <= 0.06 else round(scale * 20) / 20.0


def _bounded(zoom: float) -> float:
    return min(ZOOM_MAX, max(ZOOM_MIN, zoom))


def _forget(listeners: List[Callable[[], None]], callback: Callable[[], None], gone: bool) -> None:
    if gone and callback in listeners:
        listeners.remove(callback)
