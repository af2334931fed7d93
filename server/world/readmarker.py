"""MARKREAD: up to where somebody has read a room or a private chat, told to all of their clients.

Source: ircv3.net "read-marker". With an account the marker is kept in the history and shared by all who are logged in
to it. Without one nobody can be sure that the next bearer of a nick is the same person, so that a marker lasts as long
as the connection.
"""
from typing import TYPE_CHECKING, List

from ..wire import numerics
from ..wire.caps import READ_MARKER
from ..wire.message import Message
from ..wire.names import fold, valid_nick, valid_room
from .archive import Unreadable
from .outgoing import read_timestamp, timestamp, to_milliseconds
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MOST_MARKERS = 1000  # of one account or connection; the one set longest ago is forgotten


def markread(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """MARKREAD <target> [timestamp=<time>]: without a time, the marker is only asked for."""
    if not user.caps & READ_MARKER:
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "MARKREAD", "MARKREAD needs the capability draft/read-marker.")
        return
    target = message.param(0)
    if not target:
        reply.say("FAIL", "MARKREAD", "NEED_MORE_PARAMS", "Say which room or person.")
        return
    if not (valid_room(target) or valid_nick(target)):
        reply.say("FAIL", "MARKREAD", "INVALID_PARAMS", target, "That is neither a room nor a name.")
        return
    try:
        _mark(network, user, message, reply)
    except Unreadable:
        text = "The marker can't be read now. Try again later."
        reply.say("FAIL", "MARKREAD", "INTERNAL_ERROR", target, text)


def tell_marker(network: "Network", user: User, room: str, reply: Reply) -> None:
    """Tell somebody who has just come into `room` up to where they have read it."""
    if user.caps & READ_MARKER:
        try:
            _say(room, _marker(network, user, room), reply)
        except Unreadable:
            _say(room, 0, reply)


def _mark(network: "Network", user: User, message: Message, reply: Reply) -> None:
    target = message.params[0]
    known = _marker(network, user, target)
    if len(message.params) == 1:
        _say(target, known, reply)
        return
    kind, _, value = message.params[1].partition("=")
    given = read_timestamp(value) if kind == "timestamp" else None
    if given is None:
        text = "A time is written as timestamp=2019-01-04T14:33:26.123Z."
        reply.say("FAIL", "MARKREAD", "INVALID_PARAMS", message.params[1], text)
        return
    marker = min(given, to_milliseconds(network.now))
    if marker <= known:
        _say(target, known, reply)
        return
    _set(network, user, target, known, marker)
    _say(target, marker, reply)
    for other in _other_clients(network, user):
        _say(target, marker, Reply(network, other))


def _marker(network: "Network", user: User, target: str) -> int:
    place = network.archive.places(fold(target))[-1]
    if user.account:
        return network.archive.marker(fold(user.account), place)
    return user.markers.get(place, 0)


def _set(network: "Network", user: User, target: str, known: int, marker: int) -> None:
    place = network.archive.places(fold(target))[-1]
    if user.account:
        network.archive.set_marker(fold(user.account), place, marker)
        if not known:
            network.archive.limit_markers(fold(user.account), MOST_MARKERS)
        return
    user.markers.pop(place, None)
    if len(user.markers) >= MOST_MARKERS:
        del user.markers[next(iter(user.markers))]
    user.markers[place] = marker


def _other_clients(network: "Network", user: User) -> List[User]:
    if not user.account:
        return []
    account = fold(user.account)
    return [
        other
        for other in network.users.values()
        if other is not user and other.caps & READ_MARKER and fold(other.account) == account
    ]


def _say(target: str, marker: int, reply: Reply) -> None:
    reply.say("MARKREAD", target, "timestamp=" + timestamp(marker / 1000) if marker else "*")
