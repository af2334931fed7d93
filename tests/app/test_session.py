"""Session against the servers there are: ours, wired in memory, and others by the lines that they send."""
from typing import Any, List, Type

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import events
from app.events import (
    AwayChanged,
    CommandFailed,
    Event,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MemberQuit,
    MembersChanged,
    MessageArrived,
    MessageConfirmed,
    MessageFailed,
    ModeChanged,
    Motd,
    NickChanged,
    Refused,
    Registered,
    RoomJoined,
    RoomLeft,
    RoomListed,
    ServerNotice,
    TopicChanged,
    TypingChanged,
    WhoArrived,
    WhoisArrived,
)
from app.roster import MOST_MEMBERS, MOST_ROOMS
from app.session import Session
from app.session_state import MOST_BATCHES, WANTED_CAPS
from server.config import ServerConfig
from tests.support import START, Pair

NOW = 1_700_000_000.0

NGIRCD = """
:irc.test NOTICE * :*** Looking up your hostname
:irc.test CAP * LS :multi-prefix
:irc.test CAP bob ACK :multi-prefix
:irc.test 001 bob :Welcome to the Internet Relay Network bob!~bob@localhost
:irc.test 002 bob :Your host is irc.test, running version ngircd-26.1
:irc.test 003 bob :This server has been started today
:irc.test 004 bob irc.test ngircd-26.1 abBcCFiIoqrRswx abehiIklmMnoOPqQrRstvVz
:irc.test 005 bob RFC2812 IRCD=ngIRCd CHARSET=UTF-8 CASEMAPPING=ascii PREFIX=(qaohv)~&@%+ CHANTYPES=#&+ :are supported
:irc.test 005 bob CHANMODES=beI,k,l,imMnOPQRstVz CHANLIMIT=#&+:10 NICKLEN=9 MODES=5 NETWORK=Office :are supported
:irc.test 251 bob :There are 1 users and 0 services on 1 servers
:irc.test 375 bob :- irc.test message of the day
:irc.test 372 bob :- Be kind.
:irc.test 376 bob :End of MOTD command
"""

INSPIRCD = """
:irc.test NOTICE * :*** Looking up your hostname...
:irc.test CAP 042AAAAAB LS * :away-notify batch cap-notify chghost echo-message
:irc.test CAP 042AAAAAB LS :extended-join labeled-response message-tags multi-prefix server-time sasl=PLAIN tls
:irc.test CAP bob ACK :away-notify batch cap-notify chghost echo-message extended-join labeled-response \
message-tags multi-prefix sasl server-time
:irc.test 001 bob :Welcome to the Office IRC Network bob!bob@127.0.0.1
:irc.test 004 bob irc.test InspIRCd-3 iosw biklmnopstv :bklov
:irc.test 005 bob CASEMAPPING=rfc1459 CHANMODES=b,k,l,imnpst CHANTYPES=# NETWORK=Office PREFIX=(ov)@+ :are supported
:irc.test 422 bob :Message of the day file is missing.
"""


def lines(text: str) -> bytes:
    """The lines of `text` as a server sends them."""
    return "".join(line + "\r\n" for line in text.strip().splitlines()).encode()


def only(found: List[Event], kind: Type[Any]) -> List[Any]:
    """The events of one kind; NamedTuples of two kinds can be equal, so types are compared."""
    return [event for event in found if type(event) is kind]


def on(welcome: str, room: str = "#lobby") -> Session:
    """A session that is registered, and in `room`."""
    session = Session("bob")
    session.start()
    session.feed(lines(welcome), NOW)
    session.feed(lines(f":bob!~bob@localhost JOIN {room}"), NOW)
    session.data_to_send()
    return session


# Coming in


def test_start_asks_for_capabilities_before_it_gives_its_name() -> None:
    """CAP LS 302 is first, so that the server holds the registration; PASS comes before NICK."""
    session = Session("bob", "b ob", "Bob B.", "se cret")
    session.start()
    assert session.data_to_send() == lines("CAP LS 302\nPASS :se cret\nNICK bob\nUSER bob 0 * :Bob B.")


@pytest.mark.parametrize("size", [1, 7, 100000])
@pytest.mark.parametrize("welcome", [NGIRCD, INSPIRCD])
def test_real_servers_let_us_in(welcome: str, size: int) -> None:
    """The welcome of ngIRCd and InspIRCd registers, in whatever pieces it comes."""
    session = Session("bob")
    session.start()
    data = lines(welcome)
    found: List[Event] = []
    for start in range(0, len(data), size):
        found += session.feed(data[start : start + size], NOW)
    assert only(found, Registered) == [Registered("bob", "Office", "irc.test")]
    assert b"CAP END\r\n" in session.data_to_send()


