"""What is left behind when something goes wrong, and what others on the same computer can see: never a secret."""
import glob
import io
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import client
from server.logfile import FORM, DiscreetFormatter
from server.world.network import Network
from tests.server.raw import RawClient
from tests.support import pump_until

SAID = "the merger is off"
SECRET = "sesame-7731"


@pytest.fixture
def log(logged_errors: Any) -> Any:
    """All that is logged at the level of details, in the form that every log has."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(DiscreetFormatter(FORM))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    logged_errors.take()


def raise_it() -> None:
    """Fail as code does that stumbles over what somebody wrote."""
    try:
        raise KeyError(SAID)
    except KeyError as error:
        raise ValueError(f"can't use {SAID!r} by {SECRET}") from error


def test_a_fault_in_the_log_has_its_places_and_no_words(log: io.StringIO) -> None:
    """Both faults of a chain are told with file, line and kind; what they were about is not."""
    try:
        raise_it()
    except ValueError:
        logging.getLogger("x").exception("It failed.")
    text = log.getvalue()
    assert "KeyError" in text and "ValueError" in text and "test_crashes.py" in text and "raise_it" in text
    assert SAID not in text and SECRET not in text


@pytest.mark.parametrize("error, told", [
    (OSError(28, "No space left on device", "/home/x"), "OSError: No space left on device"),
    (AttributeError("'NoneType' object has no attribute 'nick'"), "no attribute 'nick'"),
    (NameError("name 'x' is not defined"), "not defined"),
])
def test_what_names_the_program_alone_stays(log: io.StringIO, error: BaseException, told: str) -> None:
    """A fault whose text helps and holds no words of people keeps it."""
    try:
        raise error
    except type(error):
        logging.getLogger("x").exception("It failed.")
    assert told in log.getvalue()


def test_no_line_of_a_log_commands_the_terminal_that_shows_it(log: io.StringIO) -> None:
    """Reasons and names from the network are harmless in it."""
    logging.getLogger("x").warning("Moderation: %s", "a\x1b]0;owned\x07\x9b2J\u202eb")
    assert not set(log.getvalue()) & set("\x1b\x07\x9b\u202e") and "owned" in log.getvalue()


def test_a_failing_hub_is_told_without_words(serve: Any, monkeypatch: pytest.MonkeyPatch, log: io.StringIO) -> None:
    """A line that the server stumbles over, and the passwords that went before it, are in no log of any level."""
    received = Network.received

    def fail(network: Network, user: Any, data: bytes, now: float) -> None:
        if SAID.encode() in data:
            raise UnicodeError("bad: " + data.decode())
        received(network, user, data, now)

    monkeypatch.setattr(Network, "received", fail)
    server = serve(rate_limit=0, password=SECRET)
    with RawClient(server.port) as bob:
        bob.send("PASS " + SECRET)
        bob.register("bob")
        bob.send("OPER root " + SECRET)
        bob.sync()
        bob.send("PRIVMSG #lobby :" + SAID)
        bob.rest()
    text = log.getvalue()
    assert "not foreseen" in text and "UnicodeError" in text
    assert SAID not in text and SECRET not in text


def test_every_program_writes_its_log_in_this_form() -> None:
    """Nobody formats a log in another way."""
    for path in glob.glob("server/**/*.py", recursive=True) + glob.glob("app/**/*.py", recursive=True):
        text = Path(path).read_text(encoding="utf-8")
        assert "logging.Formatter(" not in text.replace("class DiscreetFormatter(logging.Formatter)", ""), path
        assert "format=" not in "".join(re.findall(r"basicConfig\([^)]*\)", text)), path
        assert "print_exc" not in text, path


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="only Linux shows the arguments of programs as files")
def test_the_process_list_and_the_files_show_no_password(tmp_path: Path) -> None:
    """A server with a password: neither its arguments and surroundings nor a file that it wrote have it."""
    (tmp_path / "secret").write_text(SECRET + "\n")
    data = tmp_path / "data"
    command = [sys.executable, "-m", "server", "--port", "0", "--data-dir", str(data), "--log-level", "debug",
               "--password-file", str(tmp_path / "secret")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    try:
        said = process.stdout.readline()
        pump_until(lambda: (data / "server.log").exists() and "port" in (data / "server.log").read_text())
        port = int(re.findall(r"port (\d+)", (data / "server.log").read_text())[-1])
        with RawClient(port) as bob:
            bob.send("PASS wrong-" + SECRET)
            bob.send("NICK bob")
            bob.send("USER bob 0 * :Bob")
            bob.rest()
        seen = Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()
        assert b"--password-file" in seen and SECRET.encode() not in seen
    finally:
        process.terminate()
        said += process.communicate(timeout=20)[0]
    assert SECRET not in said
    for path in data.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    assert not data.stat().st_mode & 0o077


@pytest.mark.parametrize("module", ["server", "app", "app.cli"])
def test_no_option_takes_a_password_itself(module: str) -> None:
    """Passwords are in files or typed unseen; on a command line everybody on the computer could read them."""
    told = subprocess.run([sys.executable, "-m", module, "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    options = set(re.findall(r"--[a-z-]*(?:pass|secret|key)[a-z-]*", told.stdout))
    assert all(option.endswith("-file") or option == "--tls-key" for option in options) and told.returncode == 0


def test_states_of_the_client_show_no_password() -> None:
    """What a log or a debugger shows of a client's address has no password, also inside of other values."""
    shown = repr([client.ServerAddress("h", 1, SECRET), {"a": client.ServerAddress("h", 1, SECRET)}])
    assert SECRET not in shown and "ServerAddress(host='h'" in shown
