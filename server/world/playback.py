"""Records of the history as lines again, in the way of each reader, and the last of a room for those who come in.

Sources: IRCv3 "chathistory" batch type and server-time; who knows neither reads the time in front of the text.
"""
from datetime import datetime
from typing import TYPE_CHECKING, List, Optional, Tuple

from ..wire.caps import CHATHISTORY, MESSAGE_TAGS, SERVER_TIME
from ..wire.message import Message
from .archive import NEVER, Record, Unreadable
from .channel import Channel
from .outgoing import Line, timestamp
from .recording import CTCP
from .replies import Reply

if TYPE_CHECKING:
    from .network import Network

ON_JOINING = 50  # messages
_ACTION = CTCP + "ACTION "


def replay(network: "Network", channel: Channel, reply: Reply) -> None:
    """Show the last messages of `channel` to somebody who has just come in and can't ask for them."""
    if not network.archive.keeps or reply.user.caps & CHATHISTORY:
        return
    try:
        records = network.archive.page([channel.folded], 0, NEVER, ON_JOINING, newest=True)
    except Unreadable:
        return
    if records:
        answer(records, "chathistory", [channel.name], reply)


def answer(records: List[Record], kind: str, params: List[str], reply: Reply) -> None:
    """Answer with `records` in a batch of `kind` as far as the reader knows batches."""
    caps = reply.user.caps
    lines = [_line_for(record, caps) for record in records]
    reply.batch(kind, params, [line for line in lines if line is not None])


def _line_for(record: Record, caps: int) -> Optional[Line]:
    """The record as a line for somebody with `caps`; None for one that would say nothing to them."""
    if record.command == "TAGMSG":
        if not caps & MESSAGE_TAGS:
            return None
        return _tagged(record, (record.shown,))
    if record.command not in ("PRIVMSG", "NOTICE") or caps & SERVER_TIME:
        return _tagged(record, _params(record))
    line = _tagged(record, (record.shown, _timed(record)))
    return line if line.fits else _tagged(record, _params(record))


def _params(record: Record) -> Tuple[str, ...]:
    return tuple(part for part in (record.shown, record.text) if part)


def _tagged(record: Record, params: Tuple[str, ...]) -> Line:
    tags = "msgid=" + record.msgid
    if record.tags:
        tags += ";" + record.tags
    return Line(Message(record.command, params, record.source).body(), timestamp(record.at), tags)


def _timed(record: Record) -> str:
    """The text with the server's local time in front, inside of a CTCP ACTION."""
    clock = datetime.fromtimestamp(record.at).strftime("[%H:%M] ")
    if record.text.startswith(_ACTION):
        return _ACTION + clock + record.text[len(_ACTION):]
    return clock + record.text
