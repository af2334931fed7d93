"""Coming to a room and leaving it, its topic and its list of names: JOIN, PART, TOPIC, NAMES.

Source: modern.ircdocs.horse "Channel Operations".
"""
from typing import TYPE_CHECKING, Iterable, Iterator, List

from ..wire import numerics
from ..wire.caps import AWAY_NOTIFY, EXTENDED_JOIN, MULTI_PREFIX, NO_IMPLICIT_NAMES, USERHOST_IN_NAMES
from ..wire.message import Message
from ..wire.names import fold, valid_room
from . import isupport
from .answering import Steps
from .channel import OP, RANKS, Channel, sign_of
from .outgoing import MAX_BODY, Line
from .playback import replay
from .readmarker import tell_marker
from .recording import record_event
from .replies import Reply
from .roster import RosterLine
from .user import User

if TYPE_CHECKING:
    from .network import Network

NO_SUCH_ROOM = "There is no such room."
NOT_IN_ROOM = "You are not in that room."
NOT_OP = "Only the room's operators may do that."


def join(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """JOIN <room>{,<room>} [<key>{,<key>}], or JOIN 0 to leave every room."""
    if message.params[0] == "0":
        for channel in list(user.channels.values()):
            _leave(network, user, channel, "", reply)
        return
    keys = message.param(1).split(",")
    for index, name in enumerate(message.params[0].split(",")):
        if name:
            enter(network, user, name, keys[index] if index < len(keys) else "", reply)


def enter(network: "Network", user: User, name: str, key: str, reply: Reply) -> None:
    """Bring `user` into the room `name` with `key`, or answer why not; being there already is no error."""
    if not valid_room(name):
        code = numerics.ERR_BADCHANMASK if name.startswith("#") else numerics.ERR_NOSUCHCHANNEL
        reply.numeric(code, name, "That can't be a room. Rooms begin with # and have no spaces.")
        return
    channel = network.channel(name)
    if channel is not None and user in channel.members:
        return
    if len(user.channels) >= isupport.MAX_CHANNELS:
        reply.numeric(numerics.ERR_TOOMANYCHANNELS, name, "You are in too many rooms. Leave one first.")
        return
    channel = channel or network.shelf.opened(fold(name)) or _new(network, name)
    if _may_enter(user, channel, key, reply):
        _arrive(network, user, channel, _rank_on_coming(network, user, channel), reply)


def _new(network: "Network", name: str) -> Channel:
    """A room as it begins; the lobby is everybody's, and everybody may set its topic."""
    channel = Channel(name, network.now)
    if _is_lobby(network, channel):
        channel.flags.discard("t")
    return channel


def _rank_on_coming(network: "Network", user: User, channel: Channel) -> int:
    """Who opens a room moderates it, and so do its owners whenever they come; in the lobby the owners alone.

    A room that is opened again and that is not for everybody is nobody's who just comes first: an operator of the
    server can give it a moderator.
    """
    if user.account and user.account in channel.owners:
        return OP
    if channel.members or channel.owners or _is_lobby(network, channel):
        return 0
    return OP if user.operator or not channel.keeps_out else 0


def _is_lobby(network: "Network", channel: Channel) -> bool:
    return channel.folded == fold(network.config.lobby)


def _may_enter(user: User, channel: Channel, key: str, reply: Reply) -> bool:
    if channel in user.invites or user.operator or (user.account and user.account in channel.owners):
        return True
    if channel.bans(user):
        reply.numeric(numerics.ERR_BANNEDFROMCHAN, channel.name, "You are banned from that room.")
    elif "i" in channel.flags and not channel.lists_hit("I", user):
        reply.numeric(numerics.ERR_INVITEONLYCHAN, channel.name, "That room is by invitation only. Ask somebody in it.")
    elif channel.key and channel.key != key:
        reply.numeric(numerics.ERR_BADCHANNELKEY, channel.name, "That room has a password. JOIN <room> <password>.")
    elif channel.limit and len(channel.members) >= channel.limit:
        reply.numeric(numerics.ERR_CHANNELISFULL, channel.name, "That room is full. Try again later.")
    else:
        return True
    return False


def _arrive(network: "Network", user: User, channel: Channel, rank: int, reply: Reply) -> None:
    line = join_line(network, user, channel)
    record_event(network, user, [channel], "JOIN", line)
    network.deliver_in(channel, line)
    if user.away:
        network.deliver_in(channel, network.line(user, "AWAY", user.away, needs=AWAY_NOTIFY))
    if rank and channel.members:  # an owner is back; newcomers read it from the list of names
        network.deliver_in(channel, network.line(None, "MODE", channel.name, "+o", user.nick))
    if not channel.members:
        network.shelf.used(channel.folded, network.now)
    network.enter(user, channel, rank)
    reply.relay(line)
    if channel.topic:
        say_topic(channel, reply)
    tell_marker(network, user, channel.name, reply)
    if not user.caps & NO_IMPLICIT_NAMES:
        say_names(network, channel, reply)
    replay(network, channel, reply)


def join_line(network: "Network", user: User, channel: Channel) -> Line:
    """JOIN of `user`, with the account and the real name for those who know that."""
    extended = Message("JOIN", (channel.name, user.account or "*", user.realname), user.prefix).body()
    return network.line(user, "JOIN", channel.name).richer(extended, EXTENDED_JOIN)


def part(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """PART <room>{,<room>} [<reason>]."""
    reason = message.param(1)
    if not _short(reason, isupport.MAX_REASON, reply):
        return
    for name in message.params[0].split(","):
        channel = network.channel(name)
        if channel is None:
            reply.numeric(numerics.ERR_NOSUCHCHANNEL, name, NO_SUCH_ROOM)
        elif user not in channel.members:
            reply.numeric(numerics.ERR_NOTONCHANNEL, channel.name, NOT_IN_ROOM)
        else:
            _leave(network, user, channel, reason, reply)


def _leave(network: "Network", user: User, channel: Channel, reason: str, reply: Reply) -> None:
    line = network.line(user, "PART", channel.name, *([reason] if reason else []))
    record_event(network, user, [channel], "PART", line)
    network.deliver_in(channel, line, user)
    reply.relay(line)
    network.leave(user, channel)


def topic(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """TOPIC <room> [<topic>]; an empty topic takes it away."""
    channel = network.channel(message.params[0])
    if channel is None:
        reply.numeric(numerics.ERR_NOSUCHCHANNEL, message.params[0], NO_SUCH_ROOM)
    elif len(message.params) > 1:
        _set_topic(network, user, channel, message.params[1], reply)
    elif not channel.visible_to(user):
        reply.numeric(numerics.ERR_NOTONCHANNEL, channel.name, NOT_IN_ROOM)
    elif channel.topic:
        say_topic(channel, reply)
    else:
        reply.numeric(numerics.RPL_NOTOPIC, channel.name, "No topic is set.")


def _set_topic(network: "Network", user: User, channel: Channel, text: str, reply: Reply) -> None:
    if user not in channel.members:
        reply.numeric(numerics.ERR_NOTONCHANNEL, channel.name, NOT_IN_ROOM)
        return
    if "t" in channel.flags and not channel.has_op(user):
        reply.numeric(numerics.ERR_CHANOPRIVSNEEDED, channel.name, NOT_OP)
        return
    if not _short(text, isupport.MAX_TOPIC, reply):
        return
    channel.topic, channel.topic_by, channel.topic_at = text, user.nick, int(network.now)
    keep_settings(network, channel, reply)
    line = network.line(user, "TOPIC", channel.name, text)
    record_event(network, user, [channel], "TOPIC", line)
    network.deliver_in(channel, line, user)
    reply.relay(line)


def may_moderate(user: User, channel: Channel, reply: Reply) -> bool:
    """Whether `user` is an operator of this room, or of the server; whoever isn't is told so."""
    if user not in channel.members and not user.operator:
        reply.numeric(numerics.ERR_NOTONCHANNEL, channel.name, NOT_IN_ROOM)
        return False
    if not channel.has_op(user):
        reply.numeric(numerics.ERR_CHANOPRIVSNEEDED, channel.name, NOT_OP)
        return False
    return True


def keep_settings(network: "Network", channel: Channel, reply: Reply) -> None:
    """Keep what the room was given, or tell who gave it that it lasts no longer than the room has members."""
    user = reply.user
    if not network.shelf.note(channel, network.now, lambda: network.gate.may_keep(user, network.now)):
        reply.notice(f"This lasts until {channel.name} is empty: too many rooms are kept already.")


def say_topic(channel: Channel, reply: Reply) -> None:
    """Answer with the topic, who set it, and when."""
    reply.numeric(numerics.RPL_TOPIC, channel.name, channel.topic)
    reply.numeric(numerics.RPL_TOPICWHOTIME, channel.name, channel.topic_by, str(channel.topic_at))


def names(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """NAMES [<room>{,<room>}]."""
    if not message.param(0):
        reply.numeric(numerics.RPL_ENDOFNAMES, "*", "End of the list of names.")
        return
    wanted = list(dict.fromkeys(message.params[0].split(",")))
    network.answering.begin(_names_steps(network, wanted, reply), reply)


def _names_steps(network: "Network", wanted: Iterable[str], reply: Reply) -> Steps:
    for name in wanted:
        channel = network.channel(name)
        if channel is not None and channel.visible_to(reply.user):
            yield from _name_each(network, channel, reply)
        else:
            reply.numeric(numerics.RPL_ENDOFNAMES, name, "End of the list of names.")
            yield 1


def say_names(network: "Network", channel: Channel, reply: Reply) -> int:
    """Answer a member with who is in `channel`; the number of lines."""
    user = reply.user
    start = _names_start(network, channel, user)
    hosts = bool(user.caps & USERHOST_IN_NAMES)
    texts = channel.names(bool(user.caps & MULTI_PREFIX), hosts, MAX_BODY - len(start.encode("utf-8")))
    reply.relay(RosterLine(start, network.timestamp(), tuple(texts)))
    reply.numeric(numerics.RPL_ENDOFNAMES, channel.name, "End of the list of names.")
    return len(texts) + 1


def _names_start(network: "Network", channel: Channel, user: User) -> str:
    kind = "@" if "s" in channel.flags else "="
    return f":{network.server_name} {numerics.RPL_NAMREPLY} {user.nick} {kind} {channel.name} :"


def _name_each(network: "Network", channel: Channel, reply: Reply) -> Steps:
    """Answer with who is in `channel`, as far as the asker may see, line by line."""
    start = _names_start(network, channel, reply.user)
    for text in _lines_of(_names(channel, reply.user), MAX_BODY - len(start.encode("utf-8"))):
        reply.relay(Line(start + text, network.timestamp()))
        yield 1
    reply.numeric(numerics.RPL_ENDOFNAMES, channel.name, "End of the list of names.")
    yield 1


def _names(channel: Channel, user: User) -> Iterator[str]:
    """The members that `user` may see, with their signs; who leaves while they are read is left out."""
    signs = [sign_of(rank, bool(user.caps & MULTI_PREFIX)) for rank in range(RANKS)]
    hosts = user.caps & USERHOST_IN_NAMES
    inside = user in channel.members or user.operator
    for member in list(channel.members):
        rank = channel.members.get(member)
        if rank is not None and (inside or not member.invisible):
            yield signs[rank] + (member.prefix if hosts else member.nick)


def _lines_of(words: Iterator[str], room: int) -> Iterator[str]:
    """The words joined into texts of at most `room` bytes, each as soon as it is full."""
    texts: List[str] = []
    left = room
    for word in words:
        size = len(word.encode("utf-8")) + 1
        if size > left + 1 and texts:
            yield " ".join(texts)
            texts, left = [], room
        texts.append(word)
        left -= size
    if texts:
        yield " ".join(texts)


def _short(text: str, limit: int, reply: Reply) -> bool:
    if len(text.encode("utf-8", "replace")) <= limit:
        return True
    reply.numeric(numerics.ERR_INPUTTOOLONG, f"That text is too long: {limit} bytes at most.")
    return False
