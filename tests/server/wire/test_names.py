"""Nicks, rooms, likeness and masks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire.names import fold, likeness, mask_matches, valid_nick, valid_room


@pytest.mark.parametrize(
    "nick", ["a", "Alice", "Jürgen", "Дмитрий", "李雷", "x" * 32, "a-b.c_d[]{}|^`\\", "_x", "मीरा", "a1"]
)
def test_people_write_names_in_every_script(nick: str) -> None:
    """Letters of any script, digits and a few signs make a nick."""
    assert valid_nick(nick)


@pytest.mark.parametrize(
    "nick",
    [
        "",
        "x" * 33,
        "1a",
        "-a",
        ".a",
        "a b",
        "a,b",
        "a*",
        "a?",
        "a!b",
        "a@b",
        ":a",
        "#a",
        "@a",
        "+a",
        "%a",
        "~a",
        "&a",
        "$a",
    ]
    + ["a:", "a\u202eb", "a\x00", "a\u200bb", "a\x07", "a'", 'a"', "a;b", "a<b", "a>b", "\u0301a", "a/b", "a=b", "😀"],
)
def test_what_is_no_nick(nick: str) -> None:
    """A nick has no space, control, bidi or IRC sign, and begins with a letter or a sign that may come first."""
    assert not valid_nick(nick)


@pytest.mark.parametrize("room", ["#a", "#Ärger", "#1", "##", "#a:b", "#" + "x" * 63])
def test_rooms(room: str) -> None:
    """A room is "#" and up to 63 bytes."""
    assert valid_room(room)


@pytest.mark.parametrize(
    "room", ["", "#", "a", "&a", "#a b", "#a,b", "#a\x07", "#\u202e", "#" + "x" * 64, "#" + "ä" * 32, "#\u00a0"]
)
def test_what_is_no_room(room: str) -> None:
    """A room has no space, comma, BEL, control or bidi character, and not over 64 bytes."""
    assert not valid_room(room)


def test_fold_is_ascii() -> None:
    """On the wire only A-Z and a-z are the same (CASEMAPPING=ascii)."""
    assert fold("ABC[]ÄZ") == "abc[]Äz"


@pytest.mark.parametrize(
    "one, other", [("Jürgen", "JÜRGEN"), ("ﬁn", "fin"), ("straße", "STRASSE"), ("Ａlice", "alice")]
)
def test_likeness(one: str, other: str) -> None:
    """Names that read the same have one likeness."""
    assert likeness(one) == likeness(other)


@given(st.text(max_size=12))
def test_likeness_is_coarser_than_folding(name: str) -> None:
    """Names that fold the same read the same."""
    assert likeness(fold(name)) == likeness(name)


@given(st.text("ab*?!", max_size=8), st.text("ab!", max_size=8))
def test_masks_match_as_patterns_do(mask: str, name: str) -> None:
    """A mask matches what its regular expression matches."""
    pattern = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in mask)
    assert mask_matches(mask, name) == bool(re.fullmatch(pattern, name, re.DOTALL))


def test_evil_mask_is_cheap() -> None:
    """A mask made to stall takes steps in proportion to both lengths."""
    assert not mask_matches("*a" * 200 + "b", "a" * 400)


@given(st.text(max_size=40))
def test_valid_names_can_be_parameters(name: str) -> None:
    """A valid name never needs to be the last parameter."""
    if valid_nick(name) or valid_room(name):
        assert " " not in name and not name.startswith(":") and not set(name) & set("\r\n\0,")
