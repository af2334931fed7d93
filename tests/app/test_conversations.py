"""Conversations: what each event changes, in which order things stand, and what is bounded."""
from typing import List, Tuple

import pytest

from app import conversation_list as module
from app.conversation import MOST_LINES, MOST_SENT, TRIM, mentions
from app.conversation_list import MOST_CONVERSATIONS
from app.conversations import SERVER, Change, Conversations
from app.events import (
    AwayChanged,
    CommandFailed,
    ConnectionLost,
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
    MessagePending,
    ModeChanged,
    Motd,
    NickChanged,
    RoomJoined,
    RoomLeft,
    ServerNotice,
    TopicChanged,
)
from app.session import Session
from tests.support import Pair


@pytest.fixture
def panes() -> Conversations:
    """Nothing yet, for a person named bob."""
    session = Session("bob")
    return Conversations(lambda: session)


def apply(panes: Conversations, *events: Event) -> List[Change]:
    """Apply events in order; all changes."""
    return [change for event in events for change in panes.apply(event, 9.0)]


def kinds(changes: List[Change]) -> List[Tuple[str, str]]:
    """The changes without their lines."""
    return [(change.kind, change.target) for change in changes]


def shown(panes: Conversations, target: str) -> List[Tuple[str, str, str]]:
    """The lines of a conversation, each as kind, sender and text."""
    found = panes.get(target)
    return [(line.kind, line.sender, line.text) for line in found.lines] if found else []


# Which there are


def test_the_order_is_the_lobby_rooms_by_name_and_chats_as_they_came(panes: Conversations) -> None:
    """Nothing moves by activity."""
    apply(panes, RoomJoined("#zoo", 1), MessageArrived("zed", "zed", "x", 1), RoomJoined("#Apple", 1),
          MessageArrived("amy", "amy", "x", 1), RoomJoined("#lobby", 1), RoomJoined("#banana", 1),
          MessageArrived("zed", "zed", "y", 2))
    assert [each.target for each in panes] == ["#lobby", "#Apple", "#banana", "#zoo", "zed", "amy"]
    assert [each.kind for each in panes] == ["room"] * 4 + ["private"] * 2


def test_names_are_the_same_in_large_and_small_letters(panes: Conversations) -> None:
    """A message to #Lobby is in #lobby, and the first spelling stays."""
    apply(panes, RoomJoined("#lobby", 1), MessageArrived("#LOBBY", "ann", "hi", 1))
    assert [each.target for each in panes] == ["#lobby"] and panes.get("#LoBBy") is panes.get("#lobby")


def test_selecting_opens_and_clears_the_counts(panes: Conversations) -> None:
    """Opening what is unread sets its counts to nothing; where it was unread stays marked until it is left."""
    apply(panes, RoomJoined("#lobby", 1), MessageArrived("#lobby", "ann", "hi bob", 1))
    lobby = panes.open("#lobby")
    assert (lobby.unread, lobby.mentions, lobby.unread_from) == (1, 1, lobby.lines[0].id)
    assert ("list", "#lobby") in kinds(panes.select("#lobby"))
    assert (lobby.unread, lobby.mentions, lobby.unread_from) == (0, 0, lobby.lines[0].id)
    panes.select("ann")
    assert lobby.unread_from == 0 and panes.current == "ann"
    assert panes.select("ann") == []


def test_closing_goes_to_the_next(panes: Conversations) -> None:
    """The conversation after a closed one is the first there is, or the server's."""
    panes.select("ann")
    apply(panes, RoomJoined("#lobby", 1))
    assert kinds(panes.close("ann")) == [("list", "ann")]
    assert panes.current == "#lobby" and panes.get("ann") is None
    panes.close("#lobby")
    assert panes.current == SERVER and panes.close("nobody") == []


def test_chats_without_end_are_bounded(panes: Conversations) -> None:
    """Over the limit further messages stand with the server's."""
    for number in range(MOST_CONVERSATIONS + 5):
        apply(panes, MessageArrived(f"n{number}", f"n{number}", "x", 1))
    assert len(list(panes)) == MOST_CONVERSATIONS and len(panes.server.lines) == 5


# Lines


def test_what_happens_in_a_room_is_in_it(panes: Conversations) -> None:
    """Joins, leaves, removals, topics, modes and nicks are lines of the rooms that they touch, with members changed."""
    changes = apply(panes, RoomJoined("#a", 1), RoomJoined("#b", 1), MemberJoined("#a", "ann", 1),
                    MemberLeft("#a", "ann", "bye", 1), MemberKicked("#a", "eve", "op", "spam", 1),
                    TopicChanged("#a", "new", "ann", 1), ModeChanged("#a", "op", "+t", 1),
                    MemberQuit("carl", ("#a", "#b"), "gone", 1), NickChanged("dora", "Dora2", ("#b",), False, 1))
    assert shown(panes, "#a") == [("join", "ann", ""), ("part", "ann", "bye"), ("kick", "eve", "spam"),
                                  ("topic", "ann", "new"), ("mode", "op", "+t"), ("quit", "carl", "gone")]
    assert shown(panes, "#b") == [("quit", "carl", "gone"), ("nick", "dora", "Dora2")]
    assert panes.open("#a").lines[2].by == "op" and panes.open("#a").topic == "new"
    assert kinds(changes).count(("members", "#a")) == 5


