"""CHATHISTORY: which page each form answers with, who may read what, and what comes back on joining."""

import re
from pathlib import Path
from typing import Iterator

import pytest

from server.history import History
from server.wire.caps import ACCOUNT_TAG

from .driver import World
from .kept import READER, KeptWorld, page, spoken

TEXTS = [str(number) for number in range(10)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network with a history."""
    kept = KeptWorld(tmp_path)
    yield kept
    kept.close()


@pytest.mark.parametrize(
    "question, texts",
    [
        ("LATEST #a * 20", TEXTS),
        ("LATEST #a * 5", TEXTS[-5:]),
        ("LATEST #a {4} 20", TEXTS[5:]),
        ("LATEST #a {4} 2", TEXTS[-2:]),
        ("BEFORE #a {6} 20", TEXTS[:6]),
        ("BEFORE #a {6} 2", TEXTS[4:6]),
        ("AFTER #a {3} 20", TEXTS[4:]),
        ("AFTER #a {3} 3", TEXTS[4:7]),
        ("AROUND #a {7} 1", TEXTS[7:8]),
        ("AROUND #a {7} 3", TEXTS[6:9]),
        ("AROUND #a {7} 4", TEXTS[5:9]),
        ("BETWEEN #a {0} {9} 20", TEXTS[1:-1]),
        ("BETWEEN #a {9} {0} 20", TEXTS[1:-1]),
        ("BETWEEN #a {0} {9} 3", TEXTS[1:4]),
        ("BETWEEN #a {9} {0} 3", TEXTS[-4:-1]),
        ("BETWEEN #a {4} {4} 3", []),
        ("latest #A * 2", TEXTS[-2:]),
    ],
)
@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_pages(world: KeptWorld, question: str, texts: list, kind: str) -> None:
    """Each form gives the same page by msgid as by time, in the order of what was said."""
    echoes = world.chat("#a", *TEXTS)
    tag = "time" if kind == "timestamp" else kind
    bounds = [kind + "=" + echo.tags[tag] for echo in echoes]
    reader = world.join_as("reader", READER, ["#a"])
    assert spoken(page(reader, "CHATHISTORY " + question.format(*bounds))) == texts


def test_what_was_said_comes_back_as_it_was(world: KeptWorld) -> None:
    """A page has the source, msgid, time, target and client tags of what was said, and names what was asked for."""
    alice = world.join_as("alice", READER, ["#Room"])
    echo = alice.ask_one("@+draft/reply=x;+typing=done PRIVMSG #room :hi there")
    reader = world.join_as("reader", READER, ["#room"])
    opening = reader.ask("CHATHISTORY LATEST #rOOm * 5")[0]
    assert opening.params[1:] == ("chathistory", "#rOOm")
    (again,) = page(reader, "CHATHISTORY LATEST #room * 5")
    tags = dict(again.tags)
    del tags["batch"]
    assert again._replace(tags=tags) == echo


def test_the_msgid_is_the_place_in_the_order(world: KeptWorld) -> None:
    """Two messages of one millisecond have msgids in the order in which they were said."""
    alice = world.join_as("alice", READER, ["#a"])
    first, second = (alice.ask_one("PRIVMSG #a :" + text) for text in "ab")
    assert first.tags["time"] == second.tags["time"]
    after = page(alice, f"CHATHISTORY AFTER #a msgid={first.tags['msgid']} 5")
    assert [message.tags["msgid"] for message in after] == [second.tags["msgid"]]


def test_without_batch_the_lines_come_alone(world: KeptWorld) -> None:
    """Who does not know batches gets the lines without one."""
    world.chat("#a", "one", "two")
    reader = world.join_as("reader", ["draft/chathistory", "server-time"], ["#a"])
    assert [m.command for m in reader.ask("CHATHISTORY LATEST #a * 5")] == ["PRIVMSG", "PRIVMSG"]


def test_a_label_stands_on_the_batch(world: KeptWorld) -> None:
    """A labelled question is answered with one batch that carries the label, not with a batch around a batch."""
    world.chat("#a", "one")
    reader = world.join_as("reader", READER, ["#a"])
    first, line, last = reader.ask("@label=L1 CHATHISTORY LATEST #a * 5")
    assert (first.tags["label"], first.params[1]) == ("L1", "chathistory")
    assert "label" not in line.tags and line.tags["batch"] == first.params[0][1:]
    assert last.params == ("-" + first.params[0][1:],) and "label" not in last.tags


@pytest.mark.parametrize(
    "question, code",
    [
        ("", "INVALID_PARAMS"),
        ("SIDEWAYS #a * 5", "INVALID_PARAMS"),
        ("LATEST #a *", "INVALID_PARAMS"),
        ("LATEST #a * 5 5", "INVALID_PARAMS"),
        ("LATEST #a * 0", "INVALID_PARAMS"),
        ("LATEST #a * -1", "INVALID_PARAMS"),
        ("LATEST #a * many", "INVALID_PARAMS"),
        ("BEFORE #a * 5", "INVALID_PARAMS"),
        ("BEFORE #a sequence=5 5", "INVALID_MSGREFTYPE"),
        ("BEFORE #a msgid=nonsense 5", "INVALID_PARAMS"),
        ("BEFORE #a msgid=fffffffffffffffff 5", "INVALID_PARAMS"),
        ("BEFORE #a timestamp=yesterday 5", "INVALID_PARAMS"),
        ("BEFORE #a timestamp=2019-13-41T14:33:26.123Z 5", "INVALID_PARAMS"),
        ("BETWEEN #a timestamp=2019-01-04T14:33:26.123Z 5", "INVALID_PARAMS"),
        ("TARGETS * * 5", "INVALID_PARAMS"),
        ("TARGETS timestamp=2019-01-04T14:33:26.123Z 5", "INVALID_PARAMS"),
        ("LATEST #elsewhere * 5", "INVALID_TARGET"),
        ("LATEST #none * 5", "INVALID_TARGET"),
        ("LATEST * * 5", "INVALID_TARGET"),
    ],
)
def test_what_can_not_be_answered(world: KeptWorld, question: str, code: str) -> None:
    """A bad question is answered FAIL with the code of the specification and the subcommand, by a sentence."""
    world.join_as("bob", rooms=["#elsewhere"])
    alice = world.join_as("alice", ["batch", "draft/chathistory"], ["#a"])
    fail = alice.ask_one("CHATHISTORY " + question)
    assert (fail.command, fail.params[:2]) == ("FAIL", ("CHATHISTORY", code))
    assert fail.params[2] == (question.split() or ["*"])[0]
    assert fail.params[-1].endswith(".")


def test_refused_reference_names_the_target(world: KeptWorld) -> None:
    """A kind of reference that isn't offered is refused with the subcommand, the target and the reference."""
    alice = world.join_as("alice", ["batch", "draft/chathistory"], ["#a"])
    fail = alice.ask_one("CHATHISTORY BEFORE #a sequence=5 5")
    assert fail.params[1:-1] == ("INVALID_MSGREFTYPE", "BEFORE", "#a", "sequence=5")


def test_a_page_has_a_limit(world: KeptWorld) -> None:
    """More than the limit that 005 tells is never given at once."""
    alice = world.join_as("alice", READER, ["#a"])
    for number in range(505):
        alice.send(f"PRIVMSG #a :{number}")
    assert len(page(alice, "CHATHISTORY LATEST #a * 100000")) == 500
    assert "CHATHISTORY=500" in world.network.isupport
    assert "MSGREFTYPES=msgid,timestamp" in world.network.isupport


def test_private_messages_are_found_by_both_and_by_nobody_else(world: KeptWorld) -> None:
    """Either side reads it all under the other's name, however it is written; a third reads nothing."""
    alice, bob = world.join_as("alice", READER), world.join_as("Bob", READER)
    alice.send("PRIVMSG bob :hello")
    bob.send("NOTICE ALICE :hello yourself")
    texts = ["hello", "hello yourself"]
    assert spoken(page(alice, "CHATHISTORY LATEST BOB * 5")) == texts
    assert spoken(page(bob, "CHATHISTORY LATEST alice * 5")) == texts
    eve = world.join_as("eve", READER)
    assert page(eve, "CHATHISTORY LATEST bob * 5") == page(eve, "CHATHISTORY LATEST alice * 5") == []


def test_a_message_to_oneself_is_kept_once(world: KeptWorld) -> None:
    """Notes to oneself come back once each."""
    alice = world.join_as("alice", READER)
    alice.send("PRIVMSG alice :remember")
    assert spoken(page(alice, "CHATHISTORY LATEST alice * 5")) == ["remember"]


def test_who_takes_the_name_elsewhere_reads_no_private_message(world: KeptWorld) -> None:
    """Without an account, the same nick at another address is another person; at the same address the same one."""
    alice, bob = world.join_as("alice", READER), world.join_as("bob", READER)
    alice.send("PRIVMSG bob :secret")
    alice.send("QUIT")
    stranger = world.join_as("alice", READER, address="10.0.0.9")
    assert page(stranger, "CHATHISTORY LATEST bob * 5") == []
    bob.send("PRIVMSG alice :who is it?")
    assert spoken(page(bob, "CHATHISTORY LATEST alice * 5")) == ["secret", "who is it?"]
    stranger.send("QUIT")
    again = world.join_as("alice", READER)
    assert spoken(page(again, "CHATHISTORY LATEST bob * 5")) == ["secret"]


def test_with_an_account_private_messages_follow_the_person(world: KeptWorld) -> None:
    """Who is logged in finds their conversations from any address, and not those of the nick before the account."""
    alice, bob = world.join_as("alice", READER), world.join_as("bob", READER)
    bob.send("PRIVMSG alice :before")
    alice.user.account = "Alice"
    bob.send("PRIVMSG alice :after")
    alice.send("QUIT")
    again = world.join_as("al", READER, address="10.0.0.9")
    again.user.account = "Alice"
    assert spoken(page(again, "CHATHISTORY LATEST bob * 5")) == ["after"]


def test_targets(world: KeptWorld) -> None:
    """TARGETS names one's rooms and the people one talked with, by their newest message between two times."""
    alice, bob = world.join_as("alice", READER, ["#A", "#b"]), world.join_as("bob", READER, ["#A", "#c"])
    for client, line in (
        (alice, "PRIVMSG #A :1"),
        (bob, "PRIVMSG #c :2"),
        (alice, "PRIVMSG bob :3"),
        (bob, "PRIVMSG #a :4"),
    ):
        world.wait()
        client.send(line)
    question = "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z "
    assert alice.ask(question + "9")[0].params[1] == "draft/chathistory-targets"
    assert [m.params[:2] for m in page(alice, question + "9")] == [("TARGETS", "bob"), ("TARGETS", "#A")]
    assert [m.params[1] for m in page(alice, question + "1")] == ["bob"]
    backwards = "CHATHISTORY TARGETS timestamp=2100-01-01T00:00:00.000Z timestamp=2000-01-01T00:00:00.000Z 9"
    assert [m.params[1] for m in page(alice, backwards)] == ["bob", "#A"]
    assert [m.params[1] for m in page(alice, backwards[:-1] + "1")] == ["#A"]  # counted from the first time
    time = page(alice, question + "9")[0].params[2]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    late = f"CHATHISTORY TARGETS timestamp={time} timestamp=2100-01-01T00:00:00.000Z 9"
    assert [m.params[1] for m in page(alice, late)] == ["#A"]


def test_what_is_not_kept(world: KeptWorld) -> None:
    """Questions of programs (CTCP) and typing are passed on and forgotten; an ACTION is kept."""
    alice = world.join_as("alice", READER, ["#a"])
    alice.send("PRIVMSG #a :\x01VERSION\x01", "@+typing=active TAGMSG #a", "PRIVMSG #a :\x01ACTION waves\x01")
    assert spoken(page(alice, "CHATHISTORY LATEST #a * 5")) == ["\x01ACTION waves\x01"]


def test_what_operators_of_a_room_said_among_themselves_stays_there(world: KeptWorld) -> None:
    """A message to @#room is not in the room's history."""
    alice = world.join_as("alice", READER, ["#a"])
    alice.send("PRIVMSG @#a :for operators")
    assert page(alice, "CHATHISTORY LATEST #a * 5") == []


def test_a_newcomer_sees_the_last_messages(world: KeptWorld) -> None:
    """Who can't ask gets the last 50 on joining, after the names; where no tag has the time, the text has."""
    world.chat("#a", *(str(number) for number in range(60)))
    plain = world.join_as("plain")
    answers = plain.ask("JOIN #a")
    assert [message.command for message in answers[:3]] == ["JOIN", "353", "366"]
    assert len(answers) == 53
    assert re.fullmatch(r"\[\d\d:\d\d\] 10", answers[3].params[1])
    timed = world.join_as("timed", ["server-time"]).ask("JOIN #a")
    assert timed[-1].params[1] == "59" and timed[-2].tags["time"] < timed[0].tags["time"]


def test_the_last_messages_come_in_a_batch_where_batches_are_known(world: KeptWorld) -> None:
    """The batch has the type chathistory and names the room; with a label it lies in the batch of the answer."""
    world.chat("#a", "one")
    client = world.join_as("b", ["batch", "server-time", "labeled-response"])
    *_, first, line, last = client.ask("JOIN #a")
    assert first.params[1:] == ("chathistory", "#a") and line.tags["batch"] == last.params[0][1:]
    client.send("PART #a")
    outer, *_, first, line, last, end = client.ask("@label=x JOIN #a")
    assert outer.params[1] == "labeled-response" and end.params[0][1:] == outer.params[0][1:]
    assert first.tags["batch"] == last.tags["batch"] == outer.params[0][1:]
    assert line.tags["batch"] == first.params[0][1:]


def test_the_time_stands_inside_an_action(world: KeptWorld) -> None:
    """An ACTION that is shown again stays one."""
    world.chat("#a", "\x01ACTION waves\x01")
    text = world.join_as("plain").ask("JOIN #a")[-1].params[1]
    assert re.fullmatch("\x01ACTION \\[\\d\\d:\\d\\d\\] waves\x01", text)


def test_a_long_line_is_shown_again_whole(world: KeptWorld) -> None:
    """Where the time does not fit into the line, the line comes without it."""
    long = "x" * 400 + "y" * (510 - 400 - len(":alice!alice@127.0.0.1 PRIVMSG #a :"))
    world.chat("#a", long)
    assert world.join_as("plain").ask("JOIN #a")[-1].params[1] == long


def test_who_can_ask_is_shown_nothing_unasked(world: KeptWorld) -> None:
    """A client with draft/chathistory gets no messages on joining, nor does anybody in a new room."""
    world.chat("#a", "one")
    assert "PRIVMSG" not in [m.command for m in world.join_as("b", READER).ask("JOIN #a")]
    assert "BATCH" not in [m.command for m in world.join_as("c", ["batch"]).ask("JOIN #new")]


def test_without_a_history_nothing_is_offered() -> None:
    """A network that keeps nothing offers none of it, refuses the capability, and knows no such command."""
    world = World()
    alice = world.join_as("alice", rooms=["#a"])
    assert "chathistory" not in alice.ask("CAP LS 302")[0].params[-1]
    assert alice.ask_one("CAP REQ draft/chathistory").params[1] == "NAK"
    assert alice.ask_one("CHATHISTORY LATEST #a * 5").command == "421"
    assert not [token for token in world.network.isupport if "HISTORY" in token or "MSGREF" in token]


def test_who_has_not_asked_for_the_capability_is_not_answered(world: KeptWorld) -> None:
    """CHATHISTORY without draft/chathistory is an unknown command."""
    assert world.join_as("alice", rooms=["#a"]).ask_one("CHATHISTORY LATEST #a * 5").command == "421"


EVENTS = (*READER, "draft/event-playback")


def test_events_are_played_back_to_those_who_ask_for_them(world: KeptWorld) -> None:
    """With draft/event-playback a page holds what happened in the room, as it was on the wire; else messages alone."""
    alice, bob = world.join_as("alice", EVENTS, ["#a"]), world.join_as("bob", READER, ["#a", "#b"])
    alice.take()
    alice.send("TOPIC #a :new topic", "PRIVMSG #a :hi", "@+draft/react=x TAGMSG #a", "TOPIC #a :", "MODE #a +v bob")
    live = alice.take()
    bob.send("NICK rob")
    alice.send("KICK #a rob :enough said")
    again = page(alice, "CHATHISTORY LATEST #a * 50")
    assert [message.body() for message in again] == [
        ":alice!alice@127.0.0.1 JOIN #a",
        ":bob!bob@127.0.0.1 JOIN #a",
        ":alice!alice@127.0.0.1 TOPIC #a :new topic",
        ":alice!alice@127.0.0.1 PRIVMSG #a :hi",
        ":alice!alice@127.0.0.1 TAGMSG #a",
        ":alice!alice@127.0.0.1 TOPIC #a :",
        ":alice!alice@127.0.0.1 MODE #a +v bob",
        ":bob!bob@127.0.0.1 NICK rob",
        ":alice!alice@127.0.0.1 KICK #a rob :enough said",
    ]
    assert [message.tags["msgid"] for message in again[2:7]] == [message.tags["msgid"] for message in live]
    assert [message.tags["time"] for message in again[2:7]] == [message.tags["time"] for message in live]
    bob.send("JOIN #a")
    assert [message.command for message in page(bob, "CHATHISTORY LATEST #a * 50")] == ["PRIVMSG"]


def test_who_quits_has_quit_in_each_room(world: KeptWorld) -> None:
    """A QUIT and a PART are in the history of every room that it concerned, and of no other."""
    alice = world.join_as("alice", EVENTS, ["#a", "#b", "#c"])
    world.join_as("bob", READER, ["#a", "#b"]).send("QUIT :bye now")
    alice.send("PART #c :done", "JOIN #c")
    alice.take()
    for room in ("#a", "#b"):
        assert page(alice, f"CHATHISTORY LATEST {room} * 1")[0].body() == ":bob!bob@127.0.0.1 QUIT :Quit: bye now"
    bodies = [message.body().split(" ", 1)[1] for message in page(alice, "CHATHISTORY LATEST #c * 9")]
    assert bodies == ["JOIN #c", "PART #c :done", "JOIN #c"]


def test_a_newcomer_is_shown_messages_alone(world: KeptWorld) -> None:
    """What comes unasked on joining holds no events."""
    world.chat("#a", "one")
    commands = [message.command for message in world.join_as("plain").ask("JOIN #a")]
    assert commands == ["JOIN", "353", "366", "PRIVMSG"]


def test_the_senders_account_is_told_to_those_with_account_tag(world: KeptWorld) -> None:
    """A message that was said by somebody logged in carries the account again."""
    alice = world.join_as("alice", READER, ["#a"])
    alice.user.account = "Alice"
    alice.send("PRIVMSG #a :hi")
    reader = world.join_as("reader", READER, ["#a"])
    reader.user.caps |= ACCOUNT_TAG
    assert page(reader, "CHATHISTORY LATEST #a * 5")[0].tags["account"] == "Alice"
    assert "account" not in page(alice, "CHATHISTORY LATEST #a * 5")[0].tags


def test_each_newcomer_sees_what_is_the_latest_then(world: KeptWorld) -> None:
    """What was said since the last one came in is shown to the next, what was erased is not, and never more than 50."""
    alice = world.join_as("alice", (*READER, "draft/message-redaction"), ["#a"])
    first = alice.ask_one("PRIVMSG #a :one").tags["msgid"]
    alice.send("PRIVMSG #a :two")
    shown = lambda nick: spoken(world.join_as(nick, ["server-time"]).ask("JOIN #a"))  # noqa: E731
    assert shown("b") == ["one", "two"]
    alice.send("PRIVMSG #a :three")
    assert shown("c") == ["one", "two", "three"]
    alice.send(f"REDACT #a {first}")
    assert shown("d") == ["two", "three"]
    for number in range(49):
        alice.send(f"PRIVMSG #a :{number}")
    assert shown("e") == ["three"] + [str(number) for number in range(49)]


def test_who_opens_a_room_anew_reads_nothing_that_only_invited_people_heard(world: KeptWorld, tmp_path: Path) -> None:
    """When a room by invitation ends, what was said in it is sealed: for pages, searches, newcomers and later runs."""
    caps = (*READER, "draft/event-playback", "draft/message-redaction", "soju.im/search")
    alice = world.join_as("alice", caps, ["#a"])
    alice.send("MODE #a +i")
    msgid = alice.ask_one("PRIVMSG #a :for us alone").tags["msgid"]
    alice.send("PART #a")
    assert world.join_as("plain").ask("JOIN #a")[-1].command == "366"
    eve = world.join_as("eve", caps, ["#a"])
    eve.send("PRIVMSG #a :anybody here?")
    assert spoken(page(eve, "CHATHISTORY LATEST #a * 50")) == ["anybody here?"]
    assert page(eve, "CHATHISTORY AFTER #a timestamp=2000-01-01T00:00:00.000Z 1")[0].command == "JOIN"
    assert spoken(page(eve, "SEARCH text=alone")) == []
    assert eve.ask_one(f"REDACT #a {msgid}").params[1] == "UNKNOWN_MSGID"
    world.history.commit()
    again = History(world.database)
    assert [record.text for record in again.page(["#a"], 0, 1 << 62, 50, True)] == ["anybody here?"]
