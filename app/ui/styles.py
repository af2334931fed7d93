"""The ttk styles of buttons, choices, fields, cards, labels and tables: what each looks like in every state.
The names are those that widgets give as style=..., with a prefix for the surface they stand on.
"""

from typing import Dict, Optional, Tuple

from app.ui.raster import Inset
from app.ui.sheet import Sheet

SURFACES = ("pane", "side", "raised", "sunken", "soft", "warn_soft", "danger_soft", "hover")

# Labels are named surface.Role.TLabel; colour of the text, font.
LABELS = {
    "TLabel": ("text", "ui"), "B.TLabel": ("text", "uib"), "Muted.TLabel": ("text2", "ui"),
    "Body.TLabel": ("text", "body"),
    "Cap.TLabel": ("text3", "small"), "Capb.TLabel": ("text3", "smallb"), "Small.TLabel": ("text2", "small"),
    "Tiny.TLabel": ("text3", "tiny"), "Title.TLabel": ("text", "title"), "H1.TLabel": ("text", "h1"),
    "H2.TLabel": ("text", "h2"), "Field.TLabel": ("text", "smallb"), "Err.TLabel": ("danger", "small"),
    "Ok.TLabel": ("ok_text", "small"), "Warn.TLabel": ("warn_text", "ui"), "Link.TLabel": ("link", "ui"),
    "Soft.TLabel": ("soft_ink", "small"), "Mono.TLabel": ("text", "code"),
    "Address.TLabel": ("soft_ink", "address"),
}

# Frames drawn as cards: fill, border, radius.
CARDS: Dict[str, Tuple[str, Optional[str], int]] = {
    "Card": ("raised", "line", 10), "Sunken": ("sunken", None, 10), "Soft": ("soft", None, 10),
    "Warn": ("warn_soft", None, 8), "Danger": ("danger_soft", None, 8), "Float": ("raised", "float_line", 12),
    "SegBox": ("sunken", None, 8),
}


def make_styles(sheet: Sheet) -> None:
    """Define the styles in the current ttk theme."""
    _defaults(sheet)
    _buttons(sheet)
    _choices(sheet)
    _fields(sheet)
    _frames(sheet)
    _labels(sheet)
    _table(sheet)


def _defaults(sheet: Sheet) -> None:
    c = sheet.c
    sheet.style.configure(
        ".", background=c["pane"], foreground=c["text"], font=sheet.font["ui"], borderwidth=0, focuscolor=c["accent"],
        bordercolor=c["line"], lightcolor=c["pane"], darkcolor=c["pane"], troughcolor=c["sunken"],
        selectbackground=c["sel"], selectforeground=c["text"], insertcolor=c["accent"],
        insertwidth=max(1, sheet.images.px(1.5)), fieldbackground=c["field"])
    sheet.style.map(".", foreground=[("disabled", c["disabled"])], background=[])


def _buttons(sheet: Sheet) -> None:
    wide = sheet.pad(15, 8)
    _button(sheet, "TButton", "raised", "raised_hover", "raised_press", "text", wide, "control")
    _button(sheet, "Accent.TButton", "accent", "accent_hover", "accent_press", "on_accent", wide, font="uib")
    _button(sheet, "Danger.TButton", "raised", "danger_soft", "danger_soft", "danger", wide, "control", "danger")
    _button(sheet, "DangerFill.TButton", "danger_fill", "danger_fill_hover", "danger_fill_press", "on_danger", wide,
            font="uib")
    _button(sheet, "Banner.TButton", "raised", "hover", "press", "text", sheet.pad(14, 6), "warn_line")
    _button(sheet, "Jump.TButton", "raised", "raised_hover", "raised_press", "text", sheet.pad(12, 8), "control",
            "line2", "smallb")
    _button(sheet, "Finder.TButton", "hover", "hover", "hover", "text2", sheet.pad(9, 6), None, "control")
    sheet.style.configure("Finder.TButton", anchor="w")
    _clear_element(sheet, "Ghost.bg", "hover", "press")
    _clear_element(sheet, "Comp.Ghost.bg", "raised_hover", "raised_press")
    _clear_element(sheet, "Link.bg", "soft", "soft_hover")
    for prefix in ("", "Comp."):
        _clear_button(sheet, prefix + "Ghost.TButton", prefix + "Ghost.bg", "text2", sheet.pad(12, 8))
        _clear_button(sheet, prefix + "Icon.TButton", prefix + "Ghost.bg", "text2", sheet.pad(7, 7))
        _clear_button(sheet, prefix + "Link.TButton", "Link.bg", "link", sheet.pad(10, 7))
    _clear_button(sheet, "Bar.Icon.TButton", "Comp.Ghost.bg", "text2", sheet.pad(7, 6))
    _clear_button(sheet, "Menubar.TButton", "Ghost.bg", "text2", sheet.pad(9, 5))
    sheet.nine("MenubarOpen.bg", 8, [((), sheet.box("press")), (("focus",), sheet.edge("press"))])
    _clear_button(sheet, "MenubarOpen.TButton", "MenubarOpen.bg", "text", sheet.pad(9, 5))
    _stand_buttons(sheet)


