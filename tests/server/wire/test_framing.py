"""Lines out of a stream of bytes."""

from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire.framing import LONGEST, LineBuffer

STREAM = b"NICK alice\r\nUSER a 0 * :A\n\r\n\nPING x\r\nhalf"
LINES = [b"NICK alice", b"USER a 0 * :A", b"PING x"]


def fed(pieces: List[bytes]) -> List[bytes]:
    """All lines that come out of these pieces."""
    buffer = LineBuffer()
    return [line for piece in pieces for line in buffer.feed(piece)]


def test_whole_stream() -> None:
    """One piece gives every whole line; empty lines and the unfinished one are left out."""
    assert fed([STREAM]) == LINES


def test_byte_by_byte() -> None:
    """The same lines come out however the bytes are cut."""
    assert fed([STREAM[index : index + 1] for index in range(len(STREAM))]) == LINES


def test_trailing_data_waits() -> None:
    """What follows the last LF is the beginning of the next line."""
    buffer = LineBuffer()
    assert buffer.feed(b"A\nB") == [b"A"]
    assert buffer.feed(b"") == []
    assert buffer.feed(b"C\r\n") == [b"BC"]


@pytest.mark.parametrize("size", [1, 7, 512, LONGEST, 100_000])
def test_long_line_comes_once_and_cut(size: int) -> None:
    """Of a line over the limit come its first limit + 1 bytes, once; the line after it is whole."""
    stream = b"x" * 300_000 + b"\r\nnext\r\n"
    lines = fed([stream[start : start + size] for start in range(0, len(stream), size)])
    assert lines == [b"x" * (LONGEST + 1), b"next"]


def test_memory_is_bounded() -> None:
    """A stream without LF never takes more than the limit and one piece."""
    buffer = LineBuffer(100)
    for _ in range(50):
        buffer.feed(b"y" * 1000)
    assert len(buffer._part) <= 1000


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_cut_does_not_matter(pieces: List[bytes]) -> None:
    """Whatever the bytes, pieces give the lines that the whole gives, and no line holds LF or is empty."""
    lines = fed(pieces)
    assert lines == fed([b"".join(pieces)])
    assert all(line and b"\n" not in line for line in lines)
