"""RENAME: what stays, who is told how, and what is refused."""

from datetime import datetime
from pathlib import Path
from typing import Iterator, List

import pytest

from server.archives import opened
from server.database import Database
from server.late import Ledger
from server.renamed import MOST_PLACES
from server.roomstore import RoomTable
from server.wire.caps import BITS
from server.world.archive import Question

from .driver import MODERN, START, Client, World, quiet
from .kept import READER, KeptWorld, page, spoken

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
    world.network.__init__(world.network.config, START, rooms=RoomTable(database, Ledger(database)))  # type: ignore[misc]
    op, _, _ = room(world)
    op.send("RENAME #old #new")
    assert [kept.name for kept in RoomTable(database, Ledger(database)).load(START)] == ["#new"]
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


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptWorld]:
    """A world with a history."""
    world = KeptWorld(tmp_path)
    yield world
    world.close()


PLAYER = (*READER, "draft/channel-rename", "draft/event-playback", "draft/read-marker", "draft/message-redaction",
          "soju.im/search")


def test_history_follows(kept: KeptWorld) -> None:
    """What was said is read under the new name, as said in the room of that name; the old name begins anew."""
    first, second = kept.chat("#old", "one", "two")
    kept.network.find("alice").caps |= BITS["draft/channel-rename"]
    op = kept.join_as("op", PLAYER, ["#old"])
    op.send("MARKREAD #old timestamp=2023-11-14T22:13:21.000Z")
    op.user.operator = True
    op.send("TOPIC #old :about", "RENAME #old #new", "PRIVMSG #new three")
    asked = page(op, "CHATHISTORY LATEST #new * 50")
    assert spoken(asked)[-3:] == ["one", "two", "three"]
    assert {m.params[0] for m in asked if m.command in ("JOIN", "PRIVMSG", "TOPIC")} == {"#new"}
    assert [m.params for m in asked if m.command == "RENAME"] == [("#old", "#new", "")]
    assert spoken(page(op, "SEARCH text=one")) == ["one"] == spoken(page(op, "SEARCH in=#new;text=one"))
    assert op.ask_one("MARKREAD #new").params == ("#new", "timestamp=2023-11-14T22:13:21.000Z")
    targets = page(op, "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2040-01-01T00:00:00.000Z 9")
    assert [m.params[1] for m in targets] == ["#new"]
    assert op.ask_one(f"REDACT #new {first.tags['msgid']}").command == "REDACT"
    eve = kept.join_as("eve", PLAYER, ["#old"])
    assert spoken(eve.ask("CHATHISTORY LATEST #old * 50")) == []
    assert eve.ask_one("MARKREAD #old").params == ("#old", "*")
    assert [text for text in kept.join_as("plain").send("JOIN #new").texts() if "one" in text or "two" in text] == [
        f":{second.source} PRIVMSG #new :[{datetime.fromtimestamp(START + 2):%H:%M}] two"
    ]


def test_history_follows_over_restarts(tmp_path: Path) -> None:
    """A later run and the tools on the host find it under the new name, beside what that name had before."""
    world = KeptWorld(tmp_path)
    world.chat("#new", "before")
    world.network.disconnected(world.network.find("alice"), "", world.now)
    op = world.join_as("op", PLAYER, ["#old"])
    for line in ("PRIVMSG #old :moved", "RENAME #old #new", "PRIVMSG #new :after", "JOIN #old", "PRIVMSG #old :other"):
        world.wait()
        op.send(line)
    world.close()
    world = KeptWorld(tmp_path, world.now + 1)
    eve = world.join_as("eve", READER, ["#new", "#old"])
    assert spoken(page(eve, "CHATHISTORY LATEST #new * 9")) == ["before", "moved", "after"]
    assert spoken(page(eve, "CHATHISTORY LATEST #old * 9")) == ["other"]
    eve.send("PRIVMSG #new :later")
    assert spoken(page(eve, "CHATHISTORY LATEST #new * 9"))[-1] == "later"
    world.history.commit()
    with opened(tmp_path) as records:
        found = records.search(Question(records.places("#new"), oldest_first=True))
    assert [record.text for record in found] == ["before", "moved", "after", "later"]
    assert {record.shown for record in found} == {"#new"}
    world.close()


def test_back_and_forth_leaves_nothing(kept: KeptWorld) -> None:
    """A room that gets its first name again is as if it had never been renamed; too many names are refused."""
    op = kept.join_as("op", PLAYER, ["#a"])
    op.send("PRIVMSG #a :x")
    for _ in range(30):
        assert op.ask("RENAME #a #b")[0].command == op.ask("RENAME #b #a")[0].command == "RENAME"
    assert kept.history.places("#a") == ["#a"] and kept.history.places("#b") == ["#b"]
    assert kept.history._ask("SELECT * FROM names") == []
    for _ in range(30):
        op.send("RENAME #a #b", "PRIVMSG #b :x", "JOIN #a", "PRIVMSG #a :x", "PART #b")
        op.take()
    assert "CANNOT_RENAME" in op.ask_one("RENAME #a #b").params
    assert len(kept.history.places("#b")) <= MOST_PLACES


def test_closed_rooms_leave_no_history_behind(tmp_path: Path) -> None:
    """Whoever takes the old name of a room with a key reads nothing that was said under it."""
    world = KeptWorld(tmp_path)
    op = world.join_as("op", (*READER, "draft/channel-rename"), ["#old"])
    op.send("MODE #old +k key", "PRIVMSG #old :secret", "RENAME #old #new")
    eve = world.join_as("eve", READER, ["#old"])
    assert spoken(eve.ask("CHATHISTORY LATEST #old * 10")) == []
    world.close()
