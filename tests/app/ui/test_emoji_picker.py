"""The emoji picker and the short row: found by typing, walked through by keys, remembered, and safe on any display."""
import tkinter as tk
from typing import List

import pytest

from app.emoji import USUAL
from app.settings import Settings
from app.ui.emoji_picker import NOTHING, EmojiPicker
from app.ui.palette import LIGHT
from app.ui.preferences import Preferences
from app.ui.theme import Theme


class Picked:
    """A picker, the field that had the keyboard before, and what was chosen."""

    def __init__(self, root: tk.Tk, safe: bool = True) -> None:
        self.root = root
        theme = Theme(root, LIGHT, scale=1.0)
        theme.emoji_safe = safe
        self.before = tk.Entry(root)
        self.before.place(x=0, y=0)
        root.focus_force()
        self.before.focus_force()
        root.update()
        self.preferences = Preferences(Settings())
        self.picker = EmojiPicker(root, theme, self.preferences)
        self.chosen: List[str] = []

    def open(self) -> None:
        """Offer all emoji."""
        self.picker.ask(self.root.winfo_rootx() + 50, self.root.winfo_rooty() + 50, self.chosen.append)
        self.root.update()

    def press(self, *keys: str) -> None:
        """Press keys where the keyboard is."""
        for key in keys:
            self.root.focus_get().event_generate(f"<{key}>")
        self.root.update()

    @property
    def marked(self) -> str:
        """The name of the one that is marked."""
        return self.picker.grid.shown[self.picker.grid.marked].name


@pytest.fixture
def picked(root: tk.Tk) -> Picked:
    """A picker on a display that can draw emoji."""
    return Picked(root)


def test_enter_chooses_and_gives_the_keyboard_back(picked: Picked) -> None:
    """The emoji stands first among those used last, in the settings, too."""
    picked.open()
    picked.press("Right", "Down", "Return")
    assert picked.chosen == [picked.picker.recent[0].text] and not picked.picker.is_open
    assert picked.preferences.value.emoji == picked.chosen[0]
    assert picked.root.focus_get() is picked.before
    picked.open()
    assert picked.picker.grid.shown[0].text == picked.chosen[0]


def test_typing_finds_by_name(picked: Picked) -> None:
    """The first find is marked and named below; nothing found says so, and Enter chooses nothing then."""
    picked.open()
    picked.picker.field.insert(0, "tad")
    picked.press("KeyRelease-d")
    assert picked.marked == "tada" and str(picked.picker._told["text"]) == ":tada:"
    picked.picker.field.insert("end", "qq")
    picked.press("KeyRelease-q", "Return")
    assert str(picked.picker._told["text"]) == NOTHING and picked.chosen == []
    picked.press("Escape")
    assert not picked.picker.is_open and picked.root.focus_get() is picked.before


def test_the_mark_stays_in_sight_and_tab_goes_from_group_to_group(picked: Picked) -> None:
    """Down beyond the lower edge scrolls; Tab goes to the next heading, and around at the end."""
    picked.open()
    grid = picked.picker.grid
    picked.press(*["Down"] * 8)
    assert grid.canvasy(0) > 0 and grid.find_withtag("mark")
    picked.press("Tab")
    assert picked.marked == "wave"
    picked.press("Shift-Tab", "Shift-Tab")
    assert picked.marked == "heart" and grid.find_withtag("mark")


def test_the_short_row_offers_what_was_used(picked: Picked) -> None:
    """Six, those used last before the usual ones; the button beside them leads to all."""
    picked.preferences.change(emoji="🚀 👀")
    picked.picker.ask_quickly(picked.root.winfo_rootx(), picked.root.winfo_rooty(), picked.chosen.append)
    picked.root.update()
    assert [each.text for each in picked.picker.usual()] == ["🚀", "👀"] + [each for each in USUAL if each != "👀"][:4]
    picked.press("Tab")
    assert picked.picker.field.winfo_ismapped()
    picked.press("Escape")
    picked.picker.ask_quickly(picked.root.winfo_rootx(), picked.root.winfo_rooty(), picked.chosen.append)
    picked.root.update()
    picked.press("Return")
    assert picked.chosen == ["🚀"]


def test_a_click_beside_closes(picked: Picked) -> None:
    """As does another size of the window."""
    picked.open()
    picked.before.event_generate("<Button-1>")
    assert not picked.picker.is_open


def test_names_stand_where_emoji_would_end_the_program(root: tk.Tk) -> None:
    """On such a display not one emoji is drawn, and choosing still gives the emoji itself."""
    picked = Picked(root, safe=False)
    picked.open()
    grid = picked.picker.grid
    texts = [grid.itemcget(item, "text") for item in grid.find_all() if grid.type(item) == "text"]
    assert ":grinning:" in texts and all(max(text) <= "\uffff" for text in texts)
    picked.press("Return")
    assert picked.chosen == ["😀"]
