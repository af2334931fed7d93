"""The questions about encryption that stop an attempt until the person has decided: a changed key, no encryption where
there was some, a password that others could read. And what the lock in the status line tells.
"""

from typing import Any, Callable, Optional, Tuple

from app.client import Client
from app.events import ConnectFailed
from app.guard import TO_DECIDE
from app.protection import NEW, SYSTEM, Protection
from app.ui.links import Link
from server.addresses import host_and_port
from server.fingerprints import spoken

UNENCRYPTED = "{} doesn’t encrypt any more"
UNENCRYPTED_TEXT = ("It was encrypted before. Somebody may have put their own computer in between, or its host turned "
                    "encryption off: ask. Others on the network could read what you write.")  # fmt: skip
NEVER = "This server doesn’t encrypt"
NEVER_TEXT = "You asked for encryption. Others on the network could read what you write on {}."
PASSWORD = "This server doesn’t encrypt. Send the password anyway?"
PASSWORD_TEXT = "Others on the network could read the password for {}, and what you write there."
OPEN = "Not encrypted: others on the network can read along."
KEY = "Ask the host to read out the key of their server. It has to be this one."


class Deciding:
    """The open questions of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._asked: Optional[Link] = None  # about which the person is asked

    def waits_for(self, link: Link) -> bool:
        """Whether the person is asked about it."""
        return link is self._asked

    def ask(self, link: Link, failure: ConnectFailed, on_yes: Callable[[], None], on_no: Callable[[], None]) -> bool:
        """Ask what the failure needs; returns False where there is nothing to ask. On yes, connecting goes on."""
        if failure.reason not in TO_DECIDE:
            return False
        root, theme, client = self._window.root, self._window.theme, link.client
        place = host_and_port(client.address.host, client.address.port)

        def agreed() -> None:
            self._asked = None
            client.agree(failure)
            on_yes()

        def refused() -> None:
            self._asked = None
            on_no()

        self._asked = link

        if failure.reason == "key-changed":
            from app.ui.dialogs.keys import ChangedKeyDialog
            ChangedKeyDialog(root, theme, place, failure.known, failure.shown, agreed, refused)
            return True
        from app.ui.dialogs.confirm import ConfirmDialog
        title, text, action = _question(client, failure)
        ConfirmDialog(root, theme, title.format(place), text.format(place), action, agreed, on_no=refused,
                      cancel="Don’t connect")
        return True

    def show_protection(self) -> None:
        """Tell what protects the conversation that is shown, with the key to compare."""
        from app.ui.dialogs.keys import KeyDialog
        protection = self._window.client.protection
        keys = [("The key of the server", protection.fingerprint)] if protection.encrypted else []
        title = "Encrypted on the way to the server" if protection.encrypted else "Not encrypted"
        KeyDialog(self._window.root, self._window.theme, title, told(protection, "\n\n"), keys)

    def show_own_key(self) -> None:
        """Show the key of the server that this window hosts, for people to compare."""
        from app.ui.dialogs.keys import KeyDialog
        identity = self._window.host.server.identity
        if not identity.fingerprint:
            KeyDialog(self._window.root, self._window.theme, "Your server doesn’t encrypt", identity.problem, [])
            return
        text = "Who joins for the first time sees these digits, too. Read them out when somebody asks."
        KeyDialog(self._window.root, self._window.theme, "The key of your server", text,
                  [("Key", identity.fingerprint)])

    def show_known(self) -> None:
        """List the servers that were joined encrypted."""
        from app.ui.dialogs.known import KnownServersDialog
        KnownServersDialog(self._window.root, self._window.theme, self._window.client.known)


def told(protection: Protection, between: str = " ") -> str:
    """Return what protects a conversation, in a sentence or two."""
    if not protection.encrypted:
        return OPEN
    if protection.trust == SYSTEM:
        return f"Encrypted ({protection.version}). This computer trusts the server’s certificate."
    first = "You see its key for the first time." if protection.trust == NEW else "Its key is the one from last time."
    return f"Encrypted ({protection.version}). {first}{between}{KEY}"


def hint(protection: Protection) -> str:
    """Return the same in a line, with the key."""
    if not protection.encrypted or protection.trust == SYSTEM:
        return told(protection)
    which = "seen for the first time" if protection.trust == NEW else "the same as last time"
    return f"Key {spoken(protection.fingerprint)}, {which}"


def _question(client: Client, failure: ConnectFailed) -> Tuple[str, str, str]:
    """Return title, text and action."""
    if failure.reason == "password-plain":
        return PASSWORD, PASSWORD_TEXT, "Send it anyway"
    known = client.known.find(client.address.host, client.address.port)
    return (NEVER, NEVER_TEXT, "Connect anyway") if known is None else (UNENCRYPTED, UNENCRYPTED_TEXT, "Connect anyway")
