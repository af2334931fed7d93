"""The own server's test: it is visited from each of this computer's addresses, as far as that tells what others see."""
import functools
import queue
import sys
import threading
from typing import Callable, List, Optional, Sequence

from server.addresses import host_and_port

from .diagnosis import ANSWERED, Reach, Verdict, judge_self
from .doctor import FINE, RUNNING, WRONG, Step
from .doctor_checks import reach

WITHIN = 3.0  # seconds for each address


class SelfTest:
    """A look at the server that listens here; used by its owner, who starts it, polls it and never waits."""

    def __init__(self, port: int, addresses: Sequence[str]) -> None:
        """`addresses` are those that others would use."""
        self.verdict: Optional[Verdict] = None
        self.reaches: List[Reach] = []  # as they come
        self._port = port
        self._addresses = tuple(addresses)
        self._came: queue.Queue[Reach] = queue.Queue()
        self._cancelled = False

    @property
    def steps(self) -> List[Step]:
        """The addresses, and how it goes there."""
        done = {each.address: FINE if each.outcome == ANSWERED else WRONG for each in self.reaches}
        return [Step(host_and_port(each, self._port), done.get(each, RUNNING)) for each in self._addresses]

    @property
    def is_over(self) -> bool:
        """Whether there is a verdict, or nobody wants one any more."""
        return self.verdict is not None or self._cancelled

    def start(self) -> None:
        """Begin to look, and return at once."""
        for address in self._addresses:
            check = functools.partial(reach, address, self._port, WITHIN, address)
            threading.Thread(target=self._run, args=(check,), name="self-test " + address, daemon=True).start()

    def poll(self) -> bool:
        """Take note of what was found; whether anything has changed."""
        before = len(self.reaches)
        while not self._came.empty():
            self.reaches.append(self._came.get_nowait())
        if not self.is_over and len(self.reaches) == len(self._addresses):
            self.verdict = judge_self(self._port, self.reaches, sys.platform)
            return True
        return len(self.reaches) != before

    def cancel(self) -> None:
        """Look no further; what still waits for the network ends by itself."""
        self._cancelled = True

    def _run(self, check: Callable[[], Reach]) -> None:
        """On a thread of its own."""
        self._came.put(check())
