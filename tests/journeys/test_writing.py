"""Whole journeys of writing: who writes is shown elsewhere, drafts outlive the window, long texts are one message."""

import json
import tkinter as tk

from app import paths
from tests.journeys.test_two_windows import Windows, host, in_room, join, say, shown, windows

__all__ = ["windows"]


def press(window: object, text: str) -> None:
    """Type a text into the field with real key presses."""
    field = window.composer.text
    field.focus_force()
    window.root.update()
    for letter in text:
        field.event_generate("<Key-space>" if letter == " " else f"<Key-{letter}>")
    window.root.update()


def drafts() -> object:
    """What the file of drafts holds."""
    with open(paths.drafts_file(), encoding="utf-8") as file:
        return json.load(file)


def test_who_writes_is_shown_to_others_and_can_be_turned_off(windows: Windows) -> None:
    """The line says it until the message comes; with the setting off nothing leaves, and nothing is shown."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    press(alex, "hel")
    windows.until(lambda: mara.typing_line.text == "Alex is typing…")
    assert alex.typing_line.text == ""
    alex.composer.text.event_generate("<Return>")
    windows.until(lambda: "hel" in shown(mara) and mara.typing_line.text == "")
    mara.preferences.change(send_typing=False)
    mara.open_private("Alex")
    press(mara, "x")
    alex.preferences.change(show_typing=False)
    press(mara, "y")
    mara.open_conversation("#lobby")
    say(mara, "done")
    windows.until(lambda: "done" in shown(alex))
    assert not alex.conversation.typists and alex.conversations.get("Mara") is None


def test_a_private_chat_shows_it_too(windows: Windows) -> None:
    """To somebody who has spoken; another conversation keeps its line empty."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    say(alex, "hello")
    windows.until(lambda: "hello" in shown(mara))
    alex.open_private("Mara")
    mara.open_private("Alex")
    press(mara, "x")
    windows.until(lambda: alex.typing_line.text == "Mara is typing…")
    alex.open_conversation("#lobby")
    assert alex.typing_line.text == ""


def test_drafts_outlive_the_window(windows: Windows) -> None:
    """A text that was not sent is there at the next start, the list says so, and sending it forgets it."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    mara.join("#design")
    windows.until(lambda: mara.conversations.current == "#design")
    mara.composer.insert("half a sen")
    mara.open_private("Alex")
    mara.composer.insert("psst")
    mara.quit()
    place = f"127.0.0.1:{alex.host.server.port}"
    assert drafts() == {place: {"#design": "half a sen", "Alex": "psst"}}
    again = join(windows, alex, "Mara")
    windows.until(lambda: [row.detail for row in again.sidebar.list.rows if row.text == "Alex"] == ["Draft"])
    assert in_room(again) and again.composer.draft == ""
    again.join("#design")
    windows.until(lambda: again.conversations.current == "#design")
    assert again.composer.draft == "half a sen"
    press(again, "s")
    again.composer.text.event_generate("<Return>")
    windows.until(lambda: "half a sens" in shown(again))
    again.open_conversation("Alex")
    assert again.composer.draft == "psst"
    again.quit()
    assert drafts() == {place: {"Alex": "psst"}}


def test_a_long_paste_is_one_message_at_the_other_end(windows: Windows) -> None:
    """It is asked about, goes out once, and has its lines; what is too long for the server stays in the field."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    text = "\n".join(f"line {number}" for number in range(30))
    alex.composer.pasting.take(text)
    assert alex.composer.bar.text == "Send as one message of 30 lines?"
    alex.composer.bar.answers[0].invoke()
    windows.until(lambda: text in [line.text for line in mara.conversation.lines])
    windows.until(lambda: [line.state for line in alex.conversation.lines if line.text == text] == ["sent"])
    alex.composer.pasting.take("x\n" * 401)
    assert "1 line more" in alex.composer.bar.text
    alex.composer.bar.answers[0].invoke()
    alex.composer.send()
    assert "1 line more" in alex.composer.bar.text and alex.composer.draft.count("x") == 401


def test_people_who_spoke_last_are_offered_first(windows: Windows) -> None:
    """Behind the sign of a mention, without oneself; Esc closes the list before anything else."""
    alex = host(windows)
    for nick in ("Anna", "Ben"):
        other = join(windows, alex, nick)
        say(other, "hi from " + nick)
        windows.until(lambda nick=nick: "hi from " + nick in shown(alex))
    alex.composer.focus_field()
    alex.root.focus_force()
    press_at(alex)
    windows.until(lambda: alex.composer.completing.list.is_open)
    assert [row.text for row in alex.composer.completing.list.rows] == ["Ben", "Anna"]
    alex.actions.run("escape")
    assert not alex.composer.completing.list.is_open and alex.composer.draft == "@"


def press_at(window: object) -> None:
    """Type the sign of a mention."""
    window.composer.text.focus_force()
    window.root.update()
    window.composer.text.event_generate("<Key-at>")
    assert isinstance(window.root, tk.Tk)
