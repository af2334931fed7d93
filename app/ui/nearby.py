"""The servers nearby as the window shows them: one finder, at work while somebody looks, and the rows of its lists.
Who shows them is called when there is something new; nothing here waits for the network.
"""

import tkinter as tk
from typing import TYPE_CHECKING, Callable, List, Optional, Tuple

from app.ui.rowpaint import Row
from server.addresses import host_and_port

if TYPE_CHECKING:  # loaded when somebody first looks, so that the window is up sooner
    from server.finder import Finder
    from server.nearby import FoundServer

LOOK = 200       # milliseconds between two looks at what was found
LOOKING = "Looking for servers…"
NONE_YET = "No servers found yet. You can type an address, or start one yourself."


class Nearby:
    """What is found nearby while one part of the window shows it; Tk thread only."""

    def __init__(self, widget: tk.Misc, show: Callable[[], None],
                 make: "Optional[Callable[[], Finder]]" = None) -> None:
        """`show` is called after each change of `found` or `sentence`; the end of `widget` is the end of looking.

        `make` gives a finder that is not begun.
        """
        self.found: Tuple[FoundServer, ...] = ()
        self.sentence = LOOKING
        self._widget = widget
        self._show = show
        self._make = make
        self._finder: Optional[Finder] = None
        self._timer = ""

    @property
    def has_asked(self) -> bool:
        """Whether everybody has had the time to answer."""
        return self._finder is None or self._finder.has_asked

    def begin(self) -> None:
        """Look from now on; may be called twice."""
        if self._finder is not None:
            return
        self._widget.bind("<Destroy>", self._destroyed, add="+")
        if self._make is None:
            from server.finder import Finder
            self._make = Finder
        self._finder = self._make()
        self._finder.start()
        self._look()

    def end(self) -> None:
        """Look no more; may be called twice."""
        finder, self._finder = self._finder, None
        if finder is not None:
            finder.stop()
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""

    def look_again(self) -> None:
        """Ask the network anew."""
        if self._finder is not None:
            self._finder.look_again()

    def _destroyed(self, event: "tk.Event") -> None:
        if event.widget is self._widget:
            self.end()

    def _look(self) -> None:
        finder = self._finder
        sentence = finder.problem or (NONE_YET if finder.has_asked and not finder.found else LOOKING)
        if (finder.found, sentence) != (self.found, self.sentence):
            self.found, self.sentence = finder.found, sentence
            self._show()
        self._timer = self._widget.after(LOOK, self._look)


def key_of(host: str, port: int) -> str:
    """Return what a server's row is known by, which also reads as its address."""
    return host_and_port(host.lower(), port)


def rows_of(found: "Tuple[FoundServer, ...]") -> List[Row]:
    """Return the section of the found servers, each with what is known of it."""
    return [Row("section", "nearby", "On this network", button="refresh")] + [_row(server) for server in found]


def _row(server: "FoundServer") -> Row:
    said = server.announcement
    people = "" if said.people is None else "1 person" if said.people == 1 else f"{said.people} people"
    icons = ("lock" if said.needs_password else "", "shield" if said.encrypted else "")
    hints = ["Needs a password"] * said.needs_password + ["Encrypted"] * said.encrypted
    place = "On this computer" if server.is_here else host_and_port(server.host, server.port)
    return Row("server", key_of(server.host, server.port), server.name, people, icon=" ".join(filter(None, icons)),
               second=place, hint=" · ".join(hints))
