"""WHO: the people in a room or those that a mask finds, plain or with chosen fields (WHOX).

Sources: modern.ircdocs.horse "WHO message", IRCv3 WHOX.
"""
from typing import TYPE_CHECKING, Callable, Dict, List, NamedTuple, Optional

from ..wire import numerics
from ..wire.caps import MULTI_PREFIX
from ..wire.message import Message
from ..wire.names import fold, mask_matches
from .answering import Steps
from .channel import Channel
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MAX_TOKEN = 3  # digits (WHOX)
COST_OF_MATCHING = 3  # lines

_EVERYBODY = ("", "0", "*")


class Question(NamedTuple):
    """What is asked: about whom, and how the answer is to be written."""

    mask: str
    channel: Optional[Channel]  # the room that the mask names
    operators: bool  # only the server's
    fields: Optional[str]  # the chosen ones, a letter each (WHOX); None = the plain answer
    token: str


class Row(NamedTuple):
    """One person as an answer to one question."""

    network: "Network"
    person: User
    channel: Optional[Channel]
    every_sign: bool
    token: str


# In the order in which they are answered, whatever the order in which they are asked for.
_FIELDS: Dict[str, Callable[[Row], str]] = {
    "t": lambda row: row.token,
    "c": lambda row: row.channel.name if row.channel else "*",
    "u": lambda row: row.person.username,
    "i": lambda row: row.person.host,
    "h": lambda row: row.person.host,
    "s": lambda row: row.network.server_name,
    "n": lambda row: row.person.nick,
    "f": lambda row: _flags(row),
    "d": lambda row: "0",
    "l": lambda row: str(int(row.network.now - row.person.spoke_at)),
    "a": lambda row: row.person.account or "0",
    "o": lambda row: "n/a",
    "r": lambda row: row.person.realname,
}


def who(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """WHO [<room or mask> [o][%<fields>[,<token>]]]."""
    mask = message.param(0)
    options, percent, wanted = message.param(1).partition("%")
    fields, _, token = wanted.partition(",")
    token = token if token.isdecimal() and len(token) <= MAX_TOKEN else "0"
    channel = network.channel(mask) if mask.startswith("#") else None
    question = Question(mask, channel, "o" in options, fields if percent else None, token)
    network.answering.begin(_steps(network, question, reply), reply)


def _steps(network: "Network", question: Question, reply: Reply) -> Steps:
    every = bool(reply.user.caps & MULTI_PREFIX)
    cost = 1 if question.channel is not None or question.mask in _EVERYBODY else COST_OF_MATCHING
    for person in _candidates(network, question):
        if _is_found(network, question, person, reply.user):
            _say(Row(network, person, question.channel, every, question.token), question.fields, reply)
        yield cost
    reply.numeric(numerics.RPL_ENDOFWHO, question.mask or "*", "End of the list of people.")


def _candidates(network: "Network", question: Question) -> List[User]:
    if question.mask.startswith("#"):
        return list(question.channel.members) if question.channel is not None else []
    exact = network.find(question.mask)
    return [exact] if exact is not None else list(network.users.values())


def _is_found(network: "Network", question: Question, person: User, asker: User) -> bool:
    """Whether `asker` finds `person`, who was there when the question came."""
    mask, channel = fold(question.mask), question.channel
    if not person.registered or (question.operators and not person.operator):
        return False
    if channel is not None:
        inside = asker in channel.members or asker.operator
        return person in channel.members and channel.visible_to(asker) and (inside or not person.invisible)
    if mask == fold(person.nick):
        return True
    if person.invisible and not _is_near(person, asker):
        return False
    return mask in _EVERYBODY or _mask_finds(mask, person, network.server_name)


def _is_near(person: User, asker: User) -> bool:
    """Whether `asker` may see the invisible `person`: a room in common, or all of the server."""
    return person is asker or asker.operator or any(room in person.channels for room in asker.channels)


def _mask_finds(mask: str, person: User, server: str) -> bool:
    texts = (person.nick, person.username, person.host, server, person.realname)
    return any(mask_matches(mask, fold(text)) for text in texts)


def _say(row: Row, fields: Optional[str], reply: Reply) -> None:
    if fields is not None:
        chosen = [field(row) for letter, field in _FIELDS.items() if letter in fields]
        reply.numeric(numerics.RPL_WHOSPCRPL, *chosen)
        return
    person = row.person
    room = row.channel.name if row.channel else "*"
    server = row.network.server_name
    values = (room, person.username, person.host, server, person.nick, _flags(row), "0 " + person.realname)
    reply.numeric(numerics.RPL_WHOREPLY, *values)


def _flags(row: Row) -> str:
    person = row.person
    flags = "G" if person.away else "H"
    if person.operator:
        flags += "*"
    if person.bot:
        flags += "B"
    return flags + (row.channel.sign_of(person, row.every_sign) if row.channel else "")
