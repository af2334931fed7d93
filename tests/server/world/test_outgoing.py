"""Lines on their way out."""

from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire.caps import AWAY_NOTIFY, EXTENDED_JOIN, MESSAGE_TAGS, SERVER_TIME
from server.world.outgoing import Line, cut, fits, packed, timestamp


@pytest.mark.parametrize(
    "now, text",
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1.0005, "1970-01-01T00:00:01.001Z"),
        (1700000000.9996, "2023-11-14T22:13:21.000Z"),
    ],
)
def test_timestamp(now: float, text: str) -> None:
    """Time is written in UTC with milliseconds, rounded."""
    assert timestamp(now) == text


def test_tags_follow_capabilities() -> None:
    """time goes to those with server-time, other tags to those with message-tags."""
    line = Line(":a PRIVMSG #a :x", "T", "msgid=1;+a=b")
    assert line.encode(0) == b":a PRIVMSG #a :x\r\n"
    assert line.encode(SERVER_TIME) == b"@time=T :a PRIVMSG #a :x\r\n"
    assert line.encode(MESSAGE_TAGS) == b"@msgid=1;+a=b :a PRIVMSG #a :x\r\n"
    assert line.tagged(MESSAGE_TAGS | SERVER_TIME, "label=l") == b"@label=l;time=T;msgid=1;+a=b :a PRIVMSG #a :x\r\n"


def test_encoded_once() -> None:
    """The same capabilities get the same object."""
    line = Line("PING", "T")
    assert line.encode(SERVER_TIME) is line.encode(SERVER_TIME)


def test_needs_and_richer() -> None:
    """A line that needs a capability is None without it; a richer body goes to those who have its capability."""
    line = Line("AWAY", "T", needs=AWAY_NOTIFY)
    assert line.encode(SERVER_TIME) is None and line.encode(AWAY_NOTIFY) == b"AWAY\r\n"
    join = Line("JOIN #a", "T").richer("JOIN #a * :A", EXTENDED_JOIN)
    assert join.encode(0) == b"JOIN #a\r\n" and join.encode(EXTENDED_JOIN) == b"JOIN #a * :A\r\n"


def test_fits_counts_bytes() -> None:
    """510 bytes fit, 511 don't, however few characters they are."""
    assert fits("x" * 510) and not fits("x" * 511)
    assert fits("ä" * 255) and not fits("ä" * 256)


@given(st.text(max_size=40), st.integers(0, 50))
def test_cut(text: str, limit: int) -> None:
    """What is cut is the longest beginning within the limit, give or take one character."""
    short = cut(text, limit)
    assert text.startswith(short) and len(short.encode("utf-8", "replace")) <= limit
    assert short == text or len((short + text[len(short)]).encode("utf-8", "replace")) > limit


WORD = st.text(st.characters(blacklist_characters=" ", blacklist_categories=("Cs",)), min_size=1, max_size=8)


@given(st.lists(WORD, max_size=30), st.integers(1, 60))
def test_packed(words: List[str], room: int) -> None:
    """All words come in order, in texts within the room; only a word that alone is too long is over it."""
    texts = packed(words, room)
    assert [word for text in texts for word in text.split(" ")] == words
    assert all(len(text.encode()) <= room or " " not in text for text in texts)
