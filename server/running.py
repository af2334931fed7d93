"""The servers that this person runs on this computer, as one small file each, so that the window finds them.

Each file is locked by its server, so one that was left behind by a crash is known by its lock being free.
"""
import contextlib
import json
import os
import re
from pathlib import Path
from typing import IO, Any, Dict, List, Optional

from .announcement import Announcement, from_pairs, to_pairs
from .data import data_folder
from .locking import lock
from .nearby import HERE, LOOPBACK, Sighting

_MOST_FILES = 50  # looked at
_MOST_BYTES = 4096  # of one file
_LOCKED_BYTE = 1 << 30  # beyond the text, since Windows lets nobody read what is locked
_FILE_NAME = re.compile(r"[0-9a-f]{8,32}\.json")


class Note:
    """The file of one running server; the announcer's thread alone calls it."""

    def __init__(self, id: str, host: str, port: int) -> None:
        """`host` is where this computer reaches it."""
        self._path = _folder() / f"{id}.json"
        self._place: Dict[str, Any] = {"host": host, "port": port}
        self._file: Optional[IO[bytes]] = None

    def write(self, announcement: Announcement) -> bool:
        """Write down what is so now; False where that can't be done, and may be tried again."""
        text = json.dumps(dict(to_pairs(announcement), **self._place), ensure_ascii=False, indent=1)
        try:
            file = self._opened()
            if file is None:
                return False
            file.seek(0)
            file.truncate()
            file.write(text.encode("utf-8", "replace"))
            file.flush()
        except OSError:
            return False
        return True

    def remove(self) -> None:
        """The server has stopped; may be called twice."""
        if self._file is None:
            return
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _opened(self) -> Optional[IO[bytes]]:
        """The locked file; a reader may have taken it for a left-over before it was locked."""
        if self._file is not None and self._path.exists():
            return self._file
        self.remove()
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = open(str(self._path), "a+b")  # noqa: SIM115
        if not lock(file, _LOCKED_BYTE):
            file.close()
            return None
        self._file = file
        return file


def running() -> List[Sighting]:
    """The servers that run now; files that were left behind are removed."""
    try:
        names = sorted(name for name in os.listdir(str(_folder())) if _FILE_NAME.fullmatch(name))
    except OSError:
        return []
    sightings = [_read(_folder() / name) for name in names[:_MOST_FILES]]
    return [sighting for sighting in sightings if sighting is not None]


def _folder() -> Path:
    return Path(data_folder()) / "running"


def _read(path: Path) -> Optional[Sighting]:
    try:
        with open(str(path), "r+b") as file:
            left_behind = lock(file, _LOCKED_BYTE)
            file.seek(0)
            text = b"" if left_behind else file.read(_MOST_BYTES)
        if left_behind:
            path.unlink()
            return None
        said = json.loads(text.decode("utf-8"))
        host, port = said.get("host", LOOPBACK), said["port"]
        pairs = {key: value for key, value in said.items() if isinstance(value, str)}
        if not isinstance(host, str) or not isinstance(port, int):
            return None
        return Sighting(HERE + path.stem, from_pairs(path.stem, pairs), (host,), port, is_here=True)
    except (OSError, ValueError, KeyError, AttributeError):
        return None  # half written, or gone
