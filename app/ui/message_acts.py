"""What the person does with a message: answer it, react to it, copy it, delete it, find what it answers.
It asks the client, and offers only what the server takes.
"""

import tkinter as tk
from typing import Any, List, Optional, Tuple

from app.client import Offline, Online
from app.conversations import Conversation, Line
from app.ui.drawing import is_spoken
from app.ui.drawing_acts import quote_of
from app.ui.hoverbar import Deed
from app.ui.shortcuts import chords_of

PAGE = 500  # messages asked for at once while what a reply answers is looked for
GONE = "That message isn’t kept any longer."
TOO_FAR = "That message is too far back to be shown here."


class MessageActs:
    """The deeds of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._sought: Optional[Tuple[Conversation, str, str]] = None  # where, msgid, from where was asked last

    def deeds(self) -> List[Deed]:
        """Return what stands beside the message under the mouse."""
        return [Deed("smile", "Add reaction", self._react_at_bar, self.may_react),
                Deed("reply", "Reply", self.reply, self.may_reply),
                Deed("copy", "Copy text", self.copy, self._may_copy),
                Deed("more", "More", self._more_at_bar, self._may_copy)]

    # What the server takes

    def may_reply(self, line: Line) -> bool:
        """Whether a message can be answered with a quote."""
        return self._is_known(line) and not line.deleted_by and self._session.can_reply and self._may_write

    def may_react(self, line: Line) -> bool:
        """Whether one can react to a message."""
        return self._is_known(line) and not line.deleted_by and self.can_react()

    def can_react(self) -> bool:
        """Whether one can react to messages at all, now."""
        return self._is_online and self._session.can_react

    def may_delete(self, line: Line) -> bool:
        """Whether a message is one's own, or stands in a room that one keeps in order."""
        if not (self._is_known(line) and not line.deleted_by and self._is_online and self._session.can_redact):
            return False
        return line.own or self._moderates(self._window.conversation)

    # What is done

    def reply(self, line: Line) -> None:
        """Answer a message with what is written next."""
        quote = quote_of(line)
        self._window.composer.answer(line.msgid, quote.name, quote.text)

    def react(self, line: Line, reaction: str) -> None:
        """React to a message, or take the same reaction back."""
        if not self.may_react(line):
            return
        added = line.reactions is None or not line.reactions.has_own(reaction)
        self._window.client.react(self._window.conversations.current, line.msgid, reaction, added)
        self._window.flow.look_soon()

    def chip(self, line: Line, reaction: str, x: int, y: int) -> None:
        """Toggle the reaction that was clicked, or choose another one at a place on the screen."""
        if reaction:
            self.react(line, reaction)
        else:
            self.ask_reaction(line, x, y)

    def ask_reaction(self, line: Line, x: int, y: int) -> None:
        """Offer the reactions used most at a place on the screen."""
        if self.may_react(line):
            self._window.emoji.ask_quickly(x, y, lambda reaction: self.react(line, reaction))

    def copy(self, line: Line) -> None:
        """Put the text of a message on the clipboard."""
        if self._may_copy(line):
            self._window.copy(line.text)

    def copy_signed(self, line: Line) -> None:
        """Put a message on the clipboard with its sender and its time."""
        self._window.copy(self._window.transcript.pointer.signed(line))

    def ask_delete(self, line: Line) -> None:
        """Delete a message for everybody, after a question."""
        if not self.may_delete(line):
            return
        from app.ui.dialogs.confirm import ConfirmDialog
        window, target, quote = self._window, self._window.conversations.current, quote_of(line)
        ConfirmDialog(window.root, window.theme, "Delete this message for everyone?",
                      window.transcript.shown(f"{quote.name}: {quote.text}"[:200]), "Delete",
                      lambda: self._delete(target, line))

    def pressed(self, event: "tk.Event") -> bool:
        """Do what a key means for the message that the keyboard is on; returns whether it means something."""
        line = self._window.transcript.cursor.line
        if line is None:
            return False
        keys = {"R": self._reply_by_key, "E": self._react_by_key, "C": self.copy, "Delete": self.ask_delete,
                "Return": self.follow, "KP_Enter": self.follow}
        for chord in chords_of(event, self._window.system):
            if chord in keys:
                keys[chord](line)
                return True
        return False

    def follow(self, line: Line) -> None:
        """Send a message again that failed, show what one answers, unfold names, or load what is missing."""
        if line.state == "failed":
            self._window.flow.retry(line.label)
        elif line.reply_to:
            self.show_quoted(line)
        else:
            self._window.transcript.press(line)

    # What a reply answers

    def show_quoted(self, line: Line) -> None:
        """Show the message that a reply answers; its history is fetched where it isn't loaded."""
        self.show(line.reply_to)

    def show(self, msgid: str) -> None:
        """Show a message of the open conversation; its history is fetched where it isn't loaded."""
        found = self._window.conversation
        original = found.acts.find(msgid)
        if original is not None:
            self._window.transcript.reveal(original)
        elif msgid and (self._can_look_back(found) or self._is_opening(found)):
            self._sought = (found, msgid, "")
            self.go_on()
        else:
            self._window.toast.show(GONE if found.has_room else TOO_FAR)

    def go_on(self) -> None:
        """Look for the message in what has come meanwhile, and ask for more; nothing where none is sought."""
        if self._sought is None:
            return
        found, msgid, asked_from = self._sought
        original = found.acts.find(msgid)
        if found is not self._window.conversation:
            self._sought = None
        elif original is not None:
            self._sought = None
            self._window.transcript.reveal(original)
        elif not found.asking and not self._is_opening(found):
            self._ask_further(found, msgid, asked_from)

    def _ask_further(self, found: Conversation, msgid: str, asked_from: str) -> None:
        if found.oldest == asked_from or not self._can_look_back(found):
            self._sought = None
            self._window.toast.show(GONE if found.has_room else TOO_FAR)
            return
        self._sought = (found, msgid, found.oldest)
        found.reads_back = True
        found.asking = self._window.client.request_history(found.target, found.oldest, PAGE)
        self._window.flow.look_soon()

    def _can_look_back(self, found: Conversation) -> bool:
        if not self._is_online or not self._session.keeps_history or not self._session.pages_by_msgid:
            return False
        return bool(found.oldest) and not found.begins and found.has_room

    def _is_opening(self, found: Conversation) -> bool:
        """Whether the latest of a private chat are still being fetched."""
        return self._is_online and bool(found.fetched) and not found.oldest and not found.begins

    @property
    def _session(self) -> Any:
        return self._window.client.session

    @property
    def _is_online(self) -> bool:
        return isinstance(self._window.client.state, Online)

    @property
    def _may_write(self) -> bool:
        return not isinstance(self._window.client.state, Offline)

    def _is_known(self, line: Line) -> bool:
        return is_spoken(line) and line.state == "sent" and bool(line.msgid) and bool(line.sender)

    def _may_copy(self, line: Line) -> bool:
        return not line.deleted_by

    def _moderates(self, found: Conversation) -> bool:
        return found.kind == "room" and self._session.moderates(found.target)

    def _delete(self, target: str, line: Line) -> None:
        self._window.client.redact(target, line.msgid)
        self._window.flow.look_soon()

    def _reply_by_key(self, line: Line) -> None:
        if self.may_reply(line):
            self._window.transcript.cursor.clear()
            self.reply(line)

    def _react_by_key(self, line: Line) -> None:
        self.ask_reaction(line, *self._window.transcript.cursor.box())

    def _react_at_bar(self, line: Line) -> None:
        self.ask_reaction(line, *self._below_bar())

    def _more_at_bar(self, line: Line) -> None:
        self._window.context.message(line, *self._below_bar())

    def _below_bar(self) -> Tuple[int, int]:
        bar = self._window.transcript.bar
        return bar.winfo_rootx(), bar.winfo_rooty() + bar.winfo_height()
