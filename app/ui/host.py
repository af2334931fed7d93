"""The Host menu's work: the server that runs inside this program, how it is asked for, started and stopped.
The window joins it over a real socket like any other; nothing here touches a conversation.
"""

import tkinter as tk
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from app import paths
from app.client import ServerAddress
from app.ui.preferences import Preferences
from app.ui.standing import people
from app.ui.theme import Theme

if TYPE_CHECKING:  # the server and the dialogs are loaded when they are first wanted, so that the window is up sooner
    from app.hosting import HostedServer, HostingFailed
    from app.ui.dialogs.start_server import HostValues, StartServerDialog

LOOPBACK = "127.0.0.1"
FOLLOWED = "The history is kept, so everything is still there when you start it again."


class Host:
    """The server of this window, if there is one; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, preferences: Preferences,
                 join: Callable[[ServerAddress, str, str], None], on_stop: Callable[[], None]) -> None:
        """`join` gets a started server's address, the person's nick and a room or ''.

        `on_stop` is called before a server stops.
        """
        self._root = root
        self._theme = theme
        self._preferences = preferences
        self._join = join
        self._on_stop = on_stop
        self.address = ""  # what others type to come in, '' without a server; as last looked up
        self.dialog: Optional[StartServerDialog] = None
        self.server: Optional[HostedServer] = None

    @property
    def is_running(self) -> bool:
        """Whether this window hosts a server."""
        return self.server is not None

    @property
    def own_end(self) -> Tuple[str, int]:
        """The host and port by which this window joins its own server."""
        return LOOPBACK, self.server.port if self.server is not None else 0

    @property
    def people(self) -> Optional[int]:
        """How many are on the server, None without one."""
        return self.server.people if self.server is not None else None

    def ask(self, problem: "Optional[HostingFailed]" = None, tried: "Optional[HostValues]" = None) -> None:
        """Open the dialog with the values of the last time, or with those that were `tried` and what went wrong."""
        from app.ui.dialogs.start_server import HostValues, StartServerDialog
        from server.addresses import local_addresses
        last = self._preferences.value
        initial = tried or HostValues(last.host_name, last.host_port, last.host_audience == "network", "",
                                      self._preferences.nick)
        self.dialog = StartServerDialog(self._root, self._theme, initial, local_addresses(), self._start_from_dialog)
        if problem is not None:
            self._show_problem(problem)

    def start(self, values: "HostValues", room: str = "") -> None:
        """Start a server and join it, and `room` on it; HostingFailed says what was wrong."""
        from app.hosting import HostedServer
        from server.config import ServerConfig
        config = ServerConfig(host="::" if values.everybody else "localhost", port=values.port, name=values.name,
                              password=values.password, data_dir=paths.hosted_server_folder())
        server = self.server = HostedServer.start(config)
        self.look_up_address()
        self._preferences.change(host_name=values.name, host_port=server.port, username=values.username,
                                 host_audience="network" if values.everybody else "computer")
        self._join(ServerAddress(LOOPBACK, server.port, values.password), values.username, room)

    def look_up_address(self) -> str:
        """Return what others type to come in, as this computer's network is now."""
        self.address = self.server.addresses()[0] if self.server is not None else ""
        return self.address

    def ask_stop(self, others: int, then: Callable[[], None], quitting: bool = False) -> None:
        """Stop the server and do `then`; while others are on it, only after the person has agreed."""
        def stop() -> None:
            self.stop()
            then()

        if not self.is_running or others <= 0:
            stop()
            return
        from app.ui.dialogs.confirm import ConfirmDialog
        title, action = ("Quit and stop the server?", "Quit") if quitting else ("Stop the server?", "Stop server")
        text = f"{people(others)} will be disconnected. {FOLLOWED}"
        ConfirmDialog(self._root, self._theme, title, text, action, stop)

    def stop(self) -> None:
        """Stop the server, if there is one; everybody on it is told."""
        if self.server is None:
            return
        self._on_stop()
        server, self.server = self.server, None
        self.address = ""
        server.stop("The host has stopped the server")

    def _start_from_dialog(self, values: "HostValues") -> None:
        from app.hosting import HostingFailed
        try:
            self.start(values)
        except HostingFailed as problem:
            self._show_problem(problem)
            return
        self.dialog.close()

    def _show_problem(self, problem: "HostingFailed") -> None:
        field = "port" if problem.field == "port" else ""
        self.dialog.show_error(field, problem.sentence, getattr(problem, "suggestion", None))
