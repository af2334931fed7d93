"""The server's SQLite file: made, upgraded, set aside when it is corrupt, and never shared by two servers."""
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from server import database, tables
from server.database import FILE_NAME, Database, DatabaseError, DataDirInUse


def names(db: Database) -> list:
    """The tables of an open file."""
    return [row[0] for row in db.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_it_is_made_where_it_is_missing(tmp_path: Path) -> None:
    """Folder and file are made, in WAL mode, with the newest schema."""
    db = Database(tmp_path / "deep" / "down")
    assert db.path.is_file() and "messages" in names(db) and not db.set_aside
    assert db.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.connection.execute("PRAGMA user_version").fetchone()[0] == len(tables.MIGRATIONS)
    db.close()


def test_what_was_committed_is_there_again(tmp_path: Path) -> None:
    """A transaction counts once it is committed; one that was not is forgotten."""
    db = Database(tmp_path)
    db.begin()
    db.connection.execute("INSERT INTO facts VALUES ('kept', 1)")
    db.commit()
    db.begin()
    db.connection.execute("INSERT INTO facts VALUES ('lost', 1)")
    db.close()
    db = Database(tmp_path)
    assert db.connection.execute("SELECT name FROM facts").fetchall() == [("kept",)]
    db.close()


def test_a_second_one_is_refused(tmp_path: Path) -> None:
    """While one has the folder, the next is told so in a sentence; afterwards it may have it."""
    first = Database(tmp_path)
    with pytest.raises(DataDirInUse) as refused:
        Database(tmp_path)
    assert "Another server already uses" in refused.value.sentence and "--data-dir" in refused.value.sentence
    first.close()
    Database(tmp_path).close()


def test_a_dead_server_leaves_no_lock(tmp_path: Path) -> None:
    """The lock ends with the process, however it ends."""
    script = f"import os; from server.database import Database; Database({str(tmp_path)!r}); os._exit(9)"
    root = str(Path(__file__).resolve().parent.parent.parent)
    assert subprocess.call([sys.executable, "-c", script], cwd=root) == 9
    Database(tmp_path).close()


def test_it_may_be_opened_beside_a_server(tmp_path: Path) -> None:
    """Tools open it without the lock."""
    server = Database(tmp_path)
    Database(tmp_path, alone=False).close()
    server.close()


@pytest.mark.parametrize("content", [b"not a database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupt_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    """The file keeps its content under a new name, which is told, and a new one is begun."""
    (tmp_path / FILE_NAME).write_bytes(content)
    db = Database(tmp_path)
    assert db.set_aside.startswith(FILE_NAME + ".broken-")
    assert (tmp_path / db.set_aside).read_bytes() == content
    assert "messages" in names(db)
    db.close()


def test_a_page_that_was_overwritten_is_noticed(tmp_path: Path) -> None:
    """Damage inside of the file is found at the start, not at some later question."""
    db = Database(tmp_path)
    db.begin()
    db.connection.executemany("INSERT INTO facts VALUES (?, 1)", [(str(number) * 50,) for number in range(5000)])
    db.commit()
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    with db.path.open("r+b") as file:
        file.seek(db.path.stat().st_size // 2 // 4096 * 4096)
        file.write(os.urandom(4096))
    db = Database(tmp_path)
    assert db.set_aside
    db.close()


def test_an_upgrade_copies_the_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the schema keeps what is there, and leaves a copy of the file as it was."""
    monkeypatch.setattr(database, "MIGRATIONS", tables.MIGRATIONS[:1])
    db = Database(tmp_path)
    db.begin()
    db.connection.execute("INSERT INTO facts VALUES ('old', 7)")
    db.commit()
    db.close()
    monkeypatch.setattr(database, "MIGRATIONS", tables.MIGRATIONS[:1] + ["CREATE TABLE later (x INTEGER);"])
    db = Database(tmp_path)
    assert "later" in names(db)
    assert db.connection.execute("SELECT * FROM facts").fetchall() == [("old", 7)]
    db.close()
    copy = sqlite3.connect(str(tmp_path / (FILE_NAME + "-before-v2")))
    assert copy.execute("SELECT * FROM facts").fetchall() == [("old", 7)]
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    copy.close()


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that fails half-way leaves the old version, and is told as a sentence."""
    monkeypatch.setattr(database, "MIGRATIONS", tables.MIGRATIONS[:1])
    Database(tmp_path).close()
    broken = "CREATE TABLE later (x INTEGER); CREATE TABLE later (x INTEGER);"
    monkeypatch.setattr(database, "MIGRATIONS", tables.MIGRATIONS[:1] + [broken])
    with pytest.raises(DatabaseError, match="can't be opened"):
        Database(tmp_path)
    monkeypatch.setattr(database, "MIGRATIONS", tables.MIGRATIONS[:1])
    db = Database(tmp_path)
    assert "later" not in names(db)
    db.close()


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    """A file of a later version is left as it is, and the sentence says so."""
    db = Database(tmp_path)
    db.connection.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DatabaseError, match="newer version"):
        Database(tmp_path)


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    """A file in the folder's place gives a sentence with the remedy."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError) as refused:
        Database(tmp_path / "file")
    assert "--data-dir" in refused.value.sentence
