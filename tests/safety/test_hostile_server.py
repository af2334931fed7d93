"""A server that means harm: what it can make a client remember, say, show or do has bounds, and nothing breaks it."""
import re
from typing import Any, List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import conversation_list, events, session, session_order
from app.conversation import MOST_LINES, MOST_READ_BACK, TRIM
from app.conversations import Conversations
from app.read_marks import ReadMarks
from app.session import Session
from app.session_state import MOST_BATCHES, WANTED_CAPS
from app.stamps import unix_seconds

NOW = 1_700_000_000.0
LEGAL = re.compile(rb"(@[^ ]+ )?[A-Z]+( .*)?")  # one command of ours
OURS = frozenset(b"CAP NICK USER PASS PONG WHO CHATHISTORY MARKREAD NOTICE AUTHENTICATE REGISTER".split())


class Victim:
    """A session with its conversations, and what it answered."""

    def __init__(self, *more: str) -> None:
        self.session = Session("bob")
        self.session.start()
        self.panes = Conversations(lambda: self.session)
        self.sent: List[bytes] = []
        self.told: List[Any] = []
        caps = " ".join(WANTED_CAPS)
        self.hear(f":s CAP * LS :{caps}", f":s CAP bob ACK :{caps}", ":s 001 bob :hi", ":s 422 bob :none", *more)
        del self.sent[:], self.told[:]

    def hear(self, *lines: str) -> None:
        """Take lines in, as the client does."""
        data = b"".join(line.encode("utf-8", "surrogatepass") + b"\r\n" for line in lines)
        for event in self.session.feed(data, NOW):
            self.told.append(event)
            self.panes.apply(event, NOW)
        self.session.written(NOW)
        self.sent += self.session.data_to_send().split(b"\r\n")[:-1]


@pytest.fixture
def victim() -> Victim:
    """Somebody who is in a room."""
    return Victim(":bob!b@h JOIN #lobby", ":s 366 bob #lobby :end")


HANDLED = sorted(session._HANDLERS)
WORDS = st.sampled_from([
    "bob", "ann", "#lobby", "#x", "*", "", "+", "-", "+1", "-1", "+a b", "chathistory", "draft/multiline", "SUCCESS",
    "LS", "ACK", "NEW", "DEL", "=", "+ov-b", "\x01DCC SEND x 1 2 3\x01", "\x01ACTION", "PREFIX=(ov", "PREFIX=)(",
    "CHANTYPES=", "CASEMAPPING=no", "NICKLEN=-1", "CHATHISTORY=-5", "MSGREFTYPES=", "EXTBAN=", "STATUSMSG=",
    "CHANMODES=,,,,,,",
    "-", "TARGETS", "timestamp=9999-12-31T23:59:59.999Z", "../../etc/passwd", "#../x", "CON", "9" * 40, "\u202e",
    "\x1b[2J",
]) | st.text(max_size=6)
TAGS = st.sampled_from([
    "", "@batch=1 ", "@batch= ", "@time=0000-00-00T00:00:00Z ", "@time=NaN;msgid=a ",
    "@msgid=a;+reply=a;+draft/react=x ", "@label=m1 ", "@+typing=active ", "@" + ";" * 300 + " ",
    "@draft/multiline-concat;batch=1 ", "@account=\\ ",
])
SOURCES = st.sampled_from(["", ":bob!b@h ", ":ann!a@h ", ":s ", ":! ", ": ", ":@ ", ":\x1b[2J!a@b "])


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(TAGS, SOURCES, st.sampled_from(HANDLED), st.lists(WORDS, max_size=9)), max_size=40),
       st.booleans())
def test_every_command_with_absurd_words(said: List[Any], welcomed: bool) -> None:
    """Each command that is understood, with any number of any words, raises nothing and answers with whole lines."""
    victim = Victim(":bob!b@h JOIN #lobby") if welcomed else Victim.__new__(Victim)
    if not welcomed:
        victim.session, victim.sent, victim.told = Session("bob"), [], []
        victim.panes = Conversations(lambda: victim.session)
        victim.session.start()
    victim.session.ask_stats("u")
    victim.session.learn("#lobby")
    victim.session.request_history("#lobby")
    victim.hear(*(tags + source + " ".join([command] + words) for tags, source, command, words in said))
    assert all(LEGAL.fullmatch(line) and b"\0" not in line for line in victim.sent)


def test_commands_without_their_words(victim: Victim) -> None:
    """Every command that is understood comes without any parameter, with one, and with an empty one."""
    victim.session.ask_stats("u")
    for command in HANDLED + ["404", "475", "999", "FAIL"]:
        victim.hear(command, ":s " + command, f":s {command} :", f":s {command} bob", f":s {command} #lobby :")
    victim.hear(":ann!a@h PRIVMSG bob :still here")
    assert victim.panes.get("ann").lines[-1].text == "still here"


