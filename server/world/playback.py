"""Records of the history as lines again, in the way of each reader, and the last of a room for those who come in.

Sources: IRCv3 "chathistory" batch type and server-time; who knows neither reads the time in front of the text.
"""
from datetime import datetime
from typing import TYPE_CHECKING, Iterator, List

from ..wire.caps import CHANNEL_RENAME, CHATHISTORY, MESSAGE_TAGS, SERVER_TIME
from ..wire.message import Message
from .answering import Steps
from .archive import Record, Unreadable
from .block import split_again
from .channel import Channel
from .outgoing import Line, fits, timestamp
from .recording import CTCP
from .replies import Reply

if TYPE_CHECKING:
    from .network import Network

PART = 1 << 18  # bytes, about, that are given to one reader at once
A_LINE = 1 << 12  # bytes of history that count as a line of a long answer: they are ready-made
_SPOKEN = ("PRIVMSG", "NOTICE")
_ACTION = CTCP + "ACTION "


def replay(network: "Network", channel: Channel, reply: Reply) -> None:
    """Show the last messages of `channel` to somebody who has just come in and can't ask for them."""
    if not network.archive.keeps or reply.user.caps & CHATHISTORY:
        return
    try:
        lines = network.recent.lines(network.archive.places(channel.folded), reply.user.caps, network.now)
    except Unreadable:
        return
    if lines:
        reply.batch("chathistory", [channel.name], lines)


def answer(network: "Network", parts: Iterator[List[Record]], kind: str, params: List[str], reply: Reply) -> None:
    """Answer with all of `parts` in one batch of `kind`, as far as the reader knows batches: part by part, as fast as
    they are read."""
    reply.begin_batch(kind, params)
    network.answering.begin(_steps(parts, reply), reply)


def parts_of(network: "Network", ids: List[int]) -> Iterator[List[Record]]:
    """The records with `ids`, which are in order, in parts that are read when they are asked for."""
    while ids:
        try:
            records = network.archive.read(ids, PART)
        except Unreadable:
            return
        yield records
        ids = [number for number in ids if number > records[-1].id] if records else []


def _steps(parts: Iterator[List[Record]], reply: Reply) -> Steps:
    for records in parts:
        for record in records:
            reply.relay(line_for(record, reply.user.caps))
        yield cost_of(records)


def cost_of(records: List[Record]) -> int:
    """What `records` cost of a turn, in lines of long answers."""
    return sum(record.weight for record in records) // A_LINE


def line_for(record: Record, caps: int) -> Line:
    """The record as a line for somebody with `caps`."""
    if record.command == "TAGMSG":
        return _line(record, f":{record.source} TAGMSG {record.shown}", MESSAGE_TAGS)
    if record.command not in _SPOKEN:
        needs = CHANNEL_RENAME if record.command == "RENAME" else 0
        return _line(record, f":{record.source} {record.command} {record.text}", needs)
    start = Message(record.command, (record.shown, ""), record.source).body()
    timed = start + (record.text if caps & SERVER_TIME else _timed(record))
    body = timed if fits(timed) else start + record.text
    if "\n" in body or not fits(body):
        return split_again(_line(record, start), start, timed[len(start):])
    return _line(record, body)


def _line(record: Record, body: str, needs: int = 0) -> Line:
    tags = "msgid=" + record.msgid
    if record.tags:
        tags += ";" + record.tags
    return Line(body, timestamp(record.at), tags, needs, account=record.account)


def _timed(record: Record) -> str:
    """The text with the server's local time in front, inside of a CTCP ACTION."""
    clock = datetime.fromtimestamp(record.at).strftime("[%H:%M] ")
    if record.text.startswith(_ACTION):
        return _ACTION + clock + record.text[len(_ACTION):]
    return clock + record.text
