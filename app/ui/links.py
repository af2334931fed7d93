"""The servers of a window: for each its client, its conversations and what the window has to remember of it, and which
of them is shown. There is always one; before the first connection it is blank.
"""

from typing import Any, Callable, Iterator, List, Optional, Set, Tuple

from app.client import Client, Offline, Online
from app.conversations import Conversation, Conversations
from app.events import ListedRoom
from app.slash import Slash
from server.addresses import host_and_port

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


class Link:
    """One server of the window; Tk thread only."""

    __slots__ = ("awaited", "client", "conversations", "folded", "given_name", "is_away", "lost", "lost_at", "network",
                 "number", "place", "problem", "rejoining", "rooms_listed", "slash", "state", "waited", "was_in")

    def __init__(self, number: int, client: Client) -> None:
        self.number: int = number  # its own for as long as the window is open
        self.client: Client = client
        self.conversations: Conversations = Conversations(lambda: client.session)
        self.conversations.attentive = False
        self.slash: Slash = Slash(client)
        self.place: Optional[Tuple[str, int]] = None  # host and port; None while it is not in the list of servers
        self.given_name: str = ""  # by the person
        self.network: str = ""  # what the server calls itself
        self.awaited: bool = False  # the person waits for it: it is shown as soon as we are in
        self.was_in: bool = False
        self.is_away: bool = False
        self.folded: bool = False  # its rooms are not listed
        self.lost: str = ""  # why the link is gone for good, a sentence
        self.problem: str = ""  # the reason of a refusal, as in events.Refused
        self.lost_at: float = 0.0  # Unix seconds; 0 while it stands
        self.waited: int = 0  # messages that waited when the link came back
        self.rejoining: Set[str] = set()  # folded names of the rooms that come back with the link
        self.rooms_listed: Tuple[ListedRoom, ...] = ()  # its rooms, as it listed them last
        self.state: Any = None  # the client's, as it was drawn last

    @property
    def name(self) -> str:
        """What the person calls it, or it itself, or its address; '' for a blank one."""
        if self.place is None:
            return ""
        return self.given_name or self.network or host_and_port(*self.place)

    @property
    def conversation(self) -> Optional[Conversation]:
        """The one that is shown, or was when this server was."""
        return self.conversations.get(self.conversations.current)

    @property
    def is_offline(self) -> bool:
        """Whether there is no connection and none is being made."""
        return isinstance(self.client.state, Offline)

    @property
    def is_online(self) -> bool:
        """Whether the server has let us in."""
        return isinstance(self.client.state, Online)

    def is_at(self, host: str, port: int) -> bool:
        """Whether this is the server at that address."""
        place = self.place or (self.client.address and self.client.address[:2])
        return place is not None and (_plain(place[0]), place[1]) == (_plain(host), port)


class Links:
    """The servers of one window in the order of the list; Tk thread only."""

    def __init__(self, new_client: Callable[[], Client]) -> None:
        self._new_client = new_client
        self._made = 0
        self._turn = 0
        self._all: List[Link] = []
        self.shown: Link = self.add()
        self.shown.conversations.attentive = True

    def __iter__(self) -> Iterator[Link]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def listed(self) -> List[Link]:
        """Those that the list of servers has: the person was on them, or has saved them."""
        return [link for link in self._all if link.place is not None]

    def in_turn(self) -> List[Link]:
        """All of them, each time with another one first."""
        self._turn = (self._turn + 1) % len(self._all)
        return self._all[self._turn:] + self._all[:self._turn]

    def get(self, number: int) -> Optional[Link]:
        """The one with that number."""
        return next((link for link in self._all if link.number == number), None)

    def find(self, host: str, port: int) -> Optional[Link]:
        """The one at that address."""
        return next((link for link in self._all if link.is_at(host, port)), None)

    def claim(self, host: str, port: int) -> Link:
        """The one at that address, or a blank one for it."""
        blank = next((link for link in self._all if link.place is None and link.is_offline), None)
        return self.find(host, port) or blank or self.add()

    def add(self) -> Link:
        """Make a blank one."""
        self._made += 1
        link = Link(self._made, self._new_client())
        self._all.append(link)
        return link

    def remove(self, link: Link) -> None:
        """Let one go; where it was shown, its neighbour is, or a blank one."""
        place = self._all.index(link)
        link.client.close(0.0)
        self._all.remove(link)
        if link is self.shown:
            self.shown = self._all[min(place, len(self._all) - 1)] if self._all else self.add()

    def move(self, link: Link, step: int) -> None:
        """Change places with the next (1) or previous (-1) one of the list, which there is."""
        listed = self.listed
        here, there = self._all.index(link), self._all.index(listed[listed.index(link) + step])
        self._all[here], self._all[there] = self._all[there], self._all[here]


def _plain(host: str) -> str:
    return THIS_COMPUTER[0] if host.lower() in THIS_COMPUTER else host.lower().rstrip(".")
