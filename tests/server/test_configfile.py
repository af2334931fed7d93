"""The config file: a key for every option, the command line wins, and errors name their line and remedy."""

from pathlib import Path
from typing import Callable

import pytest

from server import configfile, options, passwords
from server.config import ServerConfig
from server.configfile import ConfigError
from server.reloading import WHILE_RUNNING, merged

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a config file."""

    def written(text: str) -> Path:
        path = tmp_path / "chat.ini"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def config_of(path: Path, *arguments: str) -> ServerConfig:
    """The configuration that comes of a file and a command line."""
    return options.read(["--config", str(path), *arguments], ()).config


def test_every_option_has_a_key(write: Write, tmp_path: Path) -> None:
    """Every option of the command line can stand in the file, with paths from the file's folder on."""
    (tmp_path / "door.txt").write_text("sesame\n")
    (tmp_path / "motd.txt").write_text("Hello\nthere\n")
    stored = passwords.hashed("toor")
    path = write(f"""
# What our office uses.
[server]
host = 0.0.0.0
port = 6667
name = Office = home
lobby = none
password-file = door.txt
motd-file = motd.txt
rate-limit = 20
max-clients = 500
max-per-address = 5
data-dir = kept
no-history = yes
keep-days = 30
keep-messages = 1000
tls = required
tls-cert = tls/chain.pem
tls-key = tls/key.pem
operator = alice, bob
announce = yes
no-private-chats = yes
read-only-guests = yes
accounts-only = yes
host-secret-file = door.txt
log-level = Debug

[operators]
Root = {stored}
""")
    expected = ServerConfig(
        host="0.0.0.0", port=6667, name="Office = home", lobby="", password="sesame", motd=("Hello", "there"),
        rate_limit=20, max_clients=500, max_per_address=5, data_dir=str(tmp_path / "kept"), history=False,
        keep_days=30, keep_messages=1000, operator_accounts=("alice", "bob"), operators=(("Root", stored),),
        tls="required", tls_cert=str(tmp_path / "tls/chain.pem"), tls_key=str(tmp_path / "tls/key.pem"),
        announce=True, private_chats=False, guests_speak=False, accounts_only=True, host_secret="sesame",
    )  # fmt: skip
    assert config_of(path) == expected
    assert options.read(["--config", str(path)], ()).log_level == "debug"
    parser = options._parser(())
    keys = {option[2:] for action in parser._actions for option in action.option_strings if option[:2] == "--"}
    said = {line.split(" =")[0] for line in path.read_text().splitlines() if " =" in line}
    assert keys - {"help", "version", "config"} == said - {"Root"}


def test_command_line_wins(write: Write) -> None:
    """What the command line gives counts, the rest is the file's, and what neither gives is the default."""
    path = write("[server]\nport = 6667\nlobby = office\noperator = alice\nno-history = no\n")
    config = config_of(path, "--port", "7000", "--operator", "carol")
    assert (config.port, config.lobby, config.operator_accounts) == (7000, "#office", ("carol",))
    assert config.history and config.max_clients == 10000
    assert not config_of(path, "--no-history").history


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[server]\nport = 6667\nprot = 1\n", 3, "There is no option prot. There are: accounts-only"),
        ("[server]\n\nport = 99999\n", 3, "port: A port is a number from 1 to 65535"),
        ("[server]\nlobby = a b\n", 2, "can't be a room's name"),
        ("[server]\nlog-level = loud\n", 2, "log-level: write one of debug, info"),
        ("[server]\nno-history = perhaps\n", 2, "write yes or no"),
        ("[server]\nmotd-file = missing.txt\n", 2, "missing.txt can't be read"),
        ("[server]\nconfig = other.ini\n", 2, "There is no option config"),
        ("[server]\nPort = 1\n", 2, "There is no option Port"),
        ("port = 6667\n", 1, "Write [server] above"),
        ("[server]\nport = 1\nport = 2\n", 3, "port is there twice"),
        ("[server]\n[server]\n", 2, "[server] is there twice"),
        ("[server]\nport 6667\n", 2, "That is no option"),
        ("[server]\n[rooms]\nx = 1\n", 2, "There is no section [rooms]"),
        ("[operators]\nroot = toor\n", 2, "operator-password root --print"),
        ("[server]\n= 3\n", 2, ""),
    ],
)
def test_errors_name_line_and_remedy(write: Write, text: str, line: int, words: str) -> None:
    """What is wrong is said in one sentence or two, with file and line."""
    path = write(text)
    with pytest.raises(ConfigError) as caught:
        config_of(path)
    assert caught.value.sentence.startswith(f"{path}, line {line}: ")
    assert words in caught.value.sentence
    assert "\n" not in caught.value.sentence


def test_file_that_can_not_be_read(tmp_path: Path) -> None:
    """A file that is missing or no UTF-8 is named."""
    with pytest.raises(ConfigError, match=r"missing\.ini: It can't be read"):
        config_of(tmp_path / "missing.ini")
    (tmp_path / "latin.ini").write_bytes(b"[server]\nname = B\xfcro\n")
    with pytest.raises(ConfigError, match=r"latin\.ini: It is not UTF-8"):
        config_of(tmp_path / "latin.ini")


def test_empty_file_changes_nothing(write: Write) -> None:
    """An empty file, and one with comments only, is as none."""
    assert config_of(write("")) == config_of(write("; nothing\n[server]\n# port = 1\n"))
    assert configfile.settings(write(""), options._parser(())) == {"operators": ()}


def test_what_changes_while_running() -> None:
    """A reload takes over what can change, and names what has to wait; values are not told."""
    old = ServerConfig(password="old", port=1)
    new = old._replace(password="new", motd=("x",), port=2, name="Other")
    reload = merged(old, new)
    assert reload.config == old._replace(password="new", motd=("x",))
    again = "The configuration was read again; "
    assert reload.sentence == again + "password, motd changed. Restart the server for port, name."
    assert merged(old, old).sentence == again + "nothing changed."
    assert set(WHILE_RUNNING) <= set(ServerConfig._fields)
