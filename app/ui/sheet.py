"""A style sheet being made: the elements of nine-slice pictures, and the layers that make a control's face.
It owns the pictures of one ttk theme, which must live as long as the theme is shown.
"""

import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk
from typing import Dict, List, Optional, Sequence, Tuple

from app.ui import raster
from app.ui.images import Images
from app.ui.raster import Inset

CENTRE = (64, 16)  # screen pixels between the slices of a nine-slice picture: ttk tiles them, and tiny ones are slow

State = Tuple[str, ...]
Faces = Sequence[Tuple[State, Sequence[Inset]]]
Pictures = Sequence[Tuple[State, tk.PhotoImage]]


class Sheet:
    """The pictures and measures of the current ttk theme while its styles are defined; Tk thread only."""

    __slots__ = ("style", "images", "font", "photos", "c", "thin", "thick", "_drawn")

    def __init__(self, style: ttk.Style, images: Images, font: Dict[str, tkfont.Font]) -> None:
        self.style = style
        self.images = images
        self.font = font
        self.photos: List[tk.PhotoImage] = []
        self.c = images.palette
        self.thin = max(1, images.px(1))
        self.thick = max(2, images.px(2))
        self._drawn: Dict[Tuple[int, Tuple[Inset, ...]], tk.PhotoImage] = {}

    def pad(self, *design: float) -> Tuple[int, ...]:
        """Return paddings in screen pixels."""
        return tuple(self.images.px(n) for n in design)

    def box(self, fill: str, border: Optional[str] = None, width: int = 0) -> List[Inset]:
        """Return the layers of a filled box with a border `width` screen pixels wide; colours are tokens."""
        colour = self.c.colour
        if border is None:
            return [Inset(0, colour(fill))]
        return [Inset(0, colour(border)), Inset(width or self.thin, colour(fill))]

    def ring(self, layers: Sequence[Inset]) -> List[Inset]:
        """Return the layers of a control without border that has the keyboard focus: a ring inside its own box."""
        gap = self.thick + self.thin
        ring = [Inset(0, self.c["accent"]), Inset(self.thick, None)]
        return ring + [Inset(layer.inset + gap, layer.colour) for layer in layers]

    def edge(self, fill: str) -> List[Inset]:
        """Return the layers of a control with a border that has the keyboard focus: the border is the ring."""
        return self.box(fill, "accent", self.thick)

    def nine(self, name: str, radius: float, faces: Faces) -> None:
        """Make an element of nine-slice pictures; the first face, without a state, is the usual one."""
        slice_ = self.images.px(radius) + 1
        pictures = [(state, self._rounded(slice_, self.images.px(radius), tuple(layers))) for state, layers in faces]
        self.element(name, pictures, border=slice_, padding=0, sticky="nswe", width=2 * slice_, height=2 * slice_)

    def _rounded(self, slice_: int, radius: int, layers: Tuple[Inset, ...]) -> tk.PhotoImage:
        photo = self._drawn.get((radius, layers))
        if photo is None:
            png = raster.rounded(2 * slice_ + CENTRE[0], 2 * slice_ + CENTRE[1], radius, layers)
            photo = self._drawn[radius, layers] = self.photo(png)
        return photo

    def element(self, name: str, pictures: Pictures, **options: object) -> None:
        """Make an image element; the first picture, without a state, is the usual one."""
        states = [state + (photo,) for state, photo in pictures[1:]]
        self.photos.extend(photo for _, photo in pictures)
        self.style.element_create(name, "image", pictures[0][1], *states, **options)

    def photo(self, png: bytes) -> tk.PhotoImage:
        """Return a picture that lives as long as the sheet."""
        photo = self.images.photo(png)
        self.photos.append(photo)
        return photo

    def wrap(self, style: str, element: str, kind: str, label_sticky: str = "nswe") -> None:
        """Lay out a style as picture > padding > label of a kind of widget."""
        label = (kind + ".label", {"sticky": label_sticky})
        padding = (kind + ".padding", {"sticky": "nswe", "children": [label]})
        self.style.layout(style, [(element, {"sticky": "nswe", "children": [padding]})])
