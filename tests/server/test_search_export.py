"""The command lines that read a history: what they print, in which form, and what they say when there is nothing."""
import json
import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Iterator, List

import pytest

from server.__main__ import main
from server.database import FILE_NAME, Database
from server.history import History
from server.world.archive import Record, first_id_at

ROOT = Path(__file__).resolve().parent.parent.parent
NOON = datetime(2026, 1, 31, 12, 0).timestamp()  # in the time zone of this computer
LINES = (
    ("#lobby", "PRIVMSG", "ann", "the quick brown fox"),
    ("#lobby", "PRIVMSG", "bob", "\x01ACTION is <b>quick</b>\x01"),
    ("#lobby", "NOTICE", "ann", "Grüße & 日本"),
    ("#dev", "PRIVMSG", "bob", "quickly now"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder with some lines, a day between each two, that a server has open."""
    database = Database(tmp_path)
    history = History(database)
    for number, (room, command, nick, text) in enumerate(LINES):
        moment = first_id_at(int((NOON + number * 86400) * 1000)) + 1
        history.append(Record(moment, room, command, room, f"{nick}!u@h", "", text, ""))
    history.commit()
    yield tmp_path
    database.close()


def run(capsys: "pytest.CaptureFixture", *arguments: str) -> str:
    """What a command prints; it must end well."""
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "options, nicks",
    [
        (["quick"], ["ann", "bob", "bob"]),
        (["quick", "fox"], ["ann"]),
        (["quick", "--room", "#LOBBY"], ["ann", "bob"]),
        (["quick", "--room", "dev"], ["bob"]),
        (["--from", "Ann"], ["ann", "ann"]),
        (["quick", "--since", "2026-02-01"], ["bob", "bob"]),
        (["quick", "--until", "2026-02-01 12:00"], ["ann"]),
        (["quick", "--limit", "1"], ["bob"]),
    ],
)
def test_search(capsys: "pytest.CaptureFixture", folder: Path, options: List[str], nicks: List[str]) -> None:
    """Words, room, person and dates narrow it down; the newest of what is found are printed, the oldest first."""
    lines = run(capsys, "search", "--data-dir", str(folder), *options).splitlines()
    assert [line.split("  ")[2].strip("<>*- ").split()[0].strip("<>-") for line in lines] == nicks


def test_a_found_line_says_when_where_and_who(capsys: "pytest.CaptureFixture", folder: Path) -> None:
    """The line is a person's: local time, room, nick and text."""
    found = run(capsys, "search", "fox", "--data-dir", str(folder))
    assert found == "2026-01-31 12:00:00  #lobby  <ann> the quick brown fox\n"


def test_export_as_text(capsys: "pytest.CaptureFixture", folder: Path) -> None:
    """A line each, an action as one, all of the room and nothing else."""
    text = run(capsys, "export", "--room", "#Lobby", "--data-dir", str(folder))
    assert text.splitlines() == [
        "[2026-01-31 12:00:00] <ann> the quick brown fox",
        "[2026-02-01 12:00:00] * bob is <b>quick</b>",
        "[2026-02-02 12:00:00] -ann- Grüße & 日本",
    ]


def test_export_as_json(capsys: "pytest.CaptureFixture", folder: Path) -> None:
    """An array of objects with the time in UTC and the msgid."""
    rows = json.loads(run(capsys, "export", "--room", "lobby", "--format", "json", "--data-dir", str(folder)))
    assert [row["nick"] for row in rows] == ["ann", "bob", "ann"]
    assert set(rows[0]) == {"time", "msgid", "room", "nick", "account", "command", "text"}
    assert rows[0]["time"] == datetime.fromtimestamp(NOON, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert rows[2]["text"] == "Grüße & 日本"


def test_export_as_a_web_page(folder: Path, tmp_path: Path) -> None:
    """What people wrote is shown as they wrote it and never taken for HTML; a heading each day."""
    page = tmp_path / "page.html"
    options = ["--room", "#lobby", "--format", "html", "--output", str(page), "--data-dir", str(folder)]
    assert main(["export", *options]) == 0
    text = page.read_text(encoding="utf-8")
    assert "* bob is &lt;b&gt;quick&lt;/b&gt;" in text and "Grüße &amp; 日本" in text
    assert text.count("<h2>") == 3 and text.endswith("</html>\n")


def test_export_since_and_until(capsys: "pytest.CaptureFixture", folder: Path) -> None:
    """--since is where it begins, --until what it stops before."""
    options = ["--since", "2026-02-01", "--until", "2026-02-02"]
    text = run(capsys, "export", "--room", "#lobby", "--data-dir", str(folder), *options)
    assert text == "[2026-02-01 12:00:00] * bob is <b>quick</b>\n"


def test_a_long_history_is_read_in_pages(
    capsys: "pytest.CaptureFixture", folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost or doubled where one page ends and the next begins."""
    monkeypatch.setattr("server.export._PAGE", 1)
    assert len(run(capsys, "export", "--room", "#lobby", "--data-dir", str(folder)).splitlines()) == 3


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["search", "unheard"], "Nothing was found."),
        (["export", "--room", "#none"], "Nothing was said in #none then."),
        (["export", "--room", "#lobby", "--since", "2030-01-01"], "Nothing was said in #lobby then."),
        (["export", "--room", "#lobby", "--output", "/no/such/file"], "/no/such/file can't be written"),
    ],
)
def test_nothing_is_explained(
    capsys: "pytest.CaptureFixture", folder: Path, arguments: List[str], sentence: str
) -> None:
    """Exit code 1 and a sentence that says what to try."""
    assert main(arguments + ["--data-dir", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert sentence in err and not out and err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_a_folder_without_a_history_is_explained(
    capsys: "pytest.CaptureFixture", tmp_path: Path, content: bytes
) -> None:
    """A missing, empty or broken file gives one sentence, and nothing is made or changed."""
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert main(["search", "x", "--data-dir", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["export"], "--room"),
        (["export", "--room", "a", "--format", "pdf"], "pdf"),
        (["search", "--since", "yesterday"], "'yesterday' is no date"),
        (["search", "--limit", "0"], "A number from 1 up"),
    ],
)
def test_bad_options_are_explained(capsys: "pytest.CaptureFixture", arguments: List[str], sentence: str) -> None:
    """One line that names the option's fault and points to the help; exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    text = capsys.readouterr().err
    assert sentence in text and "--help" in text and text.count("\n") == 1


def test_a_reader_that_stops_early_is_no_error(folder: Path) -> None:
    """`export | head -1` ends without a traceback, and a terminal without these letters gets question marks."""
    command = [sys.executable, "-m", "server", "export", "--room", "lobby", "--data-dir", str(folder)]
    environment = dict(os.environ, PYTHONIOENCODING="ascii")
    process = subprocess.Popen(command, cwd=str(ROOT), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate()
    assert b"Gr??e & ??" in out and not err and process.returncode == 0
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(command, cwd=str(ROOT), stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert process.communicate()[1] == b"" and process.returncode == 0


def test_messages_of_several_lines(capsys: "pytest.CaptureFixture", tmp_path: Path) -> None:
    """Their further lines are indented, in a web page they stay lines; none can pass for another person's message."""
    database = Database(tmp_path)
    history = History(database)
    text = "see:\n[2026-01-31 12:00:00] <boss> yes"
    history.append(Record(first_id_at(int(NOON * 1000)) + 1, "#dev", "PRIVMSG", "#dev", "ann!u@h", "", text, ""))
    history.commit()
    common = ["--room", "#dev", "--data-dir", str(tmp_path)]
    shown = [run(capsys, "export", *common), run(capsys, "search", "boss", *common)]
    assert [each.splitlines()[1] for each in shown] == ["    [2026-01-31 12:00:00] <boss> yes"] * 2
    page = run(capsys, "export", "--format", "html", *common)
    assert "&lt;ann&gt; see:<br>\n" in page
    assert json.loads(run(capsys, "export", "--format", "json", *common))[0]["text"] == text
    database.close()
