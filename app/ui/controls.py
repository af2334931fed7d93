"""The ttk styles of the controls that are pictures themselves: checks, radios, switches, scrollbars and sliders.
Each is drawn from coverages, one picture for each state.
"""

import tkinter as tk
from typing import List, Tuple

from app.ui import raster
from app.ui.icons import ICONS
from app.ui.raster import Inset, Layer
from app.ui.sheet import CENTRE, Sheet, State

# The states of checks, radios and switches in the order ttk tries them; the first is the usual one.
TOGGLE_FACES = ((), ("disabled", "selected"), ("disabled",), ("selected", "focus"), ("selected", "active"),
                ("selected",), ("focus",), ("active",))
TOGGLES = (("TCheckbutton", "Checkbutton", 26), ("TRadiobutton", "Radiobutton", 26),
           ("Switch.TCheckbutton", "Checkbutton", 38))  # style, kind of widget, width of the picture in design pixels


def make_controls(sheet: Sheet) -> None:
    """Define the styles in the current ttk theme."""
    _toggles(sheet)
    _scrollbars(sheet)
    _bars(sheet)


def _toggles(sheet: Sheet) -> None:
    draws = {"TCheckbutton": _check, "TRadiobutton": _radio, "Switch.TCheckbutton": _switch}
    for name, kind, width in TOGGLES:
        draw = draws[name]
        element = "IC." + name
        sheet.element(element, [(state, draw(sheet, state)) for state in TOGGLE_FACES], sticky="", border=0,
                      width=sheet.images.px(width))
        label = (kind + ".label", {"side": "left", "sticky": "nswe"})
        sheet.style.layout(name, [(kind + ".padding", {"sticky": "nswe", "children": [
            (element, {"side": "left", "sticky": ""}), label]})])
        sheet.style.configure(name, padding=sheet.pad(0, 3), background=sheet.c["pane"], foreground=sheet.c["text"],
                              font=sheet.font["ui"])
        sheet.style.map(name, background=[], foreground=[("disabled", sheet.c["disabled"])])
        for surface in ("side", "raised", "soft", "hover"):
            sheet.style.configure(f"{surface}.{name}", background=sheet.c[surface])
    sheet.style.configure("B.TRadiobutton", font=sheet.font["uib"])
    for surface, ink in (("soft", "soft_ink"), ("raised", "text")):
        sheet.style.configure(surface + ".B.TRadiobutton", background=sheet.c[surface], foreground=sheet.c[ink],
                              font=sheet.font["uib"], padding=0)


def _check(sheet: Sheet, state: State) -> tk.PhotoImage:
    px, side = sheet.images.px, sheet.images.px(22)
    edge, corner = px(3), px(4)
    border, fill, tick = _toggle_inks(state)
    layers = _halo(sheet, side, side, px(7)) if "focus" in state else []
    for inset, token in ((edge, border), (edge + sheet.thin, fill)):
        inner = side - 2 * inset
        layers.append((raster.box(side, side, inset, inset, inner, inner, corner - (inset - edge)), sheet.c[token]))
    if "selected" in state:
        drawn = raster.strokes(ICONS["check"], side, side, side - 2 * edge, 2.0 * sheet.images.factor, edge, edge)
        layers.append((drawn, sheet.c[tick]))
    return sheet.photo(raster.stack(side, side, layers))


def _radio(sheet: Sheet, state: State) -> tk.PhotoImage:
    px, side = sheet.images.px, sheet.images.px(22)
    centre, radius = side / 2.0, side / 2.0 - sheet.images.px(3)
    border, fill, dot = _toggle_inks(state)
    layers = _halo(sheet, side, side, centre) if "focus" in state else []
    layers.append((raster.disc(side, side, centre, centre, radius), sheet.c[border]))
    inner, token = (max(2.0, px(3.2)), dot) if "selected" in state else (radius - sheet.thin, fill)
    layers.append((raster.disc(side, side, centre, centre, inner), sheet.c[token]))
    return sheet.photo(raster.stack(side, side, layers))


def _toggle_inks(state: State) -> Tuple[str, str, str]:
    """Return the tokens of border, fill and mark."""
    if "selected" in state:
        ink = "disabled" if "disabled" in state else "accent_hover" if "active" in state else "accent"
        return ink, ink, "pane" if "disabled" in state else "on_accent"
    if "disabled" in state:
        return "line", "sunken", "line"
    return "accent" if "active" in state else "line2", "field", "line2"


