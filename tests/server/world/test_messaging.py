"""PRIVMSG, NOTICE and TAGMSG, their tags, their echo and who may speak."""

import re
from typing import List

import pytest

from .driver import MODERN, World, quiet


def test_message_to_a_room() -> None:
    """Every other member gets it once, the sender and strangers don't."""
    world = World()
    alice, bob, carol = (world.join_as(nick, rooms=["#a"]) for nick in ("alice", "bob", "carol"))
    eve = world.join_as("eve")
    quiet(alice, bob, carol, eve)
    alice.send("PRIVMSG #A :hi there")
    assert bob.texts() == carol.texts() == [":alice!alice@127.0.0.1 PRIVMSG #a :hi there"]
    assert alice.take() == eve.take() == []


def test_message_to_a_person() -> None:
    """The receiver gets it under their own name as they write it."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("Bob")
    alice.send("PRIVMSG BOB :psst", "NOTICE bob :psst")
    assert [(m.command, m.params) for m in bob.take()] == [("PRIVMSG", ("Bob", "psst")), ("NOTICE", ("Bob", "psst"))]
    assert alice.take() == []


def test_several_targets() -> None:
    """Each target gets it once, in the order named; a target named twice counts once."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(bob)
    alice.send("PRIVMSG bob,#a,bob,nobody :x")
    assert [message.params[0] for message in bob.take()] == ["bob", "#a"]


@pytest.mark.parametrize(
    "line, code",
    [
        ("PRIVMSG", "411"),
        ("PRIVMSG #a", "412"),
        ("PRIVMSG #a :", "412"),
        ("PRIVMSG nobody :x", "401"),
        ("PRIVMSG #none :x", "403"),
        ("PRIVMSG #other :x", "404"),
        ("PRIVMSG @+ :x", "401"),
    ],
)
def test_what_is_answered(line: str, code: str) -> None:
    """A message that reaches nobody is answered with why."""
    world = World()
    world.join_as("bob", rooms=["#other"])
    assert world.join_as("alice", rooms=["#a"]).ask_one(line).command == code


@pytest.mark.parametrize("line", ["NOTICE", "NOTICE #a", "NOTICE nobody :x", "NOTICE #none :x", "NOTICE #other :x"])
def test_notice_is_never_answered(line: str) -> None:
    """A NOTICE gets no answer, whatever is wrong with it."""
    world = World()
    world.join_as("bob", rooms=["#other"])
    assert world.join_as("alice").ask(line) == []
    assert world.link().ask(line) == []


def test_echo() -> None:
    """With echo-message the sender gets what the others get, with the same time and id."""
    world = World()
    alice, bob = world.join_as("alice", MODERN, ["#a"]), world.join_as("bob", MODERN, ["#a"])
    quiet(alice, bob)
    alice.send("PRIVMSG #a :hi")
    assert alice.take_lines() == bob.take_lines()
    alice.send("PRIVMSG bob :hi")
    assert alice.take_lines() == bob.take_lines()


def test_tags_by_capability() -> None:
    """Who lacks message-tags gets no tags of clients and no id; who lacks server-time gets no time."""
    world = World()
    alice = world.join_as("alice", MODERN, ["#a"])
    tagged = world.join_as("tagged", ["message-tags"], ["#a"])
    timed = world.join_as("timed", ["server-time"], ["#a"])
    plain = world.join_as("plain", (), ["#a"])
    quiet(tagged, timed, plain)
    alice.send(r"@+x/y=a\sb;bad=1;+typing=active PRIVMSG #a :hi")
    (to_tagged,), (to_timed,), (to_plain,) = tagged.take(), timed.take(), plain.take()
    assert set(to_tagged.tags) == {"msgid", "+x/y", "+typing"} and to_tagged.tags["+x/y"] == "a b"
    assert set(to_timed.tags) == {"time"} and to_timed.tags["time"] == "2023-11-14T22:13:20.000Z"
    assert to_plain.tags == {}


