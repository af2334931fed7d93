"""Accounts: logging in before the welcome or later, and making an account for the nick that one has.

Sources: IRCv3 sasl-3.1 and sasl-3.2, draft/account-registration; modern.ircdocs.horse "Numerics".
"""
from typing import Dict

from server.wire.message import Message

from .events import AccountRefused, AccountRegistered, LoggedIn, LoginFailed
from .sasl import NOT_READABLE, Exchange, Login, SaslError
from .session_state import Handler, Heard, SessionState

WRONG = "That name and password don’t fit together. Check the password."
NO_ACCOUNTS = "This server has no accounts to log in to."
_NO_REGISTERING = "This server makes no accounts."
_TROUBLE = "The server didn’t let you log in: {}"


def can_log_in(state: SessionState) -> bool:
    """Whether the server has accounts that one can log in to."""
    return "sasl" in state.caps


def begin(state: SessionState, login: Login) -> bool:
    """Begin to log in; LoggedIn or LoginFailed follows. False where nothing was begun, which LoginFailed says."""
    offered = state.offered.get("sasl", "")
    try:
        if not can_log_in(state):
            raise SaslError(NO_ACCOUNTS)
        mechanisms = offered.upper().split(",") if offered else ()
        state.login_exchange = Exchange(login, mechanisms, state.readable)
    except SaslError as error:
        state.tell(LoginFailed(login.account, str(error)))
        return False
    state.login = login
    state.send("AUTHENTICATE", state.login_exchange.mechanism)
    return True


def can_register(state: SessionState) -> bool:
    """Whether the server makes accounts for those who ask."""
    return "draft/account-registration" in state.caps


def register(state: SessionState, password: str) -> bool:
    """Make an account for the nick that we have; AccountRegistered or AccountRefused follows.

    False where it could not be asked for.
    """
    if not can_register(state) or state.readable:
        state.tell(AccountRefused("", NOT_READABLE if can_register(state) else _NO_REGISTERING))
        return False
    state.login = Login(state.nick, password)
    state.registering = True
    state.send("REGISTER", "*", "*", password)
    return True


def on_authenticate(state: SessionState, message: Message, heard: Heard) -> None:
    """AUTHENTICATE: the server's challenge, or a piece of it."""
    if state.login_exchange is None:
        return
    try:
        for word in state.login_exchange.answer(message.param(0)):
            state.send("AUTHENTICATE", word)
    except SaslError as error:
        state.send("AUTHENTICATE", "*")
        _fail(state, str(error))


def on_logged_in(state: SessionState, message: Message, heard: Heard) -> None:
    """900: who we are logged in as."""
    state.account = message.param(2)
    if state.login_exchange is None:
        state.tell(LoggedIn(state.account))


def on_logged_out(state: SessionState, message: Message, heard: Heard) -> None:
    """901: we are logged in no longer."""
    state.account = ""


def on_success(state: SessionState, message: Message, heard: Heard) -> None:
    """903: the login worked; without the server's own proof it is not believed (RFC 5802 section 5)."""
    exchange, state.login_exchange = state.login_exchange, None
    if exchange is None:
        return
    if not exchange.is_proven:
        _fail(state, _TROUBLE.format("it didn’t prove that it knows the account."))
        return
    state.tell(LoggedIn(state.account or state.login.account))
    if state.welcomed:
        return
    if state.nick_waits:
        state.send("NICK", state.nick)
    state.send("CAP", "END")


def on_failure(state: SessionState, message: Message, heard: Heard) -> None:
    """902 and 904 to 907: the login did not work."""
    if state.login_exchange is None:
        return
    number, words = message.command, message.params[-1] if message.params else ""
    if number == "907":
        on_success(state, message, heard)
        return
    _fail(state, WRONG if number == "904" else _TROUBLE.format(words or "it says no reason."))


def on_registered(state: SessionState, message: Message, heard: Heard) -> None:
    """REGISTER SUCCESS or VERIFICATION_REQUIRED: the account is made, or its owner has to prove an address first."""
    result, account, words = message.param(0).upper(), message.param(1), "".join(message.params[-1:])
    if result == "SUCCESS":
        state.tell(AccountRegistered(account))
        end_registering(state)
    elif result == "VERIFICATION_REQUIRED":
        state.tell(AccountRefused("VERIFICATION_REQUIRED", f"The server says: {words}"))


def refuse_account(state: SessionState, code: str, text: str) -> None:
    """FAIL REGISTER: no account was made; before the welcome that ends the attempt."""
    state.registering = False
    if state.welcomed:
        state.tell(AccountRefused(code, text))
    else:
        state.refuse("login", text)


def end_registering(state: SessionState) -> None:
    """The account is made; where that came before the welcome, we can come in."""
    state.registering = False
    if not state.welcomed:
        state.send("CAP", "END")


def _fail(state: SessionState, text: str) -> None:
    """Before the welcome a login that fails ends the attempt: nobody comes in under a name that isn't theirs."""
    state.login_exchange = None
    account = state.login.account if state.login is not None else ""
    if state.welcomed:
        state.tell(LoginFailed(account, text))
    else:
        state.refuse("login", text)


HANDLERS: Dict[str, Handler] = {
    "AUTHENTICATE": on_authenticate,
    "900": on_logged_in,
    "901": on_logged_out,
    "902": on_failure,
    "903": on_success,
    "904": on_failure,
    "905": on_failure,
    "906": on_failure,
    "907": on_failure,
    "REGISTER": on_registered,
}
