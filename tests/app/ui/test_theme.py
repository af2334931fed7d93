"""The look of a window: sizes, pictures, styles, and changing them while it is open."""

import time
import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk
from typing import List

import pytest

from app.ui import fonts
from app.ui.fonts import emoji_is_safe
from app.ui.palette import DARK, LIGHT, Palette, more_contrast
from app.ui.styles import LABELS, SURFACES
from app.ui.theme import LOOKS_KEPT, Theme, screen_scale

BUTTONS = ("TButton", "Accent.TButton", "Danger.TButton", "DangerFill.TButton", "Ghost.TButton", "Icon.TButton",
           "Link.TButton")
MORE_BUTTONS = ("Banner", "Jump", "Send", "Menubar", "MenubarOpen")
FRAMES = ("Card", "Sunken", "Soft", "Warn", "Danger", "Float", "Side.Float", "Composer", "RadioCard", "SegBox")
FONTS = ("tiny", "small", "smallb", "ui", "uib", "body", "bodyb", "title", "h1", "h2", "code", "icode", "emoji")
STATES = (("active",), ("focus",), ("pressed", "active"), ("selected", "focus"), ("invalid",), ("disabled",))


def pixel(photo: tk.PhotoImage, x: int, y: int) -> str:
    """Return the colour of a pixel as '#RRGGBB', '' when it is clear."""
    if photo.tk.getboolean(photo.tk.call(photo, "transparency", "get", x, y)):
        return ""
    value = photo.get(x, y)
    red, green, blue = value if isinstance(value, tuple) else tuple(int(part) for part in value.split())
    return f"#{red:02X}{green:02X}{blue:02X}"


def test_sizes_follow_scale_and_zoom(root: tk.Tk) -> None:
    """px() multiplies by scale and zoom; fonts are that many pixels, not points."""
    theme = Theme(root, LIGHT, scale=1.5, zoom=2.0)
    assert theme.px(10) == 30
    assert theme.font["body"].cget("size") == -42
    theme.apply(zoom=1.0)
    assert theme.px(10) == 15
    assert theme.font["body"].cget("size") == -21


def test_fields_without_a_font_of_their_own_have_the_windows_font(root: tk.Tk) -> None:
    """ttk entries ignore the style's font, so Tk's standard fonts are those of the window, and zoom with it."""
    theme = Theme(root, LIGHT, scale=1.0)
    for zoom in (1.0, 1.5):
        theme.apply(zoom=zoom)
        assert tkfont.nametofont("TkTextFont").actual() == theme.font["ui"].actual()


def test_zoom_stays_between_80_and_200_percent(root: tk.Tk) -> None:
    """Nobody zooms until nothing can be read."""
    theme = Theme(root, LIGHT, scale=1.0, zoom=9.0)
    assert theme.zoom == 2.0
    theme.apply(zoom=0.1)
    assert theme.zoom == 0.8


def test_the_scale_of_an_ordinary_screen_is_one(root: tk.Tk) -> None:
    """96 dpi is 1.0, 144 dpi 1.5, and an odd density goes to the nearest step."""
    for dots, scale in ((96, 1.0), (100, 1.0), (144, 1.5), (192, 2.0), (106, 1.1)):
        root.tk.call("tk", "scaling", dots / 72.0)
        assert screen_scale(root) == pytest.approx(scale)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("palette", [LIGHT, DARK, more_contrast(DARK)], ids=lambda palette: palette.name)
