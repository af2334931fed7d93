"""What a search everywhere finds: in what is loaded, and from servers, joined without doubles.

Looking through what is loaded goes in steps, so that a window answers meanwhile.
"""
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from server.wire.names import fold

from .conversation import Conversation
from .conversation_line import Line
from .events import MessageArrived
from .matching import folded
from .query import Query

MOST_FOUND = 500  # results that are kept of one search
A_STEP = 1000  # lines looked at in one step
MOST_LETTERS = 8000  # of one message that are looked at

SPOKEN = ("message", "action", "notice")


class Found(NamedTuple):
    """One message that was found."""

    link: int  # the number of its server
    target: str
    sender: str
    text: str
    time: float  # Unix seconds
    msgid: str = ""
    own: bool = False
    kind: str = "message"
    line: Optional[Line] = None  # where it is loaded


def of_line(link: int, target: str, line: Line) -> Found:
    """A loaded line as a result."""
    return Found(link, target, line.sender, line.text, line.time, line.msgid, line.own, line.kind, line)


def of_message(link: int, message: MessageArrived) -> Found:
    """A message from the server as a result."""
    return Found(link, message.target, message.sender, message.text, message.time, message.msgid, message.own,
                 message.kind)


def look_through(places: Iterable[Tuple[int, Conversation]], query: Query) -> Iterator[List[Found]]:
    """What is loaded of these conversations (with the numbers of their servers) and fits, step by step, newest first.
    """
    found: List[Found] = []
    looked_at = 0
    for link, conversation in places:
        if query.place and fold(conversation.target) != query.place:
            continue
        for line in reversed(conversation.lines):
            looked_at += 1
            if fits(line, query):
                found.append(of_line(link, conversation.target, line))
            if looked_at % A_STEP == 0:
                yield found
                found = []
    yield found


def fits(line: Line, query: Query) -> bool:
    """Whether somebody said this, and it is what the query means."""
    if line.kind not in SPOKEN or not line.sender or line.deleted_by or not query.takes(line.time):
        return False
    if query.sender and fold(line.sender) != query.sender:
        return False
    plain = folded(line.text[:MOST_LETTERS])
    return all(word in plain for word in query.words)


def merged(known: Sequence[Found], more: Iterable[Found]) -> List[Found]:
    """Both, the newest first, each message once; of two the loaded one is kept."""
    kept: Dict[Tuple[object, ...], Found] = {}
    for each in list(known) + list(more):
        key = _key(each)
        if key not in kept or (each.line is not None and kept[key].line is None):
            kept[key] = each
    ordered = sorted(kept.values(), key=lambda each: (-each.time, each.link, each.msgid))
    return ordered[:MOST_FOUND]


def _key(found: Found) -> Tuple[object, ...]:
    if found.msgid:
        return found.link, found.msgid
    return found.link, fold(found.target), fold(found.sender), found.text, int(found.time)
