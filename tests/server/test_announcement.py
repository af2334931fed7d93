"""What servers say of themselves, as strangers may write it, and the list that comes of it."""

import ipaddress
import json
import os
from pathlib import Path
from typing import List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from server.announcement import SERVICE, Announcement, announcement_of, from_pairs, instance_label, to_pairs
from server.config import ServerConfig
from server.data import data_folder
from server.finder import named
from server.nearby import MOST_SERVERS, FoundServer, Sighting, listed
from server.running import Note, running

HOME = [ipaddress.ip_interface("192.168.1.7/24"), ipaddress.ip_interface("fe80::7/64")]
STUDIO = Announcement("Studio", 3, True, True, "#lobby", "1.0.0", "ab12cd34")


def sighting(source: str, *addresses: str, says: Announcement = STUDIO, port: int = 12345) -> Sighting:
    """A server that the network told of."""
    return Sighting(source, says, addresses, port)


def test_what_is_said_is_read_back() -> None:
    """The pairs of a TXT record hold all that people see of a server, and no password."""
    said = announcement_of(ServerConfig(name="Lab 3", password="secret"), 12, True, "f00d")
    assert from_pairs("other", to_pairs(said)) == said
    assert said.needs_password and said.people == 12 and "secret" not in str(to_pairs(said))
    assert from_pairs("", {key: value.encode() for key, value in to_pairs(said).items()}) == said


def test_another_program_is_named_by_its_instance() -> None:
    """An IRC server that is not ours has its instance's name, and no number of people."""
    assert from_pairs("ngircd on box", {}) == Announcement("ngircd on box")


@settings(max_examples=60, deadline=None)
@given(some.text(max_size=400), some.dictionaries(
    some.sampled_from(["name", "lobby", "people", "version", "id", "tls", "password", "x"]),
    some.one_of(some.none(), some.binary(max_size=400), some.text(max_size=400)), max_size=8))
def test_nothing_that_a_stranger_writes_does_harm(label: str, pairs: "dict") -> None:
    """Whatever stands there: a short name on one line, without control or bidi characters, and a number in bounds."""
    read = from_pairs(label, pairs)
    assert 0 < len(read.name) <= 64
    assert read.name.isprintable() and read.version.isprintable() and read.id.isprintable()
    assert read.people is None or 0 <= read.people <= 10 ** 6
    assert len(instance_label(label).encode()) <= 63 and "." not in instance_label(label)
    assert all(len(key) + 1 + len(value.encode()) <= 255 for key, value in to_pairs(read).items())


def test_text_that_would_be_turned_around_is_not() -> None:
    """Escape sequences, line breaks and bidi marks in a name are gone, and its words stay."""
    assert from_pairs("x", {"name": "Stu\u202edio\x1b[31m\r\n  LAN"}).name == "Studio[31m LAN"


def test_one_server_is_one_row_at_its_nearest_address() -> None:
    """Of several addresses the one in our own network is taken, IPv4 before IPv6, whatever their order."""
    found, = listed([sighting("a", "fe80::1%eth0", "10.9.9.9", "192.168.1.20", "2001:db8::1")], HOME)
    assert (found.host, found.port, found.is_here) == ("192.168.1.20", 12345, False)
    assert listed([sighting("a", "10.9.9.9", "fe80::1%eth0")], HOME)[0].host == "fe80::1%eth0"
    assert listed([sighting("a", "2001:db8::1", "10.9.9.9")], HOME)[0].host == "10.9.9.9"


def test_the_same_run_under_two_names_is_one_row() -> None:
    """A server known by its id, port and address stands once; another one that copies its id can't take its place."""
    twice = [sighting("Studio." + SERVICE, "192.168.1.20"), sighting("Studio-2." + SERVICE, "192.168.1.20", "fe80::1")]
    assert [each.host for each in listed(twice, HOME)] == ["192.168.1.20"]
    copied = [sighting("Studio." + SERVICE, "192.168.1.20"), sighting("Studio-2." + SERVICE, "192.168.1.66")]
    assert len(listed(copied, HOME)) == 2


def test_this_computer_comes_first_and_by_loopback() -> None:
    """A server of our own is at the top, once, and joined by 127.0.0.1; the others follow by name."""
    here = Sighting("here 1", STUDIO._replace(name="zz"), ("127.0.0.1",), 12345, is_here=True)
    heard = sighting("zz." + SERVICE, "192.168.1.7", says=here.announcement)
    others = [sighting("b", "192.168.1.9", says=Announcement("beta")),
              sighting("a", "192.168.1.8", says=Announcement("Alpha"))]
    found = listed([heard, here] + others, HOME)
    assert [(each.name, each.host, each.is_here) for each in found] == [
        ("zz", "127.0.0.1", True), ("Alpha", "192.168.1.8", False), ("beta", "192.168.1.9", False)]


@pytest.mark.parametrize("addresses", [(), ("127.0.0.1",), ("0.0.0.0",), ("224.0.0.251",), ("::1",), ("nonsense",)])
def test_a_stranger_cannot_send_us_to_ourselves(addresses: "tuple") -> None:
    """An announcement from elsewhere without an address to go to is no server."""
    assert listed([sighting("a", *addresses)], HOME) == []


def test_thousands_of_servers_stay_a_short_list() -> None:
    """More than a network for people has are left out."""
    many = [sighting(str(n), f"10.0.{n // 250}.{n % 250 + 1}", says=Announcement(str(n))) for n in range(1000)]
    assert len(listed(many, HOME)) == MOST_SERVERS


def test_a_name_means_its_servers() -> None:
    """A person's spelling of a name finds it in any case; two servers of one name are both meant."""
    names = ("Lab", "lab", "Lab 3")
    found = [FoundServer(str(n), "10.0.0.1", n, False, Announcement(name)) for n, name in enumerate(names)]
    assert [each.port for each in named(found, " LAB ")] == [0, 1]


@pytest.fixture
def folder() -> Path:
    """Where running servers are noted."""
    return Path(data_folder()) / "running"


def hosts() -> List[str]:
    """The running servers' names."""
    return [each.announcement.name for each in running()]


def test_a_running_server_is_known_on_its_computer(folder: Path) -> None:
    """It stands in a file as long as it runs, with what changed last, and is gone with it."""
    note = Note("ab12cd34", "127.0.0.1", 6667)
    assert note.write(STUDIO)
    assert note.write(STUDIO._replace(people=4))
    only, = running()
    assert (only.announcement.people, only.addresses, only.port, only.is_here) == (4, ("127.0.0.1",), 6667, True)
    note.remove()
    note.remove()
    assert hosts() == [] and os.listdir(str(folder)) == []


def test_what_a_crash_left_behind_is_removed(folder: Path) -> None:
    """A file that no server holds is no server, nor is one that was tampered with."""
    folder.mkdir(parents=True)
    (folder / "deadbeef.json").write_text(json.dumps(dict(to_pairs(STUDIO), host="127.0.0.1", port=1)))
    assert hosts() == [] and os.listdir(str(folder)) == []
    note = Note("ab12cd34", "127.0.0.1", 6667)
    note.write(STUDIO)
    (folder / "ab12cd34.json").write_text('{"port": "many", "host": []}')
    assert hosts() == []
    (folder / "ab12cd34.json").unlink()
    assert note.write(STUDIO) and hosts() == ["Studio"]
    note.remove()
