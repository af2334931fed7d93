"""Messages of several lines on their way out: as one batch where the server takes such.

Source: IRCv3 multiline.
"""
from typing import Dict, List

from server.wire.message import Message

from .events import MessageFailed
from .multiline import CONCAT, KIND, Limits, excess, pieces_of, whole
from .session_state import SessionState
from .splitting import clean, split_text
from .unconfirmed import Pending

ONE_LINE_ONLY = "This server takes no messages of several lines. Send it again, and it goes out line by line."


def split(state: SessionState, text: str, kind: str, room: int) -> List[str]:
    """The messages that a text needs where a line has `room` bytes: one, where the server takes several lines as one.
    """
    lines = split_text(text, room)
    if len(lines) < 2 or kind != "message" or not state.takes_blocks:
        return lines
    block = whole(text)
    return lines if any(excess(block, room, state.block_limits)) else [block]


def too_much(state: SessionState, text: str, room: int) -> Limits:
    """How much longer a text is than what the server takes as one message; zeros where it fits, or goes line by line.
    """
    return excess(whole(text), room, state.block_limits) if state.takes_blocks else Limits()


def is_block(pending: Pending, room: int) -> bool:
    """Whether a message of ours needs several lines of the wire."""
    if pending.kind != "message":
        return False
    return "\n" in pending.text or len(pending.text.encode("utf-8", "replace")) > room


def post(state: SessionState, pending: Pending, room: int) -> bool:
    """Send a message of several lines as one; MessageFailed where the server, another than before, doesn't take it."""
    if not state.takes_blocks:
        state.tell(MessageFailed(pending.target, pending.label, ONE_LINE_ONLY))
        return False
    name, target = pending.label, clean(pending.target)
    messages = [Message("BATCH", ("+" + name, KIND, target), "", state.tags_of(pending))]
    for piece in pieces_of(pending.text, room):
        tags: Dict[str, str] = {"batch": name}
        if piece.concat:
            tags[CONCAT] = ""
        messages.append(Message("PRIVMSG", (target, clean(piece.text)), "", tags))
    messages.append(Message("BATCH", ("-" + name,)))
    return state.post_as(pending, messages)
