"""Messages of several lines: one batch where the server takes such, ordinary lines elsewhere, and never too long."""

from typing import List

import pytest

from app.events import HistoryArrived, MessageArrived, MessageConfirmed, MessageFailed
from app.multiline import MOST_TEXT, Arriving, Limits, excess, limits_of, pieces_of, whole
from app.session_state import WANTED_CAPS
from app.unconfirmed import Pending
from server.wire.caps import MAX_BYTES, MAX_LINES
from server.wire.message import Message
from tests.support import Pair

TEXT = "def main():\n    return 0\n\nA long line, " + "words and words " * 60 + "end"
PLAIN = tuple(cap for cap in WANTED_CAPS if cap != "draft/multiline")


def said(pair: Pair, nick: str) -> List[MessageArrived]:
    """The messages that somebody got, without history."""
    return [event for event in pair.take(nick, MessageArrived) if not event.history]


def test_a_text_of_several_lines_is_one_message_on_our_server() -> None:
    """It goes out as a batch, comes with its line breaks, blank and long lines, and is confirmed once."""
    pair = Pair("anna", "ben")
    label = pair["anna"].say("#lobby", "\n" + TEXT + "\n\n")
    pair.settle()
    assert [(event.text, event.sender) for event in said(pair, "ben")] == [(TEXT, "anna")]
    got = pair.events["anna"]
    own = [(event.text, event.label, event.own) for event in got if type(event) is MessageArrived]
    assert own == [(TEXT, label, True)]
    assert [event.label for event in got if type(event) is MessageConfirmed] == [label]
    assert not len(pair["anna"].unconfirmed)


def test_who_knows_no_batches_gets_lines() -> None:
    """A client without the capability is sent the lines that are not blank, and sends lines itself."""
    pair = Pair("anna")
    pair.add("ben", want_caps=PLAIN)
    pair["anna"].say("#lobby", "one\n\ntwo")
    assert [event.text for event in said(pair, "ben")] == ["one", "two"]
    pair.take("anna", MessageArrived)
    pair["ben"].say("#lobby", "one\n\ntwo")
    assert [event.text for event in said(pair, "anna")] == ["one", "two"]


def test_an_answer_of_several_lines_names_its_message() -> None:
    """The tags of the batch are those of the message."""
    pair = Pair("anna", "ben")
    pair["anna"].say("#lobby", "one\ntwo", reply_to="m-1")
    found = said(pair, "ben")
    assert [(event.text, event.reply_to, bool(event.msgid)) for event in found] == [("one\ntwo", "m-1", True)]


@pytest.mark.parametrize("text", ["x\n" * (MAX_LINES + 1), ("word " * 2000 + "\n") * 5])
def test_what_the_server_does_not_take_as_one_goes_line_by_line(text: str) -> None:
    """Beyond the limits of the capability nothing is lost, and the front end can ask by how much it is too long."""
    session = Pair("anna")["anna"]
    assert len(session.split("#lobby", text)) > 1
    assert any(session.too_much("#lobby", text))
    assert session.too_much("#lobby", TEXT) == Limits(0, 0)


def test_the_servers_limits_are_ours() -> None:
    """The capability's value is read; what is exactly as long is taken."""
    assert Pair("anna")["anna"].block_limits == (MAX_BYTES, MAX_LINES)
    assert limits_of("max-bytes=10,max-lines=2,new=x") == Limits(10, 2)
    assert limits_of("") == Limits(0, 0)
    assert excess("12345\n7890", 100, Limits(10, 2)) == Limits(0, 0)
    assert excess("12345\n78901\n", 100, Limits(10, 2)) == Limits(2, 1)


@pytest.mark.parametrize("room", [8, 9, 64])
def test_pieces_make_the_same_text_again(room: int) -> None:
    """No piece is longer than the room, none that goes on is empty, and joined they are the text."""
    text = whole("  käse brot\r\n\r\n" + "x" * 100 + " 😀😀😀 a  b   \nend")
    arriving = Arriving(Message("BATCH", ("+1", "draft/multiline", "#a"), "anna!a@b", {"msgid": "7"}))
    for piece in pieces_of(text, room):
        assert len(piece.text.encode()) <= room and (piece.text or not piece.concat)
        tags = {"draft/multiline-concat": ""} if piece.concat else {}
        arriving.take(Message("PRIVMSG", ("#a", piece.text), "", tags))
    assert arriving.joined() == Message("PRIVMSG", ("#a", text), "anna!a@b", {"msgid": "7"})


def test_a_batch_without_end_takes_no_memory() -> None:
    """What is beyond the bound is dropped."""
    arriving = Arriving(Message("BATCH", ("+1", "draft/multiline", "#a"), "anna!a@b"))
    for _ in range(MOST_TEXT // 400 + 100):
        arriving.take(Message("PRIVMSG", ("#a", "x" * 400)))
    assert len(arriving.joined().params[1]) <= MOST_TEXT


def test_another_server_that_takes_single_lines_refuses_with_a_sentence() -> None:
    """What waited for a link and comes to a server without batches fails, and can be sent again line by line."""
    pair = Pair()
    session = pair.add("anna", want_caps=PLAIN)
    assert not session.post(Pending("m9", "#lobby", "one\ntwo", "message"))
    failed = pair.take("anna", MessageFailed)
    assert [(event.label, "line by line" in event.text) for event in failed] == [("m9", True)]


def test_a_refused_batch_fails_its_message() -> None:
    """The server's answer to the batch is about the message."""
    pair = Pair("anna")
    label = pair["anna"].say("nobody", "one\ntwo")
    assert [event.label for event in pair.take("anna", MessageFailed)] == [label]


def test_history_gives_whole_messages() -> None:
    """A batch inside the history is one message of the answer."""
    session = Pair("anna")["anna"]
    session.caps |= {"draft/chathistory"}
    assert session.request_history("#lobby")
    label = session.data_to_send().split(b"@label=")[1].split()[0].decode()
    found = session.feed("".join(line + "\r\n" for line in [
        f"@label={label} BATCH +h chathistory #lobby",
        "@batch=h;msgid=1;time=2026-01-01T10:00:00.000Z :ben!b@c BATCH +m draft/multiline #lobby",
        "@batch=m :ben!b@c PRIVMSG #lobby :one", "@batch=m :ben!b@c PRIVMSG #lobby :two", "@batch=h BATCH -m",
        "@batch=h;msgid=2 :ben!b@c PRIVMSG #lobby :three", "BATCH -h"]).encode(), 1.0)
    history = [event for event in found if type(event) is HistoryArrived]
    assert [(each.text, each.msgid) for each in history[0].messages] == [("one\ntwo", "1"), ("three", "2")]
