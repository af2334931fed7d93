"""The window's fonts: which family this computer offers, in which sizes, and whether colour emoji may be drawn.
Sizes are pixels, so that text and pictures grow alike on every screen.
"""

import re
import tkinter as tk
from tkinter import font as tkfont
from typing import Dict, Optional, Tuple

FAMILIES = {
    "win32": {
        "ui": ("Segoe UI", "Tahoma"),
        "mono": ("Cascadia Mono", "Consolas", "Courier New"),
        "emoji": ("Segoe UI Emoji",),
    },
    "aqua": {
        "ui": (),  # the system font has no name of its own: TkDefaultFont is it
        "mono": ("SF Mono", "Menlo", "Monaco"),
        "emoji": ("Apple Color Emoji",),
    },
    "x11": {
        "ui": ("Inter", "Adwaita Sans", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "DejaVu Sans",
               "Liberation Sans"),
        "mono": ("JetBrains Mono", "Ubuntu Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono"),
        "emoji": ("Noto Color Emoji",),
    },
}

# name: (kind of family, size in design pixels, weight, slant)
FACES = {
    "tiny": ("ui", 11, "normal", "roman"),
    "tinyb": ("ui", 11, "bold", "roman"),
    "small": ("ui", 12, "normal", "roman"),
    "smallb": ("ui", 12, "bold", "roman"),
    "ui": ("ui", 13, "normal", "roman"),
    "uib": ("ui", 13, "bold", "roman"),
    "body": ("ui", 14, "normal", "roman"),
    "bodyb": ("ui", 14, "bold", "roman"),
    "bodyi": ("ui", 14, "normal", "italic"),
    "title": ("ui", 16, "bold", "roman"),
    "h2": ("ui", 18, "bold", "roman"),
    "h1": ("ui", 24, "bold", "roman"),
    "address": ("mono", 21, "bold", "roman"),
    "code": ("mono", 13, "normal", "roman"),
    "icode": ("mono", 13, "normal", "roman"),
    "emoji": ("emoji", 14, "normal", "roman"),
    "emoji_big": ("emoji", 20, "normal", "roman"),
}

# Tk's own fonts, which entries and dialogs of the system use, take the place of one of ours.
STANDARD = {"TkDefaultFont": "ui", "TkTextFont": "ui", "TkMenuFont": "ui", "TkHeadingFont": "smallb",
            "TkTooltipFont": "small", "TkFixedFont": "code"}

SAFE_XFT = (2, 3, 5)  # the first libXft that can draw coloured glyphs: its release notes, September 2022
COLOUR_FONTS = ("emoji", "twemoji", "joypixels", "blobmoji")  # what the names of fonts with coloured glyphs contain


class Fonts:
    """The named fonts of one window; Tk thread only."""

    __slots__ = ("face", "family", "emoji_safe")

    def __init__(self, root: tk.Misc, factor: float) -> None:
        self.emoji_safe = emoji_is_safe(root)
        self.family: Dict[str, str] = _families(root, self.emoji_safe)
        self.face: Dict[str, tkfont.Font] = {}
        for name, (kind, size, weight, slant) in FACES.items():
            self.face[name] = tkfont.Font(root=root, family=self.family[kind], size=_pixels(size, factor),
                                          weight=weight, slant=slant)
        self._set_standard(root)

    def resize(self, root: tk.Misc, factor: float) -> None:
        """Give every font its size at `factor` screen pixels per design pixel."""
        for name, (_, size, _, _) in FACES.items():
            self.face[name].configure(size=_pixels(size, factor))
        self._set_standard(root)

    def _set_standard(self, root: tk.Misc) -> None:
        for standard, name in STANDARD.items():
            kind, _, weight, _ = FACES[name]
            size = self.face[name].cget("size")
            root.tk.call("font", "configure", standard, "-family", self.family[kind], "-size", size, "-weight", weight)


def emoji_is_safe(root: tk.Misc) -> bool:
    """Tell whether this display can draw colour emoji without the X server ending the program.

    On X11, libXft before 2.3.5 sends coloured glyphs in requests that the X server refuses, an error nobody can catch.
    Safe are: Windows and macOS; a Tk without libXft; a new enough libXft; a computer without a colour emoji font.
    When the version can't be found out, a colour font counts as a risk. Show ':name:' instead where this is False.
    """
    if root.tk.call("tk", "windowingsystem") != "x11":
        return True
    if root.tk.call("::tk::pkgconfig", "get", "fontsystem") != "xft":
        return True
    version = _xft_version()
    if version is not None and version >= SAFE_XFT:
        return True
    names = [str(name).lower() for name in tkfont.families(root)]
    return not any(word in name for name in names for word in COLOUR_FONTS)


def _xft_version() -> Optional[Tuple[int, ...]]:
    """Return the version of the libXft that this process has loaded, from the file names the kernel lists."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
            found = re.search(r"libXft\.so\.(\d+)\.(\d+)\.(\d+)", maps.read())
    except OSError:
        return None
    return tuple(int(part) for part in found.groups()) if found else None


def _families(root: tk.Misc, emoji_safe: bool) -> Dict[str, str]:
    offered = FAMILIES[str(root.tk.call("tk", "windowingsystem"))]
    ui = _first(root, offered["ui"]) or _actual(root, "TkDefaultFont")
    mono = _first(root, offered["mono"]) or _actual(root, "TkFixedFont")
    emoji = _first(root, offered["emoji"]) if emoji_safe else None
    return {"ui": ui, "mono": mono, "emoji": emoji or ui}


def _first(root: tk.Misc, families: Tuple[str, ...]) -> Optional[str]:
    """Return the first family that exists; asking for each is quicker than listing all fonts of a large computer."""
    for family in families:
        if _actual(root, (family, -14)).lower() == family.lower():
            return family
    return None


def _actual(root: tk.Misc, description: object) -> str:
    return str(root.tk.call("font", "actual", description, "-family"))


def _pixels(size: int, factor: float) -> int:
    return -max(1, round(size * factor))
