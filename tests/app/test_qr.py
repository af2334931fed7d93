"""The matrix of a QR code."""

import sys

import pytest

from app import qr

FINDER = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]


def test_a_link_becomes_a_code() -> None:
    """A square of a size that the standard has, with a finder pattern in three corners; each text has its own."""
    pytest.importorskip("segno")
    rows = qr.matrix("ircs://192.168.1.20:12345/lobby")
    side = len(rows)
    assert (side - 17) % 4 == 0 and 21 <= side <= 41 and all(len(row) == side for row in rows)
    drawn = ["".join("01"[module] for module in row) for row in rows]
    corners = [row[:7] for row in drawn[:7]], [row[-7:] for row in drawn[:7]], [row[:7] for row in drawn[-7:]]
    assert all(corner == FINDER for corner in corners)
    assert qr.matrix("ircs://192.168.1.21:12345/lobby") != rows
    assert qr.matrix("x" * 5000) is None


def test_without_the_library_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is left out; nothing fails."""
    monkeypatch.setitem(sys.modules, "segno", None)
    assert qr.matrix("irc://192.168.1.20/") is None
