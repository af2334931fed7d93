"""CHGHOST: operators of the server give somebody another host to be shown, such as a name in place of the address.

Source: ircv3.net "chghost"; the command is written as on other servers. Bans from the server still go by the address.
"""
import logging
import re
from typing import TYPE_CHECKING

from ..wire import numerics
from ..wire.caps import CHGHOST
from ..wire.message import Message
from . import presence
from .operators import NOT_OPERATOR
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

_HOST = re.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,44}")  # as long as an address can be, so that prefixes stay as short


def chghost(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """CHGHOST <nick> <host>: neighbours with the capability and the person hear of it."""
    nick, host = message.params[:2]
    person = network.find(nick)
    if not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
    elif person is None:
        reply.numeric(numerics.ERR_NOSUCHNICK, nick, "Nobody here has that name.")
    elif not _HOST.fullmatch(host):
        text = "A host has up to 45 letters, digits and _ . : / - with a letter or digit first."
        reply.fail("CHGHOST", "INVALID_HOST", text)
    else:
        log.info("%s gave %s at %s the host %s.", user.nick, person.nick, person.address, host)
        _show(network, person, host)
        reply.notice(f"{person.nick} is shown at {host} now.")


def _show(network: "Network", person: User, host: str) -> None:
    line = network.line(person, "CHGHOST", person.username, host, needs=CHGHOST)
    person.host = host
    person.named(person.nick)
    for channel in person.channels.values():
        channel.forget_names()
    network.deliver(person, line)
    presence.tell(network, person, line)
    Reply(network, person).numeric(numerics.RPL_VISIBLEHOST, host, "is your host now")
