"""What the window shows of the conversations and of the connection: each part is drawn when what it shows has changed.
It reads the links, their clients and conversations, and changes none of them.
"""

from typing import Any, List, Optional, Set, Tuple

from app.client import Offline, Online, Waiting
from app.conversations import Change, Conversation
from app.ui.links import Link
from app.ui.listing import groups_of, identity_of, unread_in
from app.ui.members import Person
from app.ui.notices import CHOICES
from app.ui.sidebar import row_key
from app.ui.spelling import showable
from app.ui.standing import lost_text, since_text, status_of, title_of
from server.wire.names import fold


class Scene:
    """The drawing of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._shown: Optional[Conversation] = None
        self.changes: List[Change] = []  # of the server that is shown, to be drawn
        self.stale: Set[str] = set()  # parts to be drawn anew: 'standing', 'list', 'members', 'topic'

    def take(self, link: Link, changes: List[Change]) -> None:
        """Draw these changes of a server with the next turn; of one that is not shown the list tells enough."""
        if link is self._window.links.shown:
            self.changes += changes
        elif changes:
            self.stale.add("list")

    def keep_draft(self) -> None:
        """Keep what is in the field with the conversation that is shown."""
        if self._shown is not None:
            self._shown.draft = self._window.composer.draft
            self._window.writing.keep(self._shown)

    def show_conversation(self) -> None:
        """Fill the pane with the present conversation."""
        window, found = self._window, self._window.conversation
        if self._shown is not None:
            self._shown.reads_back = False
        self._shown = found
        lines = found.lines
        first = found.first_unread
        unread = next((n for n, line in enumerate(lines) if line is first), None)
        if lines:
            window.transcript.show(lines, unread)
        elif found.kind == "server":
            window.transcript.show([])
        else:
            window.transcript.empty(*_first_words(found))
        window.composer.show(found.draft, found.sent, self._hint(), self._may_write())
        window.writing.shown()
        window.layout.has_people = found.kind == "room"
        window.layout.arrange()
        window.search.visited()
        self.stale |= {"standing", "list", "members", "topic", "typing"}

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
        if "typing" in stale:
            self._window.writing.draw()

    def _draw_changes(self, changes: List[Change]) -> None:
        current = fold(self._window.conversations.current)
        fresh: List[Any] = []
        for change in changes:
            self.stale.add({"members": "members", "topic": "topic", "typing": "typing"}.get(change.kind, ""))
            if change.kind in ("list", "renamed", "members"):
                self.stale.add("list")
            if change.kind == "renamed":
                self.stale.add("topic")
            if fold(change.target) != current:
                continue
            if change.kind == "cleared":
                self._show_emptied()
                return
            if change.kind == "appended":
                fresh += change.lines
            elif change.lines or change.kind == "unread":
                self._append(fresh)
                fresh = []
                self._draw_change(change)
        self._append(fresh)
        self._window.search.lines_changed()

    def _show_emptied(self) -> None:
        """Fill the pane anew: all that was said is gone, and what came since is among the lines."""
        self.keep_draft()
        self.show_conversation()

    def _draw_change(self, change: Change) -> None:
        transcript = self._window.transcript
        if change.below is not None:
            transcript.insert(change.lines, change.below)
        elif change.kind == "trimmed":
            transcript.forget(change.lines)
        elif change.kind == "unread":
            transcript.mark_unread(change.lines[0] if change.lines else None)
        else:
            for line in change.lines:
                (transcript.redraw if change.kind == "updated" else transcript.remove)(line)

    def _append(self, lines: List[Any]) -> None:
        if lines:
            first = self._window.conversation.unread_from
            unread = next((n for n, line in enumerate(lines) if first and line.id == first), None)
            self._window.transcript.append(lines, unread)
            self._window.conversation.reads_back = not self._window.transcript.follows

    def _draw_members(self) -> None:
        window, found = self._window, self._window.conversation
        own = fold(window.client.nick)
        shown = [Person(member.nick, member.prefixes, member.away, fold(member.nick) == own)
                 for member in found.members.values()]
        connected = isinstance(window.client.state, Online) and found.joined
        if connected:
            window.client.learn(found.target)
        window.header.show_order(connected and window.order.may)
        window.members.show(shown, connected, window.host.is_shown)

    def _draw_list(self) -> None:
        window, link = self._window, self._window.links.shown
        window.sidebar.show(groups_of(window.links, self._shown, window.look.dates),
                            row_key(link.number, link.conversations.current))
        place = showable(link.conversations.current or link.name, window.theme)
        window.root.title(title_of(sum(unread_in(each) for each in window.links), place))

    def _draw_header(self) -> None:
        window, found = self._window, self._window.conversation
        if found.kind == "server":
            title = window.links.shown.name
            window.header.show("server" if title else "", title, "", False)
            return
        level = window.notices.level_of(found)
        window.header.tell_level(level, dict(CHOICES)[level].lower())
        topic = found.topic if found.kind == "room" else "Private conversation"
        window.header.show(found.kind, found.target, topic, found.kind == "room")

    def _draw_standing(self) -> None:
        """Draw everything that says how the connection stands."""
        window, link = self._window, self._window.links.shown
        shared = window.host.address if window.host.is_shown else ""
        status = status_of(link.client, shared, window.host.people, link.was_in)
        window.statusbar.show(status._replace(
            since=since_text(link.client.state, link.lost_at, dates=window.look.dates)))
        window.sidebar.identify(identity_of(link, window.preferences.nick, window.presence.is_quiet))
        self._draw_banner(link)
        window.composer.set_hint(self._hint())
        if window.composer.enabled != self._may_write():
            window.composer.enable(self._may_write())
        self._show_welcome(link.place is None)
        for each in window.links:
            if isinstance(each.client.state, Waiting):
                each.waited = each.client.unconfirmed

    def _draw_banner(self, link: Link) -> None:
        window, client = self._window, link.client
        text = lost_text(link.name, client.state, client.seconds_to_wait(), link.was_in)
        if text:
            window.banner.show(text, "Try now", client.reconnect_now)
        elif link.lost and link.is_offline:
            window.banner.show(link.lost, "Connect again", lambda: window.servers.reconnect(link))
        else:
            window.order.draw_band()

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
    return f"This is the start of your chat with {conversation.target}", "Nobody else in the chat sees it."
