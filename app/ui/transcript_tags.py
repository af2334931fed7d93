"""The transcript's look: the tags of its text widget, and the pictures that stand in the text.
Owns the measures of a message (where the avatar, the text and the margins are), in screen pixels.
"""

import tkinter as tk
from tkinter import font as tkfont
from typing import Dict, Tuple

from app.ui.drawing_acts import Quote
from app.ui.palette import mix
from app.ui.rowpaint import cut
from app.ui.theme import Theme
from app.ui.transcript_items import PLAIN

MEASURE = 760          # design pixels: text is never wider
NARROW = 520           # design pixels: below it the right margin shrinks
MARGIN, NARROW_MARGIN = 28, 14  # design pixels at the right of the text
AVATAR_X = 20          # design pixels at the left of the avatar
ROW_PITCH = 23         # design pixels from one row of the compact layout to the next
TIME_GAP = 8           # design pixels around the times that stand where pictures would be
COMPACT = (54, 172, 12)  # design pixels: where times end, where text begins, and the gap before it, in compact layout
GAP = 12               # design pixels between avatar and text; a part of the avatar's picture
PILL_HEIGHT = 24       # design pixels: the day
CODE_RADIUS = 8        # design pixels
BAR = (3, 15)          # design pixels: width and height of the bar beside a quote
LEAST_QUOTE = 120      # design pixels of a quote that are shown in the narrowest pane
ICON_SIZES = {"check": 13, "clock": 13}  # design pixels; the others are 14

IMAGES_KNOWN = 2000    # keys of pictures, one for each half of a nick's avatar

# tags with a background of their own, which must not flood the margins
_INSET = ("code", "icode", "icodepad", "daybg", "chipbg", "chipown")
_FLOWING = ("hdr", "line", "first", "more", "cont", "sys", "act", "code", "chips")  # rows that end at the right margin


