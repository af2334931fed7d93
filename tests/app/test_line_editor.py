"""The line being typed: keys, history, completion, and what the row shows."""
import pytest

from app.line_editor import LineEditor, Typed, columns

LEFT, RIGHT, UP, DOWN, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[3~"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # three people joined to one sign


def complete(before, word):
    """Two names, as a room would give them."""
    return [name + (" " if before else ": ") for name in ("Alice", "Alina") if name.startswith(word)]


@pytest.fixture
def editor():
    return LineEditor(complete)


def shown(editor, prompt="> ", width=40):
    """The row with a bar where the cursor stands."""
    row = editor.row(prompt, width)
    assert row.text.startswith(row.head)
    return row.head + "|" + row.text[len(row.head) :]


@pytest.mark.parametrize("keys, row", [
    ("hello", "hello|"),
    ("helo" + LEFT + "l", "hell|o"),
    ("ello" + HOME + "h", "h|ello"),
    ("ello\x01h\x05!", "hello!|"),
    ("abc\x02\x02\x06x", "abx|c"),
    ("abc\x7f\x08", "a|"),
    ("abc" + HOME + DELETE, "|bc"),
    ("abc\x01\x04", "|bc"),
    ("one two three\x17", "one two |"),
    ("one two  \x17", "one |"),
    ("one\x17\x17", "|"),
    ("one two\x15", "|"),
    ("one two\x1bb\x0b", "one |"),
    ("one two\x1bb\x1bb\x1bd", "| two"),
    ("one two" + HOME + "\x1b[1;5C", "one| two"),
    ("one two\x1b[1;5D", "one |two"),
    (LEFT + RIGHT + UP + DOWN + DELETE + "\x7f\x17\x0b", "|"),
    ("e\u0301a" + LEFT + LEFT + "x", "x|e\u0301a"),
    ("ae\u0301\x7f", "a|"),
    ("a" + FAMILY + "\x7f", "a|"),
    ("\u4f60\u597d" + LEFT, "\u4f60|\u597d"),
    ("a\x1b[15~b\x1bOPc\x1b[[Ad\x1b[1;9Xe", "abcde|"),
    ("a\x1b\x1b[Db", "b|a"),
    ("a\x00\x1d\x9bb", "ab|"),
])
def test_keys(editor, keys, row):
    """Each key does what shells have taught; unknown keys and stray control characters do nothing."""
    assert editor.feed(keys) == []
    assert shown(editor, "") == row


def test_keys_come_in_pieces(editor):
    """A key's sequence may be cut anywhere between two reads."""
    for character in "abc" + HOME + "\x1b[1;5C" + "d":
        editor.feed(character)
    assert shown(editor, "") == "abcd|"


def test_enter_gives_the_line(editor):
    """Enter gives the line and leaves an empty one; several may come at once."""
    assert editor.feed("one\rtwo\nthr") == [Typed("line", "one"), Typed("line", "two")]
    assert shown(editor) == "> thr|"


def test_control_keys(editor):
    """Ctrl+C interrupts, Ctrl+L clears, Ctrl+D ends the input on an empty line alone."""
    assert editor.feed("\x03\x0c\x04") == [Typed("interrupt"), Typed("clear"), Typed("end")]
    assert editor.feed("a\x04") == []


def test_history(editor):
    """Up brings back lines, Down returns to what was being typed; blank and repeated lines are not kept."""
    editor.feed("one\rtwo\rtwo\r  \rdraft")
    seen = []
    for key in (UP, UP, UP, DOWN, DOWN, DOWN):
        editor.feed(key)
        seen.append(editor.text)
    assert seen == ["two", "one", "one", "two", "draft", "draft"]


def test_an_old_line_can_be_changed(editor):
    """A line that was brought back is edited and entered like any other; the old one stays as it was."""
    assert editor.feed("one\r" + UP + "!\r") == [Typed("line", "one"), Typed("line", "one!")]
    editor.feed(UP + UP)
    assert editor.text == "one"


def test_pasted_lines_stay_one_text(editor):
    """A paste of several lines waits for Enter, and is then one text with line breaks."""
    assert editor.feed("say \x1b[200~one\rtwo\x1b[31m\tthree\x03\x1b[201~") == []
    assert shown(editor) == "> say one\u21b5two three|"
    assert editor.feed("\r") == [Typed("line", "say one\ntwo\tthree")]


def test_completion_goes_round(editor):
    """Tab goes through the names that fit, Shift+Tab back, and what follows the cursor stays."""
    editor.feed("Al\t")
    assert shown(editor, "") == "Alice: |"
    editor.feed("\t")
    assert shown(editor, "") == "Alina: |"
    editor.feed("\t")
    assert shown(editor, "") == "Alice: |"
    editor.feed("\x1b[Z")
    assert shown(editor, "") == "Alina: |"


def test_completion_in_the_middle(editor):
    """The word before the cursor is completed wherever it stands; without a fitting name nothing changes."""
    editor.feed("hi Alin!" + LEFT + "\t")
    assert shown(editor, "") == "hi Alina |!"
    editor.feed("Bo\t\t")
    assert shown(editor, "") == "hi Alina Bo|!"


def test_completion_begins_anew(editor):
    """After any other key, Tab looks for names afresh."""
    editor.feed("Al\t" + "and Al\t")
    assert editor.text == "Alice: and Alice "


def test_a_hidden_line(editor):
    """A password shows as stars and can't be brought back."""
    editor.hidden = True
    editor.feed("secret")
    assert shown(editor, "Password: ") == "Password: ******|"
    assert editor.feed("\r") == [Typed("line", "secret")]
    editor.feed(UP + "\t")
    editor.hidden = False
    editor.feed(UP)
    assert editor.text == ""


@pytest.mark.parametrize("width", [1, 2, 5, 10, 20, 41, 80])
@pytest.mark.parametrize("text", ["word " * 30, "\u4f60\u597d" * 60, FAMILY * 20, "e\u0301" * 90, "\u2764\ufe0f" * 50],
                         ids=["words", "wide", "joined", "accents", "emoji"])
def test_the_row_never_wraps(editor, text, width):
    """Wherever the cursor stands, the row leaves the last column free (of screens wide enough to type on)."""
    editor.feed(text)
    for key in [LEFT] * 40 + [HOME] + [RIGHT] * 50 + [END]:
        editor.feed(key)
        row = editor.row("[#lobby] ", width)
        assert columns(row.text) < max(width, 10)
        assert row.text.startswith(row.head)


def test_a_long_line_scrolls(editor):
    """The row shows the part around the cursor, with marks where more is hidden."""
    editor.feed("".join(chr(97 + number % 26) for number in range(100)))
    assert shown(editor, "> ", 20).startswith("> <") and shown(editor, "> ", 20).endswith("uv|")
    editor.feed(HOME)
    assert shown(editor, "> ", 20) == "> |abcdefghijklmno>"
    editor.feed("\x15\x0b")
    assert shown(editor, "> ", 20) == "> |"


def test_signs_that_would_move_the_cursor(editor):
    """What turns the text around, or moves the cursor, is shown as a question mark and typed all the same."""
    editor.feed("a\u202eb\u2028")
    assert shown(editor, "") == "a?b?|"


def test_the_text_has_an_end(editor):
    """A paste beyond the limit is not taken in, so memory stays bounded."""
    editor.feed("\x1b[200~" + "x" * 50000 + "\x1b[201~")
    assert len(editor.text) == 40000
