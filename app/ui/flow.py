"""How events come into the window: the client is polled, the conversations take them, the parts draw what changed.
Everything runs in the Tk thread, in bounded batches, and rests while nothing happens.
"""

import re
import threading
import time
import tkinter as tk
from typing import Any, Callable, Dict, Optional, Set

from app import events
from app.client import Offline
from app.conversations import Conversation, Conversations
from app.slash import Outcome
from app.ui.answers import sentences
from app.ui.scene import Scene
from app.ui.standing import messages
from server.wire.names import fold

PUMP = 40          # milliseconds between two looks at the network
REST = 150         # milliseconds while there is no link and none is being made
PATIENCE = 0.2     # seconds between two looks while the bell is silent, for what comes with time alone
BUSY = 2           # milliseconds after a batch that was full, so that the window still answers
BATCH = 200        # events, drawn in some 60 ms
BEAT = 1.0         # seconds between two looks at what changes without an event, such as the countdown
ASK_AGAIN = 10.0   # seconds before the desktop is asked again whether it is dark


class Flow:
    """The pump of one window; Tk thread only."""

    def __init__(self, window: Any, bell: Optional[threading.Event] = None, clock: Callable[[], float] = time.monotonic,
                 wall: Callable[[], float] = time.time) -> None:
        """`window` is app.ui.window.ChatWindow, complete; `bell` is set when there is something to poll."""
        self._window = window
        self._bell = bell
        self.scene = Scene(window)
        self._looked_at = 0.0
        self._clock = clock
        self._wall = wall
        self._timer = ""
        self._beat_at = 0.0
        self._asked_at = 0.0
        self._state: object = None
        self._rejoining: Set[str] = set()
        self._announces = False
        self._handlers: Dict[type, Callable[[Any], None]] = {
            events.Registered: self._registered, events.Refused: self._refused, events.ConnectFailed: self._refused,
            events.ConnectionLost: self._lost_link, events.RoomJoined: self._joined, events.AwayChanged: self._away,
            events.RoomListed: self._answered, events.WhoArrived: self._answered, events.WhoisArrived: self._answered,
        }

    # The pump

    def start(self) -> None:
        """Begin to look at the network, and draw the window for the first time."""
        root = self._window.root
        root.bind("<FocusIn>", self._focus_came, add="+")
        root.bind("<FocusOut>", self._focus_went, add="+")
        self.scene.show_conversation()
        self.refresh()
        self._pump()

    def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._window.root.after_cancel(self._timer)
            self._timer = ""

    def _pump(self) -> None:
        self._timer, number = "", 0
        try:
            if self._is_due():
                number = self.take()
        finally:
            offline = isinstance(self._window.client.state, Offline)
            if not self._window.closed:
                self._timer = self._window.root.after(REST if offline else PUMP, self._pump)
        if number >= BATCH and self._timer:
            self._window.root.after_cancel(self._timer)
            self._timer = self._window.root.after(BUSY, self._pump)

    def _is_due(self) -> bool:
        """Tell whether there may be something to take: the bell was rung, or it is time to look at the timers."""
        if self._bell is None or self._bell.is_set():
            return True
        return self._clock() - self._looked_at >= PATIENCE

    def take(self) -> int:
        """Take what the network brought, and draw it; returns the number of events."""
        client = self._window.client
        self._looked_at = self._clock()
        if self._bell is not None:
            self._bell.clear()
        brought = client.poll(BATCH)
        for event in brought:
            self._apply(event)
        if client.state is not self._state:
            self._state = client.state
            self.scene.stale |= {"standing", "list", "members"}
        now = self._clock()
        if now - self._beat_at >= BEAT:
            self._beat_at = now
            self.scene.stale.add("standing")
            self._follow_desktop()
        self.scene.draw()
        return len(brought)

    # What happened

    def _apply(self, event: events.Event) -> None:
        handler = self._handlers.get(type(event))
        if not isinstance(event, events.RoomJoined) and handler is not None:
            handler(event)
        self.scene.changes += self._window.conversations.apply(event, self._wall())
        if isinstance(event, events.RoomJoined):
            self._joined(event)
        if isinstance(event, (events.NickChanged, events.AwayChanged)):
            self.scene.stale |= {"standing", "members"}

    def _registered(self, event: events.Registered) -> None:
        window, address = self._window, self._window.client.address
        window.joining.arrived(event)
        self.scene.is_away, self.scene.lost = False, ""
        place = (address.host, address.port)
        if place != self.scene.place:
            self.scene.keep_draft()
            self.scene.place, self.scene.changes, self._rejoining = place, [], set()
            window.conversations = Conversations(lambda: window.client.session)
            self.scene.show_conversation()
        elif self._rejoining:
            sent = f" {messages(self.scene.waited)} sent." if self.scene.waited else ""
            window.toast.show("Connected again." + sent)
            self.scene.waited = 0
        if self._announces:
            self._announces = False
            window.toast.show("Others connect to " + window.host.address, "wifi")

    def _refused(self, event: Any) -> None:
        if not self._window.joining.failed(event):
            self.scene.lost = event.text
            self._note([event.text], "error")

    def _lost_link(self, event: events.ConnectionLost) -> None:
        if event.reason:
            self._note(["Connection lost"], "system")
        self._rejoining = {fold(each.target) for each in self._window.conversations if each.joined}
        self.scene.lost = "" if event.retrying else event.reason

    def _joined(self, event: events.RoomJoined) -> None:
        name = fold(event.target)
        if name in self._rejoining:
            self._rejoining.discard(name)
            return
        self.select(event.target)
        if not self._window.root.focus_displayof():
            return
        if self._window.root.focus_get() is self._window.root:
            self._window.composer.focus_field()

    def _away(self, event: events.AwayChanged) -> None:
        if fold(event.nick) == fold(self._window.client.nick):
            self.scene.is_away = event.away

    def _answered(self, event: Any) -> None:
        self._note(sentences(event), "system")

    # What the window asks for

    def select(self, target: str) -> None:
        """Show another conversation, opened where it is new."""
        self.scene.draw()
        self.scene.keep_draft()
        self.scene.changes += self._window.conversations.select(target)
        self.scene.changes = [change for change in self.scene.changes if not change.lines]
        self.scene.show_conversation()
        self.scene.draw()
        found = self._window.conversation
        if found.kind == "private" and not found.fetched:
            found.fetched = self._window.client.open_private(found.target)

    def ask_older(self) -> None:
        """Fetch what was said before the oldest message of the open conversation, once at a time."""
        found = self._window.conversation
        if found.begins or found.asking or not found.oldest or not found.has_room:
            return
        found.reads_back = True
        found.asking = self._window.client.request_history(found.target, found.oldest)
        if self._bell is not None:
            self._bell.set()  # the next look at the network sends it

    def close(self, target: str) -> None:
        """Take a conversation out of the window."""
        self.scene.draw()
        was_current = fold(target) == fold(self._window.conversations.current)
        self.scene.changes += self._window.conversations.close(target)
        self._window.client.forget(target)
        if was_current:
            self.scene.show_conversation()
        self.scene.stale.add("list")
        self.scene.draw()

    def submit(self, text: str) -> bool:
        """Say a text in the open conversation, or do what it commands."""
        window = self._window
        target = window.conversations.current
        self._rejoining = set()
        window.conversations.remember_sent(target, text)
        window.transcript.clear_unread()
        outcome = window.slash.submit(text, target)
        if outcome is not None:
            self._note([_told(line) for line in outcome.lines], "error" if outcome.error else "system", target)
        self.take()
        window.transcript.jump_to_end()
        if outcome is not None:
            self._follow(outcome)
        return True

    def _follow(self, outcome: Outcome) -> None:
        """Go where a command leads; a room that is only being joined is shown when we are in it."""
        window, session = self._window, self._window.client.session
        if outcome.open and (not session.is_room(outcome.open) or session.room(outcome.open) is not None):
            window.open_conversation(outcome.open)
        if outcome.close:
            self.close(outcome.close)
        if outcome.leave is not None:
            window.ask_quit()

    def retry(self, label: str) -> None:
        """Say a failed line again."""
        withdrawn = self._window.conversations.withdraw(label)
        if withdrawn is None:
            return
        target, line, changes = withdrawn
        self.scene.changes += changes
        self._window.client.say(target, line.text, line.kind)
        self.take()

    def mute(self, conversation: Conversation) -> None:
        """Stop or begin to count what is unread in a conversation."""
        conversation.muted = not conversation.muted
        self.scene.stale.add("list")
        self.scene.draw()

    def announce_address(self) -> None:
        """Show the address of the own server as soon as one is on it."""
        self._announces = True

    def refresh(self) -> None:
        """Draw everything around the messages anew."""
        self.scene.stale |= {"standing", "list", "members", "topic"}
        self.scene.draw()

    def _note(self, lines: Any, kind: str, target: Optional[str] = None) -> None:
        window = self._window
        for line in lines:
            where = window.conversations.current if target is None else target
            self.scene.changes += window.conversations.note(where, line, self._wall(), kind)

    # The desktop

    def _focus_came(self, _event: object) -> None:
        conversations = self._window.conversations
        if conversations.attentive:
            return
        conversations.attentive = True
        self.scene.changes += conversations.read()
        if self._window.preferences.value.theme == "system" and self._clock() - self._asked_at > ASK_AGAIN:
            self._asked_at = self._clock()
            self._window.appearance.ask()

    def _focus_went(self, event: "tk.Event") -> None:
        if event.widget is self._window.root:
            self._window.root.after_idle(self._look_for_focus)

    def _look_for_focus(self) -> None:
        if not self._window.closed:
            self._window.conversations.attentive = self._window.root.focus_displayof() is not None

    def _follow_desktop(self) -> None:
        if self._window.appearance.waiting:
            self._window.appearance.answer()
            self._window.follow_theme()


def _told(line: str) -> str:
    """Return a line that was set in columns as it reads in a proportional font."""
    return re.sub(" {2,}", " · ", line)
