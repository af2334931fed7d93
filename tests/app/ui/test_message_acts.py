"""What stands around a message in the pane, and what a person does with it: on real widgets, without a network."""
import tkinter as tk
from tkinter import ttk
from typing import Any, Iterator, List, Tuple

import pytest

from app.client import Online
from app.conversations import Line
from app.events import MessageArrived, MessageFailed, MessagePending, MessageRedacted, ReactionChanged
from app.ui.message_acts import GONE
from app.ui.spelling import showable
from app.ui.window import ChatWindow
from tests.app.ui.test_window import opened, until

DEN = "#den"
ALL = {"message-tags", "draft/message-redaction", "echo-message"}


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """Alex's window, in a room of a server that takes everything."""
    made = opened()
    made.client.state = Online(0.0)
    made.client.session.nick = "Alex"
    made.client.session.caps = set(ALL)
    made.links.shown.place = ("chat.test", 12345)
    made.flow.select(DEN)
    made.flow.refresh()
    said(made, MessageArrived(DEN, "Mara", "Is the limit still twenty?", 1000.0, msgid="1"))
    said(made, MessageArrived(DEN, "Alex", "Yes", 1001.0, own=True, msgid="2", reply_to="1"))
    made.root.update()
    yield made
    made.quit()


@pytest.fixture
def sent(window: ChatWindow, monkeypatch: pytest.MonkeyPatch) -> List[Tuple[Any, ...]]:
    """What the client was asked for."""
    asked: List[Tuple[Any, ...]] = []
    for name in ("react", "redact", "say"):
        monkeypatch.setattr(window.client, name, lambda *words, name=name: asked.append((name, *words)))
    return asked


def said(window: ChatWindow, *events: Any) -> None:
    """Let something happen."""
    for event in events:
        window.flow.scene.changes += window.conversations.apply(event, 1000.0)
    window.flow.scene.draw()
    window.root.update()


def reacted(reaction: str, nick: str = "Mara", own: bool = False, msgid: str = "1", added: bool = True) -> Any:
    """A reaction to a message of the room."""
    return ReactionChanged(DEN, msgid, nick, reaction, added, 1002.0, own)


def shown(window: ChatWindow) -> str:
    """What can be read in the pane."""
    return window.transcript.text.get("1.0", "end")


