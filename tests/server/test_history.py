"""The history in its file: what is appended is there after the commit, in order, and ages away when it should."""
import sqlite3
from pathlib import Path
from typing import Iterator, List

import pytest

from server import history as history_module
from server.database import Database
from server.history import INDEXED_AT_ONCE, MOST_CONVERSATIONS, CannotRecord, History
from server.records import Records
from server.retention import STEP
from server.world.archive import NEVER, Question, Record, first_id_at, msgid_of, number_of

DAY = 86400
NOW = 1_700_000_000.0


def record(number: int, target: str = "#a", text: str = "", command: str = "PRIVMSG", nick: str = "alice") -> Record:
    """A record with the id `number`."""
    return Record(number, target, command, target, f"{nick}!u@h", "", text or f"text {number}", "")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An open file."""
    db = Database(tmp_path)
    yield db
    db.close()


@pytest.fixture(params=["fts5", "like"])
def history(request: "pytest.FixtureRequest", database: Database, monkeypatch: pytest.MonkeyPatch) -> History:
    """A history, with an index of words and without one."""
    if request.param == "like":
        monkeypatch.setattr(History, "_has_index", lambda self: False)
    return History(database)


def everything(history: History, target: str = "#a") -> List[Record]:
    """All records of a target."""
    return history.page([target], 0, NEVER, 10 ** 6, newest=True)


def test_records_come_back_as_they_were(history: History) -> None:
    """What was appended is there at once, and is the same after the commit."""
    records = [record(number) for number in (3, 5, 9)]
    for each in records:
        history.append(each)
    assert everything(history) == records
    history.commit()
    assert everything(history) == records
    assert history.committed == 9


def test_a_page_is_the_newest_or_the_oldest_between_two_ids(history: History) -> None:
    """Both bounds are excluded, the order is that of the ids, several targets are merged."""
    for number in range(10):
        history.append(record(number, "#a" if number % 2 else "#b"))
    ids = lambda *question: [each.id for each in history.page(*question)]  # noqa: E731
    assert ids(["#a", "#b"], 2, 8, 3, True) == [5, 6, 7]
    assert ids(["#a", "#b"], 2, 8, 3, False) == [3, 4, 5]
    assert ids(["#a"], 2, 8, 9, False) == [3, 5, 7]
    assert ids(["#c"], 0, NEVER, 9, True) == ids([], 0, NEVER, 9, True) == ids(["#a"], 0, NEVER, 0, True) == []


def test_nothing_to_write_is_not_written(history: History) -> None:
    """An empty turn does not touch the file."""
    history.begin(NOW)
    changes = history._connection.total_changes
    assert history.commit() is False
    assert history._connection.total_changes == changes


def test_a_run_begins_after_all_that_came_before(database: Database) -> None:
    """When the clock was set back, the next run begins after the newest record and after the run before."""
    history = History(database)
    assert history.begin(NOW) == NOW
    history.append(record(first_id_at(int((NOW + 50) * 1000)) + 5))
    history.commit()
    assert NOW + 50 < History(database).begin(NOW - 3600) <= NOW + 50.002
    assert NOW + 50.001 < History(database).begin(NOW - 3600) <= NOW + 50.003


def test_a_failed_commit_forgets_the_turn_and_the_next_works(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """CannotRecord tells the reason; nothing of that turn is in the file, and the next turn is recorded."""
    history.append(record(1))
    history.commit()
    full = FullDisk(history)
    history.append(record(2))
    history.remember_conversation("a", "b", "a b")
    with pytest.raises(CannotRecord, match="full"):
        history.commit()
    assert history.committed == 1
    full.has_room()
    history.append(record(3))
    history.remember_conversation("a", "b", "a b")
    history.commit()
    assert [each.id for each in everything(history)] == [1, 3]
    assert history.conversations("a") == {"b": ["a b"]}


def test_a_failure_within_the_turn_is_told_at_its_end(history: History) -> None:
    """A page asked for in a turn that can't be written has what was there before; the turn as a whole fails."""
    history.append(record(1))
    history.commit()
    full = FullDisk(history)
    history.append(record(2))
    assert [each.id for each in everything(history)] == [1]
    full.has_room()
    history.append(record(3))
    with pytest.raises(CannotRecord, match="full"):
        history.commit()
    assert [each.id for each in everything(history)] == [1]


