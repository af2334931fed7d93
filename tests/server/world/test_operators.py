"""OPER, KILL, WALLOPS and CHGHOST."""

import pytest

from .driver import Client, World, quiet


@pytest.fixture
def chief() -> Client:
    """An operator of the server."""
    client = World().join_as("chief")
    client.user.operator = True
    return client


@pytest.mark.parametrize(
    "line, code",
    [
        ("KILL bob :x", "481"), ("WALLOPS :x", "481"), ("CHGHOST bob x", "481"), ("KILL", "461"), ("WALLOPS", "461"),
        ("CHGHOST bob", "461"),
    ],
)
def test_not_for_everybody(line: str, code: str) -> None:
    """Others are refused."""
    world = World()
    world.join_as("bob")
    assert world.join_as("alice").ask_one(line).command == code


def test_kill(chief: Client) -> None:
    """The person and everybody who sees them hear by whom and why; the link closes."""
    bob, carol = chief.world.join_as("bob", rooms=["#a"]), chief.world.join_as("carol", rooms=["#a"])
    quiet(bob, carol)
    assert chief.ask("KILL BOB :spam") == []
    assert carol.texts() == [":bob!bob@127.0.0.1 QUIT :Killed (chief (spam))"]
    assert bob.codes() == ["KILL", "ERROR"] and bob.user.closing


def test_refused_kill(chief: Client) -> None:
    """Nobody of that name is 401, a server 483."""
    assert chief.ask_one("KILL nobody :x").command == "401"
    assert chief.ask_one("KILL office.local :x").command == "483"


def test_kill_oneself(chief: Client) -> None:
    """An operator may end their own link."""
    assert [m.command for m in chief.ask("KILL chief")][-1] == "ERROR"
    assert chief.user.closing


def test_wallops(chief: Client) -> None:
    """It reaches operators and those with +w, once."""
    world = chief.world
    listener, deaf = world.join_as("listener"), world.join_as("deaf")
    listener.send("MODE listener +w")
    quiet(listener)
    assert chief.ask_one("WALLOPS :lunch").params == ("lunch",)
    assert listener.texts() == [":chief!chief@127.0.0.1 WALLOPS :lunch"] and deaf.take() == []


def test_operator_moderates_any_room(chief: Client) -> None:
    """An operator of the server sets modes, topics and who is in, without being in the room."""
    bob = chief.world.join_as("bob", rooms=["#a"])
    bob.send("MODE #a +is")
    quiet(bob)
    chief.send("MODE #a +m", "KICK #a bob :out")
    assert bob.codes() == ["MODE", "KICK"]


def test_nobody_becomes_one_from_outside() -> None:
    """OPER is refused where no operators are set up."""
    alice = World().join_as("alice")
    assert alice.ask_one("OPER root secret").command in ("491", "464")
    assert alice.ask_one("OPER root").command == "461"
    assert not alice.user.operator


def test_chghost(chief: Client) -> None:
    """The person and the neighbours with the capability hear of another host once, and everybody sees it."""
    world = chief.world
    bob = world.join_as("bob", ["chghost"], ["#a", "#b"])
    told, plain = world.join_as("told", ["chghost"], ["#a", "#b"]), world.join_as("plain", (), ["#a"])
    watcher = world.join_as("watcher", ["chghost", "extended-monitor"])
    watcher.send("MONITOR + bob")
    quiet(bob, told, plain, watcher)
    assert chief.ask_one("CHGHOST BOB desk.office").command == "NOTICE"
    line = ":bob!bob@127.0.0.1 CHGHOST bob desk.office"
    assert told.texts() == watcher.texts() == [line] and plain.take() == []
    assert bob.texts()[0] == line
    bob.send("PRIVMSG #a :hi")
    assert plain.texts() == [":bob!bob@desk.office PRIVMSG #a :hi"]


@pytest.mark.parametrize("host", ["-x", "a!b", "a@b", "x" * 46, "ü"])
def test_refused_host(chief: Client, host: str) -> None:
    """What can't stand in a prefix is no host, and nobody of that name is 401."""
    assert chief.ask_one(f"CHGHOST chief {host}").command == "NOTICE"
    assert chief.user.prefix == "chief!chief@127.0.0.1"
    assert chief.ask_one("CHGHOST nobody x").command == "401"
