"""The chat network: every user and every room by folded name, and what can happen to it from outside.

It owns no socket and no clock: the hub tells it of links, bytes and the time, and takes what the outboxes hold.
"""
from typing import Any, Callable, Dict, Iterable, List, Optional, Set, Tuple

from ..config import ServerConfig
from ..wire.caps import OF_ACCOUNTS, OF_HISTORY
from ..wire.message import Message
from ..wire.names import fold
from . import kline, logins, monitor, recording
from .accounts import Accounts
from .archive import NoArchive, Record, first_id_at, msgid_of
from .bans import BanStore
from .channel import Channel
from .commands import apply_line
from .directory import Directory
from .gate import Gate
from .isupport import isupport_tokens
from .outgoing import Line, timestamp, to_milliseconds
from .recent import Recent
from .replies import Reply
from .shelf import RoomStore, Shelf
from .user import BURST, User

PING_AFTER = 60  # seconds of silence
TIMEOUT_AFTER = 90  # seconds of silence
REGISTER_WITHIN = 30  # seconds from the connection on
SWEEP_EVERY = 1.0  # seconds between two looks at everybody's silence
THROTTLED_EVERY = 0.1  # seconds between two looks at those who are read more slowly


class Network:
    """The people and rooms of one server; used by the hub's thread alone.

    Every `now` is in Unix seconds and never less than the one before.
    """

    def __init__(
        self,
        config: ServerConfig,
        now: float,
        archive: Optional[NoArchive] = None,
        accounts: Optional[Accounts] = None,
        bans: Optional[BanStore] = None,
        rooms: Optional[RoomStore] = None,
    ) -> None:
        self.config: ServerConfig = config
        self.name: str = config.display_name  # for people
        self.server_name: str = config.server_name  # for the wire
        self.started_at: float = now
        self.now: float = now
        self.archive: NoArchive = archive or NoArchive()
        self.recent: Recent = Recent(self.archive)
        self.accounts: Accounts = accounts or Accounts()
        self.gate: Gate = Gate(bans or BanStore())
        self.shelf: Shelf = Shelf(rooms or RoomStore(), now)
        self.withheld: int = 0 if self.archive.keeps else OF_HISTORY  # capabilities that are not offered here
        self.withheld |= 0 if self.accounts.available else OF_ACCOUNTS
        self.links: Set[User] = set()  # everybody connected, registered or not
        self.directory: Directory = Directory()
        self.users: Dict[str, User] = self.directory.users  # the registered, by folded nick
        self.channels: Dict[str, Channel] = {}  # by folded name
        self.watchers: Dict[str, Set[User]] = {}  # folded nick -> who monitors it
        self.throttled: Set[User] = set()  # users with lines that wait for the rate limit
        self.isupport: List[str] = isupport_tokens(self.name, self.archive.keeps)
        self._dirty_users: Set[User] = set()
        self._dirty_channels: Set[Channel] = set()
        self._linkless: Set[User] = set()  # their link is gone, their last lines are still being applied
        self._swept_at: float = now
        self._timers: List[Tuple[float, Callable[[], None]]] = []
        self._last_id: int = first_id_at(to_milliseconds(now))
        self._unsettled: List[recording.Unsettled] = []  # what this turn has recorded
        self._stamp: str = timestamp(now)

    # ---- what the hub calls

    def connected(self, address: str, now: float) -> User:
        """A new link from the IP address `address`; where it isn't let in, it comes back closing."""
        self._set_now(now)
        user = User(address, now, self.config.rate_limit * BURST)
        here = self.gate.arrive(address)
        self.links.add(user)
        ban = self.gate.bans.hit(address, "", now)
        if len(self.links) > self.config.max_clients:
            self.close(user, "The server is full. Try again later")
        elif 0 < self.config.max_per_address <= here:
            self.close(user, "Too many connections from your address")
        elif ban is not None:
            kline.turn_away(self, user, ban)
        return user

    def received(self, user: User, data: bytes, now: float) -> None:
        """Apply the lines that `data` completes; those over the rate limit wait in the user's backlog."""
        self._set_now(now)
        if user.closing or user.ended:
            return
        user.feed(data, now)
        self._apply(user)

    def disconnected(self, user: User, reason: str, now: float) -> None:
        """The link is gone. What it brought before is still applied, at the pace of the rate limit."""
        self._set_now(now)
        if user.ended or user not in self.links:
            return
        user.ended = reason or "Connection closed"
        self._linkless.add(user)
        if not user.lines:
            self.close(user, user.ended)

    def answered(self, done: Callable[[Any], None], result: Any, now: float) -> None:
        """Something that was computed elsewhere is ready: let `done` have it."""
        self._set_now(now)
        done(result)

    def tick(self, now: float) -> None:
        """Apply the lines of throttled users, send pings, close who is silent; call it by `next_deadline`."""
        self._set_now(now)
        due = [timer for timer in self._timers if timer[0] <= now]
        self._timers = [timer for timer in self._timers if timer[0] > now]
        for _, call in due:
            call()
        for user in list(self.throttled):
            self._apply(user)
        for user in self._linkless:
            user.outbox.clear()
        if now - self._swept_at < SWEEP_EVERY:
            return
        self._swept_at = now
        for user in list(self.links):
            self._sweep(user)

    @property
    def next_deadline(self) -> float:
        """When `tick` has work again, in Unix seconds."""
        if self.throttled:
            return self.now + THROTTLED_EVERY
        return min([self._swept_at + SWEEP_EVERY] + [moment for moment, _ in self._timers])

    @property
    def dirty(self) -> Set[User]:
        """Users whose outbox is not empty or who are to be closed; the hub flushes them and clears the set."""
        users = self._dirty_users
        for channel in self._dirty_channels:
            users.update(channel.members)
        self._dirty_channels.clear()
        users.difference_update(self._linkless)
        return users

    def take_dirty(self) -> Set[User]:
        """The set `dirty`, which begins anew."""
        users = self.dirty
        self._dirty_users = set()
        return users

    def reconfigure(self, config: ServerConfig, now: float) -> None:
        """Go on with another configuration; names and addresses of the server stay as they were."""
        self._set_now(now)
        before, self.config = self.config, config
        logins.reappoint(self, before.operator_accounts)

    def shutdown(self, reason: str, now: float) -> None:
        """Say ERROR to everybody and let every link close."""
        self._set_now(now)
        for user in list(self.links):
            self._say_goodbye(user, reason)
            self.directory.release(user)
            self._drop_link(user)
        self.channels.clear()
        self.watchers.clear()

    # ---- what is recorded

    def record(self, record: Record, unsettled: recording.Unsettled) -> None:
        """Give `record` to the archive; the line may be sent once the archive has committed it."""
        self.archive.append(record)
        self.recent.add(record)
        self._unsettled.append(unsettled)

    def await_commit(self, unsettled: recording.Unsettled) -> None:
        """Let the line be sent only once the archive has committed what it did."""
        self._unsettled.append(unsettled)

    def settled(self) -> None:
        """The turn is recorded; its lines may be sent."""
        if self._unsettled:
            self._unsettled = []

    def take_back(self, committed: int) -> None:
        """What came after the id `committed` could not be recorded: nobody gets it, those who said it are told."""
        refused = [each for each in self._unsettled if each.line.number > committed]
        self._unsettled = []
        self.recent.clear()
        recording.take_back(self, refused)

    def tell_operators(self, text: str, skip: Optional[User] = None) -> None:
        """Say `text` to the operators of the server who are here, without `skip`."""
        for user in list(self.users.values()):
            if user.operator and user is not skip:
                Reply(self, user).notice(text)

    # ---- people

    def find(self, nick: str) -> Optional[User]:
        """The registered user with `nick`, however it is written."""
        return self.directory.find(nick)

    def neighbours(self, user: User) -> Set[User]:
        """Everybody who shares a room with `user`, each once, without `user`."""
        people: Set[User] = set()
        for channel in user.channels.values():
            people.update(channel.members)
        people.discard(user)
        return people

    def watching(self, nick: str) -> List[User]:
        """Those who monitor `nick`."""
        return list(self.watchers.get(fold(nick), ()))

    def close(self, user: User, reason: str, reply: Optional[Reply] = None) -> None:
        """Let `user` leave: neighbours see QUIT with `reason`, the leaver ERROR (through `reply`, if there is one)."""
        if user.closing:
            return
        self._say_goodbye(user, reason, reply)
        if user.registered:
            line = self.line(user, "QUIT", reason)
            recording.record_event(self, user, user.channels.values(), "QUIT", line)
            for neighbour in self.neighbours(user):
                self.deliver(neighbour, line)
            self._forget(user)
        self.directory.release(user)
        user.registered = False
        self._drop_link(user)

    # ---- rooms

    def channel(self, name: str) -> Optional[Channel]:
        """The room `name`, however it is written."""
        return self.channels.get(fold(name))

    def enter(self, user: User, channel: Channel, rank: int) -> None:
        """Make `user` a member of `channel`, which may be new."""
        self.channels[channel.folded] = channel
        channel.add(user, rank)
        user.channels[channel.folded] = channel
        user.invites.discard(channel)

    def leave(self, user: User, channel: Channel) -> None:
        """Take `user` out of `channel`; an empty room ends."""
        if channel in self._dirty_channels:  # what the room brought is still to be flushed
            self._dirty_users.add(user)
        channel.remove(user)
        del user.channels[channel.folded]
        if not channel.members:
            del self.channels[channel.folded]
            self._dirty_channels.discard(channel)
            self.shelf.emptied(channel)
            if "i" in channel.flags and not channel.owners:  # whoever opens it anew was not invited to what was said
                self.archive.seal(channel.folded, self._last_id)
                self.recent.forget(channel.folded)

    # ---- lines on their way out

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
        user.append(encoded)
        self._dirty_users.add(user)

    def deliver(self, user: User, line: Line) -> None:
        """Give `line` to `user`, if the capabilities allow."""
        encoded = line.encode(user.caps)
        if encoded is not None:
            user.append(encoded)
            self._dirty_users.add(user)

    def deliver_in(self, channel: Channel, line: Line, skip: Optional[User] = None) -> None:
        """Give `line` to every member of `channel` but the member `skip`."""
        channel.deliver(line, skip)
        self._dirty_channels.add(channel)

    def deliver_all(self, users: Iterable[User], line: Line) -> None:
        """Give `line` to each of `users`."""
        for user in users:
            self.deliver(user, line)

    # ---- lines that wait

    def at(self, moment: float, call: Callable[[], None]) -> None:
        """Let `call` be called at `moment`, in Unix seconds, or by a second later."""
        self._timers.append((moment, call))

    def go_on(self, user: User) -> None:
        """Apply the lines of `user` that waited for an answer."""
        self._apply(user)

    # ---- inside

    def _set_now(self, now: float) -> None:
        if now != self.now:
            self.now = now
            self._stamp = timestamp(now)
            self._last_id = max(self._last_id, first_id_at(to_milliseconds(now)))

    def _apply(self, user: User) -> None:
        rate = self.config.rate_limit
        while user.lines and not user.closing and not user.waiting:
            if rate and not user.spend(self.now, rate):
                self.throttled.add(user)
                return
            apply_line(self, user, user.next_line())
        self.throttled.discard(user)
        if user.ended and not user.waiting:
            self.close(user, user.ended)

    def _sweep(self, user: User) -> None:
        if user.closing or user.lines or user.waiting:
            return
        if not user.registered:
            if self.now - user.connected_at >= REGISTER_WITHIN:
                self.close(user, "Registration timed out")
            return
        silence = self.now - user.heard_at
        if user.pinged and silence >= TIMEOUT_AFTER:
            self.close(user, f"Ping timeout: {TIMEOUT_AFTER} seconds")
        elif not user.pinged and silence >= PING_AFTER:
            user.pinged = True
            self.send(user, f"PING :{self.server_name}\r\n".encode())

    def _say_goodbye(self, user: User, reason: str, reply: Optional[Reply] = None) -> None:
        text = f"Closing link: {user.host} ({reason})"
        (reply or Reply(self, user)).relay(Line(Message("ERROR", (text,)).body(), self._stamp))

    def _forget(self, user: User) -> None:
        """Take a registered user out of the rooms and lists; watchers hear of it."""
        self.directory.remember(user, self.now)
        for channel in list(user.channels.values()):
            self.leave(user, channel)
        monitor.stop(self, user)
        monitor.tell_gone(self, user.nick)

    def _drop_link(self, user: User) -> None:
        user.closing = True
        user.drop_lines()
        self.throttled.discard(user)
        self.links.discard(user)
        self._linkless.discard(user)
        self.gate.leave(user.address)
        if user.ended:
            user.outbox.clear()
            self._dirty_users.discard(user)
        else:
            self._dirty_users.add(user)
