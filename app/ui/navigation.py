"""Getting about in the window: its conversations in their order, its regions in turn, the words that Tab completes.
It only chooses; the window shows.
"""

from typing import Any, List

from app.slash import COMMANDS


class Navigation:
    """The ways through one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window

    def open_nth(self, number: int) -> bool:
        """Show the nth conversation of the list, from 1; returns whether there is one."""
        targets = [each.target for each in self._window.conversations]
        if number > len(targets):
            return False
        self._window.open_conversation(targets[number - 1])
        return True

    def step(self, way: int, unread: bool = False) -> bool:
        """Show the next (1) or previous (-1) conversation of the list, or the next with something unread."""
        listed = list(self._window.conversations)
        place = next((n for n, each in enumerate(listed) if each is self._window.conversation), -1 if way > 0 else 0)
        order = [listed[(place + way * distance) % len(listed)] for distance in range(1, len(listed) + 1)]
        found = next((each for each in order if each.unread or not unread), None)
        if found is None:
            return False
        self._window.open_conversation(found.target)
        return True

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
