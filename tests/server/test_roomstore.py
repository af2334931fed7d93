"""What outlives a restart besides messages: the rooms' topics, modes, lists and owners, and the bans on addresses."""

from pathlib import Path
from typing import Any, Callable, Dict, List

import pytest

from server.bans import BanTable
from server.config import ServerConfig
from server.database import Database
from server.late import Ledger
from server.roomstore import FORGOTTEN_AFTER, RoomTable
from server.rulestore import RuleTable
from server.world.bans import Ban
from server.world.network import Network
from server.world.shelf import KeptRoom
from tests.server.world.driver import START, Client, World
from tests.server.world.people import PeopledWorld

Restart = Callable[..., PeopledWorld]


@pytest.fixture
def restart(tmp_path: Path) -> Any:
    """Start a server's network on the same file again, as often as a test wants; the one before just ends."""
    opened: List[Database] = []

    def start(now: float = START, **config: Any) -> PeopledWorld:
        while opened:
            opened.pop().close()
        opened.append(Database(tmp_path))
        world = PeopledWorld({"alice": "sesame"}, **config)
        world.now = now
        ledger = Ledger(opened[0])
        stores: Dict[str, Any] = {"bans": BanTable(opened[0], ledger), "rooms": RoomTable(opened[0], ledger)}
        withheld, network = world.network.withheld, world.network
        world.network = Network(network.config, now, accounts=world.accounts, **stores)
        world.network.withheld = withheld
        return world

    yield start
    opened.pop().close()


def shown(client: Client, room: str) -> List[str]:
    """What a room shows of itself: topic, modes and bans, without the times."""
    answers = client.ask(f"TOPIC {room}") + client.ask(f"MODE {room}") + client.ask(f"MODE {room} +b")
    return [" ".join(answer.params[1:4]) for answer in answers if answer.command in ("332", "324", "367")]


def test_room_keeps_what_it_was_given(restart: Restart) -> None:
    """Topic, modes, key, limit and lists are there after a restart, with who set them and when."""
    world = restart()
    op = world.join_as("op", rooms=["#a"])
    op.send("TOPIC #a :Lunch at noon", "MODE #a +msklbeI sesame 7 bad!*@* good!*@* friend!*@*")
    before = shown(op, "#a")
    times = [op.ask(line)[-1].params for line in ("MODE #a", "MODE #a +e", "MODE #a +I")]
    world = restart(START + 100)
    op = world.join_as("op")
    op.send("JOIN #a sesame")
    assert {message.command: message.params for message in op.take()}["333"][2:] == ("op", str(int(START)))
    assert shown(op, "#a") == before == ["#a Lunch at noon", "#a +mnstkl sesame", "#a bad!*@* op!op@127.0.0.1"]
    assert [op.ask(line)[-1].params for line in ("MODE #a", "MODE #a +e", "MODE #a +I")] == times


def test_key_and_bans_hold_for_the_first_one_too(restart: Restart) -> None:
    """After a restart nobody gets into an empty room past its password or its bans."""
    world = restart()
    world.join_as("op", rooms=["#a", "#b"]).send("MODE #a +k sesame", "MODE #b +b bad!*@*")
    world = restart()
    assert world.join_as("op").ask_one("JOIN #a").command == "475"
    assert world.join_as("bad").ask_one("JOIN #b").command == "474"
    assert not world.network.channels


def test_first_one_moderates_a_room_without_owners(restart: Restart) -> None:
    """Without accounts the first one back in a room moderates it, as everywhere on IRC."""
    restart().join_as("op", rooms=["#a"]).send("TOPIC #a :x")
    world = restart()
    first = world.join_as("first", rooms=["#a"])
    assert "@first" in first.ask("NAMES #a")[0].params[-1]


