"""The keys of the main window: which chord runs which action, how each system writes it, and which chord an event is.
A chord is written "Mod+Shift+H"; Mod is Ctrl on Windows and Linux and Command on macOS.
"""

import tkinter as tk
from typing import Callable, Dict, Iterator, NamedTuple, Optional, Tuple


class Shortcut(NamedTuple):
    """One action and the chords that run it, the first being the one that is shown."""

    action: str
    chords: Tuple[str, ...]


SHORTCUTS = (
    Shortcut("connect", ("Mod+O",)),
    Shortcut("quit", ("Mod+Q",)),
    Shortcut("preferences", ("Mod+,",)),
    Shortcut("new-room", ("Mod+Shift+N",)),
    Shortcut("new-private", ("Mod+N",)),
    Shortcut("close-conversation", ("Mod+W",)),
    Shortcut("jump", ("Mod+K",)),
    Shortcut("find", ("Mod+F",)),
    Shortcut("find-next", ("F3", "Mod+G")),
    Shortcut("find-previous", ("Shift+F3", "Mod+Shift+G")),
    Shortcut("search", ("Mod+Shift+F",)),
    Shortcut("start-server", ("Mod+Shift+H",)),
    Shortcut("server-panel", ("Mod+Shift+P",)),
    Shortcut("copy-address", ("Mod+Shift+C",)),
    Shortcut("undo", ("Mod+Z",)),
    Shortcut("redo", ("Mod+Y", "Mod+Shift+Z")),
    Shortcut("cut", ("Mod+X",)),
    Shortcut("copy", ("Mod+C",)),
    Shortcut("paste", ("Mod+V",)),
    Shortcut("select-all", ("Mod+A",)),
    Shortcut("toggle-people", ("Mod+Shift+M",)),
    Shortcut("toggle-sidebar", ("Mod+Shift+D",)),
    Shortcut("switch-light-dark", ("Mod+Shift+L",)),
    Shortcut("larger", ("Mod+=", "Mod++", "Mod+Shift+=", "Mod+Shift++")),
    Shortcut("smaller", ("Mod+-",)),
    Shortcut("actual-size", ("Mod+0",)),
    Shortcut("full-screen", ("F11",)),
    Shortcut("previous-conversation", ("Alt+Up",)),
    Shortcut("next-conversation", ("Alt+Down",)),
    Shortcut("previous-unread", ("Alt+Shift+Up",)),
    Shortcut("next-unread", ("Alt+Shift+Down",)),
    Shortcut("next-region", ("F6",)),
    Shortcut("previous-region", ("Shift+F6",)),
    Shortcut("open-menu", ("F10",)),
    Shortcut("shortcuts", ("Mod+/", "F1")),
    Shortcut("page-up", ("Prior",)),
    Shortcut("page-down", ("Next",)),
    Shortcut("oldest", ("Mod+Home",)),
    Shortcut("newest", ("Mod+End",)),
    Shortcut("favourite", ("Mod+D",)),
    Shortcut("favourite-up", ("Alt+Shift+Prior",)),
    Shortcut("favourite-down", ("Alt+Shift+Next",)),
    Shortcut("first-unread", ("Mod+J",)),
    Shortcut("escape", ("Escape",)),
    Shortcut("emoji", ("Mod+Shift+E",)),
    Shortcut("bold", ("Mod+B",)),
    Shortcut("italics", ("Mod+I",)),
    Shortcut("code", ("Mod+Shift+X",)),
) + tuple(Shortcut(f"conversation-{number}", (f"Mod+{number}",)) for number in range(1, 10))

MENU_LETTERS = {"Alt+C": "Chat", "Alt+E": "Edit", "Alt+V": "View", "Alt+H": "Host", "Alt+P": "Help"}

SHIFT, CONTROL, MOD1 = 0x1, 0x4, 0x8  # bits of an event's state; MOD1 is Alt, or Command on macOS
OPTION, WINDOWS_ALT = 0x10, 0x20000   # the Option key on macOS, the Alt key on Windows

_NAMED = {"slash": "/", "comma": ",", "equal": "=", "plus": "+", "minus": "-", "KP_Add": "+", "KP_Subtract": "-",
          "KP_0": "0", "question": "/", "underscore": "-", "ISO_Left_Tab": "Tab"}