def test_a_chat_follows_the_other(panes: Conversations) -> None:
    """A private chat shows that the other left, and goes on under a new nick, also while it is shown."""
    panes.select("ann")
    apply(panes, MessageArrived("ann", "ann", "hi", 1))
    changes = apply(panes, NickChanged("ann", "anna", ("#x",), False, 2), MemberQuit("anna", (), "gone", 3))
    assert ("renamed", "anna") in kinds(changes) and panes.current == "anna"
    assert panes.get("ann") is None
    assert shown(panes, "anna") == [("message", "ann", "hi"), ("nick", "ann", "anna"), ("quit", "anna", "gone")]


def test_a_renamed_chat_does_not_swallow_another(panes: Conversations) -> None:
    """Where a chat under the new nick is open, both stay."""
    apply(panes, MessageArrived("ann", "ann", "1", 1), MessageArrived("bea", "bea", "2", 1),
          NickChanged("ann", "bea", (), False, 2))
    assert [each.target for each in panes] == ["ann", "bea"]


def test_lines_are_bounded(panes: Conversations) -> None:
    """The oldest lines go in blocks; ids go on."""
    for number in range(MOST_LINES + TRIM + 1):
        apply(panes, MessageArrived("#a", "ann", str(number), 1))
    found = panes.open("#a").lines
    assert len(found) == MOST_LINES + 1 and found[0].text == str(TRIM)
    assert [line.id for line in found] == sorted({line.id for line in found})


def test_what_the_server_says_is_its_own(panes: Conversations) -> None:
    """Notices and the message of the day are lines of the server's conversation."""
    apply(panes, Motd(("a", "b")), ServerNotice("c", 1), Invited("#x", "bob", "ann", 2))
    assert [text for _, _, text in shown(panes, SERVER)] == ["a", "b", "c", "#x"]


def test_a_refusal_is_where_it_belongs(panes: Conversations) -> None:
    """In the room it is about, else in the one that is shown."""
    apply(panes, RoomJoined("#a", 1), RoomJoined("#b", 1))
    panes.select("#b")
    changes = apply(panes, CommandFailed("MODE", "#a", "No."), CommandFailed("JOIN", "#closed", "Full."))
    assert kinds(changes) == [("appended", "#a"), ("appended", "#b")]
    assert shown(panes, "#a") == [("error", "", "No.")] and shown(panes, "#b") == [("error", "", "Full.")]


def test_a_lost_link_keeps_everything(panes: Conversations) -> None:
    """Lines, drafts and the rooms stay; the rooms are no longer joined until we are in again."""
    apply(panes, RoomJoined("#a", 1), MessageArrived("#a", "ann", "hi", 1))
    panes.open("#a").draft = "half a"
    changes = apply(panes, ConnectionLost("x"))
    room = panes.open("#a")
    assert ("members", "#a") in kinds(changes) and ("list", SERVER) in kinds(changes)
    assert not room.joined and room.draft == "half a" and len(room.lines) == 1
    apply(panes, RoomJoined("#a", 2))
    assert room.joined
    apply(panes, RoomLeft("#a", "bye", 3))
    assert not room.joined and room.lines[-1].own


# Counts


def test_what_counts_as_unread(panes: Conversations) -> None:
    """Messages of others where nobody looks; not our own, not old ones, not joins."""
    panes.select("#b")
    apply(panes, MessageArrived("#a", "ann", "1", 1), MessageArrived("#a", "ann", "2", 1, "action"),
          MessageArrived("#a", "bob", "mine", 1, own=True), MessageArrived("#a", "ann", "old", 1, history=True),
          MemberJoined("#a", "eve", 1), MessageArrived("#b", "ann", "seen", 1))
    assert (panes.open("#a").unread, panes.open("#b").unread) == (2, 0)
    panes.attentive = False
    apply(panes, MessageArrived("#b", "ann", "unseen", 1))
    assert panes.open("#b").unread == 1
    panes.attentive = True
    assert kinds(panes.read()) == [("list", "#b")] and panes.open("#b").unread == 0
    panes.remember_sent("#b", "answer")
    assert panes.open("#b").unread_from == 0


@pytest.mark.parametrize("text", ["bob", "hi Bob!", "@bob: x", "(BOB)", "x, bob", "bob's", "bob-"])
def test_our_nick_as_a_word_is_a_mention(text: str) -> None:
    """In large or small letters, with signs around it."""
    assert mentions(text, "bob")


@pytest.mark.parametrize("text", ["bobby", "kebob", "bob_", "bob-smith", "jim-bob", "b.ob", ""])
def test_our_nick_in_a_word_is_no_mention(text: str) -> None:
    """A part of another word or nick is none."""
    assert not mentions(text, "bob")


