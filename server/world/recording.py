"""What goes into the archive of what people say, under which name it is found, and how a turn is taken back.

A private conversation belongs to two identities. Who is logged in is the account, wherever the connection comes from;
who is not is the nick at that address, so that whoever takes the nick later, elsewhere, reads nothing of it.
"""
from typing import TYPE_CHECKING, Iterable, List, NamedTuple

from ..wire.names import fold
from .archive import EVENTS, Record, number_of
from .channel import Channel
from .outgoing import Line
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

CTCP = "\x01"
_ACTION = CTCP + "ACTION "
_PASSING = ("+typing", "+draft/typing")  # client tags that nobody wants to read later
CANNOT_RECORD = "Nobody got that: the server has no room to record it. Try again later."


class Said(NamedTuple):
    """A message on its way out, with what of it is recorded."""

    line: Line
    command: str
    shown: str  # the target as it stands in the line
    text: str
    tags: str  # the client's, written


class Unsettled(NamedTuple):
    """A line that may be sent once the archive has committed it, and the reply to whoever said it."""

    line: Line
    command: str
    shown: str
    reply: Reply


def identity(user: User) -> str:
    """Who `user` is to the archive of private messages."""
    if user.account:
        return identity_of(user.account)
    return fold(user.nick) + "@" + user.address


def identity_of(account: str) -> str:
    """Who the owner of `account` is to the archive of private messages."""
    return "=" + fold(account)


def record_in_room(network: "Network", user: User, channel: Channel, said: Said, reply: Reply) -> None:
    """Record what was said in `channel`; what only those with a rank may read is found under a name of its own."""
    if _worth_keeping(network, said):
        place = network.archive.places(channel.folded)[-1]
        target = said.shown[0] + place if said.shown[0] in "@+" else place
        _record(network, user, target, said, reply)


def record_between(network: "Network", user: User, person: User, said: Said, reply: Reply) -> None:
    """Record what `user` said to `person`, found by both."""
    if _worth_keeping(network, said):
        here, there = identity(user), identity(person)
        target = conversation_of(here, there)
        network.archive.remember_conversation(here, fold(person.nick), target)
        network.archive.remember_conversation(there, fold(user.nick), target)
        _record(network, user, target, said, reply)


def record_for_account(network: "Network", user: User, account: str, said: Said, reply: Reply) -> bool:
    """Record what `user` said to the absent owner of `account`; False for what is not worth keeping."""
    if said.command == "TAGMSG" or not _worth_keeping(network, said):
        return False
    here, there = identity(user), identity_of(account)
    target = conversation_of(here, there)
    network.archive.remember_conversation(here, fold(said.shown), target)
    network.archive.remember_conversation(there, fold(user.nick), target)
    _record(network, user, target, said, reply)
    return True


def record_event(network: "Network", user: User, channels: Iterable[Channel], command: str, line: Line) -> None:
    """Record in each of `channels` what happened there, such as a JOIN; who asks for events reads it again.

    Each room has a record of its own; the first has the line's msgid. What can't be recorded happens all the same.
    """
    if not network.archive.keeps:
        return
    number = line.number
    for channel in channels:
        target = EVENTS + network.archive.places(channel.folded)[-1]
        network.archive.append(
            Record(number, target, command, channel.name, user.prefix, user.account, line.params, "")
        )
        number = number_of(network.new_id())


def conversation_of(one: str, other: str) -> str:
    """The target under which the private messages of two identities are kept."""
    return min(one, other) + " " + max(one, other)


def _worth_keeping(network: "Network", said: Said) -> bool:
    """Whether it is a message or a lasting tag, not a program's question (CTCP) or somebody's typing."""
    if not network.archive.keeps:
        return False
    if said.command == "TAGMSG":
        return any(tag.partition("=")[0] not in _PASSING for tag in said.tags.split(";") if tag)
    return not asks_program(said.text)


def asks_program(text: str) -> bool:
    """Whether `text` is a program's question or its answer (CTCP), and no ACTION."""
    return text.startswith(CTCP) and not text.startswith(_ACTION)


def _record(network: "Network", user: User, target: str, said: Said, reply: Reply) -> None:
    line, command, shown, text, tags = said
    if command == "TAGMSG":
        target = EVENTS + target
    if user.bot:
        tags = tags + ";bot" if tags else "bot"
    record = Record(line.number, target, command, shown, user.prefix, user.account, text, tags)
    network.record(record, Unsettled(line, command, shown, reply))


def take_back(network: "Network", unsettled: List[Unsettled]) -> None:
    """Take these lines out of every outbox, and tell those who said them that they were not recorded.

    Outboxes hold the very objects that the lines encoded, so that identity finds them.
    """
    taken = {id(copy) for each in unsettled for copy in each.line.copies}
    for user in network.dirty:
        user.outbox[:] = [line for line in user.outbox if id(line) not in taken]
    for each in unsettled:
        labelled = any(copy.startswith(b"@label=") for copy in each.line.copies)
        answer = Reply(network, each.reply.user, each.reply.label if labelled else "")
        answer.fail(each.command, "CANNOT_RECORD", each.shown, CANNOT_RECORD)
        answer.finish()