def _stand_buttons(sheet: Sheet) -> None:
    """Define the buttons that stand on other surfaces than the pane, which shows at their corners."""
    sheet.wrap("Send.TButton", "Accent.TButton.bg", "Button")
    sheet.style.configure("Send.TButton", padding=sheet.pad(8, 8), background=sheet.c["raised"], anchor="center")
    for prefix, surface in (("Side.", "side"), ("Comp.", "raised"), ("Raised.", "raised"), ("Soft.", "soft")):
        for style in ("TButton", "Accent.TButton", "Danger.TButton", "DangerFill.TButton", "Ghost.TButton",
                      "Icon.TButton", "Link.TButton"):
            sheet.style.configure(prefix + style, background=sheet.c[surface])
    for style, surface in (("Bar.Icon", "raised"), ("Menubar", "side"), ("MenubarOpen", "side"), ("Finder", "side"),
                           ("Banner", "warn_soft")):
        sheet.style.configure(style + ".TButton", background=sheet.c[surface])


def _button(sheet: Sheet, style: str, normal: str, hover: str, press: str, ink: str, padding: Tuple[int, ...],
            border: Optional[str] = None, hover_border: Optional[str] = None, font: str = "ui") -> None:
    focus = sheet.edge if border else lambda fill: sheet.ring(sheet.box(fill))
    over = hover_border or border
    sheet.nine(style + ".bg", 8, [
        ((), sheet.box(normal, border)),
        (("disabled",), sheet.box("sunken", "line")),
        (("pressed",), sheet.box(press, over)),
        (("active", "focus"), focus(hover)),
        (("focus",), focus(normal)),
        (("active",), sheet.box(hover, over)),
    ])
    sheet.wrap(style, style + ".bg", "Button")
    _dress_button(sheet, style, ink, padding, font)


def _clear_element(sheet: Sheet, name: str, hover: str, press: str) -> None:
    sheet.nine(name, 8, [
        ((), ()),
        (("disabled",), ()),
        (("pressed",), sheet.box(press)),
        (("active", "focus"), sheet.edge(hover)),
        (("focus",), [Inset(0, sheet.c["accent"]), Inset(sheet.thick, None)]),
        (("active",), sheet.box(hover)),
    ])


def _clear_button(sheet: Sheet, style: str, element: str, ink: str, padding: Tuple[int, ...]) -> None:
    sheet.wrap(style, element, "Button")
    _dress_button(sheet, style, ink, padding, "ui")


def _dress_button(sheet: Sheet, style: str, ink: str, padding: Tuple[int, ...], font: str) -> None:
    sheet.style.configure(style, padding=padding, foreground=sheet.c[ink], font=sheet.font[font], anchor="center",
                         background=sheet.c["pane"], relief="flat")
    sheet.style.map(style, foreground=[("disabled", sheet.c["disabled"])])


