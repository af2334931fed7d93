"""Who somebody is or was: WHOIS, WHOWAS, ISON and USERHOST (modern.ircdocs.horse "User-Based Queries")."""
from typing import TYPE_CHECKING

from ..wire import numerics
from ..wire.caps import MULTI_PREFIX
from ..wire.message import Message
from ..wire.names import fold, mask_matches
from .outgoing import packed, timestamp
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

_WORDS_ROOM = 240  # bytes for the words of one line; the longest server name and two nicks fit beside them
_MOST_HOSTS = 5  # USERHOST: nicks in one command (RFC 2812 section 4.8)


def whois(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """WHOIS [<server>] <nick>."""
    if not message.param(0):
        reply.numeric(numerics.ERR_NONICKNAMEGIVEN, "Say whom you want to know about.")
        return
    if len(message.params) > 1 and not _names_server(network, message.params[0]):
        reply.numeric(numerics.ERR_NOSUCHSERVER, message.params[0], "That server isn't part of this network.")
        return
    nick = message.params[1 if len(message.params) > 1 else 0].split(",")[0]
    person = network.find(nick)
    if person is None:
        reply.numeric(numerics.ERR_NOSUCHNICK, nick, "Nobody here has that name.")
    else:
        _say_whois(network, person, reply)
    reply.numeric(numerics.RPL_ENDOFWHOIS, nick, "End of what is known.")


def _names_server(network: "Network", name: str) -> bool:
    return mask_matches(fold(name), fold(network.server_name)) or network.find(name) is not None


def _say_whois(network: "Network", person: User, reply: Reply) -> None:
    asker, nick = reply.user, person.nick
    reply.numeric(numerics.RPL_WHOISUSER, nick, person.username, person.host, "*", person.realname)
    _say_rooms(person, reply)
    reply.numeric(numerics.RPL_WHOISSERVER, nick, network.server_name, network.name)
    if person.account:
        reply.numeric(numerics.RPL_WHOISACCOUNT, nick, person.account, "is logged in as")
    if person.operator:
        reply.numeric(numerics.RPL_WHOISOPERATOR, nick, "is an operator of the server")
    if person.bot:
        reply.numeric(numerics.RPL_WHOISBOT, nick, "is a bot")
    if person.away:
        reply.numeric(numerics.RPL_AWAY, nick, person.away)
    if person.secure:
        reply.numeric(numerics.RPL_WHOISSECURE, nick, "is using a secure connection")
    if asker is person or asker.operator:
        reply.numeric(numerics.RPL_WHOISACTUALLY, nick, person.address or "*", "is connecting from there")
    idle = str(int(network.now - person.spoke_at))
    reply.numeric(numerics.RPL_WHOISIDLE, nick, idle, str(int(person.connected_at)), "seconds idle, signon time")


def _say_rooms(person: User, reply: Reply) -> None:
    asker = reply.user
    every = bool(asker.caps & MULTI_PREFIX)
    words = [
        channel.sign_of(person, every) + channel.name
        for channel in person.channels.values()
        if channel.visible_to(asker) and (not person.invisible or _may_see(asker, person, channel.folded))
    ]
    for text in packed(words, _WORDS_ROOM):
        reply.numeric(numerics.RPL_WHOISCHANNELS, person.nick, text)


def _may_see(asker: User, person: User, folded: str) -> bool:
    return asker is person or asker.operator or folded in asker.channels


def whowas(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """WHOWAS <nick> [<count>]: the latest first; without a positive count all that is remembered."""
    nick = message.param(0).split(",")[0]
    if not nick:
        reply.numeric(numerics.ERR_NONICKNAMEGIVEN, "Say whom you want to know about.")
        return
    digits = message.param(1)
    found = network.directory.formerly(nick)
    if digits.isdecimal() and int(digits[:6]) > 0:
        found = found[: int(digits[:6])]
    if not found:
        reply.numeric(numerics.ERR_WASNOSUCHNICK, nick, "Nobody of that name was here lately.")
    for former in found:
        reply.numeric(numerics.RPL_WHOWASUSER, former.nick, former.username, former.host, "*", former.realname)
        reply.numeric(numerics.RPL_WHOISSERVER, former.nick, network.server_name, timestamp(former.left_at))
    reply.numeric(numerics.RPL_ENDOFWHOWAS, nick, "End of what is remembered.")


def ison(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """ISON <nick>{ <nick>}: which of them are here."""
    people = [network.find(nick) for param in message.params for nick in param.split()]
    texts = packed((person.nick for person in people if person is not None), _WORDS_ROOM)
    for text in texts or [""]:
        reply.numeric(numerics.RPL_ISON, text)


def userhost(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """USERHOST <nick>{ <nick>}: user and host of up to five people."""
    nicks = [nick for param in message.params for nick in param.split()][:_MOST_HOSTS]
    people = [network.find(nick) for nick in nicks]
    texts = packed((_userhost_of(person) for person in people if person is not None), _WORDS_ROOM)
    for text in texts or [""]:
        reply.numeric(numerics.RPL_USERHOST, text)


def _userhost_of(person: User) -> str:
    star = "*" if person.operator else ""
    sign = "-" if person.away else "+"
    return f"{person.nick}{star}={sign}{person.username}@{person.host}"
