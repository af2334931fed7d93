"""How fast a server with a history of a million messages starts, shows a page of it and searches it.

The history is made once, through the server's own code, and kept in the folder for temporary files.
"""
import random
import statistics
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Dict, Iterator, List

from build_scripts import peers, targets
from build_scripts.caller import Caller
from server.database import Database
from server.history import History
from server.tables import MIGRATIONS
from server.world.archive import Record, first_id_at

MESSAGES = 1000000
ROOMS = 20
PEOPLE = 200
WORDS = 20000  # the first ones are said most, as in a language
APART = 30000  # milliseconds between two messages
AT_ONCE = 20000  # messages a transaction
ASKED = 9  # times, of each question
CAPS = "batch server-time message-tags draft/chathistory soju.im/search"
_ROW = "{:<44}{:>10}{:>10}"


def measure(runs: int) -> None:
    """Print the seconds until the server listens, and the milliseconds of some questions."""
    folder = _history()
    starts: List[float] = []
    times: Dict[str, List[float]] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as log:
            server = peers.start("intranetchat", Path(log) / "log", ["--data-dir", str(folder)])
            starts.append(server.seconds_to_listening)
            try:
                _ask(server.port, times)
            finally:
                server.stop()
    print(_ROW.format(f"with a history of {MESSAGES} messages", "median ms", "worst ms"))
    print(_ROW.format("  from the start to listening", f"{statistics.median(starts) * 1e3:.0f}",
                      f"{max(starts) * 1e3:.0f}"))
    for what, taken in times.items():
        print(_ROW.format("  " + what, f"{statistics.median(taken) * 1e3:.1f}", f"{max(taken) * 1e3:.1f}"), flush=True)
    slowest = max(map(statistics.median, times.values()))
    targets.show([targets.Target("ms to listening", statistics.median(starts) * 1e3, targets.LISTENING),
                  targets.Target("ms for the slowest question's median", slowest * 1e3, targets.ANSWER)])


def _ask(port: int, times: Dict[str, List[float]]) -> None:
    chance = random.Random(1)
    caller = Caller(port).register("asker", CAPS)
    for room in range(ROOMS):
        caller.enter(f"#room{room}")

    def earlier() -> str:
        seconds = time.time() - chance.random() * MESSAGES * APART / 1000
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def rare() -> str:
        return _word(WORDS - 1 - chance.randrange(5000))

    def person() -> str:
        return f"person{chance.randrange(PEOPLE)}"

    caller.enter("#elsewhere")
    room = "#room7"
    questions: Dict[str, Callable[[], str]] = {
        "the newest page of a room": lambda: f"CHATHISTORY LATEST {room} * 100",
        "a page from the middle of a room": lambda: f"CHATHISTORY BEFORE {room} timestamp={earlier()} 100",
        "search: a common word in one room": lambda: f"SEARCH text={_word(0)};in={room}",
        "search: a common word in 20 rooms": lambda: f"SEARCH text={_word(1)}",
        "search: a rare word in 20 rooms": lambda: f"SEARCH text={rare()}",
        "search: a rare word in one room": lambda: f"SEARCH text={rare()};in={room}",
        "search: a common beginning of words": lambda: f"SEARCH text={_word(chance.randrange(10))[:4]}",
        "search: two very common words": lambda: f"SEARCH text={_word(0)}\\s{_word(1)}",
        "search: two words": lambda: f"SEARCH text={_word(3)}\\s{_word(chance.randrange(50, 500))}",
        "search: three words": lambda: f"SEARCH text={_word(0)}\\s{_word(30)}\\s{_word(chance.randrange(30, 90))}",
        "search: twenty words": lambda: "SEARCH text=" + "\\s".join(map(_word, range(20))),
        "search: a common word where it never was": lambda: f"SEARCH text={_word(0)};in=#elsewhere",
        "search: one person in one room": lambda: f"SEARCH from={person()};in={room}",
        "search: a common word of one person": lambda: f"SEARCH text={_word(0)};from={person()}",
        "search: a common word of nobody": lambda: f"SEARCH text={_word(0)};from=nobody",
        "search: a word before a day": lambda: f"SEARCH text={_word(2)};before={earlier()}",
        "search: a word from a day on": lambda: f"SEARCH text={_word(2)};after={earlier()}",
        "search: a part of a word in another script": lambda: "SEARCH text=\u65e5\u672c",
    }
    for what, question in questions.items():
        for _ in range(ASKED):
            line = question()
            begun = time.perf_counter()
            caller.send(line)
            caller.until(" BATCH -")
            times.setdefault(what, []).append(time.perf_counter() - begun)
    caller.close()


def _history() -> Path:
    """The folder of the history, which is made where it isn't there or was not finished."""
    folder = Path(tempfile.gettempdir()) / f"intranetchat-benchmark-{MESSAGES}-{len(MIGRATIONS)}"
    finished = folder / "finished"
    if finished.exists():
        return folder
    print(f"Making a history of {MESSAGES} messages in {folder} ...", flush=True)
    database = Database(folder)
    history = History(database)
    for number, record in enumerate(_records(history.committed), 1):
        history.append(record)
        if number % AT_ONCE == 0:
            history.commit()
    history.commit()
    database.close()
    finished.touch()
    return folder


def _records(after: int) -> Iterator[Record]:
    """The messages with ids greater than `after`, as they were said up to now."""
    chance = random.Random(MESSAGES)
    begin = int(time.time() * 1000) - MESSAGES * APART
    for number in range(MESSAGES):
        room = f"#room{chance.randrange(ROOMS)}"
        nick = f"person{chance.randrange(PEOPLE)}"
        text = " ".join(_word(int(WORDS * chance.random() ** 4)) for _ in range(chance.randrange(3, 15)))
        at = first_id_at(begin + number * APART)
        if at > after:
            yield Record(at, room, "PRIVMSG", room, f"{nick}!{nick}@127.0.0.1", "", text, "")


def _word(number: int) -> str:
    """A word of its own for each number."""
    syllables = ("ka", "lo", "mi", "ne", "ru", "so", "ta", "vi", "wo", "ze")
    return "".join(syllables[int(digit)] for digit in str(number + 100))