def test_only_what_is_used_is_requested() -> None:
    """Of what is offered over several LS lines, one REQ asks for what the session handles, and nothing else."""
    session = Session("bob")
    session.start()
    session.data_to_send()
    session.feed(lines(":s CAP * LS * :sts=port=6697 batch\n:s CAP * LS :echo-message tls draft/x=1"), NOW)
    assert session.data_to_send() == b"CAP REQ :batch echo-message\r\n"


def test_labels_need_batches() -> None:
    """labeled-response without batch is not used, as its specification says."""
    session = Session("bob")
    session.start()
    session.feed(lines(":s CAP * LS :labeled-response\n:s CAP * ACK :labeled-response"), NOW)
    assert session.caps == set()


@pytest.mark.parametrize("answer", [":s 421 bob CAP :Unknown command", ":s 451 * :You have not registered", ""])
def test_a_server_without_capabilities_lets_us_in(answer: str) -> None:
    """CAP is never required."""
    session = Session("bob")
    session.start()
    found = session.feed(lines(answer + "\n:s 001 bob :Welcome\n:s 422 bob :No MOTD"), NOW)
    assert found == [Registered("bob", "", "s")]


def test_refused_capabilities_do_not_hold_the_registration() -> None:
    """NAK is answered with CAP END."""
    session = Session("bob")
    session.start()
    session.feed(lines(":s CAP * LS :batch"), NOW)
    session.data_to_send()
    session.feed(lines(":s CAP * NAK :batch"), NOW)
    assert session.data_to_send() == b"CAP END\r\n"


def test_capabilities_come_and_go_later() -> None:
    """cap-notify: NEW is asked for, DEL is no longer used, and neither ends anything."""
    session = on(INSPIRCD)
    session.feed(lines(":s CAP bob DEL :echo-message\n:s CAP bob NEW :account-notify foo"), NOW)
    assert session.data_to_send() == b"CAP REQ account-notify\r\n"
    session.feed(lines(":s CAP bob ACK :account-notify"), NOW)
    assert "account-notify" in session.caps and "echo-message" not in session.caps
    assert session.data_to_send() == b""


@pytest.mark.parametrize(
    "line, reason",
    [
        (":s 433 * bob :Nickname already in use", "nick-taken"),
        (":s 432 * bob :Erroneous nickname", "nick-bad"),
        (":s 464 bob :Bad password?", "password"),
        (":s 464", "password"),
        (":s 465 bob :You are banned", "banned"),
        ("ERROR :Closing Link: bob[1.2.3.4] (K-Lined: spam)", "banned"),
        ("ERROR :The server is full", "full"),
        ("ERROR :Too many connections from your address", "full"),
        ("ERROR :Bad password", "password"),
        ("ERROR :Closing link", "other"),
        ("ERROR", "other"),
    ],
)
def test_refusals_have_a_reason_and_a_sentence_once(line: str, reason: str) -> None:
    """What keeps us out is told once, also where ERROR follows the numeric."""
    session = Session("bob")
    session.start()
    found = session.feed(lines(line + "\nERROR :Closing link"), NOW)
    assert [event.reason for event in only(found, Refused)] == [reason]
    assert found[0].text.endswith(".")


def test_a_missing_password_is_told_from_a_wrong_one() -> None:
    """The sentence says whether the password is missing or wrong."""
    texts = []
    for password in ("", "x"):
        session = Session("bob", password=password)
        session.start()
        texts.append(session.feed(lines(":s 464 bob :Password incorrect"), NOW)[0].text)
    assert texts == ["This server needs a password.", "That password isn’t right."]


@pytest.mark.parametrize("nick", ["", "a b", ":x", "a\r\nQUIT"])
def test_a_nick_that_can_not_be_written_is_refused_at_once(nick: str) -> None:
    """No line is sent that a space or a line break in the nick would change."""
    session = Session(nick)
    session.start()
    assert [event.reason for event in only(session.feed(b"", NOW), Refused)] == ["nick-bad"]
    assert b"QUIT\r\n" not in session.data_to_send()


def test_motd_and_ping() -> None:
    """The message of the day comes without its dashes; PING is answered with its token."""
    session = Session("bob")
    session.start()
    found = session.feed(lines(NGIRCD), NOW)
    assert found[-1] == Motd(("Be kind.",))
    session.data_to_send()
    session.feed(b"PING :a b\r\nPING\r\n", NOW)
    assert session.data_to_send() == b"PONG :a b\r\nPONG\r\n"


