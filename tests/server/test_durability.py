"""A server that is killed at random moments under load: every message that was echoed is in the history afterwards.

DURABILITY_KILLS sets how often it is killed; the suite does it a few times, a long run fifty.
"""
import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

import pytest

from tests.server.raw import RawClient
from tests.support import pump_until

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("DURABILITY_KILLS", "5"))
TALKERS = 4
AHEAD = 20  # messages that a talker sends before it waits for an echo
CAPS = "batch server-time message-tags echo-message draft/chathistory"
ECHO = re.compile(r"@time=(\S+?);msgid=(\w+) :(\w+)!\S+ PRIVMSG #lobby :(\S+)$")


class Server:
    """A server process on one data folder."""

    def __init__(self, folder: Path) -> None:
        options = ["--port", "0", "--rate-limit", "0", "--data-dir", str(folder)]
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "chat_server.py")] + options,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
        )
        self.port = 0
        for line in self.process.stdout:
            match = re.search(r"localhost:(\d+)", line)
            self.port = int(match.group(1)) if match else self.port
            if "Ctrl+C" in line:
                break

    def kill(self) -> None:
        """End it without a warning, as `kill -9` does."""
        self.process.kill()
        self.process.communicate()


class Talker(threading.Thread):
    """Somebody who talks without pause until the link breaks, and keeps every echo."""

    def __init__(self, port: int, nick: str, run: int) -> None:
        super().__init__(name="talker " + nick)
        self.nick = nick
        self.run_number = run
        self.echoes: List[Tuple[str, str, str]] = []  # time, msgid, text
        self.client = connected(port, nick)

    def run(self) -> None:
        """Talk and listen."""
        try:
            for number in range(AHEAD):
                self._say(number)
            number = AHEAD
            while True:
                match = ECHO.match(self.client.line())
                if match and match.group(3) == self.nick:
                    self.echoes.append((match.group(1), match.group(2), match.group(4)))
                    self._say(number)
                    number += 1
        except (EOFError, OSError):
            self.client.close()

    def _say(self, number: int) -> None:
        self.client.send(f"PRIVMSG #lobby :{self.nick}-{self.run_number}-{number}")


def connected(port: int, nick: str) -> RawClient:
    """A client with what is needed to see msgids and echoes."""
    client = RawClient(port)
    client.send("CAP REQ :" + CAPS)
    client.send("CAP END")
    return client.register(nick)


def history_of_the_lobby(port: int) -> List[Tuple[str, str, str]]:
    """Everything in the lobby's history from its beginning: time, msgid and text."""
    found: List[Tuple[str, str, str]] = []
    with connected(port, "reader") as reader:
        bound = "timestamp=2000-01-01T00:00:00.000Z"
        while True:
            reader.send(f"CHATHISTORY AFTER #lobby {bound} 500")
            reader.until("BATCH +")
            page = []
            while "BATCH -" not in reader.line():
                tags, _, rest = reader.seen[-1].partition(" ")
                values: Dict[str, str] = dict(tag.partition("=")[::2] for tag in tags[1:].split(";"))
                page.append((values["time"], values["msgid"], rest.rpartition(":")[2]))
            if not page:
                return found
            found += page
            bound = "msgid=" + page[-1][1]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The data folder of every run."""
    yield tmp_path / "data"


@pytest.mark.timeout(60 + 10 * KILLS)
def test_what_was_echoed_survives_kill_9(folder: Path) -> None:
    """After each kill every echo is in the history, once, under its msgid and time, in the order of the echoes."""
    echoed: List[Tuple[str, str, str]] = []
    chance = random.Random(KILLS)
    for run in range(KILLS):
        server = Server(folder)
        talkers = [Talker(server.port, nick, run) for nick in ("ann", "ben", "cy", "dee")[:TALKERS]]
        for talker in talkers:
            talker.start()
        enough = chance.randrange(1, 1500)
        pump_until(lambda t=talkers, n=enough: sum(len(each.echoes) for each in t) >= n, within=30)
        server.kill()
        for talker in talkers:
            talker.join(20)
            echoed += talker.echoes
        server = Server(folder)
        try:
            history = history_of_the_lobby(server.port)
        finally:
            server.kill()
        assert len(set(history)) == len(history), "something is there twice"
        assert history == sorted(history, key=lambda row: int(row[1], 16)), "the order of msgids"
        assert [row[0] for row in history] == sorted(row[0] for row in history), "the order of times"
        assert not set(echoed) - set(history), "an echo was not recorded"
        for talker in talkers:
            own = [row for row in history if row in set(talker.echoes)]
            assert own == talker.echoes, "the order of the echoes"
