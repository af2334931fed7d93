"""What an event from a server means to the window besides what its conversations make of it.
The person's eyes stay where they are, but for a server or a room that was asked for.
"""

import time
from typing import Any, Callable, Dict, Iterable, Optional

from app import events
from app.ui.answers import sentences
from app.ui.links import Link
from app.ui.scene import Scene
from app.ui.standing import messages
from server.wire.names import fold


class News:
    """The taking in of events; Tk thread only."""

    def __init__(self, window: Any, scene: Scene, wall: Callable[[], float] = time.time) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._scene = scene
        self._wall = wall
        self.announces = False  # the address of the own server is told as soon as we are on it
        self._handlers: Dict[type, Callable[[Link, Any], None]] = {
            events.Registered: self._registered, events.Refused: self._refused, events.ConnectFailed: self._refused,
            events.SearchArrived: self._searched,
            events.ConnectionLost: self._lost_link, events.AwayChanged: self._away,
            events.RoomListed: self._answered, events.WhoArrived: self._answered, events.WhoisArrived: self._answered,
        }

    def take(self, link: Link, event: events.Event) -> None:
        """Let one event have its effect."""
        if self._window.rooms.take(link, event):
            return
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(link, event)
        self._window.protecting.take(link, event)
        self._window.panel.hear(link, event)
        self._window.order.hear(link, event)
        changes = link.conversations.apply(event, self._wall())
        self._scene.take(link, changes)
        self._window.notices.consider(link, changes)
        if isinstance(event, events.RoomJoined):
            self._window.writing.restore(link, event.target)
            self._joined(link, event)
        elif isinstance(event, events.HistoryArrived):
            self._read_on(link, event)
        elif isinstance(event, events.RoomLeft):
            self._window.servers.keep(link)
        elif isinstance(event, (events.NickChanged, events.AwayChanged)):
            self._scene.stale |= {"standing", "members"}

    def note(self, link: Link, lines: Iterable[str], kind: str, target: Optional[str] = None) -> None:
        """Add lines of this program's own to a conversation, or to the present one of that server."""
        for line in lines:
            where = link.conversations.current if target is None else target
            self._scene.take(link, link.conversations.note(where, line, self._wall(), kind))

    def _registered(self, link: Link, event: events.Registered) -> None:
        window, address = self._window, link.client.address
        link.place, link.network = (address.host, address.port), event.network
        link.is_away, link.lost, link.problem, link.lost_at = False, "", "", 0.0
        window.joining.arrived(link, event)
        window.notices.learn(link)
        window.favourites.learn(link)
        window.presence.came_in(link)
        if link.was_in and link.rejoining and link is window.links.shown:
            sent = f" {messages(link.waited)} sent." if link.waited else ""
            window.toast.show("Connected again." + sent)
        link.was_in, link.waited = True, 0
        window.servers.reopen(link)
        window.servers.keep(link)
        window.host.arrived(link)
        window.writing.restore(link)
        self._scene.stale |= {"standing", "list", "topic"}
        if link.awaited:
            link.awaited = False
            window.flow.show(link)
        if self.announces and link is window.host.link:
            self.announces = False
            window.toast.show("Others connect to " + window.host.address, "wifi")

    def _refused(self, link: Link, event: Any) -> None:
        window = self._window
        told = window.joining.failed(link, event)
        link.awaited = False
        if window.deciding.waits_for(link):
            return
        if link.place is None and link is not window.links.shown:
            window.flow.drop(link)
            if not told:
                window.statusbar.say(event.text)
        elif not told:
            link.lost, link.problem = event.text, event.reason
            self.note(link, [event.text], "error")
            window.deciding.ask(link, event, window.flow.refresh, window.flow.refresh)

    def _lost_link(self, link: Link, event: events.ConnectionLost) -> None:
        if event.reason:
            self.note(link, ["Connection lost"], "system")
        link.rejoining = {fold(each.target) for each in link.conversations if each.joined}
        link.lost = "" if event.retrying else event.reason
        link.lost_at = self._wall()

    def _joined(self, link: Link, event: events.RoomJoined) -> None:
        self._window.servers.keep(link)
        name = fold(event.target)
        if name in link.rejoining:
            link.rejoining.discard(name)
        elif link is self._window.links.shown:
            self._window.flow.select(event.target)
            self._give_the_caret()
        elif not link.conversations.current:
            link.conversations.current = event.target

    def _read_on(self, link: Link, event: events.HistoryArrived) -> None:
        """Ask for the part before one that holds nothing to read, such as joins alone."""
        shown = link is self._window.links.shown and fold(event.target) == fold(link.conversations.current)
        if shown and event.which != "after" and not (event.messages or event.complete or event.failed):
            self._window.flow.ask_older()

    def _give_the_caret(self) -> None:
        root = self._window.root
        if root.focus_displayof() and root.focus_get() is root:
            self._window.composer.focus_field()

    def _searched(self, link: Link, event: events.SearchArrived) -> None:
        self._window.search.take(link, event)

    def _away(self, link: Link, event: events.AwayChanged) -> None:
        if fold(event.nick) == fold(link.client.nick):
            link.is_away = event.away

    def _answered(self, link: Link, event: Any) -> None:
        self.note(link, sentences(event), "system")
