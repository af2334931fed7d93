"""What a person tells about themselves while they are here: AWAY and SETNAME (IRCv3 away-notify, setname)."""
from typing import TYPE_CHECKING

from ..wire import numerics
from ..wire.caps import AWAY_NOTIFY, EXTENDED_MONITOR, SETNAME
from ..wire.message import Message
from . import isupport
from .outgoing import Line
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network


def away(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """AWAY [<text>]: gone with a text, back without one."""
    text = message.param(0)
    if len(text.encode("utf-8", "replace")) > isupport.MAX_AWAY:
        reply.numeric(numerics.ERR_INPUTTOOLONG, f"That text is too long: {isupport.MAX_AWAY} bytes at most.")
        return
    if text:
        reply.numeric(numerics.RPL_NOWAWAY, "You are marked as away.")
    else:
        reply.numeric(numerics.RPL_UNAWAY, "You are no longer marked as away.")
    if text == user.away:
        return
    user.away = text
    line = network.line(user, "AWAY", *([text] if text else []), needs=AWAY_NOTIFY)
    tell(network, user, line)


def setname(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """SETNAME <real name>."""
    name = message.params[0]
    if not name or len(name.encode("utf-8", "replace")) > isupport.MAX_REALNAME:
        text = f"A real name has 1 to {isupport.MAX_REALNAME} bytes."
        reply.fail("SETNAME", "INVALID_REALNAME", text)
        return
    user.realname = name
    line = network.line(user, "SETNAME", name, needs=SETNAME)
    reply.relay(line)
    tell(network, user, line)


def tell(network: "Network", user: User, line: Line) -> None:
    """Give `line` to the neighbours, and to those with extended-monitor who watch `user`; each once."""
    people = network.neighbours(user)
    people.update(watcher for watcher in network.watching(user.nick) if watcher.caps & EXTENDED_MONITOR)
    people.discard(user)
    network.deliver_all(people, line)
