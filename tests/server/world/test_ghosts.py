"""A protected name whose bearer's link is dead: who logs in to its account gets it, and from the living nobody does."""

from typing import List

import pytest

from server.world.ghosts import ANSWERS_WITHIN, ELSEWHERE

from .driver import Client
from .people import PeopledWorld, plain

PASSED = ANSWERS_WITHIN + 1


@pytest.fixture
def world() -> PeopledWorld:
    """A network with accounts for alice and bob."""
    return PeopledWorld({"alice": "sesame", "bob": "sesame"})


def come_back(world: PeopledWorld, *last: str, name: str = "alice", password: str = "sesame") -> Client:
    """Somebody who asks for alice's name and logs in as `name`."""
    client = world.link().send("CAP LS 302", "NICK alice", "USER a 0 * :A", "CAP REQ sasl", "AUTHENTICATE PLAIN")
    client.send("AUTHENTICATE " + plain(name, password), *last)
    return client


def codes(client: Client) -> List[str]:
    """What came, without the talk about capabilities and passwords."""
    return [code for code in client.codes() if code not in ("CAP", "AUTHENTICATE", "900", "903", "904")]


@pytest.mark.parametrize("door", ["", "letmein"])
def test_silent_bearer_loses_the_name(door: str) -> None:
    """The bearer is asked; when nothing came the link is closed with a sentence, and the owner is in."""
    world = PeopledWorld({"alice": "sesame"}, password=door)
    ghost = come_back(world, f"PASS {door or 'x'}", "CAP END", "JOIN #a")
    bob = world.link().send(f"PASS {door or 'x'}", "NICK bob", "USER b 0 * :B", "JOIN #a")
    ghost.take()
    bob.take()
    alice = come_back(world, f"PASS {door or 'x'}", "CAP END", "JOIN #a")
    assert codes(alice) == [] and ghost.codes() == ["PING"]
    world.pass_time(PASSED)
    assert ELSEWHERE in ghost.texts()[-1] and ghost.user.closing
    assert [text.split()[1] for text in bob.texts()] == ["QUIT", "JOIN"]
    assert codes(alice)[0] == "001" and alice.user.nick == "alice" and "#a" in alice.user.channels


def test_living_bearer_keeps_it(world: PeopledWorld) -> None:
    """Two programs of one person don't throw each other out: the second is told that the name is taken."""
    first = world.log_in_as("alice", "sesame")
    second = come_back(world, "CAP END")
    first.take()
    first.send("PONG x")
    world.pass_time(PASSED)
    assert first.take() == [] and codes(second) == ["433"]
    second.send("NICK alice_")
    assert codes(second)[0] == "001"
    second.send("NICK alice")
    first.send("PRIVMSG alice_ :I am here")
    world.pass_time(PASSED)
    assert [code for code in second.codes() if code != "PRIVMSG"] == ["433"] and not first.user.closing


@pytest.mark.parametrize(("name", "password"), [("alice", "wrong"), ("bob", "sesame")])
def test_others_get_nothing(world: PeopledWorld, name: str, password: str) -> None:
    """With a wrong password, or another account, the name is taken, and its bearer is not even asked."""
    ghost = world.log_in_as("alice", "sesame")
    other = come_back(world, name=name, password=password)
    world.pass_time(PASSED)
    assert codes(other.send("CAP END")) == ["433"] and ghost.take() == []


def test_name_comes_back_later(world: PeopledWorld) -> None:
    """Who came in under another name and logged in takes the own one from a dead link with NICK."""
    ghost = world.log_in_as("alice", "sesame")
    alice = world.join_as("alice2", ["sasl", "labeled-response", "batch"])
    alice.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("alice", "sesame"))
    alice.take()
    alice.send("@label=x NICK alice", "PING later")
    assert alice.take() == []
    world.pass_time(PASSED)
    changed, pong = alice.take()
    assert changed.params == ("alice",) and changed.tags["label"] == "x" and pong.command == "PONG"
    assert ghost.user.closing and world.network.find("alice") is alice.user


def test_two_come_back_at_once(world: PeopledWorld) -> None:
    """One of them gets the name, and the other is told that it is taken."""
    ghost = world.log_in_as("alice", "sesame")
    first, second = come_back(world, "CAP END"), come_back(world, "CAP END")
    world.pass_time(PASSED)
    assert ghost.user.closing
    assert codes(first)[0] == "001" and codes(second) == ["433"]
