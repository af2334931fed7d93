"""Several servers in one window: real servers, a real window, real sockets."""

import tkinter as tk
from pathlib import Path
from tkinter import ttk
from typing import Callable, Iterator, List

import pytest

from app import paths
from app.client import Client, Offline, Online, ServerAddress, Waiting
from app.hosting import HostedServer
from app.settings import SavedServer, Server, load
from app.ui.dialogs.connect import ConnectValues
from app.ui.dialogs.start_server import HostValues
from app.ui.links import Link
from app.ui.listing import groups_of
from app.ui.popover import MenuItem
from app.ui.sidebar import HEAD, row_key
from app.ui.window import ChatWindow
from server.config import ServerConfig
from server.database import FILE_NAME
from tests.app.ui.test_message_acts import parts
from tests.app.ui.test_window import opened
from tests.support import pump_until

Start = Callable[..., HostedServer]


@pytest.fixture
def start() -> Iterator[Start]:
    """A function that starts a server of some name on a port of 127.0.0.1."""
    running: List[HostedServer] = []

    def start(name: str, port: int = 0) -> HostedServer:
        running.append(HostedServer.start(ServerConfig(host="127.0.0.1", port=port, name=name, rate_limit=0)))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def talker() -> Iterator[Client]:
    """Somebody else."""
    client = Client()
    yield client
    client.close()


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window that is closed when the test ends."""
    made = opened()
    yield made
    if not made.closed:
        made.quit()


def until(window: ChatWindow, condition: Callable[[], object], *others: Client) -> None:
    """Let the window and others work until a condition holds."""
    def pump() -> None:
        window.root.update()
        for other in others:
            other.poll()

    pump_until(condition, pump)


def join(window: ChatWindow, server: HostedServer) -> Link:
    """Connect as the dialog does, and wait until the lobby is shown."""
    window.joining.begin(ConnectValues("127.0.0.1", server.port, "Alex"))
    until(window, lambda: link_to(window, server) is window.links.shown and window.conversations.current == "#lobby"
          and window.client.session.room("#lobby") is not None)
    return window.links.shown


def link_to(window: ChatWindow, server: HostedServer) -> Link:
    """The window's link to a server."""
    return window.links.find("127.0.0.1", server.port)


def say_there(window: ChatWindow, talker: Client, server: HostedServer, text: str) -> None:
    """Let somebody else say something in the lobby of a server."""
    talker.connect(ServerAddress("127.0.0.1", server.port), "Mara")
    until(window, lambda: talker.session.room("#lobby") is not None, talker)
    talker.say("#lobby", text)
    until(window, lambda: not talker.unconfirmed, talker)


def heads(window: ChatWindow) -> List[str]:
    """The names of the servers in the list."""
    return [row.text for row in window.sidebar.list.rows if row.kind == "group"]


def menu_of(window: ChatWindow, link: Link) -> List[str]:
    """What the menu of a server offers."""
    window.context.row(row_key(link.number, HEAD), 0, 0)
    texts = [item.text for item in window.popover._items if isinstance(item, MenuItem) and item.text]
    window.popover.close()
    return texts


def test_a_second_server_is_added(window: ChatWindow, start: Start) -> None:
    """Connecting to another server keeps the first; each has its head in the list, and its rooms below."""
    studio, workshop = start("Studio"), start("Workshop")
    first = join(window, studio)
    assert heads(window) == []
    second = join(window, workshop)
    until(window, lambda: heads(window) == ["Studio", "Workshop"])
    assert isinstance(first.client.state, Online) and second is not first
    assert [row.text for row in window.sidebar.list.rows if row.kind == "room" and row.icon == ""] == ["lobby", "lobby"]
    assert window.sidebar.list.selected == row_key(second.number, "#lobby")


def test_an_address_that_is_linked_is_shown(window: ChatWindow, start: Start) -> None:
    """Connecting to a server that one is on turns to it, by whatever name of this computer, and adds nothing."""
    studio, workshop = start("Studio"), start("Workshop")
    first = join(window, studio)
    join(window, workshop)
    window.joining.begin(ConnectValues("localhost", studio.port, "Alex", "", "#design"))
    assert window.links.shown is first and len(window.links) == 2
    until(window, lambda: window.conversations.current == "#design")


