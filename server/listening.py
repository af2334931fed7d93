"""The sockets on which a server waits for people, and the sentences for the cases in which it can't have them."""
import errno
import socket
import sys
from typing import List, Tuple

BACKLOG = 1024  # connections that wait to be accepted; the kernel may hold fewer
_ANY_V6 = "::"


class StartFailed(Exception):
    """A server that could not start: `field` is the setting at fault, `sentence` says what happened and what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field: str = field
        self.sentence: str = sentence


def listen(host: str, port: int) -> List[socket.socket]:
    """Listening sockets on every address that `host` stands for, all with one port; raises StartFailed.

    Port 0 lets the system choose. "::" stands for every interface with IPv4 and IPv6 (RFC 4291 section 2.5.2).
    """
    listeners: List[socket.socket] = []
    failure = None
    for family, address in _addresses(host, port):
        if listeners and not port:
            address = (address[0], listeners[0].getsockname()[1]) + tuple(address[2:])
        try:
            listeners.append(_bind(family, address))
        except OSError as error:
            failure = failure or error
            if error.errno == errno.EADDRINUSE:
                break
    if failure and (not listeners or failure.errno == errno.EADDRINUSE):
        for listener in listeners:
            listener.close()
        raise _explained(failure, host, port)
    return listeners


def _addresses(host: str, port: int) -> List[Tuple[int, Tuple]]:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise StartFailed("host", _NOT_FOUND.format(host=host)) from None
    found: List[Tuple[int, Tuple]] = []
    for family, _, _, _, address in infos:
        if (family, address) not in found:
            found.append((family, address))
    if host == _ANY_V6:
        found.insert(0, (socket.AF_INET, ("0.0.0.0", port)))
    return sorted(found, key=lambda item: item[0] != socket.AF_INET)


def _bind(family: int, address: Tuple) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock


_NOT_FOUND = (
    "There is no computer called {host}. Use localhost for this computer only, or 0.0.0.0 for every network it is on."
)
_IN_USE = (
    "Port {port} is used by another program, perhaps by another IntranetChat server. "
    "Stop that one, or choose another port, such as {other}."
)
_FORBIDDEN = "Port {port} can't be opened without administrator rights. Choose one from 1024 up, such as 12345."
_NOT_OURS = (
    "{host} is not an address of this computer. Use localhost for this computer only, or 0.0.0.0 for every network "
    "it is on."
)
_OTHER = "The server can't listen on {host}, port {port}: {why}. Choose another address or port."


def _explained(error: OSError, host: str, port: int) -> StartFailed:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", -1)):
        return StartFailed("port", _IN_USE.format(port=port, other=port + 1 if port < 65535 else 12345))
    if error.errno in (errno.EACCES, errno.EPERM):
        return StartFailed("port", _FORBIDDEN.format(port=port))
    if error.errno in (errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", -1)):
        return StartFailed("host", _NOT_OURS.format(host=host))
    return StartFailed("host", _OTHER.format(host=host, port=port, why=error.strerror or error))
