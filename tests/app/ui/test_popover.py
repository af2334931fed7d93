"""The menu inside the window: opened, walked through, chosen from, and closed in every way."""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List

import pytest

from app.ui.palette import DARK, LIGHT
from app.ui.popover import SEPARATOR, MenuItem, Popover
from app.ui.theme import Theme
from app.ui.tooltip import tooltip

Wait = Callable[[Callable[[], bool]], None]


class Menus:
    """A popover, the field that had the keyboard before, and what was chosen."""

    def __init__(self, root: tk.Tk) -> None:
        self.root = root
        self.theme = Theme(root, LIGHT, scale=1.0)
        self.popover = Popover(root, self.theme)
        self.field = ttk.Entry(root)
        self.field.place(x=600, y=500)
        self.chosen: List[str] = []
        self.items = [
            MenuItem("Start server…", lambda: self.chosen.append("start"), "power", "Ctrl+Shift+H", enabled=False),
            MenuItem("Copy address", lambda: self.chosen.append("copy"), "copy"),
            SEPARATOR,
            MenuItem("Light", lambda: self.chosen.append("light"), checked=True),
            MenuItem("Dark", lambda: self.chosen.append("dark"), checked=False),
            MenuItem("Stop server…", lambda: self.chosen.append("stop"), "x", danger=True),
        ]

    def open(self, x: int = 50, y: int = 50, anchor: str = "nw") -> None:
        """Open the menu at a place of the window, and let Tk draw it."""
        self.popover.show(self.items, self.root.winfo_rootx() + x, self.root.winfo_rooty() + y, anchor,
                          on_close=lambda: self.chosen.append("closed"),
                          on_sibling=lambda way: self.chosen.append(f"sibling {way}"))
        self.root.update()

    @property
    def canvas(self) -> tk.Canvas:
        """The canvas with the rows."""
        return next(child for child in self.frame.winfo_children() if isinstance(child, tk.Canvas))

    @property
    def frame(self) -> ttk.Frame:
        """The frame that is placed over the window."""
        return next(child for child in self.root.winfo_children() if isinstance(child, ttk.Frame))

    def press(self, *keys: str) -> None:
        """Press keys while the menu is open."""
        for key in keys:
            self.canvas.event_generate(f"<{key}>")
        self.root.update()


@pytest.fixture
def menus(root: tk.Tk, wait_until: Wait) -> Menus:
    """A window with a field that has the keyboard, and no menu open yet."""
    made = Menus(root)
    made.field.focus_force()
    wait_until(lambda: root.focus_get() is made.field)
    return made


def test_keys_walk_over_what_can_be_chosen(menus: Menus) -> None:
    """Down and Up skip disabled items and lines and go round; Return closes, then runs the command."""
    menus.open()
    menus.press("Down", "Down", "Down", "Return")
    assert menus.chosen == ["closed", "dark"]
    menus.open()
    menus.press("Up", "Return")
    menus.open()
    menus.press("Up", "Down", "Return")
    menus.open()
    menus.press("End", "Home", "Return")
    assert menus.chosen[2:] == ["closed", "stop", "closed", "copy", "closed", "copy"]


def test_a_letter_jumps_to_the_next_item_with_it(menus: Menus) -> None:
    """Letters mark, Return chooses; a disabled item is not found."""
    menus.open()
    menus.press("s", "Return")
    assert menus.chosen == ["closed", "stop"]


def test_the_keyboard_goes_back_where_it_was(menus: Menus, wait_until: Wait) -> None:
    """Escape closes the menu, chooses nothing and returns the focus."""
    menus.open()
    assert menus.root.focus_get() is menus.canvas
    menus.press("Down", "Escape")
    wait_until(lambda: menus.root.focus_get() is menus.field)
    assert menus.chosen == ["closed"]
    assert not menus.popover.is_open


def test_a_click_chooses_and_a_click_on_a_disabled_item_does_not(menus: Menus) -> None:
    """The mouse marks what it is over and chooses on release."""
    menus.open()
    canvas = menus.canvas
    canvas.event_generate("<ButtonRelease-1>", x=60, y=16)
    assert menus.popover.is_open
    canvas.event_generate("<Motion>", x=60, y=50)
    canvas.event_generate("<ButtonRelease-1>", x=60, y=50)
    assert menus.chosen == ["closed", "copy"]


def test_a_click_outside_closes(menus: Menus) -> None:
    """A click anywhere else in the window closes it; one inside does not."""
    menus.open()
    menus.canvas.event_generate("<ButtonPress-1>", x=60, y=16)
    assert menus.popover.is_open
    menus.field.event_generate("<ButtonPress-1>", x=3, y=3)
    assert menus.chosen == ["closed"]


