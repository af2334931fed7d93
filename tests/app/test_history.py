"""History from the server: what the session asks and collects, and what the client does about a gap."""
from pathlib import Path
from typing import Any, List, Tuple

import pytest

from app.catching_up import MOST_MISSED, PAGE
from app.cli_text import View, render
from app.client import LATEST, Client, ServerAddress
from app.conversation import MOST_LINES, TRIM
from app.conversations import Conversations
from app.events import (
    ChatMissed,
    CommandFailed,
    Event,
    HistoryArrived,
    MessageArrived,
    MessageConfirmed,
    MessageFailed,
    ReadMarkerChanged,
)
from app.history_requests import MOST_LINES as LONGEST_ANSWER
from app.hosting import HostedServer
from app.read_marks import ReadMarks
from app.session import Session
from server.config import ServerConfig
from tests.app.test_client import ADDRESS, FakeLink, World
from tests.app.test_session import NOW, lines, only
from tests.support import pump_until

CAPS = "batch draft/chathistory echo-message labeled-response message-tags server-time standard-replies"
OFFER = "".join(f":irc.test CAP * {kind} :{CAPS}\r\n" for kind in ("LS", "ACK"))
WITHOUT_LABELS = "".join(f":irc.test CAP * {kind} :batch draft/chathistory\r\n" for kind in ("LS", "ACK"))
WELCOME = ":irc.test 001 bob :Hi\r\n:irc.test 005 bob CHATHISTORY=80 CHANTYPES=# :ok\r\n:irc.test 422 bob :none\r\n"


def session_with(caps: str) -> Session:
    """A session that is in #den."""
    session = Session("bob")
    session.start()
    session.feed(lines(caps + WELCOME + ":bob!b@h JOIN #den"), NOW)
    session.data_to_send()
    return session


def batch(first: int, count: int, start: str = "", sender: str = "ann") -> str:
    """An answer with messages m<first> ... of a minute each, whose msgids are their numbers."""
    said = "".join(
        f"@batch=h;msgid={number};time=2023-11-14T22:{number // 60 % 60:02d}:{number % 60:02d}.000Z "
        f":{sender}!a@h PRIVMSG #den :m{number}\r\n" for number in range(first, first + count))
    return f"{start}:irc.test BATCH +h chathistory #den\r\n{said}:irc.test BATCH -h\r\n"


# Session


def test_a_request_is_answered_by_its_batch_in_one_event() -> None:
    """The label finds the request; less than was asked for means that nothing is older."""
    session = session_with(OFFER)
    assert session.request_history("#den", "7f", 3)
    assert session.data_to_send() == b"@label=m1 CHATHISTORY BEFORE #den msgid=7f 3\r\n"
    [told] = session.feed(batch(1, 3, "@label=m1 ").encode(), NOW)
    assert isinstance(told, HistoryArrived)
    assert (told.target, told.which, told.complete, told.failed) == ("#den", "before", False, False)
    assert [(each.text, each.history) for each in told.messages] == [("m1", True), ("m2", True), ("m3", True)]
    session.request_history("#DEN", "7f", 3)
    [told] = session.feed(batch(1, 2, "@label=m2 ").encode(), NOW)
    assert (told.target, told.complete) == ("#den", True)


def test_a_server_without_labels_is_known_by_the_target() -> None:
    """The first request for the batch's target is answered; a batch that nobody asked for is told line by line."""
    session = session_with(WITHOUT_LABELS)
    session.request_history("#den")
    assert session.data_to_send() == b"CHATHISTORY LATEST #den * 80\r\n"
    assert len(only(session.feed(batch(1, 2).encode(), NOW), HistoryArrived)) == 1
    assert len(only(session.feed(batch(1, 2).encode(), NOW), MessageArrived)) == 2


def test_nothing_is_asked_of_a_server_without_history() -> None:
    """Neither without the capability, nor after a message where the server knows times alone."""
    session = session_with(OFFER.replace("draft/chathistory ", ""))
    assert not session.request_history("#den") and not session.data_to_send()
    session = session_with(OFFER)
    session.feed(b":irc.test 005 bob MSGREFTYPES=timestamp :ok\r\n", NOW)
    assert not session.request_history("#den", "7f") and session.request_history("#den")


