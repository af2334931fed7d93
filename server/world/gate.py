"""What is remembered of addresses, whoever connects from them: links, bans, wrong passwords and new accounts."""
from typing import Dict, Tuple

from .bans import Bans, BanStore
from .user import User

LONGEST_DELAY = 30.0  # seconds; the first wrong password costs one second, each more doubles it
FORGIVEN_AFTER = 600.0  # seconds since the last wrong password
MOST_REMEMBERED = 10000  # addresses
MAX_ACCOUNTS = 20  # made from one address within an hour
MAX_ROOMS = 100  # for the first time given something to keep, from one address within an hour
HOUR = 3600.0  # seconds


class Hourly:
    """How often something was done from each address within an hour; used by the hub's thread alone."""

    __slots__ = ("_counts", "_most", "_since")

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: Dict[str, int] = {}
        self._since: float = 0.0

    def may(self, address: str, now: float) -> bool:
        """Whether it may be done once more from `address`, which is counted."""
        if now - self._since >= HOUR or len(self._counts) > MOST_REMEMBERED:
            self._counts.clear()
            self._since = now
        self._counts[address] = self._counts.get(address, 0) + 1
        return self._counts[address] <= self._most


class Gate:
    """The addresses that people come from; used by the hub's thread alone."""

    __slots__ = ("_accounts", "_links", "_rooms", "_wrong", "bans")

    def __init__(self, store: BanStore) -> None:
        self.bans: Bans = Bans(store)
        self._links: Dict[str, int] = {}
        self._wrong: Dict[str, Tuple[int, float]] = {}  # how many, when the last; the latest at the end
        self._accounts: Hourly = Hourly(MAX_ACCOUNTS)
        self._rooms: Hourly = Hourly(MAX_ROOMS)

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
        return self._accounts.may(address, now)

    def may_keep(self, user: User, now: float) -> bool:
        """Whether `user` may give something to keep to one more room, which is counted; operators always may."""
        return user.operator or self._rooms.may(user.address, now)