def test_tags_of_a_client_without_the_capability() -> None:
    """Client tags of somebody without message-tags are not passed on."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("bob", ["message-tags"])
    alice.send("@+x=1 PRIVMSG bob :hi")
    assert set(bob.take()[0].tags) == {"msgid"}


def test_ids_are_unique_over_restarts() -> None:
    """No two messages have one id, not even after a restart."""
    ids = set()
    for start in (0.0, 5.0):
        world = World()
        world.pass_time(start)
        world.network.__init__(world.network.config, world.now)  # type: ignore[misc]
        alice = world.join_as("alice", MODERN)
        for _ in range(3):
            ids.add(alice.ask("PRIVMSG alice :x")[0].tags["msgid"])
    assert len(ids) == 6 and all(re.fullmatch("[A-Za-z0-9-]+", msgid) for msgid in ids)


def test_tagmsg() -> None:
    """TAGMSG reaches those with message-tags only, without text."""
    world = World()
    alice = world.join_as("alice", MODERN, ["#a"])
    bob, plain = world.join_as("bob", ["message-tags"], ["#a"]), world.join_as("plain", (), ["#a"])
    quiet(alice, bob, plain)
    alice.send("@+typing=active TAGMSG #a")
    (message,) = bob.take()
    assert (message.command, message.params, message.tags["+typing"]) == ("TAGMSG", ("#a",), "active")
    assert [m.command for m in alice.take()] == ["TAGMSG"] and plain.take() == []
    assert plain.ask_one("TAGMSG #a").command == "421"


def test_longest_text_that_fits() -> None:
    """A text that fits after the prefix arrives whole; one byte more is 417 and reaches nobody."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(alice, bob)
    room = 510 - len(":alice!alice@127.0.0.1 PRIVMSG #a :")
    alice.send("PRIVMSG #a :" + "x" * room)
    assert bob.take()[0].params[1] == "x" * room
    assert alice.ask_one("PRIVMSG #a :" + "x" * (room - 1) + "ä").command == "417"
    assert alice.ask_one("NOTICE bob :" + "x" * (room + 5)).command == "417"
    assert bob.take() == []


def test_line_too_long() -> None:
    """A line over 512 bytes or tags over 4,096 are 417, and the next line is read."""
    alice = World().join_as("alice", ["message-tags"])
    assert alice.ask_one("PING " + "x" * 506).command == "417"
    assert alice.ask_one("@+a=" + "x" * 4092 + " PING x").command == "417"
    assert alice.ask_one("@+a=" + "x" * 4091 + " PING x").command == "PONG"
    assert alice.ask_one("PING " + "x" * 20000).command == "417"


def test_other_bytes_than_utf8() -> None:
    """They are refused with FAIL, naming the command, and nothing is guessed."""
    world = World()
    alice, bob = world.join_as("alice", MODERN), world.join_as("bob")
    alice.send_bytes(b"@label=x PRIVMSG bob :hi\xff\r\n\xff\xfe\r\n")
    first, second = alice.take()
    assert (first.params[:2], first.tags["label"]) == (("PRIVMSG", "INVALID_UTF8"), "x")
    assert second.params[:2] == ("*", "INVALID_UTF8")
    assert bob.take() == []


def test_away() -> None:
    """A message to somebody away is answered with their text; a NOTICE isn't."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("bob")
    bob.send("AWAY :at lunch")
    assert alice.ask_one("PRIVMSG bob :x").params == ("alice", "bob", "at lunch")
    assert alice.ask("NOTICE bob :x") == []


def test_moderated_room() -> None:
    """In a +m room only those with a rank speak."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    op.send("MODE #a +m")
    assert bob.ask_one("PRIVMSG #a :x").command == "404"
    op.send("MODE #a +v bob")
    assert bob.ask("PRIVMSG #a :x") == []
    assert "PRIVMSG" in op.codes()


def test_from_outside() -> None:
    """A +n room hears its members only; without n anybody, but nobody who is banned."""
    world = World()
    op, eve = world.join_as("op", rooms=["#a"]), world.join_as("eve")
    assert eve.ask_one("PRIVMSG #a :x").command == "404"
    op.send("MODE #a -n")
    assert eve.ask("PRIVMSG #a :x") == []
    op.send("MODE #a +b eve!*@*")
    assert eve.ask_one("PRIVMSG #a :x").command == "404"


