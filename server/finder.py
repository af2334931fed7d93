"""The thread that looks for servers nearby: what the network announces, and what runs on this computer.

It keeps one list up to date, which its owner reads whenever it likes.
"""
import contextlib
import logging
import queue
import threading
import time
from typing import Dict, List, Optional, Sequence, Tuple

from . import discovery
from .nearby import FoundServer, Interface, Sighting, listed
from .running import running

log = logging.getLogger("intranetchat.server")

BEAT = 1.0  # seconds between two looks at this computer's files and addresses
FIRST_ASKED = 3.0  # seconds after which what was not found is probably not there
SETTLES_WITHIN = 3.0  # seconds that known servers get to be heard again after the network has changed
RETRY = 5.0  # seconds until a network that could not be used is tried again
PATIENCE = 500  # milliseconds for a question about one server; as a rule its announcement has said it all
MOST_TRIES = 4  # questions about one server
MOST_NAMES = 300  # servers that are remembered; more come from somebody who means harm


class Finder:
    """A look around; its owner starts, asks and stops it, and never waits."""

    def __init__(self) -> None:
        self.found: Tuple[FoundServer, ...] = ()  # replaced, never changed; any thread may read it
        self.problem = ""  # the sentence why the network can't be looked at, or ""
        self.has_asked = False  # whether everybody has had the time to answer
        self._again = threading.Event()
        self._stopping = threading.Event()
        self._news: queue.Queue[Optional[Tuple[str, bool]]] = queue.Queue(10 * MOST_NAMES)
        self._browser: Optional[discovery.Browser] = None
        self._networks: List[Interface] = []
        self._heard: Dict[str, Sighting] = {}
        self._unsure: Dict[str, int] = {}  # names of which the address is not known yet -> questions asked
        self._stale: Dict[str, float] = {}  # heard before the network changed -> when to forget them
        self._retry_at = 0.0
        self._thread = threading.Thread(target=self._run, name="finder", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def look_again(self) -> None:
        """Ask everybody anew."""
        self._again.set()
        self._wake()

    def stop(self) -> None:
        """Look no more; returns at once, and may be called twice."""
        self._stopping.set()
        self._wake()

    def join(self) -> None:
        """Wait for the thread, two seconds at most."""
        self._thread.join(2.0)

    def _wake(self) -> None:
        self._changed("", False)

    def _changed(self, name: str, is_there: bool) -> None:
        """Called on the library's thread as well; what comes faster than it can be used is lost until asked again."""
        with contextlib.suppress(queue.Full):
            self._news.put_nowait((name, is_there))

    # Everything below runs on the finder's thread.

    def _run(self) -> None:
        try:
            self._publish()  # what runs here needs no library
            self.problem = discovery.why_missing()
            asked_until = time.monotonic() + FIRST_ASKED
            while not self._stopping.is_set():
                now = time.monotonic()
                if not self.problem:
                    self._follow_network(now)
                self._take(BEAT if not self._unsure else 0.05)
                self._ask()
                self._forget_stale(time.monotonic())
                self._publish()
                self.has_asked = self.has_asked or bool(self.problem) or now >= asked_until
        except Exception:
            log.exception("The finder died; servers can be joined by their address.")
            self.problem = "Servers can’t be found now; type the address instead."
        finally:
            self._close()

    def _follow_network(self, now: float) -> None:
        """Look with new sockets after a change of this computer's addresses, and when asked to."""
        networks = discovery.interfaces()
        again = self._again.is_set()
        self._again.clear()
        if (self._browser is not None and networks == self._networks and not again) or now < self._retry_at:
            return
        self._networks = networks
        self._close()
        self._stale = dict.fromkeys(self._heard, now + SETTLES_WITHIN)
        try:
            self._browser = discovery.Browser(self._changed)
        except discovery.CantBeUsed as error:
            log.info("The network could not be looked at: %s. It is tried again.", error)
            self._retry_at = now + RETRY

    def _take(self, patience: float) -> None:
        """Take note of who came and went; wait for it at most `patience` seconds."""
        try:
            news = self._news.get(timeout=patience)
            while True:
                self._note(*news)
                news = self._news.get_nowait()
        except queue.Empty:
            pass

    def _note(self, name: str, is_there: bool) -> None:
        if not is_there:
            for known in (self._heard, self._unsure, self._stale):
                known.pop(name, None)
        elif name in self._heard or len(self._heard) + len(self._unsure) < MOST_NAMES:
            self._stale.pop(name, None)
            self._unsure[name] = 0

    def _ask(self) -> None:
        """Ask about those whose address is not known, the least asked first; a few at a time."""
        if self._browser is None:
            return
        deadline = time.monotonic() + BEAT
        for name in sorted(self._unsure, key=self._unsure.__getitem__):
            sighting = self._browser.sighting(name, PATIENCE if self._unsure[name] else 1)
            self._unsure[name] += 1
            if sighting is not None:
                self._heard[name] = sighting
            if sighting is not None or self._unsure[name] > MOST_TRIES:
                del self._unsure[name]
            if time.monotonic() > deadline or self._stopping.is_set():
                return

    def _forget_stale(self, now: float) -> None:
        for name in [name for name, until in self._stale.items() if now >= until]:
            del self._stale[name]
            self._heard.pop(name, None)

    def _publish(self) -> None:
        found = tuple(listed(running() + list(self._heard.values()), self._networks))
        if found != self.found:
            self.found = found

    def _close(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            browser.close()


def named(found: Sequence[FoundServer], name: str) -> List[FoundServer]:
    """Those of the found servers that a person means by `name`."""
    wanted = name.strip().casefold()
    return [server for server in found if server.name.casefold() == wanted]
