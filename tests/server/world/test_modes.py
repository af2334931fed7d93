"""MODE for rooms and for people."""

from typing import List

import pytest

from server.world.masks import full_mask

from .driver import Client, World, quiet
from .people import PeopledWorld


@pytest.fixture
def op() -> Client:
    """The operator of #a in a world where bob is a plain member and eve is outside."""
    world = World()
    client = world.join_as("op", rooms=["#a"])
    for nick, rooms in (("bob", ["#a"]), ("eve", [])):
        setattr(client, nick, world.join_as(nick, rooms=rooms))
    quiet(client)
    return client


def modes_of(client: Client) -> List[str]:
    """The modes of #a as 324 shows them to `client`."""
    return list(client.ask("MODE #a")[0].params[2:])


def test_modes_of_a_new_room(op: Client) -> None:
    """A new room is +nt, and its age is told."""
    messages = op.ask("MODE #A")
    assert [(m.command, m.params) for m in messages] == [
        ("324", ("op", "#a", "+nt")),
        ("329", ("op", "#a", "1700000000")),
    ]


def test_change_is_seen_by_all(op: Client) -> None:
    """Members see one MODE with what really changed."""
    quiet(op.bob)
    op.send("MODE #a +imn-t+x")
    assert [m.params for m in op.bob.take()] == [("#a", "+im-t")]
    messages = op.take()
    assert [m.command for m in messages] == ["472", "MODE"]
    assert messages[0].params[:2] == ("op", "x")
    assert modes_of(op) == ["+imn"]


def test_nothing_changed_nothing_said(op: Client) -> None:
    """Setting what is set is silent."""
    assert op.ask("MODE #a +n-i") == []


def test_all_modes_off(op: Client) -> None:
    """A room without modes is "+"."""
    op.send("MODE #a -nt")
    assert modes_of(op) == ["+"]


def test_parameters(op: Client) -> None:
    """Each mode takes its parameter in turn; the key and the limit are shown, the key to members only."""
    assert op.ask_one("MODE #a +kl-n+v key 5 bob").params == ("#a", "+kl-n+v", "key", "5", "bob")
    assert modes_of(op) == ["+tkl", "key", "5"]
    assert modes_of(op.eve) == ["+tkl", "*", "5"]
    assert op.ask_one("MODE #a -kl").params == ("#a", "-kl", "key")
    assert op.ask("MODE #a -k") == []


@pytest.mark.parametrize("line, mode", [("+k", "k"), ("+l", "l"), ("+o", "o"), ("-v", "v"), ("+k :", "k")])
def test_missing_parameter(op: Client, line: str, mode: str) -> None:
    """A mode without the parameter that it needs is 696."""
    message = op.ask_one("MODE #a " + line)
    assert (message.command, message.params[:4]) == ("696", ("op", "#a", mode, "*"))


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1x", "99999999999", "²"])
def test_bad_limit(op: Client, limit: str) -> None:
    """A limit is a positive number."""
    assert op.ask_one("MODE #a +l " + limit).command == "696"
    assert modes_of(op) == ["+nt"]


@pytest.mark.parametrize("key", [":a b", "a,b", "x" * 33, "::x", "a\x02"])
def test_bad_key(op: Client, key: str) -> None:
    """A key that could not be given with JOIN is 525."""
    assert op.ask_one("MODE #a +k " + key).params[:2] == ("op", "#a")
    assert modes_of(op) == ["+nt"]


def test_ranks(op: Client) -> None:
    """+o and +v need somebody in the room."""
    assert op.ask_one("MODE #a +o nobody").command == "401"
    assert op.ask_one("MODE #a +o eve").params[:3] == ("op", "eve", "#a")
    assert op.ask_one("MODE #a +ov BOB bob").params == ("#a", "+ov", "bob", "bob")
    assert op.ask("MODE #a +o bob") == []
    assert op.bob.ask_one("MODE #a -o op").command == "MODE"
    assert op.ask_one("MODE #a +m").command == "482"


@pytest.mark.parametrize("who", ["bob", "eve"])
def test_only_operators_change(op: Client, who: str) -> None:
    """Everybody else gets one 482, however much they ask for."""
    assert getattr(op, who).ask_one("MODE #a +imo " + who).params[:2] == (who, "#a")


def test_no_such_room(op: Client) -> None:
    """An unknown room, and a secret one for outsiders, is 403."""
    op.send("MODE #a +s")
    assert op.eve.ask_one("MODE #a").command == op.eve.ask_one("MODE #none +o x").command == "403"