def _switch(sheet: Sheet, state: State) -> tk.PhotoImage:
    width, height, edge = sheet.images.px(38), sheet.images.px(22), 0
    on, layers = "selected" in state, []  # type: bool, List[Layer]
    if "focus" in state:
        edge = sheet.thick + sheet.thin
        layers = _halo(sheet, width, height, height / 2.0)
    token = ("disabled" if on else "line") if "disabled" in state else "accent" if on else "line2"
    if on and "active" in state:
        token = "accent_hover"
    track = raster.box(width, height, edge, edge, width - 2 * edge, height - 2 * edge, height / 2.0 - edge)
    knob = height / 2.0 - max(edge, sheet.thin) - sheet.images.px(2)
    layers.append((track, sheet.c[token]))
    layers.append((raster.disc(width, height, width - height / 2.0 if on else height / 2.0, height / 2.0, knob),
                   sheet.c["on_accent" if token == "accent" else "knob"]))
    return sheet.photo(raster.stack(width, height, layers))


def _halo(sheet: Sheet, width: int, height: int, radius: float) -> List[Layer]:
    """Return the ring of keyboard focus at the edge of a picture."""
    thick = sheet.thick
    inner = raster.box(width, height, thick, thick, width - 2 * thick, height - 2 * thick, radius - thick)
    return [(raster.box(width, height, 0, 0, width, height, radius), sheet.c["accent"]), (inner, None)]


def _scrollbars(sheet: Sheet) -> None:
    wide, thick, long = sheet.images.px(12), sheet.images.px(6), 2 * sheet.images.px(12) + 40
    edge, side = sheet.images.px(2), (wide - thick) // 2
    inks = (((), "thumb"), (("disabled",), None), (("pressed",), "text3"), (("active",), "thumb_hover"))
    for way in ("Vertical", "Horizontal"):
        upright = way == "Vertical"
        size = (wide, long) if upright else (long, wide)
        span = (side, edge, thick, long - 2 * edge) if upright else (edge, side, long - 2 * edge, thick)
        pill = raster.box(size[0], size[1], *span, radius=thick / 2.0)
        pictures = [(state, sheet.photo(raster.stack(size[0], size[1], [(pill, sheet.c[ink])] if ink else [])))
                    for state, ink in inks]
        grip = sheet.pad(0, 8) if upright else sheet.pad(8, 0)
        sheet.element(f"IC.{way}.trough", pictures[1:2], sticky="nswe", border=grip)
        sheet.element(f"IC.{way}.thumb", pictures, sticky="nswe", border=grip)
        for prefix, surface in (("", "pane"), ("Side.", "side"), ("Raised.", "raised")):
            style = f"{prefix}{way}.TScrollbar"
            sheet.style.layout(style, [(f"IC.{way}.trough", {"sticky": "nswe", "children": [
                (f"IC.{way}.thumb", {"expand": "1", "sticky": "nswe"})]})])
            sheet.style.configure(style, background=sheet.c[surface])
            sheet.style.map(style, background=[])


def _bars(sheet: Sheet) -> None:
    high = sheet.images.px(6)
    for name, ink in (("IC.ptrough", "track"), ("IC.pbar", "accent")):
        pill = raster.rounded(2 * high + CENTRE[0], high, high / 2.0, [Inset(0, sheet.c[ink])])
        sheet.element(name, [((), sheet.photo(pill))], border=(high // 2, 0), sticky="we", height=high)
    sheet.style.layout("Horizontal.TProgressbar", [("IC.ptrough", {"sticky": "we", "children": [
        ("IC.pbar", {"side": "left", "sticky": ""})]})])
    width, height, track = CENTRE[0], sheet.images.px(22), sheet.images.px(4)
    groove = raster.box(width, height, 0, (height - track) // 2, width, track, track / 2.0)
    trough = sheet.photo(raster.stack(width, height, [(groove, sheet.c["track"])]))
    sheet.element("IC.strough", [((), trough)], border=(track, 0), sticky="we")
    sheet.element("IC.slider", [((), _knob(sheet, "accent", False)), (("disabled",), _knob(sheet, "disabled", False)),
                                (("focus",), _knob(sheet, "accent", True)),
                                (("active",), _knob(sheet, "accent_hover", False))], sticky="")
    sheet.style.layout("Horizontal.TScale", [("IC.strough", {"sticky": "we", "children": [
        ("IC.slider", {"side": "left", "sticky": ""})]})])


def _knob(sheet: Sheet, ink: str, focus: bool) -> tk.PhotoImage:
    side = sheet.images.px(22)
    layers = _halo(sheet, side, side, side / 2.0) if focus else []
    for radius, token in ((side / 2.0 - sheet.images.px(3), ink), (sheet.images.px(3), "on_accent")):
        layers.append((raster.disc(side, side, side / 2.0, side / 2.0, radius), sheet.c[token]))
    return sheet.photo(raster.stack(side, side, layers))
