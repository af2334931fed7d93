"""JOIN, PART, TOPIC and NAMES."""

import pytest

from .driver import MODERN, World, quiet


def test_join() -> None:
    """The joiner sees JOIN, then the names; the others see JOIN; who opens a room moderates it."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob")
    bob.send("JOIN #A")
    assert bob.texts() == [
        ":bob!bob@127.0.0.1 JOIN #a",
        ":office.local 353 bob = #a :@alice bob",
        ":office.local 366 bob #a :End of the list of names.",
    ]
    assert alice.texts() == [":bob!bob@127.0.0.1 JOIN #a"]
    assert bob.ask("JOIN #a") == []


def test_topic_comes_before_the_names() -> None:
    """The joiner gets the topic with its setter and time, where there is one."""
    world = World()
    world.join_as("alice", rooms=["#a"]).send("TOPIC #a :Hello all")
    messages = world.join_as("bob").ask("JOIN #a")
    assert [message.command for message in messages] == ["JOIN", "332", "333", "353", "366"]
    assert messages[1].params == ("bob", "#a", "Hello all")
    assert messages[2].params[1:] == ("#a", "alice", "1700000000")


def test_extended_join() -> None:
    """With extended-join JOIN carries the account ("*") and the real name."""
    world = World()
    alice, plain = world.join_as("alice", ["extended-join"], ["#a"]), world.join_as("plain", (), ["#a"])
    quiet(alice, plain)
    bob = world.join_as("bob", ["extended-join"])
    assert bob.ask("JOIN #a")[0].params == ("#a", "*", "bob Real")
    assert alice.take()[0].params == ("#a", "*", "bob Real")
    assert plain.take()[0].params == ("#a",)


def test_no_implicit_names() -> None:
    """With no-implicit-names the names come only when asked for."""
    alice = World().join_as("alice", ["no-implicit-names"])
    assert [message.command for message in alice.ask("JOIN #a")] == ["JOIN"]
    assert [message.command for message in alice.ask("NAMES #a")] == ["353", "366"]


@pytest.mark.parametrize(
    "room, code", [("a", "403"), ("&a", "403"), ("#", "476"), ("#" + "x" * 64, "476"), ("#\u202ea", "476")]
)
def test_bad_name(room: str, code: str) -> None:
    """What can't be a room is 403 with the name, or 476 where it begins as one."""
    refused = World().join_as("alice").ask_one("JOIN " + room)
    assert (refused.command, refused.params[:2]) == (code, ("alice", room))


@pytest.mark.parametrize("line", ["JOIN :#a b", "JOIN ::", "JOIN :a b,#"])
def test_name_that_is_no_parameter(line: str) -> None:
    """A name with a space or a colon in front is answered without becoming something else on the wire."""
    messages = World().join_as("alice").ask(line)
    assert messages and all(message.command in ("403", "476") and len(message.params) == 3 for message in messages)


def test_several_rooms_with_keys() -> None:
    """JOIN takes rooms and keys in the same order."""
    world = World()
    op = world.join_as("op", rooms=["#a", "#b"])
    op.send("MODE #a +k one", "MODE #b +k two")
    bob = world.join_as("bob")
    assert [m.command for m in bob.ask("JOIN #a,#b one,no")] == ["JOIN", "353", "366", "475"]
    assert [m.command for m in bob.ask("JOIN #b two")] == ["JOIN", "353", "366"]


def test_too_many_rooms() -> None:
    """Nobody is in more rooms than CHANLIMIT says."""
    alice = World().join_as("alice")
    for number in range(100):
        alice.send(f"JOIN #{number}")
    assert alice.ask_one("JOIN #more").params[:2] == ("alice", "#more")
    assert len(alice.user.channels) == 100


def test_who_may_not_come_in() -> None:
    """A ban is 474, no invitation 473, a full room 471."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob")
    for mode, code in (("+b bob", "474"), ("-b+i bob!*@*", "473"), ("-i+l 1", "471")):
        op.send("MODE #a " + mode)
        assert bob.ask_one("JOIN #a").command == code
    op.send("MODE #a -l")
    assert bob.ask("JOIN #a")[0].command == "JOIN"


def test_exceptions() -> None:
    """+e lets a banned person in, +I one without an invitation."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob")
    op.send("MODE #a +bi *!*@*", "MODE #a +e bob", "MODE #a +I bob")
    assert bob.ask("JOIN #a")[0].command == "JOIN"


