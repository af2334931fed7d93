"""What goes with writing in the window: whom and what the field offers, who writes, how a text goes out, and drafts.
It stands between the entry field and the server that is shown.
"""

import time
from typing import Any, Callable, List, Optional, Tuple

from app import paths
from app.conversations import SERVER, Conversation
from app.drafts import Drafts
from app.emoji import written
from app.typists import OwnTyping, sentence
from app.ui.links import Link
from app.ui.pasting import Judgement
from app.ui.suggesting import Found, Known, find
from app.ui.transcript_items import SPOKEN
from server.addresses import host_and_port
from server.wire.names import fold

REST = 2.0  # seconds without a key after which a draft is kept on the disk
LOOK_BACK = 200  # lines in which those who spoke last are looked for


class Writing:
    """The writing in one window; Tk thread only."""

    def __init__(self, window: Any, clock: Callable[[], float] = time.monotonic,
                 wall: Callable[[], float] = time.time) -> None:
        """`window` is app.ui.window.ChatWindow, whose composer may not be there yet."""
        self._window = window
        self._clock = clock
        self._wall = wall
        self._own = OwnTyping()
        self._text = ""  # what the field held when it was looked at last
        self._key_at = 0.0
        self._unkept = False  # the draft in the field is newer than the one that is kept
        self._drafts = Drafts(paths.drafts_file())
        self.problem = self._drafts.load()  # a sentence, if the drafts couldn't be read

    # What is offered

    def find(self, before: str) -> Optional[Found]:
        """Return what is offered after the text before the caret; of emoji those used last stand first."""
        found = find(before, self._people, self._rooms)
        if found is None or found.offers[0].kind != "emoji":
            return found
        used = self._window.preferences.value.emoji.split()
        order = {text: place for place, text in enumerate(used)}
        offers = sorted(found.offers, key=lambda offer: order.get(offer.text.strip(), len(used)))
        return found._replace(offers=tuple(offers))

    def _people(self) -> List[Known]:
        found, link = self._window.conversation, self._window.links.shown
        if found is None:
            return []
        known = [Known(each.nick, presence="away" if each.away else "ok") for each in found.members.values()]
        if found.kind == "private":
            known.append(Known(found.target))
        own = fold(link.client.nick)
        latest = [fold(line.sender) for line in reversed(found.lines[-LOOK_BACK:]) if line.kind in SPOKEN]
        order = {key: place for place, key in reversed(list(enumerate(latest)))}
        return sorted((each for each in known if fold(each.name) != own),
                      key=lambda each: (order.get(fold(each.name), LOOK_BACK), each.name.casefold()))

    def _rooms(self) -> List[Known]:
        return [Known(each.target, each.topic) for each in self._window.conversations if each.kind == "room"]

    # How a text goes out

    def judge(self, text: str) -> Judgement:
        """Return how the server that is shown would be sent a text."""
        session, target = self._window.client.session, self._window.conversations.current
        lines = text.strip("\n").count("\n") + 1
        beyond = session.too_much(target, text)
        if beyond.size or beyond.lines:
            much = _count(beyond.size, "byte") if beyond.size else _count(beyond.lines, "line")
            return Judgement("", f"That is {much} more than this server takes in one message. Shorten it, or send "
                                 "it in parts.")
        number = len(session.split(target, text))
        if number > 1:
            return Judgement(f"Send as {number} messages? This server takes no message of several lines.")
        return Judgement(f"Send as one message of {lines} lines?")

    def sent_form(self, text: str) -> str:
        """Return a text as it goes out: emoji that were written by name are characters."""
        return written(text)

    # Who writes

    def wrote(self) -> None:
        """The text in the field has changed."""
        text = self._window.composer.draft
        if text == self._text:
            return
        self._text, self._key_at, self._unkept = text, self._clock(), True
        target = self._window.conversations.current
        if target != SERVER:
            self._tell(self._own.wrote(target, text, self._clock()))

    def sent(self) -> None:
        """The text in the field was taken."""
        self._own.sent()
        self._text, self._unkept = "", True

    def leave(self) -> None:
        """Another conversation is about to be shown: keep what was written in this one."""
        self._tell(self._own.stop())

    def shown(self) -> None:
        """Another conversation is shown."""
        self._text = self._window.composer.draft

    def beat(self) -> None:
        """Time has passed: pauses are told, and drafts kept."""
        self._tell(self._own.rested(self._clock()))
        if self._unkept and self._clock() - self._key_at >= REST:
            self._window.flow.scene.keep_draft()
            self.save()
        self.draw()

    def draw(self) -> None:
        """Show who writes in the conversation that is shown."""
        found, shown = self._window.conversation, self._window.preferences.value.show_typing
        names = found.typists.names(self._wall()) if shown and found is not None and self._is_online else []
        self._window.typing_line.show(sentence(names))

    @property
    def _is_online(self) -> bool:
        return self._window.links.shown.is_online

    def _tell(self, notices: List[Tuple[str, str]]) -> None:
        if self._window.preferences.value.send_typing:
            for target, state in notices:
                self._window.client.typing(target, state)

    # Drafts

    def keep(self, conversation: Conversation) -> None:
        """Keep the draft of a conversation."""
        link = next((each for each in self._window.links
                     if each.conversations.get(conversation.target) is conversation), None)
        if link is not None and link.place is not None and conversation.kind != "server":
            self._drafts.keep(host_and_port(*link.place), conversation.target, conversation.draft)

    def restore(self, link: Link, target: str = "") -> None:
        """Put back what was being written in a room, or in the private chats of a server that we have come to."""
        if link.place is None:
            return
        for name, text in self._drafts.of(host_and_port(*link.place)):
            is_room = link.client.session.is_room(name)
            if fold(name) == fold(target) or (not target and not is_room):
                conversation = link.conversations.open(name)
                conversation.draft = conversation.draft or text

    def save(self) -> None:
        """Write the drafts to the disk."""
        self._unkept = False
        try:
            self._drafts.save()
        except OSError as error:
            self._window.statusbar.say(f"The drafts couldn’t be saved ({error.strerror or error}).")


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
