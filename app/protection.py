"""What protects a link, and what a person wishes of it: values that the dialing, the client and front ends share."""
from typing import NamedTuple, Optional

AUTO, REQUIRED, OFF = TLS_WISHES = ("auto", "required", "off")  # where it is offered; always; never, at one's own risk
SYSTEM, PINNED, NEW = "system", "pinned", "new"  # who vouches for a certificate: see Protection.trust


class Known(NamedTuple):
    """A server that was joined encrypted before."""

    host: str
    port: int
    fingerprint: str  # of its certificate then, as server/fingerprints.py gives it
    trust: str = PINNED  # or SYSTEM
    since: str = ""  # the day of the first time, such as "2026-01-31"


class Wish(NamedTuple):
    """How a link is to be made."""

    tls: str = AUTO  # one of TLS_WISHES
    known: Optional[Known] = None

    @property
    def needs_tls(self) -> bool:
        """Whether a plain link is out of the question."""
        return self.tls == REQUIRED or (self.tls == AUTO and self.known is not None)


class Protection(NamedTuple):
    """What protects a link that stands."""

    encrypted: bool = False
    fingerprint: str = ""  # of the server's certificate
    trust: str = ""  # SYSTEM: the system trusts it; PINNED: it is the one from last time; NEW: it was seen first now
    version: str = ""  # such as "TLSv1.3"


PLAIN = Protection()
