"""Accounts and operators on real servers: the command lines that make them, logging in over a socket, and a reload."""

import base64
import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from server import people
from server.__main__ import main
from server.config import ServerConfig
from server.database import Database
from server.hub import ChatServer
from server.worker import Worker
from tests.server.raw import RawClient
from tests.server.test_main import ROOT, Run
from tests.support import pump_until

Start = Callable[..., ChatServer]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers on the test's folder; the one before is stopped."""
    running: List[ChatServer] = []

    def started(**config: Any) -> ChatServer:
        while running:
            running.pop().stop()
        defaults = {"host": "127.0.0.1", "port": 0, "name": "Office", "rate_limit": 0, "data_dir": str(tmp_path)}
        running.append(ChatServer(ServerConfig(**dict(defaults, **config))))
        running[0].start()
        return running[0]

    yield started
    for server in running:
        server.stop()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Pipe a text into the command lines."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def run(tmp_path: Path, *arguments: str) -> int:
    """Run a command line on the test's folder."""
    return main([*arguments, "--data-dir", str(tmp_path)])


def log_in(client: RawClient, name: str, password: str) -> str:
    """Log in with PLAIN; the last line of the answer."""
    client.send("CAP REQ :sasl")
    client.until(" ACK ")
    client.send("AUTHENTICATE PLAIN")
    client.until("AUTHENTICATE +")
    client.send("AUTHENTICATE " + base64.b64encode(f"\0{name}\0{password}".encode()).decode())
    return client.until(" 90").split()[1]


def test_accounts_on_the_command_line(tmp_path: Path, typed: Any, capsys: "pytest.CaptureFixture[str]") -> None:
    """Accounts can be made, listed, given a new password and removed; each step says what it did."""
    assert run(tmp_path, "account", "list") == 1
    assert "There is no server's file in" in capsys.readouterr().err
    Database(tmp_path).close()
    assert run(tmp_path, "account", "list") == 0
    assert "There are no accounts" in capsys.readouterr().out
    typed("open-sesame\nnot read\n")
    assert run(tmp_path, "account", "add", "Jilles") == 0
    assert capsys.readouterr().out == "The account Jilles is made.\n"
    typed("open-sesame\n")
    assert run(tmp_path, "account", "add", "jilles") == 1
    assert "There is an account Jilles already." in capsys.readouterr().err
    typed("another-one\n")
    assert run(tmp_path, "account", "password", "jilles") == 0
    assert run(tmp_path, "account", "list") == 0
    assert capsys.readouterr().out == "The password of Jilles is changed.\nJilles\n"
    assert run(tmp_path, "account", "remove", "JILLES") == 0
    assert run(tmp_path, "account", "remove", "Jilles") == 1
    assert run(tmp_path, "account", "password", "Jilles") == 1
    assert "There is no account Jilles" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a b", "sesame\n", "can't be a name"),
        ("bob", "", "too short"),
        ("bob", "x" * 301, "too long"),
        ("barbarella", "BARBARELLA\n", "no password"),
    ],
)
def test_what_can_not_be_an_account(
    tmp_path: Path, typed: Any, capsys: "pytest.CaptureFixture[str]", name: str, text: str, words: str
) -> None:
    """A name or a password that can't be is refused in a sentence."""
    typed(text)
    assert run(tmp_path, "account", "add", name) == 1
    assert words in capsys.readouterr().err


def test_short_password_is_taken_with_advice(
    tmp_path: Path, typed: Any, capsys: "pytest.CaptureFixture[str]"
) -> None:
    """A password of few characters is taken, and a sentence says that a longer one is safer."""
    Database(tmp_path).close()
    typed("sesame\n")
    assert run(tmp_path, "account", "add", "bob") == 0
    told = capsys.readouterr()
    assert told.out == "The account bob is made.\n" and "8 characters" in told.err


