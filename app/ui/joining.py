"""The way onto a server: the connect dialog, the attempt that it follows, and what the server says to it.
The window stays alive meanwhile, for the client's thread does the waiting.
"""

from typing import TYPE_CHECKING, Any, Optional, Union

from app.client import ServerAddress
from app.events import ConnectFailed, Refused, Registered
from app.keeping_passwords import KeptPasswords
from app.refusals import NICK_PROTECTED
from app.settings import Server
from app.ui.links import Link
from server.addresses import host_and_port

if TYPE_CHECKING:  # the dialogs are loaded when they are first wanted, so that the window is up sooner
    from app.ui.dialogs.connect import ConnectDialog, ConnectValues
    from server.nearby import FoundServer

FIELD_OF_REFUSAL = {"nick-taken": "username", "nick-bad": "username", "password": "password",
                    "login": "name-password"}
FIELD_OF_FAILURE = {"refused": "host", "unknown-host": "host", "timeout": "host", "unreachable": "host"}


class Joining:
    """The attempts of one window to get onto a server, one at a time; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._trying: Optional[ConnectValues] = None
        self._link: Optional[Link] = None  # the one that is tried
        self._passwords = KeptPasswords()
        self.dialog: Optional[ConnectDialog] = None

    @property
    def is_open(self) -> bool:
        """Whether the dialog is on the screen."""
        return self.dialog is not None and not self.dialog.closed

    def ask(self, values: "Optional[ConnectValues]" = None) -> None:
        """Open the dialog with these values, or with those of the last time."""
        if self.is_open:
            self.dialog.window.lift()
            return
        from app.ui.dialogs.connect import ConnectDialog, ConnectValues, Recent
        preferences = self._window.preferences
        known = preferences.value
        names = {(saved.host, saved.port): saved.name or saved.network for saved in known.servers}
        recent = [Recent(each.host, each.port, names.get((each.host, each.port), "")) for each in known.recent]
        initial = values or ConnectValues(known.host, known.port, preferences.nick)
        self.dialog = ConnectDialog(self._window.root, self._window.theme, initial, recent, self.begin, self._cancel,
                                    passwords=self._passwords)

    def pick(self, server: "FoundServer") -> None:
        """Join a server that was found nearby; one that wants a password is asked about first."""
        from app.ui.dialogs.connect import ConnectValues
        values = ConnectValues(server.host, server.port, self._window.preferences.nick)
        if not server.announcement.needs_password:
            self.begin(values)
            return
        self.ask(values)
        self.dialog.show_more(True)
        self.dialog.fields["password"].focus()

    def ask_again(self, link: Link) -> None:
        """Open the dialog for a server that did not let us in, with what it said."""
        from app.ui.dialogs.connect import ConnectValues
        self.ask(ConnectValues(link.place[0], link.place[1], link.client.nick))
        self.dialog.show_error(FIELD_OF_REFUSAL.get(link.problem, ""), link.lost)

    def begin(self, values: "ConnectValues") -> None:
        """Try to get on; the dialog, if it is open, shows how it goes, and opens if it goes wrong.

        A server that one is on already, or on the way to, is only shown.
        """
        links = self._window.links
        link = links.claim(values.host, values.port)
        if link.place is not None and not link.is_offline:
            self._turn_to(link, values.room)
            return
        address = ServerAddress(values.host, values.port, values.password, values.tls)
        rooms = self._window.servers.rooms_of(values.host, values.port) + ((values.room,) if values.room else ())
        link.client.connect(address, values.username, rooms, login=values.login)
        self._follow(link, values)

    def arrived(self, link: Link, event: Registered) -> None:
        """Take note that the server let us in."""
        tried = self._take(link)
        if tried is None:
            return
        if self.is_open:
            self.dialog.close()
        place = host_and_port(tried.host.lower(), tried.port)
        self._passwords.settle(place, tried.password, tried.keeps)
        if tried.login is not None:
            name_place = f"{tried.login.account.lower()}@{place}"
            self._passwords.settle(name_place, tried.login.password, tried.keeps_login)
        preferences = self._window.preferences
        saved = preferences.saved(tried.host, tried.port)
        if saved is not None:
            link.given_name, link.folded = saved.name, saved.folded
        preferences.remember(Server(tried.host, tried.port, event.nick))
        preferences.change(username=event.nick)

    def failed(self, link: Link, event: Union[ConnectFailed, Refused]) -> bool:
        """Show in the dialog why it failed; returns whether it was an attempt of the person's own."""
        tried = self._take(link)
        if tried is None:
            return False
        if self._window.deciding.ask(link, event, lambda: self._follow(link, tried),
                                     lambda: self._give_up(link, event)):
            return True
        if not self.is_open:
            self.ask(tried)
        fields = FIELD_OF_REFUSAL if isinstance(event, Refused) else FIELD_OF_FAILURE
        if event.text == NICK_PROTECTED:
            self.dialog.show_more(True)
        self.dialog.show_error(fields.get(event.reason, ""), event.text)
        if isinstance(event, ConnectFailed):
            self.dialog.find_reason()
        return True

    def forget(self, link: Link) -> None:
        """Stop following the attempt at this server, which somebody else ended."""
        self._take(link)

    def _follow(self, link: Link, values: "ConnectValues") -> None:
        """Show how the attempt goes that was begun there."""
        self._trying, self._link, link.awaited = values, link, True
        if self.is_open:
            self.dialog.busy(f"Connecting to {host_and_port(values.host, values.port)}…")

    def _give_up(self, link: Link, event: ConnectFailed) -> None:
        """The person would rather not connect."""
        if self.is_open:
            self.dialog.show_error("", event.text)
        if link.place is None and link is not self._window.links.shown:
            self._window.flow.drop(link)

    def _take(self, link: Link) -> "Optional[ConnectValues]":
        """What is tried there, which is then over; None where nothing is."""
        if link is not self._link:
            return None
        tried, self._trying, self._link = self._trying, None, None
        return tried

    def _turn_to(self, link: Link, room: str) -> None:
        if self.is_open:
            self.dialog.close()
        link.client.reconnect_now()
        self._window.flow.show(link)
        if room:
            self._window.join(room)

    def _cancel(self) -> None:
        link = self._link
        if link is None:
            return
        self._take(link)
        link.awaited = False
        link.client.cancel()
        if link.place is None and link is not self._window.links.shown:
            self._window.flow.drop(link)
