"""The Host menu's work: the server that runs inside this program, how it is asked for, started and stopped.
The window joins it over a real socket like any other; nothing here touches a conversation.
"""

import os
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Tuple

from app import paths
from app.client import ServerAddress
from app.ui.links import Link
from app.ui.standing import who

if TYPE_CHECKING:  # the server and the dialogs are loaded when they are first wanted, so that the window is up sooner
    from app.hosting import HostedServer, HostingFailed
    from app.ui.dialogs.start_server import HostValues, StartServerDialog
    from server.config import ServerConfig

KEEP = "Keep it running"
LOOPBACK = "127.0.0.1"
NOT_ALONE = "The server couldn’t go on without the window; its log tells why. It runs in the window as before."
LOOK_AGAIN = 100  # milliseconds between two looks at whether the own process serves
LOOKS = 200
FOLLOWED = "The history is kept, so everything is still there when you start it again."


class Host:
    """The server of this window, if there is one; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
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
    def link(self) -> Optional[Link]:
        """The window's way to its own server, while it is on it."""
        found = self._window.links.find(*self.own_end) if self.is_running else None
        return None if found is None or found.is_offline else found

    @property
    def is_shown(self) -> bool:
        """Whether the server that the window shows is its own."""
        return self.link is self._window.links.shown

    @property
    def others(self) -> int:
        """How many besides the person are on the server."""
        return (self.people or 0) - int(self.link is not None)

    @property
    def people(self) -> Optional[int]:
        """How many are on the server, None without one."""
        return self.server.people if self.server is not None else None

    def ask(self, problem: "Optional[HostingFailed]" = None, tried: "Optional[HostValues]" = None) -> None:
        """Open the dialog with the values of the last time, or with those that were `tried` and what went wrong."""
        from app.ui.dialogs.start_server import HostValues, StartServerDialog
        from server.addresses import local_addresses
        window, last = self._window, self._window.preferences.value
        initial = tried or HostValues(last.host_name, last.host_port, last.host_audience == "network", "",
                                      window.preferences.nick)
        self.dialog = StartServerDialog(window.root, window.theme, initial, local_addresses(), self._start_from_dialog)
        if problem is not None:
            self._show_problem(problem)

    def start(self, values: "HostValues", room: str = "") -> None:
        """Start a server and join it, and `room` on it; HostingFailed says what was wrong."""
        from app.hosting import HostedServer
        from server.config import ServerConfig
        config = ServerConfig(host="::" if values.everybody else "localhost", port=values.port, name=values.name,
                              password=values.password, data_dir=paths.hosted_server_folder(),
                              announce=values.everybody)
        server = self.server = HostedServer.start(config)
        self.look_up_address()
        self._know_own(server)
        self._window.preferences.change(host_name=values.name, host_port=server.port, username=values.username,
                                 host_audience="network" if values.everybody else "computer")
        self._join(ServerAddress(LOOPBACK, server.port, values.password), values.username, room)
        if server.set_aside:
            self._window.root.after_idle(self._tell_damage, server.set_aside)

    def look_up_address(self) -> str:
        """Return what others type to come in, as this computer's network is now."""
        self.address = self.server.addresses()[0] if self.server is not None else ""
        return self.address

    def copy_address(self) -> None:
        """Put what others have to type on the clipboard."""
        address = self.look_up_address()
        self._window.copy(address, "Address copied: " + address)

    def show_link(self) -> None:
        """Show the links by which others come in, and a code to scan."""
        from app.ui.dialogs.join_link import JoinLinkDialog
        window = self._window
        JoinLinkDialog(window.root, window.theme, self.server.links(), self.server.is_open, window.copy)

    def test(self) -> None:
        """Show what others see of the server, as far as this computer can tell."""
        from app.ui.dialogs.self_test import SelfTestDialog
        SelfTestDialog(self._window.root, self._window.theme, self.server.port, self.server.outside())

    def ask_stop(self) -> None:
        """Stop the server; while others are on it, only after the person has agreed."""
        self._ask_end("Stop the server?", "Stop server", lambda: self._window.toast.show("The server was stopped"))

    def ask_quit(self) -> None:
        """Leave the program; while others are on the server, only after the person has agreed."""
        if self.is_detached:
            self._window.quit()
            return
        self._ask_end("Quit and stop the server?", "Quit", self._window.quit, True)

    @property
    def is_detached(self) -> bool:
        """Whether there is a server that goes on without this window."""
        return self.server is not None and self.server.is_detached

    def find_again(self, nick: str) -> bool:
        """Take up the server that was left running, and join it; False where there is none."""
        if not os.path.exists(paths.hosted_state_file()):
            return False  # the usual case, in which nothing of a server need be loaded
        from app import detached
        server = detached.found(paths.hosted_server_folder())
        if server is None:
            return False
        self.server = server
        self.look_up_address()
        self._know_own(server)
        self._join(ServerAddress(LOOPBACK, server.port, server.config.password), nick, "")
        return True

    def keep_running(self, then: Callable[[], None] = lambda: None) -> None:
        """Let the server go on as its own process, and call `then` once it does; everybody comes back by themselves."""
        from app import detached
        config = self.server.config._replace(port=self.server.port)
        self._window.panel.close()
        self.server.stop("The server goes on in a moment")
        try:
            self.server = detached.start(config)
        except OSError:
            self._take_back(config)
            return
        self._window.toast.show("The server goes on without the window")
        self._wait_for(config, LOOKS, then)

    def _wait_for(self, config: "ServerConfig", looks: int, then: Callable[[], None]) -> None:
        server = self.server
        if self._window.closed or server is None or not server.is_detached:
            return
        if server.is_up:
            then()
        elif server.has_died or not looks:
            server.stop()
            self._take_back(config)
        else:
            self._window.root.after(LOOK_AGAIN, self._wait_for, config, looks - 1, then)

    def _take_back(self, config: "ServerConfig") -> None:
        """Go on inside this program, for the process could not be started."""
        from app.hosting import HostedServer, HostingFailed
        try:
            self.server = HostedServer.start(config)
        except HostingFailed as problem:
            self.server = None
            self._window.statusbar.say(problem.sentence)
            return
        self._window.statusbar.say(NOT_ALONE)

    def leave(self) -> None:
        """The program ends: a server inside it ends, too."""
        if not self.is_detached:
            self.stop()

    def arrived(self, link: Link) -> None:
        """We are on a server; on the own one we become its operator, by the secret that only this program knows."""
        if self.server is not None and link is self.link:
            link.client.command("OPER", "host", self.server.config.host_secret)

    def stop(self) -> None:
        """Stop the server, if there is one; everybody on it is told."""
        if self.server is None:
            return
        self._window.panel.close()
        if self.link is not None:
            self.link.client.disconnect()
        server, self.server = self.server, None
        self.address = ""
        server.stop("The host has stopped the server")

    def _ask_end(self, title: str, action: str, then: Callable[[], None], quits: bool = False) -> None:
        def end() -> None:
            self.stop()
            then()

        others = self.others
        if not self.is_running or others <= 0:
            end()
            return
        from app.ui.dialogs.confirm import ConfirmDialog
        text = f"{who(self._guests(), others)} will be disconnected. {FOLLOWED}"
        ConfirmDialog(self._window.root, self._window.theme, title, text, action, end, other=KEEP if quits else "",
                      on_other=lambda: self.keep_running(self._window.quit))

    def _tell_damage(self, path: str) -> None:
        """Say that a new history was begun, and where the old one is."""
        from app.ui.dialogs.confirm import ConfirmDialog
        window = self._window
        text = f"The message history couldn’t be read. A copy was kept at {path}; a new one was started."
        ConfirmDialog(window.root, window.theme, "The history is damaged", text, "Copy path",
                      lambda: window.copy(path, "Path copied"), danger=False, cancel="Close")

    def _guests(self) -> List[str]:
        """The names of the others, as far as this window sees them in its rooms."""
        session = self.link.client.session if self.link is not None else None
        if session is None:
            return []
        seen = {key: member.nick for room in session.rooms.values() for key, member in room.members.items()}
        seen.pop(session.fold(session.nick), None)
        return sorted(seen.values(), key=str.casefold)

    def _know_own(self, server: "HostedServer") -> None:
        """Know the own server by the key that it has now, whatever stood behind this address before."""
        known, fingerprint = self._window.client.known, server.identity.fingerprint
        if fingerprint:
            known.remember(LOOPBACK, server.port, fingerprint)
        else:
            known.forget(LOOPBACK, server.port)

    def _join(self, address: ServerAddress, nick: str, room: str) -> None:
        window = self._window
        link = window.links.claim(address.host, address.port)
        window.joining.forget(link)
        window.flow.news.announces = link.awaited = True
        link.client.connect(address, nick, [room] if room else [])

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