def test_what_comes_on_a_hidden_server_is_counted(window: ChatWindow, start: Start, talker: Client) -> None:
    """Its row and the title count it, the pane stays; opening the row shows it, with the line New messages."""
    studio, workshop = start("Studio"), start("Workshop")
    first = join(window, studio)
    second = join(window, workshop)
    window.composer.insert("half a sen")
    say_there(window, talker, studio, "Are you there, Alex?")
    key, rows = row_key(first.number, "#lobby"), window.sidebar.list
    until(window, lambda: [(row.badge, row.mention) for row in rows.rows if row.key == key] == [(1, True)])
    assert window.root.title() == "(1) #lobby – IntranetChat"
    assert "Are you there" not in window.transcript.text.get("1.0", "end")
    window.sidebar.list.on_open(key)
    window.root.update()
    assert window.links.shown is first and "Are you there" in window.transcript.text.get("1.0", "end")
    assert "New messages" in window.transcript.text.get("1.0", "end")
    assert window.composer.draft == "" and not window.root.title().startswith("(")
    assert second.conversation.draft == "half a sen"
    window.actions.run("next-conversation")
    assert window.links.shown is second and window.composer.draft == "half a sen"


def test_the_keys_go_over_all_servers(window: ChatWindow, start: Start, talker: Client) -> None:
    """Ctrl+1 to 9 and the next unread conversation count through the list, whichever server is shown."""
    studio, workshop = start("Studio"), start("Workshop")
    first, second = join(window, studio), join(window, workshop)
    window.actions.run("conversation-1")
    assert window.links.shown is first
    window.actions.run("conversation-2")
    assert window.links.shown is second
    assert not window.actions.run("conversation-3")
    say_there(window, talker, studio, "hello")
    until(window, lambda: first.conversations.get("#lobby").unread == 1, talker)
    window.servers.fold(first)
    assert [row.badge for row in window.sidebar.list.rows if row.kind == "group"] == [1, 0]
    assert window.actions.run("next-unread") and window.links.shown is first
    assert not window.actions.run("next-unread")


def test_one_comes_back_while_the_other_goes_on(window: ChatWindow, start: Start, talker: Client) -> None:
    """The band is that of the server that is shown; the lost one waits, and is back by itself in its rooms."""
    studio, workshop = start("Studio"), start("Workshop")
    first, second = join(window, studio), join(window, workshop)
    port = studio.port
    studio.stop()
    until(window, lambda: isinstance(first.client.state, Waiting))
    rows = window.sidebar.list
    until(window, lambda: [row.detail for row in rows.rows if row.kind == "group"] == ["Reconnecting…", ""])
    assert window.banner.text == "" and isinstance(second.client.state, Online)
    say_there(window, talker, workshop, "goes on")
    until(window, lambda: "goes on" in window.transcript.text.get("1.0", "end"))
    assert first.client.say("#lobby", "later")
    start("Studio", port)
    window.flow.show(first)
    assert "The connection to Studio was lost." in window.banner.text
    window.joining.begin(ConnectValues("127.0.0.1", port, "Alex"))
    until(window, lambda: not first.client.unconfirmed and isinstance(first.client.state, Online))
    assert window.links.shown is first
    until(window, lambda: window.banner.text == "" and window.statusbar.hint.text.startswith("Connected since "))


def test_saved_servers_are_connected_at_the_start(start: Start) -> None:
    """Those marked so, with the nick, the rooms and the name that were saved; the others are not touched."""
    studio, workshop = start("Studio"), start("Workshop")
    saved = [SavedServer("127.0.0.1", studio.port, "Zoe", "Home", "", ("#design",), True),
             SavedServer("127.0.0.1", workshop.port, "Zoe")]
    window = opened(servers=tuple(saved))
    window.servers.connect_at_start()
    until(window, lambda: window.client.session.room("#design") is not None)
    assert (window.client.nick, window.links.shown.name, len(window.links)) == ("Zoe", "Home", 1)
    assert not window.welcome.winfo_manager()
    window.quit()


