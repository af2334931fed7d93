"""Where somebody left off, in whole windows: across a restart, in two programs of one account, over a long absence."""

from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from app.client import Client, ServerAddress
from app.hosting import HostedServer
from app.read_marks import ReadMarks
from app.sasl import Login
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.dialogs.connect import ConnectValues
from app.ui.native import make_root
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow
from server.config import ServerConfig
from tests.journeys.test_two_windows import Windows, in_room, shown
from tests.support import pump_until

MISSED = 2000


@pytest.fixture
def windows() -> Iterator[Windows]:
    """Windows that are closed when the test ends."""
    made = Windows()
    yield made
    made.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostedServer]:
    """A server with its history."""
    running = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, rate_limit=0, data_dir=str(tmp_path / "s")))
    yield running
    running.stop()


@pytest.fixture
def talker(server: HostedServer) -> Iterator[Client]:
    """Somebody else, in the lobby."""
    client = Client()
    client.connect(ServerAddress("127.0.0.1", server.port), "Talker")
    pump_until(lambda: client.session.room("#lobby") is not None, client.poll)
    yield client
    client.close()


def say(talker: Client, target: str, *texts: str) -> None:
    """Let somebody say something, and wait until it is recorded."""
    for text in texts:
        talker.say(target, text)
    pump_until(lambda: talker.unconfirmed == 0, talker.poll, 30)


def enter(windows: Windows, server: HostedServer, marks: ReadMarks) -> ChatWindow:
    """Open Mara's window, whose marks are kept, and go in."""
    window = ChatWindow(make_root(), Preferences(Settings(username="Mara", theme="light")), lambda: Client(marks=marks),
                        SystemAppearance(command=()), scale=1.0)
    window.open()
    windows.open_ones.append(window)
    windows.until(window.root.winfo_viewable)
    window.root.focus_force()
    window.joining.begin(ConnectValues("127.0.0.1", server.port, "Mara"))
    windows.until(lambda: in_room(window))
    return window


def marked(window: ChatWindow) -> Tuple[str, List[str]]:
    """What stands under "New messages", and the tags of that row."""
    rows = shown(window).split("\n")
    place = next((number for number, row in enumerate(rows) if row.startswith("New messages")), None)
    return ("", []) if place is None else (" ".join(rows[place + 1:place + 4]), list(window.transcript.text.tag_names(
        f"{place + 1}.0")))


def test_after_a_restart_one_is_where_one_left_off(windows: Windows, server: HostedServer, talker: Client,
                                                   tmp_path: Path) -> None:
    """Read in the focused window for a second, then closed: the next start shows the line above what came since."""
    path = str(tmp_path / "read.json")
    say(talker, "#lobby", *(f"old {number}" for number in range(60)))
    first = enter(windows, server, ReadMarks(path))
    windows.until(lambda: "old 59" in shown(first))
    newest = first.conversation.newest
    windows.until(lambda: first.client._read_until("#lobby") == newest.time)
    first.quit()
    say(talker, "#lobby", *(f"fresh {number}" for number in range(120)))
    second = enter(windows, server, ReadMarks(path))
    windows.until(lambda: "fresh 0" in marked(second)[0])
    assert second.conversation.lines[0].text.startswith("old") or "old 59" in [
        line.text for line in second.conversation.lines]
    height = second.transcript.text.winfo_height()
    windows.until(lambda: second.transcript.text.bbox(second.transcript.text.search("fresh 0", "1.0")) is not None)
    top = second.transcript.text.bbox(second.transcript.text.search("fresh 0", "1.0"))[1]
    assert height * 0.2 < top < height * 0.55 and not second.transcript.at_end
    assert second.client._read_until("#lobby") == newest.time  # it isn't read before one has been at the end
    second.transcript.jump_to_end()
    windows.until(lambda: second.client._read_until("#lobby") > newest.time)
    second.actions.run("first-unread")
    assert not second.transcript.at_end


def test_what_one_window_reads_is_read_in_the_other(windows: Windows, server: HostedServer, talker: Client) -> None:
    """Two programs logged in to one account share how far was read."""
    other = Client()
    try:
        other.connect(ServerAddress("127.0.0.1", server.port), "Mara")
        pump_until(lambda: other.session.room("#lobby") is not None, other.poll)
        other.register_account("correct horse battery")
        pump_until(lambda: other.session.account, other.poll)
        mara = windows.open("Mara2")
        login = Login("Mara", "correct horse battery")
        mara.client.connect(ServerAddress("127.0.0.1", server.port), "Mara2", login=login)
        windows.until(lambda: mara.client.session.account and mara.client.session.room("#lobby") is not None)
        lobby = mara.conversations.open("#lobby")
        mara.conversations.attentive = False
        say(talker, "#lobby", "one", "two")
        windows.until(lambda: lobby.unread == 2)
        other.mark_read("#lobby", lobby.lines[-1].time)
        windows.until(lambda: other.poll() is not None and lobby.unread == 0)
    finally:
        other.close()


def test_a_private_message_that_came_meanwhile_opens_its_chat(windows: Windows, server: HostedServer,
                                                              talker: Client) -> None:
    """It is unread when its reader logs in again, and once read it stays closed with the chat."""
    login = Login("Mara", "correct horse battery")
    address = ServerAddress("127.0.0.1", server.port)
    first, again = Client(), Client()
    try:
        first.connect(address, "Mara")
        pump_until(lambda: first.session.room("#lobby") is not None, first.poll)
        first.register_account(login.password)
        pump_until(lambda: first.session.account, first.poll)
        first.disconnect()
        talker.say("Mara", "call me")
        pump_until(lambda: talker.unconfirmed == 0, talker.poll)
        mara = windows.open("Mara")
        mara.client.connect(address, "Mara", login=login)
        windows.until(lambda: [(each.target, each.unread) for each in mara.conversations if each.kind == "private"]
                      == [("Talker", 1)])
        mara.root.focus_force()
        mara.open_private("Talker")
        windows.until(lambda: "call me" in marked(mara)[0])
        newest = mara.conversation.newest
        windows.until(lambda: mara.client._read_until("Talker") == newest.time)
        mara.quit()
        again.connect(address, "Mara", login=login)
        pump_until(lambda: again._read_until("Talker") == newest.time, again.poll)
        assert not again._past.knows("Talker")
    finally:
        first.close()
        again.close()


def test_nothing_of_two_thousand_messages_is_lost(windows: Windows, server: HostedServer, talker: Client) -> None:
    """The beginning and the end come at once, with a line between that says what is missing and loads it."""
    mara = enter(windows, server, ReadMarks())
    say(talker, "#lobby", "before")
    windows.until(lambda: "before" in shown(mara))
    mara.client._connection.close()
    mara.client._lose_link()
    say(talker, "#lobby", *(f"missed {number:04d}" for number in range(MISSED)))
    mara.client.reconnect_now()
    windows.until(lambda: any(line.kind == "hole" for line in mara.conversation.lines))
    texts = [line.text for line in mara.conversation.lines]
    assert f"missed {MISSED - 1:04d}" in texts and "missed 1000" not in texts
    windows.until(lambda: "missed 0000" in marked(mara)[0])
    hole = next(line for line in mara.conversation.lines if line.kind == "hole")
    mara.transcript.reveal(hole)
    windows.until(lambda: not any(line.kind == "hole" for line in mara.conversation.lines))
    said = [line.text for line in mara.conversation.lines if line.text.startswith("missed")]
    assert said == [f"missed {number:04d}" for number in range(MISSED)]
    assert "Messages are missing" not in shown(mara)
