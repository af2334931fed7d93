"""RENAME: what stays, who is told how, and what is refused."""

from pathlib import Path
from typing import List

import pytest

from server.database import Database
from server.roomstore import RoomTable

from .driver import MODERN, START, Client, World, quiet
from .kept import READER, KeptWorld, spoken

NEW = (*MODERN, "draft/channel-rename")


def room(world: World) -> List[Client]:
    """op, who knows RENAME, bob, who does too, and plain, who doesn't, in #old with a topic."""
    op, bob = world.join_as("op", NEW, ["#old"]), world.join_as("bob", NEW, ["#old"])
    plain = world.join_as("plain", ["extended-join"], ["#old"])
    op.send("TOPIC #old :what it is about", "MODE #old +k key")
    quiet(op, bob, plain)
    return [op, bob, plain]


def test_told_to_those_who_know() -> None:
    """They get RENAME with the reason, an empty one where none was given."""
    op, bob, _ = room(World())
    (echo,) = op.ask("@label=x RENAME #OLD #new :typo")
    assert echo.params == ("#old", "#new", "typo") and echo.tags["label"] == "x"
    assert bob.texts() == [":op!op@127.0.0.1 RENAME #old #new typo"]
    op.send("RENAME #new #newer")
    assert bob.texts() == [":op!op@127.0.0.1 RENAME #new #newer :"]


def test_told_to_the_others() -> None:
    """They see their own PART and JOIN, and what one is told on coming in."""
    op, _, plain = room(World())
    op.send("RENAME #old #new :typo")
    messages = plain.take()
    assert [m.command for m in messages] == ["PART", "JOIN", "332", "333", "353", "366"]
    assert [m.params for m in messages[:2]] == [("#old", "typo"), ("#new", "*", "plain Real")]
    assert {m.source for m in messages[:2]} == {"plain!plain@127.0.0.1"}
    assert messages[4].params == ("plain", "=", "#new", "@op bob plain")


def test_renamed_by_one_who_knows_no_rename() -> None:
    """Who has not the capability may rename, and is told as the others are, within the label."""
    world = World()
    op = world.join_as("op", ["batch", "labeled-response", "no-implicit-names"], ["#old"])
    bob = world.join_as("bob", NEW, ["#old"])
    quiet(op)
    first, *inside, _ = op.ask("@label=x RENAME #old #new")
    assert first.tags["label"] == "x" and [m.command for m in inside] == ["PART", "JOIN"]
    assert bob.codes() == ["RENAME"]


def test_everything_else_stays() -> None:
    """Members, ranks, modes, topic and invitations are those of the room before; the old name is free."""
    world = World()
    op, bob, plain = room(world)
    eve = world.join_as("eve")
    op.send("INVITE eve #old", "RENAME #old #new")
    quiet(op, bob, plain, eve)
    assert plain.ask("PRIVMSG #new :x") == [] and bob.codes() == ["PRIVMSG"]
    assert op.ask("MODE #new")[0].params[1:] == ("#new", "+ntk", "key")
    assert eve.ask("JOIN #new")[0].params[0] == "#new"
    assert plain.ask_one("PRIVMSG #old :x").command == "403"
    eve.send("JOIN #old")
    assert eve.take()[0].params[0] == "#old" and len(world.network.channels) == 2
    assert set(world.network.find("op").channels) == {"#new"}


def test_only_the_case() -> None:
    """Another case of the same name is told to those who know RENAME, and plain clients see nothing."""
    op, bob, plain = room(World())
    op.send("RENAME #old #Old")
    assert op.codes() == bob.codes() == ["RENAME"] and plain.take() == []
    assert op.ask("MODE #old")[0].params[1] == "#Old"


@pytest.mark.parametrize(
    "line, code",
    [
        ("RENAME #old", "461"),
        ("RENAME #none #new", "403"),
        ("RENAME #old new", "CANNOT_RENAME"),
        ("RENAME #old #old", "CANNOT_RENAME"),
        ("RENAME #old #taken", "CHANNEL_NAME_IN_USE"),
        ("RENAME #old #TAKEN", "CHANNEL_NAME_IN_USE"),
        ("RENAME #old #lobby", "CHANNEL_NAME_IN_USE"),
        ("RENAME #lobby #new", "482"),
    ],
)
def test_refused(line: str, code: str) -> None:
    """What can't be renamed is answered with why, and nobody else hears of it."""
    world = World(lobby="#lobby")
    world.join_as("eve", rooms=["#taken"])
    op, bob, _ = room(world)
    (message,) = op.ask(line)
    assert code in (message.command, *message.params)
    assert bob.take() == []


def test_who_may() -> None:
    """Only the room's operators and the server's; the server's may do it from outside, but not to the lobby."""
    world = World(lobby="#lobby")
    op, bob, _ = room(world)
    eve = world.join_as("eve", NEW)
    assert bob.ask_one("RENAME #old #new").command == "482"
    assert eve.ask_one("RENAME #old #new").command == "442"
    eve.user.operator = True
    assert eve.ask_one("RENAME #old #new").command == "RENAME"
    assert eve.ask_one("RENAME #lobby #new2").params[:2] == ("RENAME", "CANNOT_RENAME")
    assert "RENAME" in op.codes()


def test_too_many_to_tell() -> None:
    """A room in which very many people would have to be told by PART and JOIN keeps its name."""
    world = World()
    op = world.join_as("op", NEW, ["#old"])
    people = [world.join_as(f"p{index}", rooms=["#old"]) for index in range(501)]
    quiet(op, *people)
    assert op.ask_one("RENAME #old #new").params[1] == "CANNOT_RENAME"
    people[0].send("PART #old")
    quiet(op, *people)
    op.send("RENAME #old #new")
    while world.network.unfinished:
        world.network.proceed(world.now)
    assert all(person.codes()[-1] == "366" for person in people[1:])


def test_kept_rooms_follow(tmp_path: Path) -> None:
    """What is kept of a room over a restart is kept under its new name, and nothing under the old."""
    database = Database(tmp_path)
    world = World()
    world.network.__init__(world.network.config, START, rooms=RoomTable(database))  # type: ignore[misc]
    op, _, _ = room(world)
    op.send("RENAME #old #new")
    assert [kept.name for kept in RoomTable(database).load(START)] == ["#new"]
    op.send("PART #new")
    database.close()


def test_kept_names_are_taken() -> None:
    """The name of a room that is kept while nobody is in it is not given to another."""
    world = World()
    op, bob, plain = room(world)
    for client in (op, bob, plain):
        client.send("PART #old")
    op.send("JOIN #b")
    assert op.ask("RENAME #b #old")[-1].params[1] == "CHANNEL_NAME_IN_USE"


def test_closed_rooms_leave_no_history_behind(tmp_path: Path) -> None:
    """Whoever takes the old name of a room with a key reads nothing that was said under it."""
    world = KeptWorld(tmp_path)
    op = world.join_as("op", (*READER, "draft/channel-rename"), ["#old"])
    op.send("MODE #old +k key", "PRIVMSG #old :secret", "RENAME #old #new")
    eve = world.join_as("eve", READER, ["#old"])
    assert spoken(eve.ask("CHATHISTORY LATEST #old * 10")) == []
    world.close()
