"""What a room keeps while nobody is in it and while the server is down: topic, modes, lists, and who moderates it.

A room without anything of its own is not kept: it ends with its last member, as everywhere on IRC.
"""
from typing import Callable, Dict, Iterable, NamedTuple, Optional, Tuple

from ..wire.names import fold
from .channel import OP, Channel, MaskEntry

MAX_KEPT = 10000  # rooms
MAX_OWNERS = 100  # of one room
USUAL_FLAGS = "nt"


class KeptRoom(NamedTuple):
    """A room as it is kept; times are Unix seconds."""

    name: str
    created_at: int
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    flags: str = USUAL_FLAGS
    key: str = ""
    limit: int = 0
    lists: Tuple[Tuple[str, MaskEntry], ...] = ()  # mode -> entry, in the order of setting
    owners: Tuple[str, ...] = ()  # accounts that moderate the room

    @property
    def keeps_out(self) -> bool:
        """Whether it is not meant for everybody, as Channel.keeps_out has it."""
        return bool(set(self.flags) & set("is") or self.key or any(mode == "b" for mode, _ in self.lists))


class RoomStore:
    """Where rooms outlive the server; this one forgets. Used by the hub's thread alone."""

    def load(self, now: float) -> Iterable[KeptRoom]:
        """The rooms that were kept, without those that are for everybody and that nobody has used for long."""
        return ()

    def keep(self, folded: str, room: KeptRoom, now: float) -> None:
        """Keep `room`, in place of what was kept of it before; it was used at `now`."""

    def drop(self, folded: str) -> None:
        """Forget the room."""


class Shelf:
    """The kept rooms by folded name, with members or without; used by the hub's thread alone."""

    __slots__ = ("_rooms", "_store")

    def __init__(self, store: RoomStore, now: float) -> None:
        self._store = store
        self._rooms: Dict[str, KeptRoom] = {fold(room.name): room for room in store.load(now)}

    def note(self, channel: Channel, now: float, may_add: Callable[[], bool] = lambda: True) -> bool:
        """Keep `channel` as it is now, if it has anything of its own; False where it can't be kept.

        `may_add()` is asked for a room of which nothing was kept before.
        """
        moderators = [member.account for member, rank in channel.members.items() if rank & OP and member.account]
        channel.owners.update(moderators[: max(0, MAX_OWNERS - len(channel.owners))])
        room = _kept(channel)
        before = self._rooms.get(channel.folded)
        if _is_usual(room):
            self._drop(channel.folded)
        elif before is None and (len(self._rooms) >= MAX_KEPT or not may_add()):
            return False
        elif before != room:
            self._rooms[channel.folded] = room
            self._store.keep(channel.folded, room, now)
        return True

    def has(self, folded: str) -> bool:
        """Whether anything is kept of the room."""
        return folded in self._rooms

    def renamed(self, before: str, channel: Channel, now: float) -> None:
        """What was kept under the folded name `before` is kept under the name that `channel` has now."""
        self._drop(before)
        self.note(channel, now)

    def emptied(self, channel: Channel) -> None:
        """The last member left: a room that only moderators could let people into, and that has none, ends."""
        if "i" in channel.flags and not channel.owners:
            self._drop(channel.folded)

    def used(self, folded: str, now: float) -> None:
        """Somebody came into the room, which was empty."""
        room = self._rooms.get(folded)
        if room is not None:
            self._store.keep(folded, room, now)

    def opened(self, folded: str) -> Optional[Channel]:
        """The kept room as a channel without members; None if nothing is kept of it."""
        room = self._rooms.get(folded)
        if room is None:
            return None
        channel = Channel(room.name, room.created_at)
        channel.topic, channel.topic_by, channel.topic_at = room.topic, room.topic_by, room.topic_at
        channel.flags = set(room.flags)
        channel.key, channel.limit, channel.owners = room.key, room.limit, set(room.owners)
        for mode, entry in room.lists:
            channel.lists[mode][fold(entry.mask)] = entry
        return channel

    def _drop(self, folded: str) -> None:
        if self._rooms.pop(folded, None) is not None:
            self._store.drop(folded)


def _kept(channel: Channel) -> KeptRoom:
    lists = tuple((mode, entry) for mode, entries in channel.lists.items() for entry in entries.values())
    return KeptRoom(
        channel.name, channel.created_at, channel.topic, channel.topic_by, channel.topic_at,
        "".join(sorted(channel.flags)), channel.key, channel.limit, lists, tuple(sorted(channel.owners)),
    )  # fmt: skip


def _is_usual(room: KeptRoom) -> bool:
    usual = KeptRoom(room.name, room.created_at, topic_by=room.topic_by, topic_at=room.topic_at, owners=room.owners)
    return room == usual
