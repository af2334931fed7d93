"""Signals as notes for the owner's next turn: a handler runs between any two steps, so it only writes down."""
import signal
from typing import Any, Dict


class Signals:
    """What the system asked for since the last look; used by the main thread alone, which Python's signals need."""

    def __init__(self) -> None:
        self.interrupted = False  # Ctrl+C, or the end of the terminal or of the system
        self.stopped = False  # Ctrl+Z
        self.continued = False
        self._before: Dict[int, Any] = {}

    def listen(self, edits: bool) -> None:
        """Take the signals; those of job control only where the terminal's modes are ours."""
        noted = {"SIGINT": self._interrupt, "SIGTERM": self._interrupt, "SIGHUP": self._interrupt}
        if edits:
            noted.update(SIGTSTP=self._stop, SIGCONT=self._continue)
        for name, handler in noted.items():
            signum = getattr(signal, name, None)  # Windows lacks some
            if signum is not None:
                self._before[signum] = signal.signal(signum, handler)

    def restore(self) -> None:
        """Give the signals back."""
        for signum, handler in self._before.items():
            signal.signal(signum, handler)
        self._before.clear()

    def _interrupt(self, signum: int, frame: Any) -> None:
        if self.interrupted:  # a second time: something is stuck
            raise KeyboardInterrupt
        self.interrupted = True

    def _stop(self, signum: int, frame: Any) -> None:
        self.stopped = True

    def _continue(self, signum: int, frame: Any) -> None:
        self.continued = True
