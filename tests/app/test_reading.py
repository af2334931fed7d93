"""What is unread and what is missing: markers, history that comes after them, and holes, in the conversations."""
from pathlib import Path
from typing import List

import pytest

from app.conversations import Conversation, Conversations
from app.events import (
    ChatMissed,
    ConnectionLost,
    HistoryArrived,
    MessageArrived,
    MessageRedacted,
    ReadMarkerChanged,
)
from app.read_marks import MOST_TARGETS, ReadMarks
from app.session import Session
from app.stamps import stamp_of, unix_seconds
from tests.support import FakeClock


@pytest.fixture
def panes() -> Conversations:
    """The person looks at the lobby; there is #den besides."""
    panes = Conversations(lambda: Session("bob"))
    for room in ("#lobby", "#den"):
        panes.open(room)
    panes.select("#lobby")
    return panes


def said(*numbers: int, history: bool = True, target: str = "#den") -> List[MessageArrived]:
    """Messages m1 ... by ann, each said at the second of its number; those that end in 7 name bob."""
    return [MessageArrived(target, "ann", f"m{n}" + (" bob" if n % 10 == 7 else ""), n, msgid=str(n), history=history)
            for n in numbers]


def page(*numbers: int, which: str = "latest", **more: object) -> HistoryArrived:
    """A part of the history."""
    messages = tuple(said(*numbers))
    return HistoryArrived("#den", messages, False, which, first=str(numbers[0]), last=str(numbers[-1]), **more)


def den(panes: Conversations) -> Conversation:
    """The room."""
    return panes.get("#den") or panes.server


def counts(panes: Conversations) -> List[object]:
    """Of #den: unread messages, mentions, and what the line "New messages" stands above."""
    found = den(panes)
    first = found.first_unread
    return [found.unread, found.mentions, first and first.text]


def test_of_the_history_what_is_later_than_the_marker_is_unread(panes: Conversations) -> None:
    """The count, the mentions and the line follow from where somebody left off; own messages never count."""
    panes.apply(ReadMarkerChanged("#den", 4))
    panes.apply(page(3, 4, 5, 6, 7))
    assert counts(panes) == [3, 1, "m5"]
    panes.apply(said(8, history=False)[0])
    panes.apply(HistoryArrived("#den", (said(9)[0]._replace(own=True),), True, "after"))
    assert counts(panes) == [4, 1, "m5"]


def test_who_comes_for_the_first_time_has_read_what_was_said_before(panes: Conversations) -> None:
    """Without a marker nothing of the past counts, and what follows does."""
    panes.apply(ReadMarkerChanged("#den", 0))
    panes.apply(page(1, 2, 3))
    assert counts(panes) == [0, 0, None]
    panes.apply(ConnectionLost("gone"))
    panes.apply(page(4, 5, which="after"))
    assert counts(panes) == [2, 0, "m4"]


def test_reading_in_another_program_clears_what_was_unread(panes: Conversations) -> None:
    """Up to the marker's moment and no further; a marker from before changes nothing."""
    panes.apply(ReadMarkerChanged("#den", 1))
    panes.apply(page(2, 7, 12))
    panes.apply(ReadMarkerChanged("#den", 7))
    assert counts(panes) == [1, 0, "m12"]
    assert panes.apply(ReadMarkerChanged("#den", 3)) == []
    panes.apply(ReadMarkerChanged("#den", 12))
    assert counts(panes) == [0, 0, None]


def test_what_was_missed_where_one_looks_gets_the_line_and_no_count(panes: Conversations) -> None:
    """The place where the link broke is marked once, though the gap comes in several parts."""
    panes.select("#den")
    for message in said(1, 2, history=False):
        panes.apply(message)
    panes.apply(ConnectionLost("gone"))
    changes = panes.apply(page(3, 4, which="after"))
    assert [(change.kind, change.lines[0].text) for change in changes] == [("appended", "m3"), ("unread", "m3")]
    panes.apply(page(5, 7, which="after"))
    assert counts(panes) == [0, 0, "m3"]


def test_the_line_goes_further_up_with_older_unread_messages(panes: Conversations) -> None:
    """They are counted as they are loaded; one that is deleted counts no longer."""
    panes.apply(ReadMarkerChanged("#den", 1))
    panes.apply(page(7, 8))
    panes.apply(page(1, 2, 3, which="before"))
    assert counts(panes) == [4, 1, "m2"]
    panes.apply(MessageRedacted("#den", "7", "ann", "", 9))
    assert counts(panes)[0] == 3