def _choices(sheet: Sheet) -> None:
    c = sheet.c
    sheet.nine("Seg.bg", 6, [
        ((), ()), (("selected", "focus"), sheet.edge("raised")), (("selected",), sheet.box("raised", "control")),
        (("focus",), [Inset(0, c["accent"]), Inset(sheet.thick, None)]), (("active",), sheet.box("hover"))])
    sheet.wrap("Seg.TRadiobutton", "Seg.bg", "Radiobutton", "")
    sheet.style.configure("Seg.TRadiobutton", padding=sheet.pad(14, 5), background=c["sunken"], foreground=c["text2"],
                         anchor="center")
    sheet.style.map("Seg.TRadiobutton", foreground=[("disabled", c["disabled"]), ("selected", c["text"])])
    sheet.nine("Chip.bg", 13, [
        ((), sheet.box("sunken")), (("selected", "focus"), sheet.edge("soft")), (("selected",), sheet.box("soft")),
        (("focus",), sheet.edge("sunken")), (("active",), sheet.box("hover"))])
    sheet.wrap("Chip.TRadiobutton", "Chip.bg", "Radiobutton", "")
    sheet.style.configure("Chip.TRadiobutton", padding=sheet.pad(12, 5), font=sheet.font["small"],
                          foreground=c["text2"], background=c["raised"])
    sheet.style.map("Chip.TRadiobutton", foreground=[("disabled", c["disabled"]), ("selected", c["soft_ink"])])


def _fields(sheet: Sheet) -> None:
    c, wrong = sheet.c, sheet.box("field", "danger", sheet.thick)
    sheet.nine("IC.field", 7, [
        ((), sheet.box("field", "line2")), (("disabled",), sheet.box("sunken", "line")), (("invalid",), wrong),
        (("focus",), sheet.edge("field")), (("hover",), sheet.box("field", "text2"))])
    sheet.nine("Quiet.field", 8, [((), sheet.box("hover")), (("focus",), sheet.edge("field"))])
    sheet.nine("Raised.Quiet.field", 8, [((), sheet.box("sunken")), (("focus",), sheet.edge("field"))])
    sheet.nine("Bare.field", 4, [((), sheet.box("raised"))])
    _entry(sheet, "Bare.TEntry", "Bare.field", sheet.pad(4, 4))
    _entry(sheet, "TEntry", "IC.field", sheet.pad(11, 8))
    _entry(sheet, "Quiet.TEntry", "Quiet.field", sheet.pad(10, 6))
    _entry(sheet, "Raised.Quiet.TEntry", "Raised.Quiet.field", sheet.pad(10, 6))
    for prefix, surface in (("Side.", "side"), ("Raised.", "raised")):
        sheet.style.configure(prefix + "TEntry", background=c[surface])
        sheet.style.configure(prefix + "Quiet.TEntry", background=c[surface])
    chevron, grey = (sheet.images.icon("chev-down", token, 16, (28, 20)) for token in ("text2", "disabled"))
    sheet.element("IC.down", [((), chevron), (("disabled",), grey)], sticky="")
    padding = ("Combobox.padding", {"sticky": "nswe", "children": [("Combobox.textarea", {"sticky": "nswe"})]})
    sheet.style.layout("TCombobox", [("IC.field", {"sticky": "nswe", "children": [
        ("IC.down", {"side": "right", "sticky": "ns"}), padding]})])
    sheet.style.configure("TCombobox", padding=sheet.pad(11, 8, 0, 8), foreground=c["text"], insertcolor=c["accent"],
                         selectbackground=c["field"], selectforeground=c["text"], fieldbackground=c["field"])
    sheet.style.map("TCombobox", foreground=[("disabled", c["disabled"])], selectbackground=[("disabled", c["sunken"])],
                   selectforeground=[("disabled", c["disabled"])])


