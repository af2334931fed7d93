"""irssi and WeeChat logging in to an account of our server, each with its own implementation of SASL."""

import sys
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple

import pytest

from server.accounts import AccountTable, credentials_of
from server.config import ServerConfig
from server.database import Database
from server.hub import ChatServer
from tests.server.raw import RawClient

if sys.platform == "win32":
    pytest.skip("the clients are driven through a Unix terminal", allow_module_level=True)

from tests.peers.driven import Driven, Terminal, missing

pytestmark = pytest.mark.once
NICK, PASSWORD = "Peer", "pąsswörd with spaces"

IRSSI_SETTINGS = """
servers = (
  {{ address = "127.0.0.1"; port = {port}; chatnet = "ours"; autoconnect = "yes"; }}
);
chatnets = {{ ours = {{
  type = "IRC"; nick = "{nick}"; sasl_mechanism = "PLAIN"; sasl_username = "{nick}"; sasl_password = "{password}";
}}; }};
settings = {{ core = {{ real_name = "Peer"; user_name = "peer"; nick = "{nick}"; }}; }};
"""


class Way(NamedTuple):
    """A program and how it logs in."""

    start: Callable[[Path, int], Driven]
    program: str


def irssi(home: Path, port: int) -> Driven:
    """irssi, which logs in with PLAIN."""
    (home / "config").write_text(IRSSI_SETTINGS.format(port=port, nick=NICK, password=PASSWORD), encoding="utf-8")
    return Terminal(["irssi", f"--home={home}"], home)


def weechat(home: Path, port: int, mechanism: str) -> Driven:
    """WeeChat, which logs in with a mechanism."""
    commands: List[str] = [
        "/set irc.server_default.tls off",
        "/set irc.server_default.ssl off",
        f"/server add ours 127.0.0.1/{port} -nicks={NICK}",
        f"/set irc.server.ours.sasl_mechanism {mechanism}",
        f"/set irc.server.ours.sasl_username {NICK}",
        f'/set irc.server.ours.sasl_password "{PASSWORD}"',
        "/connect ours",
    ]
    arguments = [word for command in commands for word in ("--run-command", command)]
    return Terminal(["weechat", f"--dir={home}", *arguments], home)


WAYS: Dict[str, Way] = {
    "irssi-plain": Way(irssi, "irssi"),
    "weechat-plain": Way(lambda home, port: weechat(home, port, "plain"), "weechat"),
    "weechat-scram-sha-256": Way(lambda home, port: weechat(home, port, "scram-sha-256"), "weechat"),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_it_logs_in_to_a_protected_name(way: str, tmp_path: Path) -> None:
    """The client gets the name that is protected, and WHOIS shows that it is logged in."""
    start, program = WAYS[way]
    if missing(program):
        pytest.skip(f"not installed: {program}")
    home, data = tmp_path / "peer", tmp_path / "data"
    home.mkdir()
    database = Database(data)
    AccountTable(database).add(NICK, credentials_of(PASSWORD))
    database.close()
    server = ChatServer(ServerConfig(host="127.0.0.1", port=0, data_dir=str(data)))
    server.start()
    try:
        with RawClient(server.port).register("Rita") as raw, start(home, server.port) as client:
            assert client.becomes(lambda: server.people == 2)
            raw.send(f"WHOIS {NICK}")
            assert f" 330 Rita {NICK} {NICK} " in raw.until(" 330 ")
    finally:
        server.stop()
