"""A name whose bearer may be a broken link: who logs in to its account elsewhere gets it, once the bearer is silent.

A bearer who answers keeps the name, so that two programs of one person don't throw each other out for ever.
"""
from typing import TYPE_CHECKING, Callable, Optional

from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

ANSWERS_WITHIN = 3.0  # seconds that the bearer has to say anything
ELSEWHERE = "You connected from elsewhere"


def bearer(network: "Network", user: User, nick: str) -> Optional[User]:
    """Who else has `nick`, logged in to the account that protects it; None if nobody has."""
    person = network.directory.owner_of(nick)
    if person is None or person is user or not person.account:
        return None
    return person if network.accounts.owner_of(nick) == person.account else None


def may_come_back(network: "Network", user: User, nick: str) -> bool:
    """Whether `user` is, or may yet turn out to be, who has `nick` already on another link."""
    person = bearer(network, user, nick)
    return person is not None and (user.account == person.account or (user.negotiating and not user.account))


def ask(network: "Network", person: User, reply: Reply, then: Callable[[], None]) -> None:
    """Ask whether `person` is still there, close the link if not, and go on with `then`; the asker waits meanwhile."""
    user = reply.user

    def decide() -> None:
        if user.closing:
            return
        user.waiting = False
        if person.pinged:  # nothing at all came from there
            network.close(person, ELSEWHERE)
        then()
        reply.release()
        network.go_on(user)

    user.waiting = True
    reply.hold()
    person.pinged = True
    network.send(person, f"PING :{network.server_name}\r\n".encode())
    network.at(network.now + ANSWERS_WITHIN, lambda: network.attempt(user, decide))
