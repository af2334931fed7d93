"""One client that speaks lines and waits for the answers, for what a benchmark asks on the side."""
import re
import socket
import struct
from typing import List

ROOM = "#bench"
WAIT = 30.0  # seconds until an answer is given up


class Caller:
    """A client of a server on 127.0.0.1; used by one thread.

    Every method raises OSError or EOFError when the server does not answer or has closed the link.
    """

    def __init__(self, port: int) -> None:
        self.sock: socket.socket = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
        self._lines: List[bytes] = [b""]  # read and not yet returned; the last one is not complete

    def register(self, nick: str, caps: str = "") -> "Caller":
        """Log in with the capabilities `caps`, and wait for the welcome."""
        if caps:
            self.send("CAP REQ :" + caps)
            self.send("CAP END")
        self.send("NICK " + nick)
        self.send(f"USER {nick} 0 * :{nick}")
        self.until(" (376|422) ")
        return self

    def enter(self, room: str = ROOM) -> None:
        """Join a room, and wait for its names."""
        self.send("JOIN " + room)
        self.until(" 366 ")

    def send(self, line: str) -> None:
        """Send one line."""
        self.sock.sendall(line.encode() + b"\r\n")

    def line(self) -> str:
        """The next line; a PING is answered on the way."""
        while len(self._lines) == 1:
            data = self.sock.recv(1 << 16)
            if not data:
                raise EOFError("the server closed the link")
            self._lines = (self._lines[0] + data).split(b"\n")
        line = self._lines.pop(0).decode("utf-8", "replace").rstrip("\r")
        if line.startswith("PING"):
            self.send("PONG" + line[4:])
        return line

    def until(self, pattern: str) -> str:
        """The first of the next lines in which `pattern`, a regular expression, is found."""
        while True:
            line = self.line()
            if re.search(pattern, line):
                return line

    def sync(self) -> None:
        """Wait until everything sent so far was answered."""
        self.send("PING sync")
        self.until(" PONG .*sync")

    def close(self) -> None:
        """Close the socket without a word."""
        self.sock.close()

    def reset(self) -> None:
        """Break the link, as a crashed program's system does."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