def test_owners_moderate_again(restart: Restart) -> None:
    """Who moderates a room with an account does so again after a restart, and nobody else, though they came first."""
    world = restart()
    alice = world.log_in_as("alice", "sesame", rooms=("#a",))
    alice.send("TOPIC #a :x", "MODE #a +i")
    world = restart()
    assert world.join_as("first").ask_one("JOIN #a").command == "473"
    alice = world.log_in_as("alice", "sesame", rooms=("#a",))
    assert "@alice" in alice.ask("NAMES #a")[0].params[-1]
    alice.send("MODE #a -i")
    second = world.join_as("second", rooms=["#a"])
    alice.send("PART #a")
    second.send("PART #a")
    assert "@" not in world.join_as("third", rooms=["#a"]).ask("NAMES #a")[0].params[-1]
    third = world.network.find("third")
    assert third is not None
    third.outbox.clear()
    alice.send("JOIN #a")
    world.network.settle_run()
    assert [line.split()[1] for line in third.outbox] == [b"JOIN", b"MODE"]
    assert b"MODE #a +o alice" in third.outbox[1]
    assert "@alice" in alice.ask("NAMES #a")[0].params[-1]
    alice.send("MODE #a -o alice")
    world = restart()
    world.join_as("first", rooms=["#a"])
    alice = world.log_in_as("alice", "sesame", rooms=("#a",))
    assert "@alice" not in alice.ask("NAMES #a")[0].params[-1]


def test_topic_stays_while_the_room_is_empty(restart: Restart) -> None:
    """A room with a topic keeps it when the last one goes home; one without anything of its own begins anew."""
    world = restart()
    op = world.join_as("op", rooms=["#a", "#b"])
    op.send("TOPIC #a :x", "PART #a,#b")
    op.take()
    assert "332" in [message.command for message in op.ask("JOIN #a")]
    assert world.network.shelf.opened("#b") is None


@pytest.mark.parametrize("modes", ["+k sesame", "+s", "+b nobody!*@*"])
def test_closed_room_is_nobodys_who_comes_first(restart: Restart, modes: str) -> None:
    """A room that is not for everybody keeps its modes while it is empty, and gives nobody the right to change them
    but an operator of the server; with the server running and after a restart."""
    world = restart()
    op = world.join_as("op", rooms=["#a"])
    op.send(f"MODE #a {modes}", "PART #a")
    for _ in range(2):
        eve = world.join_as("eve")
        eve.send("JOIN #a sesame")
        shown = eve.ask("MODE #a")[0].params[2:] + eve.ask("MODE #a +b")[0].params[2:3]
        assert {"+k sesame": "sesame", "+s": "+nst", "+b nobody!*@*": "nobody!*@*"}[modes] in shown
        assert eve.ask_one("MODE #a -ks sesame").command == "482"
        eve.send("PART #a")
        world = restart()
    boss = world.join_as("boss")
    boss.user.operator = True
    boss.send("JOIN #a")
    assert "@boss" in boss.ask("NAMES #a")[0].params[-1]


def test_only_so_many_rooms_are_kept(restart: Restart) -> None:
    """Who gives something to keep to very many rooms within an hour is told that it does not last; operators may."""
    world = restart()
    world.network.gate._rooms._most = 2
    op = world.join_as("op", rooms=["#a", "#b", "#c"])
    op.send("TOPIC #a :x", "TOPIC #b :x", "TOPIC #a :y")
    op.take()
    assert [m.command for m in op.ask("TOPIC #c :x")] == ["NOTICE", "TOPIC"]
    op.user.operator = True
    assert [m.command for m in op.ask("TOPIC #c :y")] == ["TOPIC"]
    world = restart()
    assert set(world.network.shelf._rooms) == {"#a", "#b", "#c"}


def test_closed_room_without_owners_ends(restart: Restart) -> None:
    """A room that needs an invitation, which nobody could give, ends with its last member."""
    world = restart()
    op = world.join_as("op", rooms=["#a"])
    op.send("MODE #a +i", "TOPIC #a :x", "PART #a")
    op.take()
    assert "332" not in [message.command for message in op.ask("JOIN #a")]


def test_what_is_taken_back_is_forgotten(restart: Restart) -> None:
    """A room that is as rooms begin again leaves nothing behind."""
    world = restart()
    op = world.join_as("op", rooms=["#a"])
    op.send("TOPIC #a :x", "MODE #a +m", "MODE #a -m", "TOPIC #a :")
    world = restart()
    assert world.network.shelf.opened("#a") is None


