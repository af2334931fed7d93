"""Everything that was said, in SQLite: appended, committed once a turn, erased, and aged away.

A turn's records wait in a list and are written by one executemany; nothing of them is sent before `commit` returned.
The index of words follows some messages later, since adding to it costs as much for many as for one.
"""
import contextlib
import logging
import sqlite3
from typing import Any, Dict, Iterator, List, Sequence, Set, Tuple

from .database import Database
from .late import Change, Late
from .records import COLUMNS, Records
from .retention import CLEARED, aging
from .world.archive import EVENTS, WITHIN_BITS, Question, Record, Unreadable, first_id_at
from .world.outgoing import to_milliseconds

__all__ = ["CannotRecord", "History", "Unreadable"]

log = logging.getLogger("intranetchat.server")

MOST_CONVERSATIONS_KNOWN = 50000  # remembered in memory, so that a private message need not ask the file

INDEXED_AT_ONCE = 64  # messages that the index of words may lack; a second later, or for a search, it has them all

_INSERT = f"INSERT INTO messages ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
MOST_CONVERSATIONS = 1000  # of one person; of more, those are forgotten in which nothing was said for longest
_FORGOTTEN = 200  # at once, so that this is rarely looked for
_LIMIT_CONVERSATIONS = f"""
    DELETE FROM conversations WHERE owner = ? AND nick || ' ' || target IN (
        SELECT nick || ' ' || target FROM conversations c WHERE owner = ?
        AND (SELECT count(*) FROM conversations WHERE owner = ?) > {MOST_CONVERSATIONS}
        ORDER BY (SELECT max(id) FROM messages WHERE target = c.target) LIMIT {_FORGOTTEN})
"""
_SPOKEN = ("PRIVMSG", "NOTICE")
_CLEAR = "cleared "  # the same, while what it had is being erased
_SEAL = "sealed "  # in front of a target, in the table of facts
_DAY = 24 * 60 * 60 * 1000  # milliseconds


class CannotRecord(Exception):
    """The turn's records could not be written; the text is SQLite's reason."""


