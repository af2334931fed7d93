"""Finding on real widgets: the bar over the messages, the search everywhere, and going to a place by a few letters."""
from typing import Any, Iterator, List

import pytest

from app.client import Online
from app.events import ListedRoom, MessageArrived, MessageRedacted, RoomJoined, SearchArrived
from app.session_search import Wanted
from app.ui.everywhere import FAILED, HELP
from app.ui.palette import DARK
from app.ui.spelling import showable
from app.ui.window import ChatWindow
from tests.app.ui.test_message_acts import said
from tests.app.ui.test_window import opened, resize, until

DEN = "#den"
TALK = ("Two known settings: `settings.json` is *not* here", "nothing", "🎉 the Settings again", "last")


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """Alex's window, in a room where Mara has spoken."""
    made = opened()
    made.client.state = Online(0.0)
    made.client.session.nick = "Alex"
    made.links.shown.place = ("chat.test", 12345)
    made.flow.select(DEN)
    made.flow.refresh()
    said(made, *(spoken(text, number) for number, text in enumerate(TALK)))
    made.root.update()
    yield made
    made.quit()


def spoken(text: str, number: int, target: str = DEN, sender: str = "Mara", **more: Any) -> MessageArrived:
    """Something that was said, each a minute after the last."""
    return MessageArrived(target, sender, text, 1000.0 + 60 * number, msgid=f"{target}{number}", **more)


def write(window: ChatWindow, entry: Any, text: str) -> None:
    """Type a text in place of what is there."""
    entry.focus_force()
    window.root.update()
    entry.delete(0, "end")
    entry.insert(0, text)
    entry.event_generate("<KeyRelease>", keysym="a")
    window.root.update()


def find(window: ChatWindow, text: str, told: str) -> None:
    """Look for a text in the open conversation, and wait for the count."""
    assert window.actions.run("find")
    bar = window.search.here.bar
    write(window, bar.entry, text)
    until(window, lambda: str(bar.count["text"]) == told)


def marked(window: ChatWindow, tag: str) -> List[str]:
    """The texts that wear a mark."""
    text = window.transcript.text
    ranges = [str(index) for index in text.tag_ranges(tag)]
    return [text.get(first, end) for first, end in zip(ranges[::2], ranges[1::2])]


def rows(window: ChatWindow) -> List[str]:
    """What the card lists."""
    return [row.text for row in window.search.card.list.rows]


# The bar


def test_every_place_is_marked_and_counted(window: ChatWindow) -> None:
    """In any case, beside emoji, through the marks of code; not in times and names."""
    find(window, "settings", "1 of 3")
    assert marked(window, "find") == ["settings", "settings", "Settings"] and marked(window, "findcur") == ["settings"]
    find(window, "is not", "1 of 1")
    assert marked(window, "find") == ["is ", "not"] or marked(window, "find") == ["is not"]
    find(window, "Mara", "Nothing found")
    assert not marked(window, "find")


def test_the_keys_go_round_the_places(window: ChatWindow) -> None:
    """F3 and Enter forwards, with Shift back; Esc takes everything away and gives the keyboard back."""
    find(window, "settings", "1 of 3")
    bar, count = window.search.here.bar, lambda: str(window.search.here.bar.count["text"])
    bar.entry.event_generate("<Return>")
    assert window.actions.run("find-next") and count() == "3 of 3" and marked(window, "findcur") == ["Settings"]
    bar.next.invoke()
    assert count() == "1 of 3"
    bar.entry.event_generate("<Shift-Return>")
    assert window.actions.run("find-previous") and count() == "2 of 3"
    window.actions.run("escape")
    assert not bar.is_open and not marked(window, "find") and not marked(window, "findcur")
    until(window, lambda: window.root.focus_get() is window.composer.text)


def test_what_changes_is_marked_too(window: ChatWindow) -> None:
    """A new message counts, a deleted one no longer, and a change of colours keeps the marks."""
    find(window, "settings", "1 of 3")
    said(window, spoken("settings once more", 4))
    until(window, lambda: str(window.search.here.bar.count["text"]) == "1 of 4")
    assert len(marked(window, "find")) == 4
    said(window, MessageRedacted(DEN, DEN + "2", "Mara", "", 2000.0))
    until(window, lambda: str(window.search.here.bar.count["text"]) == "1 of 3")
    window.theme.apply(palette=DARK)
    window.root.update()
    assert len(marked(window, "find")) == 3 and len(marked(window, "findcur")) == 1