def test_lobby_keeps_its_topic(restart: Restart) -> None:
    """The lobby has its topic again, which everybody may set, and nobody moderates it."""
    restart(lobby="#lobby").join_as("bob").send("TOPIC #lobby :Welcome")
    world = restart(lobby="#lobby")
    bob = world.join_as("bob")
    assert bob.ask("TOPIC #lobby")[0].params[-1] == "Welcome"
    assert bob.ask_one("TOPIC #lobby :Hello").command == "TOPIC"
    assert "@bob" not in bob.ask("NAMES #lobby")[0].params[-1]


def test_unused_rooms_are_forgotten(restart: Restart) -> None:
    """A room that nobody came into for a year is forgotten; coming in is enough to keep it, and so is a key."""
    restart().join_as("op", rooms=["#a", "#b", "#c"]).send("TOPIC #a :x", "TOPIC #b :x", "MODE #c +k x")
    restart(START + FORGOTTEN_AFTER / 2).join_as("op", rooms=["#a"])
    world = restart(START + FORGOTTEN_AFTER + 10)
    assert world.network.shelf.opened("#a") is not None
    assert world.network.shelf.opened("#b") is None and world.network.shelf.has("#c")


def test_unreadable_room_begins_anew(tmp_path: Path) -> None:
    """What can't be read of a room costs that room's settings, and no other's."""
    database = Database(tmp_path)
    table = RoomTable(database, Ledger(database))
    table.keep("#a", KeptRoom("#a", 1, "topic"), START)
    for folded, settings in (("#b", "{"), ("#c", "[]"), ("#d", '{"name": "#d", "lists": [["b"]], "owners": []}')):
        database.change("INSERT INTO rooms VALUES (?, ?, ?)", (folded, settings, int(START)))
    assert table.load(START) == [KeptRoom("#a", 1, "topic")]
    database.close()


def test_bans_outlive_a_restart(restart: Restart) -> None:
    """A ban holds after a restart until it ends, with its reason; a lifted one is gone."""
    world = restart()
    bans = world.network.gate.bans
    bans.add(Ban("10.0.0.7", "flooding", "op", int(START), int(START) + 100))
    bans.add(Ban("10.0.0.8", "spam", "op", int(START), 0))
    bans.add(Ban("10.0.0.9", "mistake", "op", int(START), 0))
    bans.remove("10.0.0.9")
    world = restart(START + 99)
    assert "flooding" in world.link("10.0.0.7").texts()[0]
    world = restart(START + 100)
    assert not world.link("10.0.0.7").user.closing
    assert world.link("10.0.0.8").user.closing
    assert not world.link("10.0.0.9").user.closing


def test_broken_tables_stop_nobody(tmp_path: Path) -> None:
    """When rooms and bans can't be read or written, the server goes on without."""
    database = Database(tmp_path)
    database.connection.executescript("DROP TABLE rooms; DROP TABLE bans;")
    ledger = Ledger(database)
    network = Network(ServerConfig(lobby=""), START, bans=BanTable(database, ledger), rooms=RoomTable(database, ledger))
    network.gate.bans.add(Ban("10.0.0.8", "spam", "op", int(START), 0))
    world = World()
    world.network = network
    world.join_as("op", rooms=["#a"]).send("TOPIC #a :x")
    assert network.channels["#a"].topic == "x"
    assert world.link("10.0.0.8").user.closing
    database.close()


def test_rules_are_kept(tmp_path: Path) -> None:
    """What an operator has set is read again from the file, the last value of each rule."""
    database = Database(tmp_path)
    table = RuleTable(database, Ledger(database))
    table.keep("private-chats", False)
    table.keep("guests-speak", False)
    table.keep("guests-speak", True)
    database.close()
    database = Database(tmp_path)
    assert RuleTable(database, Ledger(database)).load() == {"private-chats": False, "guests-speak": True}
    database.close()
