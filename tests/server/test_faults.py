"""Faults of one link, and of the server itself, on real sockets: what each does, and that the others notice nothing."""
import os
import random
import socket
import struct
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

from server.database import Database
from server.history import History
from server.hub import MOST_ARRIVING, MUCH_PENDING, ChatServer
from server.outflow import MOST_PENDING
from server.store import Store
from server.wire.framing import LONGEST
from server.world.answering import LINES_A_TURN
from server.world.archive import Record
from server.world.network import Network
from tests.conftest import LoggedErrors
from tests.server.raw import RawClient
from tests.support import pump_until

Serve = Callable[..., ChatServer]

ROOT = Path(__file__).resolve().parent.parent.parent
DESCRIPTORS = Path("/proc/self/fd")
RUDE: Dict[str, bytes] = {
    "random bytes": random.Random(1).getrandbits(8 * 100000).to_bytes(100000, "big"),
    "NULs": b"\0" * 5000,
    "a line of 100 KB": b"PRIVMSG #lobby :" + b"x" * 100000,
    "half a character": b"PRIVMSG #lobby :caf\xc3",
    "tags too long": b"@" + b"a=b;" * 5000 + b" PING x",
    "HTTP": b"GET / HTTP/1.1\r\nHost: chat\r\n\r\nPOST / HTTP/1.1",
    "a TLS hello without end": b"\x16\x03\x01\xff\xff\x01" + b"\x00\x2f" * 20000,
}
FEW_DESCRIPTORS = """
import logging, resource, sys
import server.acceptor
from server.config import ServerConfig
from server.hub import ChatServer
logging.basicConfig(stream=sys.stderr, format="%(message)s")
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
server.acceptor._PAUSE = 0.01
chat = ChatServer(ServerConfig(host="127.0.0.1", port=0, rate_limit=0))
chat.start()
print(chat.port, flush=True)
sys.stdin.read()
chat.stop()
"""


@pytest.fixture
def alice(serve: Serve) -> Iterator[RawClient]:
    """Somebody in the lobby of a new server, who must not notice anything."""
    with RawClient(serve(rate_limit=0).port).register("alice") as client:
        client.sync()
        yield client


def port_of(client: RawClient) -> int:
    """The server's port."""
    return client.sock.getpeername()[1]


def held() -> int:
    """Threads and open descriptors of this process, in which the server runs too."""
    return threading.active_count() + len(os.listdir(str(DESCRIPTORS)))


def reset(client: RawClient) -> None:
    """Break the link as a crash does."""
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@pytest.mark.parametrize("registered", [False, True], ids=["stranger", "member"])
@pytest.mark.parametrize("kind", sorted(RUDE))
def test_bytes_that_are_no_irc_disturb_nobody(alice: RawClient, kind: str, registered: bool) -> None:
    """They get an answer or a closed link; alice reads nothing that a client may not read, and goes on."""
    with RawClient(port_of(alice)) as rude:
        if registered:
            rude.register("rude")
        try:
            rude.sock.sendall(RUDE[kind])
            rude.sock.sendall(b"\r\nPING still\r\n")
            while "still" not in rude.line():
                pass
        except (EOFError, ConnectionError):
            pass
    alice.sync()
    assert all(len(line.encode()) <= 510 and "\0" not in line for line in alice.seen)


def test_a_line_without_an_end_takes_little_memory(serve: Serve) -> None:
    """Of megabytes without a newline the server keeps no more than a line; then it says once that it was too long."""
    server = serve(rate_limit=0)
    with RawClient(server.port).register("endless") as endless:
        for _ in range(64):
            endless.sock.sendall(b"x" * (1 << 16))
        user = next(iter(server._network.links))
        assert len(user.buffer._part) <= LONGEST
        endless.sock.sendall(b"\r\nPING still\r\n")
        endless.until("PONG")
        assert len([line for line in endless.seen if " 417 " in line]) == 1


