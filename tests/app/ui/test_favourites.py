"""Favourites: a real server, a real window; what is starred comes first, in the person's order, and is saved."""

import tkinter as tk
from typing import Iterator, List

import pytest

from app.hosting import HostedServer
from app.settings import load
from app.ui.sidebar import row_key
from app.ui.window import ChatWindow
from server.config import ServerConfig
from tests.app.ui.test_servers import join, until
from tests.app.ui.test_window import opened


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window in the rooms lobby, alpha and beta."""
    server = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, name="Studio", rate_limit=0))
    made = opened()
    join(made, server)
    for room in ("#alpha", "#beta"):
        made.join(room)
        until(made, lambda room=room: made.conversations.current == room)
    yield made
    if not made.closed:
        made.quit()
    server.stop()


def listed(window: ChatWindow) -> List[str]:
    """The words of the list, down to the rooms."""
    window.root.update()
    return [row.text for row in window.sidebar.list.rows if row.text not in ("Server messages", "Private chats")]


def drag(rows: tk.Canvas, key: str, onto: str) -> None:
    """Move a row with the mouse to another one's place."""
    start, end = (sum(rows.span_of(each)) // 2 for each in (key, onto))
    rows.event_generate("<Button-1>", x=40, y=start)
    rows.event_generate("<B1-Motion>", x=40, y=end)
    rows.update()
    rows.event_generate("<ButtonRelease-1>", x=40, y=end)
    rows.update()


def test_favourites_stand_first_in_the_order_that_one_gives_them(window: ChatWindow) -> None:
    """Added by key or menu, moved by key or mouse; the order is saved with the server, and a drag opens nothing."""
    window.root.update()
    assert listed(window) == ["Rooms", "lobby", "alpha", "beta"]
    window.composer.text.focus_force()
    window.root.update()
    window.composer.text.event_generate("<Control-d>")
    assert listed(window) == ["Favourites", "beta", "Rooms", "lobby", "alpha"]
    link = window.links.shown
    next(item for item in window.favourites.items(link, link.conversations.get("#alpha"))).command()
    assert listed(window) == ["Favourites", "beta", "alpha", "Rooms", "lobby"]
    window.composer.text.event_generate("<Mod1-Shift-Next>")
    assert listed(window)[:3] == ["Favourites", "alpha", "beta"]
    drag(window.sidebar.list, row_key(link.number, "#beta"), row_key(link.number, "#alpha"))
    assert listed(window)[:3] == ["Favourites", "beta", "alpha"] and window.conversations.current == "#beta"
    drag(window.sidebar.list, row_key(link.number, "#beta"), row_key(link.number, "#lobby"))
    assert listed(window)[:3] == ["Favourites", "beta", "alpha"]
    assert window.preferences.value.servers == load().settings.servers
    link.conversations.favourites = ()
    window.favourites.learn(link)
    assert link.conversations.favourites == load().settings.servers[0].favourites == ("#beta", "#alpha")
    window.actions.run("favourite")
    assert listed(window) == ["Favourites", "alpha", "Rooms", "lobby", "beta"]
