"""A disk that is full: nobody gets what was not recorded, its sender is told, and the server goes on by itself."""
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from server.config import ServerConfig
from server.hub import ChatServer, StartFailed
from server.store import Store
from server.world.network import Network
from tests.conftest import LoggedErrors
from tests.server.raw import RawClient
from tests.server.world.driver import MODERN, START, Client, World

ROOT = Path(__file__).resolve().parent.parent.parent


class StoredWorld(World):
    """A network whose turns are committed by a store that can be made to fail."""

    def __init__(self, folder: Path) -> None:
        super().__init__(data_dir=str(folder))
        self.store = Store(self.network.config)
        now, store = self.store.begin(START), self.store
        accounts = store.accounts(lambda work, done: done(work()))
        self.network = Network(self.network.config, now, store.archive, accounts, store.bans, store.rooms)

    def commit(self) -> None:
        """End the turn as the hub does."""
        self.store.commit(self.network)

    def tick(self) -> None:
        """Let a second pass."""
        self.now += 1
        self.network.tick(self.now)
        self.store.tick(self.now)
        self.commit()

    def fill_the_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every commit fail from now on, after all was written."""

        def refuse() -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(self.store.database, "commit", refuse)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[StoredWorld]:
    """A network with a store."""
    stored = StoredWorld(tmp_path)
    yield stored
    stored.store.close()


def member(world: StoredWorld, nick: str, operator: bool = False) -> Client:
    """Somebody in #a."""
    client = world.join_as(nick, MODERN, ["#a"])
    client.user.operator = operator
    world.commit()
    return client


def test_a_message_that_is_recorded_is_delivered(world: StoredWorld) -> None:
    """On a disk with room a commit changes nothing in the outboxes."""
    alice, bob = member(world, "alice"), member(world, "bob")
    alice.take()
    alice.send("PRIVMSG #a :hi")
    world.commit()
    assert [m.params for m in alice.take()] == [m.params for m in bob.take()] == [("#a", "hi")]