def test_who_never_registers_is_dropped(alice: RawClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 connections that say nothing read ERROR and the end when their time is over."""
    monkeypatch.setattr("server.world.silence.REGISTER_WITHIN", 1)
    with ExitStack() as stack:
        silent = [stack.enter_context(RawClient(port_of(alice))) for _ in range(200)]
        assert all("Registration timed out" in each.rest()[-1] for each in silent)
    alice.sync()


def test_a_storm_of_connections_waits_outside(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the hub is busy only so many connections are accepted; the rest are met when it has time."""
    busy, go_on = threading.Event(), threading.Event()
    connected = Network.connected

    def slowly(network: Network, address: str, now: float) -> Any:
        busy.set()
        go_on.wait(20)
        return connected(network, address, now)

    monkeypatch.setattr(Network, "connected", slowly)
    server = serve()
    with ExitStack() as stack:
        callers = [stack.enter_context(RawClient(server.port))]
        assert busy.wait(10), "the hub never met the first one"
        callers += [stack.enter_context(RawClient(server.port)) for _ in range(MOST_ARRIVING * 2)]
        pump_until(lambda: len(server._inbox._items) >= MOST_ARRIVING - 1)
        for _ in range(MOST_ARRIVING * 1000):  # time enough for an acceptor that does not wait
            assert len(server._inbox._items) <= MOST_ARRIVING + 1
        go_on.set()
        for caller in callers:
            caller.sync()


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="descriptors are counted in /proc")
def test_hundreds_who_come_and_go_leave_nothing(alice: RawClient) -> None:
    """After 400 connects and disconnects of every kind, threads and descriptors are as many as before."""
    before = held()
    for number in range(100):
        callers = [RawClient(port_of(alice)) for _ in range(4)]
        callers[0].send(f"NICK passer{number}")
        callers[1].register(f"guest{number}")
        for index, caller in enumerate(callers):
            if index % 2:
                reset(caller)
            else:
                caller.close()
    alice.sync()
    pump_until(lambda: held() <= before)


