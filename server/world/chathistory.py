"""CHATHISTORY: pages of what was said, by time or msgid, for those who were there or are there now.

Source: ircv3.net "chathistory". A msgid is a place in time by itself, so that it stays a good bound after its message
was erased.
"""
from typing import TYPE_CHECKING, Callable, Dict, List, NamedTuple

from ..wire import numerics
from ..wire.caps import CHATHISTORY, EVENT_PLAYBACK
from ..wire.message import Message
from ..wire.names import fold, valid_nick
from .archive import EVENTS, NEVER, Unreadable, first_id_at, moment_of, number_of
from .isupport import MAX_PAGE
from .outgoing import read_timestamp, timestamp
from .playback import answer, parts_of
from .recording import identity
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network


class Bound(NamedTuple):
    """A message or a moment as two ids: what is after `last` is later, what is before `first` is earlier."""

    first: int
    last: int


class Ask(NamedTuple):
    """One question for a page: of what, from where, and how much."""

    network: "Network"
    targets: List[str]
    bounds: List[Bound]
    limit: int


class _Refused(Exception):
    """A question that can't be answered: a code of the specification, and the parameters after the subcommand."""

    def __init__(self, code: str, *context: str) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


_NOTHING = Bound(0, 0)
_WHERE = "Say where to begin with timestamp=<time> or msgid=<id>."


