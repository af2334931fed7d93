"""What `chat_client.py --doctor` prints and returns."""

import socket
from typing import Iterator

import pytest

from app import cli, cli_doctor
from app.diagnosis import Place, Verdict
from app.remedies import firewall_commands
from server.config import ServerConfig
from server.hub import ChatServer


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A server on 127.0.0.1."""
    running = ChatServer(ServerConfig(host="127.0.0.1", port=0, tls="off"))
    running.start()
    yield running
    running.stop()


def test_all_is_well(server: ChatServer, capsys: pytest.CaptureFixture) -> None:
    """The checks are ticked, then it is said, and the exit code is 0."""
    assert cli.main(["--doctor", f"127.0.0.1:{server.port}", "--username", "ann"]) == 0
    output = capsys.readouterr().out
    assert "ok  The way there" in output and f"All is well: 127.0.0.1:{server.port}" in output


def test_a_fault_is_told(capsys: pytest.CaptureFixture) -> None:
    """Where something is wrong it is marked, and the exit code is 1; an address without port takes that of --port."""
    with socket.socket() as bound:  # which nobody listens on
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        assert cli.main(["--doctor", "127.0.0.1", "--port", str(port)]) == 1
    output = capsys.readouterr().out
    assert "!!  The way there" in output and f"No server runs on this computer at port {port}." in output


def test_names_of_strangers_are_harmless() -> None:
    """What a server calls itself can't command the terminal; every line to type is there."""
    verdict = Verdict("firewall", "It is so.", "Do this.", firewall_commands(7), Place("\x1b[31mLab", "fe80::1%e", 7))
    lines = cli_doctor.lines_of(verdict)
    assert lines[-1] == "Did you mean Lab, [fe80::1%e]:7?"
    assert "  ufw:       sudo ufw allow 7/tcp" in lines and len(lines) == 7
