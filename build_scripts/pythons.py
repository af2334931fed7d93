"""Finds every Python from 3.6 on that this machine can start: on the PATH, and among those that pyenv keeps.
`python3 build_scripts/pythons.py` prints their paths, the oldest first."""

import glob
import json
import os
import subprocess
import sys
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

OLDEST = (3, 6)
NEWEST_MINOR = 20  # of the names that are tried: python3.6 ... python3.20
ASK = "import json, sys; print(json.dumps([sys.version_info[:3], sys.executable]))"
ANSWERS_WITHIN = 20  # seconds


class Python(NamedTuple):
    """One interpreter that starts: its version as three numbers, and its absolute path."""

    version: Tuple[int, ...]
    path: str

    @property
    def name(self) -> str:
        """The version as people write it, such as `3.11`."""
        return "{}.{}".format(*self.version[:2])


def find_pythons() -> List[Python]:
    """One Python for each minor version that starts here, the oldest first; this very Python stands for its own."""
    found: Dict[Tuple[int, ...], Python] = {}
    for path in candidates():
        python = ask(path)
        if python is not None and python.version >= OLDEST:
            found.setdefault(python.version[:2], python)
    return [found[version] for version in sorted(found)]


def candidates() -> Iterator[str]:
    """The paths worth trying, the preferred first; many of them exist but do not start (the shims of pyenv)."""
    yield sys.executable
    names = ["python3"] + [f"python3.{minor}" for minor in range(OLDEST[1], NEWEST_MINOR + 1)]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in names:
            path = os.path.join(folder, name)
            if os.access(path, os.X_OK):
                yield path
    kept_by_pyenv = os.path.join(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv"), "versions")
    for path in sorted(glob.glob(os.path.join(kept_by_pyenv, "*", "bin", "python3")), reverse=True):
        yield path


def ask(path: str) -> Optional[Python]:
    """The Python behind a path, or None when what is there does not start."""
    try:
        out = subprocess.check_output(
            [path, "-S", "-c", ASK], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=ANSWERS_WITHIN
        )
        version, executable = json.loads(out.decode("utf-8"))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Python(tuple(version), executable)


if __name__ == "__main__":
    for each in find_pythons():
        print(each.path)
