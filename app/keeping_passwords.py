"""Passwords of servers in the system's keyring, for those who ask for it; the only module that knows `keyring`.

Without that library, or without a keyring on this system, passwords are not kept at all. A keyring may ask its owner
and take long, so a thread talks with it and nobody waits.
"""
import importlib.util
import logging
import queue
import threading
from typing import Any, Callable, Dict, NamedTuple, Optional

from server.veil import veiled

log = logging.getLogger("intranetchat.keeping_passwords")

SERVICE = "IntranetChat"  # under which the keyring lists them


class Found(NamedTuple):
    """What the keyring has for a server: a password or ""; it was asked, so it works."""

    place: str
    password: str

    def __repr__(self) -> str:
        return veiled(self, "password")


class KeptPasswords:
    """The kept passwords of one person; used by one thread, which takes the answers when it likes."""

    def __init__(self) -> None:
        self._answers: queue.Queue[Found] = queue.Queue()
        self._found: Dict[str, Found] = {}  # taken from the queue, by place

    def find(self, place: str) -> bool:
        """Begin to look for the password of `place`, "host:port"; False where there is nothing to look in."""
        if importlib.util.find_spec("keyring") is None:
            return False
        self._do(lambda ring: self._answers.put(Found(place, ring.get_password(SERVICE, place) or "")))
        return True

    def take(self, place: str) -> Optional[Found]:
        """The answer, or None as long as there is none; there never is one where the keyring doesn't work."""
        while not self._answers.empty():
            found = self._answers.get_nowait()
            self._found[found.place] = found
        return self._found.pop(place, None)

    def keep(self, place: str, password: str) -> None:
        """Keep the password of `place`."""
        self._do(lambda ring: ring.set_password(SERVICE, place, password))

    def settle(self, place: str, password: str, keep: Optional[bool]) -> None:
        """Keep it or not, as the person chose; None leaves what there is."""
        if keep and password:
            self.keep(place, password)
        elif keep is not None:
            self.forget(place)

    def forget(self, place: str) -> None:
        """Keep it no longer."""
        self._do(lambda ring: ring.delete_password(SERVICE, place) if ring.get_password(SERVICE, place) else None)

    def _do(self, work: Callable[[Any], object]) -> None:
        threading.Thread(target=_run, args=(work,), name="keyring", daemon=True).start()


def _run(work: Callable[[Any], object]) -> None:
    try:
        import keyring
        ring = keyring.get_keyring()
        if ring.priority > 0:  # below is one that only fails, or keeps passwords readable
            work(ring)
    except Exception as error:  # each backend has its own; none of them may carry the password into the log
        log.warning("The system’s keyring can’t be used (%s).", type(error).__name__)
