"""Passwords in the system's keyring, which is played by the test: found, kept, forgotten, and never in the log."""
import sys
import threading
from types import SimpleNamespace
from typing import Any, Dict, Optional, Tuple

import pytest

from app import keeping_passwords
from app.keeping_passwords import SERVICE, Found, KeptPasswords
from tests.support import pump_until


class Ring:
    """A keyring in memory."""

    priority = 5

    def __init__(self) -> None:
        self.kept: Dict[Tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> Optional[str]:
        """As the library has it."""
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        """As the library has it."""
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        """As the library has it."""
        del self.kept[service, name]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """The system's keyring."""
    made = Ring()
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: made))
    monkeypatch.setattr(keeping_passwords.importlib.util, "find_spec", lambda name: object())
    return made


def ended() -> bool:
    """Whether the thread that talks with the keyring has ended."""
    return not any(thread.name == "keyring" for thread in threading.enumerate())


def test_a_password_is_kept_found_and_forgotten(ring: Ring) -> None:
    """It stands under our service and the server's place; what was never kept is forgotten without a fault."""
    passwords = KeptPasswords()
    passwords.keep("chat.test:12345", "sesame")
    pump_until(ended)
    assert ring.kept == {(SERVICE, "chat.test:12345"): "sesame"}
    assert passwords.find("chat.test:12345")
    assert pump_until(lambda: passwords.take("chat.test:12345")) == Found("chat.test:12345", "sesame")
    for _ in range(2):
        passwords.forget("chat.test:12345")
        pump_until(ended)
    assert ring.kept == {}


def test_a_keyring_that_does_not_work_answers_nothing(
    ring: Ring, monkeypatch: pytest.MonkeyPatch, caplog: "pytest.LogCaptureFixture"
) -> None:
    """One that only fails is not asked, one that breaks is logged without the password, none at all is said."""
    passwords = KeptPasswords()
    monkeypatch.setattr(ring, "priority", 0, raising=False)
    assert passwords.find("chat.test:12345")
    pump_until(ended)
    assert passwords.take("chat.test:12345") is None
    monkeypatch.setattr(ring, "priority", 5, raising=False)

    def broken(*words: Any) -> None:
        raise RuntimeError("no, not even for " + words[-1])

    monkeypatch.setattr(ring, "set_password", broken)
    passwords.keep("chat.test:12345", "sesame")
    pump_until(ended)
    assert "RuntimeError" in caplog.text and "sesame" not in caplog.text
    monkeypatch.setattr(keeping_passwords.importlib.util, "find_spec", lambda name: None)
    assert not passwords.find("chat.test:12345")
