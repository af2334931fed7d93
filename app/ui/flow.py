"""How events come into the window: the clients are polled, the conversations take them, the parts draw what changed.
Everything runs in the Tk thread, in bounded batches, and rests while nothing happens.
"""

import re
import threading
import time
import tkinter as tk
from typing import Any, Callable, Optional

from app.slash import Outcome
from app.ui.links import Link
from app.ui.news import News
from app.ui.reading import Reading
from app.ui.scene import Scene
from server.wire.names import fold

PUMP = 40          # milliseconds between two looks at the network
REST = 150         # milliseconds while there is no link and none is being made
PATIENCE = 0.2     # seconds between two looks while the bell is silent, for what comes with time alone
BUSY = 2           # milliseconds after a batch that was full, so that the window still answers
BATCH = 200        # events of all servers together, drawn in some 60 ms
CROWD = 30         # events of one look that are too many to be read one by one, so that
GLIMPSE = 150      # milliseconds may pass until the next: more is drawn at once, and less that nobody sees
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
        self.news = News(window, self.scene, wall)
        self.reading = Reading(window)
        self._looked_at = 0.0
        self._clock = clock
        self._timer = ""
        self._command = ""  # Tcl's name of _pump, made once
        self._beat_at = 0.0
        self._asked_at = 0.0

    # The pump

    def start(self) -> None:
        """Begin to look at the network, and draw the window for the first time."""
        root = self._window.root
        root.bind("<FocusIn>", self._focus_came, add="+")
        root.bind("<FocusOut>", self._focus_went, add="+")
        self.scene.show_conversation()
        self.refresh()
        self._command = root.register(self._pump)
        self._pump()

    def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._window.root.tk.call("after", "cancel", self._timer)
            self._timer = ""

    def _pump(self) -> None:
        self._timer, delay = "", PUMP
        try:
            if self._is_due():
                number = self.take()
                delay = BUSY if number >= BATCH else GLIMPSE if number >= CROWD else PUMP
        finally:
            offline = all(link.is_offline for link in self._window.links)
            if not self._window.closed:
                self._timer = self._window.root.tk.call("after", REST if offline else delay, self._command)

    def _is_due(self) -> bool:
        """Tell whether there may be something to take: the bell was rung, or it is time to look at the timers."""
        if self._bell is None or self._bell.is_set():
            return True
        return self._clock() - self._looked_at >= PATIENCE

    def take(self) -> int:
        """Take what the network brought, and draw it; returns the number of events."""
        self._looked_at = self._clock()
        if self._bell is not None:
            self._bell.clear()
        number = 0
        for link in self._window.links.in_turn():
            number += self._take_from(link, max(0, BATCH - number))
        if number >= BATCH:
            self.look_soon()
        now = self._clock()
        if now - self._beat_at >= BEAT:
            self._beat_at = now
            self.scene.stale.add("standing")
            self._window.writing.beat()
            self._follow_desktop()
        self.scene.draw()
        self._window.acts.go_on()
        self.reading.look(now)
        return number

    def look_soon(self) -> None:
        """Have the next look at the network take something, though nothing new may have come."""
        if self._bell is not None:
            self._bell.set()

    def _take_from(self, link: Link, most: int) -> int:
        brought = link.client.poll(most)
        for event in brought:
            self.news.take(link, event)
        if link.client.state is not link.state:
            link.state = link.client.state
            self.scene.stale |= {"standing", "list", "members"}
        return len(brought)

    # What the window asks for

    def show(self, link: Link) -> None:
        """Show another server, with the conversation that was shown there last."""
        links = self._window.links
        if link is not links.shown:
            self.scene.draw()
            self.scene.keep_draft()
            self._window.writing.leave()
            self.reading.leave(self._clock())
            links.shown.conversations.leave()
            links.shown = link
            self._attend()
        self.select(link.conversations.current)

    def drop(self, link: Link) -> None:
        """Let a server go, and show another one if it was shown."""
        links = self._window.links
        was_shown = link is links.shown
        links.remove(link)
        self.scene.stale |= {"standing", "list"}
        if was_shown:
            self.scene.changes = []
            self._attend()
            self.scene.show_conversation()
        self.scene.draw()

    def select(self, target: str) -> None:
        """Show another conversation of the server that is shown, opened where it is new."""
        self.scene.draw()
        self.scene.keep_draft()
        self._window.writing.leave()
        self.reading.leave(self._clock())
        self.scene.changes += self._window.conversations.select(target)
        self.scene.changes = [change for change in self.scene.changes if not change.lines]
        self.scene.show_conversation()
        self.scene.draw()
        found = self._window.conversation
        if found.kind == "private" and not found.fetched:
            found.fetched = self._window.client.open_private(found.target)
            self._window.servers.keep(self._window.links.shown)

    def ask_older(self) -> None:
        """Fetch what was said before the oldest message of the open conversation, once at a time."""
        found = self._window.conversation
        if found.begins or found.asking or not found.oldest or not found.has_room:
            return
        found.reads_back = True
        found.asking = self._window.client.request_history(found.target, found.oldest)
        self.look_soon()  # which sends it

    def close(self, target: str, link: Link) -> None:
        """Take a conversation of a server out of the window."""
        self.scene.draw()
        was_shown = link is self._window.links.shown and fold(target) == fold(link.conversations.current)
        self.scene.take(link, link.conversations.close(target))
        link.client.forget(target)
        self._window.servers.keep(link)
        if was_shown:
            self.scene.show_conversation()
        self.scene.stale.add("list")
        self.scene.draw()

    def submit(self, text: str) -> bool:
        """Say a text in the open conversation, or do what it commands."""
        window, link = self._window, self._window.links.shown
        target, text = link.conversations.current, window.writing.sent_form(text)
        if window.composer.pasting.refuses(text):
            return False
        link.rejoining = set()
        link.conversations.remember_sent(target, text)
        window.transcript.clear_unread()
        outcome = link.slash.submit(text, target, window.composer.answers)
        window.writing.sent()
        if outcome is not None:
            lines = [_told(line) for line in outcome.lines]
            self.news.note(link, lines, "error" if outcome.error else "system", target)
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
            self.close(outcome.close, window.links.shown)
        if outcome.ask:
            window.protecting.ask(outcome.ask == "register")
        if outcome.leave is not None:
            window.ask_quit()

    def retry(self, label: str) -> None:
        """Say a failed line again."""
        withdrawn = self._window.conversations.withdraw(label)
        if withdrawn is None:
            return
        target, line, changes = withdrawn
        self.scene.changes += changes
        self._window.client.say(target, line.text, line.kind, line.reply_to)
        self.take()

    def refresh(self) -> None:
        """Draw everything around the messages anew."""
        self.scene.stale |= {"standing", "list", "members", "topic"}
        self.scene.draw()

    # The desktop

    def _attend(self) -> None:
        """Note whether the person looks at what is shown."""
        self._window.conversations.attentive = self._window.root.focus_displayof() is not None

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
            self._attend()

    def _follow_desktop(self) -> None:
        if self._window.appearance.waiting:
            self._window.appearance.answer()
            self._window.look.follow()


def _told(line: str) -> str:
    """Return a line that was set in columns as it reads in a proportional font."""
    return re.sub(" {2,}", " · ", line)
