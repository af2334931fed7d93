"""What the window shows of the conversations and of the connection: each part is drawn when what it shows has changed.
It reads the client and the conversations, and changes neither.
"""

from typing import Any, Dict, List, Optional, Set, Tuple

from app.client import Connecting, Offline, Online, Waiting
from app.conversations import SERVER, Change, Conversation
from app.ui.members import Person
from app.ui.sidebar import Chat, Identity
from app.ui.spelling import showable
from app.ui.standing import lost_text, people, status_of, title_of
from server.addresses import host_and_port
from server.wire.names import fold


class Scene:
    """The drawing of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._shown: Optional[Conversation] = None
        self.place: Optional[Tuple[str, int]] = None  # the server whose conversations are shown
        self.changes: List[Change] = []  # to be drawn
        self.stale: Set[str] = set()  # parts to be drawn anew: 'standing', 'list', 'members', 'topic'
        self.is_away = False
        self.lost = ""  # why the link is gone for good, a sentence
        self.waited = 0  # messages that waited when the link came back

    def keep_draft(self) -> None:
        """Keep what is in the field with the conversation that is shown."""
        if self._shown is not None:
            self._shown.draft = self._window.composer.draft

    def show_conversation(self) -> None:
        """Fill the pane with the present conversation."""
        window, found = self._window, self._window.conversation
        if self._shown is not None:
            self._shown.reads_back = False
        self._shown = found
        lines = found.lines
        first = found.unread_from
        unread = next((n for n, line in enumerate(lines) if first and line.id >= first and not line.history), None)
        if lines:
            window.transcript.show(lines, unread)
        elif found.kind == "server":
            window.transcript.show([])
        else:
            window.transcript.empty(*_first_words(found))
        window.composer.show(found.draft, found.sent, self._hint(), self._may_write())
        window.layout.has_people = found.kind == "room"
        window.layout.arrange()
        self.stale |= {"standing", "list", "members", "topic"}

    def draw(self) -> None:
        """Draw the changes that came, once each."""
        changes, self.changes = self.changes, []
        if changes:
            self._draw_changes(changes)
        stale, self.stale = self.stale, set()
        if "members" in stale:
            self._draw_members()
        if "list" in stale:
            self._draw_list()
        if "topic" in stale:
            self._draw_header()
        if "standing" in stale:
            self._draw_standing()

    def _draw_changes(self, changes: List[Change]) -> None:
        current = fold(self._window.conversations.current)
        fresh: List[Any] = []
        for change in changes:
            self.stale.add({"members": "members", "topic": "topic"}.get(change.kind, ""))
            if change.kind in ("list", "renamed", "members"):
                self.stale.add("list")
            if change.kind == "renamed":
                self.stale.add("topic")
            if fold(change.target) != current:
                continue
            if change.kind == "appended":
                fresh += change.lines
            elif change.lines:
                self._append(fresh)
                fresh = []
                self._draw_change(change)
        self._append(fresh)

    def _draw_change(self, change: Change) -> None:
        transcript = self._window.transcript
        if change.below is not None:
            transcript.insert(change.lines, change.below)
        elif change.kind == "trimmed":
            transcript.forget(change.lines)
        else:
            for line in change.lines:
                (transcript.redraw if change.kind == "updated" else transcript.remove)(line)

    def _append(self, lines: List[Any]) -> None:
        if lines:
            first = self._window.conversation.unread_from
            unread = next((n for n, line in enumerate(lines) if first and line.id == first), None)
            self._window.transcript.append(lines, unread)
            self._window.conversation.reads_back = not self._window.transcript.at_end

    def _draw_members(self) -> None:
        window, found = self._window, self._window.conversation
        own = fold(window.client.nick)
        shown = [Person(member.nick, member.prefixes, member.away, fold(member.nick) == own)
                 for member in found.members.values()]
        connected = isinstance(window.client.state, Online) and found.joined
        window.members.show(shown, connected, window.is_on_own_server)

    def _draw_list(self) -> None:
        window = self._window
        listed = list(window.conversations)
        known = self._presences()
        chats = [Chat(each.target, each.kind, each.unread, each.mentions > 0, each.muted,
                      each.joined or each.kind == "private", bool(each.draft.strip()) and each is not self._shown,
                      known.get(fold(each.target), "offline") if known and each.kind == "private" else None)
                 for each in listed]
        server = window.conversations.server
        if server.lines and self.place is not None:
            chats.append(Chat(SERVER, "server", server.unread))
        window.sidebar.show(chats, window.conversations.current)
        unread = sum(each.unread for each in listed if not each.muted)
        place = showable(window.conversations.current or self.server_name(), window.theme)
        window.root.title(title_of(unread, place))

    def _presences(self) -> Dict[str, str]:
        """Return how everybody in our rooms is present, by folded nick; nothing while there is no link."""
        if not isinstance(self._window.client.state, Online):
            return {}
        return {key: "away" if member.away else "ok" for room in self._window.client.session.rooms.values()
                for key, member in room.members.items()}

    def _draw_header(self) -> None:
        window, found = self._window, self._window.conversation
        if found.kind == "server":
            title = self.server_name()
            window.header.show("server" if title else "", title, "", False)
            return
        topic = found.topic if found.kind == "room" else "Private conversation"
        window.header.show(found.kind, found.target, topic, found.kind == "room")

    def _draw_standing(self) -> None:
        """Draw everything that says how the connection stands."""
        window, state = self._window, self._window.client.state
        shared = window.host.address if window.is_on_own_server else ""
        window.statusbar.show(status_of(window.client, shared, window.host.people))
        window.sidebar.identify(self._identity())
        self._draw_banner(state)
        window.composer.set_hint(self._hint())
        if window.composer.enabled != self._may_write():
            window.composer.enable(self._may_write())
        self._show_welcome(self.place is None)
        if isinstance(state, Waiting):
            self.waited = window.client.unconfirmed

    def _draw_banner(self, state: Any) -> None:
        window = self._window
        text = lost_text(self.server_name(), state, window.client.seconds_to_wait())
        if text:
            window.banner.show(text, "Try now", window.client.reconnect_now)
        elif self.lost and isinstance(state, Offline):
            window.banner.show(self.lost, "Connect again", window.client.reconnect_now)
        else:
            window.banner.hide()

    def _identity(self) -> Identity:
        window, state = self._window, self._window.client.state
        nick = window.client.nick or window.preferences.nick
        if self.place is None:
            caption = "Connecting…" if isinstance(state, Connecting) else "Not connected"
            return Identity("", caption, "offline", nick, None, "Not connected")
        if isinstance(state, Online):
            number = len(self._presences())
            words = "Away" if self.is_away else "Available"
            caption = people(number) + " online" if number else "Connected"
            return Identity(self.server_name(), caption, "ok", nick, "away" if self.is_away else "ok", words)
        caption, dot = ("Not connected", "offline") if isinstance(state, Offline) else ("Reconnecting…", "away")
        return Identity(self.server_name(), caption, dot, nick, "offline", "Offline")

    def server_name(self) -> str:
        if self.place is None:
            return ""
        session = self._window.client.session
        return session.network or host_and_port(*self.place)

    def _hint(self) -> str:
        found, state = self._window.conversation, self._window.client.state
        if isinstance(state, Offline):
            return "Not connected"
        words = "Message " + found.target if found.kind != "server" else "Type a command, such as /join #room"
        return words if isinstance(state, Online) else words + " – sent once you are back online"

    def _may_write(self) -> bool:
        return not isinstance(self._window.client.state, Offline)

    def _show_welcome(self, shown: bool) -> None:
        welcome = self._window.welcome
        if shown and not welcome.winfo_manager():
            welcome.place(relwidth=1, relheight=1)
            welcome.lift()
            welcome.focus_field()
        elif not shown and welcome.winfo_manager():
            welcome.place_forget()
            self._window.composer.focus_field()


def _first_words(conversation: Conversation) -> Tuple[str, str]:
    if conversation.kind == "room":
        return f"This is the start of {conversation.target}", "Say hello."
    return f"This is the start of your chat with {conversation.target}", "Only the two of you read it."