# Rooms and people


def test_names_with_all_prefixes_and_hosts() -> None:
    """NAMES with multi-prefix and userhost-in-names gives nicks and signs; our own line stays one member."""
    session = on(NGIRCD)
    found = session.feed(
        lines(":s 353 bob = #lobby :@+bob ~ann!a@h\n:s 353 bob = #lobby :carl\n:s 366 bob #lobby :End"), NOW
    )
    room = session.rooms["#lobby"]
    assert {member.nick: member.prefixes for member in room.members.values()} == {"bob": "@+", "ann": "~", "carl": ""}
    assert found == [MembersChanged("#lobby")] and room.complete


def test_people_come_and_go() -> None:
    """JOIN, PART, KICK, QUIT and NICK keep the members right and are told with their rooms."""
    session = on(NGIRCD)
    found = session.feed(
        lines(
            ":ann!a@h JOIN #lobby\n:carl!c@h JOIN :#lobby\n:dora!d@h JOIN #lobby\n:eve!e@h JOIN #lobby\n"
            ":ann!a@h PART #lobby :bye\n:dora!d@h KICK #lobby carl :spam\n:dora!d@h NICK Dora2\n:eve!e@h QUIT :gone"
        ),
        NOW,
    )
    assert sorted(session.rooms["#lobby"].members) == ["bob", "dora2"]
    assert only(found, MemberJoined)[0] == MemberJoined("#lobby", "ann", NOW)
    assert only(found, MemberLeft) == [MemberLeft("#lobby", "ann", "bye", NOW)]
    assert only(found, MemberKicked) == [MemberKicked("#lobby", "carl", "dora", "spam", NOW)]
    assert only(found, NickChanged) == [NickChanged("dora", "Dora2", ("#lobby",), False, NOW)]
    assert only(found, MemberQuit) == [MemberQuit("eve", ("#lobby",), "gone", NOW)]


def test_we_ourselves_leave_are_removed_and_renamed() -> None:
    """RoomLeft comes for our PART and our removal; a new nick is ours at once."""
    session = on(NGIRCD)
    session.feed(lines(":bob!b@h JOIN #two"), NOW)
    found = session.feed(lines(":bob!b@h PART #lobby :x\n:op!o@h KICK #two bob :out\n:bob!b@h NICK bobby"), NOW)
    assert only(found, RoomLeft) == [RoomLeft("#lobby", "x", NOW), RoomLeft("#two", "out", NOW)]
    assert session.rooms == {} and session.nick == "bobby"


def test_modes_give_and_take_prefixes() -> None:
    """Arguments go to the modes that take them, so that a later +v reaches the right member."""
    session = on(NGIRCD)
    session.feed(lines(":ann!a@h JOIN #lobby"), NOW)
    found = session.feed(lines(":s MODE #lobby +blov-k *!*@x 5 ann ann key"), NOW)
    assert session.rooms["#lobby"].members["ann"].prefixes == "@+"
    assert only(found, ModeChanged) == [ModeChanged("#lobby", "s", "+blov-k *!*@x 5 ann ann key", NOW)]
    session.feed(lines(":s MODE #lobby -lo ann"), NOW)
    assert session.rooms["#lobby"].members["ann"].prefixes == "+"


def test_topics() -> None:
    """A topic is told on joining without who set it, and with it when it changes."""
    session = on(NGIRCD)
    found = session.feed(lines(":s 332 bob #lobby :old\n:ann!a@h TOPIC #lobby :new"), NOW)
    assert found == [TopicChanged("#lobby", "old", "", NOW), TopicChanged("#lobby", "new", "ann", NOW)]
    assert session.rooms["#lobby"].topic == "new"


def test_away_account_and_invitations() -> None:
    """What the notify capabilities bring is kept with the member."""
    session = on(INSPIRCD)
    found = session.feed(lines(":ann!a@h JOIN #lobby annacc :Ann\n:ann!a@h AWAY :lunch\n:ann!a@h INVITE bob #two"), NOW)
    member = session.rooms["#lobby"].members["ann"]
    assert (member.away, member.account) == (True, "annacc")
    assert AwayChanged("ann", True, "lunch") in found and Invited("#two", "bob", "ann", NOW) in found
    session.feed(lines(":ann!a@h AWAY\n:ann!a@h ACCOUNT *"), NOW)
    assert (member.away, member.account) == (False, "")


