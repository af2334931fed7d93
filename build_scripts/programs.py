"""Child processes that are talked with line by line, and the waiting for what they say.
Packaging and tests use it to run the real programs; nothing here sleeps or waits without an end."""

import contextlib
import queue
import re
import subprocess
import threading
import time
from types import TracebackType
from typing import List, Mapping, Match, Optional, Sequence, Type

from build_scripts import ROOT, Problem

WITHIN = 30.0  # seconds that a program gets to say or do what is waited for


class Program:
    """A running child process, as a context at whose end it no longer runs; for one thread."""

    def __init__(self, command: Sequence[str], environment: Optional[Mapping[str, str]] = None) -> None:
        self.command = command
        self.said: List[str] = []  # every line so far, of both outputs
        self._lines: queue.Queue[Optional[str]] = queue.Queue()
        self._process = subprocess.Popen(
            list(command),
            cwd=str(ROOT),
            env=None if environment is None else dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._reader = threading.Thread(target=self._read, name="output of " + command[0], daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def say(self, line: str) -> None:
        """Give the program a line of input."""
        self._process.stdin.write((line + "\n").encode("utf-8"))
        self._process.stdin.flush()

    def end_input(self) -> None:
        """Tell the program that no more input comes."""
        self._process.stdin.close()

    def expect(self, pattern: str, within: float = WITHIN) -> Match[str]:
        """The first match of a regular expression in the lines to come. Raises Problem when there is none in time."""
        deadline = time.monotonic() + within
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise self.problem(f"did not say {pattern!r} within {within:.0f} s") from None
            if line is None:
                raise self.problem(f"ended before it said {pattern!r}")
            self.said.append(line)
            match = re.search(pattern, line)
            if match is not None:
                return match

    def has_ended(self) -> bool:
        """True once the program runs no more."""
        return self._process.poll() is not None

    def ended(self, within: float = WITHIN) -> int:
        """The exit code, once the program has ended by itself. Raises Problem when it does not in time."""
        try:
            code = self._process.wait(within)
        except subprocess.TimeoutExpired:
            raise self.problem(f"did not end within {within:.0f} s") from None
        self._reader.join(within)
        return code

    def terminate(self) -> int:
        """Ask the program to end, as a system does when it shuts down; its exit code. Raises Problem if it will not."""
        self._process.terminate()
        return self.ended()

    def problem(self, what: str) -> Problem:
        """What to raise when the program did something wrong: its command, what that was, and its last lines."""
        while not self._lines.empty():
            self.said.append(self._lines.get() or "(end)")
        said = "\n    ".join(self.said[-20:]) or "(nothing)"
        return Problem(f"`{' '.join(self.command)}` {what}. What it said:\n    {said}")

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._reader.join(WITHIN)
        self._process.stdout.close()
        with contextlib.suppress(OSError):  # what is still to be written has no reader any more
            self._process.stdin.close()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))
        self._lines.put(None)
