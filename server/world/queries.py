"""What the server tells about itself: MOTD, LUSERS, VERSION, TIME, INFO, HELP, ADMIN, LINKS and STATS.

Source: modern.ircdocs.horse "Server Queries and Commands".
"""
from typing import TYPE_CHECKING

from ..version import VERSION
from ..wire import numerics
from ..wire.message import Message
from ..wire.names import fold, mask_matches
from . import isupport, kline
from .answering import Steps
from .helptext import HELP
from .operators import NOT_OPERATOR
from .outgoing import packed, timestamp
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MOTD_ROOM = 380  # bytes of one line of the message of the day


def motd(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """MOTD [<server>]."""
    if _is_here(network, message.param(0), reply):
        say_motd(network, reply)


def say_motd(network: "Network", reply: Reply) -> None:
    """Answer with the message of the day, or that there is none."""
    if not network.config.motd:
        reply.numeric(numerics.ERR_NOMOTD, "There is no message of the day.")
        return
    reply.numeric(numerics.RPL_MOTDSTART, f"- {network.server_name} message of the day -")
    for line in network.config.motd:
        for text in packed(line.split(" "), MOTD_ROOM) or [""]:
            reply.numeric(numerics.RPL_MOTD, "- " + text)
    reply.numeric(numerics.RPL_ENDOFMOTD, "End of the message of the day.")


def lusers(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """LUSERS."""
    say_lusers(network, reply)


def say_lusers(network: "Network", reply: Reply) -> None:
    """Answer with how many people and rooms there are."""
    here = len(network.users)
    invisible, operators = len(network.directory.invisible), len(network.directory.operators)
    text = f"There are {here - invisible} users and {invisible} invisible on 1 servers"
    reply.numeric(numerics.RPL_LUSERCLIENT, text)
    reply.numeric(numerics.RPL_LUSEROP, str(operators), "operators online")
    reply.numeric(numerics.RPL_LUSERUNKNOWN, str(len(network.links) - here), "unregistered connections")
    reply.numeric(numerics.RPL_LUSERCHANNELS, str(len(network.channels)), "rooms")
    reply.numeric(numerics.RPL_LUSERME, f"I have {here} clients and 0 servers")
    most = str(network.directory.most)
    text = f"users here {here}, most ever {most}"
    reply.numeric(numerics.RPL_LOCALUSERS, str(here), most, "Current local " + text)
    reply.numeric(numerics.RPL_GLOBALUSERS, str(here), most, "Current global " + text)


def say_isupport(network: "Network", reply: Reply) -> None:
    """Answer with what this server supports, in as many lines as that takes."""
    tokens = network.isupport
    for start in range(0, len(tokens), isupport.TOKENS_A_LINE):
        reply.numeric(numerics.RPL_ISUPPORT, *tokens[start : start + isupport.TOKENS_A_LINE], "are supported here")


def version(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """VERSION [<server>]."""
    if _is_here(network, message.param(0), reply):
        text = "https://modern.ircdocs.horse and https://ircv3.net"
        reply.numeric(numerics.RPL_VERSION, "IntranetChat-" + VERSION, network.server_name, text)
        say_isupport(network, reply)


def time(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """TIME [<server>]."""
    if _is_here(network, message.param(0), reply):
        reply.numeric(numerics.RPL_TIME, network.server_name, timestamp(network.now))


def info(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """INFO [<server>]."""
    if not _is_here(network, message.param(0), reply):
        return
    started = f"Running since {timestamp(network.started_at)}."
    reply.numeric(numerics.RPL_INFO, f"IntranetChat {VERSION}: chat for the people on one network.")
    reply.numeric(numerics.RPL_INFO, started)
    reply.numeric(numerics.RPL_ENDOFINFO, "End of the information.")


def help_about(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """HELP [<subject>]."""
    subject = message.param(0).upper() or "INDEX"
    lines = HELP.get(subject)
    if lines is None:
        text = "There is no help on that. HELP alone lists what there is."
        reply.numeric(numerics.ERR_HELPNOTFOUND, message.params[0], text)
        return
    reply.numeric(numerics.RPL_HELPSTART, subject, lines[0])
    for text in lines[1:]:
        reply.numeric(numerics.RPL_HELPTXT, subject, text)
    reply.numeric(numerics.RPL_ENDOFHELP, subject, "End of the help.")


def admin(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """ADMIN [<server>]."""
    if not _is_here(network, message.param(0), reply):
        return
    reply.numeric(numerics.RPL_ADMINME, network.server_name, "Who runs this server")
    reply.numeric(numerics.RPL_ADMINLOC1, network.name)
    reply.numeric(numerics.RPL_ADMINLOC2, "An IntranetChat server")
    reply.numeric(numerics.RPL_ADMINEMAIL, "Ask the person who gave you this server's address.")


def links(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """LINKS: this server is the whole network, and a server may leave itself out of the list."""
    reply.numeric(numerics.RPL_ENDOFLINKS, "*", "End of the list of servers.")


def stats(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """STATS <letter>: u tells how long the server has been running; to its operators k tells who is banned from it,
    l who is connected, and m how often each command was used (RFC 2812 section 3.4.4)."""
    letter = message.param(0)[:1] or "*"
    if letter == "u":
        seconds = int(network.now - network.started_at)
        days, rest = divmod(seconds, 86400)
        clock = f"{rest // 3600}:{rest // 60 % 60:02d}:{rest % 60:02d}"
        reply.numeric(numerics.RPL_STATSUPTIME, f"Server Up {days} days {clock}")
    elif letter in "kKlLm" and not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
    elif letter in "kK":
        kline.say_bans(network, reply)
    elif letter in "lL":
        network.answering.begin(_say_links(network, reply), reply)
        return
    elif letter == "m":
        for command, count in sorted(network.used.items()):
            reply.numeric(numerics.RPL_STATSCOMMANDS, command, str(count), "0", "0")
    reply.numeric(numerics.RPL_ENDOFSTATS, letter, "End of the statistics.")


def _say_links(network: "Network", reply: Reply) -> Steps:
    """A line for each person: nick[user@address], what waits for them in bytes, messages and KiB sent and received
    (messages received alone are counted), and for how many seconds they have been connected."""
    for person in list(network.users.values()):
        if person.registered:
            name = f"{person.nick}[{person.username}@{person.address}]"
            waiting, said = str(sum(map(len, person.outbox))), str(person.said)
            open_for = str(int(network.now - person.connected_at))
            reply.numeric(numerics.RPL_STATSLINKINFO, name, waiting, "0", "0", said, "0", open_for)
        yield 1
    reply.numeric(numerics.RPL_ENDOFSTATS, "l", "End of the statistics.")


def _is_here(network: "Network", server: str, reply: Reply) -> bool:
    """Whether `server` (empty: this one) names this server; else the answer is 402."""
    if not server or mask_matches(fold(server), fold(network.server_name)) or network.find(server) is not None:
        return True
    reply.numeric(numerics.ERR_NOSUCHSERVER, server, "That server isn't part of this network.")
    return False
