"""What the command-line client remembers of messages, so that replies and deletions can name the one they are about."""
from collections import OrderedDict
from typing import Any, Dict

from . import events

MOST_KEPT = 1000  # messages
LONGEST = 40  # characters of a quote
DELETED = "a deleted message"


class Quotes:
    """The beginnings of the messages that were shown last; used by the main thread alone."""

    def __init__(self) -> None:
        self._said: Dict[str, str] = OrderedDict()  # by msgid

    def note(self, event: Any) -> None:
        """A message or a part of the history is shown."""
        if isinstance(event, events.HistoryArrived):
            for message in event.messages:
                self.note(message)
        elif isinstance(event, events.MessageRedacted) and event.msgid in self._said:
            self._said[event.msgid] = self._said[event.msgid].partition(": ")[0] + ": " + DELETED
        elif isinstance(event, events.MessageArrived) and event.msgid:
            self._said[event.msgid] = f"{event.sender}: {_short(event.text)}"
            if len(self._said) > MOST_KEPT:
                del self._said[next(iter(self._said))]

    def of(self, msgid: str) -> str:
        """Who said the message, and how it begins; "" where it isn't known."""
        return self._said.get(msgid, "")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
