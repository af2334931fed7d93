"""How one row of a list looks: its place, its picture, its text cut to the room there is, and what stands at its right.
It draws on the list's canvas and keeps the pictures it has put there.
"""

import tkinter as tk
from typing import Dict, List, NamedTuple, Optional, Tuple

from app.matching import Mark
from app.ui.images import initial_of
from app.ui.theme import Theme

HEIGHTS = {"section": 28, "room": 32, "person": 32, "emoji": 32, "plain": 32, "group": 36, "server": 50,
           "listed": 50, "found": 50}  # design pixels
BADGE_MOST = 99  # unread messages a badge counts; more show as 99+
MARGIN = 8       # design pixels between the list's edge and a row's background
INSET = 18       # design pixels between the list's right edge and what stands at the right of a row


class Row(NamedTuple):
    """One row of a list; `key` is unique in the list."""

    kind: str                       # section, room, person, emoji, plain, group (the head of others), server, listed
                                    # (a room of the server's list) or found (a message)
    key: str
    text: str
    detail: str = ""                # small, at the right
    icon: str = ""                  # of icons.ICONS: for a room instead of the hash; several for a server; of a found
                                    # message its sender
    badge: int = 0                  # unread messages
    mention: bool = False           # some of them name this person
    muted: bool = False
    presence: Optional[str] = None  # ok, away, offline, or None for no dot
    faded: bool = False
    bold: bool = False
    button: str = ""                # icon of a button at the right of a section or group
    second: str = ""                # second line of a server, of a listed room or a found message
    hint: str = ""                  # shown after a while under the mouse
    place: str = ""                 # where a found message stands, beside its sender
    marks: Tuple[Mark, ...] = ()    # what was looked for: in the text, of a found message in the second line


class Mood(NamedTuple):
    """What a row is showing besides itself."""

    selected: bool
    hovered: bool
    focused: bool


