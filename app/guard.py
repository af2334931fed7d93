"""What a client may do with a link, by what protects it: the rules about known servers and passwords, and no I/O of its
own but the file of the known servers."""
from typing import Optional

from server.addresses import host_and_port, is_loopback

from .client_states import ServerAddress
from .dialing import DialFailed
from .events import ConnectFailed
from .known_servers import KnownServers
from .protection import OFF, PINNED, SYSTEM, Protection, Wish

# Failures that don't pass by themselves: somebody has to look and decide before anything is tried again.
TO_DECIDE = ("key-changed", "not-encrypted", "password-plain")


class Guard:
    """The guard of one client; used by its owner alone."""

    __slots__ = ("known",)

    def __init__(self, known: KnownServers) -> None:
        self.known: KnownServers = known

    def wish(self, address: ServerAddress) -> Wish:
        """How a link to `address` has to be made."""
        return Wish(address.tls, self.known.find(address.host, address.port))

    def objection(self, address: ServerAddress, protection: Protection) -> Optional[DialFailed]:
        """Why nothing may be sent on a link that was made: others could read the password, and nobody insisted."""
        if protection.encrypted or not address.password or address.plain_password or is_loopback(address.host):
            return None
        place = host_and_port(address.host, address.port)
        return DialFailed("password-plain", f"{place} doesn’t encrypt: others on the network could read the password.")

    def agreed(self, address: ServerAddress, failure: ConnectFailed) -> ServerAddress:
        """How to connect now that the person takes what stood in the way."""
        if failure.reason == "key-changed":
            self.known.remember(address.host, address.port, failure.shown)
            return address
        if failure.reason == "not-encrypted":
            return address._replace(tls=OFF)
        return address._replace(plain_password=True)

    def settle(self, address: ServerAddress, protection: Protection) -> None:
        """The server let us in: it is known by its certificate from now on."""
        if protection.encrypted:
            trust = SYSTEM if protection.trust == SYSTEM else PINNED
            self.known.remember(address.host, address.port, protection.fingerprint, trust)
