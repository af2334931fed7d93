"""The servers that were found nearby, as a sorted list in which each stands once; pure.

Which of a server's addresses to use is decided here: one in a network of our own before others, IPv4 before IPv6.
"""
import ipaddress
from typing import Iterable, List, NamedTuple, Sequence, Tuple, Union

from .announcement import Announcement

MOST_SERVERS = 200  # shown; a network with more of them is not for people
LOOPBACK = "127.0.0.1"
HERE = "here "  # begins the source of a sighting on this computer, whose first address is the one to use

Interface = Union[ipaddress.IPv4Interface, ipaddress.IPv6Interface]
Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]


class Sighting(NamedTuple):
    """A server as one source told of it: `source` is unique, `addresses` may have IPv6 zones."""

    source: str
    announcement: Announcement
    addresses: Tuple[str, ...]
    port: int
    is_here: bool = False  # known to run on this computer


class FoundServer(NamedTuple):
    """A server that can be joined; `key` stays the same as long as it is found."""

    key: str
    host: str
    port: int
    is_here: bool
    announcement: Announcement

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.announcement.name


def listed(sightings: Iterable[Sighting], networks: Sequence[Interface]) -> List[FoundServer]:
    """The servers of the sightings, each once: those of this computer first, then by name.

    `networks` are this computer's addresses with their networks.
    """
    own = {interface.ip for interface in networks}
    merged: List[Sighting] = []
    for sighting in sorted(sightings, key=lambda each: (not each.is_here, each.source)):
        usable = tuple(address for address in sighting.addresses if sighting.is_here or _can_be_elsewhere(address))
        if not usable or not 0 < sighting.port < 65536:
            continue
        is_here = sighting.is_here or any(_parsed(address) in own for address in usable)
        _merge(merged, sighting._replace(addresses=usable, is_here=is_here))
    found = [_found(sighting, networks) for sighting in merged]
    found.sort(key=lambda server: (not server.is_here, server.name.casefold(), server.host, server.port))
    return found[:MOST_SERVERS]


def nearest(addresses: Sequence[str], networks: Sequence[Interface]) -> str:
    """The address to try first."""
    def distance(address: str) -> Tuple[bool, bool, bool]:
        ip = _parsed(address)
        near = any(ip.version == each.version and ip in each.network for each in networks)
        return not near, ip.version == 6, ip.is_link_local

    return min(addresses, key=distance)


def _merge(merged: List[Sighting], new: Sighting) -> None:
    """Add a sighting, or what it adds to one of the same server: a stranger can't take another's place by its id."""
    for index, known in enumerate(merged):
        same_run = known.announcement.id == new.announcement.id != "" and known.port == new.port
        same_place = known.is_here and new.is_here
        if same_run and (same_place or set(known.addresses) & set(new.addresses)):
            addresses = known.addresses + tuple(each for each in new.addresses if each not in known.addresses)
            merged[index] = known._replace(addresses=addresses, is_here=known.is_here or new.is_here)
            return
    merged.append(new)


def _found(sighting: Sighting, networks: Sequence[Interface]) -> FoundServer:
    told_here = sighting.source.startswith(HERE)
    host = sighting.addresses[0] if told_here else nearest(sighting.addresses, networks)
    return FoundServer(sighting.source, host, sighting.port, sighting.is_here, sighting.announcement)


def _can_be_elsewhere(address: str) -> bool:
    try:
        ip = _parsed(address)
    except ValueError:
        return False
    return not (ip.is_loopback or ip.is_unspecified or ip.is_multicast or (ip.is_reserved and ip.version == 4))


def _parsed(address: str) -> Address:
    return ipaddress.ip_address(address.partition("%")[0])