def test_the_click_that_opens_it_does_not_close_it(menus: Menus) -> None:
    """A binding that opens the menu on a press may let the event go on to the window."""
    menus.field.bind("<Button-3>", lambda event: menus.popover.show(menus.items, event.x_root, event.y_root))
    menus.field.event_generate("<ButtonPress-3>", x=3, y=3)
    menus.root.update()
    assert menus.popover.is_open


def test_it_closes_when_the_window_changes_or_the_keyboard_leaves(menus: Menus, wait_until: Wait) -> None:
    """Resizing, a change of theme and focus elsewhere close it."""
    menus.open()
    menus.root.geometry("700x500")
    wait_until(lambda: not menus.popover.is_open)
    menus.open()
    menus.theme.apply(DARK)
    assert not menus.popover.is_open
    menus.open()
    menus.field.focus_set()
    wait_until(lambda: not menus.popover.is_open)


def test_left_and_right_ask_for_the_neighbour(menus: Menus) -> None:
    """A menu row moves between its menus with these."""
    menus.open()
    menus.press("Left", "Right")
    assert menus.chosen == ["sibling -1", "sibling 1"]


def test_it_stays_inside_the_window(menus: Menus) -> None:
    """At the right and lower edges it turns to the other side of the point."""
    menus.open(790, 590)
    frame = menus.frame
    assert frame.winfo_x() + frame.winfo_width() == 790
    assert frame.winfo_y() + frame.winfo_height() == 590
    menus.popover.close()
    menus.open(400, 300, "se")
    frame = menus.frame
    assert (frame.winfo_x() + frame.winfo_width(), frame.winfo_y() + frame.winfo_height()) == (400, 300)


def test_a_menu_longer_than_the_window_scrolls(menus: Menus, wait_until: Wait) -> None:
    """Every item can be reached by keyboard in a low window."""
    menus.root.geometry("480x200")
    wait_until(lambda: menus.root.winfo_height() == 200)
    menus.items = [MenuItem(f"Item {n}", None) for n in range(20)]
    menus.open()
    frame, canvas = menus.frame, menus.canvas
    assert frame.winfo_y() >= 0
    assert frame.winfo_y() + frame.winfo_height() <= 200
    menus.press("End")
    assert canvas.canvasy(canvas.winfo_height()) >= 20 * 32
    menus.press("Home")
    assert canvas.canvasy(0) <= 2


def test_a_second_menu_replaces_the_first(menus: Menus) -> None:
    """One window has one menu open."""
    menus.open()
    menus.open(200, 200)
    assert menus.chosen == ["closed"]
    assert len([child for child in menus.root.winfo_children() if isinstance(child, ttk.Frame)]) == 1


def test_a_tooltip_shows_and_goes(menus: Menus, wait_until: Wait) -> None:
    """It comes after a rest of the mouse, under its widget, and a press takes it away; without text none comes."""
    button = ttk.Button(menus.root, text="x")
    button.place(x=780, y=20)
    menus.root.update()
    tip = tooltip(button, "Notifications", menus.theme)

    def shown() -> List[tk.Label]:
        return [child for child in menus.root.winfo_children()
                if isinstance(child, tk.Label) and child.winfo_ismapped()]

    button.event_generate("<Enter>")
    assert shown() == []
    wait_until(lambda: bool(shown()))
    assert shown()[0].winfo_x() + shown()[0].winfo_width() <= 800
    assert shown()[0].winfo_y() > button.winfo_y()
    button.event_generate("<ButtonPress-1>", x=1, y=1)
    assert shown() == []
    tip.text = ""
    tip.show()
    assert shown() == []


@pytest.mark.parametrize("closes_first", [True, False])
def test_a_window_that_closes_with_its_menu_leaves_nothing_waiting(root: tk.Tk, closes_first: bool) -> None:
    """Opened and gone in the same moment, the menu has Tk call nothing later."""
    menus = Menus(root)
    before = set(root.tk.splitlist(root.tk.call("after", "info")))
    menus.popover.show(menus.items, root.winfo_rootx(), root.winfo_rooty())
    assert menus.popover._arming in root.tk.splitlist(root.tk.call("after", "info"))
    if closes_first:
        menus.popover.close()
    else:
        menus.frame.destroy()
    assert menus.popover._arming == ""
    assert not any("_arm" in str(root.tk.call("after", "info", each))
                   for each in root.tk.splitlist(root.tk.call("after", "info")) if each not in before)
