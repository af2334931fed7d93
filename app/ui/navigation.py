"""Getting about in the window: the conversations of all servers in their order, its regions in turn, the words that
Tab completes.
It only chooses; the window shows.
"""

from typing import Any, List, Tuple

from app.conversations import Conversation
from app.slash import COMMANDS
from app.ui.links import Link
from app.ui.sidebar import HEAD, ROOMS, parts_of


class Navigation:
    """The ways through one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window

    def open_nth(self, number: int) -> bool:
        """Show the nth conversation of the list, from 1; returns whether there is one."""
        listed = self._listed()
        if number > len(listed):
            return False
        self._open(listed[number - 1])
        return True

    def step(self, way: int, unread: bool = False) -> bool:
        """Show the next (1) or previous (-1) conversation of the list, or the next with something unread."""
        listed = self._listed(folded_too=unread)
        shown = self._window.conversation
        place = next((n for n, (_, each) in enumerate(listed) if each is shown), -1 if way > 0 else 0)
        order = [listed[(place + way * distance) % len(listed)] for distance in range(1, len(listed) + 1)]
        found = next((pair for pair in order if pair[1].unread or not unread), None)
        if found is None:
            return False
        self._open(found)
        return True

    def _listed(self, folded_too: bool = False) -> List[Tuple[Link, Conversation]]:
        """The conversations of all servers in the order of the list; what is folded away there is left out."""
        links = self._window.links
        return [(link, each) for link in links if folded_too or not link.folded or len(links.listed) < 2
                for each in link.conversations]

    def _open(self, found: Tuple[Link, Conversation]) -> None:
        self._window.open_conversation(found[1].target, found[0])

    def open_row(self, key: str) -> None:
        """Show what a row of the list stands for; of a server's head the conversation that was shown there last."""
        number, target = parts_of(key)
        link = self._window.links.get(number)
        if link is not None:
            self._window.open_conversation(link.conversations.current if target == HEAD else target, link)

    def press_row(self, key: str) -> None:
        """Do what the button of a row is for: hide or show a server's rooms, or ask for a new room or chat there."""
        window, (number, part) = self._window, parts_of(key)
        link = window.links.get(number)
        if link is None:
            return
        if part == HEAD:
            window.servers.fold(link)
            return
        if link is not window.links.shown:
            window.flow.show(link)
        window.actions.run("new-room" if part == ROOMS else "new-private")

    def next_region(self, way: int) -> None:
        """Give the keyboard to the next (1) or previous (-1) part of the window."""
        window = self._window
        parts = (window.sidebar.list, window.transcript.text, window.composer.text, window.members.list)
        regions = [each for each in parts if each.winfo_viewable()]
        if not regions:
            return
        focused = window.root.focus_get()
        place = regions.index(focused) if focused in regions else -1
        regions[(place + way) % len(regions)].focus_set()

    def words(self) -> List[str]:
        """Return what Tab completes: commands, rooms, and the nicks of the open conversation."""
        found = self._window.conversation
        nicks = [member.nick for member in found.members.values()] if found is not None else []
        if found is not None and found.kind == "private":
            nicks.append(found.target)
        rooms = [each.target for each in self._window.conversations if each.kind == "room"]
        return sorted("/" + name for name in COMMANDS) + rooms + sorted(nicks, key=str.casefold)
