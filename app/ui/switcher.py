"""Going to any room or person of any server by a few letters.
It ranks what the links know, and opens what is chosen.
"""

from typing import Any, Dict, List

from app.places import Place, Ranked, places_of, ranked
from app.ui.card import Asking
from app.ui.rowpaint import Row
from app.ui.spelling import showable
from app.ui.standing import people

HINT = "Find or jump to…"
NOTHING = "Nothing found for “{}”. Try fewer letters."
MESSAGES = "messages"  # the key of the row that looks for messages


class Switcher:
    """The card of Ctrl+K in one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow, with its search."""
        self._window = window
        self._places: List[Place] = []
        self._shown: Dict[str, Place] = {}

    def asking(self) -> Asking:
        """Return what the card needs to know."""
        self._places = all_places(self._window)
        return Asking(HINT, self.look, self.open)

    def look(self, typed: str) -> None:
        """Offer what fits."""
        window = self._window
        found = ranked(self._places, typed, window.search.visits)
        self._shown = {key_of(each.place): each.place for each in found}
        rows = [row_of(window, each) for each in found]
        words = showable(typed.strip(), window.theme)
        if words:
            rows.append(Row("room", MESSAGES, f"Search messages for “{words[:60]}”", icon="search"))
        window.search.card.tell(rows, NOTHING.format(words), "")

    def open(self, key: str) -> None:
        """Go where a row leads."""
        typed = self._window.search.card.typed
        if key == MESSAGES:
            self._window.search.everywhere(typed)
        elif key in self._shown:
            place = self._shown[key]
            self._window.search.card.close()
            go_to(self._window, place)


def all_places(window: Any) -> List[Place]:
    """Return the rooms and people of all servers."""
    return [place for link in window.links
            for place in places_of(link.number, link.conversations, link.client.nick, link.rooms_listed)]


def go_to(window: Any, place: Place) -> None:
    """Open a room or a private chat; a room that one is not in is joined."""
    link = window.links.get(place.link)
    if link is None:
        return
    if place.kind == "person" or link.conversations.get(place.target) is not None:
        window.open_conversation(place.target, link)
        return
    if link is not window.links.shown:
        window.flow.show(link)
    window.join(place.target)


def key_of(place: Place) -> str:
    """Return the key of the row of a place."""
    return f"{place.link} {place.target}"


def row_of(window: Any, found: Ranked) -> Row:
    """Return how a place stands in a list of finds."""
    place, link = found.place, window.links.get(found.place.link)
    detail = link.name if link is not None and len(window.links.listed) > 1 else ""
    if place.people >= 0:
        detail = " · ".join(filter(None, (people(place.people), detail)))
    presence = None if place.away is None else "away" if place.away else "ok"
    text = showable(place.target, window.theme)
    cut = 1 if place.kind == "room" and text.startswith("#") else 0
    marks = tuple((max(0, first - cut), end - cut) for first, end in found.marks) if text == place.target else ()
    return Row(place.kind, key_of(place), text[cut:] or text, detail, badge=place.unread, mention=place.mention,
               muted=place.muted, presence=presence, marks=marks, hint="" if place.is_open else "Not open yet")
