"""The servers that were joined encrypted, with the fingerprints of their certificates, in a file that people can read.

It is read at each question, since the window and the command-line client may run at the same time.
"""
import logging
from datetime import date
from typing import Any, Dict, List, Optional

from server.addresses import host_and_port

from . import jsonfile
from .protection import PINNED, SYSTEM, Known

log = logging.getLogger("intranetchat.known_servers")

_DIGITS = frozenset("0123456789abcdef")


class KnownServers:
    """The known servers of one person; used by the thread that owns the client."""

    def __init__(self, path: str = "") -> None:
        """Without a path, or where the file can't be used, they are known for as long as the program runs."""
        self._path = path
        self._kept: Dict[str, Any] = {}  # as in the file

    def all(self) -> List[Known]:
        """Every known server, by its name."""
        found = (_known(key, value) for key, value in sorted(self._read().items()))
        return [known for known in found if known is not None]

    def find(self, host: str, port: int) -> Optional[Known]:
        """What is known of the server at that address; None where it never was encrypted."""
        key = _key(host, port)
        return _known(key, self._read().get(key))

    def remember(self, host: str, port: int, fingerprint: str, trust: str = PINNED) -> None:
        """Know the server at that address by this certificate from now on."""
        known, before = self._read(), self.find(host, port)
        if before is not None and (before.fingerprint, before.trust) == (fingerprint, trust):
            return
        known[_key(host, port)] = {"fingerprint": fingerprint, "trust": trust, "since": date.today().isoformat()}
        self._write(known)

    def forget(self, host: str, port: int) -> None:
        """Meet the server at that address as for the first time."""
        known = self._read()
        if known.pop(_key(host, port), None) is not None:
            self._write(known)

    def _read(self) -> Dict[str, Any]:
        if self._path:
            try:
                self._kept = jsonfile.load(self._path)
            except OSError as error:
                log.warning("The known servers couldn’t be read (%s).", jsonfile.reason(error))
            except jsonfile.Damaged as damage:
                log.warning("The known servers couldn’t be read%s they are met anew.", damage)
                self._kept = {}
        return dict(self._kept)

    def _write(self, known: Dict[str, Any]) -> None:
        self._kept = known
        if not self._path:
            return
        try:
            jsonfile.save(known, self._path)
        except OSError as error:
            log.warning("The known servers couldn’t be saved (%s).", jsonfile.reason(error))


def _key(host: str, port: int) -> str:
    return host_and_port(host.lower().rstrip("."), port)


def _known(key: str, value: Any) -> Optional[Known]:
    """The entry of a file, None where it makes no sense."""
    host, _, port = key.rpartition(":")
    if not isinstance(value, dict) or not port.isdigit():
        return None
    fingerprint, trust, since = (value.get(name, "") for name in ("fingerprint", "trust", "since"))
    if not isinstance(fingerprint, str) or len(fingerprint) != 64 or not _DIGITS.issuperset(fingerprint):
        return None
    host = host[1:-1] if host.startswith("[") else host
    return Known(host, int(port), fingerprint, trust if trust in (PINNED, SYSTEM) else PINNED, str(since))