def test_part() -> None:
    """Everybody sees PART with its reason; the last to leave closes the room."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(alice, bob)
    alice.send("PART #A :bye now")
    assert alice.texts() == bob.texts() == [":alice!alice@127.0.0.1 PART #a :bye now"]
    assert bob.ask_one("PART #a").params == ("#a",)
    assert world.network.channels == {}


@pytest.mark.parametrize("line, code", [("PART #none", "403"), ("PART #a", "442"), ("PART", "461")])
def test_part_from_outside(line: str, code: str) -> None:
    """One can leave only where one is."""
    world = World()
    world.join_as("alice", rooms=["#a"])
    assert world.join_as("bob").ask_one(line).command == code


def test_join_zero() -> None:
    """JOIN 0 leaves every room."""
    alice = World().join_as("alice", rooms=["#a", "#b"])
    assert [m.command for m in alice.ask("JOIN 0")] == ["PART", "PART"]


def test_topic() -> None:
    """Everybody sees a new topic; an empty one takes it away; asking gives 332 and 333 or 331."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(alice, bob)
    alice.send("TOPIC #a :one")
    assert alice.texts() == bob.texts() == [":alice!alice@127.0.0.1 TOPIC #a :one"]
    assert [m.command for m in bob.ask("TOPIC #a")] == ["332", "333"]
    assert alice.ask_one("TOPIC #a :").params == ("#a", "")
    assert alice.ask_one("TOPIC #a").command == "331"


def test_topic_needs_the_right() -> None:
    """A +t topic is set by operators, any topic by members only, and never a longer one than TOPICLEN."""
    world = World()
    alice, bob, eve = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"]), world.join_as("eve")
    assert bob.ask_one("TOPIC #a :x").command == "482"
    assert eve.ask_one("TOPIC #a :x").command == "442"
    assert eve.ask_one("TOPIC #none").command == "403"
    assert eve.ask_one("TOPIC #a").command == "331"
    assert alice.ask_one("TOPIC #a :" + "x" * 241).command == "417"
    alice.send("MODE #a -t +s")
    alice.send("MODE #a +s")
    assert bob.ask("TOPIC #a :x")[-1].command == "TOPIC"
    assert eve.ask_one("TOPIC #a").command == "442"


def test_longest_topic_fits() -> None:
    """A topic of TOPICLEN bytes by somebody with the longest name reaches everybody whole."""
    world = World()
    name = "𝒂" * 32
    room = "#" + "ü" * 31
    alice = world.join_as(name, rooms=[room], address="1234:5678:9abc:def0:1234:5678:9abc:def0")
    bob = world.join_as("𝒃" * 32, rooms=[room])
    alice.ask(f"TOPIC {room} :" + "t" * 240)
    assert next(m for m in bob.take() if m.command == "TOPIC").params[1] == "t" * 240
    assert bob.ask(f"TOPIC {room}")[0].params[-1] == "t" * 240


def test_names_of_many_fit_and_are_complete() -> None:
    """The names of a crowd come in lines of 512 bytes, each once."""
    world = World()
    nicks = {f"person-number-{number}" for number in range(300)}
    for nick in nicks:
        world.join_as(nick, rooms=["#a"])
    messages = world.join_as("last").ask("JOIN #a")
    lines = [message for message in messages if message.command == "353"]
    assert len(lines) > 5
    shown = [word for line in lines for word in line.params[-1].split()]
    assert sorted(word.lstrip("@") for word in shown) == sorted(nicks | {"last"})


def test_names_with_capabilities() -> None:
    """multi-prefix shows all signs, userhost-in-names the whole prefix."""
    world = World()
    world.join_as("op", rooms=["#a"]).send("MODE #a +v op")
    assert world.join_as("a").ask("NAMES #a")[0].params[-1] == "@op"
    both = world.join_as("b", ["multi-prefix", "userhost-in-names"])
    assert both.ask("NAMES #a")[0].params[-1] == "@+op!op@127.0.0.1"


def test_names_keep_secrets() -> None:
    """Of a secret room outsiders learn nothing, of invisible people neither; an unknown room is only an end."""
    world = World()
    op = world.join_as("op", rooms=["#s", "#a"])
    hidden, eve = world.join_as("hidden", rooms=["#a"]), world.join_as("eve")
    op.send("MODE #s +s")
    hidden.send("MODE hidden +i")
    assert eve.ask("NAMES #a")[0].params == ("eve", "=", "#a", "@op")
    assert eve.ask_one("NAMES #s").params[:2] == ("eve", "#s")
    assert op.ask("NAMES #s")[0].params == ("op", "@", "#s", "@op")
    assert eve.ask_one("NAMES #none").command == eve.ask_one("NAMES none").command == "366"
    assert eve.ask_one("NAMES").command == "366"
    assert op.ask("NAMES #a")[0].params[-1] == "@op hidden"


def test_away_on_joining() -> None:
    """Who is away when joining is announced so to those with away-notify."""
    world = World()
    alice = world.join_as("alice", ["away-notify"], ["#a"])
    bob = world.join_as("bob")
    bob.send("AWAY :lunch", "JOIN #a")
    assert [(m.command, m.params) for m in alice.take()] == [("JOIN", ("#a",)), ("AWAY", ("lunch",))]


def test_events_carry_id_and_time() -> None:
    """JOIN, TOPIC, MODE and PART carry an id and a time, the same for everybody."""
    world = World()
    alice, bob = world.join_as("alice", MODERN, ["#a"]), world.join_as("bob", MODERN, ["#a"])
    quiet(alice, bob)
    alice.send("TOPIC #a :x", "MODE #a +m", "PART #a")
    ours, theirs = alice.take(), bob.take()
    assert ours == theirs and all({"msgid", "time"} <= set(message.tags) for message in ours)
