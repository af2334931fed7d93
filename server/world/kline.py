"""KLINE and UNKLINE: operators keep an address out of the server, for a time or for ever, and let it in again."""
import logging
from math import ceil
from typing import TYPE_CHECKING, List, Tuple

from ..wire import numerics
from ..wire.message import Message
from . import bans, isupport
from .bans import Ban
from .operators import NOT_OPERATOR
from .outgoing import cut
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

_SYNTAX = (
    "Write it as KLINE [<duration>] <address or mask> [<reason>]; durations are like 30 (minutes), 2h, 7d or 0 (ever); "
    "nick!*@* bans a name."
)


def kline(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """KLINE [<duration>] <address, network, mask or nick> [<reason>]: who is there must leave, and can't come back."""
    if not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
        return
    seconds, target, reason = _read(list(message.params))
    person = network.find(target)
    mask = bans.normal_mask(person.address if person is not None else target)
    if not mask:
        reply.fail("KLINE", "INVALID_MASK", cut(target, 64) or "*", _SYNTAX)
    elif bans.matches(mask, user.address, user.username, user.nick):
        reply.fail("KLINE", "INVALID_MASK", mask, "That would keep you out too.")
    else:
        now = int(network.now)
        ban = Ban(mask, reason or "No reason given", user.nick, now, now + seconds if seconds else 0)
        _set(network, user, ban, reply)


def _read(params: List[str]) -> Tuple[int, str, str]:
    """Duration in seconds, target and reason; without a duration it is for ever."""
    seconds = bans.seconds_of(params[0]) if len(params) > 1 else None
    if seconds is not None:
        del params[0]
    return seconds or 0, params[0], cut(params[1] if len(params) > 1 else "", isupport.MAX_REASON)


def _set(network: "Network", user: User, ban: Ban, reply: Reply) -> None:
    if not network.gate.bans.add(ban):
        text = "There are too many bans. Lift some with UNKLINE; STATS k lists them."
        reply.fail("KLINE", "TOO_MANY", ban.mask, text)
        return
    duration = bans.duration_in_words(ban.ends - ban.at if ban.ends else 0)
    _tell(network, f"{user.nick} banned {ban.mask} for {duration}: {ban.reason}", reply)
    for person in list(network.links):
        if bans.matches(ban.mask, person.address, person.username, person.nick):
            turn_away(network, person, ban)


def turn_away(network: "Network", user: User, ban: Ban) -> None:
    """Close the link of somebody who is banned, and say why (465)."""
    if user.closing:
        return
    Reply(network, user).numeric(numerics.ERR_YOUREBANNEDCREEP, f"You are banned from this server: {ban.reason}")
    network.close(user, "Banned: " + ban.reason)


def unkline(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """UNKLINE <address, network or mask>."""
    if not user.operator:
        reply.numeric(numerics.ERR_NOPRIVILEGES, NOT_OPERATOR)
        return
    mask = bans.normal_mask(message.params[0])
    if not network.gate.bans.remove(mask):
        text = "There is no such ban. STATS k lists them all."
        reply.fail("UNKLINE", "NO_SUCH_BAN", cut(message.params[0], 64) or "*", text)
        return
    _tell(network, f"{user.nick} lifted the ban on {mask}", reply)


def _tell(network: "Network", text: str, reply: Reply) -> None:
    """Let every operator know, the asker through `reply`, and the log."""
    log.info("Moderation: %s.", text)
    reply.notice(text)
    network.tell_operators(text, reply.user)


def say_bans(network: "Network", reply: Reply) -> None:
    """Answer STATS k with the bans in force."""
    for ban in network.gate.bans.current(network.now):
        left = f"{ceil((ban.ends - network.now) / 60)} minutes left" if ban.ends else "for ever"
        words = f"{ban.reason} (by {ban.by}, {left})"
        reply.numeric(numerics.RPL_STATSKLINE, "K", ban.mask, "*", "*", words)
