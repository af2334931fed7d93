"""The thread that lets others find a server: it tells the network and this computer what is so, and follows changes.

The network is told only what can be reached from it: a server that listens on loopback stays between its own walls.
"""
import ipaddress
import logging
import socket
import threading
import time
import uuid
from typing import List, Optional, Sequence, Tuple

from . import discovery
from .announcement import Announcement, announcement_of
from .hub import ChatServer
from .nearby import LOOPBACK
from .running import Note

log = logging.getLogger("intranetchat.server")

BEAT = 1.0  # seconds between two looks at what may have changed
TELL_AFTER = 3.0  # seconds between two changes that the network is told of
RETRY = 10.0  # seconds until a network that could not be used is tried again

NOT_WITHOUT = "This server isn't announced on the network: that needs zeroconf. Install it: pip install zeroconf"
ALONE = "This server isn't announced on the network: only this computer can reach it."
_FAMILIES = {"0.0.0.0": (4,), "::": (4, 6)}  # that a server which listens everywhere has


class Announcer:
    """The announcing of one running server; started and stopped by one thread, which waits for nothing."""

    def __init__(self, server: ChatServer, on_network: bool) -> None:
        """`server` is started; `on_network` False tells of it on this computer alone."""
        self._server = server
        self._id = uuid.uuid4().hex[:12]
        self._host = server.config.host
        self._on_network = on_network
        self._stopping = threading.Event()
        self._publisher: Optional[discovery.Publisher] = None
        here = LOOPBACK if self._host in _FAMILIES or _is_loopback(self._host) else self._host
        self._note = Note(self._id, here, server.port)
        self._noted: Optional[Announcement] = None
        self._told: Optional[Tuple[Announcement, Sequence[str]]] = None
        self._told_at = 0.0
        self._retry_at = 0.0
        # Not a daemon: a program that ends says goodbye to the network first, which takes half a second.
        self._thread = threading.Thread(target=self._run, name="announcer")

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def stop(self) -> None:
        """Take everything back; returns at once, and may be called twice."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until everything is taken back, two seconds at most."""
        self._thread.join(2.0)

    def _may_announce(self) -> bool:
        """Whether the network can be told anything, which the log says where it can't."""
        if _is_loopback(self._host):
            log.warning(ALONE)
            return False
        missing = discovery.why_missing()
        if missing and not discovery.is_turned_off():
            log.warning(NOT_WITHOUT)
        return not missing

    def _run(self) -> None:
        try:
            if self._on_network and self._may_announce():
                self._publisher = discovery.Publisher(self._server.port)
            while not self._stopping.is_set() and not self._server.died:
                self._look(time.monotonic())
                self._stopping.wait(BEAT)
        except Exception:
            log.exception("The announcer died; others join by the server's address.")
        finally:
            self._note.remove()
            if self._publisher is not None:
                self._publisher.withdraw()

    def _look(self, now: float) -> None:
        server = self._server
        announcement = announcement_of(server.config, server.people, server.identity.context is not None, self._id)
        if announcement != self._noted and self._note.write(announcement):
            self._noted = announcement
        if self._publisher is not None and now >= self._retry_at:
            self._tell(announcement, self._addresses(), now)

    def _tell(self, announcement: Announcement, addresses: List[str], now: float) -> None:
        if self._told == (announcement, addresses):
            return
        if self._told is not None and self._told[1] == addresses:
            if now - self._told_at < TELL_AFTER:
                return
            self._publisher.update(announcement, addresses)
        elif addresses:
            try:
                self._publisher.publish(announcement, addresses)
            except discovery.CantBeUsed as error:
                log.info("The server could not be announced on the network: %s. It is tried again.", error)
                self._retry_at = now + RETRY
                return
            log.info("Announced on the network as %s, at %s.", announcement.name, ", ".join(addresses))
        else:
            self._publisher.withdraw()
        self._told, self._told_at = (announcement, addresses), now

    def _addresses(self) -> List[str]:
        """Where others reach the server now, IPv4 first and link-local ones last."""
        families = _FAMILIES.get(self._host)
        if families is None:
            return _resolved(self._host)
        found = [each.ip for each in discovery.interfaces() if each.version in families]
        return [str(ip) for ip in sorted(found, key=lambda ip: (ip.version, ip.is_link_local))]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _resolved(host: str) -> List[str]:
    try:
        infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    addresses = {str(info[4][0]).partition("%")[0] for info in infos}
    return sorted(address for address in addresses if not _is_loopback(address))