def test_a_chat_with_something_missed_opens(panes: Conversations) -> None:
    """All of it is unread, unless a marker tells better."""
    panes.apply(ChatMissed("ann"))
    panes.apply(HistoryArrived("ann", tuple(said(1, 2, target="ann")), True, "latest"))
    found = panes.get("ann")
    assert found is not None and (found.kind, found.unread) == ("private", 2)
    for message in said(3, 4, target="cat"):
        panes.apply(message)  # which the server has given by itself
    panes.apply(ChatMissed("cat"))
    panes.apply(ReadMarkerChanged("cat", 3))
    cat = panes.get("cat")
    assert cat is not None and (cat.unread, cat.first_unread and cat.first_unread.text) == (1, "m4")


def test_a_chat_is_called_as_the_other_person_writes_the_name(panes: Conversations) -> None:
    """An archive that knows it in other letters opens it, and what is read there or said next tells better."""
    for told in (HistoryArrived("ANN", tuple(said(1, 2, target="ANN")), True, "latest"), said(3, target="ANN")[0]):
        panes.close("ann")
        panes.apply(ChatMissed("ANN"))
        panes.select("ANN")
        panes.apply(told)
        assert [each.target for each in panes if each.kind == "private"] == ["ann"] == [panes.current]
    assert den(panes).target == "#den"


def test_a_hole_is_a_line_until_it_is_filled(panes: Conversations) -> None:
    """What comes stands above it in order, also of one moment; with the last of it the line goes."""
    panes.apply(page(1, 2))
    panes.apply(page(9, 10, hole="2"))
    found = den(panes)
    assert [line.text or line.kind for line in found.lines] == ["m1", "m2", "hole", "m9", "m10"]
    found.filling = True
    panes.apply(page(3, 4, 5, which="hole", hole="2"))
    hole = next(line for line in found.lines if line.kind == "hole")
    assert hole.after == "5" and not found.filling
    panes.apply(HistoryArrived("#den", (), False, "hole", failed=True, hole="5"))
    assert hole in found.lines
    changes = panes.apply(page(8, 9, 10, which="hole", hole="5"))
    assert [line.text for line in found.lines] == ["m1", "m2", "m3", "m4", "m5", "m8", "m9", "m10"]
    assert [(change.kind, change.below) for change in changes if change.kind != "list"] == [
        ("inserted", hole), ("removed", None)]


def test_favourites_come_first_in_their_order(panes: Conversations) -> None:
    """Rooms and people alike; one that isn't open leaves no gap."""
    panes.open("zed")
    panes.favourites = ("zed", "#gone", "#den")
    assert [each.target for each in panes] == ["zed", "#den", "#lobby"]


def test_a_stamp_is_the_same_moment_again() -> None:
    """To the millisecond; what is none is refused, what no calendar reaches is written as some moment."""
    assert stamp_of(unix_seconds("2023-11-14T22:13:20.123Z", 0)) == "2023-11-14T22:13:20.123Z"
    assert unix_seconds("yesterday", 5.0) == 5.0 and stamp_of(1e30).startswith("1970")


def test_the_marks_outlive_a_restart(tmp_path: Path) -> None:
    """Some seconds after a change, in a file; never back, and bounded by what was read longest ago."""
    clock, path = FakeClock(), str(tmp_path / "read.json")
    marks = ReadMarks(path, clock)
    for number in range(MOST_TARGETS + 5):
        marks.note("Chat.test", 12345, f"#R{number}", 100.5 + number)
    marks.note("chat.test", 12345, "#r9", 1.0)
    marks.write_when_due()
    assert ReadMarks(path).find("chat.test", 12345, "#r9") == 0.0
    clock.advance(11)
    marks.write_when_due()
    again = ReadMarks(path)
    assert again.find("chat.test", 12345, "#r9") == 109.5 and again.find("chat.test", 12345, "#r4") == 0.0
    Path(path).write_text('{"servers": [["a:1", [["#x", "no"], ["#y", 2], 3]], 7]}')
    assert ReadMarks(path).find("a", 1, "#y") == 2.0
