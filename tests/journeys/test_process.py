"""The window as a process of its own, started as a person or their desktop starts it."""
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

import pytest

from tests.server.raw import RawClient

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 30.0  # seconds

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def hosting(port: int) -> Iterator["subprocess.Popen[str]"]:
    """A window that hosts a server for this computer."""
    command = [sys.executable, "-m", "app", "--start-server", "--who", "computer", "--username", "Host"]
    process = subprocess.Popen(command + ["--port", str(port)], cwd=str(ROOT), stderr=subprocess.PIPE,
                               universal_newlines=True)
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stderr.close()


def guest_of(port: int, process: "subprocess.Popen[str]") -> RawClient:
    """A guest on the server, once it listens."""
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return RawClient(port).register("guest")
        except ConnectionRefusedError:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline, "the window's server never listened"
            time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_window_and_tells_its_guests(
    port: int, hosting: "subprocess.Popen[str]", number: int
) -> None:
    """Ctrl+C in the terminal, or the end of the session, stops the hosted server with an ERROR; exit code 0."""
    with guest_of(port, hosting) as guest:
        guest.send("PRIVMSG #lobby :hello host")
        guest.sync()
        hosting.send_signal(number)
        assert guest.rest()[-1].startswith("ERROR :")
    errors = hosting.communicate(timeout=STARTS_WITHIN)[1]
    assert hosting.returncode == 0
    assert errors == ""
