"""Every command by name, and the way of a line to its handler.

The checks that are the same for all commands are made here, once: readable, known, registered, enough parameters.
"""
from typing import TYPE_CHECKING, Callable, Dict, NamedTuple, Optional

from ..wire import numerics
from ..wire.message import MAX_CLIENT_TAGS, InvalidUtf8, LineError, LineTooLong, Message, parse, tags_length
from . import (
    capabilities,
    chathistory,
    clearing,
    hosts,
    kline,
    listing,
    messaging,
    moderation,
    modes,
    monitor,
    multiline,
    operators,
    people,
    presence,
    queries,
    readmarker,
    redaction,
    registering,
    registration,
    renaming,
    rooms,
    rules,
    sasl,
    searching,
    who,
)
from .replies import MAX_LABEL, Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

Handler = Callable[["Network", User, Message, Reply], None]


class Command(NamedTuple):
    """A command: what does it, how many parameters it needs, and whether it may come before registration."""

    handler: Handler
    least: int = 0
    early: bool = False


COMMANDS: Dict[str, Command] = {
    "ADMIN": Command(queries.admin),
    "AUTHENTICATE": Command(sasl.authenticate, 1, early=True),
    "AWAY": Command(presence.away),
    "BATCH": Command(multiline.batch, 1),
    "CAP": Command(capabilities.cap, 1, early=True),
    "CHATHISTORY": Command(chathistory.chathistory),
    "CHGHOST": Command(hosts.chghost, 2),
    "CLEAR": Command(clearing.clear, 1),
    "HELP": Command(queries.help_about),
    "HELPOP": Command(queries.help_about),
    "INFO": Command(queries.info),
    "INVITE": Command(moderation.invite),
    "ISON": Command(people.ison, 1),
    "JOIN": Command(rooms.join, 1),
    "KICK": Command(moderation.kick, 2),
    "KILL": Command(operators.kill, 1),
    "KLINE": Command(kline.kline, 1),
    "LINKS": Command(queries.links),
    "LIST": Command(listing.list_rooms),
    "LUSERS": Command(queries.lusers),
    "MARKREAD": Command(readmarker.markread),
    "MODE": Command(modes.mode, 1),
    "MONITOR": Command(monitor.monitor, 1),
    "MOTD": Command(queries.motd),
    "NAMES": Command(rooms.names),
    "NICK": Command(registration.nick, early=True),
    "NOTICE": Command(messaging.notice, early=True),
    "OPER": Command(operators.oper, 2),
    "PART": Command(rooms.part, 1),
    "PASS": Command(registration.password, 1, early=True),
    "PING": Command(registration.ping, early=True),
    "PONG": Command(registration.pong, early=True),
    "PRIVMSG": Command(messaging.privmsg),
    "QUIT": Command(registration.leave, early=True),
    "REDACT": Command(redaction.redact, 2),
    "REGISTER": Command(registering.register, 3, early=True),
    "RENAME": Command(renaming.rename, 2),
    "SEARCH": Command(searching.search, 1),
    "SET": Command(rules.set_rule),
    "SETNAME": Command(presence.setname, 1),
    "STATS": Command(queries.stats),
    "TAGMSG": Command(messaging.tagmsg),
    "TIME": Command(queries.time),
    "TOPIC": Command(rooms.topic, 1),
    "UNKLINE": Command(kline.unkline, 1),
    "USER": Command(registration.user, 4, early=True),
    "USERHOST": Command(people.userhost, 1),
    "VERIFY": Command(registering.verify, 2, early=True),
    "VERSION": Command(queries.version),
    "WALLOPS": Command(operators.wallops, 1),
    "WHO": Command(who.who),
    "WHOIS": Command(people.whois),
    "WHOWAS": Command(people.whowas),
}

_HTTP_VERBS = frozenset((b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"CONNECT", b"TRACE", b"PATCH"))


def apply_line(network: "Network", user: User, line: bytes) -> None:
    """Do what `line` asks for, which comes without CR LF, or answer why it can't be done."""
    if user.first_line:
        user.first_line = False
        if begins_http(line):
            network.close(user, "This is a chat server, not a web server")
            return
    message = _read(network, user, line)
    if message is None:
        multiline.spoil(user)
        return
    if (user.batch is not None or "batch" in message.tags) and multiline.collect(network, user, message):
        return
    reply = _reply_to(network, user, message)
    _run(network, user, message, reply)
    reply.finish()


def _read(network: "Network", user: User, line: bytes) -> Optional[Message]:
    """The message in `line`; None for one that can't be read, which has been answered."""
    try:
        message = parse(line)
    except InvalidUtf8:
        _refuse_bytes(network, user, line)
        return None
    except LineTooLong:
        Reply(network, user).numeric(numerics.ERR_INPUTTOOLONG, "That line is too long. Send it in shorter pieces.")
        return None
    except LineError:
        return None
    if tags_length(line) > MAX_CLIENT_TAGS:
        Reply(network, user).numeric(numerics.ERR_INPUTTOOLONG, "The tags of that line are too long.")
        return None
    return message


def begins_http(line: bytes) -> bool:
    """Whether `line` begins with an HTTP verb: a browser that somebody's web page talked into speaking to us."""
    return line.split(b" ", 1)[0].upper() in _HTTP_VERBS


def _run(network: "Network", user: User, message: Message, reply: Reply) -> None:
    name = message.command
    command = COMMANDS.get(name)
    if command is None:
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, name, "There is no such command. HELP lists the commands.")
    elif not user.registered and not command.early:
        reply.numeric(numerics.ERR_NOTREGISTERED, "Say who you are first, with NICK and USER.")
    elif len(message.params) < command.least:
        text = f"Something is missing. HELP {name} shows how it is written."
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, name, text)
    else:
        network.used[name] = network.used.get(name, 0) + 1
        command.handler(network, user, message, reply)


def _refuse_bytes(network: "Network", user: User, line: bytes) -> None:
    """Say that `line` isn't UTF-8: FAIL to everybody, as UTF8ONLY asks, whatever the capabilities."""
    try:
        message = parse(line, "replace")
    except LineError:
        message = Message("*")
    reply = _reply_to(network, user, message)
    text = "Only UTF-8 text can be sent here. Set your program's encoding to UTF-8."
    reply.say("FAIL", message.command, "INVALID_UTF8", text)
    reply.finish()


def _reply_to(network: "Network", user: User, message: Message) -> Reply:
    label = message.tags.get("label", "") if user.labels else ""
    return Reply(network, user, label if len(label.encode("utf-8", "replace")) <= MAX_LABEL else "")
