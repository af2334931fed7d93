"""MONITOR and extended-monitor."""

from .driver import World, quiet


def test_coming_and_going() -> None:
    """Who monitors a name hears when it comes and goes, by registration, nick and quit."""
    world = World()
    alice = world.join_as("alice")
    assert alice.ask_one("MONITOR + Bob").params == ("alice", "Bob")
    bob = world.join_as("bob")
    bob.send("NICK BOB", "NICK rob", "NICK bob", "QUIT")
    assert [(m.command, m.params[1]) for m in alice.take()] == [
        ("730", "bob!bob@127.0.0.1"),
        ("731", "BOB"),
        ("730", "bob!bob@127.0.0.1"),
        ("731", "bob"),
    ]


def test_state_and_list() -> None:
    """+ and S tell who is here and who isn't, L lists the names, C forgets them, - one of them."""
    world = World()
    alice, _ = world.join_as("alice"), world.join_as("bob")
    for line in ("MONITOR + bob,nobody", "MONITOR S"):
        assert [(m.command, m.params[1]) for m in alice.ask(line)] == [("730", "bob!bob@127.0.0.1"), ("731", "nobody")]
    assert alice.ask("MONITOR L")[0].params[1] == "bob,nobody"
    assert alice.ask("MONITOR - BOB") == []
    assert [m.command for m in alice.ask("MONITOR l")] == ["732", "733"]
    assert alice.ask("MONITOR C") == []
    assert alice.ask_one("MONITOR L").command == "733"
    assert world.network.watchers == {}


def test_only_nicks() -> None:
    """Masks and rooms can't be monitored."""
    world = World()
    alice = world.join_as("alice")
    assert alice.ask("MONITOR + *!a@b,#a,") == []
    assert world.network.watchers == {}


def test_limit() -> None:
    """Of a list that is full the rest is refused with 734; names already there are not counted twice."""
    alice = World().join_as("alice")
    for number in range(0, 200, 10):
        alice.send("MONITOR + " + ",".join(f"n{number + step}" for step in range(10)))
    assert [m.command for m in alice.ask("MONITOR + N0")] == ["731"]
    message = alice.ask_one("MONITOR + one,two")
    assert (message.command, message.params[:3]) == ("734", ("alice", "200", "one,two"))


def test_watcher_who_leaves_is_forgotten() -> None:
    """A link that ends monitors nobody."""
    world = World()
    alice = world.join_as("alice")
    alice.send("MONITOR + bob", "QUIT")
    assert world.network.watchers == {}


def test_extended() -> None:
    """With extended-monitor AWAY and SETNAME come for monitored people, once, and only with their capabilities."""
    world = World()
    watcher = world.join_as("watcher", ["extended-monitor", "away-notify", "setname"], ["#a"])
    other = world.join_as("other", ["extended-monitor"])
    plain = world.join_as("plain", ["away-notify"])
    bob = world.join_as("bob", rooms=["#a"])
    for client in (watcher, other, plain):
        client.send("MONITOR + bob")
    quiet(watcher, other, plain)
    bob.send("AWAY :x", "SETNAME :y")
    assert watcher.codes() == ["AWAY", "SETNAME"]
    assert other.take() == plain.take() == []
