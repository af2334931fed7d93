"""Browsing a server's rooms, making one, and its key where one is asked for.
Owns what was asked of which server, and what is still to be done in a room once one is in.
"""

from typing import TYPE_CHECKING, Any, Dict, Optional, Set, Tuple

from app.events import KeyNeeded, MembersChanged, RoomFound, RoomListed
from app.ui.links import Link
from server.wire.names import fold, valid_room

if TYPE_CHECKING:  # loaded when somebody first browses, so that the window is up sooner
    from app.ui.dialogs.ask import AskDialog
    from app.ui.dialogs.new_room import NewRoomDialog
    from app.ui.dialogs.rooms import RoomsDialog

BAD_NAME = "Use letters, digits, - or _, without spaces or commas."
IS_THERE = "There is a room of that name. Choose another name, or join it."
MOST_WAITING = 50  # rooms that one has asked for


class Rooms:
    """The room browser of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self.dialog: Optional[RoomsDialog] = None
        self.making: Optional[NewRoomDialog] = None
        self.asking_key: Optional[AskDialog] = None
        self._browsed = 0  # the number of the server that the dialog is about
        self._asked: Set[int] = set()  # numbers of the servers whose list is on its way to the dialog
        self._wanted: Dict[Tuple[int, str], str] = {}  # what was asked for: by server and folded name, its topic

    def browse(self) -> None:
        """Show the rooms of the server that is shown."""
        from app.ui.dialogs.rooms import RoomsDialog
        link = self._window.links.shown
        self.dialog = RoomsDialog(self._window.root, self._window.theme, link.name, self._window.join, self.make,
                                  lambda name: link.client.session.room(name) is not None)
        self._browsed = link.number
        self._asked.add(link.number)
        link.client.list_rooms()
        self._window.flow.look_soon()

    def make(self) -> None:
        """Ask for a new room's name and topic, and make it."""
        from app.ui.dialogs.new_room import NewRoomDialog
        self.making = NewRoomDialog(self._window.root, self._window.theme, self._problem, self._make)

    def want(self, room: str, topic: str = "") -> None:
        """The person wants to be in a room of the server that is shown: its key is asked for where it needs one."""
        self._wanted[(self._window.links.shown.number, fold(room))] = topic
        while len(self._wanted) > MOST_WAITING:
            del self._wanted[next(iter(self._wanted))]

    def take(self, link: Link, event: Any) -> bool:
        """Take in what a server says of its rooms; returns whether that is all there is to do about it."""
        if isinstance(event, RoomFound):
            if self._shows(link):
                self.dialog.take(event.room)
            return True
        if isinstance(event, RoomListed):
            return self._listed(link, event)
        if isinstance(event, KeyNeeded):
            self._ask_key(link, event.target)
        elif isinstance(event, MembersChanged):
            self.settle(link, event.target)
        return False

    def settle(self, link: Link, room: str) -> None:
        """One is in: a room that one has made gets its topic, one that was there keeps its own."""
        topic = self._wanted.pop((link.number, fold(room)), "")
        found = link.client.session.room(room)
        conversation = link.conversations.get(room)
        is_new = found is not None and len(found.members) == 1 and not (conversation and conversation.topic)
        if topic and is_new:
            link.client.set_topic(room, topic)

    def _shows(self, link: Link) -> bool:
        is_open = self.dialog is not None and not self.dialog.closed
        return is_open and self._browsed == link.number and link.number in self._asked

    def _listed(self, link: Link, event: RoomListed) -> bool:
        link.rooms_listed = event.rooms
        shown = self._shows(link)
        asked = link.number in self._asked
        self._asked.discard(link.number)
        if shown:
            self.dialog.end()
        return asked

    def _problem(self, typed: str) -> str:
        name, link = _named(typed), self._window.links.shown
        if not valid_room(name):
            return BAD_NAME
        there = any(fold(room.name) == fold(name) for room in link.rooms_listed)
        return IS_THERE if there or link.client.session.room(name) is not None else ""

    def _make(self, typed: str, topic: str) -> None:
        self._window.join(_named(typed))
        self.want(_named(typed), topic)

    def _ask_key(self, link: Link, room: str) -> None:
        if (link.number, fold(room)) not in self._wanted:
            return
        from app.ui.dialogs.ask import AskDialog
        self.asking_key = AskDialog(
            self._window.root, self._window.theme, "This room needs a key", "Somebody inside can tell you it.",
            "Key of " + room, "Join", lambda key: link.client.join(room, key), check=_key_problem)


def _named(typed: str) -> str:
    return typed if typed[:1] in ("#", "&") else "#" + typed


def _key_problem(key: str) -> str:
    return "" if key and " " not in key and "," not in key else "Type the key, without spaces and commas."