def test_banned_member_is_silent() -> None:
    """A ban silences members without a rank, an exception lifts it."""
    world = World()
    op, bob = world.join_as("op", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    op.send("MODE #a +b BOB!*@*")
    assert bob.ask_one("PRIVMSG #a :x").command == "404"
    op.send("MODE #a +e bob")
    assert bob.ask("PRIVMSG #a :x") == []


def test_status_message() -> None:
    """@#room reaches its operators, +#room those with a voice too; never the sender."""
    world = World()
    op, voiced, plain = (world.join_as(nick, rooms=["#a"]) for nick in ("op", "voiced", "plain"))
    op.send("MODE #a +v voiced")
    quiet(op, voiced, plain)
    plain.send("PRIVMSG @#a :ops", "PRIVMSG +#a :voices", "NOTICE @+#a :all of them")
    assert [m.params[0] for m in op.take()] == ["@#a", "+#a", "+#a"]
    assert [m.params[0] for m in voiced.take()] == ["+#a", "+#a"]
    assert plain.take() == []


def test_bot_tag() -> None:
    """What a bot says carries the tag "bot"."""
    world = World()
    bot, bob = world.join_as("robo"), world.join_as("bob", ["message-tags"])
    bot.send("MODE robo +B", "PRIVMSG bob :beep")
    assert "bot" in bob.take()[-1].tags


def test_source_cannot_be_forged() -> None:
    """A source that a client writes is not looked at."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("bob")
    alice.send(":king!a@b PRIVMSG bob :x")
    assert bob.take()[0].nick == "alice"


CLIENT_TAGS = [
    ("+draft/react", "👍"),
    ("+draft/unreact", "👍"),
    ("+draft/reply", "63a1f2"),
    ("+reply", "63a1f2"),
    ("+typing", "active"),
    ("+typing", "done"),
]


@pytest.mark.parametrize("target", ["#a", "bob"])
@pytest.mark.parametrize("tag, value", CLIENT_TAGS)
@pytest.mark.parametrize("command", ["TAGMSG", "PRIVMSG", "NOTICE"])
def test_tags_of_conversations(command: str, tag: str, value: str, target: str) -> None:
    """Reactions, replies and typing reach those with message-tags, and the sender with echo-message, value and all."""
    world = World()
    alice, bob = world.join_as("alice", MODERN, ["#a"]), world.join_as("bob", ["message-tags"], ["#a"])
    quiet(alice, bob)
    alice.send(f"@label=x;{tag}={value} {command} {target}" + (" :hi" if command != "TAGMSG" else ""))
    (got,), (echo,) = bob.take(), alice.take()
    for message in (got, echo):
        assert (message.command, message.params[0], message.nick) == (command, target, "alice")
        assert message.tags[tag] == value and message.tags["msgid"] == got.tags["msgid"]
    assert echo.tags["label"] == "x" and "label" not in got.tags


@pytest.mark.parametrize("caps", [(), ("server-time", "echo-message", "batch", "labeled-response")])
def test_tags_stay_with_those_who_know_them(caps: List[str]) -> None:
    """Without message-tags one gets no TAGMSG, and messages without the clients' tags."""
    world = World()
    alice, bob = world.join_as("alice", MODERN, ["#a"]), world.join_as("bob", caps, ["#a"])
    quiet(bob)
    for tag, value in CLIENT_TAGS:
        for target in ("#a", "bob"):
            alice.send(f"@{tag}={value} TAGMSG {target}")
            assert bob.take() == []
            alice.send(f"@{tag}={value} PRIVMSG {target} :hi")
            (message,) = bob.take()
            assert message.params == (target, "hi") and set(message.tags) <= {"time"}


def test_no_echo_of_tags_without_the_capability() -> None:
    """Without echo-message the sender of a TAGMSG gets nothing back; with a label an ACK."""
    world = World()
    alice = world.join_as("alice", ["message-tags", "batch", "labeled-response"], ["#a"])
    assert alice.ask("@+typing=active TAGMSG #a") == []
    assert alice.ask_one("@label=x;+typing=active TAGMSG #a").command == "ACK"
