"""Every key of the table, pressed: on a real window from wherever the keyboard is, and as each system reports it."""

import tkinter as tk
from types import SimpleNamespace
from typing import Dict, Iterator, List, Tuple

import pytest

from app.client import Client
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.preferences import Preferences
from app.ui.shortcuts import CONTROL, MOD1, OPTION, SHIFT, SHORTCUTS, WINDOWS_ALT, Keyboard
from app.ui.window import ChatWindow
from server.config import ServerConfig
from server.hub import ChatServer
from tests.support import pump_until

pytestmark = pytest.mark.once

ALL = [(chord, shortcut.action) for shortcut in SHORTCUTS for chord in shortcut.chords]
KEYSYMS = {"/": "slash", ",": "comma", "=": "equal", "+": "plus", "-": "minus"}
PAGES, LISTS = ("Prior", "Next"), ("rooms", "people")  # a list turns its own pages
STATES = {"x11": {"Mod": CONTROL, "Alt": MOD1}, "win32": {"Mod": CONTROL, "Alt": WINDOWS_ALT},
          "aqua": {"Mod": MOD1, "Alt": OPTION}}
HELD = {"aqua": {"Mod": "Command", "Alt": "Option"}, "x11": {"Mod": "Control", "Alt": "Mod1"},
        "win32": {"Mod": "Control", "Alt": "Alt"}}  # as Tk names what is held, in an event that is made


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window in the lobby of a server, which has a second room."""
    from app.ui.dialogs.connect import ConnectValues

    server = ChatServer(ServerConfig(host="127.0.0.1", port=0))
    server.start()
    root = tk.Tk()
    made = ChatWindow(root, Preferences(Settings(username="Alex", theme="light")), Client,
                      SystemAppearance(command=()), scale=1.0)
    root.geometry("1500x800+0+0")
    made.open()
    made.joining.begin(ConnectValues("127.0.0.1", server.port, "Alex"))
    pump_until(lambda: made.conversation and made.conversation.target == "#lobby" and made.conversation.joined,
               root.update)
    made.client.join("#design")
    pump_until(lambda: made.conversation.target == "#design" and made.conversation.joined, root.update)
    root.focus_force()
    root.update()
    yield made
    made.quit()
    server.stop()


def split(chord: str) -> Tuple[List[str], str]:
    """The modifiers of a chord, and its key as Tk names it."""
    *held, key = chord.replace("++", "+plus").split("+")
    return held, KEYSYMS.get(key, key.lower() if len(key) == 1 and "Shift" not in held else key)


def press(widget: tk.Misc, chord: str, system: str) -> None:
    """Press a chord where the keyboard is, which is put on `widget`."""
    held, key = split(chord)
    names = [HELD[system].get(name, name) for name in held]
    widget.focus_set()
    widget.update()
    widget.event_generate("<" + "-".join(names + ["KeyPress", key]) + ">")
    widget.update()


def test_every_chord_runs_its_action_once_from_everywhere(window: ChatWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the field, the messages, the rooms, the people and a button of the header: the action, and only once.

    A list keeps the keys that turn its own pages.
    """
    ran: List[str] = []
    monkeypatch.setattr(window.keyboard, "_run", lambda action: ran.append(action) or True)
    places = {"field": window.composer.text, "messages": window.transcript.text, "rooms": window.sidebar.list,
              "people": window.members.list, "button": window.header.people_button}
    wrong: Dict[str, List[str]] = {}
    for place, widget in places.items():
        for chord, action in ALL:
            ran.clear()
            press(widget, chord, window.system)
            if ran != [action] * (not (chord in PAGES and place in LISTS)):
                wrong[f"{chord} in the {place}"] = list(ran)
    assert wrong == {}
    assert all(isinstance(window.actions.is_enabled(action), bool) for _, action in ALL)


@pytest.mark.parametrize("system", sorted(STATES))
def test_every_chord_as_each_system_reports_it(system: str) -> None:
    """Windows and macOS have other bits for Alt and Command."""
    ran: List[str] = []
    silent = SimpleNamespace(bind=lambda *args: None, bind_class=lambda *args: None)
    keyboard = Keyboard(silent, system, lambda action: ran.append(action) or True, lambda title: False,
                        lambda event: False)
    for chord, action in ALL:
        ran.clear()
        held, key = split(chord)
        state = sum(SHIFT if name == "Shift" else STATES[system][name] for name in held)
        assert keyboard.pressed(SimpleNamespace(keysym=key, state=state, keycode=0, char="")) == "break", chord
        assert ran == [action]


def test_the_keys_change_the_look_of_the_window(window: ChatWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, theme, people, rooms and the whole screen: each key does what it says, and takes it back."""
    asked: List[Tuple[object, ...]] = []
    attributes = window.root.attributes
    monkeypatch.setattr(window.root, "attributes", lambda *args: asked.append(args) if args[1:] else attributes(*args))

    def seen() -> Tuple[object, ...]:
        return window.theme.zoom, window.look.is_dark, window.layout.shows_people, window.layout.shows_sidebar

    assert seen() == (1.0, False, True, True)
    for chord, expected in (
            ("Mod+=", (1.1, False, True, True)), ("Mod++", (1.25, False, True, True)),
            ("Mod+-", (1.1, False, True, True)), ("Mod+0", (1.0, False, True, True)),
            ("Mod+Shift+L", (1.0, True, True, True)), ("Mod+Shift+L", (1.0, False, True, True)),
            ("Mod+Shift+M", (1.0, False, False, True)), ("Mod+Shift+M", (1.0, False, True, True)),
            ("Mod+Shift+D", (1.0, False, True, False)), ("Mod+Shift+D", (1.0, False, True, True)),
            ("F11", (1.0, False, True, True))):
        press(window.composer.text, chord, window.system)
        assert seen() == expected, chord
    assert asked == [("-fullscreen", True)]


def test_the_keys_lead_to_places(window: ChatWindow) -> None:
    """Rooms by number, by order and by what is unread; the find bar, the switcher and the preferences open."""
    def at(chord: str) -> str:
        press(window.composer.text, chord, window.system)
        return window.conversation.target

    order = [each.target for _, each in window.go._listed()]
    here = order.index("#design")
    assert [at("Mod+1"), at(f"Mod+{here + 1}"), at("Alt+Down")] == [order[0], "#design", order[(here + 1) % len(order)]]
    assert at("Alt+Up") == "#design"
    window.conversations.get("#lobby").unread = 2
    assert at("Alt+Shift+Down") == "#lobby"
    assert at("Mod+F") and window.search.here.bar.is_open
    assert at("Escape") and not window.search.here.bar.is_open
    assert at("Mod+K") and window.search.card.is_open
    window.search.card.close()
    assert at("Mod+,")
    pump_until(window.actions.preferences.window.winfo_viewable, window.root.update)
    window.actions.preferences.close()
