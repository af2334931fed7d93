"""The real window with a heart that beats in its thread, for benchmark.py: how long does it not answer?

It takes the options of `python3 -m app`, and one command a line of its input; each is answered with one line of JSON.
"""
import json
import logging
import sys
import time
import tkinter as tk
from pathlib import Path
from typing import Any, Callable, Dict, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.__main__ import _options
from app.ui.appearance import SystemAppearance
from app.ui.native import make_root
from app.ui.opening import open_window

BEAT = 2  # milliseconds between two beats


class Watch:
    """The window, its longest time without a beat, and the commands; Tk thread only."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.root = make_root()
        self.window = open_window(self.root, SystemAppearance(command=()), _options(list(arguments)))
        self._last = self._longest = 0.0
        self._aim = 0
        self._commands: Dict[str, Callable[[], None]] = {
            "watch": self._watch, "read back": self._read_back, "longest": self._answer, "quit": self.window.quit}

    def run(self) -> None:
        """Beat and obey until the window is closed."""
        self.root.createfilehandler(sys.stdin, tk.READABLE, self._obey)
        self.root.after(BEAT, self._beat)
        self.root.mainloop()

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._last:
            self._longest = max(self._longest, now - self._last)
        self._last = now
        self.root.after(BEAT, self._beat)

    def _obey(self, *_event: Any) -> None:
        command = sys.stdin.readline().rstrip("\n")
        self._commands.get(command, self.window.quit)()

    def _watch(self) -> None:
        self._last = self._longest = 0.0
        self._answer()

    def _read_back(self) -> None:
        """Show the oldest message again and again, until there is none before it; then answer."""
        found = self.window.conversation
        self.window.transcript.jump_to_start()
        if found is not None and (found.begins or not found.has_room):
            self._answer()
        else:
            self.root.after(BEAT, self._read_back)

    def _answer(self) -> None:
        found = self.window.conversation
        counts = (len(found.lines), len(found.members)) if found is not None else (0, 0)
        print(json.dumps({"longest": self._longest, "lines": counts[0], "members": counts[1]}), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    Watch(sys.argv[1:]).run()
