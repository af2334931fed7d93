"""REDACT: who may take which message away, who is told, and that it is gone from the history."""
from pathlib import Path
from typing import Iterator

import pytest

from .kept import READER, KeptWorld, page, spoken

CAPS = (*READER, "draft/message-redaction")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network with a history."""
    kept = KeptWorld(tmp_path)
    yield kept
    kept.close()


def test_ones_own_message_is_taken_back(world: KeptWorld) -> None:
    """Members with the capability are told, the sender by the echo, others not; it is gone from the history."""
    alice, bob = world.join_as("alice", CAPS, ["#a"]), world.join_as("bob", CAPS, ["#a"])
    plain = world.join_as("plain", READER, ["#a"])
    msgid = alice.ask_one("PRIVMSG #a :oops").tags["msgid"]
    alice.send("PRIVMSG #a :fine")
    for client in (bob, plain):
        client.take()
    echo = alice.ask_one(f"REDACT #A {msgid} :a slip")
    assert (echo.command, echo.params, echo.nick) == ("REDACT", ("#a", msgid, "a slip"), "alice")
    assert bob.texts() == [echo.body()] and plain.take() == []
    assert spoken(page(alice, "CHATHISTORY LATEST #a * 5")) == ["fine"]


def test_operators_of_the_room_may_take_others_messages_away(world: KeptWorld) -> None:
    """The founder of the room may; an ordinary member is refused, and nothing changes."""
    op, bob = world.join_as("op", CAPS, ["#a"]), world.join_as("bob", CAPS, ["#a"])
    eve = world.join_as("eve", CAPS, ["#a"])
    msgid = bob.ask_one("PRIVMSG #a :spam").tags["msgid"]
    fail = eve.ask_one(f"REDACT #a {msgid}")
    assert fail.params[:4] == ("REDACT", "REDACT_FORBIDDEN", "#a", msgid)
    assert op.ask_one(f"REDACT #a {msgid} spam").params == ("#a", msgid, "spam")
    assert op.ask_one(f"REDACT #a {msgid} spam").params[:2] == ("REDACT", "UNKNOWN_MSGID")


def test_a_private_message_is_taken_back_by_its_sender_alone(world: KeptWorld) -> None:
    """The receiver is told; the receiver's own attempt is refused."""
    alice, bob = world.join_as("alice", CAPS), world.join_as("bob", CAPS)
    msgid = alice.ask_one("PRIVMSG bob :psst").tags["msgid"]
    assert bob.ask(f"REDACT alice {msgid}")[-1].params[1] == "REDACT_FORBIDDEN"
    bob.take()
    assert alice.ask_one(f"REDACT bob {msgid}").params == ("bob", msgid)
    assert [message.params for message in bob.take()] == [("bob", msgid)]
    assert page(bob, "CHATHISTORY LATEST alice * 5") == []


def test_a_reaction_can_be_taken_back(world: KeptWorld) -> None:
    """A TAGMSG that is kept is redacted like a message."""
    alice = world.join_as("alice", CAPS, ["#a"])
    msgid = alice.ask_one("@+draft/react=:) TAGMSG #a").tags["msgid"]
    assert alice.ask_one(f"REDACT #a {msgid}").params == ("#a", msgid)
    assert alice.ask_one(f"REDACT #a {msgid}").params[1] == "UNKNOWN_MSGID"


def test_the_same_nick_is_not_the_same_person(world: KeptWorld) -> None:
    """Who takes the nick at another address, or said it before logging in, is not the sender of a message."""
    world.join_as("op", rooms=["#a"])
    alice = world.join_as("alice", CAPS, ["#a"])
    msgid = alice.ask_one("PRIVMSG #a :mine").tags["msgid"]
    alice.send("QUIT")
    other = world.join_as("alice", CAPS, ["#a"], address="10.0.0.9")
    assert other.ask_one(f"REDACT #a {msgid}").params[1] == "REDACT_FORBIDDEN"
    other.user.account = "alice"
    mine = other.ask_one("PRIVMSG #a :by account").tags["msgid"]
    other.send("QUIT")
    nick_only = world.join_as("alice", CAPS, ["#a"], address="10.0.0.9")
    assert nick_only.ask_one(f"REDACT #a {mine}").params[1] == "REDACT_FORBIDDEN"
    nick_only.user.account = "Alice"
    assert nick_only.ask_one(f"REDACT #a {mine}").command == "REDACT"


@pytest.mark.parametrize(
    "line, code",
    [
        ("REDACT #elsewhere 1", "INVALID_TARGET"),
        ("REDACT #none 1", "INVALID_TARGET"),
        ("REDACT #a 123", "UNKNOWN_MSGID"),
        ("REDACT #a no-id", "UNKNOWN_MSGID"),
        ("REDACT nobody 1", "UNKNOWN_MSGID"),
    ],
)
def test_what_can_not_be_redacted(world: KeptWorld, line: str, code: str) -> None:
    """The answer is FAIL with the code of the specification."""
    world.join_as("bob", rooms=["#elsewhere"])
    fail = world.join_as("alice", CAPS, ["#a"]).ask_one(line)
    assert (fail.command, fail.params[:2]) == ("FAIL", ("REDACT", code))


def test_a_message_of_another_room_is_unknown_here(world: KeptWorld) -> None:
    """A msgid counts in its own room only, so that nothing can be learned of rooms one is not in."""
    bob = world.join_as("bob", CAPS, ["#b"])
    msgid = bob.ask_one("PRIVMSG #b :hidden").tags["msgid"]
    alice = world.join_as("alice", CAPS, ["#a"])
    assert alice.ask_one(f"REDACT #a {msgid}").params[1] == "UNKNOWN_MSGID"


def test_without_the_capability_there_is_no_such_command(world: KeptWorld) -> None:
    """REDACT without draft/message-redaction is an unknown command."""
    assert world.join_as("alice", rooms=["#a"]).ask_one("REDACT #a 1").command == "421"