def test_who_is_away_is_asked_on_joining_and_not_shown() -> None:
    """With away-notify a room's WHO is asked once by the session itself; a person's own WHO is told."""
    session = on(INSPIRCD)
    session.feed(lines(":s 353 bob = #lobby :bob ann\n:s 366 bob #lobby :End"), NOW)
    assert session.data_to_send() == b"WHO #lobby\r\n"
    reply = ":s 352 bob #lobby a h s ann G@ :0 Ann\n:s 315 bob #lobby :End"
    assert session.feed(lines(reply), NOW) == [MembersChanged("#lobby")]
    assert session.rooms["#lobby"].members["ann"].away
    session.who("#lobby")
    assert session.feed(lines(reply), NOW) == [
        WhoArrived("#lobby", (events.ListedPerson("ann", "a", "h", True, "Ann"),))
    ]


def test_casemapping_is_the_servers() -> None:
    """rfc1459 folds []\\^ to {}|~, ascii does not."""
    assert on(INSPIRCD).fold("Ab[]\\^") == "ab{}|~"
    assert on(NGIRCD).fold("Ab[]\\^") == "ab[]\\^"


def test_a_million_names_are_bounded() -> None:
    """A hostile server can't make us remember more than so many members and rooms."""
    session = on(NGIRCD)
    for start in range(0, MOST_MEMBERS + 1000, 50):
        names = " ".join(f"n{number}" for number in range(start, start + 50))
        session.feed(f":s 353 bob = #lobby :{names}\r\n".encode(), NOW)
    assert len(session.rooms["#lobby"].members) == MOST_MEMBERS
    for number in range(MOST_ROOMS + 10):
        session.feed(f":bob!b@h JOIN #r{number}\r\n".encode(), NOW)
    assert len(session.rooms) == MOST_ROOMS


# Messages


def test_messages_find_their_conversation() -> None:
    """A room's message belongs to the room, a private one to its sender; STATUSMSG to the room."""
    session = on(NGIRCD, "#Lobby")
    found = session.feed(
        lines(":ann!a@h PRIVMSG #lobby :hi\n:ann!a@h PRIVMSG bob :psst\n:ann!a@h NOTICE @#lobby :ops"), NOW
    )
    assert found == [
        MessageArrived("#Lobby", "ann", "hi", NOW),
        MessageArrived("ann", "ann", "psst", NOW),
        MessageArrived("#Lobby", "ann", "ops", NOW, "notice", only_for="@#lobby"),
    ]


def test_server_time_account_and_reply_are_read() -> None:
    """The tags time, msgid, account and +reply fill the event."""
    session = on(INSPIRCD)
    [found] = session.feed(
        lines("@time=2023-11-14T22:13:19.250Z;msgid=m;account=acc;+reply=r :ann!a@h PRIVMSG #lobby :hi"), NOW
    )
    assert (found.time, found.msgid, found.account, found.reply_to) == (NOW - 0.75, "m", "acc", "r")


@pytest.mark.parametrize(
    "stamp", ["", "x", "2023-13-45T99:00:00Z", "٢٠٢٣-11-14T22:13:20Z", "0000-00-00T00:00:00Z", "2023-11-14T22:13:20"]
)
def test_a_nonsense_time_is_ours(stamp: str) -> None:
    """A time that is none is the time of arrival."""
    [found] = on(INSPIRCD).feed(f"@time={stamp} :ann!a@h PRIVMSG #lobby :hi\r\n".encode(), NOW)
    assert found.time == NOW


def test_actions_both_ways() -> None:
    """CTCP ACTION is stripped on arrival and made on sending."""
    session = on(NGIRCD)
    [found] = session.feed(b":ann!a@h PRIVMSG #lobby :\x01ACTION waves\x01\r\n", NOW)
    assert (found.kind, found.text) == ("action", "waves")
    session.say("#lobby", "nods", "action")
    assert session.data_to_send() == b"PRIVMSG #lobby :\x01ACTION nods\x01\r\n"


def test_ctcp_is_answered_at_most_every_five_seconds() -> None:
    """VERSION and PING are answered to the asker, other requests never, and a flood once."""
    session = on(NGIRCD)
    request = b":ann!a@h PRIVMSG bob :\x01VERSION\x01\r\n"
    assert session.feed(request * 50 + b":ann!a@h PRIVMSG bob :\x01CLIENTINFO x\x01\r\n", NOW) == []
    assert session.data_to_send().count(b"NOTICE ann :\x01VERSION IntranetChat") == 1
    session.feed(b":ann!a@h PRIVMSG bob :\x01PING 12\x01\r\n", NOW + 5)
    assert session.data_to_send() == b"NOTICE ann :\x01PING 12\x01\r\n"