def test_batches_of_any_shape_are_bounded_and_end(victim: Victim) -> None:
    """Nested, unclosed, twice opened and self-containing batches are few; a history asked for is always answered."""
    for number in range(300):
        victim.hear(f"@batch=b{number - 1} :s BATCH +b{number} chathistory #lobby",
                    "@batch=x :s BATCH +x draft/multiline bob")
    assert len(victim.session.batches) <= MOST_BATCHES
    victim.session.request_history("#lobby")
    label = re.findall(rb"label=([^ ;]+)", victim.session.data_to_send())[-1].decode()
    victim.hear(f"@label={label} :s BATCH +again chathistory #lobby", "@batch=again :ann!a@h PRIVMSG #lobby :one",
                ":s BATCH +again chathistory #lobby", ":s BATCH -again", ":s BATCH -again")
    assert [event.messages[0].text for event in victim.told if type(event) is events.HistoryArrived] == ["one"]


def test_one_msgid_for_all(victim: Victim) -> None:
    """Messages, reactions and deletions with the same msgid, thousands of times, are kept once or within bounds."""
    for number in range(1500):
        victim.hear(f"@msgid=same :a{number}!a@h PRIVMSG #lobby :{number}",
                    f"@+reply=same;+draft/react=r{number} :a{number}!a@h TAGMSG #lobby",
                    f"@+reply=gone{number * 2};+draft/react=r :a!a@h TAGMSG #lobby",
                    f":a!a@h REDACT #lobby lost{number * 2}")
    room = victim.panes.get("#lobby")
    assert len(room.acts._lines) == 1 and len(room.acts._waiting) <= 2000
    assert len(room.acts.find("same").reactions._marks) <= 1000


def test_a_crowd_of_rooms_keeps_few_lines_of_each() -> None:
    """One who is renamed in a thousand rooms writes a thousand lines each time: what is kept is bounded in all."""
    victim = Victim(*(f":bob!b@h JOIN #r{number}" for number in range(400)))
    for number in range(400):
        victim.hear(f":ann!a@h JOIN #r{number}")
    for turn in range(250):
        victim.hear(f":{'ann' if turn % 2 == 0 else 'eve'}!a@h NICK {'eve' if turn % 2 == 0 else 'ann'}",
                    *(f":ann!a@h PRIVMSG #r{number} :x" for number in range(0, 400, 4)))
    kept = [len(pane.lines) for pane in victim.panes]
    assert max(kept) < conversation_list.MOST_IN_ALL // 400 + TRIM + 1 and len(kept) == 400
    assert conversation_list.MOST_IN_ALL >= 20 * MOST_LINES


def test_history_that_nobody_asked_for_fills_nothing(victim: Victim) -> None:
    """Played back again and again, each time with other names, an answer takes no more room than a person would."""
    room = victim.panes.open("#lobby")
    for page in range(6):
        said = tuple(events.MessageArrived("#lobby", "ann", "x", NOW - n, msgid=f"{page}-{n}", history=True)
                     for n in range(5000))
        victim.panes.apply(events.HistoryArrived("#lobby", said, False, "latest"), NOW)
    assert len(room.lines) <= MOST_READ_BACK


def test_modes_and_bans_are_bounded(victim: Victim) -> None:
    """A storm of modes, of letters that are none, and of bans, takes little memory, and no member grows signs."""
    victim.session.learn("#lobby")
    victim.hear(":s 324 bob #lobby :+nt", ":bob!b@h MODE #lobby +o bob", ":s 353 bob = #lobby :" + "@" * 300 + "bob")
    room = victim.session.room("#lobby")
    room.bans = []
    for number in range(0, 3000, 3):
        letters = "".join(chr(0x4e00 + number + offset) for offset in range(90))
        victim.hear(f":s MODE #lobby +{letters}",
                    f":s MODE #lobby +bbb n{number}!*@* n{number + 1}!*@* n{number + 2}!*@*")
    assert len(room.modes) <= 52 and len(room.bans) <= session_order.MOST_BANS
    victim.hear(":s MODE #lobby +ooooo bob bob bob bob bob")
    assert set(room.members["bob"].prefixes) <= {"@", "+"}


def test_how_names_are_folded_stays_once_there_are_rooms(victim: Victim) -> None:
    """A server can't have a hundred thousand names looked up anew with each short line."""
    victim.hear(":s 353 bob = #lobby :[a] {a}", ":s 005 bob CASEMAPPING=ascii :x", ":s 005 bob -CASEMAPPING :x")
    assert victim.session.fold("[]") == "{}" and len(victim.session.room("#lobby").members) == 2


