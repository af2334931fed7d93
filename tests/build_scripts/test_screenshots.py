"""The pictures of the screens, as they are in the repository."""

import subprocess
import sys
from pathlib import Path
from typing import List

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assets" / "screenshots"
LIMIT = 2500000  # bytes of all pictures together


@pytest.fixture
def screens() -> List[str]:
    """The names of the screens."""
    pytest.importorskip("tkinter")
    from build_scripts.screens import SCREENS

    return list(SCREENS)


def test_every_screen_has_a_picture_in_both_themes(screens: List[str]) -> None:
    """Each picture belongs to a screen, each screen has both, and together they are small."""
    pictures = sorted(each.name for each in FOLDER.iterdir())
    assert pictures == sorted(f"{name}-{theme}.png" for name in screens for theme in ("light", "dark"))
    assert sum(each.stat().st_size for each in FOLDER.iterdir()) < LIMIT


def test_an_unknown_screen_is_said_with_those_there_are(screens: List[str]) -> None:
    """The program names what it can draw and draws nothing."""
    program = [sys.executable, str(ROOT / "build_scripts" / "screenshots.py"), "nowhere"]
    ran = subprocess.run(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert ran.returncode == 2 and b"There is no screen 'nowhere'" in ran.stderr and screens[0].encode() in ran.stderr
