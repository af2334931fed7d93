"""Who somebody is logged in as, and how long those wait who give wrong passwords.

While a password is being checked, its sender's next lines wait; so nothing overtakes the answer, and nobody else waits.
Sources: IRCv3 account-notify and sasl, modern.ircdocs.horse "Numerics".
"""
from typing import TYPE_CHECKING, Any, Callable, Iterable

from ..wire import numerics
from ..wire.caps import ACCOUNT_NOTIFY
from ..wire.names import likeness
from . import letters, presence
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
    inside = True  # of the line that asks, whose mistakes are looked after already

    def answered(result: Any) -> None:
        if user.closing:
            return
        user.waiting = False
        answer(result)
        reply.release()
        if not inside:
            network.go_on(user)

    def arrived(result: Any) -> None:
        if inside:
            answered(result)
        else:
            network.attempt(user, lambda: answered(result))

    user.waiting = True
    reply.hold()
    delay = network.gate.delay(user.address, network.now)
    if delay:
        network.at(network.now + delay, lambda: None if user.closing else question(arrived))
    else:
        question(arrived)
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
        letters.hand_over(network, user)


def promote(network: "Network", user: User, reply: Reply) -> None:
    """Make `user` an operator if the configuration says so of the account."""
    if not user.operator and _is_named(user, network.config.operator_accounts):
        make_operator(network, user, reply)


def reappoint(network: "Network", before: Iterable[str]) -> None:
    """The configuration named the operators `before`: those added are operators now, those taken out no longer."""
    now = network.config.operator_accounts
    added = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    for user in list(network.users.values()):
        if not user.operator and _is_named(user, added):
            make_operator(network, user, Reply(network, user))
        elif user.operator and _is_named(user, gone):
            user.operator = False
            network.directory.mark(user)
            network.deliver(user, network.line(user, "MODE", user.nick, "-o"))


def _is_named(user: User, accounts: Iterable[str]) -> bool:
    return bool(user.account) and likeness(user.account) in map(likeness, accounts)


def make_operator(network: "Network", user: User, reply: Reply) -> None:
    """`user` is an operator of the server from now on, and is told (381, MODE)."""
    user.operator = True
    network.directory.mark(user)
    reply.numeric(numerics.RPL_YOUREOPER, "You are an operator of the server.")
    reply.relay(network.line(user, "MODE", user.nick, "+o"))
