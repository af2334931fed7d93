"""Keeping order, seen by sessions on the real network in memory: the server's answers as events."""
from typing import Iterator, List

import pytest

from app.conversations import Conversations
from app.events import (
    BansListed,
    CommandFailed,
    CommandsCounted,
    HandRaised,
    MessageArrived,
    MessageFailed,
    OperatorChanged,
    PeopleListed,
    RoomCleared,
    RuleTold,
    ServerNotice,
    UptimeTold,
)
from app.order import Moderator, ServerBan, ban, end_connection, lift, raise_hand, set_rule
from app.session import Session
from server.config import ServerConfig
from tests.support import Pair

SECRET = "open sesame"


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Host, who is the server's operator, and bob in the lobby; nothing has happened yet."""
    made = Pair("Host", "bob", config=ServerConfig(rate_limit=0, host_secret=SECRET))
    made["Host"].send("OPER", "host", SECRET)
    assert made.take("Host", OperatorChanged) == [OperatorChanged(True)]
    made.take("bob", OperatorChanged)
    yield made


def do(pair: Pair, *commands: tuple) -> None:
    """Let the host send commands, and everybody hear of it."""
    for command in commands:
        pair["Host"].send(*command)
    pair.settle()


def learned(pair: Pair) -> Moderator:
    """The host's hand on the lobby, once its modes are known."""
    pair["Host"].learn("#lobby")
    pair.settle()
    return Moderator(pair["Host"], "#lobby")


def test_who_is_connected_who_is_banned_and_how_much_is_said(pair: Pair) -> None:
    """STATS l, k, m and u come as one event each, and nothing of them as a notice."""
    session = pair["Host"]
    pair["bob"].say("#lobby", "hello")
    pair.pass_time(75)
    do(pair, ("KLINE", "2h", "10.0.0.9", "spam"))
    pair.take("Host", ServerNotice)
    for letter in "lkmu":
        assert session.ask_stats(letter)
    pair.settle()
    events = pair.events["Host"]
    assert [type(event) for event in events] == [PeopleListed, BansListed, CommandsCounted, UptimeTold]
    bob = next(each for each in events[0].people if each.nick == "bob")
    assert (bob.username, bob.address, bob.said, bob.seconds) == ("bob", "127.0.0.1", 1, 75)
    assert events[1].bans[0].mask == "10.0.0.9" and "spam" in events[1].bans[0].reason
    assert dict(events[2].counts)["PRIVMSG"] == 1 and events[3].seconds == 75


def test_statistics_that_a_person_asks_for_are_shown(pair: Pair) -> None:
    """A typed STATS is a notice as before."""
    pair["Host"].raw("STATS u")
    assert "Server Up" in pair.take("Host", ServerNotice)[0].text


def test_rules_are_told_and_set(pair: Pair) -> None:
    """SET alone tells all rules; who may not change them is told why."""
    do(pair, ("SET",))
    assert ("private-chats", True) in [(rule.name, rule.on) for rule in pair.take("Host", RuleTold)]
    do(pair, set_rule("private-chats", False))
    assert [(rule.name, rule.on) for rule in pair.take("Host", RuleTold)] == [("private-chats", False)]
    pair["bob"].send(*set_rule("private-chats", True))
    assert "operators" in pair.take("bob", CommandFailed)[0].text


def test_modes_and_mutes_are_learned_silently_and_followed(pair: Pair) -> None:
    """What a room allows is asked once, shown to nobody, and kept up to date by MODE."""
    moderator = learned(pair)
    assert [(letter, on) for letter, _, on in moderator.switches] == [
        ("m", False), ("A", False), ("M", False), ("i", False), ("t", False)]
    do(pair, moderator.switch("m", True), moderator.mute("bob"))
    assert moderator.switches[0][2] and moderator.mutes_of("BOB") == ["~m:bob!*@*"]
    do(pair, *moderator.unmute("bob"))
    assert moderator.mutes_of("bob") == [] and pair.take("Host", ServerNotice) == []
    pair["Host"].mode("#lobby")
    assert "Modes of #lobby: +mn" in [event.text for event in pair.take("Host", ServerNotice)]


def test_who_has_no_power_is_offered_nothing(pair: Pair) -> None:
    """Who does not moderate a room has no switches, and its bans are not asked for."""
    pair["bob"].learn("#lobby")
    pair.settle()
    moderator = Moderator(pair["bob"], "#lobby")
    assert not (moderator.may or moderator.can_mute or moderator.can_clear or moderator.switches)
    assert pair["bob"].room("#lobby").bans is None and not Moderator(pair["bob"], "#nowhere").may


