"""What the tests of encryption share: a raw client that speaks TLS, and certificates of the test's own."""
import socket
import ssl
from pathlib import Path
from typing import Optional

from server import certificate
from server.fingerprints import fingerprint_of
from tests.server.raw import WAIT, RawClient


def trusting() -> ssl.SSLContext:
    """A client's context that takes every certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certificate_file(path: Path, name: str = "test.local") -> Path:
    """A file with a new key and its certificate."""
    path.write_bytes(certificate.make(name))
    return path


class SecureClient(RawClient):
    """A raw client whose lines travel encrypted; used by the test's thread."""

    def __init__(self, port: int, context: Optional[ssl.SSLContext] = None) -> None:
        super().__init__(port)
        plain = self.sock
        try:
            self.sock: ssl.SSLSocket = (context or trusting()).wrap_socket(plain, server_hostname="localhost")
        except (OSError, ssl.SSLError):
            plain.close()
            raise

    @property
    def fingerprint(self) -> str:
        """Of the certificate that the server has shown."""
        return fingerprint_of(self.sock.getpeercert(True))


def hello() -> bytes:
    """The first flight of a TLS client."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = trusting().wrap_bio(incoming, outgoing)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()
    raise AssertionError("nobody answered")


def rest_of(sock: socket.socket) -> bytes:
    """What comes until the other side closes."""
    sock.settimeout(WAIT)
    data = b""
    while True:
        try:
            piece = sock.recv(65536)
        except ConnectionResetError:
            return data
        if not piece:
            return data
        data += piece
