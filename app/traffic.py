"""How much is said on a server: samples of a count that grows become messages a minute."""
from collections import deque
from typing import Deque, Tuple

WINDOW = 60.0  # seconds that are looked back


class Traffic:
    """The messages of one server; used by one thread."""

    __slots__ = ("_samples",)

    def __init__(self) -> None:
        self._samples: Deque[Tuple[float, int]] = deque()

    def note(self, count: int, now: float) -> None:
        """At `now`, in seconds of any clock, `count` messages were said since the server started."""
        if self._samples and count < self._samples[-1][1]:
            self._samples.clear()  # it was started anew
        self._samples.append((now, count))
        while len(self._samples) > 2 and self._samples[1][0] <= now - WINDOW:
            self._samples.popleft()

    @property
    def total(self) -> int:
        """Messages since the server started."""
        return self._samples[-1][1] if self._samples else 0

    @property
    def per_minute(self) -> int:
        """Messages within the last minute, or since the first sample where that is later."""
        return self._samples[-1][1] - self._samples[0][1] if self._samples else 0
