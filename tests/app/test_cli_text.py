"""What the command-line client prints for each event, and that nobody can send it terminal commands."""
import time

import pytest

from app import events
from app.cli_text import View, clean, completions, render

NOW = time.mktime((2026, 3, 14, 14, 3, 22, 0, 0, -1))
VIEW = View("me", "#lobby", False, NOW)


@pytest.mark.parametrize("event, line", [
    (events.MessageArrived("#lobby", "Alice", "hello", NOW), "[14:03:22] Alice: hello"),
    (events.MessageArrived("#lobby", "Alice", "waves", NOW, "action"), "[14:03:22] * Alice waves"),
    (events.MessageArrived("#lobby", "Alice", "hi", NOW, "notice"), "[14:03:22] -Alice- hi"),
    (events.MessageArrived("Alice", "Alice", "psst", NOW), "[14:03:22] Alice -> you: psst"),
    (events.MessageArrived("Alice", "me", "what?", NOW, own=True), "[14:03:22] you -> Alice: what?"),
    (events.MessageArrived("Alice", "Alice", "nods", NOW, "action"), "[14:03:22] Alice -> you: * Alice nods"),
    (events.MessageArrived("Alice", "Alice", "hi", NOW, "notice"), "[14:03:22] -Alice -> you- hi"),
    (events.MessageArrived("#lobby", "Alice", "old", NOW - 86400), "[2026-03-13 14:03:22] Alice: old"),
    (events.MessageArrived("#lobby", "Alice", "odd", 1e18), "[--:--:--] Alice: odd"),
    (events.MemberJoined("#lobby", "Bob", NOW + 3), "[14:03:25] * Bob joined"),
    (events.MemberLeft("#lobby", "Bob", "", NOW), "[14:03:22] * Bob left"),
    (events.MemberLeft("#lobby", "Bob", "lunch", NOW), "[14:03:22] * Bob left (lunch)"),
    (events.MemberQuit("Bob", ("#lobby",), "bye", NOW), "[14:03:22] * Bob left (bye)"),
    (events.MemberKicked("#lobby", "Bob", "Al", "loud", NOW), "[14:03:22] * Bob was removed by Al (loud)"),
    (events.NickChanged("Bob", "Rob", ("#lobby",), False, NOW), "[14:03:22] * Bob is now called Rob"),
    (events.NickChanged("me", "you", ("#lobby",), True, NOW), "[14:03:22] * You are now called you"),
    (events.RoomJoined("#lobby", NOW), "[14:03:22] * You joined #lobby"),
    (events.RoomLeft("#lobby", "enough", NOW), "[14:03:22] * You left #lobby (enough)"),
    (events.TopicChanged("#lobby", "Tea", "Bob", NOW), "[14:03:22] * Bob set the topic: Tea"),
    (events.TopicChanged("#lobby", "", "Bob", NOW), "[14:03:22] * Bob removed the topic"),
    (events.TopicChanged("#lobby", "Tea", "", NOW), "[14:03:22] * Topic: Tea"),
    (events.ModeChanged("#lobby", "Bob", "+o Al", NOW), "[14:03:22] * Bob set +o Al"),
    (events.AwayChanged("me", True, ""), "[14:03:22] * You are away"),
    (events.Invited("#new", "me", "Bob", NOW), "[14:03:22] * Bob invites you into #new. Type /join #new to come in."),
    (events.ServerNotice("Maintenance at five", NOW), "[14:03:22] * Maintenance at five"),
    (events.CommandFailed("NICK", "", "That name is taken."), "[14:03:22] * That name is taken."),
    (events.WhoArrived("#x", (events.ListedPerson("Al", "a", "h", True, ""),)), "In #x (1): Al (away)"),
])
def test_lines(event, line):
    """Each event is one plain line, the time in front."""
    assert render(event, VIEW) == [line]


@pytest.mark.parametrize("event", [
    events.TopicChanged("#lobby", "", "", NOW), events.AwayChanged("Bob", True, ""),
    events.TypingChanged("#lobby", "Bob", "active"), events.MembersChanged("#lobby"),
])
def test_what_is_not_worth_a_line(event):
    """Typing, others' absences and the like are not printed."""
    assert render(event, VIEW) == []


def test_other_rooms_are_named():
    """In several rooms, a line of another one begins with its name; one of the current room doesn't."""
    view = VIEW._replace(several=True)
    assert render(events.MessageArrived("#dev", "Al", "x", NOW), view) == ["#dev [14:03:22] Al: x"]
    assert render(events.MemberJoined("#dev", "Al", NOW), view) == ["#dev [14:03:22] * Al joined"]
    assert render(events.MessageArrived("#lobby", "Al", "x", NOW), view) == ["[14:03:22] Al: x"]


