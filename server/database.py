"""The server's SQLite file: where it lies, its schema and how it is upgraded, and that one server alone has it.

It is kept in WAL mode with synchronous=NORMAL: what was committed survives the death of the process at any moment, and
no commit waits for the disk. A computer that loses its power may lose the last commits, never the file's consistency;
synchronous=FULL would save those as well, but every turn of the hub would wait for the disk: measured, 0.4 ms more on a
virtual disk with a cache; a turn of a hard disk takes 8 ms.
"""
import contextlib
import logging
import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import IO, Any, Optional, Sequence

from .locking import lock
from .tables import MIGRATIONS

log = logging.getLogger("intranetchat.server")

FILE_NAME = "intranetchat.sqlite3"
LOCK_NAME = "server.lock"
CHECKED_UP_TO = 16 << 20  # bytes; a larger file is looked at in places only, since checking all of it takes seconds
CACHE = 8192  # KiB of pages kept in memory
PATIENCE = 10.0  # seconds that a tool's write waits for the server's
SERVER_PATIENCE = 2.0  # seconds that the server's waits for a tool's, such as `account add`; nobody is served meanwhile


class DatabaseError(Exception):
    """The data folder can't be used; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DataDirInUse(DatabaseError):
    """Another server has this data folder."""


class Database:
    """The open file of one server; used by the hub's thread alone once it is opened.

    `set_aside` is the name that a corrupt file was given, or empty.
    """

    def __init__(self, folder: Path, alone: bool = True) -> None:
        """Open or make the file in `folder`; `alone` takes the lock that keeps a second server out.

        Raises DataDirInUse, and DatabaseError where the folder can't be used or the file is of a newer version.
        """
        self.path: Path = Path(folder) / FILE_NAME
        self.set_aside: str = ""
        self._lock: Optional[IO[Any]] = None
        self._patience = SERVER_PATIENCE if alone else PATIENCE
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if alone:
                self._lock = _locked(self.path.parent / LOCK_NAME)
            self.connection: sqlite3.Connection = self._opened()
        except (OSError, sqlite3.Error) as error:
            self._unlock()
            raise DatabaseError(_why_not(self.path, error)) from None
        except DatabaseError:
            self._unlock()
            raise

    def commit(self) -> None:
        """End the transaction that is open, if one is; sqlite3.Error where it can't be written."""
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def begin(self) -> None:
        """Begin a transaction, unless one is open."""
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")

    def roll_back(self) -> None:
        """Forget what was written since the last commit."""
        if self.connection.in_transaction:  # SQLite itself has already rolled back after some errors
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    def change(self, statement: str, values: Sequence[Any]) -> int:
        """Do one statement in a transaction of its own, and say how many rows it changed; sqlite3.Error undoes it."""
        self.begin()
        try:
            changed = self.connection.execute(statement, values).rowcount
            self.commit()
        except sqlite3.Error:
            self.roll_back()
            raise
        return changed

    def start_anew(self, error: sqlite3.DatabaseError) -> None:
        """Set the file aside, which turned out to be corrupt after it was opened, and begin a new one."""
        self.connection.close()
        self.connection = self._begun_anew(error)

    def close(self) -> None:
        """Close the file and let another server have it."""
        self.connection.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) or not self.path.exists():
                raise
            return self._begun_anew(error)

    def _begun_anew(self, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        self.set_aside = self._put_aside()
        log.warning("%s is corrupt (%s). It was set aside as %s, and a new one begun.",
                    self.path, error, self.set_aside)
        return self._connected()

    def _connected(self) -> sqlite3.Connection:
        with contextlib.suppress(FileExistsError):  # what people said, and their passwords' hashes, are nobody else's
            os.close(os.open(str(self.path), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            str(self.path), timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            _tune(connection)
            _check(connection, self.path)
            self._upgrade(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _put_aside(self) -> str:
        name = "{}.broken-{}".format(self.path.name, time.strftime("%Y%m%d-%H%M%S"))
        taken = 1
        while self.path.with_name(name).exists():
            taken += 1
            name = "{}.broken-{}-{}".format(self.path.name, time.strftime("%Y%m%d-%H%M%S"), taken)
        for suffix in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + suffix)
            if part.exists():
                part.rename(self.path.with_name(name + suffix))
        return name

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise DatabaseError(
                f"{self.path} was written by a newer version of this program. Start that version, or name another "
                "folder with --data-dir."
            )
        if 0 < version < len(MIGRATIONS):
            self._copy(connection, version)
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")

    def _copy(self, connection: sqlite3.Connection, version: int) -> None:
        """Copy the file as it is before an upgrade from `version`; nothing may be left in the write-ahead log."""
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copy = self.path.with_name(f"{self.path.name}-before-v{version + 1}")
        shutil.copy2(str(self.path), str(copy))
        log.info("The history is upgraded; a copy of it as it was is %s.", copy)


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise sqlite3.DatabaseError for a corrupt file; of a large one only the ends of each table are read."""
    if path.stat().st_size <= CHECKED_UP_TO:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    for (table,) in connection.execute(tables).fetchall():
        for order in ("ASC", "DESC"):
            with contextlib.suppress(sqlite3.OperationalError):  # a table without row ids
                connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid {order} LIMIT 1').fetchall()


def _locked(path: Path) -> IO[Any]:
    """The lock file, locked for as long as it is open; DataDirInUse where another process has it."""
    file = path.open("a+b")
    if not lock(file):
        file.close()
        raise DataDirInUse(
            f"Another server already uses the folder {path.parent}. Stop that server, or name another folder with "
            "--data-dir."
        )
    return file


def _why_not(path: Path, error: Exception) -> str:
    why = getattr(error, "strerror", None) or str(error)
    return f"The history {path} can't be opened: {why}. Look at its rights and the disk, or name another --data-dir."
