"""Cutting text into lines: where it is cut, and that nothing is lost."""
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.splitting import clean, mend, split_text


def test_text_is_cut_between_words() -> None:
    """A line holds as many whole words as fit; the space at the cut is gone."""
    assert split_text("one two three four", 9) == ["one two", "three", "four"]
    assert split_text("one two", 7) == ["one two"]
    assert split_text("  indented line", 11) == ["  indented", "line"]


def test_a_long_word_is_cut_between_characters() -> None:
    """A word longer than a line is cut, never inside a character's bytes."""
    assert split_text("ääää", 5) == ["ää", "ää"]
    assert split_text("a " + "b" * 12, 10) == ["a", "b" * 10, "bb"]


@pytest.mark.parametrize(
    "cluster",
    ["e\u0301", "👨\u200d👩\u200d👧", "👍\U0001f3fd", "🇩🇪", "❤\ufe0f", "🏴\U000e0067\U000e0062\U000e007f", "กำ"],
)
def test_what_is_read_as_one_stays_together(cluster: str) -> None:
    """Marks, joined and coloured emoji and flags are not cut apart."""
    size = len(cluster.encode())
    for limit in range(size, 3 * size):
        for line in split_text(cluster * 5, limit):
            assert line.replace(cluster, "") == ""


def test_marks_without_end_are_cut_somewhere() -> None:
    """A letter with a thousand marks does not make a line too long."""
    assert all(len(line.encode()) <= 64 for line in split_text("e" + "\u0301" * 1000, 64))


def test_halves_of_characters_are_mended() -> None:
    """A surrogate pair, as Tk gives it, is one character; a lone half is replaced."""
    assert mend("\ud83d\ude00 \ud83d") == "😀 \ufffd"
    assert split_text("\ud83d\ude00", 10) == ["😀"]


def test_clean_leaves_no_line_break() -> None:
    """CR, LF and NUL become spaces."""
    assert clean("a\r\nb\0c") == "a  b c"


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300), st.integers(64, 400))
def test_nothing_but_space_is_lost(text: str, limit: int) -> None:
    """Lines fit, hold no line break, and together they hold every character that is no blank or control one."""
    found = split_text(text, limit)
    assert all(0 < len(line.encode()) <= limit and not set(line) & set("\r\n\0\x01") for line in found)
    kept = [character for character in text if not character.isspace() and unicodedata.category(character) != "Cc"]
    assert [character for line in found for character in line
            if not character.isspace() and unicodedata.category(character) != "Cc"] == kept


def test_a_huge_text_is_cut_at_once() -> None:
    """A megabyte takes linear time: it is through within the test's time-out."""
    assert len(split_text("word " * 200_000, 400)) == 2500
    assert len(split_text("\u0301" * 20_000, 400)) == 100
