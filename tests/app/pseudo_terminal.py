"""The command-line client as a person runs it: in a terminal whose screen the tests read, or between two pipes.
The screen knows as much of ECMA-48 as the client uses, and fails on anything else."""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

CLIENT = [sys.executable, str(Path(__file__).resolve().parents[2] / "chat_client.py")]
WITHIN = 20.0  # seconds that a program gets to do what is waited for
_PIECE = re.compile("\x1b\\[([?0-9;]*)([A-Za-z])|.", re.DOTALL)
_EMPTY = ""  # stands behind a sign that takes two columns


class Screen:
    """What a terminal shows: rows of signs and a cursor; for one thread."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.row = self.column = 0
        self.cells: List[List[str]] = [[" "] * columns for _ in range(rows)]

    def feed(self, text: str) -> None:
        """Obey what a program printed."""
        for match in _PIECE.finditer(text):
            if match.group(2):
                self._obey(match.group(1), match.group(2))
            else:
                self._print(match.group())

    def text(self) -> List[str]:
        """The rows that have been written on, without the blanks at their ends."""
        lines = ["".join(cells).rstrip() for cells in self.cells]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def _obey(self, numbers: str, command: str) -> None:
        if command == "K":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
        elif command == "H":
            self.row = self.column = 0
        elif command == "J" and numbers == "2":
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
        else:
            assert command == "m" or numbers.startswith("?2004"), f"an unknown sequence: {numbers}{command}"

    def _print(self, sign: str) -> None:
        if sign == "\r":
            self.column = 0
        elif sign == "\n":
            self._next_row()
        elif unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            self.cells[self.row][self.column - 1] += sign
        else:
            assert sign >= " ", f"an unknown control character: {sign!r}"
            self._put(sign, 2 if unicodedata.east_asian_width(sign) in "WF" else 1)

    def _put(self, sign: str, width: int) -> None:
        if self.column + width > self.columns:
            self.column = 0
            self._next_row()
        self.cells[self.row][self.column] = sign
        if width == 2:
            self.cells[self.row][self.column + 1] = _EMPTY
        self.column += width

    def _next_row(self) -> None:
        self.row += 1
        if self.row == self.rows:
            self.row -= 1
            self.cells = self.cells[1:] + [[" "] * self.columns]


class ClientTerminal:
    """The client in a terminal of its own, as a context at whose end it no longer runs; for one thread."""

    def __init__(self, *arguments: Any, columns: int = 80, rows: int = 24, shell: str = "",
                 **environment: str) -> None:
        """`shell` is what a shell with job control does; "$@" stands for the client in it."""
        self.screen = Screen(columns, rows)
        self.raw = ""
        self._ours, self._theirs = pty.openpty()
        self._resize(columns, rows)
        self.modes_before = termios.tcgetattr(self._theirs)
        self._undecoded = b""
        command = (["/bin/sh", "-mc", shell, "sh"] if shell else []) + CLIENT
        self.process = subprocess.Popen(
            command + [str(argument) for argument in arguments], stdin=self._theirs, stdout=self._theirs,
            stderr=self._theirs, env=surroundings(**environment), preexec_fn=self._own_the_terminal)

    @property
    def modes(self) -> List[Any]:
        """The terminal's modes now, as termios gives them."""
        return termios.tcgetattr(self._theirs)

    @property
    def bottom(self) -> str:
        """The last row that is written on."""
        return self.screen.text()[-1] if self.screen.text() else ""

    @property
    def cursor(self) -> Tuple[int, int]:
        """Row and column of the cursor."""
        return self.screen.row, self.screen.column

    def type(self, keys: str) -> None:
        """Press keys; Enter is a carriage return."""
        os.write(self._ours, keys.encode("utf-8"))

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and an empty screen of that size."""
        self.screen = Screen(columns, rows)
        self._resize(columns, rows)

    def wait(self, condition: Callable[[], Any], what: str = "") -> None:
        """Let the client run on until a condition holds."""
        deadline = time.monotonic() + WITHIN
        while not condition():
            self._read()
            assert time.monotonic() < deadline, "not in time: {}\n{}".format(what, "\n".join(self.screen.text()))

    def wait_for(self, text: str) -> None:
        """Let the client run on until a row holds `text`."""
        self.wait(lambda: any(text in line for line in self.screen.text()), text)

    def wait_for_bottom(self, row: str) -> None:
        """Let the client run on until the row being typed is `row`."""
        self.wait(lambda: self.bottom == row, row)

    def exit_code(self) -> int:
        """The exit code, once the client has ended by itself."""
        self.wait(lambda: self.process.poll() is not None, "its end")
        while self._read():
            pass
        return self.process.returncode

    def __enter__(self) -> "ClientTerminal":
        return self

    def __exit__(self, *error: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def _resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _own_the_terminal(self) -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], 0.02)
        if not ready:
            return False
        self._undecoded += os.read(self._ours, 65536)
        text = self._undecoded.decode("utf-8", "ignore")
        if self._undecoded != text.encode("utf-8") or _is_cut(text):
            return True  # the rest of a sign or of a sequence is yet to come
        self._undecoded = b""
        self.raw += text
        self.screen.feed(text)
        return True


class Piped:
    """How the client ran between two pipes."""

    def __init__(self, *arguments: Any, text: str = "", **environment: str) -> None:
        process = subprocess.Popen(
            CLIENT + [str(argument) for argument in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=surroundings(**environment))
        try:
            out, errors = process.communicate(text.encode("utf-8"), timeout=WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        self.code = process.returncode
        self.lines = out.decode("utf-8").splitlines()
        self.errors = errors.decode("utf-8")


def surroundings(**environment: str) -> Dict[str, str]:
    """The environment of a program that the tests start."""
    names: Dict[str, Optional[str]] = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR=None)
    names.update(environment)
    return {name: value for name, value in names.items() if value is not None}


def _is_cut(text: str) -> bool:
    return re.search("\x1b(?:\\[[?0-9;]*)?$", text) is not None
