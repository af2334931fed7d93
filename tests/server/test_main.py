"""The server's command line as a person runs it: a process with options, a greeting, signals and exit codes."""
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List

import pytest

from server.__main__ import main
from tests.server.raw import RawClient

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = ("--announce", "--host", "--port", "--name", "--lobby", "--password-file", "--motd-file", "--rate-limit",
           "--max-clients", "--max-per-address", "--data-dir", "--no-history", "--keep-days", "--keep-messages",
           "--tls", "--tls-cert", "--tls-key", "--no-private-chats", "--host-secret-file",
           "--read-only-guests", "--accounts-only", "--operator", "--config", "--log-level", "--version", "--help")


class Run:
    """A server process."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "chat_server.py")] + list(options),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
        )
        self.greeting: List[str] = []

    def wait_until_it_runs(self) -> int:
        """Read the greeting; the port it names."""
        for line in self.process.stdout:
            self.greeting.append(line.rstrip("\n"))
            if "Ctrl+C" in line:
                break
        return int(re.search(r"\S:(\d+)", "\n".join(self.greeting)).group(1))

    def end(self) -> int:
        """Wait for the end; the exit code."""
        self.errors = self.process.communicate(timeout=30)[1]
        return self.process.returncode


@pytest.fixture
def run() -> Iterator[type]:
    """Start server processes; none outlives the test."""
    runs = []

    def start(*options: str) -> Run:
        runs.append(Run(*options))
        return runs[-1]

    yield start
    for each in runs:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait()
        each.process.stdout.close()
        each.process.stderr.close()


def complaint(capsys: "pytest.CaptureFixture", *options: str) -> str:
    """What the server says to options it refuses; they must end it with code 2."""
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_at_once(run: type, signal_number: int) -> None:
    """Ctrl+C and SIGTERM tell the clients ERROR and end with exit code 0."""
    server = run("--port", "0")
    with RawClient(server.wait_until_it_runs()).register("alice") as alice:
        server.process.send_signal(signal_number)
        assert alice.rest()[-1].startswith("ERROR :")
    assert server.end() == 0
    assert server.errors == ""


def test_the_greeting_says_what_to_type(run: type) -> None:
    """On loopback it names localhost with the port, and how to open the server to the network."""
    server = run("--port", "0", "--name", "Studio")
    port = server.wait_until_it_runs()
    text = "\n".join(server.greeting)
    assert "Studio is running." in text
    assert f"localhost:{port}" in text
    assert "--host 0.0.0.0" in text


def test_options_reach_the_network(run: type, tmp_path: Path) -> None:
    """Name, lobby, password and message of the day are what a client meets."""
    (tmp_path / "password").write_text("s3cret\n")
    (tmp_path / "motd").write_text("Be kind.\n")
    server = run("--port", "0", "--name", "Studio", "--lobby", "hall", "--password-file", str(tmp_path / "password"),
                 "--motd-file", str(tmp_path / "motd"))
    port = server.wait_until_it_runs()
    with RawClient(port) as stranger:
        stranger.send("NICK eve")
        stranger.send("USER e 0 * :e")
        assert any(" 464 " in line for line in stranger.rest())
    with RawClient(port) as alice:
        alice.send("PASS s3cret")
        alice.register("alice")
    text = "\n".join(alice.seen)
    assert "NETWORK=Studio" in text
    assert "Be kind." in text
    assert "JOIN #hall" in text


def test_the_log_lies_in_the_data_folder(run: type, tmp_path: Path) -> None:
    """--data-dir is made where it is missing, and holds the log."""
    folder = tmp_path / "deep" / "data"
    server = run("--port", "0", "--data-dir", str(folder))
    port = server.wait_until_it_runs()
    server.process.terminate()
    assert server.end() == 0
    assert f"port {port}" in (folder / "server.log").read_text()


def test_a_data_folder_that_cannot_be_made_is_explained(run: type, tmp_path: Path) -> None:
    """A file in the way gives one sentence with the remedy, and exit code 1."""
    (tmp_path / "file").write_text("")
    server = run("--port", "0", "--data-dir", str(tmp_path / "file" / "data"))
    assert server.end() == 1
    assert server.errors.count("\n") == 1
    assert "--data-dir" in server.errors


def test_a_port_in_use_ends_it_with_a_sentence(run: type) -> None:
    """One sentence with another port to try, exit code 1, no traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        server = run("--port", str(taken.getsockname()[1]))
        assert server.end() == 1
    assert server.errors.count("\n") == 1
    assert "is used by another program" in server.errors


@pytest.mark.parametrize("port", ["http", "-1", "65536", "1.5", ""])
def test_a_port_that_is_no_port_is_explained(capsys: "pytest.CaptureFixture", port: str) -> None:
    """The sentence says what a port is."""
    assert "A port is a number from 1 to 65535" in complaint(capsys, "--port=" + port)


@pytest.mark.parametrize("options, sentence", [
    (("--rate-limit", "fast"), "A number from 0 up is needed"),
    (("--max-clients", "-5"), "needed"),
    (("--lobby", "two words"), "must have no space"),
    (("--log-level", "loud"), "loud"),
    (("--password-file", "/no/such/file"), "/no/such/file can't be read"),
    (("--motd-file", os.devnull + "/x"), "can't be read"),
    (("--frobnicate",), "--frobnicate"),
])
def test_a_bad_option_is_explained_in_one_line(capsys: "pytest.CaptureFixture", options: tuple, sentence: str) -> None:
    """Bad values are named in one line that points to the help; exit code 2."""
    text = complaint(capsys, *options)
    assert sentence in text
    assert text.count("\n") == 1 and "--help" in text


def test_an_empty_password_file_is_refused(capsys: "pytest.CaptureFixture", tmp_path: Path) -> None:
    """An empty password would let everyone in unnoticed."""
    (tmp_path / "password").write_text("\n")
    assert "is empty" in complaint(capsys, "--password-file", str(tmp_path / "password"))


def test_the_help_tells_every_option_with_its_default(capsys: "pytest.CaptureFixture") -> None:
    """Each option stands there with a sentence; those with a default say it."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for option in OPTIONS:
        assert option in text
    assert text.count("default:") == len(OPTIONS) - 2