def test_what_can_not_be_recorded_reaches_nobody(
    world: StoredWorld, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """The senders get FAIL CANNOT_RECORD in place of the echo; what else the turn brought is delivered."""
    alice, bob, plain = member(world, "alice"), member(world, "bob"), world.join_as("plain", rooms=["#a"])
    world.commit()
    for client in (alice, bob, plain):
        client.take()
    with monkeypatch.context() as full:
        world.fill_the_disk(full)
        alice.send("PRIVMSG #a :lost", "@label=L PRIVMSG bob :lost too", "PING x")
        bob.send("NOTICE #a :lost as well", "JOIN #b")
        world.commit()
    answers = alice.take()
    assert [m.params[:3] for m in answers if m.command == "FAIL"] == [
        ("PRIVMSG", "CANNOT_RECORD", "#a"),
        ("PRIVMSG", "CANNOT_RECORD", "bob"),
    ]
    assert [m.tags.get("label") for m in answers if m.command == "FAIL"] == [None, "L"]
    assert "PONG" in [m.command for m in answers]
    assert ("NOTICE", "CANNOT_RECORD", "#a") in [m.params[:3] for m in bob.take()]
    assert "lost" not in str(answers) and plain.take() == []
    assert "can't be recorded" in logged_errors.take()[0]


def test_it_recovers_by_itself_and_tells_operators_once(
    world: StoredWorld, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """Operators are told when it begins and when it is over; what was refused is not in the history later."""
    alice, boss = member(world, "alice"), member(world, "boss", operator=True)
    boss.take()
    with monkeypatch.context() as full:
        world.fill_the_disk(full)
        for text in ("one", "two", "three"):
            alice.send(f"PRIVMSG #a :{text}")
            world.commit()
    assert len(logged_errors.take()) == 1
    (told,) = boss.take()
    assert told.params[-1].startswith("Messages can't be recorded and are refused: database or disk is full.")
    alice.take()
    alice.send("PRIVMSG #a :four")
    world.commit()
    assert [m.params for m in alice.take()] == [("#a", "four")]
    assert [m.params[-1] for m in boss.take()] == ["four", "Messages are recorded again."]
    kept = world.store.archive.page(["#a"], 0, 1 << 62, 9, True)
    assert [record.text for record in kept] == ["four"]


READER = (*MODERN, "draft/chathistory", "draft/event-playback", "draft/read-marker", "draft/channel-rename")
READ = "timestamp=2023-11-14T22:13:20.000Z"


def test_what_happened_all_the_same_is_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors
) -> None:
    """Events, read markers, renames, rooms' settings and bans of a time without room are there after a restart."""
    world = StoredWorld(tmp_path)
    boss = world.join_as("boss", READER, ["#a"])
    boss.user.operator, boss.user.account = True, "Boss"
    boss.send("PRIVMSG #a :hello")
    world.commit()
    with monkeypatch.context() as full:
        world.fill_the_disk(full)
        boss.send("TOPIC #a :new", f"MARKREAD #a {READ}", "RENAME #a #b", "KLINE 10.0.0.7 :out", "MODE #b +k key")
        world.join_as("late").send("JOIN #b key")
        world.commit()
        world.tick()
        assert boss.ask_one("MARKREAD #b").params == ("#b", READ)
        assert boss.ask("REGISTER * * sesame-open")[0].params[:2] == ("REGISTER", "ALREADY_AUTHENTICATED")
        assert world.join_as("new").ask("REGISTER * * sesame-open")[0].params[:2] == (
            "REGISTER", "TEMPORARILY_UNAVAILABLE")
    boss.take()
    for _ in range(3):
        world.tick()
    assert "The settings of rooms, bans and rules are written again." in str(boss.take())
    world.store.close()
    assert len(logged_errors.take()) == 2
    world = StoredWorld(tmp_path)
    assert world.link("10.0.0.7").user.closing
    eve = world.join_as("eve", READER)
    assert eve.ask_one("JOIN #b").command == "475"
    eve.user.account = "Boss"
    assert "new" in str(eve.ask("JOIN #b key")) and eve.ask_one("MARKREAD #b").params == ("#b", READ)
    assert [m.command for m in eve.ask("CHATHISTORY LATEST #b * 50")[1:-1]] == [
        "JOIN", "PRIVMSG", "TOPIC", "RENAME", "MODE", "JOIN", "JOIN"]
    world.store.close()


def test_what_waits_is_bounded(
    world: StoredWorld, monkeypatch: pytest.MonkeyPatch, logged_errors: LoggedErrors, caplog: pytest.LogCaptureFixture
) -> None:
    """Of very many events the latest wait, and the log says how many are missing."""
    monkeypatch.setattr("server.late.MOST_LATE", 3)
    alice = member(world, "alice")
    with monkeypatch.context() as full:
        world.fill_the_disk(full)
        for _ in range(5):
            alice.send("PART #a", "JOIN #a")
            world.commit()
    logged_errors.take()
    world.tick()
    assert "7 events are missing" in caplog.text
    assert len(world.store.archive.page(["!#a"], 0, 1 << 62, 99, True)) == 4


def test_a_folder_in_use_stops_the_start(tmp_path: Path) -> None:
    """A second server on the same folder raises StartFailed with the sentence, and gives its port back."""
    config = ServerConfig(host="127.0.0.1", port=0, data_dir=str(tmp_path))
    first = ChatServer(config)
    first.start()
    try:
        with pytest.raises(StartFailed, match="Another server already uses") as refused:
            ChatServer(config).start()
        assert refused.value.field == "data_dir"
    finally:
        first.stop()
    again = ChatServer(config)
    again.start()
    again.stop()


def test_history_is_there_after_a_restart(tmp_path: Path) -> None:
    """What was said before is shown to newcomers of the next run; with history=False nothing is kept or shown."""
    for history, text, shown in ((True, "one", ["one"]), (True, "two", ["one", "two"]), (False, "three", [])):
        server = ChatServer(ServerConfig(host="127.0.0.1", port=0, data_dir=str(tmp_path), history=history))
        server.start()
        try:
            with RawClient(server.port).register("alice") as alice, RawClient(server.port) as bob:
                alice.send("PRIVMSG #lobby :" + text)
                alice.sync()
                bob.register("bob")
                assert [line[len("[12:00] "):] for line in said(bob)] == shown
        finally:
            server.stop()


def said(client: RawClient) -> list:
    """The texts of the messages that a client has seen."""
    client.sync()
    return [line.partition(" :")[2] for line in client.seen if " PRIVMSG #lobby " in line]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte; only root can make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not hasattr(os, "geteuid") or os.geteuid() or subprocess.call(command, stderr=subprocess.DEVNULL):
        pytest.skip("only root on Linux can mount a small disk")
    yield folder
    subprocess.call(["umount", "-l", str(folder)])


def test_a_real_disk_that_is_full(small_disk: Path) -> None:
    """A server on a full disk refuses messages and stays up; with room again it goes on."""
    options = ["--port", "0", "--rate-limit", "0", "--data-dir", str(small_disk)]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "chat_server.py")] + options,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True,
    )
    try:
        port = 0
        while not port:
            match = re.search(r"localhost:(\d+)", process.stdout.readline())
            port = int(match.group(1)) if match else 0
        with RawClient(port) as alice, RawClient(port).register("bob") as bob:
            alice.send("CAP REQ :echo-message standard-replies")
            alice.send("CAP END")
            alice.register("alice")
            fill(small_disk / "filler")
            sent = talk_until_refused(alice)
            bob.sync()
            assert len([line for line in bob.seen if " PRIVMSG #lobby " in line]) == sent
            (small_disk / "filler").unlink()
            alice.send("PRIVMSG #lobby :room again")
            assert alice.until("PRIVMSG").endswith("room again")
            assert bob.until("PRIVMSG").endswith("room again")
    finally:
        process.kill()
        process.communicate()


def fill(path: Path) -> None:
    """Write until the disk takes no more."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def talk_until_refused(alice: RawClient) -> int:
    """Talk until a message is refused; how many were not."""
    for number in range(5000):
        alice.send(f"PRIVMSG #lobby :{number} " + "x" * 300)
        line = alice.until("PRIVMSG")
        if " FAIL " in line:
            assert " FAIL PRIVMSG CANNOT_RECORD #lobby " in line
            return number
    raise AssertionError("nothing was refused")


def test_a_corrupt_index_of_words_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Damage that shows only when the history is opened is treated like a corrupt file: set aside, begun anew."""
    config = ServerConfig(data_dir=str(tmp_path))
    store = Store(config)
    store.begin(START)
    store.database.connection.execute("UPDATE words_data SET block = x'ffffffffffff'")
    store.close()
    store = Store(config)
    assert store.database.set_aside and store.database.set_aside in caplog.text
    assert store.begin(START) == START
    store.close()
