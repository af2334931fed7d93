"""Names that look like paths: whatever a server, a room or a person is called, it is never more than text in a file."""

from pathlib import Path
from typing import List

import pytest

from app.drafts import Drafts
from app.known_servers import KnownServers
from app.read_marks import ReadMarks
from app.settings import SavedServer, Settings, load, save
from server import export
from server.database import Database
from server.history import History
from server.wire.names import fold
from server.world.archive import Record

NAMES = ["#../../up", "#/etc/passwd", "#C:\\up", "#CON", "#nul.txt", "#a\\..\\b", "#~", "#" + "x" * 60, "#%2e%2e%2fup"]


def files(folder: Path) -> List[str]:
    """Every file in a folder and the one around it, but for what SQLite and temporary names add."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_what_the_app_keeps_stays_in_its_files(name: str, tmp_path: Path) -> None:
    """Drafts, read marks, known servers and settings are one file each, and what was kept is read back by its name."""
    home = tmp_path / "around" / "home"
    home.mkdir(parents=True)
    drafts = Drafts(str(home / "drafts.json"))
    drafts.keep(name, name, "half a sentence")
    drafts.save()
    marks = ReadMarks(str(home / "read.json"))
    marks.note(name, 1, name, 1_700_000_000.0)
    marks.write()
    KnownServers(str(home / "known.json")).remember(name, 1, "ab" * 32)
    save(Settings(servers=(SavedServer(name, rooms=(name,)),)), str(home / "settings.json"))
    assert files(tmp_path) == [f"around/home/{each}.json" for each in ("drafts", "known", "read", "settings")]
    again = Drafts(str(home / "drafts.json"))
    assert again.load() == "" and again.get(name, name) == "half a sentence"
    assert ReadMarks(str(home / "read.json")).find(name, 1, name) == 1_700_000_000.0
    assert KnownServers(str(home / "known.json")).find(name, 1) is not None
    assert load(str(home / "settings.json")).settings.servers[0].rooms == (name,)


@pytest.mark.parametrize("name", NAMES)
def test_the_server_keeps_every_room_in_its_database(name: str, tmp_path: Path) -> None:
    """A room's name makes no file, and its export goes where the host says and nowhere else."""
    folder = tmp_path / "around" / "data"
    database = Database(folder)
    before = files(tmp_path)
    history = History(database)
    history.append(Record(1 << 20, fold(name), "PRIVMSG", name, "a!a@h", "", "hello", ""))
    history.commit()
    assert files(tmp_path) == before
    database.close()
    out = folder.parent / "out.txt"
    assert export.main(["--data-dir", str(folder), "--room", name, "--output", str(out)]) == 0
    assert "hello" in out.read_text(encoding="utf-8")
    assert [each for each in files(tmp_path) if not each.startswith("around/data/")] == ["around/out.txt"]