@pytest.mark.parametrize("letter, codes", [("b", ["367", "368"]), ("e", ["348", "349"]), ("I", ["346", "347"])])
def test_lists(op: Client, letter: str, codes: List[str]) -> None:
    """A list is shown to everybody, with who set each mask and when, and masks are completed."""
    assert op.ask_one(f"MODE #a +{letter} Bad").params == ("#a", "+" + letter, "Bad!*@*")
    assert op.ask(f"MODE #a +{letter} BAD!*@*") == []
    for question in (f"MODE #a {letter}", f"MODE #a +{letter}{letter}"):
        messages = op.eve.ask(question)
        assert [m.command for m in messages] == codes
        assert messages[0].params == ("eve", "#a", "Bad!*@*", "op!op@127.0.0.1", "1700000000")
    assert op.ask_one(f"MODE #a -{letter} bad").params == ("#a", "-" + letter, "Bad!*@*")
    assert [m.command for m in op.ask(f"MODE #a {letter}")] == codes[1:]


def test_list_is_limited(op: Client) -> None:
    """A list takes 100 masks; one more is 478."""
    for number in range(100):
        op.send(f"MODE #a +b n{number}")
    assert op.ask_one("MODE #a +b more").command == "478"


@pytest.mark.parametrize("mask", [":a b", "x" * 200, ":: x"])
def test_bad_mask(op: Client, mask: str) -> None:
    """A mask that can't be written as a parameter is 696."""
    assert op.ask_one("MODE #a +b " + mask).command == "696"


@pytest.mark.parametrize(
    "mask, full",
    [("a", "a!*@*"), ("a!b", "a!b@*"), ("a@b", "*!a@b"), ("@b", "*!*@b"), ("a!b@c", "a!b@c"), ("!", "*!*@*"),
     ("~a:alice", "~a:alice")],
)
def test_masks_are_completed(mask: str, full: str) -> None:
    """What a mask leaves out is "*"."""
    assert full_mask(mask) == full


def test_long_changes_are_split(op: Client) -> None:
    """Many long masks at once come as several lines that fit, all of them."""
    world = op.world
    masks = ["m" * 25 + str(number) + "!*@" + "h" * 10 for number in range(10)]
    op.send("MODE #a +" + "b" * 10 + " " + " ".join(masks))
    seen = [param for m in op.bob.take() if m.command == "MODE" for param in m.params[2:]]
    assert seen == masks == [entry.mask for entry in world.network.channels["#a"].lists["b"].values()]


def test_no_questions_to_programs(op: Client) -> None:
    """In a room with +C nobody sends CTCP but ACTION, whatever line of a message it stands in."""
    op.send("MODE #a +C")
    quiet(op.bob, op)
    assert op.ask_one("PRIVMSG #a :\x01VERSION\x01").params[:2] == ("op", "#a")
    op.send("NOTICE #a :\x01VERSION 1\x01", "PRIVMSG #a :\x01ACTION waves\x01", "PRIVMSG #a :hi")
    assert [m.params[1] for m in op.bob.take()] == ["\x01ACTION waves\x01", "hi"]
    many = op.world.join_as("many", ["batch", "draft/multiline"], ["#a"])
    many.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :hi")
    many.send("@batch=1 PRIVMSG #a :\x01PING 1\x01", "BATCH -1")
    assert many.take()[-1].command == "404"


def test_own_modes(op: Client) -> None:
    """One sees and changes one's own modes; nobody makes themselves an operator."""
    assert op.ask_one("MODE op").params == ("op", "+")
    assert op.ask_one("MODE op +iBw").params == ("op", "+iBw")
    assert op.ask("MODE op +o") == []
    assert op.ask_one("MODE OP").params == ("op", "+Biw")
    assert op.ask_one("MODE op -i+i-B").params == ("op", "-i+i-B")
    assert [m.command for m in op.ask("MODE op +xi-w")] == ["501", "MODE"]


def test_modes_of_others(op: Client) -> None:
    """Somebody else's modes are 502, nobody's 401."""
    assert op.ask_one("MODE bob +i").command == "502"
    assert op.ask_one("MODE nobody").command == "401"


def test_masks_of_accounts() -> None:
    """~a:<account> bans, excepts and invites whoever is logged in to the account, and nobody who only has its name."""
    world = PeopledWorld({"bob": "sesame"})
    op = world.join_as("op", rooms=["#a"])
    assert op.ask_one("MODE #a +b ~a:BOB").params == ("#a", "+b", "~a:BOB")
    bob = world.log_in_as("bob", "sesame")
    assert bob.ask_one("JOIN #a").command == "474"
    op.send("MODE #a -b+beiI ~a:bob *!*@* ~a:bob ~a:bob")
    assert world.join_as("eve").ask_one("JOIN #a").command == "474"
    assert bob.ask("JOIN #a")[0].command == "JOIN"
    bob.send("PART #a", "NICK rob")
    assert bob.ask("JOIN #a")[0].command == "JOIN"
    op.send("MODE #a -bi+b *!*@* ~a:guest")
    assert world.join_as("guest").ask("JOIN #a")[0].command == "JOIN"
