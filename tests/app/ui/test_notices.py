"""Which messages are told outside the window: the table of decisions, then the window with a real server, up to the
one seam where the desktop begins."""

import os
import stat
import time
import wave
from pathlib import Path
from typing import Callable, Iterator, List, Optional

import pytest

from app import paths
from app.client import Client, ServerAddress
from app.conversations import Line
from app.hosting import HostedServer
from app.settings import RoomLevel, Settings, load
from app.ui import chime
from app.ui.desktop import Desktop, popup_command
from app.ui.notices import AT_MOST_EVERY, Notice, Spot, decide
from app.ui.presence import AVAILABLE, AWAY, QUIET
from app.ui.sidebar import row_key
from app.ui.window import ChatWindow
from server.config import ServerConfig
from tests.app.ui.test_servers import join, until
from tests.app.ui.test_window import opened

ROOM, CHAT = Spot("#design", "room"), Spot("Mara", "private")
LONG_AGO = 100.0  # seconds


def said(text: str = "Lunch?", **more: object) -> Line:
    """A line that Mara has just said."""
    line = Line(1, "message", "Mara", text, 0.0)
    for name, value in more.items():
        setattr(line, name, value)
    return line


@pytest.mark.parametrize("line, spot, settings, since, told", [
    (said(), CHAT, {}, LONG_AGO, True),
    (said(), ROOM, {}, LONG_AGO, False),
    (said(mention=True), ROOM, {}, LONG_AGO, True),
    (said(), ROOM, {"notify_rooms": "all"}, LONG_AGO, True),
    (said(mention=True), ROOM, {"notify_rooms": "nothing"}, LONG_AGO, False),
    (said(), ROOM._replace(level="all"), {"notify_rooms": "nothing"}, LONG_AGO, True),
    (said(mention=True), ROOM._replace(level="nothing"), {"notify_rooms": "all"}, LONG_AGO, False),
    (said(), ROOM._replace(level="mentions"), {"notify_rooms": "all"}, LONG_AGO, False),
    (said(), CHAT, {"notify_rooms": "nothing"}, LONG_AGO, True),
    (said(), CHAT._replace(level="nothing"), {}, LONG_AGO, False),
    (said(mention=True), ROOM._replace(watched=True), {}, LONG_AGO, False),
    (said(), CHAT._replace(watched=True), {}, LONG_AGO, False),
    (said(), CHAT, {"do_not_disturb": True}, LONG_AGO, False),
    (said(), CHAT, {}, AT_MOST_EVERY - 0.1, False),
    (said(), CHAT, {}, AT_MOST_EVERY, True),
    (said(own=True), CHAT, {}, LONG_AGO, False),
    (said(history=True), CHAT, {}, LONG_AGO, False),
    (said(kind="join"), ROOM._replace(level="all"), {}, LONG_AGO, False),
    (said(kind="quit"), CHAT, {}, LONG_AGO, False),
    (said(sender="", kind="notice"), Spot("", "server"), {}, LONG_AGO, False),
    (said(), CHAT, {"notify_popup": False, "notify_sound": False, "notify_mark": False}, LONG_AGO, False),
])
def test_what_is_told(line: Line, spot: Spot, settings: dict, since: float, told: bool) -> None:
    """Private messages and mentions always, rooms by their level; never what one sees, said oneself, or wants not to
    be disturbed by; at most one every three seconds; who comes and goes never."""
    assert (decide(line, spot, Settings(**settings), since) is not None) == told


@pytest.mark.parametrize("line, spot, shown, title, body", [
    (said(), CHAT, True, "Mara", "Lunch?"),
    (said(mention=True), ROOM, True, "Mara in #design", "Lunch?"),
    (said(), CHAT._replace(server="Studio"), True, "Mara · Studio", "Lunch?"),
    (said(), CHAT, False, "Mara", "New message"),
    (said("waves", kind="action"), CHAT, True, "Mara", "Mara waves"),
    (said("one\ntwo\x1b[31m\x02 three"), CHAT, True, "Mara", "one two[31m three"),
    (said("x" * 500), CHAT, True, "Mara", "x" * 139 + "…"),
])
def test_the_words_of_a_notice(line: Line, spot: Spot, shown: bool, title: str, body: str) -> None:
    """It says who, where, and one line of what; the text only where that is wanted."""
    notice = decide(line, spot, Settings(notify_text=shown), LONG_AGO)
    assert (notice.title, notice.body) == (title, body)


def test_each_way_can_be_turned_off() -> None:
    """Notification, sound and mark are told or not as the settings say."""
    notice = decide(said(), CHAT, Settings(notify_popup=False), LONG_AGO)
    assert notice[2:] == (False, True, True)
    assert decide(said(), CHAT, Settings(notify_sound=False, notify_mark=False), LONG_AGO)[2:] == (True, False, False)


# The window


