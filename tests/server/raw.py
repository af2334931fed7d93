"""A raw client for tests of the real server: one blocking socket, lines in and out, no cleverness."""
import socket
from types import TracebackType
from typing import List, Optional, Type

WAIT = 20.0  # seconds until a test gives up


class RawClient:
    """A socket that speaks lines; used by the test's thread."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.sock = socket.create_connection((host, port), timeout=WAIT)
        self._rest = b""
        self.seen: List[str] = []  # every line so far

    def send(self, line: str) -> None:
        """Send one line."""
        self.sock.sendall(line.encode() + b"\r\n")

    def line(self) -> str:
        """The next line; EOFError when the server has closed the link."""
        while b"\n" not in self._rest:
            data = self.sock.recv(65536)
            if not data:
                raise EOFError(f"the server closed the link after: {self.seen[-3:]}")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        self.seen.append(line.decode().rstrip("\r"))
        return self.seen[-1]

    def until(self, text: str) -> str:
        """The first of the next lines that holds `text`."""
        while True:
            line = self.line()
            if text in line:
                return line

    def rest(self) -> List[str]:
        """All lines until the server closes the link."""
        lines = []
        while True:
            try:
                lines.append(self.line())
            except EOFError:
                return lines

    def register(self, nick: str) -> "RawClient":
        """Register and wait until the lobby was joined and its names were sent."""
        self.send("NICK " + nick)
        self.send(f"USER {nick} 0 * :{nick}")
        self.until(" 366 ")
        return self

    def sync(self, token: str = "sync") -> None:
        """Wait until the server has answered everything sent so far."""
        self.send("PING " + token)
        self.until("PONG")

    def close(self) -> None:
        """Close the socket without a word."""
        self.sock.close()

    def __enter__(self) -> "RawClient":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()
