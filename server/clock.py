"""The server's idea of now: Unix seconds that never go back; the system's clock is read here and nowhere else."""
import time
from typing import Callable


class SteadyClock:
    """A clock that follows the system's clock forward and never back; used by the hub thread alone."""

    __slots__ = ("_elapsed", "_elapsed_at", "_now", "_wall")

    def __init__(self, wall: Callable[[], float] = time.time, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._now: float = wall()
        self._elapsed_at: float = elapsed()

    def begin_after(self, moment: float) -> None:
        """Let time go on from `moment` (Unix seconds) where the system's clock is behind it."""
        self._now = max(self._now, moment)

    def now(self) -> float:
        """Unix seconds; when the system's clock was set back, time goes on from where it was."""
        elapsed = self._elapsed()
        self._now = max(self._wall(), self._now + elapsed - self._elapsed_at)
        self._elapsed_at = elapsed
        return self._now
