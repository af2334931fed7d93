"""How the person is there: available, away for everybody else to see, or here and not to be disturbed.
Being away is said on every server, again after each reconnect; do not disturb is a matter of this computer alone.
"""

from typing import Any

from app.ui.links import Link

AVAILABLE, AWAY, QUIET = "available", "away", "do-not-disturb"
AWAY_WORD = "Away"  # what others read


class Presence:
    """The person's choice in one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._is_away = False  # by the window; a command on one server is that server's own

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is told outside the window."""
        return self._window.preferences.value.do_not_disturb

    @property
    def choice(self) -> str:
        """What is in force on the server that is shown."""
        if self.is_quiet:
            return QUIET
        return AWAY if self._window.links.shown.is_away else AVAILABLE

    def choose(self, choice: str) -> None:
        """Be AVAILABLE, AWAY or QUIET from now on."""
        was_away, self._is_away = self._is_away, choice == AWAY
        for link in self._window.links:
            if link.is_online and not (was_away == link.is_away == self._is_away):
                link.client.away(AWAY_WORD if self._is_away else "")
        self.set_quiet(choice == QUIET)

    def set_quiet(self, quiet: bool) -> None:
        """Want to be disturbed no more, or again."""
        self._window.preferences.change(do_not_disturb=quiet)
        self._window.flow.refresh()

    def came_in(self, link: Link) -> None:
        """Say on a server that has just let us in what the others know already."""
        if self._is_away:
            link.client.away(AWAY_WORD)