class TranscriptLook:
    """The tags and pictures of one transcript; Tk thread only."""

    __slots__ = ("avatar", "left", "manner", "_names", "_theme", "_text", "_hairline_font", "_pieces", "_shown",
                 "_right", "_band_width")

    def __init__(self, text: tk.Text, theme: Theme) -> None:
        self.avatar = 0  # height of the picture of a person
        self.left = 0    # where the text of a message begins
        self.manner = PLAIN
        self._names: Dict[str, str] = {}  # cut to the column of the compact layout
        self._theme = theme
        self._text = text
        self._hairline_font = tkfont.Font(root=text, family=theme.font["body"].cget("family"), size=-1)
        names = ["left", "right", "ownleft", "ownright", "top", "bottom", "rule", "bar"]
        names += [f"bar{hue}" for hue in range(len(theme.c.nick_ink))]
        self._pieces: Dict[str, tk.PhotoImage] = {name: tk.PhotoImage(master=text) for name in names}
        self._shown: Dict[Tuple[str, ...], tk.PhotoImage] = {}  # what image() has answered in this look
        self._right = 0
        self._band_width = 0
        self.restyle()

    def restyle(self) -> None:
        """Take fonts, colours and measures from the theme again; what is drawn keeps its old avatars and icons."""
        theme, px = self._theme, self._theme.px
        self._shown.clear()
        self._names.clear()
        self.avatar = 2 * theme.font["bodyb"].metrics("linespace") + px(3)
        self.avatar += self.avatar % 2
        self.left = px(AVATAR_X) + self.avatar + px(GAP)
        if self.manner.compact:
            self.left = px(COMPACT[1])
        elif not self.manner.pictures:
            self.left = min(self.left, px(TIME_GAP) + theme.font["tiny"].measure("00:00 PM") + px(TIME_GAP))
        c = theme.c
        self._text.configure(
            background=c["pane"], foreground=c["text"], selectbackground=c["sel"], selectforeground=c["text"],
            inactiveselectbackground=c["sel"], pady=px(8), font=self._hairline_font,
            spacing2=max(1, px(21) - theme.font["body"].metrics("linespace")))
        self._style_rows()
        self._style_inline()
        self._style_bands()
        self._cut_pill()
        self._right = self._band_width = 0
        self.fit(self._text.winfo_width())

    def fit(self, width: int) -> None:
        """Set the right margin, and re-cut the pictures as wide as the text, for a widget `width` pixels wide."""
        px = self._theme.px
        least = px(MARGIN if width > px(NARROW) else NARROW_MARGIN)
        right = max(least, width - self.left - px(MEASURE))
        if right != self._right:
            self._right = right
            for tag in _FLOWING:
                self._text.tag_configure(tag, rmargin=right)
        self._cut_code_caps(max(px(2 * CODE_RADIUS), width - self.left - right))
        self._cut_rule(width - 2 * px(AVATAR_X) - self._theme.font["smallb"].measure("New messages\u2002") - 2)

    def fitted(self, quote: Quote) -> Quote:
        """Return a quote whose text fits on one line beside its name."""
        px, font = self._theme.px, self._theme.font
        room = self._text.winfo_width() - self.left - self._right - px(24) - font["smallb"].measure(quote.name)
        return quote._replace(text=cut(self._theme, quote.text, "small", max(px(LEAST_QUOTE), room)))

    def short_name(self, name: str) -> str:
        """Return a name cut to the column that names have in the compact layout."""
        if name not in self._names:
            if len(self._names) >= IMAGES_KNOWN:
                self._names.clear()
            room = self._theme.px(COMPACT[1] - COMPACT[0] - 2 * COMPACT[2])
            self._names[name] = cut(self._theme, name, "bodyb", room)
        return self._names[name]

    def image(self, key: Tuple[str, ...]) -> tk.PhotoImage:
        """Return the picture for a Picture.key of drawing.py."""
        image = self._shown.get(key)
        if image is None:
            if len(self._shown) >= IMAGES_KNOWN:
                self._shown.clear()
            image = self._shown[key] = self._found(key)
        return image

    def _found(self, key: Tuple[str, ...]) -> tk.PhotoImage:
        kind = key[0]
        if kind == "avatar":
            return self._theme.avatar(key[1], self.avatar, gap=GAP, part=key[2])
        if kind == "icon":
            return self._theme.icon(key[1], key[2], ICON_SIZES.get(key[1], 14))
        if kind == "bar":
            return self._pieces["bar" + key[1]]
        return self._pieces["own" + key[1] if key[-1] == "chipown" else key[1] if kind == "cap" else kind]

    def _style_rows(self) -> None:
        c, px, font, configure = self._theme.c, self._theme.px, self._theme.font, self._text.tag_configure
        edge, left, compact = px(AVATAR_X), self.left, self.manner.compact
        start = edge if self.manner.has_pictures else left
        body = {"font": font["body"], "lmargin2": left, "spacing3": px(2)}
        quiet = {"font": font["small"], "foreground": c["text3"], "spacing3": 0}
        hairline = {"font": self._hairline_font, "spacing2": 0, "spacing3": 0}
        icon_tabs = (left - px(27), "left", left, "left")
        configure("hdr", font=font["bodyb"], lmargin1=start, lmargin2=left, spacing1=px(14), spacing3=0)
        configure("first", lmargin1=start, spacing1=0, **body)
        configure("more", lmargin1=0, spacing1=px(3), tabs=(left - px(TIME_GAP), "right", left, "left"), **body)
        configure("cont", lmargin1=left, spacing1=0, **body)
        columns = (px(COMPACT[0]), "right", left - px(COMPACT[2]), "right", left, "left")
        loose = max(2, px(ROW_PITCH) - font["body"].metrics("linespace"))
        configure("line", lmargin1=0, spacing1=loose // 2, tabs=columns, **dict(body, spacing3=loose - loose // 2))
        configure("act", lmargin1=edge, spacing1=px(1 if compact else 8), tabs=icon_tabs, **body)
        configure("sys", lmargin1=edge, lmargin2=left, spacing1=px(4 if compact else 10), tabs=icon_tabs, **quiet)
        configure("day", justify="center", spacing1=0, font=font["smallb"], foreground=c["text3"], spacing3=0)
        configure("gap", font=font["tiny"], spacing1=0, spacing3=0)
        configure("mgap", spacing1=px(7), **hairline)
        configure("new", lmargin1=edge, spacing1=px(14), spacing3=0, font=font["smallb"], foreground=c["accent"])
        configure("code", font=font["code"], lmargin1=left, lmargin2=left, spacing1=0, spacing2=px(2),
                  spacing3=0, wrap="char", tabs=(left + px(14), "left"), background=c["code"],
                  foreground=c["code_text"])
        configure("codecap", lmargin1=left, lmargin2=left, spacing1=0, wrap="none", **hairline)
        configure("codegap", spacing1=px(5))
        configure("mtop", spacing1=0)
        configure("chipgap", spacing1=px(4), **hairline)
        configure("chips", lmargin1=left, lmargin2=left, spacing1=0, spacing2=px(4), spacing3=0, font=font["small"],
                  foreground=c["text2"])

    def _style_inline(self) -> None:
        c, font, configure = self._theme.c, self._theme.font, self._text.tag_configure
        plain_code = c["code"] if self._theme.c.name.startswith("light") else c["sunken"]
        for number, ink in enumerate(c.nick_ink):
            configure(f"n{number}", foreground=ink if self.manner.colour_names else c["text"])
        configure("daybg", background=c["sunken"])
        configure("chipbg", background=c["sunken"])
        configure("chipown", background=c["soft"], foreground=c["soft_ink"])
        configure("reply")
        configure("quoted", font=font["smallb"])
        configure("quote", font=font["small"], foreground=c["text3"])
        configure("gone", font=font["bodyi"], foreground=c["text3"])
        configure("small", font=font["small"])
        configure("time", font=font["tiny"], foreground=c["text3"])
        configure("ghost", font=font["tiny"], foreground=c["pane"])
        configure("ghost_m", foreground=c["mention"])
        configure("italic", font=font["bodyi"])
        configure("bold", font=font["bodyb"])
        configure("emoji", font=font["emoji"])
        configure("icodepad", font=font["body"], background=plain_code)
        configure("icode", font=font["icode"], background=plain_code, foreground=c["code_text"])
        for tag, hue in (("c_keyword", 8), ("c_string", 4), ("c_number", 1)):
            configure(tag, foreground=c.nick_ink[hue])
        configure("c_comment", foreground=c["text3"])
        configure("pending", foreground=c["text3"])
        configure("failed", foreground=c["danger"])
        configure("at", foreground=c["link"], font=font["bodyb"])
        configure("atme", foreground=c["mention_ink"], font=font["bodyb"])
        configure("link", foreground=c["link"], underline=True)
        configure("retry")
        configure("hole")
        configure("fold")
        configure("nocopy")
        configure("person")
        self._configure_if_known("link", underlinefg=c["underline"])
        for tag in _FLOWING:
            self._configure_if_known(tag, rmargincolor=c["pane"])
        for tag in _INSET:
            self._configure_if_known(tag, lmargincolor=c["pane"], rmargincolor=c["pane"])

    def _style_bands(self) -> None:
        """The bands lie under everything, but their colour in the margins lies over that of the inline tags."""
        c, text = self._theme.c, self._text
        bands = (("mention", "mention"), ("flash", "soft"), ("cursor", "pane_hover"), ("hover", "pane_hover"))
        for band, token in bands:
            text.tag_configure(band, background=c[token])
            self._configure_if_known(band + "_m", lmargincolor=c[token], rmargincolor=c[token])
            text.tag_raise(band + "_m")
        text.tag_lower("mention")
        text.tag_raise("flash", "mention")
        text.tag_lower("cursor")
        text.tag_lower("hover")
        text.tag_configure("flash_ghost", foreground=c["soft"])
        text.tag_raise("flash_ghost")
        text.tag_configure("ghoston", foreground=c["text3"])
        text.tag_raise("ghoston")
        for tag, ink in (("find", "find_ink"), ("findcur", "find_cur_ink")):
            text.tag_configure(tag, background=c["find" if tag == "find" else "find_cur"], foreground=c[ink])
            self._configure_if_known(tag, lmargincolor=c["pane"], rmargincolor=c["pane"])
            text.tag_raise(tag)
        text.tag_raise("sel")

    def _configure_if_known(self, tag: str, **options: str) -> None:
        try:
            self._text.tag_configure(tag, **options)
        except tk.TclError:
            self._text.tag_configure(tag)  # Tk before 8.6.6 has no colours for margins and underlines

    def _cut_pill(self) -> None:
        height, cap = self._theme.px(PILL_HEIGHT), self._theme.px(PILL_HEIGHT / 2)
        for prefix, token in (("", "sunken"), ("own", "soft")):
            pill = self._theme.rounded(2 * cap, height, PILL_HEIGHT / 2, token)
            self._cut(prefix + "left", pill, 0, 0, cap, height)
            self._cut(prefix + "right", pill, cap, 0, cap, height)
        width, high = self._theme.px(BAR[0]), self._theme.px(BAR[1])
        for hue, ink in enumerate(self._theme.c.nick_ink):
            self._cut(f"bar{hue}", self._theme.rounded(width, high, 1, ink), 0, 0, width, high)
        self._cut("bar", self._theme.rounded(width, high, 1, "line2"), 0, 0, width, high)

    def _cut_code_caps(self, width: int) -> None:
        if width == self._band_width:
            return
        self._band_width = width
        radius = self._theme.px(CODE_RADIUS)
        block = self._theme.rounded(width, 2 * radius + 2, CODE_RADIUS, "code")
        self._cut("top", block, 0, 0, width, radius)
        self._cut("bottom", block, 0, radius + 2, width, radius)

    def _cut_rule(self, width: int) -> None:
        rule, c = self._pieces["rule"], self._theme.c
        width, height = max(1, width), max(1, self._theme.px(1))
        rule.configure(width=width, height=height)
        rule.put(mix(c["accent"], c["pane"], 0.5), to=(0, 0, width, height))

    def _cut(self, name: str, whole: tk.PhotoImage, x: int, y: int, width: int, height: int) -> None:
        piece = self._pieces[name]
        piece.blank()
        piece.configure(width=width, height=height)
        self._text.tk.call(piece, "copy", whole, "-from", x, y, x + width, y + height, "-to", 0, 0,
                           "-compositingrule", "set")
