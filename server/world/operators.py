"""What only operators of the server do: OPER, KILL and WALLOPS (modern.ircdocs.horse "Operator Messages")."""
import hmac
import ipaddress
import logging
from typing import TYPE_CHECKING

from ..wire import numerics
from ..wire.message import Message
from ..wire.names import fold
from . import isupport, logins
from .outgoing import cut
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

HOST = "host"  # the name by which the window that hosts the server becomes its operator
NOT_OPERATOR = "Only operators of the server may do that."


def oper(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """OPER <name> <password>."""
    name, password = message.params[:2]
    if name == HOST and is_at_host(network, user):
        _opered(network, user, name, _is_secret(network, password), reply)
        return
    stored = dict(network.config.operators).get(name) or network.accounts.operator_password(name)
    logins.ask(
        network, reply, lambda done: network.accounts.check(password, stored, done),
        lambda fits: _opered(network, user, name, fits, reply),
    )  # fmt: skip


def is_at_host(network: "Network", user: User) -> bool:
    """Whether `user` is on the computer whose window hosts this server; only from there its secret is taken."""
    try:
        return bool(network.config.host_secret) and ipaddress.ip_address(user.host).is_loopback
    except ValueError:
        return False


def _is_secret(network: "Network", given: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8"), network.config.host_secret.encode("utf-8"))


def _opered(network: "Network", user: User, name: str, fits: bool, reply: Reply) -> None:
    if not fits:
        log.warning("%s at %s tried to become operator with a wrong name or password.", user.nick, user.address)
        network.gate.wrong_password(user.address, network.now)
        reply.numeric(numerics.ERR_PASSWDMISMATCH, "There is no such operator, or the password is wrong.")
        return
    log.info("%s at %s became operator as %s.", user.nick, user.address, name)
    if user.operator:
        reply.numeric(numerics.RPL_YOUREOPER, "You are an operator of the server.")
        return
    logins.make_operator(network, user, reply)
    network.tell_operators(f"{user.nick} is an operator now.", user)


def kill(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """KILL <nick> [<reason>]: end somebody's connection."""
    if not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
        return
    nick = message.params[0]
    person = network.find(nick)
    if person is None and fold(nick) == fold(network.server_name):
        reply.numeric(numerics.ERR_CANTKILLSERVER, "A server can't be killed.")
    elif person is None:
        reply.numeric(numerics.ERR_NOSUCHNICK, nick, "Nobody here has that name.")
    else:
        reason = cut(message.param(1), isupport.MAX_REASON) or "No reason given"
        log.info("Moderation: %s ended the connection of %s at %s: %s", user.nick, person.nick, person.address, reason)
        network.deliver(person, network.line(user, "KILL", person.nick, reason))
        network.close(person, f"Killed ({user.nick} ({reason}))", reply if person is user else None)


def wallops(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """WALLOPS <text>: a word to the operators and to everybody with the mode w."""
    if not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
        return
    line = network.line(user, "WALLOPS", message.params[0])
    if not line.fits:
        reply.numeric(numerics.ERR_INPUTTOOLONG, "That text is too long for one line. Send it in shorter pieces.")
        return
    listeners = [person for person in network.users.values() if person.operator or person.wallops]
    network.deliver_all([person for person in listeners if person is not user], line)
    reply.relay(line)