def test_a_place_far_above_is_drawn_and_not_below_the_bar(window: ChatWindow) -> None:
    """All of the conversation is looked through, not only what the pane has drawn."""
    said(window, *(spoken("needle" if number == 20 else f"line {number}", number) for number in range(10, 1500)))
    find(window, "needle", "1 of 1")
    text, bar = window.transcript.text, window.search.here.bar
    window.root.update()
    assert marked(window, "findcur") == ["needle"]
    box = text.bbox(text.tag_ranges("findcur")[0])
    assert box and bar.bottom <= box[1] <= text.winfo_height() - box[3]


def test_another_conversation_is_looked_through_anew(window: ChatWindow) -> None:
    """The bar stays, with its words."""
    find(window, "settings", "1 of 3")
    window.flow.select("#other")
    until(window, lambda: str(window.search.here.bar.count["text"]) == "Nothing found")
    window.flow.select(DEN)
    until(window, lambda: str(window.search.here.bar.count["text"]) == "1 of 3")


def test_older_messages_are_looked_for_where_the_server_can(window: ChatWindow) -> None:
    """The offer leads to the search everywhere, in this room alone; without the server's help there is none."""
    find(window, "settings", "1 of 3")
    bar = window.search.here.bar
    assert not bar.older.winfo_manager()
    window.client.session.caps = {"soju.im/search", "batch"}
    find(window, "setting", "1 of 3")
    window.root.update()
    bar.older.invoke()
    assert not bar.is_open and window.search.card.typed == f"setting in:{DEN} "


# Everywhere


def search(window: ChatWindow, text: str, *expected: str) -> None:
    """Search everywhere, and wait for these rows."""
    if not window.search.card.is_open:
        assert window.actions.run("search")
    write(window, window.search.card.entry, text)
    until(window, lambda: rows(window) == list(expected))


def test_what_is_loaded_is_found_without_the_server(window: ChatWindow) -> None:
    """Rooms, people and messages, marked; the filters narrow it down."""
    said(window, spoken("the den is warm", 5, "Tom", "Tom"))
    assert window.actions.run("search")
    assert str(window.search.card._words["text"]) == HELP
    search(window, "den", "Rooms", "den", "Messages", "Tom")
    assert window.search.card.list.rows[-1].marks == ((4, 7),)
    search(window, "the from:mara", "Messages", "Mara")
    assert window.search.card.list.rows[1].second == showable("🎉 the Settings again", window.theme)
    search(window, "in:tom the", "Messages", "Tom")
    search(window, "the after:2020-01-01")
    until(window, lambda: "Nothing found for" in str(window.search.card._words["text"]))
    search(window, "the on:never")
    assert "2026-01-31" in str(window.search.card._words["text"])
    window.search.card.chips["people"].invoke()
    search(window, "to", "People", "Tom")


def test_enter_opens_what_is_chosen(window: ChatWindow) -> None:
    """The message is shown in its conversation, marked for a moment."""
    said(window, spoken("the den is warm", 5, "Tom", "Tom"))
    search(window, "warm", "Messages", "Tom")
    window.search.card.entry.event_generate("<Return>")
    window.root.update()
    assert not window.search.card.is_open and window.conversation.target == "Tom"
    assert window.transcript.text.tag_ranges("flash")


@pytest.fixture
def asked(window: ChatWindow, monkeypatch: pytest.MonkeyPatch) -> List[Wanted]:
    """What a server that can search was asked."""
    window.client.session.caps = {"soju.im/search", "batch"}
    questions: List[Wanted] = []

    def take(wanted: Wanted) -> int:
        questions.append(wanted)
        return len(questions)

    monkeypatch.setattr(window.client, "search", take)
    return questions


def answer(window: ChatWindow, number: int, *texts: str, first: int = 0, **more: Any) -> None:
    """Let the server answer with messages of Mara's that are older than what is loaded."""
    found = tuple(MessageArrived(DEN, "Mara", text, 100.0 + first + n, msgid=f"old{first + n}", history=True)
                  for n, text in enumerate(texts))
    window.search.take(window.links.shown, SearchArrived(number, found, **dict({"complete": True}, **more)))
    window.root.update()


