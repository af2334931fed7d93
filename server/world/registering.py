"""REGISTER and VERIFY: making an account for the nick that one has (IRCv3 draft/account-registration).

Whoever knows REGISTER knows FAIL too, so the answers to it are never notices.
"""
from typing import TYPE_CHECKING

from ..wire.message import Message
from ..wire.names import likeness
from . import logins
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MIN_PASSWORD = 3  # characters; whoever guesses is answered ever more slowly
SAFE_PASSWORD = 8  # characters; who takes fewer is told so (NIST SP 800-63B section 5.1.1)
MAX_PASSWORD = 300  # bytes (draft/account-registration, server considerations)


def register(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """REGISTER <account or *> <email or *> <password>: the account is made at once, and one is logged in to it."""
    wanted, _, password = message.params[:3]
    if not network.accounts.available:
        _fail(reply, "REGISTER", "TEMPORARILY_UNAVAILABLE", wanted, "This server keeps no accounts.")
    elif user.account:
        _fail(reply, "REGISTER", "ALREADY_AUTHENTICATED", user.account, f"You are logged in as {user.account}.")
    elif not user.registered and network.config.password:
        _fail(reply, "REGISTER", "COMPLETE_CONNECTION_REQUIRED", wanted, "Come in first, then make an account.")
    elif _somebody_elses(network, user):
        text = "That name is taken. Choose another one with NICK, then make an account for it."
        _fail(reply, "REGISTER", "USERNAME_EXISTS", _somebody_elses(network, user), text)
    elif not user.nick:
        _fail(reply, "REGISTER", "NEED_NICK", "*", "Say your name with NICK first.")
    elif wanted != "*" and likeness(wanted) != likeness(user.nick):
        text = f"An account has the name that you have here. Change it with NICK {wanted} first."
        _fail(reply, "REGISTER", "ACCOUNT_NAME_MUST_BE_NICK", wanted, text)
    elif network.accounts.owner_of(user.nick):
        _fail(reply, "REGISTER", "ACCOUNT_EXISTS", user.nick, "There is an account of that name. Log in to it.")
    else:
        _make(network, user, password, reply)


def _somebody_elses(network: "Network", user: User) -> str:
    """The name that `user` asked for and somebody else has; empty if there is none."""
    if not user.nick:
        return user.refused_nick
    return "" if network.directory.is_free_for(user, user.nick) else user.nick


def _make(network: "Network", user: User, password: str, reply: Reply) -> None:
    name = user.nick
    why = why_unfit(name, password)
    if why:
        code = "WEAK_PASSWORD" if _fits(password) else "UNACCEPTABLE_PASSWORD"
        _fail(reply, "REGISTER", code, name, why)
    elif not network.gate.may_register(user.address, network.now):
        text = "Too many accounts were made from your address. Try again in an hour."
        _fail(reply, "REGISTER", "TEMPORARILY_UNAVAILABLE", name, text)
    else:
        logins.ask(
            network, reply, lambda done: network.accounts.create(name, password, done),
            lambda made: _made(network, user, name, made, advice_on(password), reply),
        )  # fmt: skip


def _made(network: "Network", user: User, name: str, made: bool, advice: str, reply: Reply) -> None:
    if made:
        text = " ".join(filter(None, ("The account is made, and the name is yours.", advice)))
        reply.say("REGISTER", "SUCCESS", name, text)
        logins.log_in(network, user, name, reply)
    elif network.accounts.owner_of(name):
        _fail(reply, "REGISTER", "ACCOUNT_EXISTS", name, "There is an account of that name. Log in to it.")
    else:
        _fail(reply, "REGISTER", "TEMPORARILY_UNAVAILABLE", name, "The account can't be kept now. Try again later.")


def why_unfit(name: str, password: str) -> str:
    """Why `password` can't protect the account `name`, as a sentence; empty when it can."""
    if len(password) < MIN_PASSWORD:
        return f"That password is too short: it needs {MIN_PASSWORD} characters, and better {SAFE_PASSWORD} or more."
    if not _fits(password):
        return f"That password is too long: it may have {MAX_PASSWORD} bytes."
    if likeness(password) == likeness(name):
        return "The name itself is no password. Think of another one."
    return ""


def advice_on(password: str) -> str:
    """What to say about a new password that is easy to guess, as a sentence; empty for any other."""
    return "" if len(password) >= SAFE_PASSWORD else f"A password of {SAFE_PASSWORD} characters or more is safer."


def _fits(password: str) -> bool:
    return len(password.encode("utf-8", "replace")) <= MAX_PASSWORD


def verify(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """VERIFY <account> <code>: nothing here needs it, since REGISTER asks for no proof of an address."""
    account = message.params[0]
    if user.account:
        _fail(reply, "VERIFY", "ALREADY_AUTHENTICATED", user.account, f"You are logged in as {user.account}.")
        return
    text = "Accounts need no verification here. REGISTER is all it takes."
    _fail(reply, "VERIFY", "INVALID_CODE", account, text)


def _fail(reply: Reply, command: str, code: str, account: str, text: str) -> None:
    reply.say("FAIL", command, code, account or "*", text)
