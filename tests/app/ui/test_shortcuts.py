"""The keys: how chords are written, which chord a key press is, and that each leads to an action that exists."""

from types import SimpleNamespace
from typing import List

import pytest

from app.ui import menus, shortcuts
from app.ui.actions import DESCRIPTIONS
from app.ui.shortcuts import SHORTCUTS, chord_shown, chords_of, types_text, written


def press(keysym: str, state: int = 0, keycode: int = 0, char: str = "") -> SimpleNamespace:
    """A key press as Tk reports it."""
    return SimpleNamespace(keysym=keysym, state=state, keycode=keycode, char=char)


def chords(event: SimpleNamespace, system: str = "x11") -> List[str]:
    """The chords of a key press."""
    return list(chords_of(event, system))


def test_chords_are_written_the_way_of_the_system() -> None:
    """Ctrl and plus signs on Windows and Linux, signs without them on macOS."""
    assert written("Mod+Shift+H", "x11") == "Ctrl+Shift+H"
    assert written("Mod+Shift+H", "aqua") == "⇧⌘H"
    assert chord_shown("connect", "win32") == "Ctrl+O"
    assert chord_shown("about", "x11") == ""


def test_a_letter_is_the_same_chord_with_caps_lock() -> None:
    """Case comes from Shift alone, so Caps Lock changes nothing."""
    assert chords(press("o", 0x4, 32)) == ["Mod+O"]
    assert chords(press("O", 0x4 | 0x2, 32)) == ["Mod+O"]
    assert chords(press("H", 0x4 | 0x1, 43)) == ["Mod+Shift+H"]


@pytest.mark.parametrize("keysym, keycode, chord", [
    ("Cyrillic_es", 54, "Mod+C"), ("Greek_psi", 54, "Mod+C"), ("Cyrillic_em", 55, "Mod+V"), ("ampersand", 10, "Mod+1")])
def test_other_layouts_are_read_by_the_place_of_the_key(keysym: str, keycode: int, chord: str) -> None:
    """Ctrl+C under a Cyrillic or Greek layout, and Ctrl+1 on a French keyboard, are found by the key's code."""
    assert chord in chords(press(keysym, 0x4, keycode))


def test_a_latin_letter_elsewhere_is_not_read_by_its_place() -> None:
    """On a Dvorak keyboard Ctrl+E is not what the key is called on another keyboard."""
    assert chords(press("e", 0x4, 40)) == ["Mod+E"]


def test_altgr_is_no_chord() -> None:
    """AltGr arrives as Control and Alt on Windows and writes letters such as @."""
    assert chords(press("at", 0x4 | 0x20000, 81), "win32") == []
    assert types_text(press("at", 0x4 | 0x20000, 81, "@"), "win32")


def test_what_types_text() -> None:
    """Letters do, chords and keys without a character don't."""
    assert types_text(press("a", 0, 38, "a"), "x11")
    assert types_text(press("A", 0x1, 38, "A"), "x11")
    assert not types_text(press("a", 0x4, 38, "\x01"), "x11")
    assert not types_text(press("Up", 0, 111, ""), "x11")
    assert not types_text(press("a", 0x8, 38, "a"), "x11")


def test_no_chord_has_two_meanings() -> None:
    """Each chord stands once in the table, and none is also a menu's letter."""
    all_chords = [chord for shortcut in SHORTCUTS for chord in shortcut.chords]
    assert len(all_chords) == len(set(all_chords))
    assert not set(all_chords) & set(shortcuts.MENU_LETTERS)


def test_menu_letters_and_descriptions_name_what_exists() -> None:
    """Alt+letter opens a menu of the table, and the dialog of keys describes actions that have keys."""
    assert set(shortcuts.MENU_LETTERS.values()) == {menu.title for menu in menus.MENUS}
    assert {action for action, _ in DESCRIPTIONS} <= {shortcut.action for shortcut in SHORTCUTS}
