"""Other people's programs, typed at as a person does: in a terminal or at a window of their own.
What they show is not looked at: tests read the programs' own log files, where no escape sequence splits a word."""

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Callable, Dict, List, Optional, Type

from build_scripts.display import VirtualDisplay

LINES, COLUMNS = 40, 120
WITHIN = 30.0  # seconds that a program gets to do what is waited for
LOOKS = 0.05  # seconds between two looks at a log


class Driven:
    """A program that is typed at, as a context at whose end it no longer runs; for one thread."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        raise NotImplementedError

    def becomes(self, condition: Callable[[], bool]) -> bool:
        """Let the program run on until a condition holds; False when it does not in time."""
        deadline = time.monotonic() + WITHIN
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._let_it_run()
        return True

    def __enter__(self) -> "Driven":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._close()

    def _let_it_run(self) -> None:
        time.sleep(LOOKS)

    def _close(self) -> None:
        raise NotImplementedError


class Terminal(Driven):
    """A program in a pseudo-terminal."""

    def __init__(self, command: List[str], home: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        super().__init__(
            subprocess.Popen(
                command,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                env=surroundings(home, TERM="xterm"),
                preexec_fn=os.setsid,
            )
        )
        os.close(theirs)

    def type(self, line: str) -> None:
        """See Driven."""
        os.write(self._ours, line.encode("utf-8") + b"\r")

    def _let_it_run(self) -> None:
        ready, _, _ = select.select([self._ours], [], [], LOOKS)
        if not ready:
            return
        try:
            os.read(self._ours, 65536)
        except OSError:  # Linux says EIO when nobody holds the other end any more
            super()._let_it_run()

    def _close(self) -> None:
        os.close(self._ours)


class Window(Driven):
    """A program with a window on a virtual display of its own, typed at with xdotool."""

    def __init__(self, command: List[str], home: Path) -> None:
        self._display = VirtualDisplay()
        self._environment = surroundings(home, DISPLAY=self._display.__enter__().name)
        self._class = command[0]
        super().__init__(
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._environment,
            )
        )

    def type(self, line: str) -> None:
        """See Driven."""
        windows = self._xdotool("search", "--sync", "--onlyvisible", "--class", self._class).split()
        self._xdotool("windowfocus", "--sync", windows[-1])
        self._xdotool("type", "--delay", "5", line)
        self._xdotool("key", "Return")

    def _xdotool(self, *action: str) -> str:
        return subprocess.check_output(["xdotool", *action], env=self._environment, timeout=WITHIN).decode("utf-8")

    def _close(self) -> None:
        self._display.__exit__(None, None, None)


def missing(*programs: str) -> List[str]:
    """Those of the programs that are not installed."""
    return [program for program in programs if shutil.which(program) is None]


def surroundings(home: Path, **environment: str) -> Dict[str, str]:
    """The environment of a program that has a home folder of its own."""
    return dict(os.environ, HOME=str(home), LANG="C.UTF-8", LC_ALL="C.UTF-8", TZ="UTC", **environment)
