"""One connected socket: a reader thread that brings bytes, and an outbox that its owner flushes without waiting.

The server's hub and the app's client share this class; neither reads or writes a socket anywhere else.
"""
import contextlib
import logging
import socket
import sys
import threading
from itertools import repeat
from typing import TYPE_CHECKING, Callable, List, Optional, Sequence

if TYPE_CHECKING:
    from .tlslink import TlsLink

log = logging.getLogger("intranetchat.transport")

READ_SIZE = 4096  # bytes asked of one recv(); thousands of readers each hold such a buffer while they wait
MOST_UNTAKEN = 16  # pieces that the owner has not yet taken; then the reader waits, and TCP slows the peer down
READER_STACK = 256 << 10  # bytes of address space; a reader needs little, and there may be thousands
_SEND_AT_ONCE = 1 << 18  # bytes given to one send(); the kernel takes no more at once anyway
_DONT_WAIT = getattr(socket, "MSG_DONTWAIT", 0)  # missing on Windows


class Transport:
    """A connected stream socket; every method but the reader's own is called by one owner thread."""

    __slots__ = ("_brought", "_deliver", "_go", "_outbox", "_paused", "_reader", "_rest", "_send", "_sender", "_sock",
                 "_taken", "closed", "error", "name", "pending", "tls")

    def __init__(self, sock: socket.socket, deliver: Callable[["Transport", bytes], None], name: str) -> None:
        """`deliver(transport, data)` is called on the reader thread, with b"" as the last call of all."""
        self._sock = sock
        self._deliver = deliver
        self.name: str = name
        self._sender = _sender_for(sock)
        self._send = self._sender.send
        self._reader: Optional[threading.Thread] = None
        self._go = threading.Event()
        self._go.set()
        self._paused = False
        self._brought = 0
        self._taken = 0
        self._outbox: List[bytes] = []
        self._rest = memoryview(b"")  # what an earlier flush could not send
        self.pending: int = 0  # bytes that the kernel has not taken
        self.error: str = ""  # why the peer is gone, once b"" was delivered or a flush failed
        self.closed: bool = False
        self.tls: Optional[TlsLink] = None  # set by the owner where the link is encrypted

    def start(self) -> None:
        """Start the reader on a small stack; RuntimeError where the system has no thread left."""
        reader = threading.Thread(target=self._run_reader, name=self.name, daemon=True)
        usual = threading.stack_size(READER_STACK)
        try:
            reader.start()
        finally:
            threading.stack_size(usual)
        self._reader = reader

    def send(self, lines: List[bytes]) -> bool:
        """Send `lines` as far as the kernel takes them now; False when something stays in the outbox.

        The list is the caller's and may be used again at once.
        """
        if self.closed:
            return True
        data = lines[0] if len(lines) == 1 else b"".join(lines)
        if self.tls is not None:
            data = self._encrypted(data)
        if self.pending:
            self._outbox.append(data)
            self.pending += len(data)
            return False
        try:
            sent = self._send(data, _DONT_WAIT)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            self.fail(error.strerror or str(error))
            return True
        if sent == len(data):
            return True
        self._keep(data, sent)
        return False

    def flush(self) -> bool:
        """Send what the kernel takes now of the outbox; False when something stays there."""
        while self.pending:
            if not self._rest:
                self._rest = memoryview(b"".join(self._outbox))
                del self._outbox[:]
            try:
                sent = self._send(self._rest[:_SEND_AT_ONCE], _DONT_WAIT)
            except (BlockingIOError, InterruptedError):
                return False
            except OSError as error:
                self.fail(error.strerror or str(error))
                return True
            self._rest = self._rest[sent:]
            self.pending -= sent
        return True

    def decrypt(self, data: bytes) -> bytes:
        """The plain bytes in what was delivered of an encrypted link; OSError where they can't be believed.

        What TLS has to answer goes out as far as the kernel takes it now; the rest counts in `pending`.
        """
        try:
            return self.tls.decrypt(data)
        finally:
            self._put_out(self.tls.outgoing())

    def take(self) -> None:
        """Say that one delivered piece was used; the reader may bring another."""
        self._taken += 1
        self._let_go()

    def pause(self) -> None:
        """Let the reader wait after the piece at hand, so that TCP slows the peer down."""
        self._paused = True

    def resume(self) -> None:
        """Let the reader go on."""
        self._paused = False
        self._let_go()

    def finish(self) -> None:
        """Tell the peer that nothing more comes; it goes on being read until it closes its side."""
        if self.tls is not None:
            self._put_out(self.tls.farewell())
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.close()

    def fail(self, why: str) -> None:
        """End the link at once, as one that broke; the reader's b"" then tells the owner of it."""
        self.error = self.error or why
        self._drop_outbox()
        self._shut()

    def close(self) -> None:
        """End the link at once; the descriptor is given back when the reader has ended.

        Called again after b"" was delivered, it does that: closing under a reader would hand its descriptor's number
        to the next connection.
        """
        if not self.closed:
            if self.tls is not None and not self.error:
                self._put_out(self.tls.farewell())
            self.closed = True
            self._drop_outbox()
            self._paused = False
            self._shut()
            self._let_go()
        if self._reader is None or self._brought < 0:
            if self._sender is not self._sock:
                self._sender.detach()
            self._sock.close()

    def join(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for the reader; whether it has ended."""
        if self._reader is None:
            return True
        self._reader.join(timeout)
        return not self._reader.is_alive()

    def _keep(self, data: bytes, sent: int) -> None:
        self._rest = memoryview(data)[sent:]
        self.pending = len(self._rest)

    def _encrypted(self, data: bytes) -> bytes:
        try:
            return self.tls.encrypt(data)
        except OSError as error:
            self.fail(error.strerror or str(error))
            return b""

    def _put_out(self, data: bytes) -> None:
        """Send what TLS itself has to say, after what waits."""
        if data and not self.closed:
            self._outbox.append(data)
            self.pending += len(data)
            self.flush()

    def _shut(self) -> None:
        """Wake the reader for good, whose b"" then tells the owner."""
        with contextlib.suppress(OSError):  # the peer was faster
            self._sock.shutdown(socket.SHUT_RDWR)

    def _drop_outbox(self) -> None:
        del self._outbox[:]
        self._rest = memoryview(b"")
        self.pending = 0

    def _let_go(self) -> None:
        if not self._go.is_set() and not self._must_wait():
            self._go.set()

    def _must_wait(self) -> bool:
        return not self.closed and (self._paused or self._brought - self._taken >= MOST_UNTAKEN)

    def _run_reader(self) -> None:
        try:
            self._read()
        except OSError as error:
            self.error = self.error or error.strerror or str(error)
        except Exception:
            log.exception("The reader %s died.", self.name)
        self._brought = -1
        self._deliver(self, b"")

    def _read(self) -> None:
        deliver, receive = self._deliver, self._sock.recv
        while True:
            data = receive(READ_SIZE)
            if not data:
                return
            self._brought += 1
            deliver(self, data)
            while self._must_wait():
                self._go.clear()
                if self._must_wait():
                    self._go.wait()


def send_each(transports: Sequence[Transport], outboxes: Sequence[List[bytes]]) -> List[Transport]:
    """Send each of `outboxes` to its transport as `Transport.send` does, and empty it; where something stays.

    It is the last step of a fan-out: `map` makes the calls, which saves a tenth of what a delivery costs in all.
    """
    left: List[Transport] = []
    plain: List[Transport] = []
    pieces: List[bytes] = []
    for transport, lines in zip(transports, outboxes):
        if transport.pending or transport.tls is not None:
            if not transport.send(lines):
                left.append(transport)
        else:
            plain.append(transport)
            pieces.append(lines[0] if len(lines) == 1 else b"".join(lines))
        lines.clear()
    for transport, piece, size in zip(plain, pieces, _sent(plain, pieces)):
        if size != len(piece) and not transport.closed and not transport.error:
            transport._keep(piece, size)
            left.append(transport)
    return left


def _sent(transports: Sequence[Transport], pieces: Sequence[bytes]) -> List[int]:
    """How much of each piece the kernel has taken now; a transport that can't send any more has failed."""
    sizes: List[int] = []
    sending = map(socket.socket.send, [each._sender for each in transports], pieces, repeat(_DONT_WAIT))
    while len(sizes) < len(pieces):
        try:
            for size in sending:
                sizes.append(size)
        except (BlockingIOError, InterruptedError):
            sizes.append(0)
        except OSError as error:
            transports[len(sizes)].fail(error.strerror or str(error))
            sizes.append(0)
    return sizes


def _sender_for(sock: socket.socket) -> socket.socket:
    """What to send with: `sock` itself where a call can be told not to wait, else a second object that never does."""
    if _DONT_WAIT:
        sock.settimeout(None)
        return sock
    sender = socket.socket(sock.family, sock.type, sock.proto, fileno=sock.fileno())
    sender.setblocking(False)
    sock.settimeout(threading.TIMEOUT_MAX if sys.platform != "win32" else 1 << 20)
    return sender
