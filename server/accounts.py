"""The accounts and operators in the server's SQLite file, and the answers that the network wants of them.

What is kept of a password is a salted hash and the keys of SCRAM; the password itself stands nowhere, in no log either.
"""
import hmac
import logging
import os
import sqlite3
from typing import Any, Callable, List, NamedTuple, Optional, Tuple

from . import passwords, scram
from .database import Database
from .scram import ScramKeys
from .veil import veiled
from .wire.names import likeness
from .world.accounts import Accounts

log = logging.getLogger("intranetchat.server")

Compute = Callable[[Callable[[], Any], Callable[[Any], None]], None]


class Credentials(NamedTuple):
    """What is kept of a password: the hash, and the keys of SCRAM."""

    password: str
    keys: ScramKeys

    def __repr__(self) -> str:
        return veiled(self, "password", "salt", "stored_key", "server_key")


class Account(NamedTuple):
    """An account: its name as it was registered, and what is kept of its password."""

    name: str
    credentials: Credentials


def credentials_of(password: str) -> Credentials:
    """What is kept of `password`; takes a tenth of a second."""
    return Credentials(passwords.hashed(password), scram.derive(password, os.urandom(scram.SALT_SIZE)))


class AccountTable:
    """The accounts and operators of one file; used by the thread that owns the database.

    What is written is durable at once. Every method may raise sqlite3.Error.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> List[str]:
        """All accounts, in the order of the alphabet."""
        return [name for (name,) in self._database.connection.execute("SELECT name FROM accounts ORDER BY likeness")]

    def find(self, name: str) -> Optional[Account]:
        """The account that `name`, or a name that reads the same, belongs to."""
        found = self._database.connection.execute(
            "SELECT name, password, salt, iterations, stored_key, server_key FROM accounts WHERE likeness = ?",
            (likeness(name),),
        ).fetchone()
        return Account(found[0], Credentials(found[1], ScramKeys(*found[2:]))) if found else None

    def add(self, name: str, credentials: Credentials) -> bool:
        """Make an account; False if there is one of that name already."""
        return self._write(
            "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (likeness(name), name, credentials.password) + tuple(credentials.keys),
        )

    def set_password(self, name: str, credentials: Credentials) -> bool:
        """Give an account another password; False if there is no such account."""
        return self._write(
            "UPDATE accounts SET password = ?, salt = ?, iterations = ?, stored_key = ?, server_key = ? "
            "WHERE likeness = ?",
            (credentials.password,) + tuple(credentials.keys) + (likeness(name),),
        )

    def remove(self, name: str) -> bool:
        """Take an account away; False if there is no such account."""
        return self._write("DELETE FROM accounts WHERE likeness = ?", (likeness(name),))

    def operator_password(self, name: str) -> str:
        """The kept password of the operator `name`; empty if there is none."""
        query = "SELECT password FROM operators WHERE name = ?"
        found = self._database.connection.execute(query, (name,)).fetchone()
        return found[0] if found else ""

    def set_operator(self, name: str, password: str) -> None:
        """Let `name` become operator with what `passwords.hashed` made of a password; empty: no longer."""
        if password:
            self._write("INSERT OR REPLACE INTO operators VALUES (?, ?)", (name, password))
        else:
            self._write("DELETE FROM operators WHERE name = ?", (name,))

    def _write(self, statement: str, values: Tuple[Any, ...]) -> bool:
        return self._database.change(statement, values) > 0


class ServerAccounts(Accounts):
    """The accounts of a running server; used by the hub's thread alone."""

    def __init__(self, compute: Compute, table: Optional[AccountTable] = None) -> None:
        """`compute(work, done)` lets `work()` be done elsewhere and calls `done` with its result on the hub's thread.

        Without a `table` nobody has an account, but the operators of the configuration can be checked.
        """
        self._compute = compute
        self._table = table
        self._secret = os.urandom(32)  # for the salts of accounts that don't exist
        self._decoy = passwords.decoy()
        self.available = table is not None

    def owner_of(self, nick: str) -> str:
        """The account that protects `nick` and all that reads the same; empty if none does."""
        account = self._find(nick)
        return account.name if account is not None else ""

    def verify(self, name: str, password: str, done: Callable[[str], None]) -> None:
        """Let `done` have the account's name if `password` opens it, else an empty text, after the same time."""
        account = self._find(name)
        stored = account.credentials.password if account is not None else self._decoy
        opened = account.name if account is not None else ""
        self._compute(lambda: passwords.fits(password, stored), lambda fits: done(opened if fits else ""))

    def create(self, name: str, password: str, done: Callable[[bool], None]) -> None:
        """Make an account `name`; `done` has False if there is one already or it can't be kept."""
        self._compute(lambda: credentials_of(password), lambda made: done(made is not None and self._add(name, made)))

    def scram_keys(self, name: str) -> ScramKeys:
        """What SCRAM needs of the account; where there is none, keys that nothing opens, the same each time."""
        account = self._find(name)
        if account is not None:
            return account.credentials.keys
        salt = hmac.new(self._secret, likeness(name).encode("utf-8", "replace"), "sha256").digest()[: scram.SALT_SIZE]
        return ScramKeys(salt, scram.ITERATIONS, os.urandom(32), os.urandom(32))

    def operator_password(self, name: str) -> str:
        """The kept password of the operator `name`; empty if there is none."""
        try:
            return self._table.operator_password(name) if self._table is not None else ""
        except sqlite3.Error as error:
            log.warning("The operators can't be read: %s.", error)
            return ""

    def check(self, password: str, stored: str, done: Callable[[bool], None]) -> None:
        """Let `done` know whether `stored` was made from `password`; an empty one takes as long to refuse."""
        self._compute(lambda: passwords.fits(password, stored or self._decoy), lambda fits: done(bool(fits)))

    def _find(self, name: str) -> Optional[Account]:
        try:
            return self._table.find(name) if self._table is not None and name else None
        except sqlite3.Error as error:
            log.warning("The accounts can't be read: %s.", error)
            return None

    def _add(self, name: str, credentials: Credentials) -> bool:
        try:
            return self._table is not None and self._table.add(name, credentials)
        except sqlite3.Error as error:
            log.warning("An account can't be written: %s.", error)
            return False
