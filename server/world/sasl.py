"""AUTHENTICATE: logging in to an account, with PLAIN or SCRAM-SHA-256.

Sources: IRCv3 sasl-3.1 and sasl-3.2, RFC 4616 (PLAIN), RFC 5802 and 7677 (SCRAM).
"""
import base64
import binascii
import secrets
from typing import TYPE_CHECKING, Callable, Dict, List, Optional

from ..scram import ScramError, ScramServer
from ..wire import numerics
from ..wire.caps import SASL
from ..wire.message import Message
from ..wire.names import likeness
from . import logins
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

CHUNK = 400  # characters of base64 in one line; a shorter one is the last
MAX_MESSAGE = 10 * CHUNK  # characters of base64 in one message

_FAILED = "That did not work: wrong name or password."


class Exchange:
    """One attempt of one person to log in; used by the hub's thread alone."""

    __slots__ = ("chunks", "mechanism", "proven", "scram")

    def __init__(self, mechanism: str) -> None:
        self.mechanism: str = mechanism
        self.chunks: List[str] = []  # of the message that is coming in
        self.scram: Optional[ScramServer] = None
        self.proven: str = ""  # the account, once SCRAM's proof was right


def authenticate(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """AUTHENTICATE <mechanism>, then AUTHENTICATE <base64> in pieces, or AUTHENTICATE * to give up."""
    word = message.params[0]
    if not user.caps & SASL:
        reply.numeric(numerics.ERR_SASLFAIL, "Ask for the capability sasl first.")
    elif word == "*":
        user.sasl = None
        reply.numeric(numerics.ERR_SASLABORTED, "Logging in was given up.")
    elif user.sasl is None:
        _begin(user, word.upper(), reply)
    else:
        _take(network, user, user.sasl, word, reply)


def give_up(user: User, reply: Reply) -> None:
    """Registration is complete: an exchange that is under way ends, and whoever began it is told."""
    if user.sasl is not None:
        user.sasl = None
        reply.numeric(numerics.ERR_SASLABORTED, "Logging in was given up, since you are in.")


def _begin(user: User, mechanism: str, reply: Reply) -> None:
    if mechanism not in _STEPS:
        reply.numeric(numerics.RPL_SASLMECHS, ",".join(_STEPS), "are the ways to log in")
        reply.numeric(numerics.ERR_SASLFAIL, "There is no such way to log in.")
        return
    user.sasl = Exchange(mechanism)
    reply.say("AUTHENTICATE", "+")


def _take(network: "Network", user: User, exchange: Exchange, chunk: str, reply: Reply) -> None:
    if chunk != "+":
        exchange.chunks.append(chunk)
    if len(chunk) > CHUNK or sum(map(len, exchange.chunks)) > MAX_MESSAGE:
        user.sasl = None
        reply.numeric(numerics.ERR_SASLTOOLONG, f"That is too long: {CHUNK} characters a line, please.")
        return
    if len(chunk) == CHUNK:
        return
    text = "".join(exchange.chunks)
    del exchange.chunks[:]
    try:
        data = base64.b64decode(text.encode("utf-8"), validate=True)
    except (binascii.Error, ValueError):
        _fail(user, reply)
        return
    _STEPS[exchange.mechanism](network, exchange, data, reply)


_Step = Callable[["Network", Exchange, bytes, Reply], None]


def _plain(network: "Network", exchange: Exchange, data: bytes, reply: Reply) -> None:
    parts = data.decode("utf-8", "replace").split("\0")
    if len(parts) != 3 or not parts[1] or "\ufffd" in parts[1] or (parts[0] and not _same(parts[0], parts[1])):
        _fail(reply.user, reply)
        return
    name, password = parts[1], parts[2]
    logins.ask(
        network, reply, lambda done: network.accounts.verify(name, password, done),
        lambda account: _finish(network, account, reply),
    )  # fmt: skip


def _scram(network: "Network", exchange: Exchange, data: bytes, reply: Reply) -> None:
    if exchange.proven:
        _finish(network, exchange.proven if not data else "", reply)
        return
    if exchange.scram is not None:
        logins.ask(
            network, reply, lambda done: done(_checked(exchange, data)),
            lambda verifier: _prove(network, exchange, verifier, reply),
        )  # fmt: skip
        return
    try:
        exchange.scram = ScramServer(data, secrets.token_urlsafe(18))
    except ScramError:
        _fail(reply.user, reply)
        return
    _answer(exchange.scram.challenge(network.accounts.scram_keys(exchange.scram.account)), reply)


def _checked(exchange: Exchange, final: bytes) -> bytes:
    """What proves the server to the client; empty if the client proves nothing."""
    try:
        return exchange.scram.finish(final) if exchange.scram is not None else b""
    except ScramError:
        return b""


def _prove(network: "Network", exchange: Exchange, verifier: bytes, reply: Reply) -> None:
    account = network.accounts.owner_of(exchange.scram.account) if exchange.scram is not None and verifier else ""
    if not account:
        _finish(network, "", reply)
        return
    exchange.proven = account
    _answer(verifier, reply)


_STEPS: Dict[str, _Step] = {"PLAIN": _plain, "SCRAM-SHA-256": _scram}
MECHANISMS = ",".join(_STEPS)


def _same(left: str, right: str) -> bool:
    return likeness(left) == likeness(right)


def _answer(data: bytes, reply: Reply) -> None:
    text = base64.b64encode(data).decode("ascii")
    for start in range(0, len(text), CHUNK):
        reply.say("AUTHENTICATE", text[start : start + CHUNK])
    if len(text) % CHUNK == 0:
        reply.say("AUTHENTICATE", "+")


def _finish(network: "Network", account: str, reply: Reply) -> None:
    user = reply.user
    if not account:
        network.gate.wrong_password(user.address, network.now)
        _fail(user, reply)
        return
    user.sasl = None
    logins.log_in(network, user, account, reply)
    reply.numeric(numerics.RPL_SASLSUCCESS, "Logging in worked.")


def _fail(user: User, reply: Reply) -> None:
    user.sasl = None
    reply.numeric(numerics.ERR_SASLFAIL, _FAILED)
