"""What a server keeps on disk, as the hub sees it: opened at the start, committed once a turn, closed at the end.

When the disk is full the turn's messages are taken back, the operators are told once, and the next turn tries again.
What happened all the same, such as people coming or a ban, waits in memory until there is room.
"""
import logging
import sqlite3
from pathlib import Path
from typing import Optional

from .accounts import AccountTable, Compute, ServerAccounts
from .bans import BanTable
from .config import ServerConfig
from .database import Database, DatabaseError
from .history import CannotRecord, History
from .late import Ledger
from .listening import StartFailed
from .roomstore import RoomTable
from .rulestore import RuleTable
from .world.accounts import Accounts
from .world.archive import NoArchive, Unreadable
from .world.bans import BanStore
from .world.network import Network
from .world.rules import RuleStore
from .world.shelf import RoomStore

log = logging.getLogger("intranetchat.server")


class Store:
    """The data folder of one running server, or nothing; opened by any thread, then used by the hub's alone."""

    def __init__(self, config: ServerConfig) -> None:
        """Open the folder that `config` names, if it names one; raises StartFailed."""
        self.database: Optional[Database] = None
        self._history: Optional[History] = None
        self._ledger: Optional[Ledger] = None
        self._failing: bool = False  # messages can't be recorded
        self._owing: bool = False  # rooms' settings or bans can't be written
        if not config.data_dir:
            return
        try:
            self.database = Database(Path(config.data_dir))
        except DatabaseError as error:
            raise StartFailed("data_dir", error.sentence) from None
        self._ledger = Ledger(self.database)
        if config.history:
            self._history = self._opened_history(config)

    def _opened_history(self, config: ServerConfig) -> History:
        try:
            try:
                return History(self.database, config.keep_days, config.keep_messages)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self.database.start_anew(error)
                return History(self.database, config.keep_days, config.keep_messages)
        except sqlite3.Error as error:
            self.close()
            sentence = f"The history can't be opened: {error}. Look at the disk, or name another --data-dir."
            raise StartFailed("data_dir", sentence) from None

    @property
    def set_aside(self) -> str:
        """The path of the file that was kept because it could not be read; empty where it could be."""
        database = self.database
        return str(database.path.with_name(database.set_aside)) if database is not None and database.set_aside else ""

    @property
    def archive(self) -> NoArchive:
        """What the network records into and reads from."""
        return self._history or NoArchive()

    def accounts(self, compute: Compute) -> Accounts:
        """The accounts, whose passwords are hashed through `compute`."""
        return ServerAccounts(compute, AccountTable(self.database) if self.database is not None else None)

    @property
    def bans(self) -> BanStore:
        """What keeps the bans on addresses."""
        return BanTable(self.database, self._ledger) if self._ledger is not None else BanStore()

    @property
    def rooms(self) -> RoomStore:
        """What keeps the rooms' topics, modes and lists."""
        return RoomTable(self.database, self._ledger) if self._ledger is not None else RoomStore()

    @property
    def rules(self) -> RuleStore:
        """What keeps the rules that operators have set."""
        return RuleTable(self.database, self._ledger) if self._ledger is not None else RuleStore()

    def begin(self, now: float) -> float:
        """When the network begins, in Unix seconds: `now`, or just after the last record; raises StartFailed."""
        if self._history is None:
            return now
        try:
            return self._history.begin(now)
        except (CannotRecord, Unreadable) as failure:
            self.close()
            sentence = f"The history can't be written: {failure}. Make room on the disk, or name another --data-dir."
            raise StartFailed("data_dir", sentence) from None

    def tick(self, now: float) -> None:
        """Write what waits for room, and let what is too old age away; called about once a second (Unix seconds)."""
        if self._history is not None:
            self._history.tick(now)
        if self._ledger is not None:
            self._ledger.retry()

    def commit(self, network: Network) -> None:
        """Make the turn durable before it is sent; what can't be is taken back from everybody's outbox."""
        if self._ledger is not None and bool(self._ledger.failure) != self._owing:
            self._say_owing(network, self._ledger.failure)
        if self._history is not None:
            self._commit(network, self._history)

    def _commit(self, network: Network, history: History) -> None:
        try:
            written = history.commit()
        except CannotRecord as failure:
            network.take_back(history.committed)
            self._say_failing(network, str(failure))
            return
        network.settled()
        if written and self._failing:
            self._failing = False
            log.warning("The history is recorded again.")
            network.tell_operators("Messages are recorded again.")

    def _say_failing(self, network: Network, why: str) -> None:
        if self._failing:
            return
        self._failing = True
        log.error("The history can't be recorded, and messages are refused until it can: %s.", why)
        network.tell_operators(f"Messages can't be recorded and are refused: {why}. Make room on the server's disk.")

    def _say_owing(self, network: Network, why: str) -> None:
        self._owing = bool(why)
        if not why:
            log.warning("The settings of rooms, bans and rules are written again.")
            network.tell_operators("The settings of rooms, bans and rules are written again.")
            return
        text = f"The settings of rooms, bans and rules can't be written: {why}. They hold, and are tried again"
        log.error("%s.", text)
        network.tell_operators(f"{text}. Make room on the server's disk.")

    def close(self) -> None:
        """Close the file and let another server have it."""
        if self._ledger is not None and self.database is not None:
            self._ledger.retry()
        if self.database is not None:
            self.database.close()
            self.database = None
