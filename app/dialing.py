"""Making a link: a thread of its own looks a host up and tries its addresses, so that the owner never waits."""
import errno
import logging
import socket
import threading
import time
from typing import Any, Callable, List, NamedTuple, Tuple, Union

from server.addresses import host_and_port
from server.transport import Transport

from .protection import PLAIN, Protection, Wish

log = logging.getLogger("intranetchat.dialing")

TIMEOUT = 10  # seconds for all addresses of a host together
_LEAST = 1.0  # seconds for each address, however many there are
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL)
_TELLING = ("refused", "timeout", "unreachable", "other")  # of several failures the first of these is said

ANY_WISH = Wish()


class Linked(NamedTuple):
    """A link that was made, and what protects it."""

    transport: Any  # a Transport; not yet started
    protection: Protection = PLAIN


Deliver = Callable[[Any, bytes], None]
Done = Callable[[Union[Linked, "DialFailed"]], None]


class DialFailed(Exception):
    """No link: `reason` as in events.ConnectFailed or events.Refused, and a sentence with what to do."""

    def __init__(self, reason: str, sentence: str, shown: str = "", known: str = "") -> None:
        """`shown` is the fingerprint that the server shows where it has changed, `known` the one from last time."""
        super().__init__(sentence)
        self.reason: str = reason
        self.sentence: str = sentence
        self.shown: str = shown
        self.known: str = known


def dial(host: str, port: int, deliver: Deliver, done: Done, wish: Wish = ANY_WISH) -> None:
    """Make a link in a thread; `done` is called there, with a Linked whose transport is not yet started, or DialFailed.
    """
    name = "dial " + host_and_port(host, port)
    threading.Thread(target=_run, args=(host, port, deliver, done, wish), name=name, daemon=True).start()


def _run(host: str, port: int, deliver: Deliver, done: Done, wish: Wish) -> None:
    from . import encrypting  # ssl takes a moment to load, and the window is up sooner without it
    where = host_and_port(host, port)
    result: Union[Linked, DialFailed]
    try:
        sock, tls, protection = encrypting.connect(host, port, wish)
        result = Linked(Transport(sock, deliver, "read " + where), protection)
        result.transport.tls = tls
    except DialFailed as failure:
        result = failure
    except Exception:
        log.exception("The dialing of %s died.", where)
        result = DialFailed("other", f"The connection to {where} failed. The log says more.")
    done(result)


def connect(host: str, port: int, timeout: float = TIMEOUT) -> socket.socket:
    """A connected socket to the first address of `host` that answers within `timeout` seconds; DialFailed else."""
    deadline = time.monotonic() + timeout
    addresses = _look_up(host, port)
    failures: List[DialFailed] = []
    for left in range(len(addresses), 0, -1):
        family, address = addresses[-left]
        patience = max(_LEAST, (deadline - time.monotonic()) / left)
        try:
            return _connect_to(family, address, patience)
        except OSError as error:
            failures.append(explain(error, host, port))
        if time.monotonic() >= deadline:
            break
    raise min(failures, key=lambda failure: _TELLING.index(failure.reason))


def _look_up(host: str, port: int) -> List[Tuple[int, Any]]:
    if not 0 < port < 65536:
        raise DialFailed("other", "Enter a port from 1 to 65535.")
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # ValueError: a part of the name is empty, too long, or no text
        infos = []
    if not host or not infos:
        raise DialFailed("unknown-host", f"We couldn’t find “{host}”. Check the spelling.")
    return [(info[0], info[4]) for info in infos]


def _connect_to(family: int, address: Any, patience: float) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(patience)
        sock.connect(address)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def explain(error: OSError, host: str, port: int) -> DialFailed:
    """The failure to connect as a sentence."""
    if isinstance(error, ConnectionRefusedError):
        return DialFailed("refused", f"Nothing answers at {host_and_port(host, port)}. Is the server running?")
    if isinstance(error, socket.timeout) or error.errno == errno.ETIMEDOUT:
        return timed_out(host)
    if error.errno in _UNREACHABLE:
        return DialFailed("unreachable", f"This computer can’t reach {host}. Check that both are in the same network.")
    why = error.strerror or str(error)
    return DialFailed("other", f"The connection to {host_and_port(host, port)} failed: {why}.")


def timed_out(host: str) -> DialFailed:
    """Nothing came back at all."""
    return DialFailed("timeout", f"{host} didn’t answer within {TIMEOUT} s. A firewall may be in the way.")
