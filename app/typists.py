"""Who writes in a conversation, and when others are told that we do; times are the caller's, in seconds.

Source: IRCv3 typing, which gives the delays.
"""
from collections import OrderedDict
from typing import Dict, List, Tuple

from server.wire.names import fold

LASTS = {"active": 6.0, "paused": 30.0}  # seconds that somebody who says no more is taken to be writing
SAY_AGAIN = 3.0  # seconds between two notices that we write
PAUSE = 5.0  # seconds without a key until we have paused
MOST_NAMES = 3
MOST_TYPISTS = 50


class Typists:
    """Those who write in one conversation; used by the owner's thread alone."""

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until: Dict[str, Tuple[str, float]] = OrderedDict()  # folded nick -> nick, and when it is over

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return bool(self._until)

    def note(self, nick: str, state: str, now: float) -> None:
        """Somebody writes, pauses or stops."""
        if state not in LASTS:
            self.forget(nick)
        elif fold(nick) in self._until or len(self._until) < MOST_TYPISTS:
            self._until[fold(nick)] = (nick, now + LASTS[state])

    def forget(self, nick: str) -> bool:
        """Somebody said what they wrote, or is gone; returns whether they were writing."""
        return self._until.pop(fold(nick), None) is not None

    def names(self, now: float) -> List[str]:
        """Those who write now, who began first in front."""
        for key in [key for key, (_, until) in self._until.items() if until <= now]:
            del self._until[key]
        return [nick for nick, _ in self._until.values()]


def sentence(names: List[str]) -> str:
    """What is said of those who write: "Anna and Ben are typing…"; "" of nobody."""
    if not names:
        return ""
    if len(names) > MOST_NAMES:
        return "Several people are typing…"
    if len(names) == 1:
        return f"{names[0]} is typing…"
    return "{} and {} are typing…".format(", ".join(names[:-1]), names[-1])


class OwnTyping:
    """What others were told of our writing; each method returns the notices to send, as (target, state).

    Used by the window's thread alone.
    """

    __slots__ = ("_key_at", "_said_at", "_state", "_target")

    def __init__(self) -> None:
        self._target: str = ""
        self._state: str = ""  # told last: 'active', 'paused' or '' for nothing that holds
        self._said_at: float = float("-inf")
        self._key_at: float = 0.0

    def wrote(self, target: str, text: str, now: float) -> List[Tuple[str, str]]:
        """The field holds `text` since a key was pressed; of a command nobody is told."""
        notices = self.stop() if target != self._target else []
        if not text.strip() or (text.startswith("/") and not text.startswith("//")):
            return notices + self.stop()
        self._target, self._key_at = target, now
        if now - self._said_at < SAY_AGAIN:
            return notices
        self._state, self._said_at = "active", now
        return notices + [(target, "active")]

    def rested(self, now: float) -> List[Tuple[str, str]]:
        """Time passed."""
        if self._state != "active" or now - self._key_at < PAUSE:
            return []
        self._state = "paused"
        return [(self._target, "paused")]

    def stop(self) -> List[Tuple[str, str]]:
        """The field was emptied or left."""
        notices = [(self._target, "done")] if self._state else []
        self._state = ""
        return notices

    def sent(self) -> None:
        """The text was sent, which tells others enough."""
        self._state = ""
