"""The virtual display that the tests draw on: it starts on a free number, answers, and is gone afterwards.
Where it cannot be had, a sentence says what to install."""

import shutil
from typing import Optional

import pytest

from build_scripts import Problem, display


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_virtual_display_answers_until_its_end() -> None:
    """Two virtual displays get different numbers and answer as long as they are wanted."""
    with display.VirtualDisplay() as one, display.VirtualDisplay() as other:
        assert one.name != other.name
        assert display.answers(one.name) and display.answers(other.name + ".0")
    assert not display.answers(one.name)


@pytest.mark.skipif(not display.windows_go_to_x11(), reason="this system has a display of its own")
def test_it_is_wanted_where_nothing_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual display is needed where DISPLAY is empty or names a server that is not there."""
    for name in ("", ":5999", "unix:5999.0"):
        monkeypatch.setenv("DISPLAY", name)
        assert display.needs_virtual_display()
    monkeypatch.setenv("DISPLAY", "elsewhere:10.0")
    assert not display.needs_virtual_display()


def test_missing_xvfb_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Xvfb and without the right to install it, a sentence names the package."""

    def nothing(name: str) -> Optional[str]:
        return None

    monkeypatch.setattr(shutil, "which", nothing)
    with pytest.raises(Problem, match=r"install Xvfb .*sudo apt install xvfb"):
        display.VirtualDisplay().__enter__()
