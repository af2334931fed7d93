"""How every dialog lies on a small screen, at the plain and at the double scale: it fits, and nothing of it is cut."""

import gc
import tkinter as tk
from types import SimpleNamespace
from typing import Any, Callable, Dict, Iterator, List

import pytest

from app.events import ListedRoom
from app.joinlink import JoinLink
from app.known_servers import KnownServers
from app.ui import nearby
from app.ui.dialogs import (
    about,
    ask,
    ban,
    confirm,
    connect,
    join_link,
    keys,
    known,
    new_room,
    protect,
    rooms,
    shortcuts,
)
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.preference_pages import PAGES
from app.ui.dialogs.start_server import HostValues, StartServerDialog
from app.ui.window import ChatWindow
from tests.app.ui.dialogs.driver import move_to, pump_until, shown
from tests.app.ui.dialogs.test_connect import Around
from tests.app.ui.test_sizes import faults
from tests.app.ui.test_window import opened

pytestmark = pytest.mark.once
SCREEN = (1280, 800)
KEY = "ab" * 32
LONG = "People who aren’t here any more are told about it when they come back, and so is everybody else."


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatWindow]:
    """The smallest window, on a small screen."""
    monkeypatch.setattr(tk.Misc, "winfo_screenwidth", lambda self: SCREEN[0])
    monkeypatch.setattr(tk.Misc, "winfo_screenheight", lambda self: SCREEN[1])
    made = opened()
    made.root.geometry("480x360+400+200")
    made.root.update()
    yield made
    made.quit()
    gc.collect()


def nothing(*_: Any) -> None:
    """What a dialog calls when it is answered."""


def preferences(window: ChatWindow, page: str) -> Dialog:
    """The preferences at a page."""
    window.actions.ask_preferences(page)
    return window.actions.preferences


def listed(root: tk.Misc, theme: Any) -> Dialog:
    """The room browser with more rooms than it can show."""
    made = rooms.RoomsDialog(root, theme, "Studio", nothing, nothing, lambda name: False)
    for number in range(30):
        made.take(ListedRoom(f"#room{number}", number, LONG))
    made.end()
    return made


def remembered() -> KnownServers:
    """Servers that were joined encrypted."""
    servers = KnownServers()
    for number in range(12):
        servers.remember(f"server{number}.example", 12345, KEY)
    return servers


HOST = HostValues("Studio", 12345, True, "", "Alex")
LINKS = tuple(JoinLink(host, 12345, "#lobby", True) for host in ("192.168.1.20", "10.0.0.7", "2001:db8::7"))
RECENT = tuple(connect.Recent(f"10.0.0.{number}", 12345, "Studio") for number in range(1, 6))
VALUES = connect.ConnectValues("chat.example", 12345, "Alex")
KEPT: Any = SimpleNamespace(find=lambda place: False, take=lambda place: None)

DIALOGS: Dict[str, Callable[[ChatWindow], Dialog]] = {
    "about": lambda w: about.AboutDialog(w.root, w.theme),
    "ask": lambda w: ask.AskDialog(w.root, w.theme, "Join a room", LONG, "Room", "Join", nothing),
    "ban": lambda w: ban.BanDialog(w.root, w.theme, "Mara", "10.0.0.9", nothing),
    "confirm": lambda w: confirm.ConfirmDialog(w.root, w.theme, "Stop it?", LONG, "Stop", nothing, other="Detach"),
    "connect": lambda w: connect.ConnectDialog(w.root, w.theme, VALUES, RECENT, nothing, nothing,
                                               lambda widget, show: nearby.Nearby(widget, show, lambda: Around())),
    "join link": lambda w: join_link.JoinLinkDialog(w.root, w.theme, LINKS, True, nothing),
    "key": lambda w: keys.KeyDialog(w.root, w.theme, "The key", LONG, [("Known", KEY), ("Shown", KEY)]),
    "changed key": lambda w: keys.ChangedKeyDialog(w.root, w.theme, "chat.example", KEY, KEY, nothing, nothing),
    "known servers": lambda w: known.KnownServersDialog(w.root, w.theme, remembered()),
    "new room": lambda w: new_room.NewRoomDialog(w.root, w.theme, lambda name: "", nothing),
    "protect": lambda w: protect.ProtectDialog(w.root, w.theme, "Alex", "Studio", True, "x", KEPT, nothing, nothing),
    "log in": lambda w: protect.ProtectDialog(w.root, w.theme, "Alex", "Studio", False, "x", KEPT, nothing, nothing),
    "rooms": lambda w: listed(w.root, w.theme),
    "shortcuts": lambda w: shortcuts.ShortcutsDialog(w.root, w.theme, w.actions.key_table()),
    "start server": lambda w: StartServerDialog(w.root, w.theme, HOST, ["192.168.1.20"], nothing),
}
for each in PAGES:
    DIALOGS[f"preferences: {each.key}"] = lambda w, page=each.key: preferences(w, page)


def problems(dialog: Dialog) -> List[str]:
    """What is wrong with how a dialog lies on the screen."""
    top, found = dialog.window, []
    right, bottom = top.winfo_rootx() + top.winfo_width(), top.winfo_rooty() + top.winfo_height()
    if min(top.winfo_rootx(), top.winfo_rooty()) < 0 or right > SCREEN[0] or bottom > SCREEN[1]:
        found.append(f"it is {top.winfo_width()} x {top.winfo_height()}")
    if dialog.scroller.view.winfo_height() < dialog.content.winfo_height() and not dialog.scroller.scrolls:
        found.append("its contents are cut")
    button = dialog.primary
    if button is not None and not button.winfo_viewable():
        found.append("its button can’t be seen")
    return found + [fault for fault in faults(top) if ".!canvas.!frame is cut" not in fault]  # it scrolls


@pytest.mark.parametrize("scale", (1.0, 2.0))
def test_every_dialog_is_whole_on_a_small_screen(window: ChatWindow, scale: float) -> None:
    """It fits 1280 x 800 over the smallest window, its button is in sight, and nothing is cut or lies over another."""
    window.theme.apply(scale=scale)
    wrong = {}
    for name, make in DIALOGS.items():
        dialog = shown(make(window))
        found = problems(dialog)
        if found:
            wrong[name] = found
        dialog.close()
        window.root.update()
    assert wrong == {}


def test_what_gets_the_keyboard_comes_into_sight(window: ChatWindow) -> None:
    """A form too high for the screen scrolls to each field that Tab visits, and to the first again."""
    window.theme.apply(scale=2.0)
    dialog = shown(DIALOGS["start server"](window))
    view = dialog.scroller.view
    top, bottom = view.winfo_rooty(), view.winfo_rooty() + view.winfo_height()
    for name in ("username", "name", "password", "port"):
        entry = dialog.fields[name].entry
        move_to(entry)
        assert top <= entry.winfo_rooty() and entry.winfo_rooty() + entry.winfo_height() <= bottom, name
    assert view.yview() != (0.0, 1.0)
    dialog.close()


def test_a_dialog_that_grows_begins_to_scroll(window: ChatWindow) -> None:
    """The further fields of a connection take room only once they are shown, and the button stays in sight."""
    window.theme.apply(scale=2.0)
    dialog = shown(DIALOGS["connect"](window))
    dialog.show_more(True)
    pump_until(dialog.window, lambda: dialog.scroller.scrolls, "it scrolls")
    dialog.window.update()
    assert problems(dialog) == []
    dialog.close()