def test_without_echo_a_message_counts_when_written() -> None:
    """On ngIRCd a message arrives and is confirmed once its bytes left, and not before."""
    session = on(NGIRCD)
    label = session.say("#lobby", "hi")
    assert session.written(NOW) == []
    session.data_to_send()
    assert session.written(NOW) == [
        MessageArrived("#lobby", "bob", "hi", NOW, "message", True, "", label),
        MessageConfirmed("#lobby", label, "", NOW),
    ]
    assert session.written(NOW) == []


def test_without_echo_a_late_refusal_still_fails_the_message() -> None:
    """A 401 after the message was written names its target, which is enough."""
    session = on(NGIRCD)
    label = session.say("ann", "hi")
    session.data_to_send()
    session.written(NOW)
    assert session.feed(lines(":s 401 bob ann :No such nick"), NOW) == [
        MessageFailed("ann", label, "ann is not here.")
    ]


def test_with_labels_echo_and_refusal_find_their_message() -> None:
    """labeled-response: the order of the answers does not matter."""
    session = on(INSPIRCD)
    first, second = session.say("#lobby", "same"), session.say("#lobby", "same")
    assert session.data_to_send() == lines(
        f"@label={first} PRIVMSG #lobby :same\n@label={second} PRIVMSG #lobby :same"
    )
    found = session.feed(
        lines(f"@label={second};msgid=x :bob!b@h PRIVMSG #lobby :same\n@label={first} :s 404 bob #lobby :No"), NOW
    )
    assert found[0].label == second and found[0].own
    assert found[1:] == [
        MessageConfirmed("#lobby", second, "x", NOW),
        MessageFailed("#lobby", first, "You can’t write in #lobby."),
    ]


def test_with_echo_alone_order_and_text_find_the_message() -> None:
    """echo-message without labels: the first one with that text, else the first one to that target."""
    session = on(INSPIRCD)
    session.caps.discard("labeled-response")
    labels = [session.say("#lobby", text) for text in ("a", "b", "c")]
    found = session.feed(
        lines(":bob!b@h PRIVMSG #lobby :b\n:bob!b@h PRIVMSG #lobby :changed\n:bob!b@h PRIVMSG #lobby :c"), NOW
    )
    assert [event.label for event in only(found, MessageConfirmed)] == [labels[1], labels[0], labels[2]]


def test_a_standard_reply_fails_its_message() -> None:
    """FAIL with the label of a message fails it with the server's sentence; without, it is a failed command."""
    session = on(INSPIRCD)
    label = session.say("#lobby", "hi")
    found = session.feed(lines(f"@label={label} :s FAIL PRIVMSG X #lobby :Disk full.\nFAIL NICK Y x :No."), NOW)
    assert found == [MessageFailed("#lobby", label, "Disk full."), CommandFailed("NICK", "x", "No.")]


def test_history_is_marked_and_changes_nobody() -> None:
    """Inside a chathistory batch, also a nested one, messages are history and a JOIN does not count."""
    session = on(INSPIRCD)
    found = session.feed(
        lines(
            "BATCH +1 chathistory #lobby\n@batch=1 BATCH +2 x\n@batch=2 :ann!a@h PRIVMSG #lobby :old\n"
            "@batch=1 :zoe!z@h JOIN #lobby\n@batch=1 :bob!b@h PRIVMSG #lobby :mine\nBATCH -2\nBATCH -1\n"
            ":ann!a@h PRIVMSG #lobby :new"
        ),
        NOW,
    )
    assert [(event.text, event.history) for event in found] == [("old", True), ("mine", True), ("new", False)]
    assert "zoe" not in session.rooms["#lobby"].members


def test_a_label_on_a_batch_is_on_what_it_holds() -> None:
    """An answer in several lines comes in a labeled batch."""
    session = on(INSPIRCD)
    label = session.say("ann", "hi")
    found = session.feed(
        lines(
            f"@label={label} BATCH +1 labeled-response\n@batch=1 :s 301 bob ann :lunch\n"
            "@batch=1 :bob!b@h PRIVMSG ann :hi\nBATCH -1"
        ),
        NOW,
    )
    assert only(found, AwayChanged) == [AwayChanged("ann", True, "lunch")]
    assert only(found, MessageConfirmed) == [MessageConfirmed("ann", label, "", NOW)]


