"""The server's heart: one hub thread owns the chat network, everybody else only moves bytes to and from it.

A turn of the hub takes what the readers brought, applies it to the network, records what was said, and only then
flushes the outboxes. So there are no locks around the network's state, and nobody waits for anybody.
"""
import logging
import socket
import threading
import time
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from .acceptor import Acceptor
from .clock import SteadyClock
from .config import ServerConfig
from .door import Door
from .identity import Identity, identity
from .inbox import Inbox
from .listening import StartFailed, listen
from .outflow import Outflow, rest_pays
from .store import Store
from .transport import Transport
from .worker import Done, Worker
from .world.network import Network
from .world.user import User

__all__ = ["ChatServer", "StartFailed"]

log = logging.getLogger("intranetchat.server")

TICK = 1.0  # seconds between two looks at pings and time-outs
REST = 0.005  # seconds, after a turn where it pays
HURRIED_TICK = 0.1  # seconds, while somebody's lines wait for the rate limit
RETRY = 0.02  # seconds until an outbox that the kernel did not take is tried again
STOP_LINGER = 0.25  # seconds that peers have to close when the server stops: the window that hosts it waits so long
MUCH_PENDING = 1 << 18  # bytes in one outbox; over that long answers wait until it is read
MOST_BACKLOG = 16 << 10  # bytes received and not yet applied; over that the reader waits
MOST_ARRIVING = 64  # connections accepted and not yet met; the next wait in the kernel, and people are served meanwhile
HUB_WATCH = 0.1  # seconds between two looks of the waiting acceptor at whether the hub still lives
_MISTAKE = "The server made a mistake"

Item = Tuple[Callable[[Any, Any, float], None], Any, Any]  # a method of the hub, and what it is called with


