"""Lines on their way out: made with an id and the time, put into outboxes, and whose outboxes are to be flushed.

Per message a line is formatted once; what a room is told in a turn goes to its members together. This is the server's
hot path.
"""
from typing import Iterable, Optional, Set

from ..wire.message import Message
from .archive import first_id_at, msgid_of
from .channel import Channel
from .outgoing import Line, timestamp, to_milliseconds
from .runs import Run
from .user import User


class Delivery:
    """The outgoing half of a network; used by the hub's thread alone."""

    def __init__(self, server_name: str, now: float) -> None:
        self.server_name: str = server_name  # for the wire
        self.now: float = now
        self._stamp: str = timestamp(now)
        self._last_id: int = first_id_at(to_milliseconds(now))
        self._dirty_users: Set[User] = set()
        self._dirty_channels: Set[Channel] = set()
        self._run: Optional[Run] = None  # what the members of one room are told, and their outboxes don't have yet
        self._linkless: Set[User] = set()  # nothing can be sent to them, their last lines are still being applied

    @property
    def dirty(self) -> Set[User]:
        """Users whose outbox is not empty or who are to be closed; the hub flushes them and clears the set."""
        self.settle_run()
        users = self._dirty_users
        for channel in self._dirty_channels:
            users.update(channel.members)
        self._dirty_channels.clear()
        users.difference_update(self._linkless)
        return users

    def take_dirty(self) -> Set[User]:
        """The set `dirty`, which begins anew; what is in the outboxes is as it will be sent."""
        self.settle_run(joined=True)
        users = self.dirty
        self._dirty_users = set()
        return users

    def timestamp(self) -> str:
        """The present moment as server-time writes it."""
        return self._stamp

    def line(self, source: Optional[User], command: str, *params: str, tags: str = "", needs: int = 0) -> Line:
        """A line from `source` (None: the server) with an id of its own; ValueError if it can't be written."""
        if source is not None and source.bot:
            tags = tags + ";bot" if tags else "bot"
        msgid = "msgid=" + self.new_id()
        number = self._last_id
        body = Message(command, params, source.prefix if source is not None else self.server_name).body()
        account = source.account if source is not None else ""
        return Line(body, self._stamp, msgid + ";" + tags if tags else msgid, needs, number, account)

    def new_id(self) -> str:
        """An id that no other message has, over restarts too, and greater than all before."""
        self._last_id += 1
        return msgid_of(self._last_id)

    def send(self, user: User, encoded: bytes) -> None:
        """Put a whole line into the outbox of `user`."""
        if self._run is not None and user in self._run.channel.members:
            self._run.catch_up(user)
        user.append(encoded)
        self._dirty_users.add(user)

    def deliver(self, user: User, line: Line) -> None:
        """Give `line` to `user`, if the capabilities allow."""
        encoded = line.encode(user.caps)
        if encoded is not None:
            self.send(user, encoded)

    def deliver_in(self, channel: Channel, line: Line, skip: Optional[User] = None) -> None:
        """Give `line` to every member of `channel` but the member `skip`."""
        if self._run is None or self._run.channel is not channel:
            self.settle_run()
            self._run = Run(channel)
            self._dirty_channels.add(channel)
        self._run.add(line, skip)

    def settle_run(self, joined: bool = False) -> None:
        """Put what a room was told into its members' outboxes; before anything of the members changes, too.

        `joined` is for the end of a turn: what is in one piece can't be taken back any more.
        """
        run, self._run = self._run, None
        if run is not None:
            run.settle(joined)

    def deliver_all(self, users: Iterable[User], line: Line) -> None:
        """Give `line` to each of `users`."""
        for user in users:
            self.deliver(user, line)

    def _set_now(self, now: float) -> None:
        if now != self.now:
            self.now = now
            self._stamp = timestamp(now)
            self._last_id = max(self._last_id, first_id_at(to_milliseconds(now)))

    def _comes(self, user: User, channel: Channel) -> None:
        """`user` is a member of `channel` from now on."""
        if self._run is not None and self._run.channel is channel:
            self._run.admit(user)

    def _leaves(self, user: User, channel: Channel) -> None:
        """`user` will be no member of `channel` any more; what the room brought is still to be flushed."""
        if self._run is not None and self._run.channel is channel:
            self.settle_run()
        if channel in self._dirty_channels:
            self._dirty_users.add(user)
        if len(channel.members) == 1:
            self._dirty_channels.discard(channel)

    def _ends(self, user: User) -> None:
        """The outbox of `user` is flushed a last time, unless the link is gone."""
        self._linkless.discard(user)
        self.settle_run()
        if user.ended:
            user.outbox.clear()
            self._dirty_users.discard(user)
        else:
            self._dirty_users.add(user)
