"""One process of a load on a chat server: many TCP clients in one room, some of which talk; run by benchmark.py.

It says "ready" when all its clients are in the room, starts at "go", and prints its counts as one line of JSON.
Messages are counted by a byte that stands nowhere else; only some are parsed, for its latency.
"""
import argparse
import json
import random
import resource
import select
import socket
import sys
import time
from typing import Dict, List

ROOM = "#bench"
MARK = b"\x02"  # one in each message
STAMP = b"^"  # follows the mark in each message that carries its time
MOST_STAMPED = 0.01  # of the messages, where there are enough
LEAST_STAMPS = 50  # of this process
TEXT_SIZE = 60  # bytes
JOIN_AT_ONCE = 64  # clients that register at the same time
BUFFER = 1 << 18  # bytes read at once, into the same memory each time: the reading must cost less than the sending


class Load:
    """Clients of one server, their counts and latencies; used by the process's only thread."""

    def __init__(self, port: int, names: List[str], rate: float, seconds: float) -> None:
        self.port = port
        self.names = names
        self.rate = rate  # messages a second from this process
        self.seconds = seconds
        self.clients: List[socket.socket] = []  # those in the room
        self.stamp_every = max(1, int(min(1 / MOST_STAMPED, rate * seconds / LEAST_STAMPS)))  # messages
        self.sent = 0
        self.received = 0
        self.latencies: List[float] = []
        self.last = 0.0
        self._epoll = select.epoll()
        self._sockets: Dict[int, socket.socket] = {}  # by descriptor
        self._buffer = bytearray(BUFFER)
        self._chance = random.Random(names[0])

    def join(self) -> None:
        """Register all clients and put them into the room, some at a time."""
        waiting = list(self.names)
        joining: Dict[socket.socket, bytes] = {}
        while waiting or joining:
            while waiting and len(joining) < JOIN_AT_ONCE:
                joining[self._dial(waiting.pop())] = b""
            for descriptor, _ in self._epoll.poll(10):
                client = self._sockets[descriptor]
                size = client.recv_into(self._buffer)
                if client not in joining:
                    continue  # it sees the others join
                data = joining[client] + self._buffer[:size]
                joining[client] = self._answer(client, data)
                if b" 366 " in data:
                    del joining[client]
                    self.clients.append(client)

    def run(self) -> None:
        """Talk for the given seconds, at random moments as people do, then listen until nothing came for a second."""
        start = self.last = due = time.monotonic()
        end = start + self.seconds
        while True:
            now = time.monotonic()
            while due <= min(now, end):
                self._talk(time.monotonic())
                due += self._chance.expovariate(self.rate)
            if now - max(self.last, end) > 1.0:
                return
            for descriptor, _ in self._epoll.poll(max(0.0, due - now) if due < end else 0.1):
                self._listen(self._sockets[descriptor])

    def report(self) -> Dict[str, object]:
        """The counts, with latencies in seconds and `last` by the monotonic clock."""
        return {"sent": self.sent, "received": self.received, "latencies": self.latencies, "last": self.last}

    def _dial(self, name: str) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(f"NICK {name}\r\nUSER {name} 0 * :{name}\r\n".encode())
        client.settimeout(None)  # reading takes one system call less so
        self._sockets[client.fileno()] = client
        self._epoll.register(client.fileno(), select.EPOLLIN)
        return client

    def _answer(self, client: socket.socket, data: bytes) -> bytes:
        lines = data.split(b"\n")
        for line in lines[:-1]:
            if line.startswith(b"PING"):
                client.sendall(b"PONG" + line[4:] + b"\n")
            elif b" 422 " in line or b" 376 " in line:
                client.sendall(f"JOIN {ROOM}\r\n".encode())
        return lines[-1]

    def _talk(self, now: float) -> None:
        client = self.clients[self.sent % len(self.clients)]
        self.sent += 1
        text = MARK
        if self.sent % self.stamp_every == 0:
            text += STAMP + f"{now:.6f} ".encode()
        client.send(f"PRIVMSG {ROOM} :".encode() + text.ljust(TEXT_SIZE, b"x") + b"\r\n")

    def _listen(self, client: socket.socket) -> None:
        buffer = self._buffer
        size = client.recv_into(buffer)
        count = buffer.count(MARK, 0, size)
        if count:
            self.received += count
            self.last = time.monotonic()
            at = buffer.find(STAMP, 0, size)
            while at >= 0:
                stamp, space, _ = buffer[at + 1 : min(at + 30, size)].partition(b" ")
                if space:
                    self.latencies.append(self.last - float(stamp))
                at = buffer.find(STAMP, at + 1, size)
        elif buffer.find(b"PING", 0, size) >= 0:
            client.sendall(b"PONG :bench\r\n")
        elif not size:
            self._epoll.unregister(client.fileno())


def main() -> int:
    """Run one process of the load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port of the server on 127.0.0.1")
    parser.add_argument("--first", type=int, required=True, help="number of the first client")
    parser.add_argument("--clients", type=int, required=True, help="number of clients")
    parser.add_argument("--rate", type=float, required=True, help="messages a second")
    parser.add_argument("--seconds", type=float, required=True, help="seconds of talk")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    names = [f"b{options.first + number}" for number in range(options.clients)]
    load = Load(options.port, names, options.rate, options.seconds)
    load.join()
    print("ready", flush=True)
    sys.stdin.readline()
    load.run()
    print(json.dumps(load.report()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
