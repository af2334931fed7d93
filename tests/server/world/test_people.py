"""WHOIS, WHOWAS, ISON and USERHOST."""

from typing import Dict, List

import pytest

from server.wire.message import Message

from .driver import Client, World


def by_code(messages: List[Message]) -> Dict[str, Message]:
    """The messages by their numeric, of which each comes once."""
    assert len({m.command for m in messages}) == len(messages), messages
    return {m.command: m for m in messages}


def test_whois() -> None:
    """WHOIS tells who somebody is, where they are, since when, and that they are away."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("Bob", rooms=["#a", "#b"])
    bob.send("AWAY :lunch", "MODE Bob +B")
    world.pass_time(30)
    told = by_code(alice.ask("WHOIS bob"))
    assert list(told) == ["311", "319", "312", "335", "301", "317", "318"]
    assert told["311"].params == ("alice", "Bob", "Bob", "127.0.0.1", "*", "Bob Real")
    assert told["319"].params == ("alice", "Bob", "@#a @#b")
    assert told["312"].params == ("alice", "Bob", "office.local", "Office")
    assert told["317"].params[:4] == ("alice", "Bob", "30", "1700000000")
    assert told["318"].params[:2] == ("alice", "bob")


@pytest.mark.parametrize("line", ["WHOIS office.local bob", "WHOIS bob bob", "WHOIS *.local bob"])
def test_whois_by_server(line: str) -> None:
    """A server or a nick in front is accepted."""
    world = World()
    world.join_as("bob")
    assert world.join_as("alice").ask(line)[0].command == "311"


def test_whois_idle_time_ends_with_a_message() -> None:
    """Only speaking ends idleness."""
    world = World()
    bob = world.join_as("bob")
    world.pass_time(20)
    bob.send("PING x")
    assert by_code(bob.ask("WHOIS bob"))["317"].params[2] == "20"
    bob.send("PRIVMSG bob :x")
    assert by_code(bob.ask("WHOIS bob"))["317"].params[2] == "0"


def test_own_address() -> None:
    """One sees one's own address in WHOIS, and that the link is secure."""
    world = World()
    bob = world.join_as("bob", address="10.0.0.9")
    bob.user.secure = True
    assert by_code(bob.ask("WHOIS bob"))["338"].params[2] == "10.0.0.9"
    assert {"338", "671"} & {m.command for m in world.join_as("eve").ask("WHOIS bob")} == {"671"}


def test_whois_keeps_secrets() -> None:
    """Secret rooms, and all rooms of invisible people, are shown to who shares them only."""
    world = World()
    bob = world.join_as("bob", rooms=["#s", "#a"])
    friend, eve = world.join_as("friend", rooms=["#s"]), world.join_as("eve")
    bob.send("MODE #s +s")
    assert by_code(eve.ask("WHOIS bob"))["319"].params[2] == "@#a"
    assert by_code(friend.ask("WHOIS bob"))["319"].params[2] == "@#s @#a"
    bob.send("MODE bob +i")
    assert "319" not in by_code(eve.ask("WHOIS bob"))
    assert by_code(friend.ask("WHOIS bob"))["319"].params[2] == "@#s"


@pytest.mark.parametrize(
    "line, codes",
    [("WHOIS nobody", ["401", "318"]), ("WHOIS", ["431"]), ("WHOIS :", ["431"]), ("WHOIS far.away bob", ["402"])],
)
def test_whois_of_nobody(line: str, codes: List[str]) -> None:
    """An unknown name is 401 and the end; no name 431; an unknown server 402."""
    assert [m.command for m in World().join_as("alice").ask(line)] == codes


def after_two_bobs_left() -> Client:
    """alice, after two people called bob left, one of them by another name."""
    world = World()
    alice = world.join_as("alice")
    for username in ("first", "second"):
        link = world.link().send("NICK bob", f"USER {username} 0 * :Bob {username}")
        link.send("NICK bobby" if username == "first" else "QUIT", "QUIT")
    return alice


@pytest.mark.parametrize(
    "line, users",
    [("WHOWAS bob", ["second", "first"]), ("WHOWAS BOB 1", ["second"]), ("WHOWAS bob 0", ["second", "first"])]
    + [("WHOWAS bob -1", ["second", "first"]), ("WHOWAS bobby", ["first"])],
)
def test_whowas(line: str, users: List[str]) -> None:
    """Who had a name, the latest first; a count limits it if positive."""
    messages = after_two_bobs_left().ask(line)
    assert [m.params[2] for m in messages if m.command == "314"] == users
    assert messages[1].command == "312" and messages[-1].command == "369"
    assert messages[0].params[3:] == ("127.0.0.1", "*", "Bob " + users[0])


def test_whowas_nobody() -> None:
    """A name that nobody had is 406 and the end; no name 431."""
    alice = World().join_as("alice")
    assert [m.command for m in alice.ask("WHOWAS nobody")] == ["406", "369"]
    assert alice.ask_one("WHOWAS").command == "431"


def test_ison() -> None:
    """ISON tells which of the names are here, as they write themselves."""
    world = World()
    alice = world.join_as("alice")
    world.join_as("Bob")
    assert alice.ask_one("ISON bob nobody :alice x").params == ("alice", "Bob alice")
    assert alice.ask_one("ISON nobody").params == ("alice", "")
    assert alice.ask_one("ISON").command == "461"


def test_userhost() -> None:
    """USERHOST shows who is away with "-" and takes five names."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("bob")
    assert alice.ask_one("USERHOST bob nobody alice").params[1] == "bob=+bob@127.0.0.1 alice=+alice@127.0.0.1"
    bob.send("AWAY :x")
    assert alice.ask_one("USERHOST bob").params == ("alice", "bob=-bob@127.0.0.1")
    assert alice.ask_one("USERHOST a b c d e bob").params == ("alice", "")
