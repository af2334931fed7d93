"""How large the window is and where: the size of the last time where it fits this screen, else the design's.
Sizes are screen pixels unless they say design pixels.
"""

import tkinter as tk
from typing import List, Optional, Sequence

from app.ui.theme import Theme

DEFAULT_SIZE, LEAST_SIZE = (1180, 760), (480, 360)  # design pixels
VISIBLE = 100  # screen pixels of a remembered window that must be on this screen


def first_geometry(root: tk.Misc, theme: Theme, kept: str) -> str:
    """Return the geometry of the last time, `kept`, where it fits the screen, else one of the design's size."""
    screen, last = _screen(root), parse_geometry(kept)
    if last is not None and last[2] < screen[0] - VISIBLE and last[3] < screen[1] - VISIBLE:
        width, height = min(last[0], screen[0]), min(last[1], screen[1])
        return f"{width}x{height}+{max(0, last[2])}+{max(0, last[3])}"
    return "{}x{}".format(*_fitted(theme, DEFAULT_SIZE, screen))


def limit_size(root: tk.Wm, theme: Theme) -> None:
    """Keep the window from becoming too small for what is in it."""
    root.minsize(*_fitted(theme, LEAST_SIZE, _screen(root)))


def parse_geometry(text: str) -> Optional[List[int]]:
    """Return width, height, x and y of a geometry as Tk writes it, or None when it is none."""
    size, _, place = text.partition("+")
    parts = size.split("x") + place.split("+")
    if len(parts) != 4 or not all(part.lstrip("-").isdigit() for part in parts):
        return None
    return [int(part) for part in parts]


def _screen(root: tk.Misc) -> List[int]:
    return [root.winfo_screenwidth(), root.winfo_screenheight()]


def _fitted(theme: Theme, design: Sequence[int], screen: Sequence[int]) -> List[int]:
    return [min(theme.px(length), most) for length, most in zip(design, screen)]
