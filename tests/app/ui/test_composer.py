"""The entry field on a real screen: real key events, growth, drafts, completion and pastes."""

import tkinter as tk
from typing import Any, Callable, List

import pytest

from app.emoji import written
from app.ui.composer import MOST_LETTERS, Composer
from app.ui.palette import DARK, LIGHT
from app.ui.pasting import Judgement, usual
from app.ui.spelling import TAKES_ALL
from app.ui.suggesting import Known, find
from app.ui.theme import Theme

Wait = Callable[[Callable[[], bool]], None]


class Writing:
    """A composer, what it sent and what it complained about."""

    def __init__(self, root: tk.Tk, find: Any = lambda before: None, judge: Any = usual) -> None:
        self.root = root
        self.sent: List[str] = []
        self.told: List[str] = []
        self.takes = True
        self.theme = Theme(root, LIGHT, scale=1.0)
        self.composer = Composer(root, self.theme, self.send, lambda: ["/join", "Alex", "Alma"], self.told.append,
                                 find=find, judge=judge)
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


def test_it_grows_to_six_lines_and_shrinks(writing: Writing) -> None:
    """Wrapped lines count too; after sending it is one line again."""
    writing.write("word " * 60)
    assert 2 <= writing.height <= 6
    writing.write("\n" * 30)
    assert writing.height == 6
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
    writing.composer.bar.answers[1].invoke()
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


# What is offered at the caret

PEOPLE = [Known("Prakash", presence="ok"), Known("Priya", presence="away"), Known("Anna"), Known("Spring")]
ROOMS = [Known("#lobby", "Everybody"), Known("#design")]


@pytest.fixture
def offering(root: tk.Tk) -> Writing:
    """A composer that offers people, rooms, commands and emoji."""
    return Writing(root, lambda before: find(before, lambda: PEOPLE, lambda: ROOMS))


def keys(writing: Writing, text: str) -> None:
    """Type a text with real key presses."""
    names = {"@": "at", ":": "colon", "/": "slash", "#": "numbersign", " ": "space", "_": "underscore", "*": "asterisk"}
    for letter in text:
        writing.press("Key-" + names.get(letter, letter))


def offered(writing: Writing) -> List[str]:
    """What the list shows."""
    shown = writing.composer.completing.list
    return [row.text for row in shown.rows] if shown.is_open else []


def test_an_at_sign_offers_people_and_enter_takes_one(offering: Writing) -> None:
    """Those whose names begin so stand first; the arrows move the mark; the keyboard stays in the field."""
    keys(offering, "hi @")
    assert offered(offering) == ["Prakash", "Priya", "Anna", "Spring"]
    keys(offering, "pr")
    assert offered(offering) == ["Prakash", "Priya", "Spring"]
    assert offering.root.focus_get() is offering.composer.text
    offering.press("Down", "Return")
    assert offering.composer.draft == "hi @Priya "
    assert offering.sent == [] and offered(offering) == []
    offering.press("Return")
    assert offering.sent == ["hi @Priya "]


def test_tab_takes_the_marked_one_and_turns_on(offering: Writing) -> None:
    """Tab, again the next one."""
    keys(offering, "@pr")
    offering.press("Tab")
    assert offering.composer.draft == "@Prakash "
    offering.press("Tab")
    assert offering.composer.draft == "@Priya "
    offering.press("Shift-Tab")
    assert offering.composer.draft == "@Prakash "


def test_an_address_or_a_sign_alone_is_sent_as_it_is(offering: Writing) -> None:
    """Inside a word nothing is offered; Enter takes nothing where only the sign, a smiley or the whole was typed."""
    keys(offering, "me@pr")
    assert offered(offering) == []
    for text in ("@", "#", ":D", "@Anna", "/who"):
        offering.composer.show("", [], "")
        keys(offering, text)
        assert offered(offering), text
        offering.press("Return")
        assert offering.sent[-1] == text


def test_escape_closes_the_list_until_the_next_word(offering: Writing) -> None:
    """The text stays; the same word opens nothing again, another one does."""
    keys(offering, "@p")
    assert offering.composer.completing.close()
    keys(offering, "r")
    assert offered(offering) == []
    keys(offering, " @a")
    assert offered(offering) == ["Anna", "Prakash", "Priya"]


def test_a_slash_at_the_start_offers_commands_with_their_usage(offering: Writing) -> None:
    """Elsewhere it is a slash."""
    keys(offering, "/ki")
    assert offered(offering) == ["/kick [#room] <nick> [reason]"]
    offering.press("Tab")
    assert offering.composer.draft == "/kick "
    keys(offering, "a /ki")
    assert offered(offering) == []


def test_rooms_and_emoji_are_offered(offering: Writing) -> None:
    """A room by its letters, an emoji by its name; what this screen can't show is sent all the same."""
    keys(offering, "#de")
    offering.press("Tab")
    assert offering.composer.draft == "#design "
    keys(offering, ":tad")
    assert offered(offering)[0] == ":tada:"
    offering.press("Return")
    assert written(offering.composer.draft) == "#design 🎉 "