class RowPainter:
    """The pen of one list; Tk thread only."""

    __slots__ = ("_canvas", "_theme", "_avatar", "_hover", "_cut", "_shown")

    def __init__(self, canvas: tk.Canvas, theme: Theme, avatar: int, hover: str = "hover") -> None:
        self._canvas = canvas
        self._theme = theme
        self._avatar = avatar  # design pixels
        self._hover = hover    # token of what lies under a row that the mouse is on
        self._cut: Dict[Tuple[str, str, int], str] = {}
        self._shown: List[tk.PhotoImage] = []

    def height(self, kind: str) -> int:
        """Return the height of a row in screen pixels."""
        if kind == "person":
            return self._theme.px(max(HEIGHTS[kind], self._avatar + 10))
        return self._theme.px(HEIGHTS[kind])

    def forget(self) -> None:
        """Drop what was measured, after a change of fonts."""
        self._cut.clear()

    def begin(self) -> None:
        """Wipe the canvas before the rows are drawn anew."""
        self._canvas.delete("all")
        self._shown = []

    def draw(self, row: Row, top: int, width: int, mood: Mood) -> None:
        """Draw a row whose upper edge lies at `top` on a canvas `width` pixels wide."""
        if row.kind == "section":
            self._draw_section(row, top, width, mood)
            return
        px, height = self._theme.px, self.height(row.kind)
        self._draw_ground(top, width, height, mood)
        middle = top + height // 2
        if row.kind == "server":
            self._draw_server(row, middle, width, mood)
            return
        if row.kind == "group":
            self._draw_group(row, middle, width, mood)
            return
        if row.kind in ("listed", "found"):
            (self._draw_listed if row.kind == "listed" else self._draw_found)(row, middle, width, mood)
            return
        left = self._draw_mark(row, middle, mood)
        right = self._draw_right(row, middle, width - px(INSET))
        font = "uib" if row.bold or (row.badge and not row.muted) else "ui"
        self._marked(left, middle, self._fit(row.text, font, right - left), font, self._ink(row, mood), row.marks)

    def draw_thumb(self, x: int, y: int, width: int, height: int, hot: bool) -> None:
        """Draw the scrollbar's thumb."""
        self._image(x, y, self._theme.rounded(width, height, 3, "thumb_hover" if hot else "thumb"), "nw")

    def _draw_section(self, row: Row, top: int, width: int, mood: Mood) -> None:
        px, theme = self._theme.px, self._theme
        middle = top + px(13)
        right = width - px(22)
        self._text(px(20), middle, self._fit(row.text, "smallb", right - px(34)), "smallb", "text3")
        if not row.button:
            return
        if mood.hovered or mood.focused:
            ground = theme.rounded(px(26), px(26), 7, "hover", "accent" if mood.focused else None, 2)
            self._image(right, middle, ground, "center")
        token = "text2" if mood.hovered or mood.focused else "text3"
        self._image(right, middle, theme.icon(row.button, token, 16), "center")

    def _draw_ground(self, top: int, width: int, height: int, mood: Mood) -> None:
        if not (mood.selected or mood.hovered or mood.focused):
            return
        px = self._theme.px
        fill = "soft" if mood.selected else self._hover
        ground = self._theme.rounded(width - 2 * px(MARGIN), height, 8, fill, "accent" if mood.focused else None, 2)
        self._image(px(MARGIN), top, ground, "nw")

    def _draw_server(self, row: Row, middle: int, width: int, mood: Mood) -> None:
        px, theme = self._theme.px, self._theme
        self._image(px(18), middle, theme.avatar(row.text, 32, square=True), "w")
        ink, quiet = ("soft_ink", "soft_ink") if mood.selected else ("text3" if row.faded else "text", "text2")
        left, right = px(60), width - px(INSET)
        upper, lower = middle - px(9), middle + px(9)
        name_right = right
        if row.detail:
            name_right = self._write_right(right, upper, row.detail, "tiny", quiet, right - left)
        self._text(left, upper, self._fit(row.text, "uib", name_right - left), "uib", ink)
        for icon in row.icon.split():
            self._image(right, lower, theme.icon(icon, quiet, 14), "e")
            right -= px(20)
        self._text(left, lower, self._fit(row.second, "small", right - left), "small", quiet)

    def _draw_listed(self, row: Row, middle: int, width: int, mood: Mood) -> None:
        px, theme = self._theme.px, self._theme
        ink, quiet = ("soft_ink", "soft_ink") if mood.selected else ("text", "text2")
        left, right = px(44), width - px(INSET)
        upper, lower = middle - px(9), middle + px(9)
        icon = theme.icon(row.icon or "hash", "soft_ink" if mood.selected else "text3", 16)
        self._image(px(27), upper, icon, "center")
        end = self._write_right(right, upper, row.detail, "small", quiet, right - left)
        self._marked(left, upper, self._fit(row.text, "uib", end - left), "uib", ink, row.marks)
        self._text(left, lower, self._fit(row.second, "small", right - left), "small", quiet)

    def _draw_found(self, row: Row, middle: int, width: int, mood: Mood) -> None:
        px, theme = self._theme.px, self._theme
        self._image(px(18), middle, theme.avatar(row.icon or row.text, 32), "w")
        quiet = "soft_ink" if mood.selected else "text3"
        left, right = px(60), width - px(INSET + 2)
        upper, lower = middle - px(10), middle + px(9)
        end = self._write_right(right, upper, row.detail, "small", quiet, right // 3)
        name = self._fit(row.text, "smallb", (end - left) // 2)
        self._text(left, upper, name, "smallb", "text")
        left_of_place = left + theme.font["smallb"].measure(name) + px(8)
        self._text(left_of_place, upper, self._fit(row.place, "small", end - left_of_place), "small", quiet)
        self._marked(left, lower, self._fit(row.second, "ui", right - left), "ui",
                     "text" if mood.selected else "text2", row.marks)

    def _draw_group(self, row: Row, middle: int, width: int, mood: Mood) -> None:
        px, theme = self._theme.px, self._theme
        self._image(px(16), middle, theme.avatar(row.text, self._avatar, presence=row.presence, square=True), "w")
        right = width - px(22)
        token = "soft_ink" if mood.selected else "text2" if mood.hovered or mood.focused else "text3"
        self._image(right, middle, theme.icon(row.button, token, 16), "center")
        left, right = px(16 + self._avatar + 10), self._draw_right(row, middle, right - px(14))
        self._text(left, middle, self._fit(row.text, "uib", right - left), "uib",
                   "soft_ink" if mood.selected else "text2" if row.faded else "text")

    def _draw_mark(self, row: Row, middle: int, mood: Mood) -> int:
        """Draw the icon or avatar at the left; return where the text begins."""
        px, theme = self._theme.px, self._theme
        if row.kind == "room":
            token = "soft_ink" if mood.selected else "text2" if row.badge and not row.muted else "text3"
            self._image(px(27), middle, theme.icon(row.icon or "hash", token, 16), "center")
            return px(44)
        if row.kind == "plain":
            return px(INSET)
        if row.kind == "emoji":
            self._canvas.create_text(px(29), middle, text=row.icon, font=theme.font["emoji"], fill=theme.c["text"])
            return px(50)
        drawn = bool(initial_of(row.text)) or not row.text[:1].isalpha()
        avatar = theme.avatar(row.text, self._avatar, presence=row.presence, letter=drawn)
        self._image(px(16), middle, avatar, "w")
        if not drawn:
            ink = theme.avatar_ink(row.text)
            self._canvas.create_text(px(16) + px(self._avatar) // 2, middle, text=row.text[0].upper(), fill=ink,
                                     font=theme.font["smallb"])
        return px(16 + self._avatar + 10)

    def _draw_right(self, row: Row, middle: int, right: int) -> int:
        """Draw badge, muted bell and detail; return where the text must end."""
        px, theme = self._theme.px, self._theme
        if row.badge and not row.muted:
            count = str(row.badge) if row.badge <= BADGE_MOST else f"{BADGE_MOST}+"
            width = max(px(20), theme.font["tinyb"].measure(count) + px(12))
            self._image(right, middle, theme.rounded(width, px(18), 9, "accent" if row.mention else "press"), "e")
            self._canvas.create_text(right - width / 2.0, middle, text=count, font=theme.font["tinyb"],
                                     fill=theme.c["on_accent" if row.mention else "text"])
            right -= width + px(6)
        if row.muted:
            self._image(right, middle, theme.icon("bell-off", "text3", 14), "e")
            right -= px(20)
        if row.detail:
            right = self._write_right(right, middle, row.detail, "tiny", "text3", right // 2)
        return right

    def _write_right(self, right: int, y: int, text: str, font: str, token: str, most: int) -> int:
        text = self._fit(text, font, most)
        theme = self._theme
        self._canvas.create_text(right, y, anchor="e", text=text, font=theme.font[font], fill=theme.c[token])
        return right - theme.font[font].measure(text) - theme.px(8)

    def _ink(self, row: Row, mood: Mood) -> str:
        if mood.selected:
            return "soft_ink"
        if row.faded or row.muted:
            return "text3"
        return "text" if row.bold or row.badge else "text2"

    def _fit(self, text: str, font: str, width: int) -> str:
        """Return the text, cut with an ellipsis so that it is at most `width` pixels wide."""
        key = (text, font, width)
        if key not in self._cut:
            if len(self._cut) > 2000:
                self._cut.clear()
            self._cut[key] = cut(self._theme, text, font, width)
        return self._cut[key]

    def _text(self, x: int, y: int, text: str, font: str, token: str) -> None:
        self._canvas.create_text(x, y, anchor="w", text=text, font=self._theme.font[font], fill=self._theme.c[token])

    def _marked(self, x: int, y: int, text: str, font: str, token: str, marks: Tuple[Mark, ...]) -> None:
        """Write a text with what was looked for in it marked."""
        if not marks:
            self._text(x, y, text, font, token)
            return
        measure, half = self._theme.font[font].measure, self._theme.font[font].metrics("linespace") // 2 + 1
        place = 0
        for first, end in marks + ((len(text), len(text)),):
            first, end = min(first, len(text)), min(end, len(text))
            self._text(x + measure(text[:place]), y, text[place:first], font, token)
            if end > first:
                left, right = x + measure(text[:first]), x + measure(text[:end])
                self._canvas.create_rectangle(left, y - half, right, y + half, fill=self._theme.c["find"], width=0)
                self._text(left, y, text[first:end], font, "find_ink")
            place = max(place, end)

    def _image(self, x: int, y: int, photo: tk.PhotoImage, anchor: str) -> None:
        self._shown.append(photo)
        self._canvas.create_image(x, y, image=photo, anchor=anchor)


def cut(theme: Theme, text: str, font: str, width: int) -> str:
    """Return the text on one line, cut with an ellipsis to at most `width` screen pixels in a font of the theme."""
    text = " ".join(text[:500].split())
    measure = theme.font[font].measure
    if measure(text) <= width:
        return text
    fits, over = 0, len(text)
    while over - fits > 1:
        middle = (fits + over) // 2
        if measure(text[:middle].rstrip() + "…") <= width:
            fits = middle
        else:
            over = middle
    return text[:fits].rstrip() + "…"