def test_who_vanishes_is_asked_and_then_gone(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that says no word reads PING, then ERROR; the others see it quit."""
    monkeypatch.setattr("server.world.silence.PING_AFTER", 1)
    monkeypatch.setattr("server.world.silence.TIMEOUT_AFTER", 2)
    port = serve(rate_limit=0).port
    with RawClient(port).register("alice") as alice, RawClient(port).register("ghost") as ghost:
        pump_until(lambda: [line for line in alice.seen if "ghost!" in line and " QUIT " in line], alice.sync)
        lines = ghost.rest()
    assert any(line.startswith("PING ") for line in lines)
    assert "Ping timeout" in lines[-1] and "Ping timeout" in next(line for line in alice.seen if " QUIT " in line)


@pytest.mark.skipif(sys.platform == "win32", reason="has no RLIMIT_NOFILE")
def test_out_of_descriptors_is_a_pause(tmp_path: Path) -> None:
    """Without a descriptor left nobody new comes in, which is logged once; when there is one again, it goes on."""
    log = tmp_path / "log"
    with log.open("w") as errors, subprocess.Popen(
        [sys.executable, "-c", FEW_DESCRIPTORS], cwd=str(ROOT), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=errors, universal_newlines=True,
    ) as process, ExitStack() as stack:
        port = int(process.stdout.readline())
        alice = stack.enter_context(RawClient(port)).register("alice")
        crowd = [stack.enter_context(RawClient(port)) for _ in range(60)]
        pump_until(lambda: "No more connections" in log.read_text(), alice.sync)
        for _ in range(100):  # many tries of the acceptor, meanwhile
            alice.sync()
        assert log.read_text().count("No more connections") == 1
        for each in crowd:
            each.close()
        with RawClient(port) as late:
            late.register("late")
            assert "late!" in alice.until("JOIN")
        process.stdin.close()
    assert "accepted again" in log.read_text()


def test_a_handler_that_fails_costs_one_link(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """It is logged, the link that sent the line is closed, the others see a QUIT and are served as before."""
    received = Network.received

    def fail(network: Network, user: Any, data: bytes, now: float) -> None:
        if b"boom" in data:
            raise ZeroDivisionError("injected")
        received(network, user, data, now)

    monkeypatch.setattr(Network, "received", fail)
    server = serve(rate_limit=0)
    with RawClient(server.port).register("alice") as alice, RawClient(server.port).register("bob") as bob:
        bob.send("PRIVMSG #lobby :boom")
        bob.rest()
        assert "bob!" in alice.until(" QUIT ")
        alice.sync()
        assert len(logged_errors.take()) == 1 and not server.died


@pytest.mark.parametrize("path", ["backlog", "long answer", "password"])
def test_what_fails_later_costs_one_link_too(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors, tmp_path: Path, path: str
) -> None:
    """A line that waited for the rate limit, for a turn or for a password's hash fails as one applied at once does."""

    def fail(*_: Any) -> Iterator[int]:
        raise ZeroDivisionError("injected")

    def fail_later(*_: Any) -> Iterator[int]:
        yield LINES_A_TURN
        raise ZeroDivisionError("injected")

    failing, line = {
        "backlog": ("server.world.queries.say_lusers", "LUSERS"),
        "long answer": ("server.world.rooms._name_each", "NAMES #lobby"),
        "password": ("server.world.registering._made", "REGISTER * * long-enough"),
    }[path]
    server = serve(rate_limit=10 if path == "backlog" else 0, data_dir=str(tmp_path))
    with RawClient(server.port).register("alice") as alice, RawClient(server.port).register("bob") as bob:
        monkeypatch.setattr(failing, fail_later if path == "long answer" else fail)
        if path == "backlog":
            bob.send("PING x\r\n" * 25)
        bob.send(line)
        assert "The server made a mistake" not in str(bob.rest()[:-1])
        assert "bob!" in alice.until(" QUIT ")
        alice.sync()
        assert len(logged_errors.take()) == 1 and not server.died
        assert not server._network.throttled and not server._network.unfinished


def test_a_failing_tick_is_survived(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """What fails between two turns is logged, and tried again a second later."""
    failed: List[float] = []
    tick = Network.tick

    def fail_once(network: Network, now: float) -> None:
        if not failed:
            failed.append(now)
            raise ZeroDivisionError("injected")
        tick(network, now)

    monkeypatch.setattr(Network, "tick", fail_once)
    with RawClient(serve(rate_limit=0).port).register("alice") as alice:
        pump_until(lambda: failed, alice.sync)
        alice.sync()
        assert len(logged_errors.take()) == 1


def test_a_dead_hub_leaves_nobody_waiting(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """When the hub itself fails, every link and every listening socket is closed, and stop() still ends the rest."""
    dying = threading.Event()
    commit = Store.commit

    def fail(store: Store, network: Network) -> None:
        if dying.is_set():
            raise ZeroDivisionError("injected")
        commit(store, network)

    monkeypatch.setattr(Store, "commit", fail)
    server = serve()
    with RawClient(server.port).register("alice") as alice, RawClient(server.port) as stranger:
        dying.set()
        alice.rest()
        stranger.rest()
        pump_until(lambda: server.died and server.people == 0)
        with pytest.raises(ConnectionError):
            RawClient(server.port)
    server.stop()
    assert any("hub died" in message for message in logged_errors.take())


def test_a_large_page_goes_as_fast_as_it_is_read(serve: Serve, tmp_path: Path) -> None:
    """Who asks for more history than an outbox may hold, and reads it slowly, gets all of it; others go on."""
    server = serve(rate_limit=0, data_dir=str(tmp_path))
    with RawClient(server.port).register("alice") as alice, RawClient(server.port) as bob:
        bob.send("CAP REQ :draft/chathistory batch")
        bob.send("CAP END")
        bob.register("bob")
        with ExitStack() as stack:
            database = Database(tmp_path, alone=False)
            stack.callback(database.close)
            history = History(database)
            first = history.committed + 1
            for number in range(first, first + 400):
                history.append(Record(number, "#lobby", "PRIVMSG", "#lobby", "x!x@h", "", "x" * 39000, ""))
            history.commit()
        bob.send("CHATHISTORY LATEST #lobby * 400")
        for _ in range(50):
            alice.sync()
        (user,) = [user for user in server._network.links if user.nick == "bob"]
        pump_until(lambda: server._transports[user].pending > MUCH_PENDING, alice.sync)
        assert server._transports[user].pending < MOST_PENDING / 2
        read = 0
        while "BATCH -" not in bob.line():
            read += bob.seen.pop().count("x" * 100) and 1
        assert read >= 400 * (39000 // 510)