def test_a_name_between_colons_becomes_the_emoji(offering: Writing) -> None:
    """At the closing colon, where the screen shows it, else at the sending; undoing gives the letters back."""
    offering.theme.emoji_safe = True
    keys(offering, "done :tada:")
    assert written(offering.composer.draft) == "done 🎉"
    if TAKES_ALL:
        assert offering.composer.draft == "done 🎉"
        offering.press("<Undo>")
        assert offering.composer.draft == "done :tada:"


def test_the_mouse_takes_an_offer_and_the_keyboard_stays(offering: Writing) -> None:
    """A click on the second row."""
    keys(offering, "@")
    canvas = offering.composer.completing.list._canvas
    canvas.event_generate("<Motion>", x=30, y=50)
    canvas.event_generate("<Button-1>", x=30, y=50)
    canvas.event_generate("<ButtonRelease-1>", x=30, y=50)
    offering.root.update()
    assert offering.composer.draft == "@Priya "
    assert offering.root.focus_get() is offering.composer.text


def test_the_list_fits_into_a_small_window(offering: Writing, wait_until: Wait) -> None:
    """At 480x360 and at 200 % it lies inside the window, above the field, and scrolls to what is marked."""
    root = offering.root
    root.geometry("480x360")
    wait_until(lambda: (root.winfo_width(), root.winfo_height()) == (480, 360))
    for zoom in (1.0, 2.0):
        offering.theme.apply(zoom=zoom)
        offering.composer.show("", [], "")
        root.update()
        keys(offering, "/")
        frame = offering.composer.completing.list._frame
        root.update()
        assert frame.winfo_x() >= 0 and frame.winfo_y() >= 0
        assert frame.winfo_x() + frame.winfo_width() <= 480
        assert frame.winfo_y() + frame.winfo_height() <= offering.composer.winfo_y()
    offering.press("Up")
    shown = offering.composer.completing.list
    assert shown.marked == len(shown.rows) - 1 and shown._first > 0


def test_leaving_the_field_closes_the_list(offering: Writing) -> None:
    """Another widget has the keyboard, or the theme changes."""
    keys(offering, "@")
    offering.theme.apply(palette=DARK)
    assert offered(offering) == []
    keys(offering, "p")
    assert offered(offering)
    other = tk.Entry(offering.root)
    other.pack()
    other.focus_force()
    offering.root.update()
    assert offered(offering) == []


# Long pastes and marks


def paste(writing: Writing, text: str) -> None:
    """Paste a text."""
    writing.root.clipboard_clear()
    writing.root.clipboard_append(text)
    writing.press("<Paste>")


def test_a_paste_of_many_lines_is_asked_about(writing: Writing) -> None:
    """21 lines ask; nothing is sent or written before the answer, which is Send, into the field, or nothing."""
    paste(writing, "line\n" * 20)
    assert writing.composer.bar.text == "" and writing.composer.draft
    for answer, sent, draft in ((0, ["a" + "line\n" * 20 + "line"], ""), (1, [], "a" + "line\n" * 20 + "line"),
                                (2, [], "a")):
        writing.sent.clear()
        writing.composer.show("a", [], "")
        writing.root.update()
        paste(writing, "line\r\n" * 21)
        assert writing.composer.bar.text == "Send as one message of 21 lines?"
        assert writing.composer.draft == "a"
        assert writing.root.focus_get() is writing.composer.bar.answers[0]
        writing.composer.bar.answers[answer].invoke()
        writing.root.update()
        assert (writing.sent, writing.composer.draft, writing.composer.bar.text) == (sent, draft, "")
        assert writing.root.focus_get() is writing.composer.text


def test_what_is_too_long_says_so_and_stays(root: tk.Tk) -> None:
    """There is no button to send it; Esc leaves the field as it was."""
    writing = Writing(root, judge=lambda text: Judgement("", "That is too long."))
    writing.write("mine")
    paste(writing, "line\n" * 30)
    assert writing.composer.bar.text == "That is too long."
    assert [str(button["text"]) for button in writing.composer.bar.answers] == ["Put into the field", "Cancel"]
    writing.composer.bar.answers[0].event_generate("<Escape>")
    root.update()
    assert writing.composer.bar.text == "" and writing.composer.draft == "mine"


def test_marks_go_around_the_selection_and_off_again(writing: Writing) -> None:
    """Without a selection the caret stands between them."""
    writing.write("very good")
    writing.composer.text.tag_add("sel", "1.5", "1.9")
    writing.composer.mark("bold")
    assert writing.composer.draft == "very *good*"
    writing.composer.mark("bold")
    assert writing.composer.draft == "very good"
    writing.composer.text.tag_remove("sel", "1.0", "end")
    writing.composer.show("", [], "")
    writing.composer.mark("code")
    keys(writing, "x")
    assert writing.composer.draft == "`x`"


def test_the_list_stays_above_a_field_that_grows(offering: Writing) -> None:
    """What begins a name on a second line makes the field taller; the list gives way."""
    offering.write("Sure.\nCan you tell @pr")
    box, frame = offering.composer._box, offering.composer.completing.list._frame
    assert offering.height == 2 and frame.winfo_rooty() + frame.winfo_height() <= box.winfo_rooty()
