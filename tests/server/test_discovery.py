"""Announcing and finding for real, between two computers on a cable of their own, and as Avahi sees it."""

import json
import shutil
import subprocess
import textwrap
import threading
import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from tests.neighbours import ALICE, Neighbours, why_there_are_none
from tests.support import pump_until

REASON = why_there_are_none()
pytestmark = [pytest.mark.once, pytest.mark.skipif(REASON is not None, reason=REASON or "")]
SOON = 2.0  # seconds in which a server comes and goes
SERVER = ("chat_server.py", "--host", "::", "--announce", "--name", "Studio LAN")


@pytest.fixture
def neighbours(tmp_path: Path) -> Iterator[Neighbours]:
    """Two computers."""
    with Neighbours(str(tmp_path)) as both:
        yield both


class Lines:
    """The lines that a program prints, as they come, each with when it came; ended with the test."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self.program = program
        self.lines: List[str] = []
        self.times: List[float] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *error: object) -> None:
        self.program.terminate()
        self.program.wait(10)
        self._reader.join()
        self.program.stdin.close()
        self.program.stdout.close()

    def _read(self) -> None:
        for line in self.program.stdout:
            self.times.append(time.monotonic())
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, words: str, after: int = 0) -> int:
        """The index of the first line from `after` on with these words in it."""
        def index() -> Any:
            return next((n + 1 for n, line in enumerate(list(self.lines)) if n >= after and words in line), 0)

        try:
            return int(pump_until(index, within=15.0)) - 1
        except AssertionError:
            raise AssertionError(f"{words!r} is not in {self.lines}") from None


def test_a_server_comes_goes_and_follows_its_network(neighbours: Neighbours) -> None:
    """It is found within two seconds of its start, with who is on it, under its new address when that changes, and gone
    within two seconds of its end."""
    with Lines(neighbours.python("bob", "-m", "tests.server.watch")) as bob:
        bob.wait_for("[]")
        with Lines(neighbours.python("alice", *SERVER)) as alice:
            begun = alice.times[alice.wait_for("is running")]
            came = bob.wait_for("Studio LAN")
            assert json.loads(bob.lines[came]) == [["Studio LAN", ALICE, 12345, 0]]
            assert bob.times[came] - begun < SOON
            with Lines(neighbours.python("alice", "chat_client.py", "--username", "Mara")) as mara:
                mara.wait_for("lobby")
                bob.wait_for(json.dumps([["Studio LAN", ALICE, 12345, 1]]), came)
            for name, number in (("alice", 1), ("bob", 2)):
                neighbours.ip(name, "addr", "add", f"10.88.0.{number}/24", "dev", "cable")
                neighbours.ip(name, "addr", "del", f"10.77.0.{number}/24", "dev", "cable")
            moved = bob.wait_for("10.88.0.1", came)
            alice.program.terminate()
            ended = time.monotonic()
            gone = bob.wait_for("[]", moved)
            assert bob.times[gone] - ended < SOON


BUS = """
    <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
     "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth><policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy>
    </busconfig>
"""
AVAHI = """
    export DBUS_SYSTEM_BUS_ADDRESS=unix:path={folder}/bus
    mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon
    dbus-daemon --config-file={folder}/bus.conf --nofork & bus=$!
    while ! [ -S {folder}/bus ]; do sleep 0.05; done
    avahi-daemon -f {folder}/avahi.conf --no-drop-root --no-chroot --no-rlimits & avahi=$!
    trap 'kill $avahi $bus' EXIT
    while ! avahi-browse -rtp _irc._tcp | grep '^='; do sleep 0.2; done
"""


@pytest.mark.skipif(not all(map(shutil.which, ("avahi-daemon", "avahi-browse", "dbus-daemon"))),
                    reason="needs Avahi; on Debian and Ubuntu: apt install avahi-daemon avahi-utils dbus")
def test_avahi_sees_what_we_announce(neighbours: Neighbours, tmp_path: Path) -> None:
    """avahi-browse on another computer resolves the server to its address, port and TXT record."""
    (tmp_path / "bus.conf").write_text(textwrap.dedent(BUS.format(folder=tmp_path)).strip())
    (tmp_path / "avahi.conf").write_text("[server]\nuse-ipv4=yes\nuse-ipv6=yes\n[publish]\npublish-workstation=no\n")
    with Lines(neighbours.python("alice", *SERVER)) as alice:
        alice.wait_for("is running")
        with Lines(neighbours.start("bob", "unshare", "-m", "bash", "-c", AVAHI.format(folder=tmp_path))) as bob:
            line = bob.lines[bob.wait_for("=;cable;")]
    assert r";Studio\032LAN;_irc._tcp;" in line
    assert ALICE in line or "fd77::1" in line
    for pair in ('"name=Studio LAN"', '"people=0"', '"tls=', '"password=0"', '"lobby=#lobby"', '"version='):
        assert pair in line
    assert ";12345;" in line


def test_the_command_line_client_finds_and_joins_by_name(neighbours: Neighbours) -> None:
    """--find lists the server, --join joins it by its name, and a link leads to it as well."""
    with Lines(neighbours.python("alice", *SERVER)) as alice:
        alice.wait_for("is running")
        with Lines(neighbours.python("bob", "chat_client.py", "--find")) as found:
            found.wait_for(f"Studio LAN  {ALICE}:12345  0 people")
        for name, way in (("Mara", ("--join", "studio lan")), ("Tom", (f"irc://{ALICE}/lobby",))):
            with Lines(neighbours.python("bob", "chat_client.py", "--username", name, *way)) as chat:
                chat.wait_for("lobby")