class History(Records):
    """The history in an open Database; used by the hub's thread alone."""

    def __init__(self, database: Database, keep_days: int = 0, keep_messages: int = 0) -> None:
        """What is older than `keep_days` days, and all but the newest `keep_messages` of a room, ages away; 0 = no.

        Raises sqlite3.DatabaseError for a corrupt file.
        """
        self._database = database
        self._pending: List[Record] = []
        self._changes: List[Change] = []  # the turn's other statements
        self._unindexed: List[Tuple[int, str]] = []  # ids and texts that are in the file and not yet in the index
        self._indexing: bool = False  # the next commit brings the index up to date
        self._late: Late = Late()
        self._failure: str = ""  # why this turn could not be written
        self._known: Set[Tuple[str, str, str]] = set()  # conversations that are in the file or on their way
        self._keep_days = keep_days
        self._keep_messages = keep_messages
        self._aging: Iterator[List[Record]] = iter(())
        super().__init__(database.connection)
        self._sealed.update(self._facts(_SEAL))
        self._clearing: Dict[str, int] = dict(self._facts(_CLEAR))
        newest = "SELECT max(id) FROM messages"
        self.committed: int = self._connection.execute(newest).fetchone()[0] or 0  # the newest id in the file

    def begin(self, now: float) -> float:
        """When this run may begin, in Unix seconds: `now`, or just after the last run where the clock was set back."""
        last = self._ask("SELECT max(value) FROM facts WHERE name = 'started'")[0][0] or 0
        started = max(to_milliseconds(now), last + 1, (self.committed >> WITHIN_BITS) + 1)
        self._change("INSERT OR REPLACE INTO facts (name, value) VALUES ('started', ?)", (started,))
        self.commit()
        return max(now, started / 1000)

    def append(self, record: Record) -> None:
        """Take a record, which the next commit makes durable."""
        self._pending.append(record)

    def remember_conversation(self, owner: str, nick: str, target: str) -> None:
        """Let `owner` find the private messages of `target` under the other one's folded `nick`."""
        row = (owner, nick, target)
        if row in self._known:
            return
        if len(self._known) >= MOST_CONVERSATIONS_KNOWN:
            self._known.clear()
        self._known.add(row)
        self._change("INSERT OR IGNORE INTO conversations (owner, nick, target) VALUES (?, ?, ?)", row)
        self._change(_LIMIT_CONVERSATIONS, (owner, owner, owner))

    def can_rename(self, before: str, after: str) -> bool:
        """Whether it can be remembered that the room `before` is called `after`."""
        return self._renamed.has_room(before, after)

    def rename(self, before: str, after: str, shown: str, new: str) -> None:
        """The room `before` is called `after` (written: `shown`) from now on; `new` is a msgid nobody else has."""
        move = self._renamed.move(before, after, shown, f"{before},{new}", self._holds)
        for folded in move.names:
            self._change("DELETE FROM names WHERE folded = ?", (folded,), "no names", folded)
        for row in move.rows:
            change = "INSERT OR REPLACE INTO names (folded, place, target, shown) VALUES (?, ?, ?, ?)"
            self._change(change, row, "name", *row)

    def _change(self, statement: str, values: Tuple[Any, ...], *about: Any) -> None:
        self._changes.append(Change(statement, values, about))

    def _holds(self, target: str) -> bool:
        try:
            return bool(self._ask("SELECT 1 FROM messages WHERE target IN (?, ?) LIMIT 1", (target, EVENTS + target)))
        except Unreadable:
            return True

    def seal(self, target: str, number: int) -> None:
        """Let nobody who asks through the network read what `target` has up to the id `number`."""
        self._sealed[target] = number
        change = "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)"
        self._change(change, (_SEAL + target, number), "seal", target)

    def clear(self, target: str, number: int) -> None:
        """Let nobody read what `target` has up to the id `number`, and take it out for good, little by little."""
        self.seal(target, number)
        change = "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)"
        self._change(change, (_CLEAR + target, number), "clear", target)
        self._clearing[target] = number

    def leave_letter(self, account: str, number: int) -> None:
        """Keep the message with the id `number` for the folded `account`, whose owner is not connected."""
        self._change("INSERT INTO letters (account, message) VALUES (?, ?)", (account, number))

    def forget_letters(self, account: str, number: int) -> None:
        """What was left for the folded `account`, up to the id `number`, has been given to its owner."""
        self._change("DELETE FROM letters WHERE account = ? AND message <= ?", (account, number), "letters", account)

    def set_marker(self, account: str, target: str, at: int) -> None:
        """Remember up to where `account` has read `target`, in Unix milliseconds."""
        change = "INSERT OR REPLACE INTO markers (account, target, at) VALUES (?, ?, ?)"
        self._change(change, (account, target, at), "marker", account, target)

    def marker(self, account: str, target: str) -> int:
        """Up to where `account` has read `target`, in Unix milliseconds; 0 = not known."""
        waiting = self._late.get(("marker", account, target))
        return waiting[-1] if waiting else super().marker(account, target)

    def limit_markers(self, account: str, most: int) -> None:
        """Forget all but the `most` newest markers of `account`."""
        old = f"SELECT target FROM markers WHERE account = ? ORDER BY at DESC LIMIT -1 OFFSET {most:d}"
        change = f"DELETE FROM markers WHERE account = ? AND target IN ({old})"
        self._change(change, (account, account), "markers", account)

    def erase(self, record: Record) -> None:
        """Take a record out for good."""
        self._changes.extend(self._erasing([record]))

    def commit(self) -> bool:
        """Make everything since the last commit durable, in one transaction; CannotRecord if that can't be done.

        Returns whether there was anything to write. What could not be written is forgotten: who said it is told.
        """
        if not self._pending and not self._changes and not self._indexing and not self._failure:
            return False
        self._settle()
        if self._failure:
            failure, self._failure = self._failure, ""
            self._give_up(self._pending, self._changes)
            self._pending, self._changes = [], []
            raise CannotRecord(failure)
        return True

    def _give_up(self, pending: List[Record], changes: List[Change]) -> None:
        """Let what happened all the same wait; what was said was not recorded."""
        events = [each for each in pending if each.target.startswith(EVENTS) and each.command != "TAGMSG"]
        self._late.add(events, [change for change in changes if change.about])

    def tick(self, now: float) -> None:
        """Write what waits, let the index follow and some of the oldest records age away; `now` in Unix seconds, once a
        second is enough."""
        self._write_late()
        self._indexing = bool(self._unindexed)
        if not self._keep_days and not self._keep_messages and not self._clearing:
            return
        try:
            records = self._cleared() if self._clearing else next(self._aging, None)
        except Unreadable:
            return
        if records is None:
            oldest = first_id_at(to_milliseconds(now) - self._keep_days * _DAY) if self._keep_days else 0
            self._aging = aging(self._records, self._ask, oldest, self._keep_messages)
            return
        self._changes.extend(self._erasing(records))

    def search(self, question: Question) -> List[Record]:
        """As of all records; the index is brought up to date for it."""
        if (self._unindexed or self._pending) and not self._failure:
            self._indexing = True
            self._settle()
        return super().search(question)

    def _facts(self, start: str) -> List[Tuple[str, int]]:
        """The facts whose names begin with `start`, by what follows it."""
        query = "SELECT substr(name, ?), value FROM facts WHERE substr(name, 1, ?) = ?"
        return self._connection.execute(query, (len(start) + 1, len(start), start)).fetchall()

    def _cleared(self) -> List[Record]:
        """Some records that are to be erased because their room was cleared; with the last of them that is over."""
        target, number = next(iter(self._clearing.items()))
        records = self._records(CLEARED, (target, EVENTS + target, number))
        if not records:
            del self._clearing[target]
            self._change("DELETE FROM facts WHERE name = ?", (_CLEAR + target,), "clear", target)
        return records

    def _ask(self, query: str, values: Sequence[Any] = ()) -> List[Tuple[Any, ...]]:
        """Answer with what this turn has said too, which is committed for that; the turn's end tells of a failure."""
        if (self._pending or self._changes) and not self._failure:
            self._settle()
        return super()._ask(query, values)

    def _settle(self) -> None:
        if self._failure:
            return
        pending, changes = self._pending, self._changes
        self._pending, self._changes = [], []
        spoken = self._unindexed
        if self._indexes:
            spoken = spoken + [(record.id, record.text) for record in pending if record.command in _SPOKEN]
        due = self._indexing or bool(changes) or len(spoken) >= INDEXED_AT_ONCE  # what is erased must be in the index
        self._indexing = False
        try:
            self._transact(pending, spoken if due else [], changes)
        except sqlite3.Error as error:
            self._known.clear()
            self._give_up(pending, changes)
            self._failure = str(error)
            return
        self._unindexed = [] if due else spoken
        if pending:
            self.committed = pending[-1].id

    def _write_late(self) -> None:
        if self._late and not self._failure:
            with contextlib.suppress(sqlite3.Error):  # there is no room yet
                self._late.write(lambda events, changes: self._transact(events, [], changes))

    def _transact(self, pending: List[Record], spoken: List[Tuple[int, str]], changes: List[Change]) -> None:
        try:
            self._database.begin()
            self._write(pending, spoken, changes)
            self._database.commit()
        except sqlite3.Error:
            self._database.roll_back()
            raise

    def _write(self, pending: List[Record], spoken: List[Tuple[int, str]], changes: List[Change]) -> None:
        if pending:
            self._connection.executemany(_INSERT, pending)
        if spoken:
            self._connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", spoken)
        for change in changes:
            self._connection.execute(change.statement, change.values)

    def _erasing(self, records: Sequence[Record]) -> List[Change]:
        """The statements that take `records` out of the table and out of the index of words."""
        changes: List[Change] = []
        for record in records:
            if self._indexes and record.command in _SPOKEN:
                forget = "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)"
                changes.append(Change(forget, (record.id, record.text)))
            changes.append(Change("DELETE FROM messages WHERE id = ?", (record.id,)))
        return changes

    def _has_index(self) -> bool:
        """Make the index of words where SQLite has FTS5, and index what another SQLite without it has added."""
        run = self._connection.execute
        try:
            run("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='messages', content_rowid='id')")
            last = run("SELECT max(id) FROM words_docsize").fetchone()[0] or 0
            spoken = "command IN ('PRIVMSG', 'NOTICE')"
            run(f"INSERT INTO words (rowid, text) SELECT id, text FROM messages WHERE id > ? AND {spoken}", (last,))
        except sqlite3.OperationalError as error:
            log.info("Searching compares every message: %s.", error)
            return False
        return True
