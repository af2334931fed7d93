"""The server's door: whether a link that arrived speaks TLS or plain IRC, and how long it may take to agree on keys.

One port takes both: a first byte of 0x16 is a TLS hello, everything else is plain.
"""
import logging
from typing import Callable, Dict

from .config import TLS_OFF, TLS_REQUIRED
from .identity import Identity
from .tls import HELLO, REFUSAL
from .tlslink import TlsLink
from .transport import Transport
from .world.user import User

log = logging.getLogger("intranetchat.server")

HANDSHAKE_WITHIN = 10.0  # seconds from the hello's first byte on
ONLY_ENCRYPTED = ("This server only accepts encrypted connections. Turn on TLS (also called SSL) in your program; the "
                  "port stays the same")  # fmt: skip
NO_TLS = "TLS is turned off here"
_NEVER = float("inf")


class Door:
    """The links that are not yet known to be plain or encrypted, and the way in; used by the hub's thread alone."""

    def __init__(self, turn_away: Callable[[User, str], None]) -> None:
        """`turn_away(user, reason)` tells a person who speaks plainly why not to stay, and lets the link close."""
        self._turn_away = turn_away
        self._mode: str = TLS_OFF
        self._identity = Identity()
        self._waiting: Dict[Transport, float] = {}  # until when, in Unix seconds, its handshake has to be through

    def show(self, mode: str, identity: Identity) -> None:
        """Let who comes from now on meet this rule (one of config.TLS_MODES) and this certificate."""
        self._mode = mode
        self._identity = identity

    def __contains__(self, transport: object) -> bool:
        """Whether it is not known yet what the link speaks, or its handshake is not through."""
        return transport in self._waiting

    def arrived(self, transport: Transport) -> None:
        """A link that has said nothing yet."""
        self._waiting[transport] = _NEVER

    def forget(self, transport: Transport) -> None:
        """The link is gone."""
        self._waiting.pop(transport, None)

    def opened(self, transport: Transport, user: User, data: bytes, now: float) -> bytes:
        """The plain bytes in what was brought by a link that waits here or is encrypted; a link may end by it."""
        if transport.tls is None and not self._meet(transport, user, data, now):
            return b"" if user.closing else data
        try:
            plain = transport.decrypt(data)
        except OSError as error:
            level = logging.INFO if user.secure else logging.DEBUG  # before that, it may be a client's try at trust
            log.log(level, "%s was closed: %s.", transport.name, error.strerror)
            transport.fail(error.strerror)
            return b""
        if transport.tls.established and not user.secure:
            user.secure = True
            self.forget(transport)
        if transport.tls.ended:
            transport.finish()
        return plain

    def tick(self, now: float) -> None:
        """Close the links whose handshake took too long."""
        for transport in [each for each, deadline in self._waiting.items() if now >= deadline]:
            self.forget(transport)
            transport.fail("The TLS handshake took too long")

    def _meet(self, transport: Transport, user: User, data: bytes, now: float) -> bool:
        """Find out by the first byte what a link speaks; whether it is TLS, and may be."""
        if data[0] == HELLO and self._identity.context is not None:
            transport.tls = TlsLink(self._identity.context, server_side=True)
            self._waiting[transport] = now + HANDSHAKE_WITHIN
            return True
        self.forget(transport)
        if data[0] == HELLO:
            self._turn_away(user, NO_TLS)
            user.outbox[:] = [REFUSAL]  # in the language that was spoken
        elif self._mode == TLS_REQUIRED:
            self._turn_away(user, ONLY_ENCRYPTED)
        return False
