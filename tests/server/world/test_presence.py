"""AWAY and SETNAME."""

from .driver import World, quiet


def test_away_and_back() -> None:
    """Going is 306, coming back 305."""
    alice = World().join_as("alice")
    assert alice.ask_one("AWAY :lunch").command == "306"
    assert alice.ask_one("AWAY").command == "305"
    assert alice.ask_one("AWAY :").command == "305"
    assert alice.ask_one("AWAY :" + "x" * 171).command == "417"


def test_neighbours_are_told_once() -> None:
    """Who has away-notify and shares a room hears of each change once."""
    world = World()
    alice = world.join_as("alice", rooms=["#a", "#b"])
    told, plain = world.join_as("told", ["away-notify"], ["#a", "#b"]), world.join_as("plain", (), ["#a"])
    quiet(told, plain)
    alice.send("AWAY :lunch", "AWAY :lunch", "AWAY", "AWAY")
    assert told.texts() == [":alice!alice@127.0.0.1 AWAY :lunch", ":alice!alice@127.0.0.1 AWAY"]
    assert plain.take() == []


def test_setname() -> None:
    """A new real name is told to everybody with setname who shares a room, and to oneself."""
    world = World()
    alice = world.join_as("alice", ["setname"], ["#a"])
    told, plain = world.join_as("told", ["setname"], ["#a"]), world.join_as("plain", (), ["#a"])
    quiet(told, plain)
    assert alice.ask_one("SETNAME :Alice the Great").params == ("Alice the Great",)
    assert told.take()[0].params == ("Alice the Great",) and plain.take() == []
    assert plain.ask("WHOIS alice")[0].params[-1] == "Alice the Great"


def test_bad_real_name() -> None:
    """One that is empty or too long is refused, by FAIL where that is known, else by a notice."""
    world = World()
    assert world.join_as("a", ["standard-replies"]).ask_one("SETNAME :").params[:2] == ("SETNAME", "INVALID_REALNAME")
    assert world.join_as("b").ask_one("SETNAME :" + "x" * 129).command == "NOTICE"