def chathistory(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <bound> <limit>, BETWEEN <target> <bound> <bound> <limit>,
    TARGETS <time> <time> <limit>."""
    if not user.caps & CHATHISTORY:
        text = "CHATHISTORY needs the capability draft/chathistory."
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "CHATHISTORY", text)
        return
    subcommand = message.param(0).upper()
    try:
        if subcommand == "TARGETS":
            _tell_targets(network, message, reply)
        else:
            _tell_page(network, subcommand, message, reply)
    except _Refused as refused:
        reply.say("FAIL", "CHATHISTORY", refused.code, message.param(0) or "*", *refused.context)
    except Unreadable:
        context = (message.param(0), message.param(1) or "*", "The history can't be read now. Try again later.")
        reply.say("FAIL", "CHATHISTORY", "MESSAGE_ERROR", *context)


def _tell_page(network: "Network", subcommand: str, message: Message, reply: Reply) -> None:
    find = _PAGES.get(subcommand)
    if find is None:
        raise _Refused("INVALID_PARAMS", "CHATHISTORY knows LATEST, BEFORE, AFTER, AROUND, BETWEEN and TARGETS.")
    bounds = 2 if subcommand == "BETWEEN" else 1
    if len(message.params) != 3 + bounds:
        raise _Refused("INVALID_PARAMS", f"{subcommand} needs a target, what to begin from, and how many messages.")
    target = message.params[1]
    given = [_bound(subcommand, target, text) for text in message.params[2:-1]]
    limit = _limit(message.params[-1])
    ask = Ask(network, _targets(network, reply.user, target), given, limit)
    answer(network, parts_of(network, find(ask)), "chathistory", [target], reply)


def _latest(ask: Ask) -> List[int]:
    return ask.network.archive.page_ids(ask.targets, ask.bounds[0].last, NEVER, ask.limit, newest=True)


def _before(ask: Ask) -> List[int]:
    return ask.network.archive.page_ids(ask.targets, 0, ask.bounds[0].first, ask.limit, newest=True)


def _after(ask: Ask) -> List[int]:
    return ask.network.archive.page_ids(ask.targets, ask.bounds[0].last, NEVER, ask.limit, newest=False)


def _around(ask: Ask) -> List[int]:
    first, earlier = ask.bounds[0].first, ask.limit // 2
    page = ask.network.archive.page_ids
    return page(ask.targets, 0, first, earlier, newest=True) + page(
        ask.targets, first - 1, NEVER, ask.limit - earlier, newest=False
    )


def _between(ask: Ask) -> List[int]:
    """From the first bound towards the second, which may lie before it."""
    start, end = ask.bounds
    if start <= end:
        return ask.network.archive.page_ids(ask.targets, start.last, end.first, ask.limit, newest=False)
    return ask.network.archive.page_ids(ask.targets, end.last, start.first, ask.limit, newest=True)


_PAGES: Dict[str, Callable[[Ask], List[int]]] = {
    "LATEST": _latest,
    "BEFORE": _before,
    "AFTER": _after,
    "AROUND": _around,
    "BETWEEN": _between,
}


def _targets(network: "Network", user: User, target: str) -> List[str]:
    """What `user` may read under the name `target`; refused where they may not know of it."""
    if target.startswith("#"):
        channel = network.channel(target)
        if channel is None or not (user in channel.members or user.operator):
            raise _Refused("INVALID_TARGET", target, "You are not in that room. Join it first.")
        found = network.archive.places(channel.folded)
    elif valid_nick(target):
        found = network.archive.conversations(identity(user)).get(fold(target), [])
    else:
        raise _Refused("INVALID_TARGET", target, "That is neither a room nor a name.")
    if user.caps & EVENT_PLAYBACK:
        return found + [EVENTS + each for each in found]
    return found


def _bound(subcommand: str, target: str, text: str) -> Bound:
    if text == "*" and subcommand == "LATEST":
        return _NOTHING
    kind, equals, value = text.partition("=")
    if kind == "msgid":
        number = number_of(value)
        if number >= 0:
            return Bound(number, number)
    elif kind == "timestamp":
        return _moment(text)
    elif equals:
        raise _Refused("INVALID_MSGREFTYPE", target, text, _WHERE)
    else:
        raise _Refused("INVALID_PARAMS", text or "*", _WHERE)
    raise _Refused("INVALID_PARAMS", text, "There is no message with that id.")


def _moment(text: str) -> Bound:
    kind, _, value = text.partition("=")
    milliseconds = read_timestamp(value) if kind == "timestamp" else None
    if milliseconds is None:
        text = text or "*"
        raise _Refused("INVALID_PARAMS", text, "A time is written as timestamp=2019-01-04T14:33:26.123Z.")
    return Bound(first_id_at(milliseconds), first_id_at(milliseconds + 1) - 1)


def _limit(text: str) -> int:
    if not (text.isdecimal() and int(text[:9]) > 0):
        raise _Refused("INVALID_PARAMS", text or "*", "Say how many messages, with a number from 1 up.")
    return min(int(text[:9]), MAX_PAGE)


def _tell_targets(network: "Network", message: Message, reply: Reply) -> None:
    """Answer with the rooms and private chats whose newest message lies between two times, counted from the first."""
    if len(message.params) != 4:
        raise _Refused("INVALID_PARAMS", "TARGETS needs two times and how many targets.")
    start, end = (_moment(text) for text in message.params[1:3])
    limit = _limit(message.params[3])
    names = _readable(network, reply.user)
    newest: Dict[str, int] = {}
    for target, number in network.archive.latest(list(names), 0, NEVER):
        newest[names[target]] = number  # the oldest come first, and the newest counts
    after, before = min(start, end).last, max(start, end).first
    latest = sorted((number, name) for name, number in newest.items() if after < number < before)
    lines = []
    for number, name in latest[:limit] if start <= end else latest[-limit:]:
        lines.append(reply.from_server("CHATHISTORY", "TARGETS", name, timestamp_of(number)))
    reply.batch("draft/chathistory-targets", (), lines)


def _readable(network: "Network", user: User) -> Dict[str, str]:
    """Every target that `user` may read, and the name by which they ask for it."""
    names: Dict[str, str] = {}
    for channel in user.channels.values():
        names.update(dict.fromkeys(network.archive.places(channel.folded), channel.name))
    for nick, targets in network.archive.conversations(identity(user)).items():
        names.update(dict.fromkeys(targets, nick))
    return names


def timestamp_of(number: int) -> str:
    """When the message with the id `number` was said, as server-time writes it."""
    return timestamp(moment_of(number))
