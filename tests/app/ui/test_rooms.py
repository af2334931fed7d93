"""Browsing a server's rooms, making one and its key: the dialogs on real widgets, fed as a server feeds them."""
import time
from typing import Any, Iterator, List, Tuple

import pytest

from app.client import Online
from app.events import KeyNeeded, ListedRoom, RoomFound, RoomListed
from app.room_list import BY_NAME, wanted
from app.roster import Member, Room
from app.ui.dialogs.rooms import CHOOSE, LOOKING, NONE, RoomsDialog
from app.ui.rooms import BAD_NAME, IS_THERE
from app.ui.window import ChatWindow
from tests.app.ui.dialogs.driver import fill, press, shown
from tests.app.ui.test_window import opened, until

LISTED = (ListedRoom("#design", 3, "Icons and colours"), ListedRoom("#Lunch", 12, ""), ListedRoom("#alpha", 3, "tea"))


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """Alex's window on a server."""
    made = opened()
    made.client.state = Online(0.0)
    made.client.session.nick = "Alex"
    made.links.shown.place = ("chat.test", 12345)
    made.flow.refresh()
    yield made
    made.quit()


@pytest.fixture
def asked(window: ChatWindow, monkeypatch: pytest.MonkeyPatch) -> List[Tuple[str, ...]]:
    """What the server was asked for."""
    words: List[Tuple[str, ...]] = []
    for name in ("list_rooms", "join", "set_topic"):
        monkeypatch.setattr(window.client, name, lambda *said, name=name: words.append((name, *said)))
    return words


def told(window: ChatWindow, *events: Any) -> None:
    """Let the server say something."""
    for event in events:
        window.flow.news.take(window.links.shown, event)


def browse(window: ChatWindow) -> RoomsDialog:
    """The browser, with the rooms of the list."""
    assert window.actions.run("browse-rooms")
    dialog = shown(window.rooms.dialog)
    told(window, *(RoomFound(room) for room in LISTED))
    told(window, RoomListed(LISTED))
    return dialog


def names(dialog: RoomsDialog) -> List[str]:
    """The rooms that are shown."""
    return [row.key for row in dialog.list.rows]


def test_rooms_are_filtered_and_sorted() -> None:
    """By every word, in name or topic."""
    assert [room.name for room in wanted(LISTED, "")] == ["#Lunch", "#alpha", "#design"]
    assert [room.name for room in wanted(LISTED, "", BY_NAME)] == ["#alpha", "#design", "#Lunch"]
    assert [room.name for room in wanted(LISTED, "DES colours")] == ["#design"]


def test_the_rooms_come_in_and_are_joined(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """They are shown while they come, nothing of it stands in the conversation, Enter joins what is chosen."""
    assert window.actions.run("browse-rooms")
    dialog = shown(window.rooms.dialog)
    assert asked == [("list_rooms",)] and str(dialog.count["text"]) == LOOKING
    told(window, RoomFound(LISTED[0]))
    until(window, lambda: names(dialog) == ["#design"])
    told(window, *(RoomFound(room) for room in LISTED[1:]), RoomListed(LISTED))
    assert names(dialog) == ["#Lunch", "#alpha", "#design"] and str(dialog.count["text"]) == "3 rooms"
    assert not window.conversations.server.lines and window.links.shown.rooms_listed == LISTED
    fill(dialog.fields["filter"], "icons")
    assert names(dialog) == ["#design"] and str(dialog.count["text"]) == "1 of 3 rooms"
    press(dialog, "<Return>")
    assert dialog.closed and asked[-1] == ("join", "#design")


def test_two_clicks_join_and_one_chooses(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """The arrow keys of the filter move the choice, too."""
    dialog = browse(window)
    dialog.list.on_open("#design")
    assert dialog.list.selected == "#design" and not dialog.closed
    press(dialog, "<Up>")
    assert dialog.list.selected == "#alpha"
    dialog.list.on_open("#Lunch")
    dialog.list.on_open("#Lunch")
    assert dialog.closed and asked[-1] == ("join", "#Lunch")


def test_a_server_without_rooms_says_so(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """A room can be joined by its name though it isn't listed; nothing chosen is told at the field."""
    window.actions.run("browse-rooms")
    dialog = shown(window.rooms.dialog)
    told(window, RoomListed(()))
    assert str(dialog.count["text"]) == NONE
    press(dialog, "<Return>")
    assert dialog.fields["filter"].note.error == CHOOSE
    fill(dialog.fields["filter"], "#hidden")
    press(dialog, "<Return>")
    assert dialog.closed and asked[-1] == ("join", "#hidden")


def test_a_list_that_was_typed_for_still_stands_in_the_conversation(window: ChatWindow) -> None:
    """Only what the browser asked for is kept out of it."""
    told(window, RoomFound(LISTED[0]), RoomListed(LISTED[:1]))
    assert "#design" in window.conversations.server.lines[-1].text


def test_ten_thousand_rooms_do_not_hold_the_window_up(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """Each drawing of the whole list is short."""
    window.actions.run("browse-rooms")
    dialog = shown(window.rooms.dialog)
    many = [ListedRoom(f"#room-{number}", number % 50, "What is said here") for number in range(10000)]
    told(window, *(RoomFound(room) for room in many))
    window.root.update()
    begun = time.process_time()
    dialog._draw()
    window.root.update()
    took = time.process_time() - begun
    assert len(dialog.list.rows) == 10000 and took < 0.5, took  # some 0.05 s where nothing else runs
    dialog.cancel()


def test_a_new_room_gets_its_topic_once_we_are_in(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """A bad name, or one that is taken, is told at the field; a room that others are in keeps its topic."""
    browse(window).new_button.invoke()
    dialog = shown(window.rooms.making)
    for typed, problem in (("no good", BAD_NAME), ("LUNCH", IS_THERE)):
        fill(dialog.fields["name"], typed)
        press(dialog, "<Return>")
        assert dialog.fields["name"].note.error == problem
    fill(dialog.fields["name"], "tea")
    fill(dialog.fields["topic"], "Which  kettle")
    press(dialog, "<Return>")
    assert dialog.closed and asked[-1] == ("join", "#tea")
    room = Room("#tea")
    room.members["alex"] = Member("Alex")
    window.client.session.roster.rooms["#tea"] = room
    window.rooms.settle(window.links.shown, "#tea")
    assert asked[-1] == ("set_topic", "#tea", "Which kettle")
    window.rooms.want("#tea", "Mine")
    room.members["ann"] = Member("Ann")
    window.rooms.settle(window.links.shown, "#tea")
    assert asked[-1] == ("set_topic", "#tea", "Which kettle")


def test_a_key_is_asked_for_where_one_is_needed(window: ChatWindow, asked: List[Tuple[str, ...]]) -> None:
    """Only for a room that the person wants to be in."""
    told(window, KeyNeeded("#secret"))
    assert window.rooms.asking_key is None
    window.join("#Secret")
    told(window, KeyNeeded("#secret"))
    dialog = shown(window.rooms.asking_key)
    press(dialog, "<Return>")
    assert "key" in dialog.fields["text"].note.error
    fill(dialog.fields["text"], "sesame")
    press(dialog, "<Return>")
    assert asked[-1] == ("join", "#secret", "sesame")
