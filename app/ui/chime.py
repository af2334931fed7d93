"""The sound of a notice: made once by arithmetic, kept as a small file, and played by what the system has for it.
Nothing here waits for the end of the sound.
"""

import array
import math
import os
import shutil
import sys
import wave
from typing import Callable, List, Optional

from app import paths

RATE = 22050  # samples a second
NOTES = ((0.0, 784.0), (0.11, 1046.5))  # seconds, hertz: G5, C6
LENGTH = 0.5  # seconds
LOUDNESS = 0.22  # of the loudest there can be
FADE = 9.0  # how fast a note dies away, per second
PLAYERS = {
    "darwin": (("afplay",),),
    "linux": (("paplay",), ("pw-play",), ("aplay", "-q"), ("canberra-gtk-play", "-f")),
}


def play(run: Callable[[List[str]], object], bell: Callable[[], object], platform: str = sys.platform) -> None:
    """Play it: `run` starts a program with these arguments, `bell` is the terminal's, where there is nothing else."""
    path = _file()
    if platform == "win32" and path:
        import winsound
        try:
            winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError:
            bell()
        return
    player = _player(platform) if path else None
    if player is None:
        bell()
    else:
        run(player + [path])


def samples() -> bytes:
    """Return the sound: mono, 16 bits, RATE samples a second."""
    made = array.array("h")
    for number in range(int(RATE * LENGTH)):
        now = number / RATE
        level = sum(_tone(now - start, hertz) for start, hertz in NOTES if now >= start)
        made.append(int(32767 * LOUDNESS * level * min(1.0, (LENGTH - now) * 20)))
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _tone(age: float, hertz: float) -> float:
    attack = min(1.0, age * 200)
    return attack * math.exp(-FADE * age) * math.sin(2 * math.pi * hertz * age)


def _player(platform: str) -> Optional[List[str]]:
    for player in PLAYERS.get(platform, PLAYERS["linux"]):
        found = shutil.which(player[0])
        if found:
            return [found] + list(player[1:])
    return None


def _file() -> str:
    """Return the path of the sound's file, made where it is missing; '' where that can't be."""
    path = paths.sound_file()
    if os.path.exists(path):
        return path
    try:
        paths.make_folder(os.path.dirname(path))
        with open(path + ".new", "wb") as unfinished, wave.open(unfinished, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples())
        os.replace(path + ".new", path)
    except OSError:
        return ""
    return path
