"""What the network asks of a server's accounts; here as a server has it that keeps none.

Questions that need a password's hash are answered later, by calling `done`: hashing takes tens of milliseconds, and the
hub waits for nothing.
"""
from typing import Callable

from ..scram import ScramKeys

NO_KEYS = ScramKeys(b"", 0, b"", b"")


class Accounts:
    """No accounts; whoever has some overrides what is here. Used by the hub's thread alone."""

    available: bool = False  # whether people can log in and register; else neither is offered

    def owner_of(self, nick: str) -> str:
        """The account that protects `nick` and all that reads the same; empty if none does."""
        return ""

    def verify(self, name: str, password: str, done: Callable[[str], None]) -> None:
        """Let `done` have the account's name if `password` opens it, else an empty text."""
        done("")

    def create(self, name: str, password: str, done: Callable[[bool], None]) -> None:
        """Make an account `name`; `done` has False if there is one already or it can't be kept."""
        done(False)

    def scram_keys(self, name: str) -> ScramKeys:
        """What SCRAM needs of the account; where there is none, keys that nothing opens."""
        return NO_KEYS

    def operator_password(self, name: str) -> str:
        """The kept password of the operator `name`; empty if there is none."""
        return ""

    def check(self, password: str, stored: str, done: Callable[[bool], None]) -> None:
        """Let `done` know whether `stored` was made from `password`."""
        done(False)
