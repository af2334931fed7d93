"""Messages: whose they are, which conversation they belong to, and what our own ones confirm.

Sources: IRCv3 message-tags, batch, labeled-response, echo-message; the CTCP draft at modern.ircdocs.horse.
"""
from typing import Dict, Optional, Tuple

from server.version import VERSION
from server.wire.message import Message

from . import session_history, session_order, session_search
from .events import (
    CommandFailed,
    MessageArrived,
    MessageConfirmed,
    MessageFailed,
    ServerNotice,
)
from .multiline import KIND, Arriving
from .session_login import refuse_account
from .session_state import MOST_BATCHES, NONCE, Batch, Handler, Heard, SessionState
from .unconfirmed import Pending

CTCP_EVERY = 5  # seconds between two answers, so that nobody can make us flood
NO_DCC = "{} offers a direct connection (DCC), for a file or a chat. This program takes none; write to them instead."
_HISTORY = (session_history.BATCH, session_search.BATCH, "znc.in/playback")
_NO_MESSAGES = ("REDACT", "TAGMSG")  # commands whose refusal is not of a message that waits


def on_message(state: SessionState, message: Message, heard: Heard) -> None:
    """PRIVMSG and NOTICE."""
    if len(message.params) < 2:
        return
    if heard.block is not None:
        heard.block.take(message)
        return
    if heard.answer is not None and not session_history.count(state, message, heard.answer):
        return
    to, text = message.params[0], message.params[1]
    if _is_server(state, message) and not state.is_room(bare(state, to)):
        state.tell(ServerNotice(text, heard.time))
        return
    kind = "notice" if message.command == "NOTICE" else "message"
    if text.startswith("\x01"):
        word, _, rest = text.strip("\x01").partition(" ")
        if word.upper() != "ACTION":
            _answer_ctcp(state, message, word.upper(), rest, heard)
            return
        kind, text = "action", rest
    _arrive(state, message, (kind, text), heard)


def _is_server(state: SessionState, message: Message) -> bool:
    return not message.source or message.source == state.server or ("!" not in message.source and "." in message.source)


def bare(state: SessionState, target: str) -> str:
    """The room in a target that is for some of its members only, such as @#room (STATUSMSG)."""
    bare = target.lstrip(state.support.signs())
    return bare if state.is_room(bare) else target


def conversation_of(state: SessionState, message: Message) -> str:
    """The room that a message stands in, or the other person of its private chat."""
    target = bare(state, message.param(0))
    room = state.room(target)
    if room is not None:
        return room.name
    if state.is_me(message.nick) or state.is_room(target):
        return target
    return message.nick


def _answer_ctcp(state: SessionState, message: Message, request: str, rest: str, heard: Heard) -> None:
    if message.command != "PRIVMSG" or heard.history or state.is_me(message.nick):
        return
    if request == "DCC" and heard.now - state.last_offer >= CTCP_EVERY:
        state.last_offer = heard.now
        state.tell(ServerNotice(NO_DCC.format(message.nick), heard.time))
    answers = {"VERSION": "IntranetChat " + VERSION, "PING": rest[:64]}
    if request in answers and heard.now - state.last_ctcp >= CTCP_EVERY:
        state.last_ctcp = heard.now
        state.send("NOTICE", message.nick, f"\x01{request} {answers[request]}\x01")


def _arrive(state: SessionState, message: Message, said: Tuple[str, str], heard: Heard) -> None:
    kind, text = said
    target = conversation_of(state, message)
    own = state.is_me(message.nick)
    pending = _echoed(state, target, text, heard) if own else None
    if own and pending is None and state.is_me(target) and not heard.history:
        return  # a message to ourselves comes as an echo and as a delivery: once is enough
    if pending is not None:
        target = pending.target
    tags = message.tags
    msgid = tags.get("msgid", "")
    reply_to = tags.get("+reply") or tags.get("+draft/reply", "")
    label = pending.label if pending else ""
    only_for = message.params[0] if message.params[0] != bare(state, message.params[0]) else ""
    arrived = MessageArrived(target, message.nick, text, heard.time, kind, own, msgid, label, heard.history,
                             tags.get("account", ""), reply_to, tags.get("+" + NONCE, ""), only_for)
    if heard.answer is not None:
        heard.answer.add(arrived)
        return
    state.tell(arrived)
    if only_for:
        session_order.hand_raised(state, only_for, target, message, heard)
    if pending is not None:
        state.tell(MessageConfirmed(target, label, msgid, heard.time))


def _echoed(state: SessionState, target: str, text: str, heard: Heard) -> Optional[Pending]:
    if heard.history or "echo-message" not in state.caps:
        return None
    if "labeled-response" in state.caps and not heard.label:
        return None
    return state.unconfirmed.take_echoed(heard.label, state.fold(target), text)


