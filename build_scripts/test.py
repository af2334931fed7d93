"""The test command: `python3 build_scripts/test.py [arguments for pytest]`, with any Python from 3.6 on.
It prepares all that the tests need, pytest and a display, and ends with pytest's exit code."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Dict, List, Optional

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import ROOT, Problem
from build_scripts.display import VirtualDisplay, needs_virtual_display
from build_scripts.environment import prepared_python

STOPS_WITHIN = 30  # seconds that pytest gets to end after a signal


def main(arguments: List[str]) -> int:
    """Prepare what the tests need and run pytest with the arguments; returns its exit code."""
    signal.signal(signal.SIGTERM, stop)
    try:
        python = prepared_python()
        if not (has_tkinter() and needs_virtual_display()):
            return run_pytest(python, arguments, dict(os.environ))
        with VirtualDisplay() as display:
            return run_pytest(python, arguments, dict(os.environ, DISPLAY=display.name))
    except Problem as problem:
        print(f"The tests could not run. {problem}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def stop(number: int, frame: Optional[FrameType]) -> None:
    """Leave on a signal as on any other end, so that what was started is stopped too."""
    sys.exit(128 + number)


def has_tkinter() -> bool:
    """True when this Python can open windows at all; without it the tests that need one say so and are skipped."""
    return importlib.util.find_spec("_tkinter") is not None


def run_pytest(python: Path, arguments: List[str], environment: Dict[str, str]) -> int:
    """Run pytest in the project's folder until it ends; it hears Ctrl+C itself and closes its report."""
    process = subprocess.Popen([str(python), "-m", "pytest", *arguments], cwd=str(ROOT), env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return process.wait(STOPS_WITHIN)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(STOPS_WITHIN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
