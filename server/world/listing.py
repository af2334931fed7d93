"""LIST: the rooms, filtered by mask, size, topic's age and age (modern.ircdocs.horse "LIST", ELIST=MNTU).

The age, C, is answered but not promised, since servers disagree on which rooms C<5 means.
"""
from typing import TYPE_CHECKING, Callable, List

from ..wire import numerics
from ..wire.message import Message
from ..wire.names import fold, mask_matches
from .answering import Steps
from .channel import Channel
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

Condition = Callable[[Channel], bool]


def list_rooms(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """LIST [<room or condition>{,<room or condition>}]: every condition must hold; of several rooms one."""
    words = [word for word in message.param(0).split(",") if word]
    conditions = [_condition(word, network.now) for word in words if _is_condition(word)]
    masks = [fold(word) for word in words if not _is_condition(word)]
    if masks and not any("*" in mask or "?" in mask for mask in masks):
        candidates = [network.channels[mask] for mask in dict.fromkeys(masks) if mask in network.channels]
    else:
        candidates = list(network.channels.values())
        conditions.append(lambda channel: not masks or any(mask_matches(mask, channel.folded) for mask in masks))
    network.answering.begin(_steps(candidates, conditions, reply), reply)


def _steps(candidates: List[Channel], conditions: List[Condition], reply: Reply) -> Steps:
    reply.numeric(numerics.RPL_LISTSTART, "Channel", "Users  Name")
    for channel in candidates:
        if channel.members and channel.visible_to(reply.user) and all(holds(channel) for holds in conditions):
            reply.numeric(numerics.RPL_LIST, channel.name, str(len(channel.members)), channel.topic)
        yield 1
    reply.numeric(numerics.RPL_LISTEND, "End of the list of rooms.")


def _is_condition(word: str) -> bool:
    return word[0] in "<>!" or (word[0] in "CTct" and word[1:2] in ("<", ">"))


def _condition(word: str, now: float) -> Condition:
    if word[0] == "!":
        mask = fold(word[1:])
        return lambda channel: not mask_matches(mask, channel.folded)
    kind = word[0].upper() if word[0] not in "<>" else ""
    sign, digits = word[len(kind)], word[len(kind) + 1 :]
    if not digits.isdecimal():
        return lambda channel: True
    number = int(digits[:9])
    if not kind:
        return lambda channel: _compares(len(channel.members), sign, number)
    if kind == "C":
        return lambda channel: _compares((now - channel.created_at) / 60, sign, number)
    return lambda channel: bool(channel.topic_at) and _compares((now - channel.topic_at) / 60, sign, number)


def _compares(value: float, sign: str, number: int) -> bool:
    return value > number if sign == ">" else value < number
