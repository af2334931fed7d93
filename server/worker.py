"""Slow work away from the hub: one thread that computes, and hands each result to whoever waits for it.

It touches no state of the network; what it computes comes as a function and goes as a value.
"""
import logging
import queue
import threading
from typing import Any, Callable, Optional, Tuple

log = logging.getLogger("intranetchat.server")

Work = Callable[[], Any]
Done = Callable[[Any], None]


class Worker:
    """A thread for slow computations; told what to do by any thread."""

    def __init__(self, hand_over: Callable[[Done, Any], None], name: str) -> None:
        """`hand_over(done, result)` is called on the worker's thread; it lets `done` be called on the right one."""
        self._hand_over = hand_over
        self._tasks: queue.Queue[Optional[Tuple[Work, Done]]] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def do(self, work: Work, done: Done) -> None:
        """Compute `work()` when its turn comes, and hand its result over for `done`; None if it failed."""
        self._tasks.put((work, done))

    def stop(self) -> None:
        """Forget what was not begun, and wait for the thread; may be called twice, or without a start."""
        try:
            while True:
                self._tasks.get_nowait()
        except queue.Empty:
            self._tasks.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            task = self._tasks.get()
            if task is None:
                return
            work, done = task
            try:
                result = work()
            except Exception:
                log.exception("A computation failed; its asker is told that it did not work.")
                result = None
            self._hand_over(done, result)