def test_an_endless_answer_is_cut() -> None:
    """A batch without an end is told once when it is too long, and what follows takes no memory."""
    session = session_with(OFFER)
    session.request_history("#den")
    endless = batch(1, LONGEST_ANSWER + 50, "@label=m1 ").rpartition(":irc.test BATCH")[0]
    [told] = session.feed(endless.encode(), NOW)
    assert len(told.messages) == LONGEST_ANSWER and not told.complete
    assert session.feed(b":irc.test BATCH -h\r\n", NOW) == []


@pytest.mark.parametrize("answer", [
    "@label=m1 :irc.test FAIL CHATHISTORY INVALID_TARGET BEFORE #den :You are not in that room.",
    ":irc.test FAIL CHATHISTORY MESSAGE_ERROR BEFORE #den :The history can't be read now.",
    "@label=m1 :irc.test 421 bob CHATHISTORY :Unknown command",
])
def test_a_refusal_ends_the_request(answer: str) -> None:
    """It is told as an answer of which nothing is known, and not as an error of a command nobody typed."""
    session = session_with(OFFER if "label" in answer else WITHOUT_LABELS)
    session.request_history("#den", "7f")
    [told] = session.feed((answer + "\r\n").encode(), NOW)
    assert told == HistoryArrived("#den", (), False, "before", True)
    assert only(session.feed((answer + "\r\n").encode(), NOW), CommandFailed)


def test_an_acknowledgement_alone_is_an_empty_answer() -> None:
    """Some servers send no batch where there is nothing."""
    session = session_with(OFFER)
    session.request_history("#den")
    assert session.feed(b"@label=m1 :irc.test ACK\r\n", NOW) == [HistoryArrived("#den", (), True, "latest")]


# Client


def enter(world: World, **options: Any) -> FakeLink:
    """Be in #den on a server with history, whose latest are answered with nothing."""
    link = world.online(before=OFFER, rooms=["#den"], **options)
    link.say(":bob!b@h JOIN #den")
    world.poll()
    assert asked(link) == [f"CHATHISTORY LATEST #den * {LATEST}"]
    return link


def asked(link: FakeLink) -> List[str]:
    """What history was asked for since the last call; the label is kept on the link."""
    found = [line.partition(" ") for line in link.take_sent() if "CHATHISTORY" in line]
    link.label = found[-1][0] if found else ""  # type: ignore[attr-defined]
    return [line for _, _, line in found]


def answer(world: World, link: FakeLink, first: int, count: int, sender: str = "ann") -> None:
    """Answer the last request."""
    link.say(batch(first, count, link.label + " ", sender).rstrip())  # type: ignore[attr-defined]
    world.poll()


def come_back(world: World, link: FakeLink) -> FakeLink:
    """Break the link, and be let in and into #den again."""
    world.end(link)
    world.advance(1)
    link = world.welcome(before=OFFER)
    link.say(":bob!b@h JOIN #den")
    world.poll()
    return link


def texts(told: List[HistoryArrived]) -> List[str]:
    """What the messages of some history say."""
    return [message.text for each in told for message in each.messages]


def test_after_a_reconnect_the_gap_is_fetched_to_its_end(world: World) -> None:
    """Page after page after the last message that we have; what arrives meanwhile comes once."""
    link = enter(world)
    answer(world, link, 1, 2)
    link = come_back(world, link)
    world.take(HistoryArrived)
    assert asked(link) == [f"CHATHISTORY AFTER #den msgid=2 {PAGE}"]
    link.say("@msgid=110 :ann!a@h PRIVMSG #den :m110")
    answer(world, link, 3, PAGE)
    assert asked(link) == [f"CHATHISTORY AFTER #den msgid=102 {PAGE}"]
    answer(world, link, 103, 8)
    assert asked(link) == []
    assert texts(world.take(HistoryArrived)) == [f"m{number}" for number in range(3, 110)]


