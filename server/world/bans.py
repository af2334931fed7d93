"""Who may not connect to the whole server: the bans that operators set on addresses, for a time or for ever.

A ban's mask is an address (192.168.1.7), a network (192.168.1.0/24), an address with * and ?, or one of these after
"user@" or "nick!user@"; so nick!*@* bans a name wherever it comes from.
"""
import ipaddress
import re
from functools import lru_cache
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from ..wire.names import fold, mask_matches

MAX_BANS = 2000
MAX_MASK = 100  # characters

_DURATION = re.compile("([0-9]{1,6})([smhdw]?)")
_SECONDS = {"s": 1, "m": 60, "": 60, "h": 3600, "d": 86400, "w": 604800}


class Ban(NamedTuple):
    """A ban: its mask, why, who set it and when, and when it ends (Unix seconds, 0 = never)."""

    mask: str
    reason: str
    by: str
    at: int
    ends: int


class BanStore:
    """Where bans outlive the server; this one forgets. Used by the hub's thread alone."""

    def load(self) -> Iterable[Ban]:
        """The bans that were kept."""
        return ()

    def keep(self, ban: Ban) -> None:
        """Keep `ban`, in place of any other with its mask."""

    def drop(self, mask: str) -> None:
        """Forget the ban with this mask."""


class Bans:
    """The bans in force; used by the hub's thread alone."""

    __slots__ = ("_bans", "_store")

    def __init__(self, store: BanStore) -> None:
        self._store = store
        self._bans: Dict[str, Ban] = {ban.mask: ban for ban in store.load()}

    def current(self, now: float) -> List[Ban]:
        """The bans in force at `now`; those that have ended are forgotten."""
        for ban in [ban for ban in self._bans.values() if 0 < ban.ends <= now]:
            self.remove(ban.mask)
        return list(self._bans.values())

    def hit(self, address: str, username: str, now: float, nick: str = "") -> Optional[Ban]:
        """The ban that keeps out who connects from `address`; before username and nick are known (empty) few do."""
        if not self._bans:
            return None
        return next((ban for ban in self.current(now) if matches(ban.mask, address, username, nick)), None)

    def add(self, ban: Ban) -> bool:
        """Set `ban`; False if there are too many."""
        if ban.mask not in self._bans and len(self._bans) >= MAX_BANS:
            return False
        self._bans[ban.mask] = ban
        self._store.keep(ban)
        return True

    def remove(self, mask: str) -> bool:
        """Lift the ban with this mask; False if there is none."""
        if self._bans.pop(mask, None) is None:
            return False
        self._store.drop(mask)
        return True


def matches(mask: str, address: str, username: str, nick: str = "") -> bool:
    """Whether `mask` is meant for somebody of these names at `address`."""
    nick_mask, bang, rest = mask.rpartition("!")
    if bang and not (nick and mask_matches(nick_mask, fold(nick))):
        return False
    name, at, place = rest.rpartition("@")
    if at and name != "*" and not (username and mask_matches(fold(name), fold(username))):
        return False
    network = _network(place)
    if network is None:
        return mask_matches(place, address.lower())
    here = _address(address)
    return here is not None and here.version == network.version and here in network


def normal_mask(text: str) -> str:
    """The mask that `text` means, in the one way in which it is kept; empty if it can't be one."""
    nick, bang, rest = text.rpartition("!")
    name, at, place = rest.rpartition("@")
    place = place.lower()
    if not place or len(text) > MAX_MASK or any(each in text for each in " ,") or "!" in nick or place.startswith("-"):
        return ""
    network = _network(place)
    if network is not None and network.prefixlen == network.max_prefixlen:
        place = str(_address(str(network.network_address)))
    elif network is not None:
        place = str(network)
    elif not re.fullmatch(r"[0-9a-f.:*?]+", place):
        return ""
    if bang and nick.strip("*"):
        return f"{fold(nick)}!{name or '*'}@{place}"
    return name + at + place if at and name and name != "*" else place


def seconds_of(text: str) -> Optional[int]:
    """The duration that `text` means in seconds: 30 (minutes), 90s, 2h, 7d, 1w, 0 for ever; None if it is none."""
    found = _DURATION.fullmatch(text)
    return int(found.group(1)) * _SECONDS[found.group(2)] if found else None


def duration_in_words(seconds: int) -> str:
    """`seconds` as people say them, such as "2 hours"; 0 is "ever"."""
    if not seconds:
        return "ever"
    names = ((604800, "week"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
    size, name = next((size, name) for size, name in names if seconds % size == 0)
    count = seconds // size
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


@lru_cache(maxsize=MAX_BANS)
def _network(text: str) -> Any:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _address(text: str) -> Any:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
