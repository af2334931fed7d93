"""How far we have read: markers that the server keeps for all who are logged in to our account, and the private chats
in which something was said while we were away.

Sources: IRCv3 read-marker, and TARGETS of IRCv3 chathistory.
"""
from typing import Dict

from server.wire.message import Message

from .events import ChatFound, ReadMarkerChanged
from .session_state import Handler, Heard, SessionState
from .stamps import stamp_of, unix_seconds

CAP = "draft/read-marker"
MOST_CHATS = 100  # that one answer tells of


def ask(state: SessionState, target: str) -> bool:
    """Ask up to where a private chat was read; of rooms the server tells by itself. False where it can't be asked."""
    return CAP in state.caps and state.send("MARKREAD", target)


def mark(state: SessionState, target: str, time: float) -> bool:
    """Tell that a conversation was read up to a moment in Unix seconds; False where that can't be told."""
    return CAP in state.caps and state.send("MARKREAD", target, "timestamp=" + stamp_of(time))


def ask_chats(state: SessionState, since: float, until: float) -> bool:
    """Ask in which conversations something was said between two moments; ChatFound tells each private one."""
    if not state.keeps_history:
        return False
    bounds = [f"timestamp={stamp_of(moment)}" for moment in (until, since)]  # from the newest on
    return state.send("CHATHISTORY", "TARGETS", *bounds, str(MOST_CHATS))


def on_markread(state: SessionState, message: Message, heard: Heard) -> None:
    """MARKREAD <target> timestamp=<time>, or * where nothing was read yet."""
    target = message.param(0)
    kind, _, stamp = message.param(1).partition("=")
    if target:
        room = state.room(target)
        time = unix_seconds(stamp, 0.0) if kind == "timestamp" else 0.0
        state.tell(ReadMarkerChanged(room.name if room is not None else target, time))


def on_chathistory(state: SessionState, message: Message, heard: Heard) -> None:
    """CHATHISTORY TARGETS <target> <time>: when something was said last in a conversation."""
    target = message.param(1)
    if message.param(0).upper() == "TARGETS" and target and not state.is_room(target) and not state.is_me(target):
        state.tell(ChatFound(target, unix_seconds(message.param(2), heard.now)))


HANDLERS: Dict[str, Handler] = {"MARKREAD": on_markread, "CHATHISTORY": on_chathistory}