@pytest.fixture
def server() -> Iterator[HostedServer]:
    """A server on a port of 127.0.0.1."""
    running = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, name="Studio", rate_limit=0))
    yield running
    running.stop()


@pytest.fixture
def mara(server: HostedServer) -> Iterator[Client]:
    """Somebody else, on her way to the server."""
    client = Client()
    client.connect(ServerAddress("127.0.0.1", server.port), "Mara")
    yield client
    client.close()


@pytest.fixture
def window(server: HostedServer, mara: Client) -> Iterator[ChatWindow]:
    """A window in the lobby, whose notices are kept in `told`; Mara is there, too."""
    made = opened()
    follow(made)
    join(made, server)
    until(made, lambda: mara.session.room("#lobby") is not None, mara)
    yield made
    if not made.closed:
        made.quit()


def follow(window: ChatWindow) -> None:
    """Keep what the window tells, and let each notice be the first for a long time."""
    window.told = []
    window.notices.tell = window.told.append
    window.notices._clock = iter(range(0, 1000000, 10)).__next__


def say(window: ChatWindow, mara: Client, target: str, text: str) -> None:
    """Let Mara say something, and wait until the window has it."""
    mara.say(target, text)
    where = "Mara" if target == "Alex" else target
    until(window, lambda: window.conversations.get(where) is not None
          and [line.text for line in window.conversations.get(where).lines[-1:]] == [text], mara)
    window.root.update()


def look_away(window: ChatWindow) -> None:
    """Let another conversation be shown."""
    window.join("#other")
    until(window, lambda: window.conversations.current == "#other")


def menu_items(window: ChatWindow) -> dict:
    """What the open popover offers, by its words."""
    return {item.text: item for item in window.popover._items if item.text}


def choose(window: ChatWindow, words: str) -> None:
    """Choose an item of the open popover."""
    command = menu_items(window)[words].command
    window.popover.close()
    command()
    window.root.update()


def test_a_private_message_is_told(window: ChatWindow, mara: Client) -> None:
    """It is told though the window has the focus, for another conversation is shown; the window stays where it was."""
    before = window.root.focus_get()
    say(window, mara, "Alex", "Are you there?")
    assert window.told == [Notice("Mara", "Are you there?", True, True, True)]
    assert window.conversations.current == "#lobby" and window.root.focus_get() is before
    assert window.root.title().startswith("(1) ")


def test_what_one_looks_at_is_not_told(window: ChatWindow, mara: Client) -> None:
    """In the shown room a mention is not told while the window has the focus, and is as soon as it hasn't."""
    say(window, mara, "#lobby", "Alex, look")
    assert window.told == []
    window.conversations.attentive = False
    say(window, mara, "#lobby", "Alex, look again")
    assert [notice.title for notice in window.told] == ["Mara in #lobby"]


def test_keywords_are_mentions(window: ChatWindow, mara: Client) -> None:
    """A message with an own word, whole and in any case, is told, badged as a mention and drawn as one."""
    window.preferences.change(keywords=("release",))
    window.notices.use_keywords()
    look_away(window)
    say(window, mara, "#lobby", "The prerelease is out")
    assert window.told == []
    say(window, mara, "#lobby", "The RELEASE is out!")
    assert len(window.told) == 1
    row = next(row for row in window.sidebar.list.rows if row.text == "lobby")
    assert row.badge == 2 and row.mention


def test_a_level_is_chosen_at_the_row(window: ChatWindow, mara: Client, server: HostedServer) -> None:
    """A muted room tells nothing, shows the crossed bell and no badge, and doesn't count in the title; it is kept."""
    look_away(window)
    window.context.row(row_key(window.links.shown.number, "#lobby"), 0, 0)
    assert menu_items(window)["Notify me of mentions"].checked
    choose(window, "Notify me of nothing")
    say(window, mara, "#lobby", "Alex!")
    row = next(row for row in window.sidebar.list.rows if row.text == "lobby")
    assert row.muted and window.told == [] and window.root.title() == "#other – IntranetChat"
    assert load().settings.levels == (RoomLevel("127.0.0.1", server.port, "#lobby", "nothing"),)
    window.context.row(row_key(window.links.shown.number, "#lobby"), 0, 0)
    choose(window, "Notify me of all messages")
    say(window, mara, "#lobby", "Anybody?")
    assert len(window.told) == 1 and window.root.title().startswith("(2) ")


def test_the_bell_of_the_header(window: ChatWindow) -> None:
    """It opens the same choices for the open room, and is crossed out when nothing is told."""
    window.header.bell_button.invoke()
    choose(window, "Notify me of nothing")
    assert window.conversation.level == "nothing" and window.header.bell_button.icon_of_theme[0] == "bell-off"
    window.header.bell_button.invoke()
    choose(window, "Notify me of mentions")
    assert window.header.bell_button.icon_of_theme[0] == "bell"


