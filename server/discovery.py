"""Finding and being found on the network with DNS-SD over multicast DNS (RFC 6762, RFC 6763).

The one module that needs the zeroconf library: without it servers are reached by their address. Everything here may
wait for the network, so the announcer's and the finder's threads call it, and no other.
"""
import contextlib
import ipaddress
import logging
import os
import socket
from types import ModuleType
from typing import Any, Callable, List, Optional, Sequence, Tuple

from .announcement import SERVICE, Announcement, from_pairs, instance_label, to_pairs
from .nearby import Interface, Sighting

SWITCH = "INTRANETCHAT_DISCOVERY"  # the environment variable that turns all this off, by the value "off"
MISSING = "Finding servers needs the zeroconf library; type the address instead."
OFF = f"Finding servers is turned off here ({SWITCH}); type the address instead."

_TTL = 120  # seconds that others remember a server which vanished without a word
_MOST_ADDRESSES = 32  # of one server

Changed = Callable[[str, bool], None]  # the name of an instance, and whether it is there


class CantBeUsed(Exception):
    """The network can't be listened to now; the text says why."""


def is_turned_off() -> bool:
    """Whether this computer's people want nothing to be announced or looked for."""
    return os.environ.get(SWITCH, "").lower() == "off"


def why_missing() -> str:
    """The sentence for a person whose program can't find servers, or "" where it can."""
    if is_turned_off():
        return OFF
    return MISSING if _library() is None else ""


def interfaces() -> List[Interface]:
    """This computer's addresses with their networks, without loopback; cheap enough for every second."""
    import ifaddr  # comes with zeroconf

    found: List[Interface] = []
    for adapter in ifaddr.get_adapters():
        for each in adapter.ips:
            text = each.ip[0] if isinstance(each.ip, tuple) else each.ip
            with contextlib.suppress(ValueError):
                found.append(ipaddress.ip_interface(f"{text.partition('%')[0]}/{each.network_prefix}"))
    return [each for each in found if not each.ip.is_loopback]


class Publisher:
    """One server's entry on the network; the announcer's thread alone calls it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._network: Any = None
        self._name = ""

    def publish(self, announcement: Announcement, addresses: Sequence[str]) -> None:
        """Announce the server at `addresses` on every interface that is up now; raises CantBeUsed."""
        self.withdraw()
        library = _library()
        self._network = _opened(library)
        try:
            info = self._info(library, announcement, addresses, f"{instance_label(announcement.name)}.{SERVICE}")
            self._network.register_service(info, allow_name_change=True)
            self._name = info.name
        except Exception as error:  # the library's own kinds differ from release to release
            self.withdraw()
            raise CantBeUsed(str(error) or type(error).__name__) from error

    def update(self, announcement: Announcement, addresses: Sequence[str]) -> None:
        """Tell those who know it what has changed."""
        if self._network is not None:
            info = self._info(_library(), announcement, addresses, self._name)
            with contextlib.suppress(Exception):  # said again by the next update
                self._network.update_service(info)

    def withdraw(self) -> None:
        """Say goodbye; may be called twice."""
        network, self._network = self._network, None
        if network is not None:
            with contextlib.suppress(Exception):  # the network is gone already
                network.close()

    def _info(self, library: ModuleType, announcement: Announcement, addresses: Sequence[str], name: str) -> Any:
        packed = [ipaddress.ip_address(address).packed for address in addresses[:_MOST_ADDRESSES]]
        return library.ServiceInfo(
            SERVICE, name, self._port, properties=to_pairs(announcement), addresses=packed, host_ttl=_TTL,
            other_ttl=_TTL, server=f"intranetchat-{announcement.id}.local.",
        )


class Browser:
    """A look at what others announce; opened, asked and closed by the finder's thread."""

    def __init__(self, changed: Changed) -> None:
        """`changed` is called on a thread of the library; raises CantBeUsed."""
        self._changed = changed
        library = _library()
        self._network = _opened(library)
        self._gone = (library.ServiceStateChange.Removed,)
        self._browser = library.ServiceBrowser(self._network, SERVICE, handlers=[self._told])

    def sighting(self, name: str, patience: int) -> Optional[Sighting]:
        """What is known of an instance, asked for at most `patience` milliseconds; None where that is not enough."""
        try:
            info = self._network.get_service_info(SERVICE, name, patience)
        except Exception:  # a name or a record that the library can't digest
            return None
        if info is None or not info.port:
            return None
        pairs = {_word(key): value for key, value in list(info.properties.items())[:50]}
        addresses = getattr(info, "parsed_scoped_addresses", info.parsed_addresses)()  # with zones since 0.33
        label = name[:-len(SERVICE) - 1] if name.endswith(SERVICE) else name
        return Sighting(name, from_pairs(label, pairs), tuple(addresses[:_MOST_ADDRESSES]), info.port)

    def close(self) -> None:
        """Look no more."""
        with contextlib.suppress(Exception):
            self._network.close()

    def _told(self, zeroconf: Any, service_type: str, name: str, state_change: Any) -> None:
        self._changed(name, state_change not in self._gone)


def _library() -> Optional[ModuleType]:
    try:
        import zeroconf
    except ImportError:
        return None
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)  # it warns of every packet that a network loses
    return zeroconf


def _opened(library: ModuleType) -> Any:
    """The library at work on every interface, with IPv6 where this computer has it."""
    versions: Tuple[Any, ...] = (library.IPVersion.All, library.IPVersion.V4Only)
    reason = ""
    for version in versions if socket.has_ipv6 else versions[1:]:
        try:
            return library.Zeroconf(ip_version=version)
        except Exception as error:  # OSError, and the library's own kinds, where there is no network
            reason = str(error) or type(error).__name__
    raise CantBeUsed(reason)


def _word(key: Any) -> str:
    return key.decode("utf-8", "replace") if isinstance(key, bytes) else str(key)
