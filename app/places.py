"""Where one can go: the rooms and people of all servers, and which of them a few typed letters mean.

The best fit is first, of equal ones what one has open, then what was open last.
"""
from typing import Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from server.wire.names import fold

from .conversation import Conversation
from .events import ListedRoom
from .matching import LETTERS, MOST_NAME, Mark, fit, folded
from .roster import Member

MOST_PLACES = 20000  # that are compared
MOST_SHOWN = 50
NEVER = 1 << 30  # the rank of what was not open yet

Visit = Tuple[int, str]  # the number of a server, and a folded target


class Place(NamedTuple):
    """A room or a person that can be opened."""

    link: int  # the number of its server
    target: str
    kind: str  # 'room' or 'person'
    is_open: bool = False  # it is a conversation already
    unread: int = 0
    mention: bool = False
    muted: bool = False
    people: int = -1  # in a room, as far as known
    away: Optional[bool] = None  # of a person, as far as known


class Ranked(NamedTuple):
    """A place that fits, and the letters of its name that do."""

    place: Place
    marks: Tuple[Mark, ...]
    level: int


def places_of(link: int, conversations: Iterable[Conversation], own_nick: str,
              listed: Sequence[ListedRoom] = ()) -> List[Place]:
    """The places on one server, each once: its conversations, the people in its rooms, and the rooms it has listed."""
    found: Dict[str, Place] = {}
    people: Dict[str, Member] = {}
    for each in conversations:
        if each.kind == "room":
            people.update((fold(member.nick), member) for member in each.members.values())
        if each.kind != "server":
            mention = each.mentions > 0 or (each.kind == "private" and each.unread > 0)
            kind, number = ("room", len(each.members) if each.joined else -1) if each.kind == "room" else ("person", -1)
            found[fold(each.target)] = Place(link, each.target, kind, True, each.unread, mention, each.muted, number)
    for key, member in people.items():
        if key in found:
            found[key] = found[key]._replace(away=member.away)
        elif key != fold(own_nick):
            found[key] = Place(link, member.nick, "person", away=member.away)
    for room in listed:
        found.setdefault(fold(room.name), Place(link, room.name, "room", people=room.people))
    return list(found.values())


def ranked(places: Sequence[Place], typed: str, recent: Sequence[Visit], most: int = MOST_SHOWN,
           levels: int = LETTERS) -> List[Ranked]:
    """Those that fit what is typed, the best first; `recent` are the places opened last, the latest first.

    Fits that are worse than `levels` don't count. With nothing typed they are what is open, the one on screen last.
    """
    letters = folded(typed[:MOST_NAME]).strip()
    order = {visit: number for number, visit in enumerate(recent)}
    found = []
    for place in places[:MOST_PLACES]:
        match = fit(place.target, letters) if letters or place.is_open else None
        if match is not None and match.level <= levels:
            visit = order.get((place.link, fold(place.target)), NEVER)
            if not letters and visit == 0:
                visit = NEVER + 1
            key = (match.level, not place.is_open, visit, match.spread, match.length, place.target.casefold(),
                   place.link)
            found.append((key, Ranked(place, match.marks, match.level)))
    found.sort(key=lambda pair: pair[0])
    return [each for _, each in found[:most]]
