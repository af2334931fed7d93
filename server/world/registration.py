"""From a new link to a person on the network, and away again: PASS, NICK, USER, PING, PONG, QUIT and the welcome.

Source: modern.ircdocs.horse "Connection Messages" and "Connection Registration".
"""
import hmac
import re
from typing import TYPE_CHECKING

from ..version import VERSION
from ..wire import numerics
from ..wire.message import Message
from ..wire.names import valid_nick
from . import ghosts, isupport, kline, letters, logins, monitor, operators, queries, rooms, rules, sasl
from .outgoing import cut, timestamp
from .recording import record_event
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

_TAKEN = "That name is taken. Try another one."
_PROTECTED = "That name belongs to an account. Log in to it (SASL), or take another name."
_NOT_USERNAME = re.compile(r"[^A-Za-z0-9_.\-]")


def password(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """PASS <password>: kept until registration is complete."""
    if user.registered:
        reply.numeric(numerics.ERR_ALREADYREGISTERED, "You are already here; PASS comes first.")
        return
    user.password = message.params[0]


def nick(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """NICK <nick>: the first name or a new one; that the first one is taken is said once USER has come, too."""
    wanted = message.param(0)
    if not wanted:
        reply.numeric(numerics.ERR_NONICKNAMEGIVEN, "Say which name you want.")
        return
    if not valid_nick(wanted):
        text = "That can't be a name. Take up to 32 letters, digits and _ - . with a letter first, without spaces."
        reply.numeric(numerics.ERR_ERRONEUSNICKNAME, wanted, text)
        return
    if wanted != user.nick:
        _take_nick(network, user, wanted, reply)


def _take_nick(network: "Network", user: User, wanted: str, reply: Reply, asked: bool = False) -> None:
    """Let `user` have the nick, or say why not; `asked`: whoever bears it was asked whether they are still there."""
    ours = not _is_protected(network, user, wanted)
    free = network.directory.is_free_for(user, wanted)
    back = not asked and ghosts.may_come_back(network, user, wanted)
    if back and user.registered:
        person = network.directory.owner_of(wanted)
        ghosts.ask(network, person, reply, lambda: _take_nick(network, user, wanted, reply, asked=True))
    elif (user.registered and not ours) or (user.username and not free and not back):
        user.refused_nick = wanted
        reply.numeric(numerics.ERR_NICKNAMEINUSE, wanted, _TAKEN if ours else _PROTECTED)
    elif user.registered and network.gate.bans.hit(user.address, user.username, network.now, wanted) is not None:
        reply.numeric(numerics.ERR_ERRONEUSNICKNAME, wanted, "That name is banned here. Take another one.")
    elif user.registered:
        _change_nick(network, user, wanted, reply)
    else:
        (network.directory.rename if ours and free else network.directory.propose)(user, wanted)
        complete(network, user, reply)


def _is_protected(network: "Network", user: User, nick: str) -> bool:
    """Whether `nick` belongs to an account that `user` is not logged in to; a name that one has is one's own."""
    if user.registered and network.directory.owner_of(nick) is user:
        return False
    return network.accounts.owner_of(nick) not in ("", user.account)


def _change_nick(network: "Network", user: User, wanted: str, reply: Reply) -> None:
    old = user.nick
    same = network.find(wanted) is user
    line = network.line(user, "NICK", wanted)
    record_event(network, user, user.channels.values(), "NICK", line)
    reply.relay(line)
    network.deliver_all(network.neighbours(user), line)
    network.directory.remember(user, network.now)
    network.directory.rename(user, wanted)
    if not same:
        monitor.tell_gone(network, old)
        monitor.tell_come(network, user)


def user(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """USER <username> 0 * <real name>."""
    if user.registered:
        reply.numeric(numerics.ERR_ALREADYREGISTERED, "You are already here; USER comes once.")
        return
    if not message.params[3].strip():
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, "USER", "Say your real name too: USER <name> 0 * :<real name>.")
        return
    if all(ord(character) > 127 and not character.isalnum() for character in message.params[0]):
        reply.numeric(numerics.ERR_INVALIDUSERNAME, "Pictures are no username. Take letters and digits.")
        return
    user.username = _NOT_USERNAME.sub("", message.params[0])[: isupport.MAX_USERNAME] or "user"
    user.realname = cut(message.params[3], isupport.MAX_REALNAME)
    complete(network, user, reply)


def ping(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """PING <token>: answered with the token."""
    if not message.params:
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, "PING", "PING needs a word to send back.")
        return
    if not message.params[0]:
        reply.numeric(numerics.ERR_NOORIGIN, "PING needs a word to send back.")
        return
    reply.say("PONG", network.server_name, message.params[0])


def pong(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """PONG: that bytes came is all that it tells."""


def leave(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """QUIT [<reason>]."""
    reason = cut(message.param(0), isupport.MAX_REASON)
    network.close(user, "Quit: " + reason if reason else "Quit", reply)


def complete(network: "Network", user: User, reply: Reply) -> None:
    """Register `user` if nick and username are there and capabilities aren't being negotiated; then the welcome."""
    if user.registered or user.negotiating or not user.nick or not user.username:
        return
    if not network.config.password:
        _let_in(network, user, reply)
        return
    logins.ask(
        network, reply, lambda done: done(_password_fits(network, user)),
        lambda fits: _let_in(network, user, reply) if fits else _refuse(network, user, reply),
    )  # fmt: skip


def _refuse(network: "Network", user: User, reply: Reply) -> None:
    network.gate.wrong_password(user.address, network.now)
    reply.numeric(numerics.ERR_PASSWDMISMATCH, "The password is wrong. Ask for it and connect again.")
    network.close(user, "Wrong password", reply)


def _let_in(network: "Network", user: User, reply: Reply, asked: bool = False) -> None:
    ban = network.gate.bans.hit(user.address, user.username, network.now, user.nick)
    if ban is not None:
        kline.turn_away(network, user, ban)
        return
    if not asked and user.account and ghosts.may_come_back(network, user, user.nick):
        person = network.directory.owner_of(user.nick)
        ghosts.ask(network, person, reply, lambda: _let_in(network, user, reply, asked=True))
        return
    if not _has_own_nick(network, user, reply):
        return
    if network.rules["accounts-only"] and not user.account and not operators.is_at_host(network, user):
        reply.say("FAIL", "*", "ACCOUNT_REQUIRED_TO_CONNECT", rules.ACCOUNTS_ONLY)
        network.close(user, rules.ACCOUNTS_ONLY, reply)
        return
    user.password = ""
    sasl.give_up(user, reply)
    network.directory.admit(user)
    _welcome(network, user, reply)
    logins.promote(network, user, reply)
    letters.hand_over(network, user)
    monitor.tell_come(network, user)
    if network.config.lobby:
        rooms.enter(network, user, network.config.lobby, "", reply)


def _has_own_nick(network: "Network", user: User, reply: Reply) -> bool:
    """Whether the nick that was asked for may be had now that it is known who asks; if not, it is given back."""
    if network.directory.holds(user):
        return True
    protected = _is_protected(network, user, user.nick)
    if protected or not network.directory.is_free_for(user, user.nick):
        user.refused_nick, user.nick = user.nick, ""
        reply.numeric(numerics.ERR_NICKNAMEINUSE, user.refused_nick, _PROTECTED if protected else _TAKEN)
        return False
    network.directory.rename(user, user.nick)
    return True


def _password_fits(network: "Network", user: User) -> bool:
    given, wanted = user.password.encode("utf-8"), network.config.password.encode("utf-8")
    return not wanted or hmac.compare_digest(given, wanted)


def _welcome(network: "Network", user: User, reply: Reply) -> None:
    server = network.server_name
    version = "IntranetChat-" + VERSION
    reply.numeric(numerics.RPL_WELCOME, f"Welcome to {network.name}, {user.prefix}")
    reply.numeric(numerics.RPL_YOURHOST, f"Your host is {server}, running version {version}")
    reply.numeric(numerics.RPL_CREATED, f"This server was started at {timestamp(network.started_at)}")
    modes = (isupport.USER_MODES, isupport.CHANNEL_MODES, isupport.PARAM_MODES)
    reply.numeric(numerics.RPL_MYINFO, server, version, *modes)
    queries.say_isupport(network, reply)
    queries.say_lusers(network, reply)
    queries.say_motd(network, reply)