def test_private_conversations_are_found_by_nick(history: History) -> None:
    """Each owner has targets by the nick of the other one; twice remembered is once kept."""
    for _ in range(2):
        history.remember_conversation("me", "bob", "me bob@1")
        history.remember_conversation("me", "bob", "me bob@2")
        history.remember_conversation("bob@1", "me", "me bob@1")
        history.commit()
    assert history.conversations("me") == {"bob": ["me bob@1", "me bob@2"]}
    assert history.conversations("nobody") == {}


def test_one_record_can_be_found_and_erased(history: History) -> None:
    """A record is found in its own target only; erased it is neither found nor paged nor searched."""
    history.append(record(7, text="embarrassing words"))
    history.append(record(8, text="other words"))
    assert history.find("#a", 7) == [record(7, text="embarrassing words")]
    assert history.find("#b", 7) == history.find("#a", 9) == []
    history.erase(history.find("#a", 7)[0])
    assert history.find("#a", 7) == []
    assert [each.id for each in everything(history)] == [8]
    assert [each.id for each in history.search(Question(words="words"))] == [8]


def test_markers_are_kept(history: History) -> None:
    """A marker is the last one that was set, 0 before."""
    assert history.marker("alice", "#a") == 0
    history.set_marker("alice", "#a", 5)
    history.set_marker("alice", "#a", 6)
    assert (history.marker("alice", "#a"), history.marker("alice", "#b"), history.marker("bob", "#a")) == (6, 0, 0)


@pytest.mark.parametrize(
    "question, ids",
    [
        (Question(words="quick"), [1, 2]),
        (Question(words="QUICK brown"), [1]),
        (Question(words="brown quick"), [1]),
        (Question(words="nothing"), []),
        (Question(words="quick", nick="BOB"), [2]),
        (Question(nick="bob"), [2, 4]),
        (Question(nick="b%"), []),
        (Question(nick="bo_"), []),
        (Question(words="quick", targets=["#b"]), [2]),
        (Question(words="quick", targets=["#none"]), []),
        (Question(targets=["#a", "#b"], limit=2), [3, 4]),
        (Question(targets=["#a", "#b"], limit=2, oldest_first=True), [1, 2]),
        (Question(words="quick", after=1), [2]),
        (Question(words="quick", before=2), [1]),
        (Question(words="100%"), [3]),
        (Question(words='say "hi"'), [4]),
        (Question(words="AND OR NOT ( *"), []),
        (Question(words="Ünï"), [4]),
        (Question(limit=9), [1, 2, 3, 4]),
    ],
)
def test_search(history: History, question: Question, ids: List[int]) -> None:
    """Words (all of them), person, place and time narrow a search down; what looks like syntax is searched for."""
    history.append(record(1, "#a", "the quick brown fox"))
    history.append(record(2, "#b", "quickly now", nick="Bob"))
    history.append(record(3, "#a", "100% sure"))
    history.append(record(4, "#b", 'they say "hi" to Ünï', "NOTICE", nick="bob"))
    history.append(record(5, "!#a", "quick", "TOPIC"))
    if question.words == "Ünï" and not history._indexes:
        question = question._replace(words="Ünï")
    assert [each.id for each in history.search(question)] == ids


@pytest.mark.parametrize(
    "words, ids",
    [("Grüs", [1, 2]), ("grus", [1, 2]), ("GRÜSSE", [1]), ("Йога", [3]), ("йог", []), ("йогу", []), ("x86-6", [4]),
     ("over there lies much more than four words", [5])],
)
def test_beginnings_of_words_are_found_whatever_their_accents(database: Database, words: str, ids: List[int]) -> None:
    """Four letters are enough; Latin letters' accents and capitals make no difference; many words must all be there."""
    history = History(database)
    texts = ("Grüsse", "grusskarte", "йога", "x86-64", "much more than four words lies over there")
    for number, text in enumerate(texts, 1):
        history.append(record(number, text=text))
    assert [each.id for each in history.search(Question(words=words))] == ids


