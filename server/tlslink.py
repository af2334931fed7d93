"""One side of a TLS link, without a socket: ciphertext comes in, plain bytes come out, and the other way round.

It owns the handshake's limits and the order of what goes out; the thread that owns the link calls it, no other.
"""
import contextlib
import ssl
from typing import List, Optional

LONGEST_HANDSHAKE = 1 << 16  # bytes from the peer; a hello with the longest chain of certificates is a quarter of it
_PIECE = 1 << 16  # bytes encrypted by one call
_RECORD = 1 << 14  # bytes of plain text that one record holds at most, RFC 8446 section 5.1


class TlsFailed(OSError):
    """The link can't be trusted or can't be understood; `strerror` says why, `untrusted` which of the two."""

    def __init__(self, error: Optional[ssl.SSLError], why: str = "", untrusted: bool = False) -> None:
        reason = (getattr(error, "reason", None) or "").lower().replace("_", " ")
        super().__init__(0, why or f"TLS failed: {reason or 'the peer sent no TLS'}")
        self.untrusted: bool = untrusted or reason == "certificate verify failed"


class TlsLink:
    """The encryption of one link; used by the thread that owns the link."""

    __slots__ = ("_incoming", "_object", "_outgoing", "_shaken", "_unwritten", "ended", "established")

    def __init__(self, context: ssl.SSLContext, server_side: bool, host: str = "") -> None:
        """`host` is the server's name as the person knows it, for a client."""
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        name = host if host and not server_side else None
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_side, name)
        self._shaken = 0  # bytes that came before the handshake's end
        self._unwritten: List[memoryview] = []
        self.established: bool = False
        self.ended: bool = False  # the peer said that nothing more comes

    def begin(self) -> bytes:
        """A client's hello, which opens the handshake."""
        self._shake_hands()
        return self._outgoing.read()

    def decrypt(self, data: bytes) -> bytes:
        """The plain bytes that `data` completes; take `outgoing` afterwards, also where this raises TlsFailed."""
        if not self.established:
            self.shake(data)
        else:
            self._incoming.write(data)
        if not self.established:
            return b""
        plain = self._read()
        if self._unwritten:
            self._write()
        return plain

    def shake(self, data: bytes) -> None:
        """Go on with the handshake; what follows it in `data` waits for `decrypt`. Otherwise as that."""
        self._incoming.write(data)
        self._shaken += len(data)
        self._shake_hands()
        if not self.established and self._shaken > LONGEST_HANDSHAKE:
            raise TlsFailed(None, "TLS failed: the handshake has no end")

    def encrypt(self, data: bytes) -> bytes:
        """What has to go out so that the peer gets `data`; before the handshake's end it waits. Raises TlsFailed."""
        self._unwritten.append(memoryview(data))
        if self.established:
            self._write()
        return self._outgoing.read()

    def outgoing(self) -> bytes:
        """What TLS itself has to say to the peer: the handshake, new keys, an alert."""
        return self._outgoing.read()

    def farewell(self) -> bytes:
        """The word that nothing more comes (close_notify), so that the peer knows that nothing was cut off."""
        if self.established:
            with contextlib.suppress(ssl.SSLError, ValueError):  # the peer has not answered yet, and need not
                self._object.unwrap()
        return self._outgoing.read()

    @property
    def version(self) -> str:
        """The protocol, such as "TLSv1.3"; empty before the handshake's end."""
        return self._object.version() or ""

    @property
    def certificate(self) -> bytes:
        """The peer's certificate in DER form, empty where it showed none."""
        return self._object.getpeercert(True) or b""

    def _shake_hands(self) -> None:
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return
        except ssl.SSLError as error:
            raise TlsFailed(error) from None
        except ValueError as error:  # older Pythons say so of a certificate that is not for the host
            raise TlsFailed(None, f"TLS failed: {error}", untrusted=True) from None
        self.established = True

    def _read(self) -> bytes:
        pieces: List[bytes] = []
        try:
            while not self.ended:
                piece = self._object.read(_RECORD)
                pieces.append(piece)
                self.ended = not piece
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.ended = True
        except ssl.SSLError as error:
            raise TlsFailed(error) from None
        return b"".join(pieces)

    def _write(self) -> None:
        """Encrypt what waits; where the peer has to answer first (new keys in TLS 1.2), the rest stays."""
        try:
            while self._unwritten:
                piece = self._unwritten[0]
                while piece:
                    piece = self._unwritten[0] = piece[self._object.write(piece[:_PIECE]) :]
                del self._unwritten[0]
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            raise TlsFailed(error) from None