_X11_KEYS = dict(zip(range(24, 34), "QWERTYUIOP"))  # key codes of Linux' evdev (xkeyboard-config, keycodes/evdev)
_X11_KEYS.update(zip(range(38, 47), "ASDFGHJKL"))
_X11_KEYS.update(zip(range(52, 59), "ZXCVBNM"))
_X11_KEYS.update(zip(range(10, 22), "1234567890-="))
_WINDOWS_KEYS = {code: chr(code) for code in tuple(range(48, 58)) + tuple(range(65, 91))}  # virtual-key codes
_WINDOWS_KEYS.update({0xBB: "=", 0xBD: "-", 0xBF: "/"})
_KEYS_BY_CODE: Dict[str, Dict[int, str]] = {"x11": _X11_KEYS, "win32": _WINDOWS_KEYS}

_SHOWN = {"Prior": "PageUp", "Next": "PageDown"}  # as the keys are labelled
_MAC_SIGNS = {"Mod": "⌘", "Shift": "⇧", "Alt": "⌥", "Up": "↑", "Down": "↓"}


def chord_shown(action: str, system: str) -> str:
    """Return how `system` ('x11', 'win32' or 'aqua') writes the first chord of an action, or '' when it has none."""
    for shortcut in SHORTCUTS:
        if shortcut.action == action:
            return written(shortcut.chords[0], system)
    return ""


def written(chord: str, system: str) -> str:
    """Return a chord as people of `system` read it: 'Ctrl+Shift+H', on macOS '⇧⌘H'."""
    names = [_SHOWN.get(name, name) for name in chord.replace("Mod++", "Mod+plus").split("+")]
    if system != "aqua":
        return "+".join("Ctrl" if name == "Mod" else name for name in names)
    modifiers = [name for name in ("Alt", "Shift", "Mod") if name in names]
    return "".join(_MAC_SIGNS.get(name, name) for name in modifiers + names[-1:])


def chords_of(event: "tk.Event", system: str) -> Iterator[str]:
    """Yield the chords a key press may mean: by its sign first, then by its place on the keyboard.

    The place serves layouts whose letters are not Latin, where Ctrl+C arrives as Ctrl+Cyrillic_es.
    """
    prefix = _modifiers(int(event.state), system)
    if prefix is None:
        return
    sign = _NAMED.get(event.keysym, event.keysym)
    yield prefix + (sign.upper() if len(sign) == 1 else sign)
    place = _KEYS_BY_CODE.get(system, {}).get(event.keycode)
    if place and not _is_latin(event.keysym):
        yield prefix + place


class Keyboard:
    """The window's key presses turned into actions, before any widget's own bindings; Tk thread only."""

    TAG = "IntranetChatKeys"

    def __init__(self, window: tk.Misc, system: str, run: Callable[[str], bool], open_menu: Callable[[str], bool],
                 otherwise: Callable[["tk.Event"], bool]) -> None:
        """`run` is called with the name of an action, `open_menu` with a menu's title; True means it was done.

        `otherwise` gets the key presses that are no chord.
        """
        self._system = system
        self._run = run
        self._open_menu = open_menu
        self._otherwise = otherwise
        self._actions = {chord: shortcut.action for shortcut in SHORTCUTS for chord in shortcut.chords}
        window.bind("<KeyPress>", self.pressed)
        window.bind_class(self.TAG, "<KeyPress>", self.pressed)

    def adopt(self, widget: tk.Misc) -> None:
        """Let the window's chords win over the widget's own ones (a Text has a dozen of Emacs')."""
        widget.bindtags((self.TAG,) + tuple(widget.bindtags()))

    def pressed(self, event: "tk.Event") -> Optional[str]:
        """Do what a key press means; 'break' keeps it from the widget (Tk calls this)."""
        for chord in chords_of(event, self._system):
            done = False
            if chord in self._actions:
                done = self._run(self._actions[chord])
            elif chord in MENU_LETTERS and self._system != "aqua":
                done = self._open_menu(MENU_LETTERS[chord])
            if done:
                return "break"
        return "break" if self._otherwise(event) else None


def types_text(event: "tk.Event", system: str) -> bool:
    """Tell whether a key press writes a character."""
    if not event.char or not event.char.isprintable():
        return False
    return _modifiers(int(event.state), system) in ("", "Shift+", None)


def _modifiers(state: int, system: str) -> Optional[str]:
    """Return the chord's beginning ('Mod+Shift+'), or None for AltGr, which writes letters."""
    mod = bool(state & (MOD1 if system == "aqua" else CONTROL))
    alt = bool(state & {"aqua": OPTION, "win32": WINDOWS_ALT}.get(system, MOD1))
    if mod and alt and system != "aqua":
        return None
    names = (("Mod", mod), ("Alt", alt), ("Shift", bool(state & SHIFT)))
    return "".join(name + "+" for name, held in names if held)


def _is_latin(keysym: str) -> bool:
    return len(keysym) == 1 and keysym.isalpha() and ord(keysym) < 128
