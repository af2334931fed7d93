"""The pictures of one window at one scale, in one palette: icons, avatars and rounded rectangles, made on demand.
A picture lives as long as it stays here or somebody keeps it, so who shows a rounded rectangle keeps a reference.
"""

import tkinter as tk
import unicodedata
from collections import OrderedDict
from typing import Callable, Dict, Hashable, List, Optional, Tuple

from app.hues import nick_index
from app.ui import raster
from app.ui.icons import ICONS, LETTERS
from app.ui.palette import Palette
from app.ui.raster import Inset, Layer

STROKE = 1.6            # design pixels: thickness of an icon's lines
RECTANGLES_KEPT = 256   # rounded rectangles; each width of a dragged window asks for new ones


class Images:
    """The picture cache of one look; Tk thread only."""

    __slots__ = ("palette", "factor", "_root", "_photos", "_rectangles")

    def __init__(self, root: tk.Misc, palette: Palette, factor: float) -> None:
        self.palette = palette
        self.factor = factor  # screen pixels per design pixel
        self._root = root
        self._photos: Dict[Hashable, tk.PhotoImage] = {}
        self._rectangles: OrderedDict[Hashable, tk.PhotoImage] = OrderedDict()

    def px(self, design: float) -> int:
        """Return design pixels as screen pixels."""
        return round(design * self.factor)

    def photo(self, png: bytes) -> tk.PhotoImage:
        """Return a new picture; the caller keeps it."""
        return tk.PhotoImage(master=self._root, format="png", data=png)

    def icon(self, name: str, token: str, size: float = 20, box: Optional[Tuple[float, float]] = None) -> tk.PhotoImage:
        """Return an icon `size` design pixels wide, centred in `box` (width, height in design pixels) when given."""
        colour = self.palette.colour(token)
        return self._kept(("icon", name, colour, size, box), lambda: self._draw_icon(name, colour, size, box))

    def avatar(self, nick: str, size: int, gap: float = 0, part: Optional[str] = None, presence: Optional[str] = None,
               square: bool = False, letter: bool = True) -> tk.PhotoImage:
        """Return the round picture of a person: see Theme.avatar()."""
        side = size if part else self.px(size)
        initial = initial_of(nick) if letter else ""
        key = ("avatar", initial, nick_index(nick), side, gap, presence, square, letter)
        drawn = initial if letter else None
        whole = self._kept(key, lambda: self._draw_avatar(nick, drawn, side, gap, presence, square))
        if part is None:
            return whole
        return self._kept(key + (part,), lambda: self._half(whole, part == "bottom"), drawn=True)

    def rounded(self, width: int, height: int, radius: float, fill: str, border: Optional[str] = None,
                border_width: float = 1) -> tk.PhotoImage:
        """Return a rounded rectangle of width x height screen pixels: see Theme.rounded()."""
        key = (width, height, radius, fill, border, border_width)
        photo = self._rectangles.get(key)
        if photo is None:
            photo = self.photo(self._draw_rounded(width, height, radius, fill, border, border_width))
            self._rectangles[key] = photo
            if len(self._rectangles) > RECTANGLES_KEPT:
                self._rectangles.popitem(last=False)
        self._rectangles.move_to_end(key)
        return photo

    def _kept(self, key: Hashable, make: Callable[[], object], drawn: bool = False) -> tk.PhotoImage:
        photo = self._photos.get(key)
        if photo is None:
            made = make()
            photo = self._photos[key] = made if drawn else self.photo(made)
        return photo

    def _draw_icon(self, name: str, colour: str, size: float, box: Optional[Tuple[float, float]]) -> bytes:
        side = self.px(size)
        width, height = (self.px(box[0]), self.px(box[1])) if box else (side, side)
        drawn = raster.strokes(ICONS[name], width, height, side, STROKE * self.factor, (width - side) / 2.0,
                               (height - side) / 2.0)
        return raster.stack(width, height, [(drawn, colour)])

    def _draw_rounded(self, width: int, height: int, radius: float, fill: str, border: Optional[str],
                      border_width: float) -> bytes:
        layers = [Inset(0, self.palette.colour(fill))]
        if border:
            layers = [Inset(0, self.palette.colour(border)), Inset(max(1, self.px(border_width)), layers[0].colour)]
        return raster.rounded(max(1, width), max(1, height), self.px(radius), layers)

    def _draw_avatar(self, nick: str, initial: Optional[str], side: int, gap: float, presence: Optional[str],
                     square: bool) -> bytes:
        width, hue = side + self.px(gap), nick_index(nick)
        radius = side * 0.28 if square else side / 2.0
        layers: List[Layer] = [(raster.box(width, side, 0, 0, side, side, radius), self.palette.avatar_fill[hue])]
        if initial is not None:
            drawing = LETTERS.get(initial, ICONS["user"])
            grid = side * (0.60 if initial else 0.62)
            pen = max(1.35, side * 0.06)
            corner = (side - grid) / 2.0
            drawn = raster.strokes(drawing, width, side, grid, pen, corner, corner)
            layers.append((drawn, self.palette.avatar_ink[hue]))
        if presence:
            layers += self._draw_presence(presence, width, side)
        return raster.stack(width, side, layers)

    def _draw_presence(self, presence: str, width: int, side: int) -> List[Layer]:
        radius = max(3.2 * self.factor, side * 0.145)
        centre = side - radius
        layers = [(raster.disc(width, side, centre, centre, radius + max(1.4 * self.factor, side * 0.055)), None),
                  (raster.disc(width, side, centre, centre, radius), self.palette[presence])]  # type: List[Layer]
        if presence == "offline":
            hole = radius - max(1.3 * self.factor, side * 0.05)
            layers.append((raster.disc(width, side, centre, centre, hole), None))
        return layers

    def _half(self, whole: tk.PhotoImage, bottom: bool) -> tk.PhotoImage:
        width, upper = whole.width(), whole.height() // 2
        top, end = (upper, whole.height()) if bottom else (0, upper)
        half = tk.PhotoImage(master=self._root, width=width, height=end - top)
        self._root.tk.call(half, "copy", whole, "-from", 0, top, width, end, "-to", 0, 0)
        return half


def initial_of(nick: str) -> str:
    """Return the capital or digit to draw for a name, without its accents; '' when there is no drawing of it."""
    letter = unicodedata.normalize("NFD", nick[:1].upper())[:1]
    return letter if letter in LETTERS else ""
