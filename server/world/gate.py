"""What is remembered of addresses, whoever connects from them: links, bans, wrong passwords and new accounts."""
from typing import Dict, Tuple

from .bans import Bans, BanStore

LONGEST_DELAY = 30.0  # seconds; the first wrong password costs one second, each more doubles it
FORGIVEN_AFTER = 600.0  # seconds since the last wrong password
MOST_REMEMBERED = 10000  # addresses
MAX_NEW = 20  # accounts made from one address within NEW_WITHIN
NEW_WITHIN = 3600.0  # seconds


class Gate:
    """The addresses that people come from; used by the hub's thread alone."""

    __slots__ = ("_links", "_new", "_new_since", "_wrong", "bans")

    def __init__(self, store: BanStore) -> None:
        self.bans: Bans = Bans(store)
        self._links: Dict[str, int] = {}
        self._wrong: Dict[str, Tuple[int, float]] = {}  # how many, when the last; the latest at the end
        self._new: Dict[str, int] = {}
        self._new_since: float = 0.0

    def arrive(self, address: str) -> int:
        """One more link from `address`; how many there were before."""
        here = self._links.get(address, 0)
        self._links[address] = here + 1
        return here

    def leave(self, address: str) -> None:
        """One link less from `address`."""
        here = self._links.get(address, 0) - 1
        if here > 0:
            self._links[address] = here
        else:
            self._links.pop(address, None)

    def wrong_password(self, address: str, now: float) -> None:
        """Somebody at `address` gave a wrong password."""
        count, last = self._wrong.pop(address, (0, now))
        self._wrong[address] = (count + 1 if now - last < FORGIVEN_AFTER else 1, now)
        if len(self._wrong) > MOST_REMEMBERED:
            del self._wrong[next(iter(self._wrong))]

    def delay(self, address: str, now: float) -> float:
        """How many seconds the next answer to a password from `address` takes."""
        count, last = self._wrong.get(address, (0, now))
        if not count or now - last >= FORGIVEN_AFTER:
            return 0.0
        return min(LONGEST_DELAY, 2.0 ** min(count - 1, 10))

    def may_register(self, address: str, now: float) -> bool:
        """Whether one more account may be made from `address`, which is counted."""
        if now - self._new_since >= NEW_WITHIN:
            self._new.clear()
            self._new_since = now
        self._new[address] = self._new.get(address, 0) + 1
        return self._new[address] <= MAX_NEW
