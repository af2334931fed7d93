"""A window on servers that are not ours: ngIRCd and InspIRCd, from Debian's packages, each started by the test."""

import shutil
from pathlib import Path
from typing import Iterator

import pytest

from app.client import Online, Waiting
from app.ui.dialogs.connect import ConnectValues
from app.ui.window import ChatWindow
from build_scripts import peers
from build_scripts.caller import Caller
from tests.journeys.test_two_windows import Windows, say, shown

pytestmark = pytest.mark.once
ROOM = "#den"


@pytest.fixture
def windows() -> Iterator[Windows]:
    """Windows that are closed when the test ends."""
    made = Windows()
    yield made
    made.close()


def started(name: str, folder: Path, port: int = 0) -> peers.Server:
    """Start a server of somebody else's, or skip the test."""
    if shutil.which(name) is None and shutil.which(name, path="/usr/sbin") is None:
        pytest.skip(f"{name} is not installed; on Debian and Ubuntu: apt install {name}")
    for above in [folder, *folder.parents][:4]:
        above.chmod(0o755)  # ngIRCd gives its rights up before it reads its settings
    return peers.start(name, folder / f"{name}-{port}", port=port)


def in_room(window: ChatWindow) -> bool:
    """Whether a window shows the room and is in it."""
    found = window.conversation
    return found is not None and found.target == ROOM and found.joined


def heard(windows: Windows, bob: Caller, pattern: str) -> str:
    """The next line with a pattern that Bob gets, while the windows go on."""
    windows.turn()
    return bob.until(pattern)


@pytest.mark.parametrize("name", ["ngircd", "inspircd"])
def test_a_window_is_at_home_on_it(name: str, tmp_path: Path, windows: Windows) -> None:
    """Talk both ways, topic, a name in use, a private chat, a kick and a restart of the server all work there, and what
    it lacks is not offered."""
    server = started(name, tmp_path)
    try:
        window = windows.open("Alex")
        window.joining.begin(ConnectValues("127.0.0.1", server.port, "Alex", "", ROOM))
        windows.until(lambda: in_room(window))
        bob = Caller(server.port).register("bob")
        bob.enter(ROOM)
        _talk(windows, window, bob)
        _offers_what_there_is(window)
        _keep_order(windows, window, bob)
        bob.close()
        _restart(windows, window, server, tmp_path)
    finally:
        server.stop()


def _talk(windows: Windows, window: ChatWindow, bob: Caller) -> None:
    say(window, "Hello *Bob*")
    windows.until(lambda: window.conversation.lines[-1].state == "sent")
    heard(windows, bob, "PRIVMSG #den :Hello")
    bob.send(f"PRIVMSG {ROOM} :Good morning, Alex")
    windows.until(lambda: "Good morning, Alex" in shown(window))
    say(window, "/topic Tea at four")
    windows.until(lambda: window.conversation.topic == "Tea at four")
    heard(windows, bob, "TOPIC #den :Tea at four")
    say(window, "/nick bob")
    windows.until(lambda: any(line.kind == "error" for line in window.conversation.lines))
    assert window.client.nick == "Alex"
    bob.send("PRIVMSG Alex :Just between us")
    windows.until(lambda: window.conversations.get("bob") is not None)
    window.open_conversation("bob")
    assert "Just between us" in shown(window)
    say(window, "Of course")
    windows.until(lambda: window.conversation.lines[-1].state == "sent")
    heard(windows, bob, "PRIVMSG bob :Of course")
    window.open_conversation(ROOM)


def _offers_what_there_is(window: ChatWindow) -> None:
    spoken = next(line for line in window.conversation.lines if line.text == "Good morning, Alex")
    assert [deed.icon for deed in window.acts.deeds() if deed.can(spoken)] == ["copy", "more"]
    assert not window.acts.may_delete(spoken)
    assert not window.client.session.keeps_history and not window.conversation.asking


def _keep_order(windows: Windows, window: ChatWindow, bob: Caller) -> None:
    say(window, "/kick bob Fresh air")
    windows.until(lambda: "was removed by Alex (Fresh air)" in shown(window))
    heard(windows, bob, "KICK #den bob :Fresh air")
    assert [row.text for row in window.members.list.rows if row.kind == "person"] == ["Alex"]


def _restart(windows: Windows, window: ChatWindow, server: peers.Server, folder: Path) -> None:
    server.stop()
    windows.until(lambda: isinstance(window.client.state, Waiting))
    say(window, "Said meanwhile")
    windows.until(lambda: "Waiting to send" in shown(window))
    again = started(server.name, folder, server.port)
    try:
        window.client.reconnect_now()
        windows.until(lambda: isinstance(window.client.state, Online) and in_room(window))
        windows.until(lambda: "Waiting to send" not in shown(window))
        assert shown(window).count("Said meanwhile") == 1
    finally:
        window.disconnect()
        again.stop()
