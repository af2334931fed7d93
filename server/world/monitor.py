"""MONITOR: who wants to be told when people come and go (IRCv3 monitor)."""
from typing import TYPE_CHECKING, List

from ..wire import numerics
from ..wire.message import Message
from ..wire.names import fold, valid_nick
from . import isupport
from .outgoing import packed
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

_TARGETS_ROOM = 330  # bytes for the names in one line; the longest server name and nick fit beside them


def monitor(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S."""
    action = message.params[0].upper()
    names = [name for name in message.param(1).split(",") if name]
    if action == "+":
        _add(network, user, names, reply)
    elif action == "-":
        for name in names:
            _remove(network, user, fold(name))
    elif action == "C":
        stop(network, user)
    elif action == "L":
        _say(numerics.RPL_MONLIST, list(user.monitored.values()), reply)
        reply.numeric(numerics.RPL_ENDOFMONLIST, "End of the list of monitored people.")
    elif action == "S":
        _say_state(network, list(user.monitored.values()), reply)


def _add(network: "Network", user: User, names: List[str], reply: Reply) -> None:
    added: List[str] = []
    for index, name in enumerate(names):
        folded = fold(name)
        if folded not in user.monitored and len(user.monitored) >= isupport.MAX_MONITORED:
            limit, rest = str(isupport.MAX_MONITORED), ",".join(names[index:])
            reply.numeric(numerics.ERR_MONLISTFULL, limit, rest, "Your list of monitored people is full.")
            break
        if valid_nick(name):
            user.monitored.setdefault(folded, name)
            network.watchers.setdefault(folded, set()).add(user)
            added.append(name)
    _say_state(network, added, reply)


def _say_state(network: "Network", names: List[str], reply: Reply) -> None:
    here = [person.prefix for person in map(network.find, names) if person is not None]
    _say(numerics.RPL_MONONLINE, here, reply)
    _say(numerics.RPL_MONOFFLINE, [name for name in names if network.find(name) is None], reply)


def _say(code: str, names: List[str], reply: Reply) -> None:
    for text in packed(names, _TARGETS_ROOM, ","):
        reply.numeric(code, text)


def _remove(network: "Network", user: User, folded: str) -> None:
    user.monitored.pop(folded, None)
    watchers = network.watchers.get(folded)
    if watchers is not None:
        watchers.discard(user)
        if not watchers:
            del network.watchers[folded]


def stop(network: "Network", user: User) -> None:
    """`user` monitors nobody any more."""
    for folded in list(user.monitored):
        _remove(network, user, folded)


def tell_come(network: "Network", user: User) -> None:
    """Tell those who monitor the nick of `user` that it is here."""
    for watcher in network.watching(user.nick):
        Reply(network, watcher).numeric(numerics.RPL_MONONLINE, user.prefix)


def tell_gone(network: "Network", nick: str) -> None:
    """Tell those who monitor `nick` that it is gone."""
    for watcher in network.watching(nick):
        Reply(network, watcher).numeric(numerics.RPL_MONOFFLINE, nick)