def test_rooms_are_listed():
    """The rooms come with the fullest first, in columns."""
    listed = events.RoomListed((events.ListedRoom("#a", 1, ""), events.ListedRoom("#lobby", 12, "Tea")))
    assert render(listed, VIEW) == ["#lobby    12  Tea", "#a         1"]


def test_whois():
    """What the server left out is left out."""
    shown = render(events.WhoisArrived("Al", username="a", host="h", rooms=("@#lobby",), idle=300, bot=True), VIEW)
    assert shown == ["Al", "  address: a@h", "  rooms: @#lobby", "  silent for: 5 min", "  is: bot"]


def test_a_text_of_several_lines_forges_none():
    """Further lines are set in, so that they don't look like somebody's message."""
    event = events.MessageArrived("#lobby", "Eve", "x\n[14:03:22] Bob: I quit", NOW)
    assert render(event, VIEW) == ["[14:03:22] Eve: x", " " * 11 + "[14:03:22] Bob: I quit"]


@pytest.mark.parametrize("text, harmless", [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b[2J\x1b[H", ""),
    ("a\x1b]0;title\x07b", "ab"),
    ("a\x1b]8;;http://x\x1b\\b", "ab"),
    ("a\x1bP1$tx\x1b\\b", "ab"),
    ("a\x9b2Jb\x9d0;t\x9cc", "abc"),
    ("a\x1b(0b\x1bcc\x1b", "abc"),
    ("a\x07\x08\x0d\x7f\x00\x85b", "a b"),
    ("\x02bold\x02 \x0304,12red\x03 \x04ff0000x\x0f", "bold red x"),
    ("abc\u202edef\u2066\u200f", "abcdef"),
    ("a\tb\u2028c", "a b c"),
    ("\ud800x", "x"),
    ("Zo\u00eb \u4f60\u597d \U0001f468\u200d\U0001f469", "Zo\u00eb \u4f60\u597d \U0001f468\u200d\U0001f469"),
])
def test_harmful_characters_are_taken_out(text, harmless):
    """Terminal commands, IRC's colours and what turns the text around go; letters of every script stay."""
    assert clean(text) == harmless


@pytest.mark.parametrize("colours", [0, 256])
@pytest.mark.parametrize("make", [
    lambda bad: events.MessageArrived("#lobby", bad, bad, NOW),
    lambda bad: events.MessageArrived(bad, "Al", bad, NOW),
    lambda bad: events.MemberQuit(bad, ("#lobby",), bad, NOW),
    lambda bad: events.NickChanged(bad, bad, (), False, NOW),
    lambda bad: events.TopicChanged(bad, bad, bad, NOW),
    lambda bad: events.RoomListed((events.ListedRoom(bad, 1, bad),)),
    lambda bad: events.WhoisArrived(bad, bad, bad, bad, bad, bad, (bad,), bad),
    lambda bad: events.Motd((bad,)),
    lambda bad: events.Registered(bad, bad, bad),
    lambda bad: events.WhoArrived(bad, (events.ListedPerson(bad, bad, bad, False, bad),)),
    lambda bad: events.CommandFailed(bad, bad, bad),
])
def test_nobody_can_command_the_terminal(make, colours):
    """Whatever field a terminal command comes in, only our own colours are printed."""
    bad = "x\x1b[2J\x9b1A\x07\u202e"
    for line in render(make(bad), VIEW._replace(colours=colours, several=True)):
        assert not set(line) & set("\x07\x9b\u202e")
        assert "[2J" not in line and "1A" not in line
        assert colours or "\x1b" not in line


def test_names_are_coloured():
    """On a terminal a name has the same colour everywhere, whatever its case; a line about us is bold."""
    view = VIEW._replace(colours=256)
    upper, = render(events.MessageArrived("#lobby", "ALICE", "x", NOW), view)
    lower, = render(events.MessageArrived("#lobby", "alice", "x", NOW), view)
    assert upper == lower.replace("alice", "ALICE") and "\x1b[38;5;" in upper
    assert render(events.MessageArrived("#lobby", "Al", "hey Me!", NOW), view)[0].startswith("\x1b[1m")
    assert not render(events.MessageArrived("#lobby", "Al", "some", NOW), view)[0].startswith("\x1b[1m")


@pytest.mark.parametrize("before, word, found", [
    ("", "/j", ["/join "]),
    ("", "al", ["Alice: ", "alina: "]),
    ("hi ", "AL", ["Alice ", "alina "]),
    ("", "@al", ["@Alice ", "@alina "]),
    ("/join ", "#L", ["#lobby "]),
    ("hi ", "/j", []),
    ("", "zz", []),
])
def test_completions(before, word, found):
    """Commands and rooms by their sign, names otherwise, whatever their case."""
    assert completions(before, word, ["alina", "Alice", "Bob"], ["#lobby", "#dev"], ["join", "nick"]) == found
