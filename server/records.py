"""Reading the history's tables: pages, searches, conversations and markers; nothing is written here.

Words are looked up in an FTS5 index where SQLite has it, else every message that is left is compared.
"""
import logging
import sqlite3
from typing import Any, Dict, List, Sequence, Tuple

from .world.archive import EVENTS, NoArchive, Question, Record, Unreadable

log = logging.getLogger("intranetchat.server")

MOST_LOOKED_AT = 20000  # messages with the words that one search looks at, from the newest on
MOST_WORDS = 20  # of a search
COLUMNS = ", ".join(Record._fields)

_SPOKEN = "command IN ('PRIVMSG', 'NOTICE')"


class Records(NoArchive):
    """The history as an open connection shows it; used by one thread."""

    keeps = True

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._indexes: bool = self._has_index()

    def page(self, targets: Sequence[str], after: int, before: int, limit: int, newest: bool) -> List[Record]:
        """At most `limit` records of `targets` between two ids, both excluded, in order; the `newest` or oldest."""
        order = "DESC" if newest else "ASC"
        query = f"SELECT {COLUMNS} FROM messages WHERE target = ? AND id > ? AND id < ? ORDER BY id {order} LIMIT ?"
        found: List[Record] = []
        for target in targets:
            found.extend(self._records(query, (target, after, before, limit)))
        found.sort()
        return found[-limit:] if newest else found[:limit]

    def find(self, target: str, number: int) -> List[Record]:
        """The record with the id `number` in `target` or among its events; none or one."""
        query = f"SELECT {COLUMNS} FROM messages WHERE id = ? AND target IN (?, ?)"
        return self._records(query, (number, target, EVENTS + target))

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
        return sorted((row for row in newest if after < row[1] < before), key=lambda row: row[1])

    def marker(self, account: str, target: str) -> int:
        """Up to where `account` has read `target`, in Unix milliseconds; 0 = not known."""
        rows = self._ask("SELECT at FROM markers WHERE account = ? AND target = ?", (account, target))
        return rows[0][0] if rows else 0

    def search(self, question: Question) -> List[Record]:
        """The records that answer `question`, in order: the newest, or the oldest where that is asked for.

        All of the words must be there; each is found where a word begins so, without FTS5 anywhere.
        """
        query, values = self._search_query(question)
        return sorted(self._records(query, values))

    def _search_query(self, question: Question) -> Tuple[str, Sequence[Any]]:
        order = "ASC" if question.oldest_first else "DESC"
        words = question.words.split()[:MOST_WORDS]
        conditions = ["id > ?", "id < ?", _SPOKEN]
        values: List[Any] = [question.after, question.before]
        if question.targets:
            conditions.append("target IN ({})".format(", ".join("?" * len(question.targets))))
            values.extend(question.targets)
        if question.nick:
            conditions.append("source LIKE ? ESCAPE '\\'")
            values.append(_like(question.nick) + "!%")
        source = "messages"
        if words and self._indexes:
            source = _indexed(order)
            values[:0] = [_match(words), question.after, question.before]
        else:
            conditions.extend("text LIKE ? ESCAPE '\\'" for _ in words)
            values.extend("%" + _like(word) + "%" for word in words)
        where = " AND ".join(conditions)
        return f"SELECT {COLUMNS} FROM {source} WHERE {where} ORDER BY id {order} LIMIT ?", values + [question.limit]

    def _records(self, query: str, values: Sequence[Any]) -> List[Record]:
        return [Record._make(row) for row in self._ask(query, values)]

    def _ask(self, query: str, values: Sequence[Any] = ()) -> List[Tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            log.warning("The history can't be read: %s.", error)
            raise Unreadable(str(error)) from None

    def _has_index(self) -> bool:
        try:
            self._connection.execute("SELECT 1 FROM words LIMIT 0").fetchall()
        except sqlite3.Error:
            return False
        return True


def _indexed(order: str) -> str:
    """The messages with certain words, as a table: of a common word only the nearest are looked at."""
    found = f"SELECT rowid FROM words WHERE words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid {order}"
    return f"(SELECT m.* FROM ({found} LIMIT {MOST_LOOKED_AT}) w CROSS JOIN messages m ON m.id = w.rowid)"


def _match(words: Sequence[str]) -> str:
    """The words as an FTS5 query: each in quotes, found where a word begins so."""
    return " ".join('"{}"*'.format(word.replace('"', '""')) for word in words)


def _like(text: str) -> str:
    """The text as it stands in a LIKE pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
