"""The hand-off from many threads to the one that owns the meaning; the order of arrival is kept here.

It is a deque and a lock rather than queue.Queue, because its owner takes a whole turn's items at once: under load that
costs a fortieth of a microsecond an item, where Queue.get costs more than one. A lock wakes the owner with fewer steps
than a threading.Event, which is made of one.
"""
import contextlib
import threading
from collections import deque
from typing import Any, Deque, List


class Inbox:
    """What other threads brought and the owner has not yet taken; put from any thread, take from the owner's."""

    __slots__ = ("_items", "_waiting", "_wake")

    def __init__(self) -> None:
        self._items: Deque[Any] = deque()
        self._waiting = False  # the owner sleeps, or is about to
        self._wake = threading.Lock()  # released to wake the owner
        self._wake.acquire()

    def put(self, item: Any) -> None:
        """Hand `item` over; wakes the owner where it waits."""
        self._items.append(item)
        if self._waiting:
            self._waiting = False
            with contextlib.suppress(RuntimeError):  # another thread was as fast, and has released it already
                self._wake.release()

    def take(self, timeout: float, most: int = 8192) -> List[Any]:
        """At most `most` items in the order of arrival; waits up to `timeout` seconds for the first."""
        items = self._items
        while not items:
            # Set before the second look, so that no wake-up is lost; at worst one comes too many, and it waits anew.
            self._waiting = True
            if items or not self._wake.acquire(timeout=timeout):
                break
        self._waiting = False
        return [items.popleft() for _ in range(min(len(items), most))]
