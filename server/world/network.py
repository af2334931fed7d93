"""The chat network: every user and every room by folded name, and what can happen to it from outside.

It owns no socket and no clock: the hub tells it of links, bytes and the time, and takes what the outboxes hold.
"""
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from ..config import ServerConfig
from ..wire.caps import OF_ACCOUNTS, OF_HISTORY
from ..wire.message import Message
from ..wire.names import fold
from . import kline, logins, monitor, recording, silence
from .accounts import Accounts
from .answering import Answering, Attempt, never_clogged, simply
from .archive import NoArchive
from .bans import BanStore
from .channel import Channel
from .commands import apply_line
from .directory import Directory
from .gate import Gate
from .isupport import isupport_tokens
from .outgoing import Line
from .recorder import Recorder
from .replies import Reply
from .rules import Rules, RuleStore
from .shelf import RoomStore, Shelf
from .user import BURST, User

SWEEP_EVERY = 1.0  # seconds between two looks at everybody's silence
LINES_A_TURN = 8  # of one link; then the others have their turn, however much one sends at once
THROTTLED_EVERY = 0.1  # seconds between two looks at those who are read more slowly


class Network(Recorder):
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
        rules: Optional[RuleStore] = None,
    ) -> None:
        super().__init__(config.server_name, now, archive or NoArchive())
        self.config: ServerConfig = config
        self.name: str = config.display_name  # for people
        self.started_at: float = now
        self.accounts: Accounts = accounts or Accounts()
        self.gate: Gate = Gate(bans or BanStore())
        self.shelf: Shelf = Shelf(rooms or RoomStore(), now)
        self.rules: Rules = Rules(config, rules or RuleStore())
        self.withheld: int = 0 if self.archive.keeps else OF_HISTORY  # capabilities that are not offered here
        self.withheld |= 0 if self.accounts.available else OF_ACCOUNTS
        self.links: Set[User] = set()  # everybody connected, registered or not
        self.directory: Directory = Directory()
        self.answering: Answering = Answering(self)
        self.clogged: Callable[[User], bool] = never_clogged  # whether much waits to be read; the hub knows
        self.attempt: Attempt = simply  # the hub sets one that closes the link of whom a mistake concerns
        self.users: Dict[str, User] = self.directory.users  # the registered, by folded nick
        self.channels: Dict[str, Channel] = {}  # by folded name
        self.watchers: Dict[str, Set[User]] = {}  # folded nick -> who monitors it
        self.used: Dict[str, int] = {}  # how often each command was
        self.throttled: Set[User] = set()  # users with lines that wait for the rate limit
        self.in_turns: Dict[User, None] = {}  # users with lines that wait for the next turn, in order
        self.isupport: List[str] = isupport_tokens(self.name, self.archive.keeps)
        self._swept_at: float = now
        self._timers: List[Tuple[float, Callable[[], None]]] = []

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
        if user not in self.in_turns:
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
            self.attempt(None, call)
        for user in list(self.throttled):
            self.attempt(user, lambda user=user: self._apply(user))
        for user in self._linkless:
            user.outbox.clear()
        if now - self._swept_at < SWEEP_EVERY:
            return
        self._swept_at = now
        for user in list(self.links):
            silence.look_at(self, user)

    @property
    def unfinished(self) -> bool:
        """Whether there are answers of which `proceed` has more to give, or lines that it has to apply."""
        return self.answering.unfinished or bool(self.in_turns)

    def proceed(self, now: float) -> None:
        """Give long answers and long inputs a part; the hub calls it in each turn, and makes the next one soon."""
        self._set_now(now)
        users, self.in_turns = self.in_turns, {}
        for user in users:
            self._apply(user)
        self.answering.go_on()

    @property
    def next_deadline(self) -> float:
        """When `tick` has work again, in Unix seconds."""
        if self.throttled:
            return self.now + THROTTLED_EVERY
        return min([self._swept_at + SWEEP_EVERY] + [moment for moment, _ in self._timers])

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

    # ---- people

    def tell_operators(self, text: str, skip: Optional[User] = None) -> None:
        """Say `text` to the operators of the server who are here, without `skip`."""
        for user in list(self.users.values()):
            if user.operator and user is not skip:
                Reply(self, user).notice(text)

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
        self._comes(user, channel)
        user.channels[channel.folded] = channel
        user.invites.pop(channel, None)

    def leave(self, user: User, channel: Channel) -> None:
        """Take `user` out of `channel`; an empty room ends."""
        self._leaves(user, channel)
        channel.remove(user)
        del user.channels[channel.folded]
        if not channel.members:
            del self.channels[channel.folded]
            self.shelf.emptied(channel)
            if channel.keeps_out and not self.shelf.has(channel.folded):  # whoever opens it anew was kept out before
                self._seal(channel)

    def rename(self, channel: Channel, name: str) -> None:
        """Give `channel` another name, which no other room has."""
        before = channel.folded
        del self.channels[before]
        channel.named(name)
        self.channels[channel.folded] = channel
        for member in channel.members:
            member.channels[channel.folded] = member.channels.pop(before)
        if before != channel.folded:
            self.archive.rename(before, channel.folded, name, self.new_id())
        self.recent.forget(self.archive.places(channel.folded)[-1])
        self.shelf.renamed(before, channel, self.now)

    def _seal(self, channel: Channel) -> None:
        """Let nobody read what was said in `channel` up to now."""
        for place in self.archive.places(channel.folded):
            self.archive.seal(place, self._last_id)
            self.recent.forget(place)

    # ---- lines that wait

    def at(self, moment: float, call: Callable[[], None]) -> None:
        """Let `call` be called at `moment`, in Unix seconds, or by a second later."""
        self._timers.append((moment, call))

    def go_on(self, user: User) -> None:
        """Apply the lines of `user` that waited for an answer."""
        self._apply(user)

    # ---- inside

    def _apply(self, user: User) -> None:
        rate = self.config.rate_limit
        left = LINES_A_TURN
        while user.lines and not user.closing and not user.waiting:
            if not left:
                self.in_turns[user] = None
                return
            if rate and not user.spend(self.now, rate):
                self.throttled.add(user)
                return
            left -= 1
            apply_line(self, user, user.next_line())
        self.throttled.discard(user)
        if user.ended and not user.waiting:
            self.close(user, user.ended)

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
        self.in_turns.pop(user, None)
        self.links.discard(user)
        self.gate.leave(user.address)
        self._ends(user)
