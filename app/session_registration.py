"""Coming in: capabilities, the welcome, what the server says about itself, and how it refuses us.

Sources: modern.ircdocs.horse "Connection Registration", IRCv3 capability negotiation 302.
"""
import re
from typing import Dict, List

from server.wire.message import Message

from . import refusals, session_login
from .events import Motd, Registered
from .sasl import Login
from .session_state import Handler, Heard, SessionState

_MOST_OFFERED = 500  # capabilities of one server that are remembered
_MOST_MOTD = 2000  # lines
_NICK = re.compile(r"[^\s\0:][^\s\0]*")  # what can be written as one word; the rest is for the server to judge


def start(state: SessionState) -> None:
    """Send what opens a connection; a nick that can't be written is refused at once."""
    state.send("CAP", "LS", "302")
    if state.password:
        state.send("PASS", state.password)
    if not _NICK.fullmatch(state.nick):
        state.refuse("nick-bad", refusals.NICK_BAD.format(32))
        return
    state.send("NICK", state.nick)
    state.send("USER", state.username, "0", "*", state.realname)


def on_cap(state: SessionState, message: Message, heard: Heard) -> None:
    """CAP: ask for what we use of what is offered, then end the negotiation."""
    kind = message.param(1).upper()
    words = message.params[-1].split() if len(message.params) > 2 else []
    if kind in ("LS", "NEW"):
        for word in words[:_MOST_OFFERED]:
            name, _, value = word.partition("=")
            if len(state.offered) < _MOST_OFFERED:
                state.offered[name] = value
        if kind == "NEW" or message.param(2) != "*" or len(message.params) < 4:
            _ask(state)
    elif kind == "ACK":
        _take_acknowledged(state, words)
        _end(state)
    elif kind == "NAK":
        _end(state)
    elif kind == "DEL":
        for word in words:
            state.offered.pop(word, None)
            state.caps.discard(word)


def _ask(state: SessionState) -> None:
    missing = [name for name in state.wanted if name in state.offered and name not in state.caps]
    if missing:
        state.send("CAP", "REQ", " ".join(missing))
    else:
        _end(state)


def _take_acknowledged(state: SessionState, words: List[str]) -> None:
    for word in words:
        if word.startswith("-"):
            state.caps.discard(word[1:])
        elif word in state.wanted:
            state.caps.add(word)
    if "batch" not in state.caps:
        state.caps -= {"labeled-response", "draft/chathistory", "draft/multiline", "soju.im/search"}


def _end(state: SessionState) -> None:
    """End the negotiation, after a login if there is one to be made."""
    if state.welcomed or state.login_exchange is not None or state.registering:
        return
    if state.login is not None and not state.account and _log_in(state, state.login):
        return
    state.send("CAP", "END")


def _log_in(state: SessionState, login: Login) -> bool:
    return session_login.register(state, login.password) if login.new else session_login.begin(state, login)


def on_welcome(state: SessionState, message: Message, heard: Heard) -> None:
    """001: the nick that the server gave us."""
    state.welcomed = True
    state.server = message.source
    state.nick = message.param(0) or state.nick


def on_isupport(state: SessionState, message: Message, heard: Heard) -> None:
    """005: the server's features; how it folds names holds from the first room on."""
    told = [word for word in message.params[1:-1] if not (state.rooms and word.lstrip("-").startswith("CASEMAPPING"))]
    state.support.read(told)
    state.network = state.isupport.get("NETWORK", "")


def on_motd_line(state: SessionState, message: Message, heard: Heard) -> None:
    """372: one line of the message of the day."""
    if len(state.motd_lines) < _MOST_MOTD:
        text = message.param(1)
        state.motd_lines.append(text[2:] if text.startswith("- ") else "" if text == "-" else text)


def on_motd_end(state: SessionState, message: Message, heard: Heard) -> None:
    """376 or 422: the message of the day is through, and with the first one we are in."""
    state.motd = tuple(state.motd_lines)
    state.motd_lines = []
    if state.welcomed and not state.registered:
        state.registered = True
        state.tell(Registered(state.nick, state.network, state.server))
    if state.motd:
        state.tell(Motd(state.motd))


def on_error_line(state: SessionState, message: Message, heard: Heard) -> None:
    """ERROR: the server closes the link."""
    state.closing_words = state.closing_words or refusals.bare_reason(message.param(0))
    if not state.registered:
        reason = refusals.why_closed(message.param(0))
        state.refuse(reason, refusals.refused_sentence(reason, state.closing_words))


def on_ping(state: SessionState, message: Message, heard: Heard) -> None:
    """PING: answer with the same token."""
    state.send("PONG", *message.params[:1])


def refuse_by_numeric(state: SessionState, message: Message) -> bool:
    """Whether the numeric is an error before the welcome; where it ends the registration, Refused is told."""
    number = message.command
    if state.welcomed or number[0] not in "45":
        return False
    if number in ("433", "436", "437"):
        _be_taken(state)
    elif number in ("431", "432"):
        state.refuse("nick-bad", refusals.NICK_BAD.format(state.support.number("NICKLEN", 32)))
    elif number == "464":
        state.refuse("password", refusals.PASSWORD_WRONG if state.password else refusals.PASSWORD_MISSING)
    elif number in ("463", "465", "466"):
        state.refuse("banned", refusals.refused_sentence("banned", message.params[-1] if message.params else ""))
    elif number == "410":
        _end(state)
    return True


def _be_taken(state: SessionState) -> None:
    """While we log in, the nick may be our own: it is asked for again when that is done."""
    if state.login_exchange is not None:
        state.nick_waits = True
    else:
        state.refuse("nick-taken", refusals.NICK_PROTECTED if "sasl" in state.caps else refusals.NICK_TAKEN)


def ignore(state: SessionState, message: Message, heard: Heard) -> None:
    """A reply that tells a person nothing."""


HANDLERS: Dict[str, Handler] = {
    "CAP": on_cap,
    "001": on_welcome,
    "005": on_isupport,
    "372": on_motd_line,
    "376": on_motd_end,
    "422": on_motd_end,
    "ERROR": on_error_line,
    "PING": on_ping,
    "PONG": ignore,
    "375": ignore,
}
