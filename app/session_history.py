"""The server's history: asking for a part of it, and collecting the batch that answers.

Source: IRCv3 chathistory and its batch type; our own messages in it are known by the client, which has their labels.
"""
from typing import Optional, Sequence

from server.wire.message import Message

from .events import HistoryArrived
from .history_requests import Answer, Asked
from .session_state import Batch, Heard, SessionState

BATCH = "chathistory"
HOLE = "hole"  # asked for as what is after a message, and told as what was missing there
_NOT_LIMITED = 0  # as the server's CHATHISTORY token says it


def request(state: SessionState, target: str, which: str, msgid: str, limit: int) -> bool:
    """Ask for at most `limit` messages before or after `msgid`, or for the latest; False where that can't be asked."""
    if not state.keeps_history or (msgid and not state.pages_by_msgid):
        return False
    most = state.support.number("CHATHISTORY", _NOT_LIMITED)
    limit = min(limit, most) if most > 0 else limit
    label = state.next_label() if "labeled-response" in state.caps else ""
    bound = "msgid=" + msgid if msgid else "*"
    command = "AFTER" if which == HOLE else which.upper()
    if not state.send_labelled(label, "CHATHISTORY", command, target, bound, str(limit)):
        return False
    room = state.room(target)
    name = room.name if room is not None else target
    state.history.add(Asked(name, state.fold(target), which, limit, label, msgid if which == HOLE else ""))
    return True


def begin(state: SessionState, message: Message, heard: Heard) -> Optional[Answer]:
    """The answer that a batch begins, where we asked for it."""
    if message.param(1).lower() != BATCH or heard.answer is not None:
        return None
    labelled = "labeled-response" in state.caps
    if labelled and not heard.label:
        return None  # the server plays back by itself
    asked = state.history.take(heard.label if labelled else "", state.fold(message.param(2)))
    return Answer(asked) if asked is not None else None


def finish(state: SessionState, answer: Answer) -> None:
    """Tell an answer once."""
    if not answer.done:
        answer.done = True
        state.tell(answer.event())


def end(state: SessionState, batch: Batch) -> None:
    """A batch is over; tell what it answered."""
    if batch.answer is not None and batch.begins_answer:
        finish(state, batch.answer)


def count(state: SessionState, message: Message, answer: Answer) -> bool:
    """Whether an answer takes the line in; one that is full is told as it is."""
    if answer.is_full:
        finish(state, answer)
        return False
    answer.count(message.tags.get("msgid", ""))
    return True


def settle_empty(state: SessionState, label: str) -> bool:
    """Whether a bare ACK answers a request, for which the server has nothing then."""
    asked = state.history.take(label, "") if label else None
    if asked is not None:
        finish(state, Answer(asked))
    return asked is not None


def refuse(state: SessionState, label: str, context: Sequence[str]) -> bool:
    """Whether a refusal is of a request of ours, whose target is among the words of `context` where no label tells."""
    keys = [""] if label else [state.fold(word) for word in context]
    found = (state.history.take(label, key) for key in keys)
    asked = next((each for each in found if each is not None), None)
    if asked is not None:
        state.tell(HistoryArrived(asked.target, (), False, asked.which, True, hole=asked.hole))
    return asked is not None