def test_every_style_can_be_shown(root: tk.Tk, palette: Palette, scale: float) -> None:
    """A widget of every style is made, laid out and drawn in every state without an error or an endless loop."""
    theme = Theme(root, palette, scale=scale)
    widgets: List[ttk.Widget] = []
    widgets += [ttk.Button(root, style=prefix + name) for prefix in ("", "Side.", "Comp.") for name in BUTTONS]
    widgets += [ttk.Button(root, style=name + ".TButton") for name in MORE_BUTTONS]
    widgets += [ttk.Entry(root), ttk.Entry(root, style="Quiet.TEntry"), ttk.Combobox(root), ttk.Checkbutton(root),
                ttk.Checkbutton(root, style="Switch.TCheckbutton"), ttk.Radiobutton(root), ttk.Scale(root),
                ttk.Progressbar(root, value=40), ttk.Treeview(root), ttk.Radiobutton(root, style="Seg.TRadiobutton"),
                ttk.Radiobutton(root, style="Chip.TRadiobutton")]
    widgets += [ttk.Frame(root, style=name + ".TFrame", width=40, height=40) for name in FRAMES]
    widgets += [ttk.Scrollbar(root, orient=way, style=prefix + way.title() + ".TScrollbar")
                for way in ("vertical", "horizontal") for prefix in ("", "Side.", "Raised.")]
    for place, widget in enumerate(widgets):
        widget.place(x=place % 8 * 90, y=place // 8 * 60, width=80, height=50)
        for states in STATES:
            widget.state(states)
            root.update_idletasks()
            widget.state(tuple("!" + state for state in states))
    assert theme.style.lookup("side.B.TLabel", "background") == palette["side"]


def test_labels_of_all_surfaces_have_their_colours(root: tk.Tk) -> None:
    """surface.Role.TLabel stands on its surface in the colour of its role."""
    theme = Theme(root, DARK, scale=1.0)
    for surface in SURFACES:
        for role, (ink, _) in LABELS.items():
            style = f"{surface}.{role}"
            assert theme.style.lookup(style, "background") == DARK[surface]
            assert theme.style.lookup(style, "foreground") == DARK[ink]


def test_a_change_reaches_widgets_listeners_and_the_root(root: tk.Tk) -> None:
    """apply() recolours ttk, calls every listener, then generates <<ThemeChanged>> on the root."""
    theme = Theme(root, LIGHT, scale=1.0)
    told: List[str] = []
    theme.on_change(lambda: told.append("listener"))
    root.bind("<<ThemeChanged>>", lambda event: told.append("event"))
    theme.apply(DARK)
    assert told[:2] == ["listener", "event"]
    assert theme.c is DARK
    assert theme.style.lookup("TLabel", "background") == DARK["pane"]
    theme.apply(LIGHT)
    assert theme.style.lookup("TLabel", "background") == LIGHT["pane"]


def test_a_destroyed_widget_is_told_nothing(root: tk.Tk) -> None:
    """A listener that belongs to a widget goes with it."""
    theme = Theme(root, LIGHT, scale=1.0)
    told: List[str] = []
    label = tk.Label(root)
    theme.on_change(lambda: told.append("label"), label)
    theme.apply(DARK)
    label.destroy()
    theme.apply(LIGHT)
    assert told == ["label"]


def test_many_looks_do_not_pile_up(root: tk.Tk) -> None:
    """Zooming through many sizes keeps the pictures of a few looks only, and each still shows."""
    theme = Theme(root, LIGHT, scale=1.0)
    button = ttk.Button(root, text="x")
    button.pack()
    for zoom in (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 0.8):
        theme.apply(zoom=zoom)
        root.update()
    assert len(root.tk.splitlist(root.tk.call("image", "names"))) < 150 * LOOKS_KEPT


def test_a_dressed_button_follows_the_palette(root: tk.Tk) -> None:
    """dress() gives a button its icon, grey when disabled, and a new one after a change."""
    theme = Theme(root, LIGHT, scale=1.0)
    button = ttk.Button(root)
    theme.dress(button, "bell")
    before = str(button.cget("image")[0])
    theme.apply(DARK)
    assert str(button.cget("image")[0]) != before
    assert len(button.cget("image")) == 3


def test_an_icon_is_made_once(root: tk.Tk) -> None:
    """The same question gets the same picture; size and box are design pixels."""
    theme = Theme(root, LIGHT, scale=2.0)
    assert theme.icon("hash", "text2") is theme.icon("hash", "text2")
    assert theme.icon("hash", "text2", 16, (28, 20)).width() == 56
    with pytest.raises(KeyError):
        theme.icon("no-such-icon", "text2")


def test_an_avatar_has_the_colour_of_the_name_and_a_dot(root: tk.Tk) -> None:
    """The disc has the name's hue, the corner is clear, and presence puts a dot at the lower right."""
    theme = Theme(root, LIGHT, scale=1.0)
    plain, present = theme.avatar("Mara", 36), theme.avatar("Mara", 36, presence="ok")
    assert pixel(plain, 0, 0) == ""
    assert pixel(plain, 18, 2) in theme.c.avatar_fill
    assert pixel(present, 30, 30) == LIGHT["ok"]
    assert pixel(theme.avatar("Mara", 36, presence="offline"), 30, 30) == ""


def test_the_halves_of_an_avatar_make_the_whole(root: tk.Tk) -> None:
    """Its halves are as wide as the whole with its gap, and together as high."""
    theme = Theme(root, LIGHT, scale=2.0)
    top, bottom = (theme.avatar("Mara", 41, gap=12, part=part) for part in ("top", "bottom"))
    assert (top.width(), bottom.width()) == (65, 65)
    assert top.height() + bottom.height() == 41
    assert pixel(bottom, 20, 0) != ""


def test_a_name_in_any_script_has_an_avatar(root: tk.Tk) -> None:
    """Accents are ignored, other scripts get the person icon, and no name at all is no error."""
    theme = Theme(root, LIGHT, scale=1.0)
    for nick in ("Élodie", "Ёлка", "李", "😀", "_", "", "9lives"):
        assert theme.avatar(nick, 24).width() == 24


def test_the_look_is_ready_fast(root: tk.Tk) -> None:
    """All styles of a look are made well within what a person notices; nobody waits for the window."""
    begin = time.process_time()
    Theme(root, LIGHT, scale=1.0)
    assert time.process_time() - begin < 0.5


def test_the_fonts_exist_here(root: tk.Tk) -> None:
    """Every named font can be measured, and in the code font all letters are of one width."""
    theme = Theme(root, LIGHT, scale=1.0)
    for name in FONTS:
        assert theme.font[name].metrics("linespace") > 0
    assert theme.font["code"].measure("iiii") == theme.font["code"].measure("WWWW")


def test_colour_emoji_are_not_drawn_by_an_old_library(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With libXft 2.3.4 and a colour font emoji are a risk; with 2.3.5 or no colour font they are not."""
    if root.tk.call("tk", "windowingsystem") != "x11" or root.tk.call("::tk::pkgconfig", "get", "fontsystem") != "xft":
        pytest.skip("only libXft has this error")
    families = ["DejaVu Sans", "Noto Color Emoji"]
    monkeypatch.setattr(fonts.tkfont, "families", lambda root: families)
    for version, safe in (((2, 3, 4), False), (None, False), ((2, 3, 5), True), ((2, 4, 0), True)):
        monkeypatch.setattr(fonts, "_xft_version", lambda version=version: version)
        assert emoji_is_safe(root) is safe
    del families[1]
    monkeypatch.setattr(fonts, "_xft_version", lambda: (2, 3, 4))
    assert emoji_is_safe(root)
