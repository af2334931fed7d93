"""The way onto a server: the connect dialog, the attempt that it follows, and what the server says to it.
The window stays alive meanwhile, for the client's thread does the waiting.
"""

import tkinter as tk
from typing import TYPE_CHECKING, Optional, Union

from app.client import Client, ServerAddress
from app.events import ConnectFailed, Refused, Registered
from app.settings import Server
from app.ui.preferences import Preferences
from app.ui.theme import Theme
from server.addresses import host_and_port

if TYPE_CHECKING:  # the dialogs are loaded when they are first wanted, so that the window is up sooner
    from app.ui.dialogs.connect import ConnectDialog, ConnectValues

FIELD_OF_REFUSAL = {"nick-taken": "username", "nick-bad": "username", "password": "password"}
FIELD_OF_FAILURE = {"refused": "host", "unknown-host": "host", "timeout": "host", "unreachable": "host"}


class Joining:
    """The attempts of one window to get onto a server; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, client: Client, preferences: Preferences) -> None:
        self._root = root
        self._theme = theme
        self._client = client
        self._preferences = preferences
        self._trying: Optional[ConnectValues] = None
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
        known = self._preferences.value
        recent = [Recent(server.host, server.port) for server in known.recent]
        self.dialog = ConnectDialog(self._root, self._theme, values or ConnectValues(known.host, known.port,
                                                                                     self._preferences.nick),
                                    recent, self.begin, self._cancel)

    def begin(self, values: "ConnectValues") -> None:
        """Try to get on; the dialog, if it is open, shows how it goes, and opens if it goes wrong."""
        self._trying = values
        address = ServerAddress(values.host, values.port, values.password)
        self._client.connect(address, values.username, [values.room] if values.room else [])
        if self.is_open:
            self.dialog.busy(f"Connecting to {host_and_port(values.host, values.port)}…")

    def arrived(self, event: Registered) -> None:
        """Take note that the server let us in."""
        tried, self._trying = self._trying, None
        if self.is_open:
            self.dialog.close()
        if tried is not None:
            self._preferences.remember(Server(tried.host, tried.port, event.nick))
            self._preferences.change(username=event.nick)

    def failed(self, event: Union[ConnectFailed, Refused]) -> bool:
        """Show in the dialog why it failed; returns whether it was an attempt of the person's own."""
        tried, self._trying = self._trying, None
        if tried is None:
            return False
        if not self.is_open:
            self.ask(tried)
        fields = FIELD_OF_REFUSAL if isinstance(event, Refused) else FIELD_OF_FAILURE
        self.dialog.show_error(fields.get(event.reason, ""), event.text)
        return True

    def forget(self) -> None:
        """Stop following the attempt, which somebody else ended."""
        self._trying = None

    def _cancel(self) -> None:
        if self._trying is not None:
            self._trying = None
            self._client.cancel()
