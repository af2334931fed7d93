"""The list of names that newcomers read: complete and true, however the room has changed."""

from typing import List

import pytest

from server.world.outgoing import packed
from server.world.roster import Roster

from .driver import Client, World


def newcomer(world: World, nick: str, *caps: str) -> List[str]:
    """The names that somebody reads on coming into #a, who leaves again."""
    client: Client = world.join_as(nick, caps)
    messages = client.ask("JOIN #a")
    assert [m.command for m in messages if m.command not in ("JOIN", "353")] == ["366"]
    client.send("QUIT")
    return [word for m in messages if m.command == "353" for word in m.params[3].split()]


def test_true_after_every_change() -> None:
    """Who comes, leaves, is renamed or gets a rank is shown so to the next who comes in."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    assert newcomer(world, "x") == ["@op", "bob", "x"]
    bob.send("NICK robert")
    assert newcomer(world, "x") == ["@op", "robert", "x"]
    op.send("MODE #a +v robert", "MODE #a +v op")
    assert newcomer(world, "x") == ["@op", "+robert", "x"]
    assert newcomer(world, "x", "multi-prefix") == ["@+op", "+robert", "x"]
    assert newcomer(world, "x", "userhost-in-names")[1:] == ["+robert!bob@127.0.0.1", "x!x@127.0.0.1"]
    op.send("PART #a")
    assert newcomer(world, "x") == ["+robert", "x"]


def test_grows_while_others_come() -> None:
    """Two hundred who come one after the other read each of those before them, in lines that fit."""
    world = World()
    readers = [world.link().send(f"NICK p{'é' * (i % 9)}{i}", "USER u 0 * :x") for i in range(200)]
    nicks = [reader.user.nick for reader in readers]
    for index, reader in enumerate(readers):
        names = [m.params[3] for m in reader.ask("JOIN #a") if m.command == "353"]
        assert " ".join(names).lstrip("@").split() == nicks[: index + 1]


@pytest.mark.parametrize("room", [16, 40, 480])
def test_adding_is_as_packing(room: int) -> None:
    """A roster that grew word by word is the one made of all words."""
    words = ["größer" * (i % 3) + "a" * (i % 5) + "x" for i in range(100)]
    grown = Roster(room, words[:1])
    for word in words[1:]:
        grown.add(word)
    assert grown.texts == packed(words, room) == Roster(room, words).texts
