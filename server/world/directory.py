"""Who has which name, now and lately: the people by folded nick, the nicks taken by how they read, and WHOWAS."""
from collections import deque
from typing import Deque, Dict, List, NamedTuple, Optional, Set

from ..wire.names import fold, likeness
from .user import User

WHOWAS_KEPT = 1000  # people who left or changed their nick


class Former(NamedTuple):
    """Somebody who had `nick` until `left_at` (Unix seconds), for WHOWAS."""

    nick: str
    username: str
    host: str
    realname: str
    left_at: float


class Directory:
    """The names of one network; used by the hub's thread alone."""

    def __init__(self) -> None:
        self.users: Dict[str, User] = {}  # the registered, by folded nick
        self.most: int = 0  # registered at one time
        self.invisible: Set[User] = set()  # of the registered, kept by `mark`: all who come are told how many
        self.operators: Set[User] = set()  # the same
        self._former: Deque[Former] = deque(maxlen=WHOWAS_KEPT)  # the latest first
        self._taken: Dict[str, User] = {}  # nicks taken, before registration too, by likeness

    def find(self, nick: str) -> Optional[User]:
        """The registered user with `nick`, however it is written."""
        return self.users.get(fold(nick))

    def mark(self, user: User) -> None:
        """`user` was registered, or is or is no longer invisible or an operator."""
        for people, is_one in ((self.invisible, user.invisible), (self.operators, user.operator)):
            if is_one and user.registered:
                people.add(user)
            else:
                people.discard(user)

    def owner_of(self, nick: str) -> Optional[User]:
        """Who has `nick` or one that reads the same, registered or not."""
        return self._taken.get(likeness(nick))

    def is_free_for(self, user: User, nick: str) -> bool:
        """Whether nobody but `user` has `nick` or one that reads the same."""
        return self.owner_of(nick) in (None, user)

    def propose(self, user: User, nick: str) -> None:
        """Let `user` have the nick until registration, when it is seen whether it is theirs."""
        self.release(user)
        user.named(nick)

    def holds(self, user: User) -> bool:
        """Whether nobody else can take the nick of `user`."""
        return self.owner_of(user.nick) is user

    def rename(self, user: User, nick: str) -> None:
        """Give `user` the nick, which nobody else has."""
        self.release(user)
        user.named(nick)
        self._taken[likeness(nick)] = user
        if user.registered:
            self.users[fold(nick)] = user
            self.mark(user)
        for channel in user.channels.values():
            channel.forget_names()

    def admit(self, user: User) -> None:
        """`user`, who has a nick and a username, is registered from now on."""
        user.registered = True
        user.named(user.nick)
        self.users[fold(user.nick)] = user
        self.mark(user)
        self.most = max(self.most, len(self.users))

    def release(self, user: User) -> None:
        """The nick of `user` is free again, if there was one."""
        if self.holds(user):
            del self._taken[likeness(user.nick)]
        if user.registered:
            del self.users[fold(user.nick)]
        self.invisible.discard(user)
        self.operators.discard(user)

    def remember(self, user: User, now: float) -> None:
        """Keep the name that `user` has until `now` for WHOWAS."""
        self._former.appendleft(Former(user.nick, user.username, user.host, user.realname, now))

    def formerly(self, nick: str) -> List[Former]:
        """Who had `nick`, the latest first."""
        folded = fold(nick)
        return [former for former in self._former if fold(former.nick) == folded]
