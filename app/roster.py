"""Who is in which room, as far as we know; the bounds on what a hostile server can make us remember are owned here."""
from typing import Dict, List, Optional, Set

MOST_ROOMS = 1000
MOST_MEMBERS = 100000  # in all rooms together


class Member:
    """Somebody in a room; read by the session's thread alone."""

    __slots__ = ("account", "away", "nick", "prefixes")

    def __init__(self, nick: str) -> None:
        self.nick: str = nick
        self.prefixes: str = ""  # such as "@+", the highest first
        self.away: bool = False
        self.account: str = ""


class Room:
    """A room that we are in, or were in when the link broke; read by the session's thread alone."""

    __slots__ = ("asking", "bans", "complete", "learning", "members", "modes", "name", "topic")

    def __init__(self, name: str) -> None:
        self.name: str = name
        self.topic: str = ""
        self.members: Dict[str, Member] = {}  # by folded nick
        self.complete: bool = False  # whether the list of names is through
        self.modes: Optional[Set[str]] = None  # the letters of those that are set, where they were learned
        self.bans: Optional[List[str]] = None  # masks, where they were learned
        self.learning: Set[str] = set()  # 'modes' and 'bans' while the answer is on its way, which nobody is shown
        self.asking: bool = False  # the session itself has asked who is away, and the answer is not to be shown


class Roster:
    """The rooms of one session with their members, all by folded name; used by the session's thread alone."""

    __slots__ = ("_count", "rooms")

    def __init__(self) -> None:
        self.rooms: Dict[str, Room] = {}
        self._count: int = 0

    def enter(self, key: str, name: str) -> Optional[Room]:
        """A fresh room, or None where there are too many."""
        self.leave(key)
        if len(self.rooms) >= MOST_ROOMS:
            return None
        self.rooms[key] = Room(name)
        return self.rooms[key]

    def leave(self, key: str) -> Optional[Room]:
        """Forget the room; None where it is not known."""
        room = self.rooms.pop(key, None)
        if room is not None:
            self._count -= len(room.members)
        return room

    def add(self, room: Room, key: str, nick: str) -> Optional[Member]:
        """The member, new or known; None where there are too many to remember."""
        member = room.members.get(key)
        if member is None:
            if self._count >= MOST_MEMBERS:
                return None
            member = room.members[key] = Member(nick)
            self._count += 1
        return member

    def remove(self, room: Room, key: str) -> None:
        """Take somebody out of a room, where they are in it."""
        if room.members.pop(key, None) is not None:
            self._count -= 1

    def rooms_of(self, key: str) -> List[Room]:
        """The rooms that somebody is in."""
        return [room for room in self.rooms.values() if key in room.members]

    def rename(self, old: str, new: str, nick: str) -> List[Room]:
        """Give the member under the key `old` another nick; the rooms they are in."""
        rooms = self.rooms_of(old)
        for room in rooms:
            member = room.members.pop(old)
            member.nick = nick
            if room.members.pop(new, None) is not None and new != old:
                self._count -= 1
            room.members[new] = member
        return rooms