@pytest.mark.parametrize("words", [
    "NICKLEN=-1 CHANNELLEN=0 CHATHISTORY=-1 LINELEN=0", "CHANTYPES= PREFIX= CHANMODES= STATUSMSG=",
    "CHANTYPES=abcdefghijklmnopqrstuvwxyz", "PREFIX=(abc)x PREFIX=((((", "CASEMAPPING=klingon",
    "NETWORK=" + "\\x20" * 100,
    " ".join(f"T{number}=1" for number in range(500))[:400], "CLIENTTAGDENY=*,-*,- EXTBAN=,,m",
    "MSGREFTYPES=x",
])
def test_absurd_features(words: str) -> None:
    """Whatever a server says of itself, one can talk on it, and nothing is refused for the reason that it is odd."""
    victim = Victim(f":s 005 bob {words} :are supported", ":bob!b@h JOIN #lobby")
    victim.session.say("ann", "hello")
    victim.hear(":ann!a@h PRIVMSG bob :hi", ":s 353 bob = #lobby :@+ann bob", ":s 432 bob x :bad")
    assert any(b"hello" in line for line in victim.sent)


def test_a_loop_of_capabilities_and_logins_is_answered_line_by_line(victim: Victim) -> None:
    """CAP, AUTHENTICATE and PING in endless turns get at most one line each, and grow nothing."""
    for number in range(700):
        victim.hear(f":s CAP bob NEW :c{number} batch=", ":s CAP bob DEL :batch", ":s CAP bob ACK :batch -sasl",
                    "PING :x", "AUTHENTICATE +", "AUTHENTICATE " + "A" * 400, ":s CAP bob LS * :a=b")
    assert len(victim.sent) <= 3 * 700 and len(victim.session.offered) <= 500
    assert {line.split()[0] for line in victim.sent} <= OURS


def test_floods_of_questions_are_hardly_answered(victim: Victim) -> None:
    """CTCP requests, direct connections, typing and invitations: one answer, one sentence, few lines."""
    for number in range(2000):
        victim.hear(f":n{number}!a@h PRIVMSG bob :\x01VERSION\x01",
                    f":n{number}!a@h PRIVMSG #lobby :\x01PING {number}\x01",
                    f":n{number}!a@h PRIVMSG bob :\x01DCC SEND ../../.bashrc 2130706433 80 99\x01",
                    f"@+typing=active :n{number}!a@h TAGMSG #lobby", f":n{number}!a@h INVITE bob :#../{number}")
    assert len(victim.sent) == 1
    offers = [event.text for event in victim.told if type(event) is events.ServerNotice]
    assert len(offers) == 1 and "takes none" in offers[0]
    assert len(victim.panes.get("#lobby").typists._until) <= 50 and len(list(victim.panes)) == 1


def test_thousands_of_strangers_fill_a_list_of_bounded_length(victim: Victim) -> None:
    """Each from another name, private messages open so many chats and no more; the rest is with the server's words."""
    for number in range(conversation_list.MOST_CONVERSATIONS + 500):
        victim.hear(f":n{number}!a@h PRIVMSG bob :hi")
    assert len(list(victim.panes)) == conversation_list.MOST_CONVERSATIONS


def test_own_joins_without_end(victim: Victim) -> None:
    """The same room entered a thousand times is one room with one member, and no answer is longer than its cause."""
    for _ in range(1000):
        victim.hear(":bob!b@h JOIN #lobby", ":s 366 bob #lobby :end")
    assert len(victim.session.rooms) == 1 and len(victim.session.room("#lobby").members) == 1
    assert len(victim.sent) <= 1000


@pytest.mark.parametrize("stamp", ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59Z",
            "NaN",
                                   "-2023-01-01T00:00:00Z", "3000-01-01T00:00:00Z", "2023-02-30T00:00:00Z", "x" * 400])
def test_times_of_another_age_are_ours(victim: Victim, stamp: str) -> None:
    """No calendar of any system is asked for a year that it doesn't have, and nothing counts as read for ever."""
    victim.hear(f"@time={stamp};msgid=t :ann!a@h PRIVMSG #lobby :hi", f":s MARKREAD #lobby timestamp={stamp}")
    assert victim.panes.get("#lobby").lines[-1].time == NOW
    assert unix_seconds(stamp, 0.0) == 0.0
    marks = ReadMarks()
    marks.note("h", 1, "#lobby", unix_seconds(stamp, 0.0))
    assert marks.find("h", 1, "#lobby") == 0.0


@pytest.mark.parametrize("data", [b"\0" * 50000, b"x" * 100000, b"\xff\xfe" * 20000, b"@" + b"a=b;" * 20000,
                                  b"\xf0\x9f" * 9])
def test_a_stream_without_lines_takes_no_memory(victim: Victim, data: bytes) -> None:
    """A hundred times garbage without a line break is dropped as it comes; the next line is understood."""
    for _ in range(100):
        victim.session.feed(data, NOW)
    assert len(victim.session._lines._part) <= 9000
    victim.session.feed(b"\r\n", NOW)
    victim.hear(":ann!a@h PRIVMSG bob :hi")
    assert victim.panes.get("ann").lines[-1].text == "hi"
