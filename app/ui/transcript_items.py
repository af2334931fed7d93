"""How the lines of a conversation are grouped for reading: follow-ups of one sender, folded joins, days.
Owns the words of system lines and of dates; nothing is drawn here and no toolkit is needed.
"""

import time
from collections import OrderedDict
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

from app.conversations import Line
from app.ui.dates import ENGLISH, Dates

Day = Tuple[int, int, int]  # year, month, day of the month, in local time

SPOKEN = ("message", "notice", "action")
GROUPED_WITHIN = 300  # seconds between two messages under one name, or two joins in one line
NAMES_SHOWN = 3       # of those who came or went together; beyond it the rest are counted
NO_DAY = (0, 0, 0)

_CAME, _WENT = "came", "went"
_FOLDS = {"join": _CAME, "part": _WENT, "quit": _WENT}
_BARE_WORDING = {
    "join": "{sender} joined",
    "part": "{sender} left",
    "quit": "{sender} left",
    "kick": "{sender} was removed{by}",
    "nick": "{sender} is now called {text}",
    "topic": "{sender} removed the topic",
    "hole": "Messages are missing here",
}
_WORDING = {
    "part": "{sender} left ({text})",
    "quit": "{sender} left ({text})",
    "kick": "{sender} was removed{by} ({text})",
    "nick": "{sender} is now called {text}",
    "topic": "{sender} changed the topic to {text}",
    "mode": "{sender} set {text}",
    "invite": "{sender} invites you to {text}",
}


class Manner(NamedTuple):
    """How the person wants messages laid out."""

    compact: bool = False      # a row for each message, with time and name before it
    pictures: bool = True      # beside messages; the compact layout has none
    colour_names: bool = True
    joins: str = "folded"      # who comes and goes: 'shown', 'folded' or 'hidden'

    @property
    def has_pictures(self) -> bool:
        """Whether there are pictures beside the messages."""
        return self.pictures and not self.compact


PLAIN = Manner()


class Item:
    """One message, or several joins folded into one line, as it stands in the transcript; Tk thread only."""

    __slots__ = ("lines", "opens", "day", "shows_day", "unread", "unfolded", "rows", "head", "body", "hidden", "behind")

    def __init__(self, line: Line, unread: bool = False, hidden: bool = False) -> None:
        self.lines: List[Line] = [line]
        self.opens = True       # shows its sender's name; otherwise it follows up on the item before
        self.day: Day = NO_DAY
        self.shows_day = False  # the first of its day: the day stands above it
        self.unread = unread    # "New messages" stands above it
        self.unfolded = False   # all names are shown of those who came or went together
        self.rows = 0           # lines of the text widget that it takes, as drawn last
        self.head = 0           # which of these is the first of the message, its sender's name included
        self.body = 0           # which of these is the first of what was said
        self.hidden = hidden    # it takes no rows, and what is around it belongs together
        self.behind: Optional[Item] = None  # of a hidden one: the last before it that isn't

    @property
    def is_folded(self) -> bool:
        """Whether there are more names than it shows, or would without being unfolded."""
        return len({line.sender for line in self.lines}) > NAMES_SHOWN

    @property
    def line(self) -> Line:
        """The newest line of the item."""
        return self.lines[-1]