def test_a_very_long_gap_is_fetched_at_both_ends(world: World) -> None:
    """From what is known so far and no further, and the latest; that some are missing in between is told, not hidden.
    """
    link = enter(world)
    answer(world, link, 1, 2)
    link = come_back(world, link)
    for page in range(MOST_MISSED // PAGE):
        assert asked(link) == [f"CHATHISTORY AFTER #den msgid={2 + page * PAGE} {PAGE}"]
        answer(world, link, 3 + page * PAGE, PAGE)
    end = 2 + MOST_MISSED
    assert asked(link) == [f"CHATHISTORY LATEST #den * {LATEST}"]
    world.take(HistoryArrived)
    answer(world, link, 2000, LATEST)
    assert asked(link) == [] and [told.hole for told in world.take(HistoryArrived)] == [str(end)]
    assert world.client.fill_hole("#den", str(end))
    world.poll()
    assert asked(link) == [f"CHATHISTORY AFTER #den msgid={end} {PAGE}"]
    answer(world, link, 2000, 1)
    [told] = world.take(HistoryArrived)
    assert (told.which, told.hole, texts([told])) == ("hole", str(end), ["m2000"])  # known already: the hole ends there


def test_what_is_unread_of_a_new_conversation_is_fetched(world: World) -> None:
    """From the latest back to where somebody left off; what is told of that comes before."""
    link = world.online(before=OFFER.replace("batch", "batch draft/read-marker"), rooms=["#den"])
    link.say(":bob!b@h JOIN #den", ":irc.test MARKREAD #den timestamp=2023-11-14T22:00:10.000Z")
    world.poll()
    assert [told.target for told in world.take(ReadMarkerChanged)] == ["#den"]
    assert asked(link)[-1] == f"CHATHISTORY LATEST #den * {LATEST}"
    answer(world, link, 170, LATEST)
    assert asked(link) == [f"CHATHISTORY BEFORE #den msgid=170 {PAGE}"]
    answer(world, link, 70, PAGE)
    assert asked(link) == [f"CHATHISTORY BEFORE #den msgid=70 {PAGE}"]
    answer(world, link, 0, 70)
    assert asked(link) == []


def test_private_chats_with_something_unread_open_by_themselves(world: World) -> None:
    """The server tells of each that has anything; a chat that was read elsewhere stays closed."""
    link = world.online(before=OFFER.replace("batch", "batch draft/read-marker"))
    link.say(":irc.test BATCH +t draft/chathistory-targets",
             "@batch=t :irc.test CHATHISTORY TARGETS #den 2023-11-14T22:00:01.000Z",
             "@batch=t :irc.test CHATHISTORY TARGETS ann 2023-11-14T22:00:02.000Z",
             "@batch=t :irc.test CHATHISTORY TARGETS cat 2023-11-14T22:00:03.000Z", ":irc.test BATCH -t")
    world.poll()
    assert [line for line in link.take_sent() if "MARKREAD" in line] == ["MARKREAD ann", "MARKREAD cat"]
    link.say(":irc.test MARKREAD ann timestamp=2023-11-14T22:00:02.000Z", ":irc.test MARKREAD cat *")
    world.poll()
    assert [told.target for told in world.take(ChatMissed)] == ["cat"]
    assert asked(link) == [f"CHATHISTORY LATEST cat * {LATEST}"]


def test_how_far_was_read_is_told_and_kept(world: World, tmp_path: Path) -> None:
    """A moment goes to the server once; a client that starts anew knows it from the file, also without that server."""
    path = str(tmp_path / "read.json")
    marks = ReadMarks(path)
    world.client = Client(clock=world.clock, wall=world.wall, dial=world.dial, marks=marks)
    link = world.online(before=OFFER.replace("batch", "batch draft/read-marker"), rooms=["#den"])
    link.say(":bob!b@h JOIN #den")
    world.poll()
    link.take_sent()
    for time in (NOW + 0.123, NOW + 0.123, NOW):
        world.client.mark_read("#den", time)
    world.poll()
    assert link.take_sent() == ["MARKREAD #den timestamp=2023-11-14T22:13:20.123Z"]
    marks.write()
    world.client = Client(clock=world.clock, wall=world.wall, dial=world.dial, marks=ReadMarks(path))
    world.events.clear()
    link = world.online(rooms=["#den"])
    link.say(":bob!b@h JOIN #den")
    world.poll()
    assert [event for event in world.events if type(event) is ReadMarkerChanged] == [
        ReadMarkerChanged("#den", NOW + 0.123)]


def test_a_second_break_leaves_no_hole(world: World) -> None:
    """What arrived while the gap was being fetched does not end it."""
    link = enter(world)
    answer(world, link, 1, 2)
    link = come_back(world, link)
    link.say("@msgid=90 :ann!a@h PRIVMSG #den :m90")
    world.poll()
    link = come_back(world, link)
    assert asked(link) == [f"CHATHISTORY AFTER #den msgid=2 {PAGE}"]


def lose_own(world: World, link: FakeLink) -> Tuple[str, FakeLink]:
    """Say something that the server does not echo before the link breaks, and come back."""
    label = world.client.say("#den", "m3")
    world.poll()
    link = come_back(world, link)
    assert not [event for event in world.events if type(event) is MessageFailed] and world.client.unconfirmed == 1
    return label, link


def test_an_uncertain_message_that_is_in_the_gap_is_done(world: World) -> None:
    """It is confirmed, and neither comes as a message nor is sent again."""
    link = enter(world)
    answer(world, link, 1, 2)
    label, link = lose_own(world, link)
    asked(link)
    world.take(HistoryArrived)
    answer(world, link, 3, 1, "bob")
    assert [event.label for event in world.events if type(event) is MessageConfirmed] == [label]
    assert texts(world.take(HistoryArrived)) == []
    assert not any("PRIVMSG" in line for line in link.take_sent()) and world.client.unconfirmed == 0


def test_of_two_equal_messages_the_one_that_arrived_is_known_by_its_mark(world: World) -> None:
    """Said twice before the link broke, with one of them recorded: that one is done, the other is sent again."""
    link = enter(world)
    answer(world, link, 1, 2)
    first, second = world.client.say("#den", "same"), world.client.say("#den", "same")
    world.poll()
    assert [f"+intranetchat/nonce={label}" in line for label, line in
            zip((first, second), (line for line in link.take_sent() if "PRIVMSG" in line))] == [True, True]
    link = come_back(world, link)
    asked(link)
    body = batch(3, 1, link.label + " ", "bob")  # type: ignore[attr-defined]
    link.say(body.replace("msgid=3", f"msgid=3;+intranetchat/nonce={second}").replace(":m3", ":same").rstrip())
    world.poll()
    assert [event.label for event in world.events if type(event) is MessageConfirmed] == [second]
    sent = [line for line in link.take_sent() if "PRIVMSG" in line]
    assert len(sent) == 1 and f"label={first};" in sent[0]


def test_an_uncertain_message_that_is_missing_is_sent_again_once(world: World) -> None:
    """It goes out under its label before what was said later; uncertain once more, it fails."""
    link = enter(world)
    answer(world, link, 1, 2)
    label, link = lose_own(world, link)
    asked(link)
    world.client.say("#den", "later")
    answer(world, link, 4, 1)
    sent = [line for line in link.take_sent() if "PRIVMSG" in line]
    assert [line.rpartition(":")[2] if ":" in line else line.split()[-1] for line in sent] == ["m3", "later"]
    assert sent[0].startswith(f"@label={label};")
    world.take(MessageFailed)
    link = come_back(world, link)
    assert label in [event.label for event in world.take(MessageFailed)]


def test_where_the_gap_stays_unknown_nothing_is_sent_again(world: World) -> None:
    """A refused request leaves the message to the person."""
    link = enter(world)
    answer(world, link, 1, 2)
    label, link = lose_own(world, link)
    for _ in range(2):  # after the last message, then the latest at all
        assert len(asked(link)) == 1
        link.say(f"{link.label} FAIL CHATHISTORY MESSAGE_ERROR AFTER #den :Not now.")
        world.poll()
    assert [event.label for event in world.take(MessageFailed)] == [label]
    assert not any("PRIVMSG" in line for line in link.take_sent())


def test_leaving_for_good_fails_what_waited_for_the_gap(world: World) -> None:
    """Each message has one end, also when we do not come back."""
    link = enter(world)
    label = world.client.say("#den", "hi")
    world.poll()
    world.end(link)
    world.client.disconnect()
    assert [event.label for event in world.take(MessageFailed)] == [label] and world.client.unconfirmed == 0


def test_a_conversation_that_was_closed_gets_its_latest_anew(world: World) -> None:
    """What the front end has let go of is told again."""
    link = enter(world)
    answer(world, link, 1, 2)
    world.client.part("#den")
    link.say(":bob!b@h PART #den")
    world.client.forget("#den")
    world.take(HistoryArrived)
    link.say(":bob!b@h JOIN #den")
    world.poll()
    assert asked(link) == [f"CHATHISTORY LATEST #den * {LATEST}"]
    answer(world, link, 1, 2)
    assert texts(world.take(HistoryArrived)) == ["m1", "m2"]


def test_a_client_that_wants_no_history_leaves_it_to_the_server() -> None:
    """With nothing to fetch the capability is not requested, so that the server plays back by itself."""
    world = World()
    world.client = Client(clock=world.clock, wall=world.wall, dial=world.dial, latest=0)
    world.client.connect(ADDRESS, "bob")
    link = world.answer()
    link.say(f":irc.test CAP * LS :{CAPS}")
    world.poll()
    assert "chathistory" not in "".join(link.take_sent())


@pytest.fixture
def world() -> World:
    """A client that is offline."""
    return World()


# Our own server


def test_a_real_server_gives_what_was_missed(tmp_path: Path) -> None:
    """Over real sockets: what was said while a client was away comes once, in order, when it is back."""
    server = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, rate_limit=0, data_dir=str(tmp_path)))
    ann, bob = Client(), Client(jitter=lambda: -1.0)
    found: List[Event] = []

    def turn() -> None:
        ann.poll()
        found.extend(bob.poll())

    try:
        for client, nick in ((ann, "ann"), (bob, "bob")):
            client.connect(ServerAddress("127.0.0.1", server.port), nick)
            pump_until(lambda client=client: client.session.room("#lobby") is not None, turn)
        ann.say("#lobby", "one")
        pump_until(lambda: only(found, MessageArrived), turn)
        bob._connection.close()
        bob._lose_link()
        ann.say("#lobby", "two")
        ann.say("#lobby", "three")
        pump_until(lambda: ann.unconfirmed == 0, ann.poll)
        pump_until(lambda: texts(only(found, HistoryArrived)), turn)
        assert texts(only(found, HistoryArrived)) == ["two", "three"]
        assert [event.text for event in only(found, MessageArrived)] == ["one"]
    finally:
        ann.close()
        bob.close()
        server.stop()


