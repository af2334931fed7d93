"""The entry field on a real screen: real key events, growth, drafts, completion and pastes."""

import tkinter as tk
from typing import Callable, List

import pytest

from app.ui.composer import MOST_LETTERS, Composer
from app.ui.palette import DARK, LIGHT
from app.ui.theme import Theme

Wait = Callable[[Callable[[], bool]], None]


class Writing:
    """A composer, what it sent and what it complained about."""

    def __init__(self, root: tk.Tk) -> None:
        self.root = root
        self.sent: List[str] = []
        self.told: List[str] = []
        self.takes = True
        self.theme = Theme(root, LIGHT, scale=1.0)
        self.composer = Composer(root, self.theme, self.send, lambda: ["/join", "Alex", "Alma"], self.told.append)
        self.composer.pack(side="bottom", fill="x")
        self.composer.show("", ["first", "second"], "Message #lobby")
        root.update()
        self.composer.text.focus_force()
        root.update()

    def send(self, text: str) -> bool:
        """Keep what is sent, if the test says that it is taken."""
        if self.takes:
            self.sent.append(text)
        return self.takes

    def press(self, *keys: str) -> None:
        """Press keys in the field."""
        for key in keys:
            self.composer.text.event_generate(f"<{key}>")
        self.root.update()

    def write(self, text: str) -> None:
        """Put text into the field."""
        self.composer.insert(text)
        self.root.update()

    @property
    def height(self) -> int:
        """The lines that the field shows."""
        return int(str(self.composer.text["height"]))


@pytest.fixture
def writing(root: tk.Tk) -> Writing:
    """A composer at the foot of a window, with the keyboard in it."""
    return Writing(root)


def test_enter_sends_and_clears(writing: Writing) -> None:
    """Enter hands the text over once, and the field is empty again."""
    writing.write("Hello")
    writing.press("Return", "Return")
    assert writing.sent == ["Hello"]
    assert writing.composer.draft == ""


def test_a_text_that_is_not_taken_stays(writing: Writing) -> None:
    """What could not be sent is not lost."""
    writing.takes = False
    writing.write("Hello")
    writing.press("Return")
    assert writing.composer.draft == "Hello"


def test_shift_enter_breaks_the_line(writing: Writing) -> None:
    """Shift+Enter adds a line and sends nothing."""
    writing.write("one")
    writing.press("Shift-Return")
    writing.write("two")
    assert writing.composer.draft == "one\ntwo"
    assert writing.sent == []
    assert writing.height == 2


def test_spaces_alone_are_not_sent(writing: Writing) -> None:
    """There must be something to say."""
    writing.write("  \n ")
    writing.press("Return")
    assert writing.sent == []


def test_it_grows_to_eight_lines_and_shrinks(writing: Writing) -> None:
    """Wrapped lines count too; after sending it is one line again."""
    writing.write("word " * 60)
    assert 2 <= writing.height <= 8
    writing.write("\n" * 30)
    assert writing.height == 8
    writing.press("Return")
    assert writing.height == 1


def test_up_brings_back_the_last_text_only_into_an_empty_field(writing: Writing) -> None:
    """Up moves the caret in a text that is being written."""
    writing.write("new")
    writing.press("Up")
    assert writing.composer.draft == "new"
    writing.composer.show("", ["first", "second"], "")
    writing.press("Up")
    assert writing.composer.draft == "second"
    writing.press("Control-Up")
    assert writing.composer.draft == "first"
    writing.press("Control-Down", "Control-Down")
    assert writing.composer.draft == ""


def test_tab_completes_and_turns(writing: Writing) -> None:
    """Tab replaces the word, again the next candidate, and typing ends it."""
    writing.write("😀 al")
    before = writing.composer.draft[:-2]  # an emoji is spelled out where this screen can't show it
    writing.press("Tab")
    assert writing.composer.draft == before + "@Alex "
    writing.press("Tab")
    assert writing.composer.draft == before + "@Alma "
    writing.press("Shift-Tab")
    assert writing.composer.draft == before + "@Alex "


def test_tab_leaves_an_empty_field(writing: Writing) -> None:
    """Without a word before the caret Tab goes to the next control, as everywhere."""
    other = tk.Entry(writing.root)
    other.pack()
    writing.root.update()
    writing.press("Tab")
    assert writing.root.focus_get() is not writing.composer.text


def test_a_huge_paste_is_cut_and_said(writing: Writing, root: tk.Tk) -> None:
    """A paste of a million letters is kept to what one message may hold, sends nothing, and is explained."""
    root.clipboard_clear()
    root.clipboard_append("line\r\n" * 170000)
    writing.press("<Paste>")
    assert len(writing.composer.draft) == MOST_LETTERS
    assert "\r" not in writing.composer.draft
    assert writing.sent == []
    assert "40,000" in writing.told[0]


def test_a_paste_replaces_the_selection(writing: Writing, root: tk.Tk) -> None:
    """On X11 Tk itself would keep the selected text."""
    writing.write("old")
    root.clipboard_clear()
    root.clipboard_append("new")
    writing.press("<SelectAll>", "<Paste>")
    assert writing.composer.draft == "new"


def test_the_hint_shows_in_the_empty_field_alone(writing: Writing) -> None:
    """The words in the field go as soon as there is text, and come back without it."""
    assert writing.composer._placeholder.winfo_ismapped()
    writing.write("x")
    assert not writing.composer._placeholder.winfo_ismapped()
    writing.press("BackSpace")
    assert writing.composer._placeholder.winfo_ismapped()


def test_without_a_conversation_nothing_can_be_written(writing: Writing) -> None:
    """Disabled, it takes no text and looks so."""
    writing.composer.show("", [], "Not connected", enabled=False)
    writing.write("x")
    assert writing.composer.draft == ""
    assert writing.composer._box.instate(["disabled"])


def test_it_follows_the_theme(writing: Writing) -> None:
    """The text keeps its words and takes the new colours."""
    writing.write("kept")
    writing.theme.apply(palette=DARK)
    assert writing.composer.draft == "kept"
    assert writing.composer.text["background"] == DARK["raised"]
