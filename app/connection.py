"""The one link that a client has or is making, and what other threads brought from it; no meaning is given to bytes."""
import queue
from typing import Any, Callable, List, NamedTuple, Optional, Tuple, Union

from .dialing import ANY_WISH, DialFailed, Linked
from .protection import PLAIN, Protection, Wish

MOST_WAITING = 16 << 20  # bytes for a server that makes us speak and doesn't read
LINKED, NOT_LINKED, DATA, ENDED = "linked", "not-linked", "data", "ended"


class Brought(NamedTuple):
    """Something that another thread brought."""

    kind: str  # LINKED, NOT_LINKED, DATA or ENDED
    data: bytes = b""
    failure: Optional[DialFailed] = None


class _Attempt:
    """One dialing; the dialing thread reads `cancelled` and nothing else."""

    __slots__ = ("cancelled",)

    def __init__(self) -> None:
        self.cancelled: bool = False


class Connection:
    """A link to a server, or none; used by the client's owner, other threads only fill its queue."""

    def __init__(self, dial: Callable[..., None], wake: Callable[[], None]) -> None:
        """`dial(host, port, deliver, done, wish)` as in dialing.dial; `wake` is called on other threads."""
        self._dial = dial
        self._wake = wake
        self._inbox: queue.Queue[Tuple[Any, Any]] = queue.Queue()
        self._attempt: Optional[_Attempt] = None
        self._link: Any = None  # a Transport
        self._early: bytes = b""  # what the server said with the last of the handshake
        self.protection: Protection = PLAIN  # of the link that stands, or the last one
        self._ending: List[Any] = []  # closed by us; their readers have not ended yet

    @property
    def stands(self) -> bool:
        """Whether there is a link."""
        return self._link is not None

    def open(self, host: str, port: int, wish: Wish = ANY_WISH) -> None:
        """Begin to make a link; `take` gives LINKED or NOT_LINKED."""
        attempt = self._attempt = _Attempt()

        def done(result: Any) -> None:  # on the dialing thread
            if not attempt.cancelled:
                self._put(attempt, result)
            elif not isinstance(result, DialFailed):
                result.transport.close()

        self._dial(host, port, self._put, done, wish)

    def take(self) -> Optional[Brought]:
        """The next thing that was brought, or None."""
        if self._early:
            early, self._early = self._early, b""
            return Brought(DATA, early)
        while True:
            try:
                source, item = self._inbox.get_nowait()
            except queue.Empty:
                return None
            brought = self._dialed(source, item) if isinstance(source, _Attempt) else self._delivered(source, item)
            if brought is not None:
                return brought

    def send(self, data: bytes) -> bool:
        """Send `data` and what stayed from before, without waiting; whether all of it is with the system."""
        if self._link is None:
            return False
        if data:
            self._link.send([data])
        if self._link.pending:
            self._link.flush()
        if self._link.pending > MOST_WAITING:
            self._link.fail("The server doesn’t read what it is sent.")
        return not self._link.pending and not self._link.error

    def close(self) -> None:
        """End the link, or stop making one; nothing more of it is brought."""
        if self._attempt is not None:
            self._attempt.cancelled = True
            self._attempt = None
        if self._link is not None:
            self._link.close()
            self._ending.append(self._link)
            self._link = None
        self._early = b""

    def join(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for the readers of closed links, and give their descriptors back."""
        for link in list(self._ending):
            link.join(timeout)
        while self.take() is not None:
            pass  # what a new link brings belongs to nobody by now

    def _put(self, source: Any, item: Any) -> None:
        """Called on other threads."""
        self._inbox.put((source, item))
        self._wake()

    def _dialed(self, attempt: _Attempt, result: Union[Linked, DialFailed]) -> Optional[Brought]:
        if attempt is not self._attempt:
            if isinstance(result, Linked):
                result.transport.close()
            return None
        self._attempt = None
        if isinstance(result, DialFailed):
            return Brought(NOT_LINKED, failure=result)
        link = result.transport
        try:
            self._early = link.decrypt(b"") if link.tls is not None else b""
            link.start()
        except OSError as error:
            link.close()
            return Brought(NOT_LINKED, failure=DialFailed("lost", f"The connection broke at once: {error.strerror}."))
        except RuntimeError:
            link.close()
            sentence = "This computer has no room for another thread. Close some programs, then try again."
            return Brought(NOT_LINKED, failure=DialFailed("other", sentence))
        self._link, self.protection = link, result.protection
        return Brought(LINKED)

    def _delivered(self, link: Any, data: bytes) -> Optional[Brought]:
        if not data:
            link.close()
            if link in self._ending:
                self._ending.remove(link)
        else:
            link.take()
        if link is not self._link:
            return None
        if not data:
            self._link = None
            return Brought(ENDED)
        if link.tls is not None:
            data = self._decrypted(link, data)
        return Brought(DATA, data) if data else None

    def _decrypted(self, link: Any, data: bytes) -> bytes:
        """The plain bytes; a link that can't be believed any more breaks, and one that was ended is closed."""
        try:
            data = link.decrypt(data)
        except OSError as error:
            link.fail(error.strerror)
            return b""
        if link.tls.ended:
            link.finish()
        return data