def test_the_index_of_words_follows(database: Database) -> None:
    """Messages are indexed some at once, a second later, or for a search; who only reads finds the rest all the same,
    and one that is erased before is not found."""
    history = History(database)
    indexed = lambda: database.connection.execute("SELECT count(*) FROM words_docsize").fetchone()[0]  # noqa: E731
    for number in range(1, INDEXED_AT_ONCE):
        history.append(record(number, text="bird"))
        history.commit()
    assert indexed() == 0
    assert len(Records(database.connection).search(Question(words="bird", limit=999))) == INDEXED_AT_ONCE - 1
    history.append(record(INDEXED_AT_ONCE, text="bird"))
    history.commit()
    assert indexed() == INDEXED_AT_ONCE
    for number in (100, 101):
        history.append(record(number, text="fish"))
        history.commit()
    history.erase(record(100, text="fish"))
    history.commit()
    assert [each.id for each in Records(database.connection).search(Question(words="fish"))] == [101]
    history.append(record(102, text="fish"))
    history.commit()
    history.tick(NOW)
    assert history.commit() is True and indexed() == INDEXED_AT_ONCE + 2
    history.append(record(103, text="fish"))
    assert [each.id for each in history.search(Question(words="fish"))] == [101, 102, 103]


def test_an_index_that_was_missing_is_made_up_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded by a SQLite without FTS5 is found once the file is opened by one that has it."""
    with monkeypatch.context() as without:
        without.setattr(History, "_has_index", lambda self: False)
        first = History(database)
        first.append(record(1, text="early bird"))
        first.commit()
    second = History(database)
    second.append(record(2, text="late bird"))
    assert [each.id for each in second.search(Question(words="bird"))] == [1, 2]


def test_old_records_age_away(database: Database) -> None:
    """With keep_days older records go, a bounded number a tick; the rest stays and is found."""
    history = History(database, keep_days=30)
    old, new = (first_id_at(int((NOW - days * DAY) * 1000)) for days in (31, 29))
    for number in range(STEP + 10):
        history.append(record(old + number))
    history.append(record(new))
    history.commit()
    left = []
    for _ in range(5):
        history.tick(NOW)
        history.commit()
        left.append(len(everything(history)))
    assert left[0] == STEP + 11 and sorted(left, reverse=True) == left and left[-1] == 1
    assert [each.id for each in history.search(Question(words="text"))] == [new]


def test_a_room_keeps_its_newest(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """With keep_messages each target keeps that many, however it is counted; smaller ones lose nothing."""
    monkeypatch.setattr("server.retention.HOP", 7)
    history = History(database, keep_messages=20)
    for number in range(1, 101):
        history.append(record(number, "#big"))
        history.append(record(1000 + number, "#small" if number > 85 else "#medium"))
    history.commit()
    for _ in range(60):
        history.tick(NOW)
        history.commit()
    assert [each.id for each in everything(history, "#big")] == list(range(81, 101))
    assert len(everything(history, "#medium")) == 20
    assert len(everything(history, "#small")) == 15


def test_msgids_are_numbers_in_order() -> None:
    """A msgid and its number lead to each other; other texts have none."""
    for number in (1, 2 ** 40, first_id_at(int(NOW * 1000)) + 5):
        assert number_of(msgid_of(number)) == number
    assert [number_of(text) for text in ("", "g", "-1", "0x1", "f" * 17, "f" * 16, "A")] == [-1] * 7


def test_a_question_that_can_not_be_answered_is_told(history: History, caplog: pytest.LogCaptureFixture) -> None:
    """Damage that shows only when something is read raises Unreadable, and is logged."""
    history._connection.execute("DROP TABLE messages")
    with pytest.raises(history_module.Unreadable):
        everything(history)


class FullDisk:
    """A disk that takes no more until it `has_room`."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._write = history._write
        history._write = self._refuse  # type: ignore

    def _refuse(self, *_: object) -> None:
        self._write(*_)  # type: ignore
        raise sqlite3.OperationalError("database or disk is full")

    def has_room(self) -> None:
        """Let the next write work."""
        self._history._write = self._write  # type: ignore


def test_conversations_are_bounded(history: History) -> None:
    """Of very many private conversations of one person those are forgotten in which nothing was said for longest."""
    for number in range(MOST_CONVERSATIONS + 1):
        target = f"=alice n{number}"
        history.append(Record(number + 1, target, "PRIVMSG", "alice", f"n{number}!u@h", "", "x", ""))
        history.remember_conversation("=alice", f"n{number}", target)
        history.remember_conversation(f"n{number}", "alice", target)
    found = history.conversations("=alice")
    assert MOST_CONVERSATIONS // 2 < len(found) <= MOST_CONVERSATIONS
    assert "n0" not in found and f"n{MOST_CONVERSATIONS}" in found
    assert history.conversations("n0") == {"alice": ["=alice n0"]}