def point(window: ChatWindow, words: str, *sequences: str, tag: str = "", keysym: str = "") -> None:
    """Do something with the mouse on the words, or where a tag begins that they wear."""
    text = window.transcript.text
    place = str(text.tag_ranges(tag)[0]) if tag else text.search(words, "1.0")
    assert place, "not shown: " + words
    x, y, width, height = text.bbox(place + "+1c")
    for sequence in sequences:
        text.event_generate(sequence, x=x + max(1, width // 2), y=y + height // 2,
                            rootx=text.winfo_rootx() + x, rooty=text.winfo_rooty() + y)
    window.root.update()


def click(window: ChatWindow, words: str, tag: str = "") -> None:
    """Click on words."""
    point(window, words, "<Motion>", "<Button-1>", "<ButtonRelease-1>", tag=tag)


def press(window: ChatWindow, *keys: str) -> None:
    """Press keys in the message pane."""
    window.transcript.text.focus_force()
    window.root.update()
    for key in keys:
        window.transcript.text.event_generate(f"<{key}>")
    window.root.update()


def line(window: ChatWindow, msgid: str) -> Line:
    """A message of the room."""
    return window.conversation.acts.find(msgid)


def menu(window: ChatWindow) -> List[str]:
    """The words of the menu that is open."""
    return [item.text for item in window.popover._items if item.text]


# What is seen


def test_a_reply_quotes_what_it_answers(window: ChatWindow) -> None:
    """The quote stands above it under the name; one that isn't loaded is named as an earlier message."""
    assert "Mara\u2002Is the limit still twenty?\nYes" in shown(window)
    said(window, MessageArrived(DEN, "Tom", "Sure?", 1002.0, msgid="3", reply_to="unknown"))
    assert "An earlier message\nSure?" in shown(window)


def test_a_click_on_the_quote_goes_to_the_original(window: ChatWindow) -> None:
    """It is scrolled into sight and marked for a moment."""
    said(window, *(MessageArrived(DEN, "Tom", f"m{n}", 1100.0 + n, msgid=f"t{n}") for n in range(80)))
    said(window, MessageArrived(DEN, "Tom", "So?", 1300.0, msgid="9", reply_to="1"))
    text = window.transcript.text
    assert text.dlineinfo(text.search("Is the limit", "1.0")) is None
    text.yview_moveto(1.0)
    window.root.update()
    point(window, "So?", "<Motion>")
    row = text.index(text.search("So?", "1.0", "end") + " -1 line linestart +4c")
    x, y, _, _ = text.bbox(row)
    for sequence in ("<Button-1>", "<ButtonRelease-1>"):
        text.event_generate(sequence, x=x + 2, y=y + 5)
    window.root.update()
    start = text.search("Is the limit", "1.0")
    assert text.dlineinfo(start) is not None and "flash" in text.tag_names(start)


def test_a_quote_that_nobody_keeps_says_so(window: ChatWindow) -> None:
    """On a server without history."""
    said(window, MessageArrived(DEN, "Tom", "Sure?", 1002.0, msgid="3", reply_to="unknown"))
    click(window, "An earlier message")
    assert window.toast.text == GONE


def test_reactions_stand_under_the_message(window: ChatWindow, sent: List[Tuple[Any, ...]]) -> None:
    """With their count; a click gives the same or takes one's own back, and the last chip offers others."""
    said(window, reacted("👍"), reacted("👍", "Tom"), reacted("lol", "Alex", own=True))
    assert showable("👍", window.theme) + "\u00a02" in shown(window) and "lol\u00a01" in shown(window)
    click(window, "\u00a02")
    click(window, "lol")
    assert sent == [("react", DEN, "1", "👍", True), ("react", DEN, "1", "lol", False)]
    assert "chipown" in window.transcript.text.tag_names(window.transcript.text.search("lol", "1.0"))
    click(window, "+")
    assert window.emoji.is_open and len(sent) == 2
    press(window, "Escape")
    said(window, *(reacted(what, nick, added=False) for what, nick in (("👍", "Mara"), ("👍", "Tom"), ("lol", "Alex"))))
    assert "lol" not in shown(window) and not window.transcript.text.tag_ranges("chip")


def test_a_chip_tells_who_reacted(window: ChatWindow) -> None:
    """While the mouse is on it."""
    said(window, reacted("👍"), reacted("👍", "Alex", own=True))
    point(window, "\u00a02", "<Motion>")
    assert str(window.transcript._tip["text"]) == "You and Mara reacted with :thumbsup:"
    point(window, "Yes", "<Motion>")
    assert window.transcript._tip is None


def test_a_deleted_message_says_so(window: ChatWindow) -> None:
    """Where it stood and where it was quoted; who else deleted it is named, and nothing can be done with it."""
    said(window, reacted("👍"), MessageRedacted(DEN, "1", "Mara", "", 1003.0))
    assert "twenty" not in shown(window) and "👍" not in shown(window)
    assert "Mara\u2002Message deleted\nYes" in shown(window)
    said(window, MessageRedacted(DEN, "2", "Tom", "", 1003.0))
    assert "Message deleted by Tom" in shown(window)
    acts, deleted = window.acts, line(window, "1")
    assert not (acts.may_reply(deleted) or acts.may_react(deleted) or acts.may_delete(deleted))
    window.context.message(deleted, 0, 0)
    assert menu(window) == ["Select all", "Mention Mara", "Private chat with Mara"]


def test_the_place_is_kept_when_something_far_above_changes(window: ChatWindow) -> None:
    """A reaction above the view moves no line in sight while one reads at the end."""
    said(window, *(MessageArrived(DEN, "Tom", f"m{n}", 1100.0 + n, msgid=f"t{n}") for n in range(60)))
    assert window.transcript.at_end
    said(window, reacted("👍"))
    assert window.transcript.at_end and window.transcript.text.dlineinfo("end-2c") is not None


# What is done


def test_the_bar_offers_what_the_server_takes(window: ChatWindow) -> None:
    """Beside the message under the mouse; it stays while the mouse is in it."""
    point(window, "Is the limit", "<Motion>")
    bar = window.transcript.bar
    until(window, bar.winfo_ismapped)
    assert bar.line is line(window, "1") and [b.winfo_manager() for b in bar._buttons] == ["pack"] * 4
    assert bar.holds(bar.winfo_rootx() + 5, bar.winfo_rooty() + 5)
    bar._buttons[1].invoke()
    assert window.composer.answers == "1" and window.composer.strip.shown == "Reply to Mara Is the limit still twenty?"


@pytest.mark.parametrize("caps", [set(), {"multi-prefix"}])
def test_controls_that_a_server_does_not_take_are_left_out(window: ChatWindow, caps: Any) -> None:
    """A plain server: messages can be copied, and nothing speaks of replies, reactions and deletion."""
    window.client.session.caps = caps
    own = line(window, "2")
    window.context.message(own, 0, 0)
    assert menu(window) == ["Show what it answers", "Copy text", "Copy with name and time", "Select all"]
    point(window, "Yes", "<Motion>")
    assert [button.winfo_manager() for button in window.transcript.bar._buttons] == ["", "", "pack", "pack"]
    press(window, "Up", "r", "e", "Delete")
    assert not window.composer.answers and not window.emoji.is_open


def test_a_message_is_answered(window: ChatWindow, sent: List[Tuple[Any, ...]]) -> None:
    """The strip goes when it is sent; Esc lets it go without sending, and what was written stays."""
    window.acts.reply(line(window, "1"))
    window.composer.insert("No")
    window.root.update()
    assert window.composer.strip.winfo_ismapped()
    window.composer.send()
    assert sent == [("say", DEN, "No", "message", "1")] and not window.composer.answers
    window.acts.reply(line(window, "1"))
    window.composer.insert("Hm")
    window.escape()
    assert (window.composer.answers, window.composer.draft) == ("", "Hm")


def test_a_draft_in_another_room_answers_nothing(window: ChatWindow) -> None:
    """What is answered belongs to the conversation."""
    window.acts.reply(line(window, "1"))
    window.flow.select("#other")
    assert not window.composer.answers


def test_the_keyboard_does_it_all(window: ChatWindow, sent: List[Tuple[Any, ...]]) -> None:
    """Up and Down move a ring; R replies, E reacts, C copies, Del deletes, the menu key opens the menu there."""
    press(window, "Up", "Up", "Down", "Up")
    cursor = window.transcript.cursor
    assert cursor.line is line(window, "1") and cursor._ring[0].winfo_ismapped()
    press(window, "c")
    assert window.root.clipboard_get() == "Is the limit still twenty?"
    press(window, "Down", "Return")
    assert "flash" in window.transcript.text.tag_names(window.transcript.text.search("Is the limit", "1.0"))
    press(window, "Shift-F10")
    assert menu(window)[:3] == ["Show what it answers", "Reply", "Add reaction…"]
    window.popover.close()
    press(window, "Up", "Shift-F10")
    assert menu(window)[:2] == ["Reply", "Add reaction…"]
    window.popover.close()
    press(window, "e")
    assert window.emoji.is_open
    window.emoji.grid.choose()
    assert sent == [("react", DEN, "1", "👍", True)]
    press(window, "r")
    assert window.composer.answers == "1" and cursor.line is None
    press(window, "x")
    assert window.composer.draft == "x"


def test_deleting_asks_first(window: ChatWindow, sent: List[Tuple[Any, ...]]) -> None:
    """One's own message can be deleted, what others said only by who keeps the room in order."""
    assert not window.acts.may_delete(line(window, "1"))
    press(window, "Up", "Delete")
    [dialog] = [child for child in window.root.winfo_children() if isinstance(child, tk.Toplevel)]
    words = [str(each["text"]) for each in parts(dialog) if isinstance(each, ttk.Label)]
    assert "Delete this message for everyone?" in words and "You: Yes" in words and sent == []
    next(each for each in parts(dialog) if isinstance(each, ttk.Button) and each["text"] == "Delete").invoke()
    assert sent == [("redact", DEN, "2")]


def parts(widget: tk.Misc) -> List[tk.Misc]:
    """Everything in a widget."""
    return [each for child in widget.winfo_children() for each in [child] + parts(child)]


def test_a_refused_reply_is_sent_again_as_a_reply(window: ChatWindow, sent: List[Tuple[Any, ...]]) -> None:
    """It waits visibly, says why it was refused, and still answers its message."""
    said(window, MessagePending(DEN, "Alex", "again", 1004.0, "message", "m9", "1"))
    assert "Waiting to send" in shown(window)
    said(window, MessageFailed(DEN, "m9", "Only people with a voice may speak in #den."))
    press(window, "Up", "Shift-F10")
    assert menu(window)[0] == "Send again"
    window.popover.close()
    click(window, "Send again")
    assert sent == [("say", DEN, "again", "message", "1")]
