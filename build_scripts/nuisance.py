"""What one client that misbehaves does to everybody else: one that stops reading, and one that floods.

Each row is the median of several runs with the bad neighbour, beside as many with a good one, in turns.
"""
import re
import select
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Set, Tuple

from build_scripts import peers, targets
from build_scripts.caller import ROOM, Caller
from build_scripts.fanout import Crowd, Figures, middle

CLIENTS = 500
RATE = 1000  # messages a second from all together, two from each
ASKING = 1600  # questions a second of the one that does not read; the answers fill its outbox
PATIENCE = 20.0  # seconds that a send may take
_ROW = "{:<34}{:>9}{:>9}{:>8}"

Neighbour = Callable[[int, threading.Event], str]  # what it does to the server on a port until it is stopped
Named = Tuple[str, Neighbour]


def deaf(runs: int, seconds: float) -> None:
    """Print what happens to 500 clients when one more asks for much and does not read, beside one that does read."""
    one, other = ("one that asks and reads", _reads), ("one that asks and stops reading", _does_not_read)
    _compare(one, other, [], runs, seconds, targets.DEAF)


def flood(runs: int, seconds: float) -> None:
    """Print what happens to 500 clients when one more floods: under the usual rate limit, and without any."""
    for title, options in (("limit 10/s", ["--rate-limit", "10"]), ("no limit", [])):
        _compare(("nobody else", _is_quiet), (f"one that floods ({title})", _floods), options, runs, seconds,
                 targets.FLOOD)


def _compare(good: Named, bad: Named, options: Sequence[str], runs: int, seconds: float, most: float) -> None:
    """Print both, and whether the p99 beside the bad one is at most `most` times that beside the good one."""
    figures: Dict[str, List[Figures]] = {good[0]: [], bad[0]: []}
    remarks: Set[str] = set()
    for _ in range(runs):
        for title, neighbour in (good, bad):
            figure, remark = _run(neighbour, options, seconds)
            figures[title].append(figure)
            remarks.add(remark)
    print(_ROW.format(f"{CLIENTS} clients at {RATE} msg/s, and", "p50 ms", "p99 ms", "lost"))
    for title, measured in figures.items():
        each = middle(measured)
        print(_ROW.format("  " + title, f"{each.p50:.1f}", f"{each.p99:.1f}", f"{each.lost:.0f}"))
    times = middle(figures[bad[0]]).p99 / middle(figures[good[0]]).p99
    print("  " + "; ".join(sorted(remarks - {""})), flush=True)
    targets.show([targets.Target("p99, times as long", times, most)])


def _run(neighbour: Neighbour, options: Sequence[str], seconds: float) -> Tuple[Figures, str]:
    remarks: List[str] = []
    with tempfile.TemporaryDirectory() as folder:
        server = peers.start("intranetchat", Path(folder) / "data", options)
        try:
            crowd = Crowd(server, CLIENTS, RATE, seconds)
            stop = threading.Event()
            thread = threading.Thread(target=lambda: remarks.append(neighbour(server.port, stop)), name="neighbour")
            thread.start()
            try:
                figures = crowd.talk()
            finally:
                stop.set()
                thread.join()
                crowd.leave()
        finally:
            server.stop()
    return figures, remarks[0]


def _is_quiet(port: int, stop: threading.Event) -> str:
    return ""


def _reads(port: int, stop: threading.Event) -> str:
    return _asks(port, stop, True)


def _does_not_read(port: int, stop: threading.Event) -> str:
    return _asks(port, stop, False)


def _asks(port: int, stop: threading.Event, reads: bool) -> str:
    """Ask for so much that the answers fill an outbox in seconds, and read them or not."""
    asked = 0
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16 if reads else 4096)
        sock.settimeout(PATIENCE)
        sock.connect(("127.0.0.1", port))
        start = time.monotonic()
        try:
            sock.sendall(f"NICK asker\r\nUSER asker 0 * :asker\r\nJOIN {ROOM}\r\n".encode())
            while not stop.wait(0.005):
                due = int((time.monotonic() - start) * ASKING)
                sock.sendall(b"VERSION\r\n" * (due - asked))
                asked = due
                while reads and select.select([sock], [], [], 0)[0]:
                    sock.recv(1 << 18)
        except OSError:
            return f"closed after {time.monotonic() - start:.0f} s"
    return "" if reads else "NOT CLOSED"


def _floods(port: int, stop: threading.Event) -> str:
    """Send without pause, and see in which order it arrives at somebody else."""
    flooder, watcher = Caller(port).register("flooder"), Caller(port).register("watcher")
    flooder.enter()
    watcher.enter()
    for caller in (flooder, watcher):
        caller.sock.setblocking(False)
    sent, unsent, seen = 0, b"", b""
    numbers: List[bytes] = []
    try:
        while not stop.is_set():
            readable, writable, _ = select.select([flooder.sock, watcher.sock], [flooder.sock], [], 0.1)
            for sock in readable:
                data = sock.recv(1 << 16)
                if not data:
                    return "A LINK WAS CLOSED"
                if sock is watcher.sock:
                    seen += data
                    numbers += re.findall(rb":flood (\d+)\r\n", seen)
                    seen = seen[seen.rfind(b"\n") + 1 :]
            if writable:
                if not unsent:
                    unsent = b"".join(b"PRIVMSG %s :flood %d\r\n" % (ROOM.encode(), sent + n) for n in range(100))
                    sent += 100
                unsent = unsent[flooder.sock.send(unsent) :]
    except OSError as error:
        return f"A LINK BROKE ({error.strerror})"
    finally:
        flooder.close()
        watcher.close()
    complete = [int(number) for number in numbers] == list(range(len(numbers)))
    return f"{len(numbers)} of its messages came " + ("without a gap" if complete else "WITH GAPS")