def test_levels_outlive_the_window(window: ChatWindow, server: HostedServer, mara: Client) -> None:
    """The next window knows the rooms' levels, whether one wants to be disturbed, and the private chats."""
    window.open_conversation("Mara")
    window.open_conversation("#lobby")
    window.notices.choose(window.links.shown, window.conversation, "nothing")
    window.actions.run("do-not-disturb")
    window.quit()
    kept = load().settings
    again = opened(**{name: getattr(kept, name) for name in ("levels", "do_not_disturb", "servers", "username")})
    join(again, server)
    assert again.conversation.level == "nothing" and again.presence.is_quiet
    assert "Mara" in [row.text for row in again.sidebar.list.rows if row.kind == "person"]
    again.quit()


def test_a_private_chat_is_called_as_the_person_is(window: ChatWindow, mara: Client) -> None:
    """However one types the name; one's own is refused where it is typed."""
    assert window.actions._person_problem("ALEX").startswith("That’s you")
    assert not window.actions._person_problem("mara")
    say(window, mara, "#lobby", "Hello")
    window.actions._open_person("mara")
    assert window.conversation.target == "Mara"


def test_do_not_disturb(window: ChatWindow, mara: Client) -> None:
    """Chosen in the menu or by a click anywhere on one's own row it silences everything, and is shown there."""
    window.sidebar._nick.event_generate("<Button-1>")
    choose(window, "Do not disturb")
    assert window.sidebar._identity.state == "Do not disturb" and window.actions.is_checked("do-not-disturb")
    say(window, mara, "Alex", "Hello?")
    assert window.told == [] and window.root.title().startswith("(1) ")
    window.actions.run("do-not-disturb")
    assert window.sidebar._identity.state == "Available"
    say(window, mara, "Alex", "Hello??")
    assert len(window.told) == 1


def test_away_is_said_on_the_server(window: ChatWindow, mara: Client, server: HostedServer) -> None:
    """Others see it, and again after the link came back; Available takes it back."""
    def is_away() -> bool:
        member = mara.session.room("#lobby").members.get("alex")
        return member is not None and member.away

    window.presence.choose(AWAY)
    until(window, lambda: is_away() and window.presence.choice == AWAY, mara)
    window.client.disconnect()
    until(window, lambda: mara.session.room("#lobby").members.get("alex") is None, mara)
    window.client.reconnect_now()
    until(window, is_away, mara)
    window.presence.choose(QUIET)
    until(window, lambda: not is_away() and window.presence.choice == QUIET, mara)
    window.presence.choose(AVAILABLE)
    until(window, lambda: window.presence.choice == AVAILABLE)
    assert not load().settings.do_not_disturb


# The desktop


def program(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program into PATH, first, that writes its arguments to a file, one on a line; return that file."""
    written = folder / (name + ".txt")
    script = folder / name
    script.write_text(f'#!/bin/sh\nfor each in "$@"; do printf "%s\\n" "$each"; done > {written}.new\n'
                      f"mv {written}.new {written}\n")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return written


def wait_for(path: Path, pump: Optional[Callable[[], object]] = None) -> List[str]:
    """The lines of a file as soon as it is there."""
    deadline = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} was never written"
        (pump or (lambda: time.sleep(0.005)))()
    return path.read_text().splitlines()


@pytest.mark.skipif(os.name == "nt", reason="notify-send is for Linux")
def test_the_desktop_is_told_by_its_own_programs(window: ChatWindow, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text is one argument, and what could be markup is escaped; the sound is a file that plays."""
    shown, played = (program(tmp_path, name, monkeypatch) for name in ("notify-send", "paplay"))
    desktop = Desktop(window.root, "linux")
    desktop.tell(Notice("-Mara; rm", "<b>bold</b> & $(id)", True, True, True))
    assert wait_for(shown)[-3:] == ["--", "-Mara; rm", "&lt;b&gt;bold&lt;/b&gt; &amp; $(id)"]
    path, = wait_for(played)
    assert path == paths.sound_file()
    with wave.open(path) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(chime.LENGTH, abs=0.01)
    for each in desktop._running:
        each.wait(10)


def test_macos_gets_the_texts_as_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script is fixed; what a stranger wrote is never a part of it."""
    program(tmp_path, "osascript", monkeypatch)
    command = popup_command(Notice("Mara", 'x" & (do shell script "id")', True, False, False), "darwin")
    assert command[-2:] == ["Mara", 'x" & (do shell script "id")'] and "do shell" not in " ".join(command[:-1])
    assert popup_command(Notice("Mara", "x", True, False, False), "win32") is None


def test_without_a_player_the_bell_rings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is nothing to play a file with, the screen's own bell is what is left."""
    monkeypatch.setenv("PATH", str(tmp_path))
    rung: List[str] = []
    chime.play(lambda command: rung.append("played"), lambda: rung.append("bell"), "linux")
    assert rung == ["bell"]
