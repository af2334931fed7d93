"""From findings to verdicts: each table row is what the checks found, and what a person is told."""

from typing import Any, Dict

import pytest

from app import diagnosis as d
from app.diagnosis import Facts, Place, Reach, Speech, judge, judge_self, suggestion
from app.remedies import firewall_commands

HOST, PORT = "192.168.1.20", 12345
OWN = ("192.168.1.7/24", "fd00::7/64")
ANNA = Place("Anna’s room", "192.168.1.30", 12345, False)
BASE = Facts(HOST, PORT, "linux", "", OWN, (HOST,))


def tried(outcome: str, seconds: float = 4.5, address: str = HOST) -> Dict[str, Any]:
    """The finding that a try to connect went so."""
    return {"reaches": (Reach(address, outcome, seconds),)}


def said(kind: str, words: str = "", reason: str = "") -> Dict[str, Any]:
    """The finding that this answered."""
    return dict(tried(d.ANSWERED), speech=Speech(kind, words, reason))


@pytest.mark.parametrize("kind, findings", [
    ("misunderstood", {"misunderstood": "An address has no spaces.", "networks": None, "addresses": None}),
    ("misunderstood", {"host": "192.168.1.300", "addresses": ()}),
    ("no-network", {"host": "studio", "networks": (), "addresses": ()}),
    ("no-network", dict(tried(d.NO_ROUTE), networks=())),
    ("unknown-name", {"host": "studio", "addresses": ()}),
    ("nothing-listens", tried(d.REFUSED, 0.0)),
    ("nothing-listens", dict(tried(d.REFUSED, 0.0, "192.168.1.7"), addresses=("192.168.1.7",))),
    ("loopback-only", dict(tried(d.REFUSED, 0.0, "192.168.1.7"), addresses=("192.168.1.7",), loopback_answers=True)),
    ("own-firewall", tried(d.FORBIDDEN, 0.0)),
    ("macos-permission", dict(tried(d.UNREACHABLE, 0.01), system="darwin")),
    ("firewall", dict(tried(d.UNREACHABLE, 0.01), system="darwin", found=(ANNA._replace(reached=True),))),
    ("nobody-there", dict(tried(d.UNREACHABLE, 3.1), system="darwin")),
    ("other-network", dict(tried(d.NO_ROUTE, 0.0, "10.9.9.9"), addresses=("10.9.9.9",))),
    ("other-network", dict(tried(d.SILENT, 4.5, "10.9.9.9"), addresses=("10.9.9.9",))),
    ("firewall", dict(tried(d.SILENT, 4.5, "8.8.8.8"), addresses=("8.8.8.8",))),  # may be reached through a router
    ("isolation", dict(tried(d.SILENT), found=(ANNA,))),
    ("isolation", dict(tried(d.UNREACHABLE, 3.1), found=(ANNA, Place("Studio", HOST, PORT, False)))),
    ("firewall", dict(tried(d.SILENT), found=(ANNA._replace(reached=True),))),
    ("firewall", dict(tried(d.SILENT), found=(Place("Studio", HOST, PORT, False),))),
    ("firewall", dict(tried(d.SILENT), found=(ANNA._replace(is_here=True),))),
    ("firewall", tried(d.UNREACHABLE, 0.01)),
    ("nobody-there", tried(d.UNREACHABLE, 3.1)),
    ("firewall", tried(d.SILENT)),
    ("odd", tried(d.ODD)),
    ("well", said(d.CHAT)),
    ("not-chat", said(d.WEB)),
    ("not-chat", said(d.OTHER, "“SSH”")),
    ("not-chat", said(d.MUTE)),
    ("encrypted-only", said(d.ENCRYPTED_ONLY)),
    ("plain-only", said(d.PLAIN_ONLY)),
    ("nick-taken", said(d.SAID_NO, "That name is taken.", "nick-taken")),
])
def test_findings_give_one_verdict(kind: str, findings: Dict[str, Any]) -> None:
    """Each fault is told from those that look alike, in a sentence with everything put in, and with something to do."""
    verdict = judge(BASE._replace(**findings))
    assert verdict is not None and verdict.kind == kind
    assert verdict.sentence and "{" not in verdict.sentence + verdict.remedy
    assert verdict.remedy or kind in ("well", "misunderstood", "nick-taken")
    assert bool(verdict.commands) == (kind == "firewall")


def test_nothing_found_is_no_verdict() -> None:
    """Before anything is known, and while something answers that has said nothing yet, nothing is claimed."""
    assert judge(Facts(HOST, PORT)) is None
    assert judge(BASE._replace(**tried(d.ANSWERED))) is None


def test_the_lines_for_a_firewall_hold_the_port() -> None:
    """One line for each system, to type on the host."""
    lines = {command.label: command.text for command in firewall_commands(7000)}
    assert lines["ufw"] == "sudo ufw allow 7000/tcp"
    assert lines["firewalld"] == "sudo firewall-cmd --add-port=7000/tcp --permanent && sudo firewall-cmd --reload"
    assert lines["Windows"].startswith('netsh advfirewall firewall add rule name="IntranetChat" dir=in action=allow')
    assert "localport=7000" in lines["Windows"] and "socketfilterfw" in lines["macOS"]


@pytest.mark.parametrize("host, places, meant", [
    ("anas room", (ANNA, Place("Lab", "192.168.1.31", PORT)), "Anna’s room"),
    ("printer", (ANNA._replace(reached=None), Place("Lab", "192.168.1.31", PORT)), None),
    ("printer", (ANNA._replace(reached=True),), "Anna’s room"),
    ("printer", (ANNA,), None),
    (HOST, (ANNA, Place("Other port", HOST, 7000)), "Other port"),
    (HOST, (Place("The same", HOST, PORT),), None),
])
def test_the_server_that_was_meant(host: str, places: Any, meant: Any) -> None:
    """It has a similar name, or can be reached and is on the same computer or the only one."""
    found = suggestion(BASE._replace(host=host, found=places, addresses=(HOST,) if host == HOST else ()))
    assert (found.name if found else None) == meant


def test_the_own_server_is_judged_by_its_addresses() -> None:
    """All well is said with its limits; refused everywhere is a server for this computer only."""
    fine, refused = Reach(HOST, d.ANSWERED), Reach("192.168.7.7", d.REFUSED)
    well = judge_self(PORT, (fine,), "linux")
    assert well.is_well and "can’t be seen from here" in well.remedy and f"{HOST}:{PORT}" in well.sentence
    assert [command.label for command in well.commands] == ["ufw", "firewalld"]
    partly = judge_self(PORT, (fine, refused), "win32")
    assert partly.kind == "partly" and "192.168.7.7:12345" in partly.sentence
    assert [command.label for command in partly.commands] == ["Windows"]
    assert judge_self(PORT, (refused,), "linux").kind == "loopback-only"
    assert judge_self(PORT, (), "linux").kind == "no-network"