def test_endless_batches_are_bounded() -> None:
    """Batches that never end take no memory, neither many nor long ones."""
    session = on(INSPIRCD)
    for number in range(1000):
        found = session.feed(f"BATCH +{number} netsplit\r\n@batch={number} :a!a@h QUIT :x\r\n".encode(), NOW)
        assert type(found[0]) is MemberQuit
    assert len(session.batches) == MOST_BATCHES


def test_typing() -> None:
    """TAGMSG with +typing belongs to the room or the person; ours and unknown states are nothing."""
    found = on(INSPIRCD).feed(
        lines(
            "@+typing=active :ann!a@h TAGMSG #lobby\n@+typing=paused :ann!a@h TAGMSG bob\n"
            "@+typing=active :bob!b@h TAGMSG #lobby\n@+typing=x :ann!a@h TAGMSG bob\n:ann!a@h TAGMSG bob"
        ),
        NOW,
    )
    assert found == [TypingChanged("#lobby", "ann", "active"), TypingChanged("ann", "ann", "paused")]


# What goes out


def test_every_field_passes_the_gate() -> None:
    """No field of any command can make a second line."""
    session = on(NGIRCD)
    evil = "#x\r\nQUIT\0"
    for call in (session.join, session.part, session.set_nick, session.who, session.whois, session.away, session.quit,
                 session.ping, session.raw, session.mode):
        call(evil)
    for call in (session.set_topic, session.kick, session.invite, session.say, session.join, session.part):
        call(evil, evil)
        call("#x", evil)
    for line in session.data_to_send().split(b"\r\n"):
        assert b"\n" not in line and b"\r" not in line and b"\0" not in line
        assert not line.startswith(b"QUIT") or line.startswith(b"QUIT :#x")


def test_a_target_that_is_none_fails_the_message() -> None:
    """A target with a space or a comma is not sent; the message fails with a sentence."""
    session = on(NGIRCD)
    labels = [session.say(target, "hi") for target in ("a b", "a,b", "", ":a")]
    found = session.feed(b"", NOW)
    assert [event.label for event in only(found, MessageFailed)] == labels
    assert session.data_to_send() == b""


def test_what_is_too_long_is_refused_with_a_sentence() -> None:
    """A topic over the limit is not sent cut; a reason for leaving is."""
    session = on(NGIRCD)
    session.set_topic("#lobby", "x" * 600)
    assert "by 104 bytes" in session.feed(b"", NOW)[0].text
    session.part("#lobby", "y" * 600)
    assert session.data_to_send() == b"PART #lobby :" + b"y" * 300 + b"\r\n"


@pytest.mark.parametrize("line", ["", " ", "\r\n", "123456", "@x", "é", "x" * 600])
def test_a_raw_line_that_is_none_is_refused(line: str) -> None:
    """`raw` sends only what is one IRC message."""
    session = on(NGIRCD)
    session.raw(line)
    assert session.data_to_send() == b""
    assert type(session.feed(b"", NOW)[0]) is CommandFailed


def test_long_text_is_split_where_it_fits_others() -> None:
    """Each line that others get, with our name in front, has at most 512 bytes, and no word is broken."""
    session = on(NGIRCD)
    session.say("#lobby", "Käse brot " * 200)
    sent = session.data_to_send().split(b"\r\n")[:-1]
    for line in sent:
        assert len(b":bob!~bob@localhost " + line + b"\r\n") <= 512
        assert set(line.decode().partition(" :")[2].split(" ")) == {"Käse", "brot"}
    assert len(b":bob!~bob@localhost " + sent[0] + b"\r\n") > 500


def test_text_in_paragraphs_becomes_lines() -> None:
    """Each line of the text is a message; blank ones are not sent, and the label of the last is given."""
    session = on(INSPIRCD)
    label = session.say("#lobby", "a\r\n\n  b\n\t\n")
    assert session.data_to_send() == lines(f"@label=m1 PRIVMSG #lobby a\n@label={label} PRIVMSG #lobby :  b").replace(
        b"#lobby a", b"#lobby :a"
    )
    assert label == "m2" and session.say("#lobby", " \n ") == ""


# Answers


def test_whois_is_collected() -> None:
    """The facts of several numerics make one answer."""
    found = on(NGIRCD).feed(
        lines(
            ":s 311 bob ann a h * :Ann A.\n:s 319 bob ann :@#a #b\n:s 312 bob ann irc.test :Info\n"
            ":s 317 bob ann 12 1700000000 :idle\n:s 330 bob ann acc :logged in as\n:s 301 bob ann :lunch\n"
            ":s 671 bob ann :secure\n:s 318 bob ann :End"
        ),
        NOW,
    )
    assert found == [
        WhoisArrived("ann", "a", "h", "Ann A.", "irc.test", "acc", ("@#a", "#b"), "lunch", 12, 1700000000,
                     secure=True)
    ]


