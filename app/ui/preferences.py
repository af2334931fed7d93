"""The person's settings while the window is open: the present value, and the file that follows each change.
A file that can't be written is told to the person once, and never stops the window.
"""

from typing import Any, Callable, Optional

from app import settings as stored
from app.settings import RoomLevel, SavedServer, Server, Settings


class Preferences:
    """The settings of this window; Tk thread only."""

    def __init__(self, settings: Settings, path: str = "") -> None:
        self.value = settings
        self._path = path
        self._told = False
        self.on_problem: Callable[[str], None] = lambda sentence: None

    @property
    def nick(self) -> str:
        """The name to begin with: the one used last, or the login name."""
        return self.value.username or stored.login_name()

    def change(self, **changes: Any) -> None:
        """Change settings by name and save them, if that makes a difference."""
        self._become(self.value._replace(**changes))

    def remember(self, server: Server) -> None:
        """Keep a server that one has been on as the latest."""
        self._become(stored.remember(self.value, server))

    def saved(self, host: str, port: int) -> Optional[SavedServer]:
        """The saved server at that address."""
        return next((each for each in self.value.servers if (each.host, each.port) == (host, port)), None)

    def keep(self, server: SavedServer) -> None:
        """Save a server, in the place of the one with its address."""
        self._become(stored.keep(self.value, server))

    def forget(self, host: str, port: int) -> None:
        """Save a server no longer."""
        self._become(stored.forget(self.value, host, port))

    def set_level(self, level: RoomLevel) -> None:
        """Keep which messages of a conversation are told."""
        self._become(stored.set_level(self.value, level))

    def _become(self, settings: Settings) -> None:
        if settings == self.value:
            return
        self.value = settings
        try:
            stored.save(settings, self._path)
        except OSError as error:
            if not self._told:
                self.on_problem(f"The settings couldn’t be saved ({error.strerror or error}).")
            self._told = True