@pytest.mark.parametrize("isupport, prefix, letters", [
    ("EXTBAN=~,am CHANMODES=beI,k,l,ACMimnst", "~m:", "mAMit"),
    ("EXTBAN=,ACNOQRSTUacmnprsu CHANMODES=IXbeg,k,FHJLfjl,ACDMNOPQRSTcimnprst", "m:", "mAMit"),
    ("CHANMODES=beI,k,l,imMnOPQRstVz", "", "mMit"),
])
def test_foreign_servers_are_offered_what_they_know(isupport: str, prefix: str, letters: str) -> None:
    """Mutes need EXTBAN with m, in the server's own spelling; modes are those of CHANMODES; only ours can clear."""
    session = Session("me")
    session.feed(f":s 001 me :hi\r\n:s 005 me {isupport} :ok\r\n:me!m@h JOIN #a\r\n:s 353 me = #a :@me bob\r\n"
                 ":s 366 me #a :end\r\n:s 324 me #a +nt\r\n".encode(), 1.0)
    moderator = Moderator(session, "#a")
    assert session.mute_prefix == prefix and moderator.can_mute == bool(prefix)
    assert "".join(letter for letter, _, _ in moderator.switches) == letters
    assert moderator.can_clear == (prefix == "~m:")


def test_the_silenced_read_why_and_raise_a_hand(pair: Pair) -> None:
    """The refusal is the server's own sentence; the question reaches the operators as a raised hand, nobody else."""
    moderator = learned(pair)
    do(pair, moderator.switch("m", True))
    pair["bob"].say("#lobby", "let me")
    assert pair.take("bob", MessageFailed)[0].text == "Only people with a voice may speak in #lobby."
    assert pair["bob"].can_raise_hand
    pair["bob"].send(*raise_hand("#lobby", "may I?"))
    pair.settle()
    assert [(event.target, event.nick, event.text) for event in pair.events["Host"] if isinstance(event, HandRaised)] \
        == [("#lobby", "bob", "may I?")]
    assert pair.take("Host", MessageArrived)[0].only_for == "@#lobby"
    do(pair, moderator.give("bob", "v"))
    pair["bob"].send(*raise_hand("#lobby", "thanks"))
    assert pair.take("Host", HandRaised) == [] and moderator.has("bob", "v")


def test_a_question_to_the_operators_reads_as_one(pair: Pair) -> None:
    """It stands in the room as what it is, and counts as a mention for those it reaches."""
    panes = Conversations(lambda: pair["Host"])
    pair["bob"].send(*raise_hand("#lobby", "may I?"))
    for event in pair.take("Host", MessageArrived):
        panes.attentive = False
        panes.apply(event)
    line = panes.get("#lobby").lines[-1]
    assert (line.kind, line.sender, line.text) == ("action", "bob", "asks the operators of #lobby: may I?")
    assert panes.get("#lobby").mentions == 1


def test_a_cleared_room_is_empty(pair: Pair) -> None:
    """What was said is gone from the conversation, and one line tells who did it and why."""
    panes = Conversations(lambda: pair["bob"])
    pair["bob"].say("#lobby", "secret")
    do(pair, learned(pair).clear("spilled"))
    changes: List[str] = []
    for event in pair.events["bob"]:
        changes += [change.kind for change in panes.apply(event)]
    assert [line.text for line in panes.get("#lobby").lines] == ["Host cleared the room: spilled"]
    assert "cleared" in changes and panes.get("#lobby").begins
    assert any(isinstance(event, RoomCleared) for event in pair.events["bob"])


def test_commands_to_remove_and_ban() -> None:
    """A ban from the server means address and name, each where it is wanted; the local address is nobody's."""
    always = ServerBan("0", "spam")
    assert ban("bob", "10.0.0.9", always) == [("KLINE", "0", "10.0.0.9", "spam"), ("KLINE", "0", "bob!*@*", "spam")]
    assert ban("bob", "", always._replace(by_name=False, reason="")) == [("KLINE", "0", "bob!*@*")]
    assert ban("bob", "10.0.0.9", always._replace(by_name=False)) == [("KLINE", "0", "10.0.0.9", "spam")]
    assert lift("10.0.0.9") == ("UNKLINE", "10.0.0.9")
    assert end_connection("bob") == ("KILL", "bob", "You were removed")