def test_answers_that_never_end_are_bounded() -> None:
    """A server that begins a thousand WHOIS answers and ends none does not keep the next one from being told."""
    session = on(NGIRCD)
    for number in range(1000):
        session.feed(lines(f":s 311 bob n{number} u h * :x"), NOW)
    assert len(session.whois_facts) <= 50
    assert session.feed(lines(":s 311 bob ann u h * :x\n:s 318 bob ann :End"), NOW)[0].nick == "ann"


def test_list_is_collected() -> None:
    """LIST gives rooms with people and topic; a number that is none is 0."""
    found = on(NGIRCD).feed(lines(":s 321 bob\n:s 322 bob #a 3 :topic\n:s 322 bob #b x\n:s 323 bob :End"), NOW)
    rooms = (events.ListedRoom("#a", 3, "topic"), events.ListedRoom("#b", 0, ""))
    assert found == [events.RoomFound(rooms[0]), events.RoomFound(rooms[1]), RoomListed(rooms)]


@pytest.mark.parametrize(
    "line, text",
    [
        (":s 433 bob ann :In use", "That name is taken on this server. Try another one."),
        (":s 475 bob #x :+k", "#x needs a key, and this one isn’t right. Ask somebody inside for it."),
        (":s 482 bob #x :no", "Only an operator of #x may do that."),
        (":s 499 bob #x :Strange thing", "The server says: #x Strange thing"),
        (":s 475", "The server refused that."),
    ],
)
def test_errors_become_sentences(line: str, text: str) -> None:
    """An error numeric after the welcome is a sentence; an unknown one is in the server's words."""
    found, *more = on(NGIRCD).feed(lines(line), NOW)
    assert type(found) is CommandFailed and found.text == text
    assert more == ([events.KeyNeeded("#x")] if "475 bob" in line else [])


def test_other_replies_are_shown_as_they_are() -> None:
    """A reply without an event of its own is a notice of the server; noise is left out."""
    found = on(NGIRCD).feed(lines(":irc.test 391 bob s :Monday\n:s 251 bob :3 users\n:irc.test NOTICE bob :Note"), NOW)
    assert found == [ServerNotice("s Monday", NOW), ServerNotice("Note", NOW)]


# Our own server


def test_two_people_talk() -> None:
    """On our server both are in the lobby, each message arrives once, and the sender's own comes confirmed."""
    pair = Pair("ann", "bob")
    label = pair["ann"].say("#lobby", "hello")
    pair.settle()
    [heard] = pair.take("bob", MessageArrived)
    assert (heard.target, heard.sender, heard.text, heard.own) == ("#lobby", "ann", "hello", False)
    assert heard.msgid and heard.time == START
    assert [event.label for event in pair.take("ann", MessageConfirmed)] == [label]


def test_private_messages_and_messages_to_oneself_come_once() -> None:
    """The other's conversation is named after us; what we say to ourselves is shown once."""
    pair = Pair("ann", "bob")
    pair["ann"].say("bob", "psst")
    pair["ann"].say("ann", "note")
    assert [event.target for event in pair.take("bob", MessageArrived)] == ["ann"]
    assert [(event.target, event.own) for event in pair.take("ann", MessageArrived)] == [("bob", True), ("ann", True)]


def test_the_members_are_the_same_for_all() -> None:
    """After joins, a change of nick and a lost link everyone sees the same people."""
    pair = Pair("ann", "bob", "carl")
    pair["bob"].set_nick("Bobby")
    pair.drop("carl", "Connection reset by peer")
    for nick in ("ann", "bob"):
        assert sorted(pair[nick].rooms["#lobby"].members) == ["ann", "bobby"]
    assert [event.reason for event in pair.take("ann", MemberQuit)] == ["Connection reset by peer"]
    assert pair["bob"].nick == "Bobby"


@pytest.mark.parametrize("written, told", [
    ("Quit: lunch", "lunch"), ("Quit: ", ""), ("Quit", ""), ("Ping timeout: 90 seconds", "Ping timeout: 90 seconds"),
])
def test_a_quit_is_told_in_the_words_of_who_left(written: str, told: str) -> None:
    """The "Quit: " that servers put before a reason is left out; their own reasons stay."""
    pair = Pair("ann", "bob")
    pair.drop("bob", written)
    assert [event.reason for event in pair.take("ann", MemberQuit)] == [told]


