"""Draw the pictures that the README shows, from the real program: python3 build_scripts/screenshots.py [SCREEN...].

A real server on 127.0.0.1, people who talk on it, and a real window that is photographed in both themes: once for each
screen that is named, or for all. Needs an X server (one is started where there is none) and ImageMagick's `convert`.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, Sequence

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.cast import Cast  # noqa: E402
from build_scripts.display import VirtualDisplay, needs_virtual_display  # noqa: E402
from build_scripts.screens import SCREENS  # noqa: E402

FOLDER = ROOT / "assets" / "screenshots"
THEMES = ("light", "dark")
OWN_PLACES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def main(arguments: Sequence[str] = ()) -> int:
    """Take the pictures; returns 0, or 1 with a sentence when something is missing."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the README.")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help="one of " + ", ".join(SCREENS) + "; default: all")
    screens = parser.parse_args(arguments).screens
    unknown = [name for name in screens if name not in SCREENS]
    if unknown:
        parser.error(f"There is no screen {unknown[0]!r}. These are: {', '.join(SCREENS)}.")
    if shutil.which("convert") is None:
        print("ImageMagick's convert takes the pictures. Install it: sudo apt install imagemagick", file=sys.stderr)
        return 1
    if not needs_virtual_display():
        take_pictures(screens or SCREENS)
        return 0
    with VirtualDisplay() as display:
        os.environ["DISPLAY"] = display.name
        take_pictures(screens or SCREENS)
    return 0


def take_pictures(screens: Sequence[str]) -> None:
    """These screens in both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for screen in screens:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as folder:
                os.environ.update({place: os.path.join(folder, place) for place in OWN_PLACES})
                cast = Cast(folder, theme)
                try:
                    SCREENS[screen](cast)
                    _photograph(cast, picture(screen, theme))
                finally:
                    cast.leave()


def picture(screen: str, theme: str) -> Path:
    """Where the picture of a screen is kept."""
    return FOLDER / f"{screen}-{theme}.png"


def _photograph(cast: Cast, path: Path) -> None:
    """Photograph the part of the screen that the window has, with all that lies over it."""
    cast.settle()
    root = cast.window.root
    part = f"{root.winfo_width()}x{root.winfo_height()}+{root.winfo_rootx()}+{root.winfo_rooty()}"
    command = ["convert", "x:root"] + _frame(cast)
    command += ["-crop", part, "+repage", "-strip", "+dither", "-colors", "256", "PNG8:" + str(path)]
    subprocess.run(command, check=True)
    print(path.relative_to(ROOT))


def _frame(cast: Cast) -> List[str]:
    """How to draw a line around the dialog in front: without a window manager it has no frame."""
    front = cast.window.root.grab_current()
    if front is None or front.winfo_class() != "Toplevel":
        return []
    left, top = front.winfo_rootx() - 1, front.winfo_rooty() - 1
    frame = f"rectangle {left},{top} {left + front.winfo_width() + 1},{top + front.winfo_height() + 1}"
    return ["-fill", "none", "-stroke", cast.window.theme.c["line2"], "-draw", frame]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
