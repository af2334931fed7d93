"""One room: who is in it, with which rights, and what it allows; and its members by what they understand."""
from typing import Collection, Dict, List, NamedTuple, Optional, Set, Tuple

from ..wire.names import fold, mask_matches
from .roster import Roster
from .user import User

_SILENCING = frozenset("AMm")  # the modes that let some of the members only read

VOICE = 1
OP = 2
RANKS = 4  # the ranks a member can have: any of the two above, or none
_SIGNS = ((OP, "@"), (VOICE, "+"))  # the highest first
ROUNDED = 16  # bytes; readers with nicks of about the same length share the lines of a list of names
MAX_MASKS = 100  # entries in each of the lists b, e and I
ACCOUNT_MASK = "~a:"  # begins a mask that is meant for accounts (IRCv3 account-extban)
MUTE_MASK = "~m:"  # begins a ban that keeps people from speaking only, followed by any other mask


class MaskEntry(NamedTuple):
    """One entry of a room's list of masks: who set it and when (Unix seconds)."""

    mask: str
    by: str
    at: int


class Channel:
    """A room with its members; used by the hub's thread alone."""

    __slots__ = (
        "_groups", "_rosters", "created_at", "flags", "folded", "key", "limit", "lists", "members", "name", "owners",
        "topic", "topic_at", "topic_by",
    )  # fmt: skip

    def __init__(self, name: str, now: float) -> None:
        self.name: str = name
        self.folded: str = fold(name)
        self.created_at: int = int(now)
        self.members: Dict[User, int] = {}  # member -> VOICE | OP, in the order of joining
        self.topic: str = ""
        self.topic_by: str = ""
        self.topic_at: int = 0
        self.flags: Set[str] = {"n", "t"}  # of A C M i m n s t
        self.key: str = ""
        self.limit: int = 0  # members; 0 = none
        self.lists: Dict[str, Dict[str, MaskEntry]] = {"b": {}, "e": {}, "I": {}}  # mode -> folded mask -> entry
        self.owners: Set[str] = set()  # accounts that moderate here whenever they come
        self._groups: Optional[Dict[int, List[User]]] = None
        self._rosters: Dict[Tuple[bool, bool, int], Roster] = {}  # by signs, hosts and room in a line

    def named(self, name: str) -> None:
        """Take another name; everything else stays."""
        self.name = name
        self.folded = fold(name)

    def add(self, user: User, rank: int = 0) -> None:
        """Make `user` a member with the rank `rank`."""
        self.members[user] = rank
        if self._groups is not None:
            self._groups.setdefault(user.caps, []).append(user)
        for (every, hosts, _), roster in self._rosters.items():
            roster.add(_word(user, rank, every, hosts))

    def remove(self, user: User) -> None:
        """Let `user` go."""
        del self.members[user]
        self._groups = None
        self.forget_names()

    def set_rank(self, user: User, rank: int) -> None:
        """Give the member `user` the rank `rank`."""
        self.members[user] = rank
        self.forget_names()

    def forget_names(self) -> None:
        """Make the list of names anew when it is asked for: somebody has left or is called otherwise."""
        self._rosters.clear()

    def names(self, every: bool, hosts: bool, room: int) -> List[str]:
        """All members in texts of at most `room` bytes: with all signs or the highest, as nicks or nick!user@host."""
        key = (every, hosts, room // ROUNDED * ROUNDED)
        roster = self._rosters.get(key)
        if roster is None:
            words = [_word(member, rank, every, hosts) for member, rank in self.members.items()]
            roster = self._rosters[key] = Roster(key[2], words)
        return roster.texts

    def regroup(self) -> None:
        """Look at the members' capabilities anew at the next delivery."""
        self._groups = None

    @property
    def groups(self) -> Dict[int, List[User]]:
        """The members by their capabilities."""
        if self._groups is None:
            self._groups = {}
            for member in self.members:
                self._groups.setdefault(member.caps, []).append(member)
        return self._groups

    def sign_of(self, user: User, every: bool = False) -> str:
        """The signs before a member's nick: the highest, or `every` one of them (multi-prefix)."""
        return sign_of(self.members.get(user, 0), every)

    def has_op(self, user: User) -> bool:
        """Whether `user` may moderate here: the room's operators and the server's."""
        return bool(self.members.get(user, 0) & OP) or user.operator

    def visible_to(self, user: User) -> bool:
        """Whether `user` may learn that the room exists and who is in it."""
        return "s" not in self.flags or user in self.members or user.operator

    @property
    def keeps_out(self) -> bool:
        """Whether it is not meant for everybody: hidden, by invitation, with a key or with bans."""
        return bool(self.flags & set("is") or self.key or self.lists["b"])

    def bans(self, user: User) -> bool:
        """Whether a ban hits `user` and no exception does."""
        return self.lists_hit("b", user) and not self.lists_hit("e", user)

    def mutes(self, user: User) -> bool:
        """Whether `user` is kept from speaking by an entry of the bans that is for that alone."""
        start = len(MUTE_MASK)
        masks = [mask[start:] for mask in self.lists["b"] if mask.startswith(MUTE_MASK)]
        return _hit(masks, user) and not self.lists_hit("e", user)

    def lists_hit(self, mode: str, user: User) -> bool:
        """Whether an entry of the list `mode` matches the user's nick!user@host or account."""
        return _hit(self.lists[mode], user)

    def may_speak(self, user: User) -> bool:
        """Whether a message of `user` is let through; a voice passes all but +A, operators pass everything."""
        if user.operator:
            return True
        rank = self.members.get(user)
        if rank is None and "n" in self.flags:
            return False
        if rank and (rank & OP or "A" not in self.flags):
            return True
        if self.flags & _SILENCING and ("m" in self.flags or "A" in self.flags or not user.account):
            return False
        return not self.lists["b"] or not (self.bans(user) or self.mutes(user))

    def may_ask(self, user: User) -> bool:
        """Whether `user`, who may not speak, may still turn to the room's operators alone."""
        return user in self.members and not self.bans(user)

    def modes_for(self, user: User) -> Tuple[str, List[str]]:
        """The room's modes as 324 shows them to `user`, with the parameters; the key only to members."""
        letters = "+" + "".join(sorted(self.flags))
        params: List[str] = []
        if self.key:
            letters += "k"
            params.append(self.key if user in self.members or user.operator else "*")
        if self.limit:
            letters += "l"
            params.append(str(self.limit))
        return letters, params


def _hit(masks: Collection[str], user: User) -> bool:
    """Whether one of the folded `masks` matches the user's nick!user@host or account."""
    if not masks:
        return False
    prefix = fold(user.prefix)
    account = ACCOUNT_MASK + fold(user.account) if user.account else ""
    return any(mask_matches(mask, account if mask.startswith(ACCOUNT_MASK) else prefix) for mask in masks)


def sign_of(rank: int, every: bool = False) -> str:
    """The signs of `rank`: the highest, or `every` one of them."""
    signs = "".join(sign for bit, sign in _SIGNS if rank & bit)
    return signs if every else signs[:1]


def _word(user: User, rank: int, every: bool, hosts: bool) -> str:
    """A member as the list of names shows them."""
    return sign_of(rank, every) + (user.prefix if hosts else user.nick)