def test_a_server_is_asked_once_typing_rests(window: ChatWindow, asked: List[Wanted]) -> None:
    """What it finds joins what is loaded, each message once; More asks for older ones than the oldest."""
    search(window, "settings", "Messages", "Mara", "Mara")
    until(window, lambda: asked == [Wanted("settings", "", "", 0.0, 50)])
    assert str(window.search.card._count["text"]) == "Searching…"
    window.search.take(window.links.shown, SearchArrived(1, (spoken(TALK[2], 2, history=True), MessageArrived(
        DEN, "Ann", "old settings", 50.0, msgid="z", history=True)), False))
    assert rows(window) == ["Messages", "Mara", "Mara", "Ann", "More"]
    window.search.card._asking.opened("more")
    assert asked[1].before == 50.0
    answer(window, 2, "older settings", first=-80)
    assert rows(window) == ["Messages", "Mara", "Mara", "Ann", "Mara"]
    assert str(window.search.card._count["text"]) == "4 results"


def test_late_and_bad_answers_do_no_harm(window: ChatWindow, asked: List[Wanted]) -> None:
    """One to an older question is let go; a refusal is told beside what is loaded."""
    search(window, "settings", "Messages", "Mara", "Mara")
    until(window, lambda: len(asked) == 1)
    write(window, window.search.card.entry, "again")
    until(window, lambda: len(asked) == 2 and rows(window) == ["Messages", "Mara"])
    answer(window, 1, "too late")
    answer(window, 0, "unasked")
    answer(window, 2, complete=False, failed=True)
    assert rows(window) == ["Messages", "Mara"] and str(window.search.card._count["text"]) == FAILED


# Going to a place


def test_a_few_letters_lead_to_a_room_or_person(window: ChatWindow) -> None:
    """What was open last is first and Enter goes there; a room that was only listed is joined."""
    joined: List[str] = []
    window.client.join = lambda room: joined.append(room)  # type: ignore[method-assign]
    said(window, RoomJoined("#design", 1.0), RoomJoined("#lunch", 1.0))
    window.links.shown.rooms_listed = (ListedRoom("#login-redesign", 5, ""), ListedRoom("#Design", 3, ""))
    window.flow.select("#lunch")
    window.sidebar.finder.invoke()
    assert rows(window)[:1] == ["den"] and window.search.card.is_open
    write(window, window.search.card.entry, "des")
    assert rows(window) == ["design", "login-redesign", "Search messages for “des”"]
    window.search.card.entry.event_generate("<Down>")
    window.search.card.entry.event_generate("<Return>")
    assert joined == ["#login-redesign"] and not window.search.card.is_open
    assert window.actions.run("jump")
    write(window, window.search.card.entry, "den")
    window.search.card.entry.event_generate("<Return>")
    assert window.conversation.target == DEN
    assert window.actions.run("jump")
    write(window, window.search.card.entry, "zz")
    window.search.card.entry.event_generate("<Return>")
    assert window.search.card.typed == "zz" and "everything" in window.search.card.chips
    window.root.update()
    window.search.card.entry.event_generate("<Escape>")
    assert not window.search.card.is_open


@pytest.mark.parametrize("width, height", [(480, 360), (1180, 760)])
def test_the_card_and_the_bar_fit_into_the_window(window: ChatWindow, width: int, height: int) -> None:
    """Also in the smallest one, where the chips take two rows."""
    resize(window, width, height)
    find(window, "settings", "1 of 3")
    bar = window.search.here.bar
    assert bar.winfo_rootx() >= window.transcript.winfo_rootx()
    assert bar.close_button.winfo_rootx() + bar.close_button.winfo_width() <= bar.winfo_rootx() + bar.winfo_width()
    window.actions.run("search")
    window.root.update()
    card, root = window.search.card, window.root
    frame = card.frame
    assert frame.winfo_rootx() >= root.winfo_rootx() and frame.winfo_rooty() >= root.winfo_rooty()
    assert frame.winfo_x() + frame.winfo_width() <= width and frame.winfo_y() + frame.winfo_height() <= height
    edge = frame.winfo_rootx() + frame.winfo_width()
    assert all(chip.winfo_rootx() + chip.winfo_width() < edge for chip in card.chips.values())
    assert card.list.winfo_height() > 100
