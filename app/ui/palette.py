"""Every colour of the window, light and dark, and which text may stand on which surface.
Values only: no widget is coloured here, and no toolkit is needed to read it.
"""

from typing import Dict, Iterator, Mapping, Tuple

# (token of the text, token of the surface under it): every pair the window uses, each at least 4.5:1 (WCAG 2.1, 1.4.3).
TEXT_PAIRS = tuple(
    (ink, surface)
    for ink, surfaces in (
        ("text", "pane side raised raised_hover raised_press hover press pane_hover sunken field code mention sel "
                 "warn_soft"),
        ("text2", "pane side raised raised_hover hover press sunken field pane_hover"),
        ("text3", "pane side raised hover pane_hover sunken field code mention soft"),
        ("accent", "pane side"),
        ("on_accent", "accent accent_hover accent_press"),
        ("soft_ink", "soft soft_hover"),
        ("link", "pane raised sunken mention soft"),
        ("danger", "pane side raised danger_soft hover"),
        ("on_danger", "danger_fill danger_fill_hover danger_fill_press"),
        ("ok_text", "pane side"),
        ("warn_text", "pane side warn_soft"),
        ("mention_ink", "mention"),
        ("code_text", "code"),
        ("find_ink", "find"),
        ("find_cur_ink", "find_cur"),
    )
    for surface in surfaces.split()
)


class Palette(Mapping[str, str]):
    """A complete set of colours by token, read-only; any thread may read it."""

    __slots__ = ("name", "nick_ink", "avatar_fill", "avatar_ink", "_tokens")

    def __init__(self, name: str, tokens: Dict[str, str], nick_ink: str, avatar_fill: str, avatar_ink: str) -> None:
        self.name = name
        self.nick_ink: Tuple[str, ...] = tuple(nick_ink.split())
        self.avatar_fill: Tuple[str, ...] = tuple(avatar_fill.split())
        self.avatar_ink: Tuple[str, ...] = tuple(avatar_ink.split())
        self._tokens = tokens

    def __getitem__(self, token: str) -> str:
        return self._tokens[token]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tokens)

    def __len__(self) -> int:
        return len(self._tokens)

    def colour(self, token: str) -> str:
        """Return the colour of a token; '#rrggbb' stands for itself."""
        return token if token.startswith("#") else self._tokens[token]


def rgb(colour: str) -> Tuple[int, int, int]:
    """Return the three channels (0-255) of '#rrggbb'."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return the colour that lies `share` (0-1) of the way from the first to the second."""
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(rgb(first), rgb(second)))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def more_contrast(palette: Palette) -> Palette:
    """Return the same palette with stronger lines and no third, quieter text."""
    tokens = dict(palette)
    tokens.update(text3=palette["text2"], line=palette["line2"], thumb=palette["text3"], control=palette["line2"],
                  float_line=palette["line2"], disabled=mix(palette["disabled"], palette["text2"], 0.4))
    return Palette(palette.name + "-contrast", tokens, " ".join(palette.nick_ink), " ".join(palette.avatar_fill),
                   " ".join(palette.avatar_ink))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255.0 for v in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _palette(name: str, table: str, nick_ink: str, avatar_fill: str, avatar_ink: str) -> Palette:
    words = table.split()
    tokens = dict(zip(words[0::2], words[1::2]))
    tokens["control"] = mix(tokens["line2"], tokens["raised"], 0.45)     # border of a button
    tokens["float_line"] = mix(tokens["line2"], tokens["raised"], 0.35)  # border of a popover and of the composer
    return Palette(name, tokens, nick_ink, avatar_fill, avatar_ink)


LIGHT = _palette("light", """
    pane #FFFFFF  side #F5F4F1  sunken #F4F2EF  field #FFFFFF  code #F5F4F1  hover #ECEAE6  press #E2DFDA
    pane_hover #F9F8F6  raised #FFFFFF  raised_hover #F3F1EE  raised_press #E8E5E0  line #E7E4DF  line2 #8E8982
    text #22211F  text2 #57534E  text3 #6B6761  disabled #A5A09A  code_text #33312E
    accent #0E7490  accent_hover #0C667F  accent_press #0A566B  on_accent #FFFFFF
    soft #DDEFF4  soft_hover #CFE7EE  soft_ink #0A5266  link #0B6A85  underline #9CCBD8
    danger #B3261E  danger_soft #FCEAE8  danger_fill #B3261E  danger_fill_hover #9C1F18  danger_fill_press #861A14
    on_danger #FFFFFF  ok #23885A  ok_text #1C6B47  away #B97D00  offline #A5A09A  knob #FFFFFF
    warn_text #7A4B00  warn_soft #FFF4DB  warn_line #E9A90C  mention #FFF7E3  mention_ink #6B4200
    sel #BEE3EF  find #FFE48A  find_ink #22211F  find_cur #FFB84D  find_cur_ink #22211F
    thumb #D3CFC9  thumb_hover #ABA69F  track #E2DFDA
    """,
    "#AA3836 #9C4A00 #835D02 #4A7300 #00784A #026F90 #2562B8 #6351B4 #87439B #A03871",
    "#FED2CD #FDD5BD #F2DBB6 #D2E6C0 #C1EAD0 #B9E6FB #CBE0FE #DCD9FF #EED3F6 #FCD0E3",
    "#70312E #6D3711 #5F4202 #375116 #085634 #004F69 #274777 #463E75 #5C3667 #6B314E")

DARK = _palette("dark", """
    pane #1C1D1F  side #151617  sunken #242628  field #1F2123  code #151617  hover #232527  press #2B2D30
    pane_hover #232527  raised #27292C  raised_hover #313438  raised_press #3A3D42  line #2D2F32  line2 #74777C
    text #E8E6E3  text2 #B5B2AD  text3 #9A9792  disabled #63656A  code_text #D8D5D0
    accent #4DB6D0  accent_hover #68C5DC  accent_press #86D3E6  on_accent #06232B
    soft #17323A  soft_hover #1D3E48  soft_ink #A5DDEB  link #6CC6DE  underline #33616E
    danger #FF8F80  danger_soft #3A1F1C  danger_fill #C4453A  danger_fill_hover #B83C32  danger_fill_press #A8352B
    on_danger #FFFFFF  ok #47B881  ok_text #6FCF9F  away #E0A93B  offline #74777C  knob #1C1D1F
    warn_text #F0C162  warn_soft #33290F  warn_line #D69E2E  mention #2A2519  mention_ink #F6D384
    sel #1F4E5D  find #5C4A12  find_ink #FFFFFF  find_cur #C98A1B  find_cur_ink #1A1200
    thumb #3D4044  thumb_hover #5B5F64  track #3B3E42
    """,
    "#F39D95 #EDA478 #DBB066 #A1C57D #7ACC9E #67C5EC #8DB9FA #B4ADF7 #D4A2E3 #EB9BC1",
    "#59302D #56341E #4E3914 #334320 #1E4731 #124356 #293E5C #3C385B #4A3352 #552F42",
    "#FED2CD #FFD4BB #F5DAAE #D0E7BA #BBECCE #B4E7FE #CBE0FE #DCD9FF #F1D1FB #FFCEE4")
