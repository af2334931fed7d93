"""Reading the history's tables: pages, searches, conversations and markers; nothing is written here.

Words are looked up in an FTS5 index where SQLite has it, else every message that is left is compared.
"""
import logging
import sqlite3
import unicodedata
from typing import Any, Dict, List, Sequence, Tuple

from .renamed import Renamed, Row
from .tables import NICK
from .wire.names import fold
from .world.archive import EVENTS, NoArchive, Question, Record, Unreadable

log = logging.getLogger("intranetchat.server")

MOST_LOOKED_AT = 5000  # messages that one search compares, from the newest on, so that the hub is not held up
MOST_WORDS = 20  # of a search
MOST_LOOKED_UP = 2  # of those, the longest; each more makes the index slower, so that the rest is compared
MOST_FORMS = 32  # words of the history that those of one search may be the beginnings of
COLUMNS = ", ".join(Record._fields)

_BY_TARGET = "EXISTS (SELECT 1 FROM messages INDEXED BY messages_of_target WHERE target = ? AND id = w.id)"
_BY_NICK = f"EXISTS (SELECT 1 FROM messages INDEXED BY messages_of_nick WHERE {NICK} = ? AND id = w.id)"
_QUALIFIED = ", ".join("m." + field for field in Record._fields)
_BEGINNING = 4  # letters; a shorter word is looked for as a whole
_AT_ONCE = 50  # records read by one query
_FIRST, _LAST = "\x01", "\U0010ffff"  # before and after every letter
_NO_IDS = [-1] * _AT_ONCE  # so that there is one such query, however many are read
_READ = "SELECT {} FROM messages WHERE id IN ({}) ORDER BY id".format(COLUMNS, ", ".join("?" * _AT_ONCE))
_WITHOUT_SPACES = "\u2e80"  # from here on: the scripts of East Asia


