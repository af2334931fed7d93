"""How far the person has read, as the window sees it: at the end of a conversation, with the keyboard, for a second.
It tells the client, which tells the server and keeps it; and it shows what is missing or not yet read.
"""

from typing import Any, Optional, Tuple

from app.conversations import Conversation
from app.ui.links import Link

LOOKED_AT = 1.0  # seconds at the end of a conversation after which it counts as read
TELL_EVERY = 3.0  # seconds between two markers of one conversation, while much is said in it


class Reading:
    """What is read in one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._place: Optional[Tuple[Link, Conversation]] = None  # where the person is at the end
        self._since = 0.0  # seconds of the window's clock
        self._told_at = -TELL_EVERY

    def look(self, now: float) -> None:
        """See whether what is shown counts as read; `now` is in seconds, of any clock that goes on evenly."""
        place = self._at_end()
        if place is None or self._place is None or place[1] is not self._place[1]:
            self._place, self._since, self._told_at = place, now, -TELL_EVERY
        elif now - self._since >= LOOKED_AT and now - self._told_at >= TELL_EVERY:
            self._told_at = now
            link, found = place
            newest = found.newest
            if newest is not None:
                link.client.mark_read(found.target, newest.time)

    def leave(self, now: float) -> None:
        """Another conversation is shown next: what was read of this one is told at once."""
        self._told_at = -TELL_EVERY
        self.look(now)
        self._place = None

    def fill_hole(self, line: Any) -> None:
        """Ask for messages that are missing, once at a time."""
        found = self._window.conversation
        if not found.filling and found.has_room:
            found.reads_back = True
            found.filling = self._window.client.fill_hole(found.target, line.after)
            self._window.flow.look_soon()

    def jump_to_unread(self) -> bool:
        """Show where the person left off; returns whether there is something new."""
        return self._window.transcript.jump_to_unread()

    def _at_end(self) -> Optional[Tuple[Link, Conversation]]:
        window, link = self._window, self._window.links.shown
        found = link.conversation
        if found is None or found.kind == "server" or not link.conversations.attentive or not link.is_online:
            return None
        return (link, found) if window.transcript.is_read_to_end else None
