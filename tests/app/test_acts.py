"""Replies, reactions and deletions without a window: what goes over the wire, and what it does to the lines."""
from typing import Any, List

import pytest

from app import cli_text
from app.cli_quotes import Quotes
from app.conversation import Conversation
from app.conversation_acts import MOST_WAITING
from app.conversations import Conversations
from app.events import (
    CommandFailed,
    HistoryArrived,
    MessageArrived,
    MessageFailed,
    MessagePending,
    MessageRedacted,
    ReactionChanged,
)
from app.reactions import Reactions
from app.session import Session
from app.session_acts import LONGEST_REACTION
from tests.support import START, Pair

ROOM = "#lobby"
NOW = 1_700_000_000.0
WELCOME = ":irc.test 001 bob :Welcome\r\n:irc.test 422 bob :none\r\n:bob!b@h JOIN #den\r\n"


def offered(caps: str, *isupport: str) -> Session:
    """A session in #den on a server with these capabilities."""
    session = Session("bob")
    session.start()
    offer = "".join(f":irc.test CAP * {word} :{caps}\r\n" for word in ("LS", "ACK"))
    support = "".join(f":irc.test 005 bob {token} :are supported\r\n" for token in isupport)
    session.feed((offer + WELCOME + support).encode(), NOW)
    session.data_to_send()
    return session


def said(pair: Pair, nick: str, text: str) -> str:
    """The msgid of what somebody says in the lobby; all events so far are forgotten."""
    pair[nick].say(ROOM, text)
    [arrived] = [each for each in pair.take(nick, MessageArrived) if each.text == text]
    for other in pair.sessions:
        pair.take(other, MessageArrived)
    return arrived.msgid


def kept(kind: str, *args: Any, **more: Any) -> Any:
    """A message, reaction or deletion in #den."""
    return {"said": MessageArrived, "react": ReactionChanged, "redact": MessageRedacted}[kind]("#den", *args, **more)


@pytest.fixture
def panes() -> Conversations:
    """The conversations of bob."""
    session = Session("bob")
    return Conversations(lambda: session)


def tallies(line: Any) -> List[Any]:
    """The reactions of a line."""
    return [tuple(tally) for tally in line.reactions.tallies()] if line.reactions else []


# On the wire


def test_a_reply_names_the_message_it_answers() -> None:
    """Whoever reads it gets its msgid, also where the text takes several lines."""
    pair = Pair("ann", "bob")
    msgid = said(pair, "ann", "Lunch?")
    pair["bob"].say(ROOM, "Yes " + "x" * 600, reply_to=msgid)
    assert [each.reply_to for each in pair.take("ann", MessageArrived)] == [msgid]


def test_of_several_lines_the_first_one_answers() -> None:
    """Where a server takes no message of several lines."""
    session = offered("message-tags")
    session.say("#den", "Yes " + "x" * 600, reply_to="7f")
    lines = session.data_to_send().decode().splitlines()
    assert [line.startswith("@+reply=7f;+draft/reply=7f") for line in lines] == [True] + [False] * (len(lines) - 1)


def test_a_reaction_comes_and_goes() -> None:
    """Everybody is told, the one who reacted too, with the emoji as it was sent."""
    pair = Pair("ann", "bob")
    msgid = said(pair, "ann", "Done")
    pair["bob"].react(ROOM, msgid, "👍")
    pair["bob"].react(ROOM, msgid, "👍", False)
    told = [each._replace(time=0.0) for each in pair.take("ann", ReactionChanged)]
    assert told == [ReactionChanged(ROOM, msgid, "bob", "👍", added, 0.0) for added in (True, False)]
    assert [(each.added, each.own) for each in pair.take("bob", ReactionChanged)] == [(True, True), (False, True)]


def test_a_reaction_in_a_private_chat_stands_in_it() -> None:
    """Each of the two finds it in the conversation with the other."""
    pair = Pair("ann", "bob")
    pair["ann"].react("bob", "7f", "lol")
    assert [each.target for each in pair.take("ann", ReactionChanged)] == ["bob"]
    assert [each.target for each in pair.take("bob", ReactionChanged)] == ["ann"]


def test_a_refused_deletion_fails_nothing_else() -> None:
    """The sentence is told, and a message that waits in the same room goes on waiting."""
    session = offered("echo-message message-tags draft/message-redaction standard-replies")
    session.say("#den", "still on its way")
    told = session.feed(b":irc.test FAIL REDACT REDACT_FORBIDDEN #den 7f :Only who said it may.\r\n", NOW)
    assert told == [CommandFailed("REDACT", "#den", "Only who said it may.")]
    assert not [each for each in told if isinstance(each, MessageFailed)] and len(session.unconfirmed) == 1