def test_password_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]"
) -> None:
    """On a terminal the password is asked for twice, and two different ones change nothing."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore
    monkeypatch.setattr(sys, "stdin", terminal)
    answers = ["open-sesame", "open-sesane", "open-sesame", "open-sesame"]
    monkeypatch.setattr(people.getpass, "getpass", lambda prompt: answers.pop(0))
    assert run(tmp_path, "account", "add", "bob") == 1
    assert "not the same" in capsys.readouterr().err
    assert run(tmp_path, "account", "add", "bob") == 0


def test_command_without_an_action(capsys: "pytest.CaptureFixture[str]") -> None:
    """`account` alone, and an action that isn't, end with code 2 and one line."""
    for arguments in (["account"], ["account", "dance"], ["account", "add"], ["operator-password"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_operator_password(tmp_path: Path, typed: Any, start: Start, capsys: "pytest.CaptureFixture[str]") -> None:
    """`operator-password` makes an operator of a running server, and takes one away."""
    server = start()
    typed("toor-toor\n")
    assert run(tmp_path, "operator-password", "root") == 0
    with RawClient(server.port).register("boss") as boss:
        boss.send("OPER root toor-toor")
        assert boss.until(" 381 ")
        boss.until("MODE boss")
    assert run(tmp_path, "operator-password", "root", "--remove") == 0
    assert run(tmp_path, "operator-password", "root", "--remove") == 1
    with RawClient(server.port).register("boss2") as boss:
        boss.send("OPER root toor-toor")
        assert boss.until(" 464 ")
    assert "root is an operator" in capsys.readouterr().out


def test_printed_operator_fits_a_config_file(
    tmp_path: Path, typed: Any, start: Start, capsys: "pytest.CaptureFixture[str]"
) -> None:
    """What --print shows is a line that the config file takes, and keeps nothing."""
    typed("toor-toor\n")
    assert run(tmp_path, "operator-password", "root", "--print") == 0
    name, _, stored = capsys.readouterr().out.strip().partition(" = ")
    assert not list(tmp_path.glob("*.sqlite3"))
    with RawClient(start(operators=((name, stored),)).port).register("boss") as boss:
        boss.send("OPER root toor-toor")
        assert boss.until(" 381 ")


def test_account_over_restarts(start: Start, tmp_path: Path) -> None:
    """An account made with REGISTER opens after a restart, and its name is refused to others."""
    server = start()
    with RawClient(server.port).register("alice") as alice:
        alice.send("REGISTER * * sesame-open")
        alice.until("REGISTER SUCCESS")
        alice.until(" 900 ")
    server = start()
    with RawClient(server.port) as thief:
        thief.send("NICK alice")
        thief.send("USER a 0 * :A")
        assert thief.until(" 433 ")
    with RawClient(server.port) as alice:
        assert log_in(alice, "alice", "wrong") == "904"
    with RawClient(server.port) as alice:
        assert log_in(alice, "alice", "sesame-open") == "900"
        alice.send("NICK alice")
        alice.send("USER a 0 * :A")
        alice.send("CAP END")
        assert alice.until(" 001 alice ")
    for path in tmp_path.glob("*"):
        assert not path.is_file() or b"sesame-open" not in path.read_bytes()


def test_others_go_on_while_passwords_are_hashed(start: Start) -> None:
    """Ten people who make accounts at once keep nobody else waiting, and each gets an answer."""
    server = start()
    clients = [RawClient(server.port).register(f"user{number}") for number in range(10)]
    other = RawClient(server.port).register("other")
    for client in clients:
        client.send("REGISTER * * a-long-password")
    other.sync()
    assert b"SUCCESS" not in clients[-1].sock.recv(1 << 16)  # what came so far: that others joined the lobby
    for client in clients:
        client.until("REGISTER SUCCESS")
        client.close()
    other.close()


def test_stopping_while_a_password_is_hashed(start: Start) -> None:
    """A server that is stopped in the middle of its work for somebody stops."""
    server = start()
    with RawClient(server.port).register("alice") as alice:
        alice.send("REGISTER * * a-long-password")
        alice.send("PING x")
        server.stop()


def test_topics_and_bans_over_restarts(start: Start) -> None:
    """The lobby's topic and a ban are there after a restart, with history and without."""
    for history in (True, False):
        server = start(operator_accounts=("boss",), history=history)
        with RawClient(server.port).register("bob") as bob:
            bob.send(f"TOPIC #lobby :History is {history}")
            bob.until("TOPIC #lobby")
        server = start(history=history)
        with RawClient(server.port) as bob:
            bob.send("NICK bob")
            bob.send("USER b 0 * :B")
            assert f"History is {history}" in bob.until(" 332 ")


def test_work_that_fails_answers_none(logged_errors: Any) -> None:
    """A computation that breaks is logged, its asker gets None, and the next one works."""
    answers: List[Any] = []
    worker = Worker(lambda done, result: done(result), "test worker")
    worker.start()
    worker.do(lambda: 1 / 0, answers.append)
    worker.do(lambda: 7, answers.append)
    pump_until(lambda: len(answers) == 2)
    worker.stop()
    worker.stop()
    assert answers == [None, 7]
    assert len(logged_errors.take()) == 1


def test_no_password_stands_in_the_log(tmp_path: Path) -> None:
    """Even the most talkative log holds no password, neither a right nor a wrong nor a mistyped one."""
    data = tmp_path / "data"
    server = Run("--port", "0", "--data-dir", str(data), "--log-level", "debug")
    try:
        with RawClient(server.wait_until_it_runs()).register("alice") as alice:
            alice.send("REGISTER * * secret-one")
            alice.until(" 900 ")
            alice.send("OPER secret-two secret-three")
            alice.until(" 464 ")
            alice.send("PASS secret-four")
            alice.sync()
    finally:
        server.process.terminate()
        server.end()
    assert (data / "server.log").read_text().count("wrong name or password") == 1
    for path in data.glob("*"):
        assert b"secret-" not in path.read_bytes(), path
    assert "secret-" not in server.errors


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no SIGHUP")
def test_hangup_reloads(tmp_path: Path) -> None:
    """SIGHUP reads the config file again: what can change does, what is wrong changes nothing, and the log says so."""
    config, data = tmp_path / "chat.ini", tmp_path / "data"
    (tmp_path / "motd.txt").write_text("Old words\n")
    config.write_text(f"[server]\nport = 0\nmotd-file = motd.txt\ndata-dir = {data}\n")
    server = Run("--config", str(config))
    try:
        port = server.wait_until_it_runs()
        with RawClient(port).register("alice") as alice:
            (tmp_path / "motd.txt").write_text("New words\n")
            config.write_text(config.read_text() + "name = Other\n")
            reload(server, data, "motd changed. Restart the server for name.")
            alice.send("MOTD")
            assert "New words" in alice.until(" 372 ")
            config.write_text("[server]\nprot = 1\n")
            reload(server, data, "line 2: There is no option prot.")
            alice.send("MOTD")
            assert "New words" in alice.until(" 372 ")
    finally:
        server.process.terminate()
        server.end()
        server.process.stdout.close()
        server.process.stderr.close()


def reload(server: Run, data: Path, words: str) -> None:
    """Send SIGHUP and wait until the log says `words`."""
    server.process.send_signal(signal.SIGHUP)
    pump_until(lambda: words in (data / "server.log").read_text())


def test_wrong_config_file_ends_with_a_sentence(tmp_path: Path) -> None:
    """A server whose config file is wrong does not start, and says which line."""
    config = tmp_path / "chat.ini"
    config.write_text("[server]\nport = many\n")
    done = subprocess.run(
        [sys.executable, str(ROOT / "chat_server.py"), "--config", str(config)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(f"{config}, line 2: port: A port is a number from 1 to 65535")
    assert done.stderr.count("\n") == 1
