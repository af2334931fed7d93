"""Who writes: what others are told of it and when, what is shown of them, and for how long."""

from typing import List

from app.conversations import Conversations
from app.events import CommandFailed, TypingChanged
from app.typists import OwnTyping, Typists, sentence
from tests.support import Pair


def told(pair: Pair, nick: str) -> List[TypingChanged]:
    """Who writes, as somebody heard it."""
    return pair.take(nick, TypingChanged)


def test_others_in_the_room_are_told_and_we_are_not() -> None:
    """A notice reaches the others with our name; its echo and its label mean nothing to us."""
    pair = Pair("anna", "ben")
    for state in ("active", "paused", "done"):
        pair["anna"].typing("#lobby", state)
    assert told(pair, "ben") == [TypingChanged("#lobby", "anna", state) for state in ("active", "paused", "done")]
    assert told(pair, "anna") == []


def test_in_private_only_those_are_told_whose_programs_know_tags() -> None:
    """Before the other side has sent a tag of its own nothing is sent; after it left, nothing again."""
    pair = Pair("anna", "ben")
    pair["anna"].typing("ben", "active")
    assert pair["anna"].data_to_send() == b""
    pair["ben"].typing("#lobby", "active")
    pair.settle()
    pair["anna"].typing("ben", "active")
    assert told(pair, "ben") == [TypingChanged("anna", "anna", "active")]
    pair["ben"].set_nick("benno")
    pair.settle()
    pair["anna"].typing("benno", "active")
    assert len(told(pair, "benno" if "benno" in pair.sessions else "ben")) == 1
    pair.drop("ben")
    pair["anna"].typing("benno", "active")
    assert pair["anna"].data_to_send() == b""


def test_a_refused_notice_is_nobodys_concern() -> None:
    """Where one may not speak, writing is not an error."""
    pair = Pair("anna", "ben")
    pair["anna"].join("#quiet")
    pair["ben"].join("#quiet")
    pair.settle()
    pair["anna"].mode("#quiet", "+m")
    pair.take("ben", CommandFailed)
    pair["ben"].typing("#quiet", "active")
    pair.settle()
    assert [type(event).__name__ for event in pair.events["ben"]] == []
    assert told(pair, "anna") == []


def test_a_server_without_tags_is_told_nothing() -> None:
    """Without message-tags there is nothing to say it with."""
    pair = Pair()
    session = pair.add("anna", want_caps=("batch", "labeled-response"))
    session.typing("#lobby", "active")
    assert session.data_to_send() == b""


def test_own_notices_are_few() -> None:
    """At most one in three seconds while keys are pressed, one when they rest, one when the field is emptied."""
    own = OwnTyping()
    assert own.wrote("#a", "h", 10.0) == [("#a", "active")]
    assert own.wrote("#a", "he", 12.9) == [] and own.wrote("#a", "hel", 13.0) == [("#a", "active")]
    assert own.rested(17.9) == [] and own.rested(18.0) == [("#a", "paused")] and own.rested(30.0) == []
    assert own.wrote("#a", "hell", 31.0) == [("#a", "active")]
    assert own.wrote("#a", "", 31.5) == [("#a", "done")] and own.stop() == []


def test_what_was_sent_or_is_a_command_is_not_told() -> None:
    """The message itself ends it; nobody needs to know of commands, but of text that begins with two slashes."""
    own = OwnTyping()
    own.wrote("#a", "hello", 10.0)
    own.sent()
    assert own.stop() == [] and own.rested(60.0) == []
    assert own.wrote("#a", "/msg ben", 60.0) == []
    assert own.wrote("#a", "//path", 60.0) == [("#a", "active")]


def test_leaving_a_conversation_ends_it_there() -> None:
    """Writing in another one says so in the first."""
    own = OwnTyping()
    own.wrote("#a", "hello", 10.0)
    assert own.wrote("#b", "hi", 20.0) == [("#a", "done"), ("#b", "active")]


def test_who_says_no_more_is_forgotten() -> None:
    """After six seconds, after thirty where they have paused, and at once when they stop."""
    typists = Typists()
    typists.note("anna", "active", 0.0)
    typists.note("Ben", "paused", 0.0)
    typists.note("cleo", "active", 0.0)
    typists.note("cleo", "done", 1.0)
    assert typists.names(5.9) == ["anna", "Ben"]
    assert typists.names(6.0) == ["Ben"]
    assert typists.names(30.0) == [] and not typists


def test_the_sentence_has_at_most_three_names() -> None:
    """More are several people."""
    assert [sentence(list("abcd")[:number]) for number in range(5)] == [
        "", "a is typing…", "a and b are typing…", "a, b and c are typing…", "Several people are typing…"]


def test_a_message_or_leaving_ends_it() -> None:
    """Who says something, or goes, writes no longer; a chat that isn't open stays closed."""
    pair = Pair("anna", "ben", "cleo")
    shown = Conversations(lambda: pair["anna"])

    def take() -> None:
        pair.settle()
        for event in pair.events["anna"]:
            shown.apply(event, 100.0)
        pair.events["anna"] = []

    pair["ben"].typing("#lobby", "active")
    pair["cleo"].typing("#lobby", "active")
    take()
    typists = shown.get("#lobby").typists
    assert typists.names(100.0) == ["ben", "cleo"]
    pair["ben"].say("#lobby", "hello")
    pair.drop("cleo")
    take()
    assert typists.names(100.0) == []
    shown.apply(TypingChanged("ben", "ben", "active"), 100.0)
    assert shown.get("ben") is None