def confirm_written(state: SessionState, now: float) -> None:
    """Where the server has no echo, a message counts as sent once it was written."""
    if "echo-message" in state.caps:
        return
    for pending in state.unconfirmed.take_written():
        state.tell(_written(state, pending, now))
        state.tell(MessageConfirmed(pending.target, pending.label, "", now))


def _written(state: SessionState, pending: Pending, time: float) -> MessageArrived:
    return MessageArrived(pending.target, state.nick, pending.text, time, pending.kind, True, "", pending.label,
                          reply_to=pending.reply_to)


def on_ack(state: SessionState, message: Message, heard: Heard) -> None:
    """ACK: the server has done what we asked and has nothing to say about it (labeled-response)."""
    if session_history.settle_empty(state, heard.label) or session_search.settle(state, heard.label, False):
        return
    pending = state.unconfirmed.take_echoed(heard.label, "", "") if heard.label else None
    if pending is not None:
        state.tell(_written(state, pending, heard.time))
        state.tell(MessageConfirmed(pending.target, pending.label, "", heard.time))


def on_batch(state: SessionState, message: Message, heard: Heard) -> None:
    """BATCH: what is inside one is handled as it comes, with the batch's label and whether it is history.

    Only the history that we asked for and messages of several lines are collected, and told at the batch's end.
    """
    reference = message.param(0)
    if reference.startswith("+"):
        if reference[1:] in state.batches:
            _end_batch(state, state.batches.pop(reference[1:]))
        if len(state.batches) >= MOST_BATCHES:
            _end_batch(state, state.batches.pop(next(iter(state.batches))))
        begun = session_history.begin(state, message, heard) or session_search.begin(state, message, heard)
        history = heard.history or message.param(1).lower() in _HISTORY
        block = Arriving(message) if message.param(1).lower() == KIND and message.param(2) else None
        batch = Batch(heard.label, history, begun or heard.answer, begun is not None, block, heard)
        state.batches[reference[1:]] = batch
    elif reference.startswith("-") and reference[1:] in state.batches:
        _end_batch(state, state.batches.pop(reference[1:]))


def _end_batch(state: SessionState, batch: Batch) -> None:
    session_history.end(state, batch)
    said = batch.block.joined() if batch.block is not None else None
    if said is not None and batch.opened is not None:
        on_message(state, said, batch.opened._replace(block=None))


def on_standard_reply(state: SessionState, message: Message, heard: Heard) -> None:
    """FAIL, WARN and NOTE (IRCv3 standard-replies): command, code, context ... and a sentence."""
    if len(message.params) < 3:
        return
    command, text = message.params[0], message.params[-1]
    if message.command != "FAIL":
        if not session_order.on_note(state, message, heard):
            state.tell(ServerNotice(text, heard.time))
        return
    if command == "CHATHISTORY" and session_history.refuse(state, heard.label, message.params[2:-1]):
        return
    if command == "SEARCH" and session_search.settle(state, heard.label, True):
        return
    if command == "MARKREAD" or (command == "CHATHISTORY" and "TARGETS" in message.params[2:-1]):
        return  # asked by the program and not by the person, who can do nothing about it
    if command == "REGISTER":
        refuse_account(state, message.params[1], text)
        return
    if not state.welcomed and message.params[1].startswith("ACCOUNT_REQUIRED"):
        state.refuse("login", text)
        return
    target = message.params[2] if len(message.params) > 3 else ""
    if command in _NO_MESSAGES or not fail_message(state, heard.label, target, text):
        state.tell(CommandFailed("" if command == "*" else command, target, text))


def fail_message(state: SessionState, label: str, target: str, text: str) -> bool:
    """Whether a refusal belongs to a message of ours, which has failed then."""
    if not label and not target:
        return False
    pending = state.unconfirmed.take_refused(label, state.fold(target))
    if pending is None:
        return False
    state.tell(MessageFailed(pending.target, pending.label, text))
    return True


def on_wallops(state: SessionState, message: Message, heard: Heard) -> None:
    """WALLOPS: an operator speaks to everyone."""
    if message.params:
        state.tell(ServerNotice(f"{message.nick}: {message.params[-1]}", heard.time))


def on_kill(state: SessionState, message: Message, heard: Heard) -> None:
    """KILL: an operator ends our connection; ERROR says so too, in poorer words."""
    if state.is_me(message.param(0)):
        state.closing_words = f"{message.nick} ended it: {message.param(1)}"


HANDLERS: Dict[str, Handler] = {
    "PRIVMSG": on_message,
    "NOTICE": on_message,
    "BATCH": on_batch,
    "ACK": on_ack,
    "FAIL": on_standard_reply,
    "WARN": on_standard_reply,
    "NOTE": on_standard_reply,
    "WALLOPS": on_wallops,
    "KILL": on_kill,
}
