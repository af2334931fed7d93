"""Searching on the server: asking for messages by words, person, place and time, and collecting the batch that answers.

Source: soju's documentation, doc/ext/search.md (capability and batch type soju.im/search).
"""
from datetime import datetime, timezone
from typing import List, NamedTuple, Optional

from server.wire.message import Message, write_tags

from .events import MessageArrived, SearchArrived
from .history_requests import Answer, Asked
from .session_state import Heard, Searching, SessionState

CAP = BATCH = "soju.im/search"
MOST_OPEN = 20  # searches without an answer; the oldest is forgotten
MOST_AT_ONCE = 100  # messages in one answer
LONGEST_TEXT = 150  # bytes of words, so that the line fits, each space written as two characters


class Wanted(NamedTuple):
    """What to search for; what is empty or 0 matches everything."""

    text: str = ""
    sender: str = ""
    target: str = ""
    before: float = 0.0  # Unix seconds
    limit: int = 50


class FoundAnswer(Answer):
    """The messages of an open batch that answers a search; used by the session's thread alone."""

    __slots__ = ("_found", "_searching")

    def __init__(self, searching: Searching) -> None:
        super().__init__(Asked("", "", "search", searching.limit, searching.label))
        self._searching = searching
        self._found: List[MessageArrived] = []

    def add(self, message: MessageArrived) -> None:
        """Keep a message, with the conversation that it stands in."""
        self._found.append(message)

    def event(self) -> SearchArrived:  # type: ignore[override]
        """What was collected; complete where fewer came than were asked for."""
        complete = not self.is_full and self._lines < self._searching.limit
        return SearchArrived(self._searching.number, tuple(self._found), complete)


def request(state: SessionState, wanted: Wanted) -> int:
    """Search; the number that the answer will have, 0 where the server can't be asked."""
    if not state.searches:
        return 0
    label = state.next_label() if "labeled-response" in state.caps else ""
    state.last_search += 1
    if not state.send_labelled(label, "SEARCH", _attributes(wanted)):
        return 0
    state.searching = state.searching[-MOST_OPEN + 1:] + [Searching(state.last_search, label, wanted.limit)]
    return state.last_search


def begin(state: SessionState, message: Message, heard: Heard) -> Optional[FoundAnswer]:
    """The answer that a batch begins; one that nobody waits for has the number 0."""
    if message.param(1).lower() != BATCH:
        return None
    return FoundAnswer(_take(state, heard.label) or Searching(0, "", 0))


def settle(state: SessionState, label: str, failed: bool) -> bool:
    """Whether a bare ACK, or a refusal, answers a search; it has found nothing then."""
    searching = _take(state, label) if label or failed else None
    if searching is not None:
        state.tell(SearchArrived(searching.number, (), not failed, failed))
    return searching is not None


def _take(state: SessionState, label: str) -> Optional[Searching]:
    """The search with this label, where the server has no labels the first one."""
    labelled = "labeled-response" in state.caps
    found = next((each for each in state.searching if not labelled or (label and each.label == label)), None)
    if found is not None:
        state.searching.remove(found)
    return found


def _attributes(wanted: Wanted) -> str:
    text = wanted.text.encode("utf-8", "replace")[:LONGEST_TEXT].decode("utf-8", "ignore")
    given = {"text": text, "from": wanted.sender, "in": wanted.target, "before": _stamp(wanted.before),
             "limit": str(wanted.limit)}
    return write_tags({name: value for name, value in given.items() if value})[1:-1]


def _stamp(moment: float) -> str:
    if not moment:
        return ""
    try:
        at = datetime.fromtimestamp(moment, timezone.utc)
    except (OverflowError, OSError, ValueError):
        return ""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