class Records(NoArchive):
    """The history as an open connection shows it; used by one thread."""

    keeps = True

    def __init__(self, connection: sqlite3.Connection, most_looked_at: int = MOST_LOOKED_AT) -> None:
        """A search compares `most_looked_at` messages, -1 = as many as there are, however long that takes."""
        self._most = most_looked_at
        self._connection = connection
        self._sealed: Dict[str, int] = {}  # target -> the id up to which nobody may read it
        self._indexes: bool = self._has_index()
        self._lists_words: bool = self._indexes and most_looked_at >= 0 and self._has_list_of_words()
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
            part = [*ids[start : start + _AT_ONCE], *_NO_IDS][:_AT_ONCE]
            for record in self._records(_READ, part):
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
        Of the words that begin so the first MOST_FORMS count, in the order of the alphabet, the word itself before all.
        """
        words = question.words.split()[:MOST_WORDS]
        indexed = sorted(filter(self._is_indexed, words), key=len)[-MOST_LOOKED_UP:]
        found = set(self._found(question, words, indexed))
        if indexed:
            last = self._ask("SELECT max(id) FROM words_docsize")[0][0] or 0
            found.update(self._found(question._replace(after=max(question.after, last)), words, []))
        ordered = sorted(found)
        return ordered[: question.limit] if question.oldest_first else ordered[-question.limit :]

    def _found(self, question: Question, words: Sequence[str], indexed: Sequence[str]) -> List[Record]:
        """The records with all `words`, of which the index is asked for those that are `indexed`."""
        order = "ASC" if question.oldest_first else "DESC"
        near, values = self._near(question, indexed)
        # Without an ORDER BY of its own it looks at one after the other as they come, and ends with the limit.
        source = f"({near} ORDER BY id {order} LIMIT {self._most}) w CROSS JOIN messages m ON m.id = w.id"
        where, compared = _conditions(question, [word for word in words if word not in indexed])
        query = f"SELECT {_QUALIFIED} FROM {source} WHERE {where} LIMIT ?"
        return self._readable(self._records(query, [*values, *compared, question.limit]))

    def _near(self, question: Question, indexed: Sequence[str]) -> Tuple[str, List[Any]]:
        """The query for the ids that come into question, by the index that leaves the fewest."""
        bounds = [question.after, question.before]
        if indexed:
            near = "SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid > ? AND rowid < ?"
            return near, [self._match(indexed), *bounds]
        if question.nick:
            return f"SELECT id FROM messages WHERE {NICK} = ? AND id > ? AND id < ?", [fold(question.nick), *bounds]
        if len(question.targets) == 1:
            return "SELECT id FROM messages WHERE target = ? AND id > ? AND id < ?", [question.targets[0], *bounds]
        return "SELECT id FROM messages NOT INDEXED WHERE id > ? AND id < ?", bounds

    def _is_indexed(self, word: str) -> bool:
        """Whether the index finds `word`; it knows no words within scripts that write without spaces."""
        return self._indexes and max(word) < _WITHOUT_SPACES and any(character.isalnum() for character in word)

    def _match(self, words: Sequence[str]) -> str:
        """The words as an FTS5 query, each in quotes, the longer ones as beginnings."""
        share = max(1, MOST_FORMS // len(words))
        return " AND ".join(f"({' OR '.join(self._forms(word, share))})" for word in words)

    def _forms(self, word: str, most: int) -> List[str]:
        """What `word` is looked for as: itself, and where it is long enough the words of the history that begin so.

        Asked for a beginning, FTS5 collects whatever begins so in the whole history before the first answer, for which
        the hub has no time. Lists of single words it reads from the newest message on.
        """
        quoted = '"{}"'.format(word.replace('"', '""'))
        if len(word) < _BEGINNING:
            return [quoted]
        if not (self._lists_words and word.isalnum()):
            return [quoted + "*"]
        begins = _folded(word)
        query = "SELECT term FROM temp.spoken WHERE term >= ? AND term < ? LIMIT 1"
        found = self._ask(query, (begins, begins + _LAST))
        forms = [quoted]
        while found and len(forms) < most:
            forms.append(f'"{found[0][0]}"')
            found = self._ask(query, (found[0][0] + _FIRST, begins + _LAST))
        return forms

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

    def _has_list_of_words(self) -> bool:
        """Make the list of the words in the index (sqlite.org "FTS5", the fts5vocab virtual table module)."""
        try:
            self._connection.execute("CREATE VIRTUAL TABLE temp.spoken USING fts5vocab(main, words, instance)")
        except sqlite3.OperationalError:
            return False
        return True

    def _has_index(self) -> bool:
        try:
            self._connection.execute("SELECT 1 FROM words LIMIT 0").fetchall()
        except sqlite3.Error:
            return False
        return True


def _conditions(question: Question, words: Sequence[str]) -> Tuple[str, List[Any]]:
    """What is compared in a message that comes into question, with all `words`; first what an index tells of it."""
    conditions: List[str] = []
    values: List[Any] = []
    if len(question.targets) == 1:
        conditions.append(_BY_TARGET)
        values.append(question.targets[0])
    if question.nick:
        conditions.append(_BY_NICK)
        values.append(fold(question.nick))
    if len(question.targets) > 1:
        conditions.append("m.target IN ({})".format(", ".join("?" * len(question.targets))))
        values.extend(question.targets)
    conditions.append("m.command IN ('PRIVMSG', 'NOTICE')")
    for word in words:
        conditions.append("m.text LIKE ? ESCAPE '\\'")
        values.append("%" + _like(word) + "%")
    return " AND ".join(conditions), values


def _folded(word: str) -> str:
    """The word as the index has it: without capitals, and Latin letters without their accents (its "unicode61")."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in word)
    return "".join(base if base < "\x80" else letter for base, letter in zip(plain, word)).lower()


def _like(text: str) -> str:
    """The text as it stands in a LIKE pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
