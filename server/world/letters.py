"""Private messages to people who are not connected: kept where an account protects the name, given at its next login.

Only who is logged in to the account gets them, so that nobody reads another one's by taking the nick.
"""
from itertools import groupby
from typing import TYPE_CHECKING, Iterator, List

from ..wire import numerics
from ..wire.caps import ECHO_MESSAGE
from ..wire.names import fold, valid_nick
from .answering import Steps
from .archive import Record, Unreadable
from .playback import cost_of, line_for, parts_of
from .recording import Said, record_for_account
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

MOST_LETTERS = 500  # that wait for one account
_FULL = "Nobody got that: they are not connected, and no more messages can be kept for them."
_LATER = "Not connected now. Your message is kept and given to them when they log in."


def addressee(network: "Network", name: str) -> str:
    """The account that a letter to the absent `name` is kept for; empty if none can be."""
    return network.accounts.owner_of(name) if network.archive.keeps and valid_nick(name) else ""


def leave(network: "Network", user: User, account: str, said: Said, reply: Reply) -> None:
    """Keep what `user` says for the owner of `account`, unless too much waits for them already."""
    try:
        full = len(network.archive.letters(fold(account))) >= MOST_LETTERS
    except Unreadable:
        full = True
    if full:
        reply.fail(said.command, "CANNOT_RECORD", said.shown, _FULL)
        return
    if not record_for_account(network, user, account, said, reply):
        return
    network.archive.leave_letter(fold(account), said.line.number)
    if user.caps & ECHO_MESSAGE:
        reply.relay(said.line)
    if said.command == "PRIVMSG":
        reply.numeric(numerics.RPL_AWAY, said.shown, _LATER)


def hand_over(network: "Network", user: User) -> None:
    """Give `user`, who has just logged in, what was left for the account, each sender's in a batch of its own."""
    if not user.account or not network.archive.keeps:
        return
    account = fold(user.account)
    try:
        letters = network.archive.letters(account)
    except Unreadable:
        return
    if letters:
        network.answering.begin(_steps(network, user, account, parts_of(network, letters)), user=user)


def _steps(network: "Network", user: User, account: str, parts: Iterator[List[Record]]) -> Steps:
    reply = Reply(network, user)
    for records in parts:
        for nick, letters in groupby(records, key=lambda record: record.nick):
            reply.batch("chathistory", [nick], [line_for(letter, reply.user.caps) for letter in letters])
        network.archive.forget_letters(account, records[-1].id)
        yield cost_of(records)
