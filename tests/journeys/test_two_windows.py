"""Whole journeys: windows, a server started by the Host menu's own way, and real sockets between them."""

import socket
import tkinter as tk
from typing import Callable, Iterator, List

import pytest

from app.__main__ import _options
from app.client import Client, Online, Waiting
from app.protection import PINNED
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.connect import ConnectValues
from app.ui.dialogs.start_server import HostValues
from app.ui.native import make_root
from app.ui.opening import open_window
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow
from tests.support import pump_until

Open = Callable[..., ChatWindow]


class Windows:
    """The windows of a test, and the turning of their event loops."""

    def __init__(self) -> None:
        self.open_ones: List[ChatWindow] = []

    def open(self, nick: str, **settings: object) -> ChatWindow:
        """Open a window for somebody."""
        root = tk.Tk()
        root.withdraw()
        preferences = Preferences(Settings(username=nick, theme="light", **settings))
        window = ChatWindow(root, preferences, Client, SystemAppearance(command=()), scale=1.0)
        window.open()
        self.open_ones.append(window)
        self.turn()
        return window

    def open_by_command(self, *arguments: str) -> ChatWindow:
        """Open a window as `python3 -m app` does with these arguments."""
        window = open_window(make_root(), SystemAppearance(command=()), _options(list(arguments)))
        self.open_ones.append(window)
        self.until(window.root.winfo_viewable)
        return window

    def turn(self) -> None:
        """Let every window do what waits."""
        for window in self.open_ones:
            if not window.closed:
                window.root.update()

    def until(self, condition: Callable[[], object]) -> None:
        """Turn until a condition holds."""
        pump_until(condition, self.turn)

    def close(self) -> None:
        """Close the windows that are open, and the server with them."""
        for window in self.open_ones:
            if not window.closed:
                window.quit()


@pytest.fixture
def windows() -> Iterator[Windows]:
    """Windows that are closed when the test ends."""
    made = Windows()
    yield made
    made.close()


def host(windows: Windows, nick: str = "Alex") -> ChatWindow:
    """Open a window that hosts a server on a free port and has joined it."""
    window = windows.open(nick)
    window.host.start(HostValues("Studio", 0, False, "", nick))
    windows.until(lambda: in_room(window))
    return window


def join(windows: Windows, hosting: ChatWindow, nick: str) -> ChatWindow:
    """Open a second window that joins a hosted server."""
    window = windows.open(nick)
    window.joining.begin(ConnectValues("127.0.0.1", hosting.host.server.port, nick))
    windows.until(lambda: in_room(window))
    return window


def in_room(window: ChatWindow) -> bool:
    """Whether a window shows the lobby, with itself among the people."""
    return window.conversations.current == "#lobby" and bool(window.conversation.members)


def shown(window: ChatWindow) -> str:
    """What can be read in a window's message pane."""
    return window.transcript.text.get("1.0", "end")


def say(window: ChatWindow, text: str) -> None:
    """Type a text into the field and press Enter."""
    window.composer.text.focus_force()
    window.root.update()
    window.composer.insert(text)
    window.composer.text.event_generate("<Return>")


def test_two_windows_talk_through_a_hosted_server(windows: Windows) -> None:
    """What one types stands in the other's window, with the name, and is confirmed in the own one."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    windows.until(lambda: "Mara" in (row.text for row in alex.members.list.rows))
    alex.composer.focus_field()
    say(alex, "Good morning, Mara")
    windows.until(lambda: "Good morning, Mara" in shown(mara))
    assert "Alex" in shown(mara)
    windows.until(lambda: all(line.state == "sent" for line in alex.conversation.lines))
    say(mara, "Hello")
    windows.until(lambda: "Hello" in shown(alex))


def test_the_window_shows_that_it_hosts(windows: Windows) -> None:
    """The status line counts the people on the own server, and the host is marked among them."""
    alex = host(windows)
    join(windows, alex, "Mara")
    windows.until(lambda: alex.flow.take() == 0 and alex.statusbar.shown.startswith("Connected to localhost:"))
    windows.until(lambda: [row.detail for row in alex.members.list.rows if row.text == "Alex"] == ["you · host"])
    assert alex.host.people == 2
    assert "Studio" in alex.sidebar._server["text"]


def test_a_private_message_opens_a_chat_and_counts(windows: Windows) -> None:
    """A private message adds a chat with a badge and a number in the title; opening it takes both away."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    mara.open_private("Alex")
    say(mara, "Are you there?")
    windows.until(lambda: alex.conversations.get("Mara") is not None)
    windows.until(lambda: [row.badge for row in alex.sidebar.list.rows if row.text == "Mara"] == [1])
    assert alex.root.title().startswith("(1) ")
    alex.open_conversation("Mara")
    windows.until(lambda: "Are you there?" in shown(alex))
    assert [row.badge for row in alex.sidebar.list.rows if row.text == "Mara"] == [0]
    assert not alex.root.title().startswith("(")


