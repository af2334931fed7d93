"""The line that a person is typing in a terminal: its text, the cursor, the lines before it, and the completion of
names. Pure: it takes what the keyboard brings as text, and says what one row of the screen has to show."""
import unicodedata
from typing import Callable, Dict, List, NamedTuple, Tuple

MAX_TEXT = 40000  # characters; more is not taken in
MAX_HISTORY = 500  # lines
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"  # makes the sign before it an emoji, which is as wide as two letters
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_LINE_BREAK = "\u21b5"
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"  # xterm control sequences, "Bracketed Paste Mode"
_LONGEST_KEY = 24  # characters of a key's sequence; a longer one is noise

Complete = Callable[[str, str], List[str]]


class Typed(NamedTuple):
    """What the person asks for: a "line" was entered, the "end" of input, an "interrupt", or a "clear" screen."""

    kind: str
    text: str = ""


class Row(NamedTuple):
    """What the row shows, and the part of it that stands before the cursor."""

    text: str
    head: str


class LineEditor:
    """A line being typed, in one row that scrolls sideways; the owner's thread alone calls it."""

    __slots__ = ("_at", "_choices", "_choice", "_complete", "_draft", "_from", "_history", "_line", "_pasting",
                 "_sequence", "_text", "hidden")

    def __init__(self, complete: Complete) -> None:
        """`complete(before, word)` gives what may stand for the `word` at the cursor, which follows `before`."""
        self._complete = complete
        self._text = ""
        self._at = 0  # the cursor stands before this character
        self._from = 0  # the row shows the text from here
        self._history: List[str] = []
        self._line = 0  # the line of the history that is shown; its length stands for the draft
        self._draft = ""
        self._sequence = ""  # the part of a key's sequence that has come
        self._pasting = False
        self._choices: List[str] = []  # whole texts before the cursor, while Tab goes through them
        self._choice = 0
        self.hidden = False  # shows stars and remembers nothing: a password

    @property
    def text(self) -> str:
        return self._text

    def feed(self, text: str) -> List[Typed]:
        """Take what the keyboard brought; the lines and the other things that it asks for, in their order."""
        typed: List[Typed] = []
        for character in text:
            key = self._key(character)
            if self._pasting and key and key != _PASTE_ENDS:
                self._insert("\n" if key == "\r" else key if len(key) == 1 else "")
            elif key:
                typed.extend(self._press(key))
        return typed

    def row(self, prompt: str, width: int) -> Row:
        """The row to show on a screen of `width` columns; its last column stays free, so that nothing wraps."""
        shown = "*" * len(self._text) if self.hidden else "".join(map(_visible, self._text))
        prompt = _first_columns(prompt, max(0, width // 3))
        room = max(4, width - 3 - columns(prompt))  # two columns are for the marks of what is not seen
        self._scroll(shown, room)
        head = (prompt + ("<" if self._from else "")) + shown[self._from : self._at]
        rest = _first_columns(shown[self._at :], room - columns(shown[self._from : self._at]))
        more = ">" if self._at + len(rest) < len(shown) else ""
        return Row(head + rest + more, head)

    def _scroll(self, shown: str, room: int) -> None:
        if columns(shown) <= room:
            self._from = 0
            return
        if self._from > self._at:
            self._from = self._at
            while self._from > 0 and columns(shown[self._from : self._at]) < room // 3:
                self._from = _before(shown, self._from)
        if columns(shown[self._from : self._at]) > room:
            while columns(shown[self._from : self._at]) > room * 2 // 3:
                self._from = _after(shown, self._from)

    def _key(self, character: str) -> str:
        """The key that `character` completes, or "" while its sequence is unfinished (ECMA-48 section 5.4)."""
        if not self._sequence:
            if character != "\x1b":
                return character
            self._sequence = character
            return ""
        self._sequence += character
        body = self._sequence[1:]
        unfinished = body in ("[", "O", "[[") or (body[0] == "[" and not "@" <= character <= "~")
        if unfinished and len(body) < _LONGEST_KEY:
            return ""
        if character == "\x1b" and len(body) == 1:  # the Esc key, and then a sequence
            self._sequence = character
            return ""
        key, self._sequence = self._sequence, ""
        if key in (_PASTE_BEGINS, _PASTE_ENDS):
            self._pasting = key == _PASTE_BEGINS
        return key

    def _press(self, key: str) -> List[Typed]:
        if key not in ("\t", "\x1b[Z"):
            self._choices = []
        if key in ("\r", "\n"):
            return [self._enter()]
        if key == "\x03":
            return [Typed("interrupt")]
        if key == "\x0c":
            return [Typed("clear")]
        if key == "\x04" and not self._text:
            return [Typed("end")]
        if key in _KEYS:
            _KEYS[key](self)
        elif len(key) == 1 and key != "\t":
            self._insert(key)
        return []

    def _enter(self) -> Typed:
        line = self._text
        if line.strip() and not self.hidden and self._history[-1:] != [line]:
            self._history = (self._history + [line])[-MAX_HISTORY:]
        self._line = len(self._history)
        self._put("", 0)
        return Typed("line", line)

    def _insert(self, text: str) -> None:
        if len(self._text) < MAX_TEXT and text and (text in "\n\t" or unicodedata.category(text) != "Cc"):
            self._put(self._text[: self._at] + text + self._text[self._at :], self._at + len(text))

    def _put(self, text: str, at: int) -> None:
        self._text, self._at = text, at
        self._from = min(self._from, len(text))

    def _go_home(self) -> None:
        self._at = 0

    def _go_end(self) -> None:
        self._at = len(self._text)

    def _go_left(self) -> None:
        self._at = _before(self._text, self._at)

    def _go_right(self) -> None:
        self._at = _after(self._text, self._at)

    def _go_word_left(self) -> None:
        self._at = self._word_left()

    def _go_word_right(self) -> None:
        self._at = self._word_right()

    def _delete_left(self) -> None:
        self._cut(_before(self._text, self._at), self._at)

    def _delete_right(self) -> None:
        self._cut(self._at, _after(self._text, self._at))

    def _delete_word_left(self) -> None:
        self._cut(self._word_left(), self._at)

    def _delete_word_right(self) -> None:
        self._cut(self._at, self._word_right())

    def _delete_to_start(self) -> None:
        self._cut(0, self._at)

    def _delete_to_end(self) -> None:
        self._cut(self._at, len(self._text))

    def _cut(self, start: int, end: int) -> None:
        self._put(self._text[:start] + self._text[end:], start)

    def _word_left(self) -> int:
        return self._text[: self._at].rstrip().rfind(" ") + 1

    def _word_right(self) -> int:
        rest = self._text[self._at :]
        gap = len(rest) - len(rest.lstrip())
        return self._at + gap + len(rest.lstrip().partition(" ")[0])

    def _older(self) -> None:
        self._recall(self._line - 1)

    def _newer(self) -> None:
        self._recall(self._line + 1)

    def _recall(self, line: int) -> None:
        if self.hidden or not 0 <= line <= len(self._history):
            return
        if self._line == len(self._history):
            self._draft = self._text
        self._line = line
        text = self._history[line] if line < len(self._history) else self._draft
        self._put(text, len(text))

    def _next_choice(self) -> None:
        self._choose(1)

    def _previous_choice(self) -> None:
        self._choose(-1)

    def _choose(self, step: int) -> None:
        if self.hidden:
            return
        if not self._choices:
            before = self._text[: self._at]
            start = max(before.rfind(" "), before.rfind("\n")) + 1
            found = self._complete(before[:start], before[start:])
            self._choices = [before[:start] + choice for choice in found]
            self._choice = -1 if step > 0 else 0
        if self._choices:
            self._choice = (self._choice + step) % len(self._choices)
            chosen = self._choices[self._choice]
            self._put(chosen + self._text[self._at :], len(chosen))


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes (Unicode Standard Annex 11)."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if " " <= character <= "~":
        return 1
    if character == _EMOJI_STYLE:
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _visible(character: str) -> str:
    """What stands for `character` in the row: itself, unless it would move the cursor or turn the text around."""
    if character == "\n":
        return _LINE_BREAK
    if character == _ZERO_WIDTH_JOINER or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return " " if character == "\t" else "?"


def _first_columns(text: str, room: int) -> str:
    """The longest start of `text` that takes no more than `room` columns."""
    taken = 0
    for index, character in enumerate(text):
        taken += _width(character)
        if taken > room:
            return text[:index]
    return text


def _before(text: str, at: int) -> int:
    """Where the sign before `at` begins; its accents, and the parts of a joined emoji, belong to it."""
    at -= 1
    while at > 0 and _belong_together(text[at - 1], text[at]):
        at -= 1
    return max(at, 0)


def _after(text: str, at: int) -> int:
    at += 1
    while at < len(text) and _belong_together(text[at - 1], text[at]):
        at += 1
    return min(at, len(text))


def _belong_together(left: str, right: str) -> bool:
    if left == _ZERO_WIDTH_JOINER or right == _ZERO_WIDTH_JOINER:
        return True
    return _SKIN_TONES[0] <= right <= _SKIN_TONES[1] or unicodedata.category(right)[0] == "M"


_Motion = Callable[[LineEditor], None]
# The keys of Emacs that shells have, and the sequences that terminals send (xterm, Linux, PuTTY).
_ACTIONS: Tuple[Tuple[_Motion, str], ...] = (
    (LineEditor._go_home, "\x01 \x1b[H \x1bOH \x1b[1~ \x1b[7~"),
    (LineEditor._go_end, "\x05 \x1b[F \x1bOF \x1b[4~ \x1b[8~"),
    (LineEditor._go_left, "\x02 \x1b[D \x1bOD"),
    (LineEditor._go_right, "\x06 \x1b[C \x1bOC"),
    (LineEditor._go_word_left, "\x1bb \x1b[1;5D \x1b[1;3D"),
    (LineEditor._go_word_right, "\x1bf \x1b[1;5C \x1b[1;3C"),
    (LineEditor._delete_left, "\x08 \x7f"),
    (LineEditor._delete_right, "\x04 \x1b[3~"),
    (LineEditor._delete_word_left, "\x17 \x1b\x7f \x1b\x08"),
    (LineEditor._delete_word_right, "\x1bd \x1b[3;5~"),
    (LineEditor._delete_to_start, "\x15"),
    (LineEditor._delete_to_end, "\x0b"),
    (LineEditor._older, "\x10 \x1b[A \x1bOA"),
    (LineEditor._newer, "\x0e \x1b[B \x1bOB"),
    (LineEditor._next_choice, "\t"),
    (LineEditor._previous_choice, "\x1b[Z"),
)
_KEYS: Dict[str, _Motion] = {key: action for action, keys in _ACTIONS for key in keys.split(" ")}
