"""The conversations of one client as a list: which there are, in which order, and how lines and changes come to them.

What the network says of them is taken in by conversations.py, and what is past by conversations_past.py.
"""
from typing import Callable, Dict, Iterator, List, Optional, Tuple

from server.wire.names import fold

from .conversation import MOST_LINES, Change, Conversation, Line
from .session import Session

MOST_CONVERSATIONS = 1000  # a hostile server could open chats without end
MOST_IN_ALL = 100000  # lines: where there are many conversations, each keeps fewer
LEAST_KEPT = 200  # lines of one
SERVER = ""  # the target of the server's own conversation


class ConversationList:
    """All conversations of one client; used by the thread that polls it."""

    def __init__(self, session: Callable[[], Session], lobby: str = "#lobby") -> None:
        self.current: str = SERVER  # the target of the one that is shown
        self.attentive: bool = True  # whether the person looks at it; the window sets it as it gains and loses focus
        self.server: Conversation = Conversation(SERVER, "server")
        self.keywords: Tuple[str, ...] = ()  # a message with one of them mentions the person
        self.levels: Dict[str, str] = {}  # by folded target: the level of a conversation that is opened
        self.favourites: Tuple[str, ...] = ()  # folded targets, in the order that the person gave them
        self._session = session
        self._lobby: str = fold(lobby)
        self._all: Dict[str, Conversation] = {}  # by folded target; private chats in the order of their opening
        self._pending: Dict[str, Tuple[Conversation, Line]] = {}  # by label, failed ones too
        self._last_id: int = 0
        self._changes: List[Change] = []

    def __iter__(self) -> Iterator[Conversation]:
        """The favourites, the lobby, the other rooms by name, then private chats as they were opened; without the
        server's own."""
        favourites = [self._all[name] for name in self.favourites if name in self._all]
        others = [conversation for name, conversation in self._all.items() if name not in self.favourites]
        rooms = [conversation for conversation in others if conversation.kind == "room"]
        rooms.sort(key=lambda room: (fold(room.target) != self._lobby, room.target.casefold()))
        return iter(favourites + rooms + [chat for chat in others if chat.kind == "private"])

    @property
    def pending(self) -> int:
        """How many lines wait to be confirmed."""
        return sum(line.state == "pending" for _, line in self._pending.values())

    def get(self, target: str) -> Optional[Conversation]:
        """The conversation with that room or person, where there is one; SERVER gives the server's."""
        return self.server if target == SERVER else self._all.get(fold(target))

    def open(self, target: str) -> Conversation:
        """The conversation with that room or person, made where there is none."""
        known = self.get(target)
        if known is not None:
            return known
        if len(self._all) >= MOST_CONVERSATIONS:
            return self.server
        kind = "room" if self._session().is_room(target) else "private"
        conversation = self._all[fold(target)] = Conversation(target, kind)
        conversation.level = self.levels.get(fold(target), "")
        self._change("list", target)
        return conversation

    def _spell(self, conversation: Conversation, nick: str) -> None:
        """Call a private chat as the other person writes the nick; a server's archive may know it in small letters."""
        if conversation.kind != "private" or conversation.target == nick or fold(conversation.target) != fold(nick):
            return
        if self.current == conversation.target:
            self.current = nick
        conversation.target = nick
        self._change("renamed", nick)

    def is_watched(self, conversation: Conversation) -> bool:
        """Whether the person looks at a conversation just now."""
        return self.attentive and fold(conversation.target) == fold(self.current)

    def _chat(self, nick: str) -> Optional[Conversation]:
        conversation = self._all.get(fold(nick))
        return conversation if conversation is not None and conversation.kind == "private" else None

    def _append(self, conversation: Conversation, kind: str, sender: str, text: str, time: float) -> Line:
        if conversation.typists and conversation.typists.forget(sender):
            self._change("typing", conversation.target)
        line = self._new_line(kind, time, sender, text)
        dropped = conversation.append(line, min(MOST_LINES, max(LEAST_KEPT, MOST_IN_ALL // (len(self._all) + 1))))
        self._change("appended", conversation.target, line)
        if dropped:
            self._change("trimmed", conversation.target, *dropped)
        return line

    def _new_line(self, kind: str, time: float, sender: str = "", text: str = "") -> Line:
        self._last_id += 1
        return Line(self._last_id, kind, sender, text, time)

    def _change(self, kind: str, target: str, *lines: Line) -> None:
        self._changes.append(Change(kind, target, lines))

    def _take(self) -> List[Change]:
        changes, self._changes = self._changes, []
        return changes
