"""That somebody writes: what others tell us of it, what we tell them, and whom it can be told.

Sources: IRCv3 typing (a client-only tag), message-tags. Nothing tells us whether somebody else's program reads tags;
one that has sent a client-only tag does.
"""
from server.wire.message import Message

from .events import TypingChanged
from .session_state import Heard, SessionState

TAG = "typing"
LABEL = "typing"  # of each of our notices; nobody waits for the answer
STATES = ("active", "paused", "done")
MOST_KNOWN = 5000  # people


def note(state: SessionState, message: Message) -> None:
    """Remember whose program knows tags, for as long as they are here."""
    key = state.fold(message.nick)
    if message.command == "QUIT":
        state.know_tags.discard(key)
    elif message.command == "NICK" and key in state.know_tags:
        state.know_tags.discard(key)
        state.know_tags.add(state.fold(message.param(0)))
    elif key and len(state.know_tags) < MOST_KNOWN and any(name.startswith("+") for name in message.tags):
        state.know_tags.add(key)


def on_typing(state: SessionState, message: Message, target: str, heard: Heard) -> None:
    """TAGMSG with +typing, in the conversation `target`."""
    typing = message.tags.get("+" + TAG) or message.tags.get("+draft/" + TAG, "")
    if typing in STATES and target and not state.is_me(message.nick) and not heard.history:
        state.tell(TypingChanged(target, message.nick, typing))


def send(state: SessionState, target: str, typing: str) -> None:
    """Tell that we write, have paused, or write no longer; nobody is told who couldn't know what it means."""
    labelled = {"message-tags", "labeled-response"} <= state.caps
    if not labelled or not state.support.takes_tag(TAG):
        return
    if state.room(target) is not None or state.fold(target) in state.know_tags:
        state.send_tagged({"label": LABEL, "+" + TAG: typing}, "TAGMSG", target)