def test_refusals_of_our_server() -> None:
    """A taken name and a wrong password are known as such."""
    pair = Pair("ann", config=ServerConfig(rate_limit=0, password="x"), password="x")
    for nick, password, reason in (("ann", "x", "nick-taken"), ("bob", "y", "password"), ("carl", "", "password")):
        key = "second " + nick
        pair.add(key, nick=nick, password=password)
        pair.pass_time(5)  # wrong passwords are answered more slowly each time
        assert [event.reason for event in pair.take(key, Refused)] == [reason]


def test_joining_twice_says_nothing() -> None:
    """The lobby, into which the server puts us, may be joined again."""
    pair = Pair("ann")
    pair.take("ann", Registered)
    pair["ann"].join("#lobby")
    pair.settle()
    assert pair.events["ann"] == []


def test_our_server_offers_what_a_message_needs() -> None:
    """Time, echo and labels are in use between our own two halves, and nothing that the session does not know."""
    caps = Pair("ann")["ann"].caps
    assert {"server-time", "echo-message", "labeled-response", "batch", "message-tags", "multi-prefix"} <= caps
    assert caps <= set(WANTED_CAPS)


# What no one should send

COMMANDS = st.sampled_from(
    "CAP PING PONG ERROR JOIN PART KICK QUIT NICK TOPIC MODE AWAY ACCOUNT CHGHOST INVITE PRIVMSG NOTICE TAGMSG BATCH "
    "ACK FAIL WARN NOTE WALLOPS KILL SETNAME 001 004 005 301 305 306 311 312 313 317 318 319 322 323 324 330 331 332 "
    "333 341 352 315 353 366 372 375 376 401 403 404 421 422 432 433 441 443 461 464 465 482 671 696 730 999".split()
)
WORDS = st.sampled_from(
    ["bob", "ann", "#lobby", "#x", "*", "LS", "ACK", "NEW", "DEL", "NAK", "batch", "=", "+o-v", "@+bob ann!a@h", "",
     "+1", "-1", "chathistory", "PREFIX=(ov)@", "PREFIX=", "CASEMAPPING=rfc1459", "CHANMODES=,", "CHANTYPES=",
     "-PREFIX", "\x01ACTION", "\x01VERSION\x01", "\x01", "m1", "12", "٣", "\ud800", "NICKLEN=²"]
) | st.text(max_size=8)
TAGS = st.sampled_from(["", "@time=x ", "@label=m1 ", "@batch=1 ", "@+typing=active ", "@msgid=\\ ", "@;;= "])
SOURCES = st.sampled_from(["", ":bob!b@h ", ":ann!a@h ", ":irc.test ", ":! ", ": ", ":@ "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TAGS, SOURCES, COMMANDS, st.lists(WORDS, max_size=9)), max_size=30), st.booleans(),
       st.booleans())
def test_lines_that_are_nearly_right_do_no_harm(said: List[Any], registered: bool, talking: bool) -> None:
    """Known commands with too few, too many or absurd parameters raise nothing, and what is sent is whole lines."""
    session = on(INSPIRCD) if registered else Session("bob")
    if talking:
        session.say("#lobby", "hello")
    for tags, source, command, words in said:
        text = tags + source + " ".join([command] + words)
        for event in session.feed(text.encode("utf-8", "replace") + b"\r\n", NOW):
            assert type(event).__name__ in dir(events)
    session.written(NOW)
    sent = session.data_to_send()
    assert not sent or sent.endswith(b"\r\n")
    assert b"\0" not in sent


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=10))
def test_bytes_that_are_no_irc_do_no_harm(pieces: List[bytes]) -> None:
    """Random bytes raise nothing, before and after the welcome."""
    for session in (Session("bob"), on(NGIRCD)):
        for piece in pieces:
            session.feed(piece + b"\n", NOW)


def test_a_line_without_end_takes_no_memory() -> None:
    """Bytes without a line break are dropped over the limit of a line."""
    session = on(NGIRCD)
    for _ in range(100):
        session.feed(b"x" * 10000, NOW)
    assert session.feed(b"\r\n:ann!a@h PRIVMSG bob :hi\r\n", NOW) == [MessageArrived("ann", "ann", "hi", NOW)]


def test_own_join_is_told_once_with_its_room() -> None:
    """RoomJoined has the name as the server writes it."""
    session = Session("bob")
    session.start()
    found = session.feed(lines(NGIRCD + ":bob!~bob@h JOIN :#Lobby"), NOW)
    assert only(found, RoomJoined) == [RoomJoined("#Lobby", NOW)]
    assert session.source == "bob!~bob@h"
