"""REDACT: a message is taken back by who said it, or taken away by who moderates the room.

Source: ircv3.net "message-redaction". The message leaves the history for good; who has no draft/message-redaction goes
on seeing what was seen before.
"""
import logging
from typing import TYPE_CHECKING, List, Optional, Tuple

from ..wire import numerics
from ..wire.caps import ECHO_MESSAGE, MESSAGE_REDACTION
from ..wire.message import Message
from ..wire.names import fold
from . import isupport
from .archive import Record, Unreadable, number_of
from .outgoing import Line, cut
from .recording import Unsettled, identity
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network


log = logging.getLogger("intranetchat.server")


def redact(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """REDACT <target> <msgid> [<reason>]."""
    if not user.caps & MESSAGE_REDACTION:
        text = "REDACT needs the capability draft/message-redaction."
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "REDACT", text)
        return
    target, msgid = message.params[:2]
    channel = network.channel(target) if target.startswith("#") else None
    if target.startswith("#") and (channel is None or not (user in channel.members or user.operator)):
        reply.say("FAIL", "REDACT", "INVALID_TARGET", target, "You are not in that room. Join it first.")
        return
    try:
        record = _find(network, user, channel.folded if channel else "", target, msgid)
    except Unreadable:
        record = None
    if record is None:
        reply.say("FAIL", "REDACT", "UNKNOWN_MSGID", target, msgid, "There is no such message, or not any more.")
        return
    if not (_own(user, record) or user.operator or (channel is not None and channel.has_op(user))):
        text = "Only who said it and the room's operators may take a message away."
        reply.say("FAIL", "REDACT", "REDACT_FORBIDDEN", target, msgid, text)
        return
    if not _own(user, record):
        log.info("Moderation: %s took away a message of %s in %s.", user.nick, record.nick, record.shown)
    network.archive.erase(record)
    if channel is not None:
        network.recent.forget(network.archive.places(channel.folded)[-1])
    reason = cut(message.param(2), isupport.MAX_REASON)
    words = (channel.name if channel else target, msgid) + ((reason,) if reason else ())
    _tell(network, user, words, reply)


def _find(network: "Network", user: User, room: str, target: str, msgid: str) -> Optional[Record]:
    """The message `msgid` in `room`, or in the private conversation of `user` with `target`."""
    archive = network.archive
    places = archive.places(room) if room else archive.conversations(identity(user)).get(fold(target), [])
    found: List[Record] = []
    for place in places:
        found += archive.find(place, number_of(msgid))
    spoken = [record for record in found if record.command in ("PRIVMSG", "NOTICE", "TAGMSG")]
    return spoken[0] if spoken else None


def _own(user: User, record: Record) -> bool:
    """Whether `user` said it: by the account if it was said under one, else by nick and host."""
    if record.account:
        return fold(record.account) == fold(user.account)
    nick, _, rest = record.source.partition("!")
    return (fold(nick), rest.partition("@")[2]) == (fold(user.nick), user.host) and not user.account


def _tell(network: "Network", user: User, words: Tuple[str, ...], reply: Reply) -> None:
    target = words[0]
    line = network.line(user, "REDACT", *words, needs=MESSAGE_REDACTION)
    network.await_commit(Unsettled(line, "REDACT", target, reply))
    _deliver(network, user, target, line)
    if user.caps & ECHO_MESSAGE:
        reply.relay(line)


def _deliver(network: "Network", user: User, target: str, line: Line) -> None:
    channel = network.channel(target)
    if channel is not None:
        network.deliver_in(channel, line, user if user in channel.members else None)
        return
    person = network.find(target)
    if person is not None:
        network.deliver(person, line)