def test_without_echo_an_act_counts_when_it_is_sent() -> None:
    """Such a server tells the others alone."""
    session = offered("message-tags draft/message-redaction")
    session.react("#den", "7f", "👍")
    session.redact("#den", "7f", "oops")
    assert session.data_to_send().decode().splitlines() == [
        "@+reply=7f;+draft/reply=7f;+draft/react=👍 TAGMSG #den", "REDACT #den 7f oops"]
    assert [type(each) for each in session.take_events()] == [ReactionChanged, MessageRedacted]


@pytest.mark.parametrize(("caps", "isupport", "can"), [
    ("multi-prefix", "", (False, False, False)),
    ("message-tags", "", (True, True, False)),
    ("message-tags draft/message-redaction", "CLIENTTAGDENY=draft/react", (True, False, True)),
    ("message-tags", "CLIENTTAGDENY=*,-typing", (False, False, False)),
    ("message-tags", "CLIENTTAGDENY=*,-reply,-draft/react", (True, True, False)),
])
def test_what_a_server_takes(caps: str, isupport: str, can: Any) -> None:
    """Replies, reactions and deletions, as its capabilities and CLIENTTAGDENY say."""
    session = offered(caps, isupport or "NETWORK=x")
    assert (session.can_reply, session.can_react, session.can_redact) == can


def test_a_message_to_a_server_without_tags_has_none() -> None:
    """The text goes, the reply is lost."""
    session = offered("multi-prefix")
    session.say("#den", "yes", reply_to="7f")
    assert session.data_to_send() == b"PRIVMSG #den :yes\r\n"


def test_what_is_no_reaction_is_not_told() -> None:
    """Without a message, without a word, or longer than a window could show."""
    session = offered("message-tags")
    lines = ("@+draft/react=x", "@+reply=7f", "@+reply=7f;+draft/react=" + "x" * (LONGEST_REACTION + 1))
    assert session.feed("".join(f"{line} :ann!a@h TAGMSG #den\r\n" for line in lines).encode(), NOW) == []


def test_the_history_brings_reactions_and_deletions() -> None:
    """They come with its messages, in one event, and joins count as a part of the page without being shown."""
    session = offered("batch message-tags draft/chathistory draft/event-playback")
    session.request_history("#den", "9", 5)
    lines = (":irc.test BATCH +h chathistory #den", "@batch=h;msgid=1 :ann!a@h JOIN #den",
             "@batch=h;msgid=2 :ann!a@h PRIVMSG #den :hi",
             "@batch=h;msgid=3;+reply=2;+draft/react=x :al!a@h TAGMSG #den",
             "@batch=h;msgid=4 :ann!a@h REDACT #den 0", "@batch=h;msgid=5 :ann!a@h PART #den",
             ":irc.test BATCH -h")
    [told] = session.feed("".join(line + "\r\n" for line in lines).encode(), NOW)
    assert isinstance(told, HistoryArrived)
    assert ([each.text for each in told.messages], told.complete, told.first, told.last) == (["hi"], False, "1", "5")
    assert [type(each) for each in told.acts] == [ReactionChanged, MessageRedacted]


# In the conversations


def test_reactions_are_counted_once_for_each_person(panes: Conversations) -> None:
    """The same again changes nothing, and taking it back leaves no trace."""
    panes.apply(kept("said", "ann", "Done", 1.0, msgid="7f"))
    [line] = panes.get("#den").lines
    for nick, own in (("al", False), ("bob", True), ("AL", False)):
        changes = panes.apply(kept("react", "7f", nick, "👍", True, 2.0, own))
    assert changes == [] and tallies(line) == [("👍", ("AL", "bob"), "bob")]
    assert line.reactions.has_own("👍") and not line.reactions.has_own("x")
    for nick in ("al", "bob"):
        [changed] = panes.apply(kept("react", "7f", nick, "👍", False, 3.0))
    assert (changed.kind, changed.lines) == ("updated", (line,)) and not line.reactions


def test_an_older_reaction_does_not_undo_a_newer_word() -> None:
    """History may be played back after it was overtaken."""
    reactions = Reactions()
    assert not reactions.change("👍", "ann", False, 5.0, False)
    assert not reactions.change("👍", "ann", True, 4.0, False) and not reactions
    assert reactions.change("👍", "ann", True, 6.0, False) and reactions


