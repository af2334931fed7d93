"""CAP: what is offered, asked for, had and taken back."""

import pytest

from server.wire.caps import BITS, OF_ACCOUNTS, OF_HISTORY, OFFERED

from .driver import World


def offered(line: str) -> str:
    """The text of the one answer to CAP LS."""
    return World().link().ask_one(line).params[-1]


def test_each_capability_has_a_bit_of_its_own() -> None:
    """No two capabilities share a bit."""
    assert len({capability.bit for capability in OFFERED}) == len(OFFERED) == len(BITS)
    assert all(bin(capability.bit).count("1") == 1 for capability in OFFERED)


def test_list_of_offers() -> None:
    """CAP LS names known capabilities; without 302 no values are shown and no line is marked to be continued."""
    client = World().link().send("CAP LS 302")
    words = [word for message in client.take() for word in message.params[-1].split()]
    assert len(words) > 10 and {word.split("=")[0] for word in words} <= set(BITS)
    plain = World().link().ask_one("CAP LS 301")
    assert plain.params[1] == "LS" and len(plain.params) == 3 and "=" not in plain.params[-1]


def test_drafts_give_way_in_one_line() -> None:
    """Who doesn't know version 302 gets one line; what has no room beside a long name is left out, drafts first."""
    client = World(name="x" * 60 + ".org").link().send("NICK " + "\u5b57" * 32)
    words = client.ask_one("CAP LS").params[-1].split()
    here = {name for name, bit in BITS.items() if not bit & (OF_ACCOUNTS | OF_HISTORY)}
    assert {name for name in here if "/" not in name} <= set(words) <= here


def test_negotiation_holds_registration() -> None:
    """From CAP LS or REQ on registration waits for CAP END."""
    for opening in ("CAP LS 302", "CAP LS", "CAP REQ :batch", "CAP REQ :nothing"):
        client = World().link().send(opening, "NICK alice", "USER a 0 * :A")
        assert "001" not in client.codes()
        assert client.send("CAP END").codes()[0] == "001"


def test_nobody_needs_cap() -> None:
    """CAP LIST before anything has an empty last parameter, and holds nothing."""
    client = World().link()
    assert client.ask_one("CAP LIST").params == ("*", "LIST", "")
    assert client.send("NICK alice", "USER a 0 * :A").codes()[0] == "001"


def test_request_is_taken_whole_or_not_at_all() -> None:
    """One unknown name refuses the whole request, repeated exactly."""
    client = World().link()
    assert client.ask_one("CAP REQ :foo multi-prefix bar").params == ("*", "NAK", "foo multi-prefix bar")
    assert client.ask_one("CAP LIST").params[-1] == ""
    assert client.ask_one("CAP REQ :multi-prefix batch").params == ("*", "ACK", "multi-prefix batch")
    assert client.ask_one("CAP LIST").params[-1].split() == ["batch", "multi-prefix"]


def test_taken_back() -> None:
    """A capability with "-" is taken back, and its effect ends with it."""
    alice = World().join_as("alice", ["server-time", "batch"])
    assert "time" in alice.ask_one("PING x").tags
    assert alice.ask_one("CAP REQ -server-time").params[1:] == ("ACK", "-server-time")
    assert alice.ask_one("PING x").tags == {}


def test_version_302_has_cap_notify() -> None:
    """Who knows version 302 has cap-notify and can't take it back."""
    client = World().link().send("CAP LS 302")
    client.take()
    assert client.ask_one("CAP LIST").params[-1] == "cap-notify"
    assert client.ask_one("CAP REQ -cap-notify").params[1] == "NAK"


def test_unknown_subcommand() -> None:
    """Anything else after CAP is 410."""
    client = World().link()
    assert client.ask_one("CAP FLY").params[:2] == ("*", "FLY")
    assert client.ask_one("CAP").command == "461"


def test_change_reaches_rooms() -> None:
    """A capability taken while in a room counts from the next message on."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    alice.send("PRIVMSG #a :one")
    bob.send("CAP REQ :server-time")
    alice.send("PRIVMSG #a :two")
    messages = [message for message in bob.take() if message.command == "PRIVMSG"]
    assert ["time" in message.tags for message in messages] == [False, True]


@pytest.mark.parametrize(
    "name", ["server-time", "message-tags", "batch", "labeled-response", "echo-message", "setname"]
)
def test_offered(name: str) -> None:
    """What clients build on is offered."""
    assert name in offered("CAP LS").split()
