"""WHO: the people in a room or those that a mask finds, plain or with chosen fields (WHOX).

Sources: modern.ircdocs.horse "WHO message", IRCv3 WHOX.
"""
from typing import TYPE_CHECKING, Callable, Dict, Iterable, NamedTuple, Optional

from ..wire import numerics
from ..wire.caps import MULTI_PREFIX
from ..wire.message import Message
from ..wire.names import fold, mask_matches
from .channel import Channel
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MAX_TOKEN = 3  # digits (WHOX)


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
    every = bool(user.caps & MULTI_PREFIX)
    for person in _found(network, user, mask, channel):
        if "o" in options and not person.operator:
            continue
        row = Row(network, person, channel, every, token)
        if percent:
            values = [field(row) for letter, field in _FIELDS.items() if letter in fields]
            reply.numeric(numerics.RPL_WHOSPCRPL, *values)
        else:
            _say_plain(row, reply)
    reply.numeric(numerics.RPL_ENDOFWHO, mask or "*", "End of the list of people.")


def _found(network: "Network", user: User, mask: str, channel: Optional[Channel]) -> Iterable[User]:
    if mask.startswith("#"):
        return _inside(user, channel) if channel is not None and channel.visible_to(user) else ()
    exact = network.find(mask)
    if exact is not None:
        return (exact,)
    near = network.neighbours(user) | {user}
    people = [person for person in network.users.values() if not person.invisible or person in near or user.operator]
    if mask in ("", "0", "*"):
        return people
    folded = fold(mask)
    return [person for person in people if _mask_finds(folded, person, network.server_name)]


def _inside(user: User, channel: Channel) -> Iterable[User]:
    if user in channel.members or user.operator:
        return channel.members
    return [member for member in channel.members if not member.invisible]


def _mask_finds(mask: str, person: User, server: str) -> bool:
    texts = (person.nick, person.username, person.host, server, person.realname)
    return any(mask_matches(mask, fold(text)) for text in texts)


def _say_plain(row: Row, reply: Reply) -> None:
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