class Times:
    """The clock and the calendar in the words of the window, remembering the minute asked for last; any one thread."""

    __slots__ = ("clock", "_now", "_minute", "_clock_text", "_day", "_dates")

    def __init__(self, clock: Callable[[float], str], now: Callable[[], float],
                 dates: Callable[[], Dates] = lambda: ENGLISH) -> None:
        self.clock = clock
        self._dates = dates
        self._now = now
        self._minute = -1
        self._clock_text = ""
        self._day: Day = NO_DAY

    def clock_of(self, moment: float) -> str:
        """Return the time of day of a moment in Unix seconds."""
        self._turn_to(moment)
        return self._clock_text

    def day_of(self, moment: float) -> Day:
        """Return the local date of a moment in Unix seconds."""
        self._turn_to(moment)
        return self._day

    def today(self) -> Day:
        """Return the local date of this moment."""
        return local_day(self._now())

    def name_of(self, day: Day) -> str:
        """Return 'Today', 'Yesterday' or the day as Dates.day writes it."""
        today = self.today()
        if day == today:
            return "Today"
        year, month, date = day
        noon = time.mktime((year, month, date, 12, 0, 0, 0, 0, -1))
        if local_day(noon + 86400) == today:
            return "Yesterday"
        return self._dates().day(year, month, date, today[0])

    def _turn_to(self, moment: float) -> None:
        minute = int(moment // 60)
        if minute != self._minute:
            self._day = local_day(moment)
            self._clock_text = self.clock(moment)
            self._minute = minute


def clock24(moment: float) -> str:
    """Return the local time of a moment in Unix seconds as H:MM, 0:00 to 23:59."""
    return clock_of(ENGLISH, moment)


def clock_of(dates: Dates, moment: float) -> str:
    """Return the local time of a moment in Unix seconds as `dates` writes it."""
    local = _local(moment)
    return dates.clock(local.tm_hour, local.tm_min)


def local_day(moment: float) -> Day:
    """Return the local date of a moment in Unix seconds."""
    local = _local(moment)
    return local.tm_year, local.tm_mon, local.tm_mday


def group(
    lines: Sequence[Line], before: Optional[Item], times: Times, unread_line: Optional[Line] = None,
    joins: str = PLAIN.joins
) -> List[Item]:
    """Make items of lines that come after the item `before`, which takes in the first ones where they fold into it.

    "New messages" stands above `unread_line`; `joins` is that of a Manner.
    """
    items: List[Item] = []
    last = before
    for line in lines:
        unread = line is unread_line
        hidden = joins == "hidden" and line.kind in _FOLDS and not line.own
        if last is not None and not unread and joins != "shown" and _joins_in(last, line, hidden, times):
            last.lines.append(line)
            continue
        item = Item(line, unread, hidden)
        settle(item, last, times)
        items.append(item)
        last = item
    return items


def settle(item: Item, before: Optional[Item], times: Times) -> bool:
    """Find out what an item shows above itself, now that `before` stands there; True if that has changed."""
    before = before.behind if before is not None and before.hidden else before
    if item.hidden:
        item.behind = before
        return False
    first = item.lines[0]
    former = (item.opens, item.shows_day)
    item.day = times.day_of(first.time)
    item.shows_day = before is None or before.day != item.day
    item.opens = item.shows_day or item.unread or before is None or not _follows(before.line, first)
    return former != (item.opens, item.shows_day)


def wording(lines: Sequence[Line], unfolded: bool = False) -> str:
    """Return what a system item says, such as 'Jonas, Lena and 3 others joined', or all their names where `unfolded`.
    """
    names = list(OrderedDict.fromkeys(line.sender for line in lines))
    newest = lines[-1]
    if len(names) > 1:
        return "{} {}".format(_listed(names, unfolded), "joined" if newest.kind == "join" else "left")
    pattern = _WORDING.get(newest.kind) if newest.text else None
    pattern = pattern or _BARE_WORDING.get(newest.kind, "{text}")
    by = " by " + newest.by if newest.by else ""
    return pattern.format(sender=newest.sender, text=newest.text, by=by)


def _listed(names: Sequence[str], unfolded: bool) -> str:
    if unfolded or len(names) <= NAMES_SHOWN:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{', '.join(names[:2])} and {len(names) - 2} others"


def _joins_in(item: Item, line: Line, hidden: bool, times: Times) -> bool:
    """Tell whether a line becomes a part of the item before it."""
    return item.hidden == hidden and (hidden or _folds(item.lines[-1], line, times))


def _folds(before: Line, line: Line, times: Times) -> bool:
    kind = _FOLDS.get(line.kind)
    if kind is None or _FOLDS.get(before.kind) != kind:
        return False
    return abs(line.time - before.time) <= GROUPED_WITHIN and times.day_of(before.time) == times.day_of(line.time)


def _follows(before: Line, line: Line) -> bool:
    if line.kind != before.kind or line.kind not in ("message", "notice") or line.reply_to:
        return False
    return before.sender == line.sender and before.own == line.own and abs(line.time - before.time) <= GROUPED_WITHIN


def _local(moment: float) -> time.struct_time:
    """Return the local time; of a moment that no calendar reaches, the beginning of 1970."""
    try:
        return time.localtime(moment)
    except (OverflowError, OSError, ValueError):
        return time.localtime(86400)
