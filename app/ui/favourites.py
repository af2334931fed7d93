"""The favourites of each server: rooms and people that come first in the list, in the order that the person gives them.
They are kept with the saved server; of one that this window hosts they last as long as the window.
"""

from typing import Any, List, Optional

from app.conversations import Conversation
from app.settings import MAX_ROOMS
from app.ui.links import Link
from app.ui.popover import MenuItem
from app.ui.shortcuts import chord_shown
from app.ui.sidebar import parts_of
from server.wire.names import fold


class Favourites:
    """What a person does with the favourites of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window

    def learn(self, link: Link) -> None:
        """Put the favourites first that are saved for a server."""
        saved = self._window.servers.saved(link)
        if saved is not None:
            link.conversations.favourites = saved.favourites

    def is_one(self, link: Link, found: Optional[Conversation]) -> bool:
        """Whether a conversation is among them."""
        return found is not None and fold(found.target) in link.conversations.favourites

    def toggle(self, link: Link, found: Conversation) -> None:
        """Make a conversation the last favourite, or no longer one."""
        name, is_one = fold(found.target), self.is_one(link, found)
        others = [each for each in link.conversations.favourites if each != name]
        self._become(link, others if is_one else others[:MAX_ROOMS - 1] + [name])

    def move(self, link: Link, found: Optional[Conversation], step: int) -> bool:
        """Put one a place up (-1) or down (1) among those that are listed; returns whether there is one."""
        listed = self._listed(link)
        if found not in listed or not 0 <= listed.index(found) + step < len(listed):
            return False
        other = listed[listed.index(found) + step]
        return self._put(link, found, other)

    def drop(self, key: str, onto: str) -> None:
        """Put the one of a row of the list where another one's row is."""
        number, target = parts_of(key)
        link = self._window.links.get(number)
        other_number, other_target = parts_of(onto)
        if link is not None and other_number == number:
            found, other = link.conversations.get(target), link.conversations.get(other_target)
            if self.is_one(link, found) and self.is_one(link, other):
                self._put(link, found, other)

    def may_drop(self, key: str, onto: str) -> bool:
        """Whether a row of the list may take the place of another: both are favourites of one server."""
        (number, target), (other_number, other_target) = parts_of(key), parts_of(onto)
        link = self._window.links.get(number)
        if link is None or number != other_number:
            return False
        return all(self.is_one(link, link.conversations.get(each)) for each in (target, other_target))

    def items(self, link: Link, found: Conversation) -> List[MenuItem]:
        """What the menu of a conversation offers."""
        system = self._window.system
        words = "Remove from favourites" if self.is_one(link, found) else "Add to favourites"
        items = [MenuItem(words, lambda: self.toggle(link, found), "star", chord_shown("favourite", system))]
        listed = self._listed(link)
        if found in listed and len(listed) > 1:
            items += [MenuItem("Move up", lambda: self.move(link, found, -1), "chev-up",
                               chord_shown("favourite-up", system), enabled=found is not listed[0]),
                      MenuItem("Move down", lambda: self.move(link, found, 1), "chev-down",
                               chord_shown("favourite-down", system), enabled=found is not listed[-1])]
        return items

    def _listed(self, link: Link) -> List[Conversation]:
        return [each for each in link.conversations if self.is_one(link, each)]

    def _put(self, link: Link, found: Conversation, place: Conversation) -> bool:
        """Put one where another one is, which makes room towards where the first came from."""
        order = list(link.conversations.favourites)
        there = order.index(fold(place.target))
        order.remove(fold(found.target))
        order.insert(there, fold(found.target))
        self._become(link, order)
        return True

    def _become(self, link: Link, order: List[str]) -> None:
        link.conversations.favourites = tuple(order)
        saved = self._window.servers.saved(link)
        if saved is not None:
            self._window.preferences.keep(saved._replace(favourites=tuple(order)))
        self._window.flow.refresh()
