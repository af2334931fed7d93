"""KICK and INVITE."""

import pytest

from .driver import World, quiet


def test_kick() -> None:
    """Everybody sees who put whom out and why; the person is out."""
    world = World()
    op, bob, carol = (world.join_as(nick, rooms=["#a"]) for nick in ("op", "bob", "carol"))
    quiet(op, bob, carol)
    op.send("KICK #A BOB :be nice")
    assert op.texts() == bob.texts() == carol.texts() == [":op!op@127.0.0.1 KICK #a bob :be nice"]
    assert "#a" not in bob.user.channels and bob.ask_one("PART #a").command == "442"


def test_kick_without_reason() -> None:
    """The reason is then the nick of who kicks."""
    world = World()
    op = world.join_as("op", rooms=["#a"])
    world.join_as("bob", rooms=["#a"])
    assert op.ask_one("KICK #a bob").params == ("#a", "bob", "op")


@pytest.mark.parametrize("line", ["KICK #a bob,carol :x", "KICK #a,#a bob,carol :x"])
def test_several(line: str) -> None:
    """Each is put out by a line of their own."""
    world = World()
    op, _, carol = (world.join_as(nick, rooms=["#a"]) for nick in ("op", "bob", "carol"))
    quiet(op, carol)
    op.send(line)
    assert [m.params for m in carol.take()] == [("#a", "bob", "x"), ("#a", "carol", "x")]


def test_kick_oneself() -> None:
    """An operator may put themselves out, and the empty room ends."""
    world = World()
    assert world.join_as("op", rooms=["#a"]).ask_one("KICK #a op").command == "KICK"
    assert world.network.channels == {}


@pytest.mark.parametrize(
    "who, line, code",
    [
        ("op", "KICK #none bob", "403"),
        ("eve", "KICK #a bob", "442"),
        ("bob", "KICK #a op", "482"),
        ("op", "KICK #a eve", "441"),
        ("op", "KICK #a nobody", "441"),
        ("op", "KICK #a", "461"),
        ("op", "KICK #a,#b bob", "461"),
    ],
)
def test_refused_kick(who: str, line: str, code: str) -> None:
    """Only operators of the room put people out, and only who is in it."""
    world = World()
    people = {
        "op": world.join_as("op", rooms=["#a"]),
        "bob": world.join_as("bob", rooms=["#a"]),
        "eve": world.join_as("eve"),
    }
    assert people[who].ask_one(line).command == code


def test_long_reason_fits() -> None:
    """The longest names and a reason that fills the line still make a line of 512 bytes."""
    world = World()
    room = "#" + "ü" * 31
    op = world.join_as("𝒂" * 32, rooms=[room], address="1234:5678:9abc:def0:1234:5678:9abc:def0")
    bob = world.join_as("𝒃" * 32, rooms=[room])
    op.send(f"KICK {room} {bob.user.nick} :" + "x" * 300)
    assert bob.codes()[-1] == "KICK"


def test_invitation_opens_the_room_once() -> None:
    """An invitation passes +i and a ban, once."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob")
    op.send("MODE #a +ib bob!*@*")
    assert op.ask_one("INVITE BOB #A").params == ("op", "bob", "#a")
    assert bob.ask("INVITE")[0].params == ("bob", "#a")
    assert bob.ask("JOIN #a")[0].command == "JOIN"
    op.send("KICK #a bob")
    assert bob.ask_one("JOIN #a").command == "474"


def test_invitation_is_told_to_the_guest_alone() -> None:
    """Other members hear of it only with invite-notify."""
    world = World()
    op, plain = world.join_as("op", rooms=["#a"]), world.join_as("plain", rooms=["#a"])
    told, bob = world.join_as("told", ["invite-notify"], ["#a"]), world.join_as("bob")
    quiet(op, plain, told)
    op.send("INVITE bob #a")
    assert bob.texts() == told.texts() == [":op!op@127.0.0.1 INVITE bob #a"]
    assert plain.take() == [] and op.codes() == ["341"]


@pytest.mark.parametrize(
    "who, line, code",
    [
        ("op", "INVITE nobody #a", "401"),
        ("op", "INVITE eve #none", "403"),
        ("eve", "INVITE op #a", "442"),
        ("op", "INVITE bob #a", "443"),
        ("bob", "INVITE eve #a", "482"),
        ("op", "INVITE eve", "461"),
    ],
)
def test_refused_invitation(who: str, line: str, code: str) -> None:
    """Members invite; into an invite-only room its operators."""
    world = World()
    people = {
        "op": world.join_as("op", rooms=["#a"]),
        "bob": world.join_as("bob", rooms=["#a"]),
        "eve": world.join_as("eve"),
    }
    people["op"].send("MODE #a +i")
    assert people[who].ask_one(line).command == code


def test_guest_who_is_away() -> None:
    """Who invites somebody away is told so."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob")
    bob.send("AWAY :lunch")
    assert [m.command for m in op.ask("INVITE bob #a")] == ["341", "301"]


def test_invitation_ends_with_the_room() -> None:
    """An invitation to a room that is no more opens no new room of that name."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob")
    op.send("INVITE bob #a", "PART #a", "JOIN #a", "MODE #a +i")
    assert bob.ask("JOIN #a")[-1].command == "473"


def test_oldest_invitation_goes() -> None:
    """Of very many invitations the latest count, so that nobody can use up another one's."""
    world = World()
    ops = [world.join_as(f"op{half}", rooms=[f"#r{half}{index}" for index in range(60)]) for half in range(2)]
    bob = world.join_as("bob")
    for half, op in enumerate(ops):
        op.send(*[f"INVITE bob #r{half}{index}" for index in range(60)])
    bob.take()
    rooms = [message.params[1] for message in bob.ask("INVITE")[:-1]]
    assert len(rooms) == 100 and "#r00" not in rooms and {"#r059", "#r159"} <= set(rooms)
