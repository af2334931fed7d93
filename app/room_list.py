"""The rooms of a server's list in the order and as far as somebody wants to see them."""
from typing import Iterable, List

from .events import ListedRoom
from .matching import folded, words_of

BY_PEOPLE, BY_NAME = "people", "name"


def wanted(rooms: Iterable[ListedRoom], typed: str, order: str = BY_PEOPLE) -> List[ListedRoom]:
    """Those whose name or topic holds every typed word: the fullest first, or by name."""
    words = words_of(typed)
    found = [room for room in rooms if _holds(room, words)] if words else list(rooms)
    found.sort(key=lambda room: room.name.casefold())
    if order == BY_PEOPLE:
        found.sort(key=lambda room: -room.people)
    return found


def _holds(room: ListedRoom, words: Iterable[str]) -> bool:
    plain = folded(room.name + " " + room.topic)
    return all(word in plain for word in words)