def test_hidden_rooms_stay_hidden(start: Start) -> None:
    """A server whose rooms were hidden in the list is so in the next window, too."""
    studio = start("Studio")
    window = opened()
    window.servers.fold(join(window, studio))
    window.quit()
    saved, = load().settings.servers
    again = opened(servers=(saved._replace(connect_at_start=True),))
    again.servers.connect_at_start()
    assert again.links.shown.folded
    again.servers.fold(again.links.shown)
    assert not load().settings.servers[0].folded
    again.quit()


def test_a_saved_server_that_is_away_is_tried_quietly(start: Start) -> None:
    """No dialog: the band says it, and once the server is there the window is on it."""
    server = start("Studio")
    port = server.port
    server.stop()
    window = opened(servers=(SavedServer("127.0.0.1", port, "Alex", "", "Studio", (), True),))
    window.servers.connect_at_start()
    until(window, lambda: "Studio can’t be reached. Trying again" in window.banner.text)
    assert not window.joining.is_open and not window.welcome.winfo_manager()
    hint = groups_of(window.links, None)[0].hint
    assert hint.startswith(f"127.0.0.1:{port} · Connecting…") and "Is the server running?" in hint
    start("Studio", port)
    window.banner.button.invoke()
    until(window, lambda: window.conversations.current == "#lobby")
    window.quit()


def test_where_one_was_is_saved_without_the_password(window: ChatWindow, start: Start) -> None:
    """Nick and rooms of a server are in the settings file as they change; a name is kept, a password never."""
    studio = start("Studio")
    window.joining.begin(ConnectValues("127.0.0.1", studio.port, "Alex", "secret words", "#design"))
    until(window, lambda: len(window.client.session.rooms) == 2)
    assert load().settings.servers[0].rooms == ("#design", "#lobby")
    link = window.links.shown
    window.servers.rename(link, "Our place")
    window.servers.set_connect_at_start(link, True)
    window.close_conversation("#design")
    until(window, lambda: load().settings.servers[0].rooms == ("#lobby",))
    assert load().settings.servers == (SavedServer("127.0.0.1", studio.port, "Alex", "Our place", "Studio", ("#lobby",),
                                                       True),)
    with open(paths.settings_file(), encoding="utf-8") as file:
        assert "secret" not in file.read()
    assert window.root.title() and window.sidebar._server["text"] == "Our place"


def test_forgetting_a_server(window: ChatWindow, start: Start) -> None:
    """It is offered once one is disconnected; the server leaves the list and the file, and the other is shown."""
    studio, workshop = start("Studio"), start("Workshop")
    first, second = join(window, studio), join(window, workshop)
    assert "Forget" not in menu_of(window, second) and "Disconnect" in menu_of(window, second)
    window.disconnect()
    assert isinstance(second.client.state, Offline) and isinstance(first.client.state, Online)
    until(window, lambda: "Reconnect" in menu_of(window, second))
    window.servers.forget(second)
    assert window.links.shown is first and heads(window) == []
    assert [(each.host, each.port) for each in load().settings.servers] == [("127.0.0.1", studio.port)]
    assert Server("127.0.0.1", workshop.port, "Alex") not in load().settings.recent
    window.disconnect()
    window.servers.forget(first)
    assert window.welcome.winfo_manager() and window.root.title() == "IntranetChat"


def test_the_own_server_is_one_of_them(window: ChatWindow, start: Start) -> None:
    """Hosting adds the own server and keeps the other; stopping it ends that link alone, and it is not saved."""
    first = join(window, start("Workshop"))
    window.host.start(HostValues("Studio", 0, False, "", "Alex"))
    until(window, lambda: window.host.is_shown and window.conversations.current == "#lobby")
    assert heads(window) == ["Workshop", "Studio"] and isinstance(first.client.state, Online)
    own = window.host.link
    window.flow.show(first)
    assert not window.host.is_shown and window.host.others == 0
    window.actions.run("stop-server")
    assert own.is_offline and isinstance(first.client.state, Online) and window.host.link is None
    assert [each.port for each in window.preferences.value.servers] == [first.place[1]]