def _entry(sheet: Sheet, style: str, element: str, padding: Tuple[int, ...]) -> None:
    c, area = sheet.c, ("Entry.textarea", {"sticky": "nswe"})
    sheet.style.layout(style, [(element, {"sticky": "nswe", "children": [
        ("Entry.padding", {"sticky": "nswe", "children": [area]})]})])
    sheet.style.configure(style, padding=padding, foreground=c["text"], insertcolor=c["accent"],
                         selectbackground=c["sel"], selectforeground=c["text"])
    sheet.style.map(style, foreground=[("disabled", c["disabled"])])


def _frames(sheet: Sheet) -> None:
    c = sheet.c
    for name, (fill, border, radius) in CARDS.items():
        sheet.nine(name + ".bg", radius, [
            ((), sheet.box(fill, border)), (("focus",), sheet.edge(fill)),
            (("hover",), sheet.box(fill, "line2" if border else None))])
        _picture_frame(sheet, name + ".TFrame", name + ".bg")
    sheet.nine("Composer.bg", 12, [
        ((), sheet.box("raised", "float_line")), (("disabled",), sheet.box("sunken", "line")),
        (("focus",), sheet.box("raised", "accent"))])
    _picture_frame(sheet, "Composer.TFrame", "Composer.bg")
    sheet.nine("RadioCard.bg", 9, [
        ((), sheet.box("raised", "control")), (("selected", "focus"), sheet.edge("soft")),
        (("selected",), sheet.box("soft", "accent")), (("focus",), sheet.edge("raised")),
        (("active",), sheet.box("raised_hover", "line2"))])
    _picture_frame(sheet, "RadioCard.TFrame", "RadioCard.bg")
    sheet.style.configure("SegBox.TFrame", padding=sheet.images.px(3))
    sheet.style.configure("Raised.SegBox.TFrame", background=c["raised"])
    sheet.style.configure("Side.Float.TFrame", background=c["side"])
    sheet.style.configure("TFrame", background=c["pane"])
    sheet.style.configure("TSeparator", background=c["line"])


def _picture_frame(sheet: Sheet, style: str, element: str) -> None:
    sheet.style.layout(style, [(element, {"sticky": "nswe"})])
    sheet.style.configure(style, background=sheet.c["pane"])


def _labels(sheet: Sheet) -> None:
    c, configure = sheet.c, sheet.style.configure
    configure("TLabel", background=c["pane"])
    sheet.style.map("TLabel", background=[("focus", c["soft"])])  # of those that Tab leads to
    for surface in SURFACES:
        configure(surface + ".TFrame", background=c[surface])
        for role, (ink, font) in LABELS.items():
            configure(f"{surface}.{role}", background=c[surface], foreground=c[ink], font=sheet.font[font])


def _table(sheet: Sheet) -> None:
    c, layout = sheet.c, sheet.style.layout
    layout("Treeview", [("Treeview.treearea", {"sticky": "nswe"})])
    sheet.style.configure("Treeview", background=c["pane"], fieldbackground=c["pane"], foreground=c["text"],
                         rowheight=sheet.images.px(36), borderwidth=0, font=sheet.font["ui"], indent=0)
    sheet.style.map("Treeview", background=[("selected", c["soft"])], foreground=[("selected", c["soft_ink"])])
    layout("Treeview.Item", [("Treeitem.padding", {"sticky": "nswe", "children": [
        ("Treeitem.image", {"side": "left", "sticky": ""}), ("Treeitem.text", {"side": "left", "sticky": ""})]})])
    sheet.style.configure("Treeview.Item", padding=sheet.pad(8, 0))
    sheet.style.configure("Treeview.Cell", padding=sheet.pad(4, 0))
    layout("Treeview.Heading", [("Treeheading.cell", {"sticky": "nswe"}), ("Treeheading.padding", {
        "sticky": "nswe", "children": [("Treeheading.image", {"side": "right", "sticky": ""}),
                                       ("Treeheading.text", {"sticky": "we"})]})])
    sheet.style.configure("Treeview.Heading", background=c["pane"], foreground=c["text3"], font=sheet.font["smallb"],
                         padding=sheet.pad(8, 6), relief="flat", borderwidth=0)
    sheet.style.map("Treeview.Heading", background=[("active", c["hover"])])
