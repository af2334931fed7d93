"""What is typed to search everywhere, taken apart: words, and filters such as from: and after:, who, where and when.

A filter stands in the field as text, so that it can be typed, seen and taken away like any other word.
"""
import re
from datetime import datetime, timedelta
from typing import Dict, List, NamedTuple, Optional, Tuple

from server.wire.names import fold

from .matching import MOST_QUERY, words_of

DATE_WRONG = "Write a date as 2026-01-31, today or yesterday."

_FILTER = re.compile(r"(from|in|after|before|on):(\S*)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


class Query(NamedTuple):
    """What is looked for; what is empty or 0 matches everything."""

    words: Tuple[str, ...] = ()  # folded; all of them must be in a message
    text: str = ""  # the words as typed
    sender: str = ""  # folded
    place: str = ""  # folded target
    after: float = 0.0  # Unix seconds, this moment included
    before: float = 0.0  # Unix seconds, this moment not
    problem: str = ""  # what is wrong with it, a sentence

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing of a message."""
        return not (self.words or self.sender or self.after or self.before)

    def takes(self, moment: float) -> bool:
        """Whether something said at a moment may be meant."""
        return self.after <= moment and (not self.before or moment < self.before)


def parse(typed: str, now: float) -> Query:
    """The query that is typed; `now` is in Unix seconds."""
    words: List[str] = []
    given: Dict[str, str] = {}
    for word in typed[:MOST_QUERY].split():
        match = _FILTER.fullmatch(word)
        if match is None:
            words.append(word)
        elif match.group(2):
            given[match.group(1).lower()] = match.group(2)
    days = {name: day_of(given[name], now) for name in ("after", "before", "on") if name in given}
    problem = DATE_WRONG if None in days.values() else ""
    after, before = days.get("after") or 0.0, days.get("before") or 0.0
    if days.get("on"):
        after, before = days["on"], next_day(days["on"])
    text = " ".join(words)
    return Query(words_of(text), text, fold(given.get("from", "").lstrip("@")), fold(given.get("in", "")), after,
                 before, problem)


def with_filter(typed: str, name: str, value: str) -> str:
    """The typed query with another value of a filter; '' takes it away."""
    others = [word for word in typed.split() if not word.lower().startswith(name + ":")]
    words = " ".join(others + ([f"{name}:{value}"] if value else []))
    return words + " " if words else ""


def filter_of(typed: str, name: str) -> str:
    """The value of a filter in the typed query, '' without."""
    matches = (_FILTER.fullmatch(word) for word in typed.split())
    return next((match.group(2) for match in matches if match and match.group(1).lower() == name), "")


def day_of(written: str, now: float) -> Optional[float]:
    """When a day begins here, in Unix seconds; None where `written` names none."""
    word = written.lower()
    if word in ("today", "yesterday"):
        return _midnight(datetime.fromtimestamp(now), -(word == "yesterday"))
    match = _DATE.fullmatch(word)
    if match is None:
        return None
    try:
        return _midnight(datetime(*(int(digits) for digits in match.groups())), 0)
    except (OSError, OverflowError, ValueError):
        return None


def next_day(midnight: float) -> float:
    """When the day after one begins, which may be 23 or 25 hours later."""
    return _midnight(datetime.fromtimestamp(midnight), 1)


def written_day(now: float, days_ago: int) -> str:
    """The date of some days ago, as it is typed."""
    return (datetime.fromtimestamp(now) - timedelta(days=days_ago)).strftime("%Y-%m-%d")


def _midnight(day: datetime, days: int) -> float:
    """When a day begins that comes some days after one."""
    return datetime.combine(day.date() + timedelta(days=days), datetime.min.time()).timestamp()
