"""The first screen: who one is, and the servers nearby."""

import tkinter as tk
from typing import Callable, List, Tuple

import pytest

from app.ui.nearby import NONE_YET, Nearby
from app.ui.palette import LIGHT
from app.ui.theme import Theme
from app.ui.welcome import NAME_RULE, Welcome
from server.announcement import Announcement
from server.nearby import FoundServer
from tests.app.ui.dialogs.test_connect import Around

SERVERS = tuple(FoundServer(str(n), f"10.0.0.{n}", 12345, False, Announcement(f"Lab {n}", n)) for n in range(1, 9))
Wait = Callable[[Callable[[], bool]], None]


class Screen:
    """A first screen in a window, and what it called."""

    def __init__(self, root: tk.Tk) -> None:
        self.around = Around()
        self.picked: List[Tuple[str, str]] = []
        self.welcome = Welcome(root, Theme(root, LIGHT, scale=1.0), "Alex", self._nothing, self._nothing,
                               lambda nick, server: self.picked.append((nick, server.name)),
                               lambda widget, show: Nearby(widget, show, lambda: self.around))
        self.welcome.place(relwidth=1, relheight=1)

    def _nothing(self, nick: str) -> None:
        raise AssertionError("not asked for")


@pytest.fixture
def screen(root: tk.Tk, wait_until: Wait) -> Screen:
    """One on the screen, looking around."""
    root.geometry("700x620+0+0")
    shown = Screen(root)
    wait_until(lambda: shown.around.running)
    return shown


def test_it_shows_who_is_found_and_joins_by_a_click(screen: Screen, wait_until: Wait) -> None:
    """Until there is one a sentence stands there; then a list, of which a row joins under the name in the field."""
    screen.around.has_asked = True
    wait_until(lambda: screen.welcome.looking.cget("text") == NONE_YET)
    wait_until(lambda: bool(screen.welcome.looking.winfo_ismapped()))
    assert not screen.welcome.box.winfo_ismapped()
    screen.around.found = SERVERS[:2]
    wait_until(lambda: bool(screen.welcome.box.winfo_ismapped()))
    assert not screen.welcome.looking.winfo_ismapped()
    screen.welcome.list.on_open("10.0.0.2:12345")
    assert screen.picked == [("Alex", "Lab 2")]


def test_a_bad_name_is_explained_first(screen: Screen, wait_until: Wait) -> None:
    """Nobody joins under a name that no server takes."""
    screen.around.found = SERVERS[:1]
    wait_until(lambda: bool(screen.welcome.box.winfo_ismapped()))
    screen.welcome.field.insert("end", " two words")
    screen.welcome.list.on_open("10.0.0.1:12345")
    assert screen.picked == []
    assert NAME_RULE in screen.welcome.problem.cget("text")


@pytest.mark.parametrize("size", ["480x360", "700x620"])
def test_many_servers_fit(screen: Screen, root: tk.Tk, wait_until: Wait, size: str) -> None:
    """With more servers than rows the list scrolls, and neither it nor the name's field is cut."""
    screen.around.found = SERVERS
    root.geometry(size + "+0+0")
    wait_until(lambda: bool(screen.welcome.box.winfo_ismapped()) and root.winfo_width() == int(size.split("x")[0]))
    root.update()
    bottom = screen.welcome.box.winfo_rooty() + screen.welcome.box.winfo_height()
    assert bottom <= root.winfo_rooty() + root.winfo_height()
    assert screen.welcome.field.winfo_rooty() >= root.winfo_rooty()


def test_it_rests_while_hidden(screen: Screen, wait_until: Wait) -> None:
    """Behind a conversation nothing is looked for; back on the screen it looks again."""
    screen.welcome.place_forget()
    wait_until(lambda: not screen.around.running)
    screen.welcome.place(relwidth=1, relheight=1)
    wait_until(lambda: screen.around.running)