class ChatServer:
    """A chat server; started and stopped by one thread, which may be any but the hub's own."""

    def __init__(self, config: ServerConfig) -> None:
        self.config: ServerConfig = config
        self.port: int = config.port  # the bound port, once started
        self.people: int = 0  # registered users, set by the hub after each turn
        self.identity: Identity = Identity()  # what is shown to those who connect encrypted
        self.set_aside: str = ""  # where a history that could not be read was kept, once started
        self.died: bool = False  # the hub failed: nobody is served, and nobody can connect
        self._inbox = Inbox()
        self._arrivals = threading.Semaphore(MOST_ARRIVING)
        self._clock = SteadyClock()
        self._store: Optional[Store] = None
        self._network = Network(config, self._clock.now())  # `start` makes the one that people meet
        self._door = Door(lambda user, reason: self._network.close(user, reason))
        self._transports: Dict[User, Transport] = {}
        self._users: Dict[Transport, User] = {}
        self._outflow = Outflow()
        self._paused: Set[Transport] = set()
        self._next_tick = 0.0
        self._stop_reason: Optional[str] = None
        self._acceptor: Optional[Acceptor] = None
        self._worker = Worker(self._computed, "passwords")
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)

    def start(self) -> None:
        """Listen and begin to serve; raises StartFailed, whose sentence says what to do."""
        listeners = listen(self.config.host, self.config.port)
        try:
            self._open()
        except StartFailed:
            for each in [*listeners, self._store]:
                if each is not None:
                    each.close()
            raise
        self.port = listeners[0].getsockname()[1]
        self._acceptor = Acceptor(listeners, self._arrived)
        self._worker.start()
        self._thread.start()
        self._acceptor.start()
        log.info("Listening on %s, port %d.", self.config.host, self.port)

    def _open(self) -> None:
        store = self._store = Store(self.config)
        self.set_aside = store.set_aside
        self._show(self.config, identity(self.config))
        self._clock.begin_after(store.begin(self._clock.now()))
        accounts = store.accounts(self._worker.do)
        self._network = Network(self.config, self._clock.now(), store.archive, accounts, store.bans, store.rooms,
                                store.rules)
        self._network.attempt, self._network.clogged = self._attempt, self._is_clogged

    def stop(self, reason: str = "The server was stopped.") -> None:
        """Tell everybody `reason` in an ERROR line, close all links, and wait for the threads; may be called twice."""
        if self._acceptor is None:
            return
        self._acceptor.stop()
        self._acceptor = None
        self._inbox.put((self._ask_to_stop, reason, None))
        self._thread.join()
        self._worker.stop()
        self._store.close()
        log.info("Stopped.")

    def reload(self, config: ServerConfig) -> None:
        """Go on with `config`, as far as that can change while the server runs; any thread may call it.

        The certificate is read again; where it can't be used, the rule and the certificate for newcomers stay.
        """
        try:
            shown = identity(config)
        except StartFailed as failure:
            log.warning("What encrypts stays as it was. %s", failure.sentence)
            config, shown = config._replace(tls=self.config.tls), self.identity
        self._inbox.put((self._reloaded, config, shown))

    # Called on the acceptor's, the readers' and the worker's threads: they only hand over.

    def _arrived(self, sock: socket.socket, address: str) -> None:
        self._inbox.put((self._connected, sock, address))
        while not self._arrivals.acquire(timeout=HUB_WATCH) and not self.died:
            pass

    def _delivered(self, transport: Transport, data: bytes) -> None:
        self._inbox.put((self._received, transport, data))

    def _computed(self, done: Done, result: Any) -> None:
        self._inbox.put((self._answered, done, result))

    # Everything below runs on the hub's thread.

    def _run(self) -> None:
        try:
            while self._stop_reason is None:
                items = self._inbox.take(self._patience())
                if rest_pays(len(items), self._turn(items)):
                    time.sleep(REST)
            self._shut_down(self._stop_reason)
        except Exception:
            log.exception("The hub died; the server is stopped. Start it again.")
            self._abandon()

    def _turn(self, items: List[Item]) -> int:
        """Do what `items` ask for; how many outboxes were flushed."""
        now = self._clock.now()
        for item in items:
            self._apply(item, now)
        if now >= self._next_tick:
            self._next_tick = now + TICK
            self._apply((self._tick, None, None), now)
        if self._network.throttled:
            self._next_tick = min(self._next_tick, now + HURRIED_TICK)
        self._attempt(None, partial(self._network.proceed, now))
        self._store.commit(self._network)
        flushed = self._flush(now)
        for transport in [each for each in self._paused if self._users[each].backlog <= MOST_BACKLOG]:
            self._paused.discard(transport)
            transport.resume()
        self.people = len(self._network.users)
        return flushed

    def _apply(self, item: Item, now: float) -> None:
        apply, subject, detail = item
        self._attempt(subject, partial(apply, subject, detail, now))

    def _attempt(self, subject: Any, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # stands this deep, because one client's line must not end the server for everybody else
            log.exception("Something was not foreseen; where a client sent it, its link is closed. Please report this.")
            try:
                self._give_up(subject, self._clock.now())
            except Exception:
                log.exception("Closing that link failed too; the others are served as before.")

    def _give_up(self, subject: Any, now: float) -> None:
        """Close the link that `subject` is or belongs to, if there is one, and forget what it had sent."""
        if isinstance(subject, socket.socket):
            subject.close()
        user = self._users.get(subject) if isinstance(subject, Transport) else subject
        if isinstance(user, User):
            user.drop_lines()
            if user in self._transports:
                self._forget(self._transports[user], _MISTAKE, now)
            self._network.close(user, _MISTAKE)

    def _patience(self) -> float:
        if self._network.unfinished:
            return 0.0
        if self._outflow.blocked:
            return RETRY
        return max(0.0, min(self._next_tick - self._clock.now(), TICK))

    def _ask_to_stop(self, reason: str, _: None, now: float) -> None:
        self._stop_reason = reason

    def _reloaded(self, config: ServerConfig, shown: Identity, now: float) -> None:
        self._show(config, shown)
        self._network.reconfigure(config, now)

    def _show(self, config: ServerConfig, shown: Identity) -> None:
        self.config, self.identity = config, shown
        self._door.show(config.tls, shown)

    def _answered(self, done: Done, result: Any, now: float) -> None:
        self._network.answered(done, result, now)

    def _connected(self, sock: socket.socket, address: str, now: float) -> None:
        self._arrivals.release()
        transport = Transport(sock, self._delivered, "reader " + address)
        user = self._network.connected(address, now)
        self._transports[user] = transport
        self._users[transport] = user
        self._door.arrived(transport)
        try:
            transport.start()
        except RuntimeError:
            log.warning("%s was turned away: the system has no thread left.", address)
            self._forget(transport, "The server is full", now)

    def _received(self, transport: Transport, data: bytes, now: float) -> None:
        user = self._users.get(transport)
        if not data:
            self._forget(transport, transport.error or "Connection closed", now)
            return
        transport.take()
        if user is not None and (transport.tls is not None or (transport in self._door and not user.closing)):
            data = self._door.opened(transport, user, data, now)
        if user is None or user.closing or not data:
            return
        self._network.received(user, data, now)
        if user.backlog > MOST_BACKLOG:
            transport.pause()
            self._paused.add(transport)

    def _forget(self, transport: Transport, reason: str, now: float) -> None:
        user = self._users.pop(transport, None)
        self._outflow.forget(transport)
        self._paused.discard(transport)
        self._door.forget(transport)
        transport.close()
        if user is not None:
            del self._transports[user]
            self._network.disconnected(user, reason, now)

    def _tick(self, _: None, __: None, now: float) -> None:
        self._network.tick(now)
        self._store.tick(now)
        self._door.tick(now)
        self._outflow.tick(now)

    def _flush(self, now: float) -> int:
        for transport in self._outflow.retry():
            if self._users[transport].closing:
                self._outflow.finish(transport, now)
        transports = self._transports
        users = [user for user in self._network.take_dirty() if user in transports]
        speaking = [user for user in users if user.outbox]
        slow = self._outflow.send([transports[user] for user in speaking], [user.outbox for user in speaking])
        for transport in slow:
            self._forget(transport, "Too slow: did not read what was sent", now)
        for user in users:
            if user.closing and user in transports:
                self._outflow.finish(transports[user], now)
        return len(speaking)

    def _is_clogged(self, user: User) -> bool:
        transport = self._transports.get(user)
        return transport is not None and transport.pending > MUCH_PENDING

    def _shut_down(self, reason: str) -> None:
        now = self._clock.now()
        self._network.shutdown(reason, now)
        self._store.commit(self._network)
        self._flush(now)
        deadline = now + STOP_LINGER
        while self._users and self._clock.now() < deadline:
            for apply, subject, detail in self._inbox.take(RETRY):
                if apply == self._received and not detail:
                    self._forget(subject, reason, now)
                elif apply == self._received:
                    subject.take()
                elif apply == self._connected:
                    subject.close()
        self._close_all()

    def _abandon(self) -> None:
        """Leave nobody waiting for a server that is dead: no link and no listening socket stays open."""
        self.died = True
        acceptor = self._acceptor
        if acceptor is not None:
            acceptor.stop()
        self._close_all()

    def _close_all(self) -> None:
        self.people = 0
        for apply, subject, _ in self._inbox.take(0):
            if apply == self._connected:
                subject.close()
        for transport in list(self._users):
            transport.close()
        for transport in list(self._users):
            transport.join(STOP_LINGER)
            transport.close()