def test_a_deleted_message_has_no_text_and_is_not_unread(panes: Conversations) -> None:
    """What quotes it is drawn anew, too."""
    panes.apply(kept("said", "ann", "bob: secret", 1.0, msgid="1"))
    panes.apply(kept("said", "al", "What?", 2.0, msgid="2", reply_to="1"))
    den = panes.get("#den")
    assert (den.unread, den.mentions) == (2, 1)
    changes = panes.apply(kept("redact", "1", "ann", "", 3.0))
    assert (den.lines[0].text, den.lines[0].deleted_by, den.unread, den.mentions) == ("", "ann", 1, 1)
    assert [each.id for change in changes if change.kind == "updated" for each in change.lines] == [1, 2]
    assert panes.apply(kept("redact", "1", "ann", "", 3.0)) == []


def test_what_happened_to_a_line_that_is_not_loaded_waits_for_it(panes: Conversations) -> None:
    """History that comes later is shown as it is now; so is a line that was let go and came back."""
    panes.open("#den")
    panes.apply(kept("react", "1", "al", "x", True, 9.0))
    panes.apply(kept("redact", "2", "al", "", 9.0))
    old = tuple(kept("said", "ann", f"m{number}", float(number), msgid=str(number), history=True) for number in (1, 2))
    panes.apply(HistoryArrived("#den", old, True))
    first, second = panes.get("#den").lines
    assert tallies(first) == [("x", ("al",), "")] and (second.text, second.deleted_by) == ("", "al")
    den = Conversation("#den", "room")
    den.acts.loaded(first)
    den.acts.dropped([first])
    again = type(first)(9, "message", "ann", "m1", 1.0)
    again.msgid = "1"
    den.acts.loaded(again)
    assert tallies(again) == [("x", ("al",), "")] and den.acts.find("1") is again


def test_what_waits_is_bounded(panes: Conversations) -> None:
    """A server can't fill the memory with reactions to messages that nobody sees."""
    den = panes.open("#den")
    for number in range(MOST_WAITING + 10):
        den.acts.react(kept("react", str(number), "al", "x", True, 1.0))
    assert len(den.acts._waiting) == MOST_WAITING


def test_history_goes_on_behind_what_is_no_message(panes: Conversations) -> None:
    """A page of joins alone leads on to the page before it."""
    panes.apply(kept("said", "ann", "hi", 9.0, msgid="20"))
    panes.apply(HistoryArrived("#den", (), False, first="12", last="19"))
    assert panes.get("#den").oldest == "12"


def test_a_reply_waits_for_the_link_with_what_it_answers() -> None:
    """The line knows it at once, so that it is drawn as a reply while it is grey."""
    pair = Pair("bob")
    panes = Conversations(lambda: pair["bob"])
    panes.apply(MessagePending("#den", "bob", "yes", START, "message", "m1", "7f"))
    panes.apply(MessageArrived("#den", "bob", "yes", START, "message", True, "80", "m1"))
    [line] = panes.get("#den").lines
    assert (line.state, line.reply_to) == ("sent", "7f") and panes.get("#den").acts.find("80") is line


# In a terminal


def test_the_terminal_quotes_what_is_answered_and_deleted() -> None:
    """With the beginning of the message where it was shown; what was deleted is not shown again."""
    quotes = Quotes()
    view = cli_text.View("me", ROOM, False, NOW, quote=quotes.of)
    quotes.note(MessageArrived(ROOM, "Al", "Is the render queue limit still twenty for each person?", NOW, msgid="1"))
    [reply] = cli_text.render(MessageArrived(ROOM, "Bo", "Yes", NOW, reply_to="1"), view)
    assert reply.endswith("Bo: (to Al: Is the render queue limit still twenty…) Yes")
    [unknown] = cli_text.render(MessageArrived(ROOM, "Bo", "Yes", NOW, reply_to="2"), view)
    assert unknown.endswith("Bo: (to an earlier message) Yes")
    [deleted] = cli_text.render(MessageRedacted(ROOM, "1", "Al", "", NOW), view)
    assert deleted.endswith("* Al deleted a message")
    [deleted] = cli_text.render(MessageRedacted(ROOM, "1", "Op", "", NOW), view)
    assert deleted.endswith("* Op deleted a message of Al")
    quotes.note(MessageRedacted(ROOM, "1", "Al", "", NOW))
    [reply] = cli_text.render(MessageArrived(ROOM, "Bo", "Why?", NOW, reply_to="1"), view)
    assert reply.endswith("Bo: (to Al: a deleted message) Why?")
    assert cli_text.render(MessageRedacted(ROOM, "2", "me", "", NOW, True), view)[0].endswith("* You deleted a message")
