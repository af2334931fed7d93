"""Labels, batches and what a numeric may repeat."""

import re

import pytest

from server.wire.message import Message
from server.world.replies import body_of

from .driver import MODERN, World, quiet


def test_nothing_is_acknowledged() -> None:
    """A command without an answer gets ACK with its label."""
    alice = World().join_as("alice", ["batch", "labeled-response"])
    message = alice.ask_one("@label=x PONG y")
    assert (message.command, message.tags) == ("ACK", {"label": "x"})
    assert [m.command for m in alice.ask("@label=x PRIVMSG alice :y")] == ["PRIVMSG", "ACK"]


def test_one_line_carries_the_label() -> None:
    """One answer carries the label itself."""
    alice = World().join_as("alice", MODERN)
    assert alice.ask_one(r"@label=a\sb PING x").tags["label"] == "a b"
    assert alice.ask_one("@label=z FLY").tags["label"] == "z"


def test_several_lines_are_a_batch() -> None:
    """More answers stand in a batch that carries the label."""
    alice = World().join_as("alice", MODERN)
    first, *middle, last = alice.ask("@label=x JOIN #a")
    reference = first.params[0][1:]
    assert (first.command, first.params[1], first.tags["label"]) == ("BATCH", "labeled-response", "x")
    assert re.fullmatch("[A-Za-z0-9-]+", reference)
    assert last.params == ("-" + reference,) and "label" not in last.tags
    assert [m.command for m in middle] == ["JOIN", "353", "366"]
    assert all(m.tags["batch"] == reference and "label" not in m.tags for m in middle)


def test_others_never_see_the_label() -> None:
    """The label goes to the asker alone, in a message to oneself on one of the two copies."""
    world = World()
    alice, bob = world.join_as("alice", MODERN, ["#a"]), world.join_as("bob", MODERN, ["#a"])
    quiet(alice, bob)
    alice.send("@label=x PRIVMSG #a :hi")
    assert alice.take()[0].tags["label"] == "x" and "label" not in bob.take()[0].tags
    alice.send("@label=y PRIVMSG alice :hi")
    assert [m.tags.get("label") for m in alice.take()] == [None, "y"]
    alice.send("@label=z PRIVMSG alice,bob :hi")
    assert [m.command for m in alice.take()] == ["PRIVMSG", "BATCH", "PRIVMSG", "PRIVMSG", "BATCH"]


@pytest.mark.parametrize("caps", [["labeled-response"], ["batch"], ["message-tags"], []])
def test_label_needs_both_capabilities(caps: "list") -> None:
    """Without labeled-response and batch a label is not looked at."""
    alice = World().join_as("alice", caps)
    assert "label" not in alice.ask_one("@label=x PING y").tags
    assert alice.ask("@label=x PONG y") == []


def test_label_too_long() -> None:
    """A label over 64 bytes is not looked at."""
    alice = World().join_as("alice", MODERN)
    assert "label" in alice.ask_one("@label=" + "x" * 64 + " PING y").tags
    assert "label" not in alice.ask_one("@label=" + "x" * 65 + " PING y").tags


def test_quit_with_a_label() -> None:
    """The last word carries the label too."""
    alice = World().join_as("alice", MODERN)
    assert alice.ask_one("@label=x QUIT").tags["label"] == "x"


def test_what_is_repeated_stays_a_parameter() -> None:
    """Words that would become another parameter are shown as "*", long ones are cut, the whole fits."""
    message = Message("421", ("me", "", ":x", "a b", "y" * 600, "z" * 600), "s")
    body = body_of(message)
    assert body.startswith(":s 421 me * * * yyy") and len(body.encode()) <= 510
    assert body.endswith("zz")


def test_cut_between_characters() -> None:
    """A sentence that is cut to fit is not cut inside a character."""
    for extra in range(4):
        body = body_of(Message("372", ("me", "x" * extra + "ä😀" * 300), "s"))
        assert 500 < len(body.encode()) <= 510 and "\ufffd" not in body
