"""Reading the history's tables: pages, searches, conversations and markers; nothing is written here.

Words are looked up in an FTS5 index where SQLite has it, else every message that is left is compared.
"""
import logging
import sqlite3
from typing import Any, Dict, List, Sequence, Tuple

from .renamed import Renamed, Row
from .tables import NICK
from .wire.names import fold
from .world.archive import EVENTS, NoArchive, Question, Record, Unreadable

log = logging.getLogger("intranetchat.server")

MOST_LOOKED_AT = 6000  # messages that one search compares, from the newest on, so that the hub is not held up
MOST_WORDS = 20  # of a search
COLUMNS = ", ".join(Record._fields)

_QUALIFIED = ", ".join("m." + field for field in Record._fields)
_BEGINNING = 4  # letters; a shorter word is looked for as a whole
_AT_ONCE = 50  # records read by one query
_WITHOUT_SPACES = "\u2e80"  # from here on: the scripts of East Asia


class Records(NoArchive):
    """The history as an open connection shows it; used by one thread."""

    keeps = True

    def __init__(self, connection: sqlite3.Connection, most_looked_at: int = MOST_LOOKED_AT) -> None:
        """A search compares `most_looked_at` messages, -1 = as many as there are."""
        self._most = most_looked_at
        self._connection = connection
        self._sealed: Dict[str, int] = {}  # target -> the id up to which nobody may read it
        self._indexes: bool = self._has_index()
        self._renamed: Renamed = Renamed(self._names())

    def places(self, folded: str) -> List[str]:
        """The targets of the room `folded`, several where it was renamed; what is said now goes to the last."""
        return self._renamed.places(folded)

    def page_ids(self, targets: Sequence[str], after: int, before: int, limit: int, newest: bool) -> List[int]:
        """The ids of what `page` finds, for `read`."""
        order = "DESC" if newest else "ASC"
        query = f"SELECT id FROM messages WHERE target = ? AND id > ? AND id < ? ORDER BY id {order} LIMIT ?"
        found: List[int] = []
        for target in targets:
            begin = max(after, self._sealed_up_to(target))
            found.extend(number for (number,) in self._ask(query, (target, begin, before, limit)))
        found.sort()
        return found[-limit:] if newest else found[:limit]

    def read(self, ids: Sequence[int], most: int) -> List[Record]:
        """Of the records with `ids`, which are in order, the first that weigh `most` bytes together, at least one."""
        found: List[Record] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            query = "SELECT {} FROM messages WHERE id IN ({}) ORDER BY id".format(COLUMNS, ", ".join("?" * len(part)))
            for record in self._records(query, part):
                found.append(record)
                most -= record.weight
                if most <= 0:
                    return found
        return found

    def page(self, targets: Sequence[str], after: int, before: int, limit: int, newest: bool) -> List[Record]:
        """At most `limit` records of `targets` between two ids, both excluded, in order; the `newest` or oldest."""
        order = "DESC" if newest else "ASC"
        query = f"SELECT {COLUMNS} FROM messages WHERE target = ? AND id > ? AND id < ? ORDER BY id {order} LIMIT ?"
        found: List[Record] = []
        for target in targets:
            begin = max(after, self._sealed_up_to(target))
            found.extend(self._records(query, (target, begin, before, limit)))
        found.sort()
        return found[-limit:] if newest else found[:limit]

    def find(self, target: str, number: int) -> List[Record]:
        """The record with the id `number` in `target` or among its events; none or one."""
        query = f"SELECT {COLUMNS} FROM messages WHERE id = ? AND target IN (?, ?)"
        return self._readable(self._records(query, (number, target, EVENTS + target)))

    def conversations(self, owner: str) -> Dict[str, List[str]]:
        """The targets of the private messages of `owner`, by the other one's folded nick."""
        found: Dict[str, List[str]] = {}
        for nick, target in self._ask("SELECT nick, target FROM conversations WHERE owner = ?", (owner,)):
            found.setdefault(nick, []).append(target)
        return found

    def latest(self, targets: Sequence[str], after: int, before: int) -> List[Tuple[str, int]]:
        """Each of `targets` whose newest record lies between two ids, with that id; the oldest first."""
        query = "SELECT max(id) FROM messages WHERE target = ?"
        newest = [(target, self._ask(query, (target,))[0][0] or 0) for target in targets]
        readable = [row for row in newest if max(after, self._sealed_up_to(row[0])) < row[1] < before]
        return sorted(readable, key=lambda row: row[1])

    def letters(self, account: str) -> List[int]:
        """The ids of what was left for the folded `account`, in order."""
        query = "SELECT message FROM letters WHERE account = ? ORDER BY message"
        return [number for (number,) in self._ask(query, (account,))]

    def marker(self, account: str, target: str) -> int:
        """Up to where `account` has read `target`, in Unix milliseconds; 0 = not known."""
        rows = self._ask("SELECT at FROM markers WHERE account = ? AND target = ?", (account, target))
        return rows[0][0] if rows else 0

    def search(self, question: Question) -> List[Record]:
        """The records that answer `question`, in order: the newest, or the oldest where that is asked for.

        All of the words must be there; each but the shortest is found where a word begins so, without FTS5 anywhere.
        """
        query, values = self._search_query(question)
        return sorted(self._readable(self._records(query, values)))

    def _search_query(self, question: Question) -> Tuple[str, Sequence[Any]]:
        order = "ASC" if question.oldest_first else "DESC"
        words = question.words.split()[:MOST_WORDS]
        near, values = self._near(question, words)
        conditions = ["command IN ('PRIVMSG', 'NOTICE')"]
        if question.targets:
            conditions.append("target IN ({})".format(", ".join("?" * len(question.targets))))
            values.extend(question.targets)
        if question.nick:
            conditions.append(f"{NICK} = ?")
            values.append(fold(question.nick))
        for word in words:
            if not self._is_indexed(word):
                conditions.append("text LIKE ? ESCAPE '\\'")
                values.append("%" + _like(word) + "%")
        where = " AND ".join(conditions)
        source = f"({near} ORDER BY id {order} LIMIT {self._most}) w CROSS JOIN messages m ON m.id = w.id"
        query = f"SELECT {_QUALIFIED} FROM {source} WHERE {where} ORDER BY m.id {order} LIMIT ?"
        return query, [*values, question.limit]

    def _near(self, question: Question, words: Sequence[str]) -> Tuple[str, List[Any]]:
        """The query for the ids that come into question, by the index that leaves the fewest."""
        bounds = [question.after, question.before]
        indexed = [word for word in words if self._is_indexed(word)]
        if indexed:
            near = "SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid > ? AND rowid < ?"
            return near, [_match(indexed), *bounds]
        if question.nick:
            return f"SELECT id FROM messages WHERE {NICK} = ? AND id > ? AND id < ?", [fold(question.nick), *bounds]
        if len(question.targets) == 1:
            return "SELECT id FROM messages WHERE target = ? AND id > ? AND id < ?", [question.targets[0], *bounds]
        return "SELECT id FROM messages NOT INDEXED WHERE id > ? AND id < ?", bounds

    def _is_indexed(self, word: str) -> bool:
        """Whether the index finds `word`; it knows no words within scripts that write without spaces."""
        return self._indexes and max(word) < _WITHOUT_SPACES and any(character.isalnum() for character in word)

    def _readable(self, records: List[Record]) -> List[Record]:
        return [record for record in records if record.id > self._sealed_up_to(record.target)]

    def _sealed_up_to(self, target: str) -> int:
        return self._sealed.get(target[len(EVENTS):] if target.startswith(EVENTS) else target, 0)

    def _records(self, query: str, values: Sequence[Any]) -> List[Record]:
        shown = self._renamed.shown
        return [shown(Record._make(row)) for row in self._ask(query, values)]

    def _ask(self, query: str, values: Sequence[Any] = ()) -> List[Tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            log.warning("The history can't be read: %s.", error)
            raise Unreadable(str(error)) from None

    def _names(self) -> List[Row]:
        try:
            return self._connection.execute("SELECT * FROM names ORDER BY folded, place").fetchall()
        except sqlite3.OperationalError:  # an older file, which no server has opened since
            return []

    def _has_index(self) -> bool:
        try:
            self._connection.execute("SELECT 1 FROM words LIMIT 0").fetchall()
        except sqlite3.Error:
            return False
        return True


def _match(words: Sequence[str]) -> str:
    """The words as an FTS5 query, each in quotes, the longer ones as beginnings.

    Whatever begins with a short word is half of the history, and FTS5 would collect it all before the first answer.
    """
    return " ".join('"{}"{}'.format(word.replace('"', '""'), "*" if len(word) >= _BEGINNING else "") for word in words)


def _like(text: str) -> str:
    """The text as it stands in a LIKE pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
