"""irssi, WeeChat and HexChat, run for real in the lobby of our server with raw clients beside them.
Each goes through the same story: it joins, talks both ways, sees others come, change their name and go, and leaves."""

import os
import re
import sys
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

import pytest

from server.config import ServerConfig
from server.hub import ChatServer
from tests.server.raw import RawClient

if sys.platform == "win32":
    pytest.skip("the clients are driven through a Unix terminal and an X display", allow_module_level=True)

from tests.peers.driven import Driven, Terminal, Window, missing

pytestmark = pytest.mark.once
IRSSI_SETTINGS = """
settings = {{
  core = {{ real_name = "Iris"; user_name = "iris"; }};
  "irc/core" = {{ cmds_max_at_once = "100"; }};
  "fe-common/core" = {{ autolog = "yes"; autolog_path = "{home}/logs/$0.log"; autolog_level = "ALL"; }};
}};
"""
HEXCHAT_SETTINGS = """
irc_logging = 1
irc_logmask = %c.log
irc_nick1 = {nick}
irc_user_name = peer
gui_join_dialog = 0
gui_quit_dialog = 0
gui_slist_skip = 1
net_throttle = 0
"""
IT_IS_IN = r"Peer .*has joined #lobby|Now talking on #lobby"


def irssi(home: Path, port: int, nick: str) -> Driven:
    """irssi, which connects and logs each window to a file."""
    (home / "config").write_text(IRSSI_SETTINGS.format(home=home))
    return Terminal(["irssi", f"--home={home}", "--connect=127.0.0.1", f"--port={port}", f"--nick={nick}"], home)


def weechat(home: Path, port: int, nick: str) -> Driven:
    """WeeChat, which connects and logs each buffer to a file without delay."""
    commands = (
        "/set logger.file.flush_delay 0",
        "/set irc.look.smart_filter off",
        "/set irc.server_default.anti_flood_prio_high 0",
        "/set irc.server_default.anti_flood_prio_low 0",
        "/set irc.server_default.tls off",  # its name from 4.0 on
        "/set irc.server_default.ssl off",  # its name before
        f"/server add ours 127.0.0.1/{port} -nicks={nick}",
        "/connect ours",
    )
    arguments = [word for command in commands for word in ("--run-command", command)]
    return Terminal(["weechat", f"--dir={home}", *arguments], home)


def hexchat(home: Path, port: int, nick: str) -> Driven:
    """HexChat, which connects and logs each tab to a file; as root it first wants its warning to be read."""
    (home / "hexchat.conf").write_text(HEXCHAT_SETTINGS.format(nick=nick))
    window = Window(["hexchat", "--no-plugins", f"--cfgdir={home}", f"irc://127.0.0.1:{port}"], home)
    if os.geteuid() == 0:
        window.type("")
    return window


CLIENTS = {irssi: ["irssi"], weechat: ["weechat"], hexchat: ["hexchat", "xdotool", "Xvfb"]}  # and what they need


class Stage(NamedTuple):
    """A real client that is in the lobby with a raw one."""

    client: Driven
    raw: RawClient
    port: int
    home: Path

    def wait_for_log(self, pattern: str) -> None:
        """Wait until the client's logs hold a match of a regular expression."""
        seen = self.client.becomes(lambda: re.search(pattern, self.log()) is not None)
        assert seen, f"{pattern!r} is not in its log:\n{self.log()[-3000:]}"

    def log(self) -> str:
        """All that the client's logs hold, of the room and of private chats."""
        files = sorted((self.home / "logs").glob("*log"))
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


@pytest.fixture(params=list(CLIENTS), ids=[client.__name__ for client in CLIENTS])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A server, a raw client Rita in its lobby, and a real client Peer that has joined her."""
    start: Callable[[Path, int, str], Driven] = request.param
    if missing(*CLIENTS[start]):
        pytest.skip(f"not installed: {', '.join(missing(*CLIENTS[start]))}")
    home = tmp_path / "peer"
    home.mkdir()
    server = ChatServer(ServerConfig(host="127.0.0.1", port=0))
    server.start()
    try:
        with RawClient(server.port).register("Rita") as raw, start(home, server.port, "Peer") as client:
            yield Stage(client, raw, server.port, home)
    finally:
        server.stop()


def test_it_joins_and_talks_both_ways(stage: Stage) -> None:
    """The client is put into the lobby, and each side reads what the other says, in the room and in private."""
    stage.wait_for_log(IT_IS_IN)
    stage.raw.send("PRIVMSG #lobby :hello from Rita")
    stage.wait_for_log(r"Rita\W+hello from Rita")
    stage.client.type("/msg #lobby hello from outside")
    assert stage.raw.until("PRIVMSG").endswith("PRIVMSG #lobby :hello from outside")
    stage.raw.send("PRIVMSG Peer :psst, a secret")
    stage.wait_for_log(r"Rita\W+psst, a secret")
    stage.client.type("/msg Rita żółw 🐢")
    assert stage.raw.until("PRIVMSG").endswith("PRIVMSG Rita :żółw 🐢")


def test_it_sees_others_come_and_go(stage: Stage) -> None:
    """The client shows who joins, who is called otherwise from now on, and who leaves and why."""
    stage.wait_for_log(IT_IS_IN)
    with RawClient(stage.port).register("Early") as other:
        stage.wait_for_log(r"Early .*has joined")
        other.send("NICK Late")
        stage.wait_for_log(r"Early is now known as Late")
        other.send("QUIT :gone home")
        stage.wait_for_log(r"Late .*has quit .*gone home")


def test_others_see_it_come_and_go(stage: Stage) -> None:
    """Others see the client join, take another name and quit with its reason."""
    assert " JOIN " in stage.raw.until(":Peer!")
    stage.wait_for_log(IT_IS_IN)
    stage.client.type("/nick Pierre")
    assert stage.raw.until(" NICK ").endswith(("NICK Pierre", "NICK :Pierre"))
    stage.wait_for_log(r"known as Pierre")
    stage.client.type("/quit see you")
    assert "see you" in stage.raw.until(" QUIT ")