def test_a_damaged_history_is_told(window: ChatWindow) -> None:
    """Who hosts reads that a new history was begun and where the old one is, and goes on chatting."""
    folder = Path(paths.hosted_server_folder())
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(b"This was a history once." * 1000)
    window.host.start(HostValues("Studio", 0, False, "", "Alex"))
    until(window, lambda: window.conversations.current == "#lobby")
    [dialog] = [child for child in window.root.winfo_children() if isinstance(child, tk.Toplevel)]
    [kept] = folder.glob(FILE_NAME + ".broken-*")
    words = [str(each["text"]) for each in parts(dialog) if isinstance(each, ttk.Label)]
    assert f"The message history couldn’t be read. A copy was kept at {kept}; a new one was started." in words
    next(each for each in parts(dialog) if isinstance(each, ttk.Button) and each["text"] == "Copy path").invoke()
    assert window.root.clipboard_get() == str(kept)


def test_a_password_that_is_not_kept_is_asked_for(window: ChatWindow) -> None:
    """A server that refuses at the start says why in the band, and its button opens the dialog at the right field."""
    config = ServerConfig(host="127.0.0.1", port=0, name="Studio", password="open sesame")
    server = HostedServer.start(config)
    window.preferences.keep(SavedServer("127.0.0.1", server.port, "Alex", "", "Studio", (), True))
    window.servers.connect_at_start()
    until(window, lambda: "password" in window.banner.text)
    assert not window.joining.is_open
    window.banner.button.invoke()
    assert window.joining.dialog.fields["password"].note.error
    window.joining.dialog.fields["password"].value = "open sesame"
    window.joining.dialog.submit()
    until(window, lambda: window.conversations.current == "#lobby")
    assert len(window.links) == 1 and not window.banner.text and not window.joining.is_open
    window.quit()
    server.stop()


def test_the_order_of_the_servers_is_kept(window: ChatWindow, start: Start) -> None:
    """A server that is moved up stands there in the list and in the file; where it is folded, its head is marked."""
    studio, workshop = start("Studio"), start("Workshop")
    join(window, studio)
    second = join(window, workshop)
    window.servers.move(second, -1)
    assert heads(window) == ["Workshop", "Studio"]
    assert [each.port for each in load().settings.servers] == [workshop.port, studio.port]
    window.go.press_row(row_key(second.number, HEAD))
    assert window.sidebar.list.selected == row_key(second.number, HEAD)
    window.go.open_row(row_key(second.number, HEAD))
    assert window.links.shown is second and window.conversations.current == "#lobby"


def test_a_failed_attempt_leaves_the_other_server(window: ChatWindow, start: Start) -> None:
    """While the dialog says that nothing answers, the present server stays shown, and nothing is added."""
    first = join(window, start("Studio"))
    window.joining.begin(ConnectValues("127.0.0.1", 1, "Alex"))
    until(window, lambda: window.joining.is_open and window.joining.dialog.fields["host"].note.error)
    assert window.links.shown is first and len(window.links) == 1 and isinstance(first.client.state, Online)
    window.joining.dialog.cancel()


def test_a_burst_on_one_server_leaves_room_for_the_other(window: ChatWindow, start: Start, talker: Client) -> None:
    """A turn takes a bounded number of events of all servers together, each time from another one first."""
    studio, workshop = start("Studio"), start("Workshop")
    first, second = join(window, studio), join(window, workshop)
    assert [link.number for link in window.links.in_turn()] != [link.number for link in window.links.in_turn()]
    say_there(window, talker, studio, "one")
    for number in range(600):
        talker.say("#lobby", f"burst {number}")
    second.client.say("#lobby", "still here")
    until(window, lambda: not second.client.unconfirmed, talker)
    until(window, lambda: first.conversations.get("#lobby").unread == 601, talker)
    assert "still here" in window.transcript.text.get("1.0", "end")
