"""The dialogs about encryption, driven as a person does: a changed key, an unencrypted server, the known servers."""

import tkinter as tk
from types import SimpleNamespace
from typing import Any, List, Optional

import pytest

from app.client import Client, ServerAddress
from app.dialing import DialFailed
from app.events import ConnectFailed
from app.keeping_passwords import Found
from app.known_servers import KnownServers
from app.protection import AUTO, NEW, OFF, PINNED, PLAIN, REQUIRED, SYSTEM, Protection
from app.ui.deciding import Deciding, hint, told
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.connect import ConnectDialog, ConnectValues
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.keys import ChangedKeyDialog
from app.ui.dialogs.known import KnownServersDialog
from app.ui.theme import Theme
from server.fingerprints import spoken
from tests.app.ui.dialogs.driver import fill, press, pump_until, shown, texts

OLD, FRESH = "ab" * 32, "cd" * 32


class Asked:
    """A client whose attempt failed, the question that follows, and what was dialed and answered; the test's thread."""

    def __init__(self, root: tk.Tk, theme: Theme, monkeypatch: pytest.MonkeyPatch, failure: DialFailed,
                 known: str = "") -> None:
        self.wishes: List[Any] = []
        self.answers: List[str] = []
        self.opened: List[Dialog] = []
        self.client = Client(dial=self._dial)
        if known:
            self.client.known.remember("chat.test", 12345, known)
        self.client.connect(ServerAddress("chat.test", 12345, "sesame"), "alex")
        self._done(failure)
        (failed,) = [each for each in self.client.poll() if isinstance(each, ConnectFailed)]
        show = Dialog.show
        monkeypatch.setattr(Dialog, "show", lambda dialog, first: (show(dialog, first), self.opened.append(dialog)))
        self.deciding = Deciding(SimpleNamespace(root=root, theme=theme))
        self.link: Any = SimpleNamespace(client=self.client)
        assert self.deciding.ask(self.link, failed, lambda: self.answers.append("yes"),
                                 lambda: self.answers.append("no"))
        (self.dialog,) = self.opened
        shown(self.dialog)

    def _dial(self, host: str, port: int, deliver: Any, done: Any, wish: Any) -> None:
        self.wishes.append(wish)
        self._done = done


def test_a_hasty_enter_does_not_trust_a_changed_key(
    root: tk.Tk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both keys are shown, the keyboard waits on the refusal, and refusing dials nothing and changes nothing."""
    asked = Asked(root, theme, monkeypatch, DialFailed("key-changed", "Changed.", FRESH, OLD), OLD)
    assert isinstance(asked.dialog, ChangedKeyDialog) and asked.deciding.waits_for(asked.link)
    assert {spoken(OLD), spoken(FRESH)} <= set(texts(asked.dialog.window))
    press(asked.dialog, "<Return>")
    assert (asked.answers, len(asked.wishes)) == (["no"], 1)
    assert asked.client.known.find("chat.test", 12345).fingerprint == OLD
    assert not asked.deciding.waits_for(asked.link)


def test_trusting_the_new_key_remembers_it_and_connects(
    root: tk.Tk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One Tab and Enter later the next attempt expects the new key."""
    asked = Asked(root, theme, monkeypatch, DialFailed("key-changed", "Changed.", FRESH, OLD), OLD)
    press(asked.dialog, "<Tab>", "<Return>")
    assert asked.answers == ["yes"]
    assert asked.wishes[-1].known.fingerprint == FRESH
    asked.client.close()


def test_connecting_unencrypted_and_sending_the_password_are_two_decisions(
    root: tk.Tk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who takes the one has not taken the other."""
    asked = Asked(root, theme, monkeypatch, DialFailed("not-encrypted", "Not encrypted."), OLD)
    assert isinstance(asked.dialog, ConfirmDialog)
    press(asked.dialog, "<Tab>", "<Return>")
    assert asked.wishes[-1].tls == OFF
    assert not asked.client.address.plain_password
    asked.client.close()
    again = Asked(root, theme, monkeypatch, DialFailed("password-plain", "Readable."))
    assert any("Send the password anyway?" in text for text in texts(again.dialog.window))
    press(again.dialog, "<Tab>", "<Return>")
    assert again.client.address.plain_password
    again.client.close()


def test_known_servers_can_be_forgotten(root: tk.Tk, theme: Theme) -> None:
    """Each stands there with its key; a forgotten one is gone from the file at once, and the next is chosen."""
    known = KnownServers()
    known.remember("a.test", 1, OLD)
    known.remember("b.test", 2, FRESH, SYSTEM)
    dialog = KnownServersDialog(root, theme, known)
    shown(dialog)
    first, second = dialog.list.rows
    assert first.second.startswith(spoken(OLD)) and second.second.startswith("trusted")
    dialog.cancel_button.invoke()
    assert [each.host for each in known.all()] == ["b.test"]
    press(dialog, "<Delete>")
    assert known.all() == []
    assert dialog.cancel_button.instate(["disabled"])
    press(dialog, "<Escape>")


def test_the_choice_of_encryption_is_handed_over(root: tk.Tk, theme: Theme) -> None:
    """It is where offered, until the person or an ircs:// link asks for always."""
    taken: List[ConnectValues] = []
    dialog = ConnectDialog(root, theme, ConnectValues("chat.test", 12345, "alex"), (), taken.append, lambda: None)
    shown(dialog)
    dialog.submit()
    dialog.show_more(True)
    dialog.encryption.radios[1].invoke()
    dialog.submit()
    dialog.encryption.choose(AUTO)
    fill(dialog.fields["host"], "ircs://chat.test:12345/lobby")
    dialog.submit()
    assert [each.tls for each in taken] == [AUTO, REQUIRED, REQUIRED]
    dialog.close()


def test_the_lock_tells_what_it_stands_for() -> None:
    """New, known, trusted by the system and plain each have their words; the key is in the hint."""
    new, known = (Protection(True, OLD, trust, "TLSv1.3") for trust in (NEW, PINNED))
    assert "for the first time" in told(new) and "last time" in told(known)
    assert spoken(OLD) in hint(new) and spoken(OLD) in hint(known)
    assert "trusts" in hint(Protection(True, OLD, SYSTEM, "TLSv1.3"))
    assert hint(PLAIN) == told(PLAIN) and "read along" in told(PLAIN)


class Kept:
    """A keyring that has one password, and answers when it is asked."""

    def __init__(self) -> None:
        self._places: List[str] = []

    def find(self, place: str) -> bool:
        """See KeptPasswords."""
        self._places.append(place)
        return "@" not in place

    def take(self, place: str) -> Optional[Found]:
        """See KeptPasswords."""
        return Found(place, "sesame") if place in self._places else None


def test_a_kept_password_is_filled_in_and_the_box_ticked(root: tk.Tk, theme: Theme) -> None:
    """The box is there once the keyring has answered; without a keyring there is none."""
    taken: List[ConnectValues] = []
    values = ConnectValues("chat.test", 12345, "alex")
    passwords: Any = Kept()
    dialog = ConnectDialog(root, theme, values, (), taken.append, lambda: None, passwords=passwords)
    shown(dialog)
    pump_until(dialog.window, lambda: dialog.keep.value is not None, "the keyring answers")
    dialog.submit()
    dialog.keep.box.invoke()
    dialog.submit()
    dialog.close()
    without = ConnectDialog(root, theme, values, (), taken.append, lambda: None)
    shown(without)
    without.submit()
    without.close()
    assert [(each.password, each.keeps) for each in taken] == [("sesame", True), ("sesame", False), ("", None)]
