"""What has to be put right when a link stands again: the rooms to be in, and the messages that waited."""
from collections import OrderedDict
from typing import Dict, Iterable, List, NamedTuple, Tuple

from server.wire.names import fold

from .unconfirmed import Pending

REJOIN_WITHIN = 10  # seconds until a message goes to a room that the server has not put us into
KEEP_MESSAGES = 600  # seconds that a message waits for a link


class _Held(NamedTuple):
    pending: Pending
    since: float  # seconds by the client's clock


class Comeback:
    """The rooms we want to be in and the messages that wait; used by the client's owner. Times by its clock."""

    def __init__(self) -> None:
        self._wanted: Dict[str, Tuple[str, str]] = OrderedDict()  # folded -> name and key
        self._keys: Dict[str, str] = {}
        self._rejoining: Dict[str, float] = {}  # folded -> when to stop waiting for it
        self._held: List[_Held] = []

    def __len__(self) -> int:
        """How many messages wait."""
        return len(self._held)

    @property
    def rooms(self) -> List[str]:
        """The rooms to be in."""
        return [name for name, _ in self._wanted.values()]

    def start_with(self, rooms: Iterable[str]) -> None:
        """Forget all rooms but these."""
        self._keys.clear()
        self._rejoining.clear()
        self._wanted = OrderedDict((fold(room), (room, "")) for room in rooms if room)

    def know_key(self, room: str, key: str) -> None:
        """A key was given for a room."""
        self._keys[fold(room)] = key

    def want(self, room: str) -> None:
        """We are in a room, or wish to be."""
        self._wanted[fold(room)] = (room, self._keys.get(fold(room), ""))
        self._rejoining.pop(fold(room), None)

    def forget(self, room: str) -> None:
        """We left a room."""
        self._wanted.pop(fold(room), None)
        self._rejoining.pop(fold(room), None)

    def rejoin(self, now: float) -> List[Tuple[str, str]]:
        """The rooms to join now, with their keys."""
        self._rejoining = dict.fromkeys(self._wanted, now + REJOIN_WITHIN)
        return list(self._wanted.values())

    def wait_for(self, target: str, now: float) -> None:
        """Hold what goes to `target` back, as to a room that is still to be joined."""
        self._rejoining.setdefault(fold(target), now + REJOIN_WITHIN)

    def settle(self, target: str) -> None:
        """Messages may go to `target`."""
        self._rejoining.pop(fold(target), None)

    def interrupted(self) -> None:
        """The link is gone again."""
        self._rejoining.clear()

    def gave_up(self, room: str) -> List[Pending]:
        """A room can't be joined; the messages that waited for it."""
        if self._rejoining.pop(fold(room), None) is None:
            return []
        return self._take([held for held in self._held if fold(held.pending.target) == fold(room)])

    def must_wait(self, target: str) -> bool:
        """Whether the room is still to be joined again."""
        return fold(target) in self._rejoining

    def hold(self, pendings: Iterable[Pending], now: float) -> None:
        """Keep messages until the link stands."""
        self._held.extend(_Held(pending, now) for pending in pendings)

    def take_ready(self, now: float) -> List[Pending]:
        """The messages that can go now, since the link stands."""
        for key in [key for key, until in self._rejoining.items() if until <= now]:
            del self._rejoining[key]
        return self._take([held for held in self._held if fold(held.pending.target) not in self._rejoining])

    def take_expired(self, now: float) -> List[Pending]:
        """The messages that waited too long."""
        return self._take([held for held in self._held if held.since + KEEP_MESSAGES <= now])

    def take_all(self) -> List[Pending]:
        """All messages that wait."""
        return self._take(list(self._held))

    def _take(self, taken: List[_Held]) -> List[Pending]:
        if taken:
            labels = {held.pending.label for held in taken}
            self._held = [held for held in self._held if held.pending.label not in labels]
        return [held.pending for held in taken]
