"""Who somebody is logged in as, and how long those wait who give wrong passwords.

While a password is being checked, its sender's next lines wait; so nothing overtakes the answer, and nobody else waits.
Sources: IRCv3 account-notify and sasl, modern.ircdocs.horse "Numerics".
"""
from typing import TYPE_CHECKING, Any, Callable

from ..wire import numerics
from ..wire.caps import ACCOUNT_NOTIFY
from . import presence
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

Done = Callable[[Any], None]


def ask(network: "Network", reply: Reply, question: Callable[[Done], None], answer: Done) -> None:
    """Let `question` find something out about a password and `answer` have the result; the asker's next lines wait.

    Who gave wrong passwords waits longer. `answer` is not called for who has left meanwhile.
    """
    user = reply.user
    inside = True

    def answered(result: Any) -> None:
        if user.closing:
            return
        user.waiting = False
        answer(result)
        reply.release()
        if not inside:
            network.go_on(user)

    user.waiting = True
    reply.hold()
    delay = network.gate.delay(user.address, network.now)
    if delay:
        network.at(network.now + delay, lambda: None if user.closing else question(answered))
    else:
        question(answered)
    inside = False


def log_in(network: "Network", user: User, account: str, reply: Reply) -> None:
    """`user` is the account's owner from now on: tell them (900), and those who want to know."""
    before, user.account = user.account, account
    whole = "{}!{}@{}".format(user.shown, user.username or "*", user.host)
    reply.numeric(numerics.RPL_LOGGEDIN, whole, account, f"You are logged in as {account}.")
    if user.registered and before != account:
        line = network.line(user, "ACCOUNT", account, needs=ACCOUNT_NOTIFY)
        reply.relay(line)
        presence.tell(network, user, line)
    if user.registered:
        promote(network, user, reply)


def promote(network: "Network", user: User, reply: Reply) -> None:
    """Make `user` an operator if the configuration says so of the account."""
    if user.account and user.account in network.config.operator_accounts and not user.operator:
        make_operator(network, user, reply)


def make_operator(network: "Network", user: User, reply: Reply) -> None:
    """`user` is an operator of the server from now on, and is told (381, MODE)."""
    user.operator = True
    reply.numeric(numerics.RPL_YOUREOPER, "You are an operator of the server.")
    reply.relay(network.line(user, "MODE", user.nick, "+o"))
