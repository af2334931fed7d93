"""RENAME: a room gets another name and keeps everything else, its history and read markers too.

Source: ircv3.net "channel-rename". Who has no draft/channel-rename sees everybody's old room left and the new one come
into, as far as it concerns themselves.
"""
from typing import TYPE_CHECKING, List

from ..wire import numerics
from ..wire.caps import CHANNEL_RENAME, NO_IMPLICIT_NAMES
from ..wire.message import Message
from ..wire.names import fold, valid_room
from . import isupport
from .answering import Steps
from .channel import Channel
from .outgoing import cut
from .readmarker import tell_marker
from .recording import record_event
from .replies import Reply
from .rooms import NO_SUCH_ROOM, join_line, may_moderate, say_names, say_topic
from .user import User

if TYPE_CHECKING:
    from .network import Network

MOST_PLAIN = 500  # people in a room who have to be told by PART and JOIN


def rename(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """RENAME <room> <new name> [<reason>]."""
    old, new = message.params[:2]
    channel = network.channel(old)
    if channel is None:
        reply.numeric(numerics.ERR_NOSUCHCHANNEL, old, NO_SUCH_ROOM)
    elif may_moderate(user, channel, reply) and _may_be_named(network, channel, new, reply):
        _rename(network, user, channel, new, cut(message.param(2), isupport.MAX_REASON), reply)


def _may_be_named(network: "Network", channel: Channel, new: str, reply: Reply) -> bool:
    folded, lobby = fold(new), fold(network.config.lobby)
    code, text = "CANNOT_RENAME", ""
    if not valid_room(new):
        text = "That can't be a room. Rooms begin with # and have no spaces."
    elif new == channel.name:
        text = "That is the room's name."
    elif folded == channel.folded:
        return True
    elif folded == lobby or folded in network.channels or network.shelf.has(folded):
        code, text = "CHANNEL_NAME_IN_USE", "There is a room of that name."
    elif channel.folded == lobby:
        text = "The lobby keeps its name. It is set in the server's configuration."
    elif not network.archive.can_rename(channel.folded, folded):
        text = "Too many rooms were renamed for one more name to be remembered."
    elif len(_plain(channel)) > MOST_PLAIN:
        text = f"More than {MOST_PLAIN} people here have programs that don't know renamed rooms."
    if text:
        reply.say("FAIL", "RENAME", code, channel.name, new, text)
    return not text


def _rename(network: "Network", user: User, channel: Channel, new: str, reason: str, reply: Reply) -> None:
    old, plain = channel.name, _plain(channel) if fold(new) != channel.folded else []
    parts = [(member, network.line(member, "PART", old, *([reason] if reason else []))) for member in plain]
    network.rename(channel, new)
    line = network.line(user, "RENAME", old, new, reason, needs=CHANNEL_RENAME)
    record_event(network, user, [channel], "RENAME", line)
    network.deliver_in(channel, line, user if user in channel.members else None)
    reply.relay(line)
    for member, part in parts:
        for each in (part, join_line(network, member, channel)):
            if member is user:
                reply.relay(each)
            else:
                network.deliver(member, each)
    if user in plain:
        _introduce(network, channel, reply)
    others = [member for member in plain if member is not user]
    network.answering.begin(_introduce_each(network, channel, others))


def _plain(channel: Channel) -> List[User]:
    return [member for member in channel.members if not member.caps & CHANNEL_RENAME]


def _introduce_each(network: "Network", channel: Channel, members: List[User]) -> Steps:
    for member in members:
        if member in channel.members:
            yield _introduce(network, channel, Reply(network, member))


def _introduce(network: "Network", channel: Channel, reply: Reply) -> int:
    """Tell a member what one is told on coming in; the number of lines, about."""
    if channel.topic:
        say_topic(channel, reply)
    tell_marker(network, reply.user, channel.name, reply)
    if reply.user.caps & NO_IMPLICIT_NAMES:
        return 1
    return say_names(network, channel, reply)
