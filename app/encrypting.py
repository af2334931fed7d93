"""Making a link encrypted where the server offers it, and finding out whether it is the server that it was last time.

Runs on the dialing thread, which alone has the socket until the link is handed over; nothing of the person's, such as a
password, is sent before it is known whom it goes to.
"""
import contextlib
import socket
import time
from typing import Optional, Tuple

from server.addresses import host_and_port
from server.fingerprints import fingerprint_of
from server.tls import ALERT, HELLO, client_context
from server.tlslink import TlsFailed, TlsLink
from server.wire.message import LineError, parse

from . import dialing, refusals
from .protection import NEW, OFF, PINNED, PLAIN, SYSTEM, Protection, Wish

# A plain server may wait in silence for the end of the line that the hello seems to be (ngIRCd, InspIRCd). One with TLS
# answers in milliseconds; where it was encrypted before, or has to be, it is waited for until all the time is over.
SILENCE = 1.0  # seconds
_READ = 16384  # bytes


class NotTls(Exception):
    """The server did not answer as TLS does; `said` is what it did say."""

    def __init__(self, said: bytes = b"") -> None:
        super().__init__(said)
        self.said: bytes = said


def connect(host: str, port: int, wish: Wish) -> Tuple[socket.socket, Optional[TlsLink], Protection]:
    """A connected socket, and how it is encrypted, if it is; raises dialing.DialFailed."""
    deadline = time.monotonic() + dialing.TIMEOUT
    if wish.tls == OFF:
        return dialing.connect(host, port), None, PLAIN
    try:
        sock, tls, trust = _identified(host, port, wish, deadline)
    except NotTls as answer:
        if wish.needs_tls:
            raise _not_encrypted(host, port, wish, answer) from None
        return dialing.connect(host, port, max(1.0, deadline - time.monotonic())), None, PLAIN
    return sock, tls, Protection(True, fingerprint_of(tls.certificate), trust, tls.version)


def _identified(host: str, port: int, wish: Wish, deadline: float) -> Tuple[socket.socket, TlsLink, str]:
    """An encrypted link and why its certificate is believed; raises NotTls and DialFailed."""
    known = wish.known
    if known is None or known.trust == SYSTEM:
        with contextlib.suppress(TlsFailed):
            return _attempt(host, port, wish, deadline, verifies=True) + (SYSTEM,)
    sock, tls = _attempt(host, port, wish, deadline, verifies=False)
    shown = fingerprint_of(tls.certificate)
    if known is None or shown == known.fingerprint:
        return sock, tls, NEW if known is None else PINNED
    sock.close()
    if known.trust != SYSTEM:
        with contextlib.suppress(TlsFailed):
            return _attempt(host, port, wish, deadline, verifies=True) + (SYSTEM,)
    server = host_and_port(host, port)
    sentence = f"The key of {server} has changed since last time. If nobody reinstalled it, don’t connect."
    raise dialing.DialFailed("key-changed", sentence, shown, known.fingerprint)


def _attempt(host: str, port: int, wish: Wish, deadline: float, verifies: bool) -> Tuple[socket.socket, TlsLink]:
    """One connection with a handshake; raises TlsFailed where the system doesn't trust it, NotTls and DialFailed."""
    sock = dialing.connect(host, port, max(1.0, deadline - time.monotonic()))
    try:
        tls = _link(host, verifies)
        sock.sendall(tls.begin())
        _shake_hands(sock, tls, wish, deadline)
        return sock, tls
    except TlsFailed as failure:
        sock.close()
        if failure.untrusted:
            raise
        raise NotTls() from None
    except socket.timeout:
        sock.close()
        raise (dialing.timed_out(host) if wish.needs_tls else NotTls()) from None
    except OSError:
        sock.close()
        raise NotTls() from None
    except BaseException:
        sock.close()
        raise


def _link(host: str, verifies: bool) -> TlsLink:
    try:
        return TlsLink(client_context(verifies), False, host)
    except ValueError as error:  # what a computer may be called, but no name that a certificate could have
        if verifies:
            raise TlsFailed(None, str(error), untrusted=True) from None
        return TlsLink(client_context(verifies), False)


def _shake_hands(sock: socket.socket, tls: TlsLink, wish: Wish, deadline: float) -> None:
    answered = False
    while not tls.established:
        left = deadline - time.monotonic()
        sock.settimeout(max(0.1, left if answered or wish.needs_tls else min(SILENCE, left)))
        data = sock.recv(_READ)
        if not data or (not answered and data[0] not in (HELLO, ALERT)):
            raise NotTls(data)
        answered = True
        try:
            tls.shake(data)
        finally:
            with contextlib.suppress(OSError):  # an alert that nobody waits for any more
                sock.sendall(tls.outgoing())


def _not_encrypted(host: str, port: int, wish: Wish, answer: NotTls) -> dialing.DialFailed:
    """Why there is no link: the server's own reason, where it turned us away before it could speak TLS."""
    place = host_and_port(host, port)
    with contextlib.suppress(LineError):
        message = parse(answer.said.partition(b"\n")[0].rstrip(b"\r"), "replace")
        if message.command == "ERROR":
            reason = refusals.why_closed(message.param(0))
            text = refusals.refused_sentence(reason, refusals.bare_reason(message.param(0)))
            return dialing.DialFailed(reason, text)
    if wish.known is not None:
        text = f"{place} was encrypted before, and now it isn’t. Somebody may be in between, or its host turned it off."
    else:
        text = f"{place} doesn’t encrypt. Others on the network could read along."
    return dialing.DialFailed("not-encrypted", text)
