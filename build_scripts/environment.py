"""The environment `.venv` in which the tools run: one folder in it for each Python version, such as `.venv/3.11`.
It owns the making of them, from the pinned requirements.txt and only when something changed."""

import hashlib
import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import List, Optional

from build_scripts import ROOT, Problem

REQUIREMENTS = ROOT / "requirements.txt"
SHORT_VERSION = "{}.{}".format(*sys.version_info[:2])


def prepared_python() -> Path:
    """The interpreter of this Python's environment, which is made or brought up to date first. Raises Problem."""
    folder = ROOT / ".venv" / SHORT_VERSION
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "ready.txt"
    maker = f"Python {platform.python_version()} in {sys.base_prefix}"
    tools = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    ready = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() else []
    if ready == [maker, tools] and python.exists():
        return python
    print(f"Preparing {folder} ...", flush=True)
    if ready[:1] != [maker] or not python.exists():
        make_environment(folder)
    install_tools(python)
    stamp.write_text(f"{maker}\n{tools}\n", encoding="utf-8")
    return python


def make_environment(folder: Path) -> None:
    """Make an empty virtual environment in a folder, in place of any that is there. Raises Problem."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise Problem(
            f"This Python {SHORT_VERSION} lacks its venv module: install it (Debian and Ubuntu: "
            f"`sudo apt install python{SHORT_VERSION}-venv`) and run this again."
        )
    failure = failure_of([sys.executable, "-m", "venv", "--clear", str(folder)])
    if failure is not None:
        raise Problem(
            f"No virtual environment could be made in {folder} ({failure}): see that the folder can be written "
            "and that the disk has room, and run this again."
        )


def install_tools(python: Path) -> None:
    """Install the pinned tools into the environment of an interpreter. Raises Problem."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    failure = failure_of([*pip, "--requirement", str(REQUIREMENTS)])
    if failure is not None:
        raise Problem(
            f"The tools in requirements.txt could not be installed ({failure}): check that pypi.org, or the mirror "
            "that PIP_INDEX_URL names, can be reached from here, and run this again."
        )


def failure_of(command: List[str]) -> Optional[str]:
    """Run a command; None when it worked, else the last line that it had to say."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return None
    said = done.stdout.decode("utf-8", "replace").split("\n")
    errors = [line for line in said if line.startswith("ERROR:")] or [line for line in said if line.strip()]
    return errors[-1].strip().rstrip(".") if errors else f"exit code {done.returncode}"
