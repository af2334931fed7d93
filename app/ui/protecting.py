"""Protecting the person's name on the servers of the window: asking for the password, and what a server says to it.
The password is kept nowhere but in the system's keyring, and there only on request.
"""

from typing import TYPE_CHECKING, Any, Callable, Dict, Optional

from app import events
from app.keeping_passwords import KeptPasswords
from app.sasl import Login
from app.ui.links import Link
from server.addresses import host_and_port

if TYPE_CHECKING:  # loaded when it is first wanted, so that the window is up sooner
    from app.ui.dialogs.protect import ProtectDialog, ProtectValues


class Protecting:
    """The accounts of one person, as the window's menus know them; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._passwords = KeptPasswords()
        self._link: Optional[Link] = None  # whose answer the dialog waits for
        self._values: Optional[ProtectValues] = None
        self.dialog: Optional[ProtectDialog] = None
        self._handlers: Dict[type, Callable[[Link, Any], None]] = {
            events.LoggedIn: self._logged_in, events.LoginFailed: self._failed, events.AccountRefused: self._failed,
        }

    @property
    def is_possible(self) -> bool:
        """Whether the shown server has accounts and we are not logged in to one."""
        link = self._window.links.shown
        session = link.client.session
        return link.is_online and (session.can_log_in or session.can_register) and not session.account

    @property
    def account(self) -> str:
        """The account that we are logged in to on the shown server, or ''."""
        link = self._window.links.shown
        return link.client.session.account if link.is_online else ""

    def ask(self, new: Optional[bool] = None) -> None:
        """Open the dialog for the shown server; without `new` the one that makes an account, where that is possible."""
        link = self._window.links.shown
        if not self.is_possible:
            self._tell(self._why_not(link))
            return
        from app.ui.dialogs.protect import ProtectDialog
        session = link.client.session
        new = session.can_register if new is None else new and session.can_register
        other = (lambda: self.ask(not new)) if session.can_register and session.can_log_in else None
        self._link = link
        self.dialog = ProtectDialog(self._window.root, self._window.theme, session.nick, link.name, new,
                                    _place(link, session.nick), self._passwords,
                                    lambda values: self._begin(link, new, values), other)

    def take(self, link: Link, event: events.Event) -> None:
        """Let what a server says of our account have its effect."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(link, event)

    def _begin(self, link: Link, new: bool, values: "ProtectValues") -> None:
        self._values = values
        self.dialog.busy("Protecting your name…" if new else "Logging in…")
        if new:
            link.client.register_account(values.password)
        else:
            link.client.log_in(Login(link.client.nick, values.password))

    def _logged_in(self, link: Link, event: events.LoggedIn) -> None:
        if self._waits_for(link):
            self.dialog.close()
            place = _place(link, event.account)
            self._passwords.settle(place, self._values.password, self._values.keeps)
            self._values = None
        if link is self._window.links.shown:
            self._window.toast.show(f"Your name {event.account} is protected here", "shield")

    def _failed(self, link: Link, event: Any) -> None:
        if self._waits_for(link):
            self._values = None
            self.dialog.show_error("password", event.text)
        elif link is self._window.links.shown:
            self._tell(event.text)

    def _waits_for(self, link: Link) -> bool:
        return link is self._link and self._values is not None and self.dialog is not None and not self.dialog.closed

    def _why_not(self, link: Link) -> str:
        if self.account:
            return f"You are logged in as {self.account} already."
        if not link.is_online:
            return "Connect to a server first. Then you can protect your name there."
        return "This server has no accounts, so a name can’t be protected there."

    def _tell(self, sentence: str) -> None:
        self._window.statusbar.say(sentence)


def _place(link: Link, name: str) -> str:
    """Under what the keyring has the password of a name on a server."""
    host, port = link.place
    return f"{name.lower()}@{host_and_port(host.lower(), port)}"