# Conversations


def old(number: int, time: float) -> MessageArrived:
    """A message of the past."""
    return MessageArrived("#den", "ann", f"m{number}", time, msgid=str(number), history=True)


@pytest.fixture
def panes() -> Conversations:
    """One open room with messages 10 and 20, said at these seconds."""
    panes = Conversations(lambda: Session("bob"))
    for number in (10, 20):
        panes.apply(old(number, number)._replace(history=False))
    return panes


def test_history_takes_the_places_of_its_times(panes: Conversations) -> None:
    """Older lines come before, missed ones between, nothing twice; each run is told with the line below it."""
    arrived = HistoryArrived("#den", tuple(old(number, number) for number in (5, 6, 10, 15, 20, 30)), True, "latest")
    changes = panes.apply(arrived)
    found = panes.get("#den")
    assert found is not None and [line.text for line in found.lines] == ["m5", "m6", "m10", "m15", "m20", "m30"]
    assert [(change.kind, len(change.lines), change.below and change.below.text) for change in changes] == [
        ("inserted", 2, "m10"), ("inserted", 1, "m20"), ("appended", 1, None)]
    assert found.begins and found.unread == 2 and panes.apply(arrived) == []


def test_lines_of_one_moment_keep_their_order(panes: Conversations) -> None:
    """What was before a message stands above it, and what was missed after it below, also within a millisecond."""
    panes.apply(HistoryArrived("#den", (old(1, 10), old(2, 10)), False, "before"))
    panes.apply(HistoryArrived("#den", (old(21, 20), old(22, 20)), True, "after"))
    found = panes.get("#den")
    assert found is not None and [line.text for line in found.lines] == ["m1", "m2", "m10", "m20", "m21", "m22"]


def test_while_somebody_reads_back_nothing_is_dropped(panes: Conversations) -> None:
    """History beyond the bound stays until the reader is at the end again; then it can be fetched anew."""
    many = tuple(old(-number, -number) for number in range(MOST_LINES + TRIM, 0, -1))
    panes.apply(HistoryArrived("#den", many, True))
    found = panes.get("#den")
    assert found is not None and found.begins
    found.reads_back = True
    panes.apply(old(40, 40))
    assert len(found.lines) == MOST_LINES + TRIM + 3
    found.reads_back = False
    [appended, trimmed] = panes.apply(old(50, 50))
    assert (appended.kind, trimmed.kind, len(trimmed.lines)) == ("appended", "trimmed", TRIM + 3)
    assert len(found.lines) == MOST_LINES + 1 and not found.begins


# The command line


def test_the_command_line_prints_each_message_of_the_past() -> None:
    """History reads as the messages did, oldest first."""
    told = HistoryArrived("#den", (old(1, NOW), old(2, NOW + 1)), True, "latest")
    shown = render(told, View("bob", "#den", False, NOW))
    assert [line.partition("] ")[2] for line in shown] == ["ann: m1", "ann: m2"]
