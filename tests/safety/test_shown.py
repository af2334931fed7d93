"""What others wrote, on a terminal and in the window: in whatever field it came, it commands nothing."""
import typing
from typing import Any, List, Type

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import cli_text, events
from app.cli_text import View, clean, render
from app.ui import formatting

NOW = 1_700_000_000.0
VIEW = View("me", "#lobby", True, NOW)
BAD = "x\x1b[2J\x1b]0;owned\x07\x1bP$q\x1b\\\x9b1A\x9d0;t\x9c\x9dno end\x00\x08\x0d\x85\u202e\u2066\u2028y\x1b"
HOSTILE = set("\x1b\x9b\x9d\x07\x08\x00\x0d\x85\u202e\u2066\u2028")


def filled(kind: Any, depth: int = 0) -> Any:
    """A value of an event's field, hostile wherever it holds text."""
    if kind is str:
        return BAD
    if kind in (int, float, bool):
        return kind(1)
    if hasattr(kind, "_fields"):
        return kind(*(filled(each, depth + 1) for each in typing.get_type_hints(kind).values()))
    arguments = getattr(kind, "__args__", None) or ()
    if getattr(kind, "__origin__", None) in (tuple, typing.Tuple):
        return tuple(filled(each, depth + 1) for each in arguments[:1]) if depth < 5 else ()
    return filled(arguments[0], depth + 1)


WRITTEN: List[Type[Any]] = list(cli_text._WRITERS)


@pytest.mark.parametrize("kind", WRITTEN, ids=[kind.__name__ for kind in WRITTEN])
@pytest.mark.parametrize("is_room", [True, False])
def test_no_event_commands_a_terminal(kind: Type[Any], is_room: bool) -> None:
    """Every field of every event that is printed is harmless, and only one line begins with a time."""
    event = filled(kind)
    for view in (VIEW._replace(is_room=lambda name: is_room, quote=lambda msgid: BAD), VIEW._replace(nick=BAD)):
        lines = render(event, view)
        assert not HOSTILE & set("".join(lines)) and "\n" not in "".join(lines)
        assert all("owned" not in line and "no end" not in line for line in lines)


def test_all_that_is_printed_was_tried() -> None:
    """The list above holds what speaks."""
    assert {events.MessageArrived, events.HistoryArrived, events.WhoisArrived, events.Motd} <= set(WRITTEN)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("\x1b\x9b\x9d[]P^_X;0123456789mJ?\x07\\\x9c\x03\x04,aF \n\u202e"), max_size=40))
def test_nothing_is_left_of_any_sequence(text: str) -> None:
    """However sequences are nested or broken off, taking them out makes no new ones."""
    assert not set(clean(text)) & set("\x1b\x9b\x9d\x07\x9c\x03\x04\u202e")
    assert clean(clean(text)) == clean(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_the_window_takes_out_the_same(text: str) -> None:
    """What is drawn in one line holds no control character, no line break and nothing that turns text around."""
    shown = formatting.one_line(text + BAD + text)
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    assert not set(shown) & set(turning + "\u2028\u2029\u200b\ufeff")
