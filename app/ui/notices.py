"""Which messages the person is told of outside the window, and in what words: values from values.
Private messages and mentions are told, rooms by their level; nothing while one looks there, or wants no disturbance.
"""

import time
from typing import Any, Callable, Iterable, NamedTuple, Optional

from app.conversations import Change, Conversation, Line
from app.settings import RoomLevel, Settings
from app.ui.formatting import one_line
from app.ui.links import Link
from server.wire.names import fold

AT_MOST_EVERY = 3.0  # seconds between two notices
LONGEST = 140  # characters of a message that a notice shows
UNSHOWN = "New message"
CHOICES = (("all", "All messages"), ("mentions", "Mentions"), ("nothing", "Nothing"))
_SPOKEN = ("message", "action", "notice")


class Notice(NamedTuple):
    """What the desktop is to tell: nothing of it takes the focus or raises the window."""

    title: str  # "Mara in #design"
    body: str  # one line
    popup: bool  # show both
    sound: bool
    urgent: bool  # mark the window in the taskbar


class Spot(NamedTuple):
    """Where a message stands, and how the person follows it there."""

    target: str
    kind: str  # 'room', 'private' or 'server'
    level: str = ""  # one of settings.LEVELS; '' for the usual
    watched: bool = False  # it is shown in the focused window
    server: str = ""  # its name, where that isn't clear


def decide(line: Line, spot: Spot, settings: Settings, since_last: float) -> Optional[Notice]:
    """Return the notice that a new line gives rise to; `since_last` is the seconds since there was one."""
    if line.own or line.history or line.kind not in _SPOKEN or not line.sender:
        return None
    if settings.do_not_disturb or spot.watched or since_last < AT_MOST_EVERY:
        return None
    level = spot.level or usual_level(spot.kind, settings)
    if level == "nothing" or (level == "mentions" and not line.mention):
        return None
    if not (settings.notify_popup or settings.notify_sound or settings.notify_mark):
        return None
    return Notice(_title(line, spot), _body(line, settings.notify_text), settings.notify_popup, settings.notify_sound,
                  settings.notify_mark)


def usual_level(kind: str, settings: Settings) -> str:
    """Return the level of a conversation that has none of its own."""
    return settings.notify_rooms if kind == "room" else "all"


def _title(line: Line, spot: Spot) -> str:
    where = f" in {spot.target}" if spot.kind == "room" else ""
    return one_line(line.sender + where + (f" · {spot.server}" if spot.server else ""))


def _body(line: Line, shown: bool) -> str:
    if not shown:
        return UNSHOWN
    text = " ".join(one_line(line.text).split())
    text = f"{one_line(line.sender)} {text}" if line.kind == "action" else text
    return text if len(text) <= LONGEST else text[:LONGEST - 1].rstrip() + "…"


class Notices:
    """The notices of one window, and the levels of its conversations; Tk thread only."""

    def __init__(self, window: Any, tell: Callable[[Notice], None],
                 clock: Callable[[], float] = time.monotonic) -> None:
        """`window` is app.ui.window.ChatWindow; `tell` is the one way to the desktop."""
        self._window = window
        self.tell = tell
        self._clock = clock
        self._told_at = -AT_MOST_EVERY

    def consider(self, link: Link, changes: Iterable[Change]) -> None:
        """Tell of the first of the new lines of a server that the person wants to be told of."""
        for change in changes:
            if change.kind == "appended":
                for line in change.lines:
                    self._consider(link, change.target, line)

    def learn(self, link: Link) -> None:
        """Give a server's conversations the levels and keywords that were chosen."""
        settings = self._window.preferences.value
        link.conversations.keywords = settings.keywords
        for chosen in settings.levels:
            if (chosen.host, chosen.port) == link.place:
                link.conversations.set_level(chosen.target, chosen.level)

    def level_of(self, found: Conversation) -> str:
        """Return which messages of a conversation are told, one of settings.LEVELS."""
        return found.level or usual_level(found.kind, self._window.preferences.value)

    def choose(self, link: Link, found: Conversation, level: str) -> None:
        """Have these messages of a conversation told from now on."""
        link.conversations.set_level(found.target, level)
        if link.place is not None:
            self._window.preferences.set_level(RoomLevel(link.place[0], link.place[1], fold(found.target), level))
        self._window.flow.refresh()

    def use_keywords(self) -> None:
        """Count messages with the keywords that the settings have now as mentions."""
        for link in self._window.links:
            link.conversations.keywords = self._window.preferences.value.keywords

    def _consider(self, link: Link, target: str, line: Line) -> None:
        now = self._clock()
        if line.own or line.history or now - self._told_at < AT_MOST_EVERY:
            return
        found = link.conversations.get(target)
        if found is None:
            return
        watched = link.conversations.attentive and fold(target) == fold(link.conversations.current)
        server = link.name if len(self._window.links.listed) > 1 else ""
        notice = decide(line, Spot(found.target, found.kind, found.level, watched, server),
                        self._window.preferences.value, now - self._told_at)
        if notice is not None:
            self._told_at = now
            self.tell(notice)