def test_nicks_with_signs_and_scripts() -> None:
    """A nick is no pattern, and letters fold in every script."""
    assert mentions("so [x]^ is", "[X]^") and mentions("ПРИВЕТ, ЖЕНЯ", "Женя")
    assert not mentions("anything", "") and not mentions("abc", "a.c")


# Our own messages


def test_a_message_goes_from_pending_to_sent(panes: Conversations) -> None:
    """One line, the same object, whose state changes; the echo adds none."""
    [change] = [each for each in apply(panes, MessagePending("#a", "bob", "hi", 1, "message", "m1"))
                if each.kind == "appended"]
    [line] = change.lines
    assert (line.state, line.own, panes.pending) == ("pending", True, 1)
    changes = apply(panes, MessageArrived("#a", "bob", "hi", 5, "message", True, "id", "m1"),
                    MessageConfirmed("#a", "m1", "id", 5))
    assert changes == [Change("updated", "#a", (line,))]
    assert (line.state, line.msgid, line.time, panes.pending) == ("sent", "id", 5, 0)
    assert panes.open("#a").lines == [line] and panes.open("#a").unread == 0


def test_a_failed_message_can_be_taken_back(panes: Conversations) -> None:
    """The line says why; withdrawn, its text can be said again. A refusal after it was sent counts too."""
    apply(panes, MessagePending("ann", "bob", "hi", 1, "action", "m1"), MessageConfirmed("ann", "m1", "", 1))
    assert panes.withdraw("m1") is None
    [change] = apply(panes, MessageFailed("ann", "m1", "ann is not here."))
    assert change.kind == "updated" and change.lines[0].state == "failed"
    assert change.lines[0].problem == "ann is not here."
    found = panes.withdraw("m1")
    assert found is not None
    target, line, changes = found
    assert (target, line.kind, line.text, kinds(changes)) == ("ann", "action", "hi", [("removed", "ann")])
    assert panes.open("ann").lines == [] and panes.withdraw("m1") is None


def test_settled_lines_are_forgotten(panes: Conversations) -> None:
    """What was confirmed long ago is not kept by its label."""
    for number in range(1000):
        apply(panes, MessagePending("#a", "bob", "x", 1, "message", f"m{number}"),
              MessageConfirmed("#a", f"m{number}", "", 1))
    assert len(panes._pending) <= 2 * MOST_SENT + 1
    assert apply(panes, MessageConfirmed("#a", "unknown", "", 1), MessageFailed("#a", "unknown", "x")) == []


def test_own_texts_can_be_brought_back(panes: Conversations) -> None:
    """The last hundred of each conversation, the newest last, none twice in a row."""
    for number in range(MOST_SENT + 5):
        panes.remember_sent("#a", str(number))
        panes.remember_sent("#a", str(number))
    panes.remember_sent("#a", "")
    assert panes.open("#a").sent == [str(number) for number in range(5, MOST_SENT + 5)]


def test_notes_of_our_own(panes: Conversations) -> None:
    """A note goes to an open conversation, else to the server's."""
    panes.open("#a")
    assert kinds(panes.note("#a", "x", 1.0))[-1] == ("appended", "#a")
    assert kinds(panes.note("#none", "y", 1.0, "error")) == [("appended", SERVER)]


# With a session


def test_members_are_those_of_the_session_and_stay_when_the_link_breaks() -> None:
    """The pane reads the session's room, and after the link is gone the people last seen."""
    pair = Pair("bob", "ann")
    current = [pair["bob"]]
    panes = Conversations(lambda: current[0])
    apply(panes, *pair.events["bob"])
    room = panes.open("#lobby")
    assert sorted(room.members) == ["ann", "bob"] and room.joined
    current[0] = Session("bob")
    apply(panes, ConnectionLost("gone"), MembersChanged("#lobby"), AwayChanged("ann", True, ""))
    assert sorted(room.members) == ["ann", "bob"] and not room.joined


def test_a_talk_over_our_server() -> None:
    """What one says is in the other's pane, once, and in their own as sent."""
    pair = Pair("bob", "ann")
    panes = {nick: Conversations(lambda nick=nick: pair[nick]) for nick in ("bob", "ann")}
    pair["bob"].say("#lobby", "Hello ann")
    pair["ann"].say("bob", "psst", "action")
    pair.settle()
    for nick in panes:
        apply(panes[nick], *pair.events[nick])
    assert shown(panes["ann"], "#lobby")[-1] == ("message", "bob", "Hello ann")
    assert panes["ann"].open("#lobby").mentions == 1
    assert shown(panes["bob"], "ann") == [("action", "ann", "psst")]
    assert panes["bob"].open("ann").lines[0].state == "sent"


def test_every_kind_of_event_is_accepted(panes: Conversations) -> None:
    """An event that no pane shows changes nothing."""
    from app import events

    assert panes.apply(events.RoomListed(())) == [] and panes.apply(events.TypingChanged("#a", "ann", "active")) == []
    assert module.SERVER == ""
