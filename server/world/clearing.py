"""CLEAR: who moderates a room takes everything away that was said in it, for everybody and for good.

IRC has no such command, so this one is this server's own. Nobody can read what was said from then on; it is erased from
the disk in small steps after that. Programs are told by NOTE (IRCv3 standard-replies), and from those that know REDACT
the newest messages are taken one by one; everybody else reads a notice.
"""
import logging
from typing import TYPE_CHECKING

from ..wire import numerics
from ..wire.caps import MESSAGE_REDACTION, STANDARD_REPLIES
from ..wire.message import Message
from . import isupport
from .archive import NEVER, Unreadable
from .channel import Channel
from .outgoing import cut
from .recording import Unsettled
from .replies import Reply
from .rooms import NO_SUCH_ROOM, may_moderate
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

MOST_REDACTED = 100  # messages that are taken from programs one by one


def clear(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """CLEAR <room> [<reason>]."""
    room = message.params[0]
    channel = network.channel(room)
    if channel is None or not channel.visible_to(user):
        reply.numeric(numerics.ERR_NOSUCHCHANNEL, room, NO_SUCH_ROOM)
    elif may_moderate(user, channel, reply):
        _clear(network, user, channel, cut(message.param(1), isupport.MAX_REASON), reply)


def _clear(network: "Network", user: User, channel: Channel, reason: str, reply: Reply) -> None:
    places = network.archive.places(channel.folded)
    try:
        newest = network.archive.page(places, 0, NEVER, MOST_REDACTED, True)
    except Unreadable:
        newest = []
    words = f"{user.nick} cleared the room" + (f": {reason}" if reason else ".")
    told = network.line(None, "NOTICE", channel.name, words)
    note = Message("NOTE", ("CLEAR", "CLEARED", channel.name, words), network.server_name)
    told.richer(note.body(), STANDARD_REPLIES)
    for place in places:
        network.archive.clear(place, told.number)
        network.recent.forget(place)
    network.await_commit(Unsettled(told, "CLEAR", channel.name, reply))
    log.info("Moderation: %s at %s cleared %s: %s.", user.nick, user.address, channel.name, reason or "no reason given")
    for record in newest:
        network.deliver_in(channel, network.line(user, "REDACT", channel.name, record.msgid, needs=MESSAGE_REDACTION))
    network.deliver_in(channel, told)
    if user not in channel.members:
        reply.relay(told)
