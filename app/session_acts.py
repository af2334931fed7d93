"""What is done to messages: reactions to them, and their deletion, by us and by others, now and in the history.

Sources: IRCv3 react and reply (client-only tags), message-redaction.
"""
from typing import Dict

from server.wire.message import Message

from . import session_history, session_talk, session_typing
from .events import Act, MessageRedacted, ReactionChanged
from .session_state import Handler, Heard, SessionState, reply_tags

REACT, UNREACT = "+draft/react", "+draft/unreact"
LONGEST_REACTION = 64  # characters; what is longer is no reaction that a window could show


def react(state: SessionState, target: str, msgid: str, reaction: str, added: bool) -> None:
    """Send a reaction or take it back; where the server has no echo, it counts at once."""
    tags = dict(_labelled(state), **reply_tags(msgid))
    tags[REACT if added else UNREACT] = reaction
    if state.send_tagged(tags, "TAGMSG", target) and "echo-message" not in state.caps:
        state.tell(ReactionChanged(target, msgid, state.nick, reaction, added, state.heard_at, True))


def redact(state: SessionState, target: str, msgid: str, reason: str) -> None:
    """Ask for the deletion of a message; where the server has no echo, it counts at once."""
    words = (target, msgid) + ((reason,) if reason else ())
    if state.send_tagged(_labelled(state), "REDACT", *words) and "echo-message" not in state.caps:
        state.tell(MessageRedacted(target, msgid, state.nick, reason, state.heard_at, True))


def _labelled(state: SessionState) -> Dict[str, str]:
    """With a label a refusal is not taken for that of a message."""
    return {"label": state.next_label()} if "labeled-response" in state.caps else {}


def on_tagmsg(state: SessionState, message: Message, heard: Heard) -> None:
    """TAGMSG: a reaction, else what talk is accompanied by."""
    if heard.answer is not None and not session_history.count(state, message, heard.answer):
        return
    tags = message.tags
    msgid = tags.get("+reply") or tags.get("+draft/reply", "")
    reaction = tags.get(REACT) or tags.get(UNREACT, "")
    if not msgid or not reaction or not message.param(0):
        session_typing.on_typing(state, message, session_talk.conversation_of(state, message), heard)
        return
    if len(reaction) <= LONGEST_REACTION:
        target, own = session_talk.conversation_of(state, message), state.is_me(message.nick)
        _tell(state, ReactionChanged(target, msgid, message.nick, reaction, REACT in tags, heard.time, own), heard)


def on_redact(state: SessionState, message: Message, heard: Heard) -> None:
    """REDACT <target> <msgid> [<reason>]."""
    if heard.answer is not None and not session_history.count(state, message, heard.answer):
        return
    if len(message.params) >= 2:
        target, own = session_talk.conversation_of(state, message), state.is_me(message.nick)
        _tell(state, MessageRedacted(target, message.params[1], message.nick, message.param(2), heard.time, own), heard)


def _tell(state: SessionState, act: Act, heard: Heard) -> None:
    if heard.answer is not None:
        heard.answer.add_act(act)
    else:
        state.tell(act)


HANDLERS: Dict[str, Handler] = {"TAGMSG": on_tagmsg, "REDACT": on_redact}
