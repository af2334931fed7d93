"""Private messages to somebody who is not connected, for a name that an account protects."""
from pathlib import Path
from typing import Iterator

import pytest

from server.world.accounts import Accounts
from server.world.archive import NoArchive

from .kept import READER, KeptWorld, page, spoken


class BobsAccount(Accounts):
    """Accounts that know of one, Bob's."""

    def owner_of(self, nick: str) -> str:
        """Bob's name in any writing is Bob's."""
        return "Bob" if nick.lower() == "bob" else ""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network with a history, where the name bob is protected."""
    kept = KeptWorld(tmp_path)
    kept.network.accounts = BobsAccount()
    yield kept
    kept.close()


def log_in(world: KeptWorld, *caps: str) -> list:
    """What Bob gets that is no part of the welcome, when he comes with his account."""
    client = world.link()
    client.user.account = "Bob"
    if caps:
        client.send("CAP REQ :" + " ".join(caps))
    client.send("NICK bob", "USER bob 0 * :Bob", "CAP END")
    return [message for message in client.take() if message.command in ("PRIVMSG", "NOTICE", "BATCH")]


def test_it_is_kept_and_given_at_the_next_login_once(world: KeptWorld) -> None:
    """The sender is told that it waits; the owner gets it with its time and msgid, and only once."""
    alice = world.join_as("alice", READER)
    echo, away = alice.ask("PRIVMSG bob :are you there?")
    assert echo.params == ("bob", "are you there?") and away.command == "301" and "kept" in away.params[-1]
    alice.send("NOTICE bob :a notice")
    world.wait(5)
    first, message, notice, last = log_in(world, *READER)
    assert first.params[1:] == ("chathistory", "alice") and last.command == "BATCH"
    assert (message.params, message.tags["msgid"], message.tags["time"]) == (
        echo.params,
        echo.tags["msgid"],
        echo.tags["time"],
    )
    assert notice.params == ("bob", "a notice")
    world.network.disconnected(world.network.find("bob"), "gone", world.now)
    assert log_in(world) == []


def test_a_plain_client_gets_it_with_the_time_in_the_text(world: KeptWorld) -> None:
    """Without capabilities the lines come alone."""
    world.join_as("alice").send("PRIVMSG bob :hello")
    (message,) = log_in(world)
    assert message.params[1].endswith("] hello")


def test_both_find_it_in_their_history(world: KeptWorld) -> None:
    """It is in the conversation of either side."""
    alice = world.join_as("alice", READER)
    alice.send("PRIVMSG bob :hello")
    assert spoken(page(alice, "CHATHISTORY LATEST bob * 5")) == ["hello"]
    log_in(world)
    bob = world.join_as("robert", READER)
    bob.user.account = "bob"
    assert spoken(page(bob, "CHATHISTORY LATEST alice * 5")) == ["hello"]


@pytest.mark.parametrize("line", ["PRIVMSG carol :x", "TAGMSG bob", "PRIVMSG Böb :x"])
def test_nobody_else_is_written_to(world: KeptWorld, line: str) -> None:
    """A name without an account, and tags alone, are answered as before."""
    assert world.join_as("alice", READER).ask_one(line).command == "401"


def test_without_a_history_nothing_is_kept(world: KeptWorld) -> None:
    """Then the sender is told that nobody has that name."""
    world.network.archive = NoArchive()
    assert world.join_as("alice").ask_one("PRIVMSG bob :x").command == "401"


def test_only_so_many_wait(world: KeptWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """When very much waits for somebody, what is said to them is refused, and those that wait are not lost."""
    monkeypatch.setattr("server.world.letters.MOST_LETTERS", 2)
    alice = world.join_as("alice", READER)
    alice.send("PRIVMSG bob :one", "PRIVMSG bob :two")
    alice.take()
    assert alice.ask_one("PRIVMSG bob :three").params[:3] == ("PRIVMSG", "CANNOT_RECORD", "bob")
    assert spoken(log_in(world, *READER)) == ["one", "two"]
    world.network.disconnected(world.network.find("bob"), "gone", world.now)
    assert alice.ask("PRIVMSG bob :four")[-1].command == "301"
