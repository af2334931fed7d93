"""Who may be in a room: KICK and INVITE (modern.ircdocs.horse "Channel Operations", IRCv3 invite-notify)."""
import logging
from typing import TYPE_CHECKING, List, Tuple

from ..wire import numerics
from ..wire.caps import INVITE_NOTIFY
from ..wire.message import Message
from . import isupport
from .channel import Channel
from .outgoing import cut
from .recording import record_event
from .replies import Reply
from .rooms import NO_SUCH_ROOM, NOT_IN_ROOM, NOT_OP, may_moderate
from .user import User

if TYPE_CHECKING:
    from .network import Network


log = logging.getLogger("intranetchat.server")


def kick(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """KICK <room> <nick>{,<nick>} [<reason>], or as many rooms as nicks."""
    reason = cut(message.param(2), isupport.MAX_REASON) or user.nick
    pairs = _pairs(message.params[0].split(","), [nick for nick in message.params[1].split(",") if nick])
    if not pairs:
        text = "Name one room, or as many rooms as people."
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, "KICK", text)
    for room, nick in pairs:
        channel = network.channel(room)
        if channel is None:
            reply.numeric(numerics.ERR_NOSUCHCHANNEL, room, NO_SUCH_ROOM)
        elif may_moderate(user, channel, reply):
            _kick_out(network, user, channel, nick, reason, reply)


def _pairs(rooms: List[str], nicks: List[str]) -> List[Tuple[str, str]]:
    if len(rooms) == 1:
        return [(rooms[0], nick) for nick in nicks]
    return list(zip(rooms, nicks)) if len(rooms) == len(nicks) else []


def _kick_out(network: "Network", user: User, channel: Channel, nick: str, reason: str, reply: Reply) -> None:
    person = network.find(nick)
    if person is None or person not in channel.members:
        reply.numeric(numerics.ERR_USERNOTINCHANNEL, nick, channel.name, "That person is not in the room.")
        return
    line = network.line(user, "KICK", channel.name, person.nick, reason)
    record_event(network, user, [channel], "KICK", line)
    log.info("Moderation: %s put %s at %s out of %s: %s.", user.nick, person.nick, person.address, channel.name, reason)
    network.deliver_in(channel, line, user if user in channel.members else None)
    reply.relay(line)
    network.leave(person, channel)


def invite(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """INVITE <nick> <room>; without parameters the rooms that one is invited to."""
    if not message.params:
        _list_invites(user, reply)
        return
    if len(message.params) < 2:
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, "INVITE", "Say whom, and into which room: INVITE <nick> <room>.")
        return
    nick, room = message.params[:2]
    channel, person = network.channel(room), network.find(nick)
    if person is None:
        reply.numeric(numerics.ERR_NOSUCHNICK, nick, "Nobody here has that name.")
    elif channel is None:
        reply.numeric(numerics.ERR_NOSUCHCHANNEL, room, NO_SUCH_ROOM)
    elif user not in channel.members:
        reply.numeric(numerics.ERR_NOTONCHANNEL, channel.name, NOT_IN_ROOM)
    elif person in channel.members:
        reply.numeric(numerics.ERR_USERONCHANNEL, person.nick, channel.name, "That person is already in the room.")
    elif "i" in channel.flags and not channel.has_op(user):
        reply.numeric(numerics.ERR_CHANOPRIVSNEEDED, channel.name, NOT_OP)
    else:
        _invite(network, user, person, channel, reply)


def _invite(network: "Network", user: User, person: User, channel: Channel, reply: Reply) -> None:
    invites = [room for room in person.invites if room.members and room is not channel]  # not of rooms that ended
    person.invites = dict.fromkeys([*invites[1 - isupport.MAX_CHANNELS:], channel])
    reply.numeric(numerics.RPL_INVITING, person.nick, channel.name)
    if person.away:
        reply.numeric(numerics.RPL_AWAY, person.nick, person.away)
    network.deliver(person, network.line(user, "INVITE", person.nick, channel.name))
    told = network.line(user, "INVITE", person.nick, channel.name, needs=INVITE_NOTIFY)
    network.deliver_in(channel, told, user)


def _list_invites(user: User, reply: Reply) -> None:
    for name in sorted(room.name for room in user.invites if room.members):
        reply.numeric(numerics.RPL_INVITELIST, name)
    reply.numeric(numerics.RPL_ENDOFINVITELIST, "End of the list of invitations.")