def test_an_error_stands_where_the_command_was_typed(windows: Windows) -> None:
    """A command that does not exist leaves a sentence in the conversation, and nothing is sent."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    say(alex, "/jion #design")
    windows.until(lambda: "There is no command /jion" in shown(alex))
    assert [line.kind for line in alex.conversation.lines][-1] == "error"
    say(alex, "/join #design")
    windows.until(lambda: alex.conversations.current == "#design")
    assert "jion" not in shown(mara)


def test_leaving_a_room_takes_it_out_of_the_list(windows: Windows) -> None:
    """/leave closes the room, shows another one, and the server knows."""
    alex = host(windows)
    say(alex, "/join #design")
    windows.until(lambda: alex.conversations.current == "#design")
    say(alex, "/leave")
    windows.until(lambda: alex.client.session.room("#design") is None)
    assert alex.conversations.current == "#lobby"
    assert [row.text for row in alex.sidebar.list.rows if row.kind == "room"][:1] == ["lobby"]
    assert alex.conversations.get("#design") is None


def test_drafts_stay_with_their_conversations(windows: Windows) -> None:
    """An unsent text waits in its room while another is shown, and the list says so."""
    alex = host(windows)
    alex.composer.insert("half a sen")
    alex.join("#design")
    windows.until(lambda: alex.conversations.current == "#design")
    assert alex.composer.draft == ""
    assert [row.detail for row in alex.sidebar.list.rows if row.text == "lobby"] == ["Draft"]
    alex.actions.run("previous-conversation")
    assert alex.conversations.current == "#lobby"
    assert alex.composer.draft == "half a sen"


def test_a_lost_server_is_counted_down_and_found_again(windows: Windows) -> None:
    """When the server goes, the band and the status line say so; messages wait, and are sent once it is back."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    port = alex.host.server.port
    alex.host.stop()
    windows.until(lambda: isinstance(mara.client.state, Waiting))
    windows.until(lambda: "Trying again in" in mara.banner.text)
    say(mara, "Anybody?")
    windows.until(lambda: mara.conversation.lines[-1].state == "pending")
    alex.host.start(HostValues("Studio", port, False, "", "Alex"))
    windows.until(lambda: isinstance(alex.client.state, Online) and "Mara" not in alex.client.session.rooms)
    mara.banner.button.invoke()
    windows.until(lambda: "Anybody?" in shown(alex))
    windows.until(lambda: mara.banner.text == "" and mara.client.unconfirmed == 0)
    assert shown(alex).count("Anybody?") == 1


def test_stopping_with_others_on_names_them(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Host > Stop server names who loses the connection, and does nothing until it is agreed."""
    alex = host(windows)
    join(windows, alex, "Mara")
    windows.until(lambda: alex.host.people == 2 and "mara" in alex.conversation.members)
    asked: List[ConfirmDialog] = []
    words: List[str] = []

    class Asking(ConfirmDialog):
        def __init__(self, root: tk.Misc, theme: object, title: str, text: str, *rest: object, **more: object) -> None:
            super().__init__(root, theme, title, text, *rest, **more)
            asked.append(self)
            words.append(text)

    monkeypatch.setattr("app.ui.dialogs.confirm.ConfirmDialog", Asking)
    alex.actions.run("stop-server")
    assert words[0].startswith("Mara will be disconnected")
    assert alex.host.is_running
    asked[0].cancel()
    assert alex.host.is_running
    alex.actions.run("stop-server")
    asked[1].submit()
    assert not alex.host.is_running


def test_the_command_line_starts_a_server_and_joins_a_room(windows: Windows) -> None:
    """--start-server with --room: the window is on its own server, in that room, under the given name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    alex = windows.open_by_command("--start-server", "--port", str(port), "--username", "Zoe", "--room", "design")
    windows.until(lambda: alex.conversations.current == "#design")
    assert alex.client.nick == "Zoe"
    assert alex.host.server.port == port
    assert alex.client.protection.trust == PINNED, "the own server's key is known from the start"
    mara = windows.open_by_command("--host", "127.0.0.1", "--port", str(port), "--username", "Mara",
                                   "--room", "#design")
    windows.until(lambda: mara.conversations.current == "#design")
    say(mara, "Hello from the command line")
    windows.until(lambda: "Hello from the command line" in shown(alex))


def test_a_port_in_use_is_said_in_the_dialog(windows: Windows) -> None:
    """--start-server on a port that is taken opens the dialog with the sentence at the port."""
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        alex = windows.open_by_command("--start-server", "--port", str(port), "--username", "Zoe")
        windows.until(lambda: alex.host.dialog is not None)
        assert "is used by another program" in alex.host.dialog.fields["port"].note.error
        assert not alex.host.is_running
        alex.host.dialog.close()


def test_quitting_alone_asks_nothing(windows: Windows) -> None:
    """Without others on the server the window closes at once, and the server with it."""
    alex = host(windows)
    port = alex.host.server.port
    alex.ask_quit()
    assert alex.closed
    assert port


def test_what_was_said_is_there_when_the_server_starts_again(windows: Windows) -> None:
    """Stopping a hosted server forgets nothing: a new window that hosts it again shows what was said, once."""
    first = host(windows)
    say(first, "see you tomorrow")
    windows.until(lambda: not first.conversations.pending)
    first.quit()
    again = host(windows)
    windows.until(lambda: "see you tomorrow" in shown(again))
    say(again, "good morning")
    windows.until(lambda: "good morning" in shown(again))
    assert shown(again).count("see you tomorrow") == 1
