"""CAP: which capabilities a connection has, and how long registration waits for them.

Source: ircv3.net "Capability Negotiation", version 302.
"""
from typing import TYPE_CHECKING, Callable, Dict, List

from ..wire import numerics
from ..wire.caps import ACCOUNT_REGISTRATION, BITS, CAP_NOTIFY, OFFERED, Capability, names_of
from ..wire.message import Message
from . import registration
from .outgoing import MAX_BODY, packed
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network


def cap(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """CAP LS|LIST|REQ|END."""
    subcommand = message.params[0].upper()
    handler = _SUBCOMMANDS.get(subcommand)
    if handler is None:
        reply.numeric(numerics.ERR_INVALIDCAPCMD, message.params[0], "CAP knows LS, LIST, REQ and END.")
        return
    handler(network, user, message.param(1), reply)


def _offer(network: "Network", user: User, version: str, reply: Reply) -> None:
    if not user.registered:
        user.negotiating = True
    modern = version.isdigit() and int(version[:9]) >= 302
    if modern:
        _set_caps(network, user, user.caps | CAP_NOTIFY)
        user.cap_302 = True
    offered = [offer for offer in OFFERED if not offer.bit & network.withheld]
    words = [_shown(network, user, offer) for offer in offered]
    _say_words(network, user, "LS", words, reply)


def _list(network: "Network", user: User, _: str, reply: Reply) -> None:
    _say_words(network, user, "LIST", names_of(user.caps), reply)


def _request(network: "Network", user: User, wanted: str, reply: Reply) -> None:
    if not user.registered:
        user.negotiating = True
    caps = user.caps
    for word in wanted.split():
        bit = BITS.get(word.lstrip("-"), 0) & ~network.withheld
        caps = caps & ~bit if word[0] == "-" else caps | bit
        pinned = bit == CAP_NOTIFY and word[0] == "-" and user.cap_302
        if not bit or pinned:
            reply.say("CAP", user.shown, "NAK", wanted)
            return
    _set_caps(network, user, caps)
    reply.say("CAP", user.shown, "ACK", wanted)


def _end(network: "Network", user: User, _: str, reply: Reply) -> None:
    if user.registered:
        return
    user.negotiating = False
    registration.complete(network, user, reply)


_SUBCOMMANDS: Dict[str, Callable[["Network", User, str, Reply], None]] = {
    "LS": _offer,
    "LIST": _list,
    "REQ": _request,
    "END": _end,
}


def _set_caps(network: "Network", user: User, caps: int) -> None:
    network.settle_run()
    user.caps = caps
    for channel in user.channels.values():
        channel.regroup()


def _shown(network: "Network", user: User, offer: Capability) -> str:
    """The capability as LS lists it; who must give a password to come in can't make an account before."""
    if not user.cap_302 or not offer.value or (offer.bit == ACCOUNT_REGISTRATION and network.config.password):
        return offer.name
    return offer.name + "=" + offer.value


def _say_words(network: "Network", user: User, subcommand: str, words: List[str], reply: Reply) -> None:
    """The words in as many lines as they need, all but the last marked with "*"; who doesn't know version 302 expects
    one line."""
    room = MAX_BODY - len(f":{network.server_name} CAP {user.shown} {subcommand} * :".encode())
    if not user.cap_302:
        words = _in_one_line(words, room)
    texts = packed(words, room) or [""]
    for text in texts[:-1]:
        reply.say("CAP", user.shown, subcommand, "*", text)
    reply.say("CAP", user.shown, subcommand, texts[-1])


def _in_one_line(words: List[str], room: int) -> List[str]:
    """The words, as far as `room` bytes hold them: drafts give way first."""
    kept = list(words)
    for word in sorted(words, key=lambda word: "/" not in word):
        if len(" ".join(kept)) <= room:
            break
        kept.remove(word)
    return kept
