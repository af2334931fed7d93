"""The commands that the README names, run as a person runs them, under every Python from 3.6 on that this machine has.
Each runs with -S, so that no installed library can creep in."""

import sys
from pathlib import Path
from typing import List

import pytest

from build_scripts import ROOT
from build_scripts.programs import Program
from build_scripts.pythons import Python, find_pythons
from server.version import VERSION

pytestmark = pytest.mark.once
PYTHONS = find_pythons()
COMPILE_ALL = """
import sys
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as source:
        compile(source.read(), path, "exec")
print("all compiled")
"""


@pytest.fixture(params=PYTHONS, ids=[python.name for python in PYTHONS])
def bare(request: pytest.FixtureRequest) -> List[str]:
    """The command of a Python with its standard library alone."""
    python: Python = request.param
    return [python.path, "-S", "-u"]


def test_every_file_compiles(bare: List[str]) -> None:
    """No file of the program, its build scripts or its tests has syntax that this Python cannot read."""
    folders = ("app", "server", "build_scripts", "tests")
    files = [str(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    files += ["chat_client.py", "chat_server.py"]
    with Program([*bare, "-c", COMPILE_ALL, *files]) as program:
        program.expect("^all compiled$")
        assert program.ended() == 0


@pytest.mark.parametrize(
    "command",
    [["chat_server.py"], ["chat_client.py"], ["-m", "app"]],
    ids=["chat_server.py", "chat_client.py", "-m app"],
)
def test_help_and_version(bare: List[str], command: List[str]) -> None:
    """Each command explains its options and tells the program's version, and ends with exit code 0."""
    with Program([*bare, *command, "--help"]) as program:
        program.expect("--port")
        assert program.ended() == 0
    with Program([*bare, *command, "--version"]) as program:
        program.expect(rf"\b{VERSION}$")
        assert program.ended() == 0


@pytest.mark.parametrize("command", [["chat_server.py"], ["-m", "server"]], ids=["chat_server.py", "-m server"])
def test_two_people_chat_through_pipes(bare: List[str], command: List[str], tmp_path: Path) -> None:
    """A server on a free port says where it listens; two clients whose input and output are pipes talk through it."""
    listen = ["--host", "127.0.0.1", "--port", "0", "--data-dir", str(tmp_path)]
    with Program([*bare, *command, *listen]) as server:
        port = server.expect(r"127\.0\.0\.1:(\d+)").group(1)
        client = [*bare, "chat_client.py", "--host", "127.0.0.1", "--port", port, "--username"]
        with Program([*client, "Alice"]) as alice, Program([*client, "Zoë"]) as zoe:
            alice.say("hello from Alice")
            zoe.say("hello from Zoë")
            alice.expect("Zoë")  # has joined, or was there before and has spoken
            zoe.say("can you read this: żółw?")
            alice.expect(r"^\[\d\d:\d\d:\d\d\] Zoë: can you read this: żółw\?$")
            alice.say("yes")
            zoe.expect(r"^\[\d\d:\d\d:\d\d\] Alice: yes$")
            zoe.end_input()
            assert zoe.ended() == 0
            alice.expect(r"\* Zoë left")
            alice.say("/quit")
            assert alice.ended() == 0
        if sys.platform != "win32":  # which ends a process without asking it
            assert server.terminate() == 0
