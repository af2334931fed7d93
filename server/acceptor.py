"""The thread that accepts connections and hands them on; it owns the listening sockets."""
import contextlib
import errno
import logging
import selectors
import socket
import threading
from typing import Callable, List

log = logging.getLogger("intranetchat.server")

_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_PAUSE = 0.25  # seconds until the next try when the system has no descriptor left


class Acceptor:
    """The acceptor thread; started and stopped by whoever starts the server."""

    def __init__(self, listeners: List[socket.socket], arrived: Callable[[socket.socket, str], None]) -> None:
        """`arrived(sock, address)` is called on the acceptor's thread for every connection."""
        self._listeners = listeners
        self._arrived = arrived
        self._waker, self._woken = socket.socketpair()
        self._stopping = False
        self._out_of_room = False
        self._thread = threading.Thread(target=self._run, name="acceptor", daemon=True)

    def start(self) -> None:
        """Begin to accept."""
        # Up to Python 3.9 the first thread that ends loads a library (libgcc_s, for pthread_exit), and the process
        # aborts where no descriptor is left for that. So one ends now, while there are some.
        first = threading.Thread(name="first to end", daemon=True)
        first.start()
        first.join()
        self._thread.start()

    def stop(self) -> None:
        """Accept nobody any more, close the listening sockets, and wait for the thread; may be called twice."""
        self._stopping = True
        with contextlib.suppress(OSError):  # closed already
            self._waker.send(b"x")
        self._thread.join()
        for sock in [self._waker, self._woken]:
            sock.close()

    def _run(self) -> None:
        try:
            with selectors.DefaultSelector() as everything, selectors.DefaultSelector() as only_stop:
                everything.register(self._woken, selectors.EVENT_READ)
                only_stop.register(self._woken, selectors.EVENT_READ)
                for listener in self._listeners:
                    everything.register(listener, selectors.EVENT_READ)
                while not self._stopping:
                    for key, _ in everything.select():
                        if key.fileobj is not self._woken and not self._accept(key.fileobj):
                            only_stop.select(_PAUSE)
        except Exception:
            log.exception("The acceptor died; nobody can join any more. Start the server again.")
        finally:
            for listener in self._listeners:
                listener.close()

    def _accept(self, listener: socket.socket) -> bool:
        """Accept all that wait; False when the system has no room for them now."""
        while not self._stopping:
            try:
                sock, address = listener.accept()
            except (BlockingIOError, ConnectionError, InterruptedError):
                return True
            except OSError as error:
                self._say_once(error)
                return error.errno not in _NO_ROOM
            if self._out_of_room:
                self._out_of_room = False
                log.warning("Connections are accepted again.")
            with contextlib.suppress(OSError):  # gone already; its reader will say so
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._arrived(sock, _plain(address[0]))
        return True

    def _say_once(self, error: OSError) -> None:
        if not self._out_of_room:
            self._out_of_room = True
            log.warning("No more connections can be accepted for now: %s. Those who are here stay.", error.strerror)


def _plain(address: str) -> str:
    """The address without an IPv6 zone, and an IPv4 address that came mapped into IPv6 as IPv4 (RFC 4291, 2.5.5.2)."""
    address = address.partition("%")[0]
    return address[7:] if address.startswith("::ffff:") and "." in address else address
