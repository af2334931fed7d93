"""The connection doctor against real faults, between two computers on a cable of their own."""

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from app import diagnosis_words as words
from app.doctor import LONGEST
from tests.app import faulty
from tests.neighbours import BOB, Neighbours, why_there_are_none

REASON = why_there_are_none(finding=False)
if REASON is None and shutil.which("nft") is None:
    REASON = "a firewall needs the nft command; on Debian and Ubuntu: apt install nftables"
elif REASON is None and subprocess.call(["unshare", "-n", "nft", "add table inet tried"]) != 0:
    REASON = "this system's kernel has no nftables"
pytestmark = [pytest.mark.once, pytest.mark.skipif(REASON is not None, reason=REASON or "")]
FIREWALL = "table inet {name} {{ chain input {{ type filter hook input priority 0; {rules}; }}; }}"
RULES = f"tcp dport {faulty.DROPPED} drop; tcp dport {faulty.REJECTED} reject with icmpx admin-prohibited"
BOB_AGAIN = "10.77.0.3"

# name: (host, port, wish of encryption, who knocks, password) -> the verdict
CASES = {
    "dropped": ((BOB, faulty.DROPPED, "auto", "", ""), "firewall"),
    "rejected": ((BOB, faulty.REJECTED, "auto", "", ""), "firewall"),
    "nothing": ((BOB, faulty.NOTHING, "auto", "", ""), "nothing-listens"),
    "alone": ((BOB, faulty.ALONE, "auto", "", ""), "nothing-listens"),
    "no computer": (("10.77.0.99", 7000, "auto", "", ""), "nobody-there"),
    "no way": (("192.168.99.1", 7000, "auto", "", ""), "other-network"),
    "no name": (("nobody.invalid", 7000, "auto", "", ""), "unknown-name"),
    "no address": (("10.77.0.300", 7000, "auto", "", ""), "misunderstood"),
    "mute": ((BOB, faulty.MUTE, "auto", "", ""), "not-chat"),
    "web": ((BOB, faulty.WEB, "auto", "", ""), "not-chat"),
    "other": ((BOB, faulty.OTHER, "auto", "", ""), "not-chat"),
    "tls only": ((BOB, faulty.TLS_ONLY, "off", "ann", ""), "encrypted-only"),
    "plain only": ((BOB, faulty.PLAIN_ONLY, "required", "ann", ""), "plain-only"),
    "web for tls": ((BOB, faulty.WEB, "required", "ann", ""), "not-chat"),
    "no password": ((BOB, faulty.LOCKED, "off", "ann", ""), "password"),
    "wrong password": ((BOB, faulty.LOCKED, "off", "ann", "simsim"), "password"),
    "right password": ((BOB, faulty.LOCKED, "off", "bea", "sesame"), "well"),
    "readable password": ((BOB, faulty.LOCKED, "auto", "ann", "sesame"), "password-plain"),
    "name taken": ((BOB, faulty.TAKEN, "auto", "boss", ""), "nick-taken"),
    "banned": ((BOB, faulty.TAKEN, "auto", "eve", ""), "banned"),
    "full": ((BOB, faulty.FULL, "auto", "ann", ""), "full"),
    "well": ((BOB, faulty.WELL, "auto", "ann", ""), "well"),
    "tls": ((BOB, faulty.TLS_ONLY, "auto", "ann", ""), "well"),
}


@pytest.fixture
def neighbours(tmp_path: Path) -> Iterator[Neighbours]:
    """Two computers."""
    with Neighbours(str(tmp_path)) as both:
        yield both


def examined(neighbours: Neighbours, who: str, cases: List[Any], **environment: str) -> Dict[str, Any]:
    """What the doctor says to somebody about each case."""
    doctor = neighbours.python(who, "-m", "tests.app.examine", **dict({"INTRANETCHAT_DISCOVERY": "off"}, **environment))
    output = doctor.communicate(json.dumps(cases) + "\n", timeout=30)[0]
    try:
        return json.loads(output.splitlines()[-1])
    except (ValueError, IndexError):
        raise AssertionError(output) from None


def wait_until_seen(neighbours: Neighbours, *names: str) -> None:
    """Wait until these servers can be found by alice."""
    watcher = neighbours.python("alice", "-m", "tests.server.watch")
    too_late = threading.Timer(15, watcher.kill)
    too_late.start()
    seen = any(all(f'"{name}"' in line for name in names) for line in watcher.stdout)
    too_late.cancel()
    watcher.kill()
    watcher.communicate()
    assert seen, f"{names} were not found"


def end(program: "subprocess.Popen[str]") -> None:
    """Let a program end with its input."""
    program.communicate(timeout=10)


def test_each_fault_is_named(neighbours: Neighbours) -> None:
    """Every fault, made for real, gets its own verdict within seconds, though all are looked at at once."""
    bob = neighbours.python("bob", "-m", "tests.app.faulty", BOB)
    try:
        assert bob.stdout.readline() == "ready\n", bob.stdout.read()
        neighbours.run("bob", "nft", FIREWALL.format(name="faults", rules=RULES))
        found = examined(neighbours, "alice", [(name, *case) for name, (case, _) in CASES.items()])
        here = examined(neighbours, "bob", [("alone", BOB, faulty.ALONE, "auto", "", "")])
    finally:
        end(bob)
    said = {name: verdict["kind"] for name, verdict in found.items()}
    assert said == {name: kind for name, (_, kind) in CASES.items()}, found
    assert max(verdict["seconds"] for verdict in found.values()) < LONGEST + 1
    assert here["alone"]["kind"] == "loopback-only"
    assert "turns away" in found["rejected"]["sentence"] and "vanishes" in found["dropped"]["sentence"]
    assert "web server" in found["web"]["sentence"] and "“SSH-2.0-OpenSSH”" in found["other"]["sentence"]


def test_a_computer_without_network_is_told_so(neighbours: Neighbours) -> None:
    """Without a cable nothing else is blamed."""
    neighbours.ip("alice", "link", "del", "cable")
    found = examined(neighbours, "alice", [("cut", BOB, 7000, "auto", "", ""), ("name", "studio", 1, "auto", "", "")])
    assert {verdict["kind"] for verdict in found.values()} == {"no-network"}


@pytest.mark.skipif(why_there_are_none() is not None, reason=str(why_there_are_none()))
def test_a_network_that_keeps_its_devices_apart_is_known(neighbours: Neighbours, tmp_path: Path) -> None:
    """Where servers are found and none can be reached, it is the network; a mistyped name leads to the found one."""
    neighbours.ip("bob", "addr", "add", BOB_AGAIN + "/24", "dev", "cable")
    servers = [neighbours.python("bob", "chat_server.py", "--host", host, "--port", port, "--name", name, "--announce",
                                 "--data-dir", str(tmp_path / name))
               for host, port, name in ((BOB, "7021", "One"), (BOB_AGAIN, "7022", "Two"))]
    try:
        wait_until_seen(neighbours, "One", "Two")
        neighbours.run("bob", "nft", FIREWALL.format(name="apart", rules="tcp dport 7021 drop; tcp dport 7022 drop"))
        cases = [("apart", BOB, 7021, "auto", "", ""), ("typo", "Tow", 7022, "auto", "", "")]
        found = examined(neighbours, "alice", cases, INTRANETCHAT_DISCOVERY="on")
    finally:
        for server in servers:
            server.terminate()
            server.communicate(timeout=10)
    assert (found["apart"]["kind"], found["apart"]["sentence"]) == ("isolation", words.ISOLATION)
    assert (found["typo"]["kind"], found["typo"]["meant"]) == ("unknown-name", "Two")
