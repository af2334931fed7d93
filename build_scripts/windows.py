"""What a window costs and how long it doesn't answer, HexChat's beside it where the two do the same.

The same messages go through the same server, on an X display of their own.
"""
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from build_scripts import clients, peers, targets
from build_scripts.caller import ROOM, Caller
from build_scripts.clients import HEXCHAT, OURS, Window
from build_scripts.display import VirtualDisplay
from build_scripts.fanout import Crowd
from build_scripts.screen import Screen

PEOPLE = ("Mara", "Jonas", "Lena", "Omar", "Tom")
IN_A_ROW = 3  # messages that one of them says before the next does
TEXT = "Number {}: the quick brown fox jumps over the lazy dog."
TURN = 0.01  # seconds between two batches of a fast talk
SETTLES = 1.0  # seconds without CPU time after which a window has done its work
RECEIVED = 100000  # messages, for the memory
FAST = 5000  # messages a second, for the memory and the longest wait
OLD = 10000  # messages of history
JOINING = 2000
ROWS = ("start", "cpu", "memory", "answer")
_ROW = "{:<58}{:>10}{:>10}"


class Stage:
    """A server, a display and a folder, on which windows are measured one after the other; one thread."""

    def __init__(self, display: str, folder: Path) -> None:
        self.display = display
        self.folder = folder
        self._count = 0

    def start(self, name: str, port: Optional[int] = None) -> Optional[Window]:
        """Open a window by its name; None where it isn't installed."""
        home = self._home()
        command = clients.command_of(name, home, port=port)
        return None if command is None else Window(command, self.display, home)

    def watch(self, port: int, *options: str) -> Window:
        """Open our window with a heart that is watched."""
        return Window(clients.watched(port, *options), self.display, self._home())

    def server(self) -> peers.Server:
        """Start a server."""
        return peers.start("intranetchat", self._home() / "data")

    def _home(self) -> Path:
        self._count += 1
        return self.folder / str(self._count)


class Talk:
    """Five people in a room who say what the windows show; one thread."""

    def __init__(self, port: int) -> None:
        self._people = [Caller(port).register(name) for name in PEOPLE]
        for each in self._people:
            each.enter()
        self._number = 0

    def await_reader(self) -> None:
        """Wait until the window is in the room."""
        self._people[0].until(f":{clients.NICK}!.* JOIN .*{ROOM}")

    def say(self, rate: int, count: int) -> None:
        """Say so many messages, so many a second, and wait until the server has taken all."""
        start, said = time.monotonic(), 0
        while said < count:
            due = min(count, int((time.monotonic() - start) * rate) + 1)
            self._say(due - said)
            said = due
            time.sleep(max(TURN, start + (said + 1) / rate - time.monotonic()) if said < count else 0)
        for each in self._people:
            each.sync()

    def leave(self) -> None:
        """End the links."""
        for each in self._people:
            each.close()

    def _say(self, count: int) -> None:
        lines: Dict[int, List[str]] = {}
        for _ in range(count):
            who = self._number // IN_A_ROW % len(PEOPLE)
            self._number += 1
            lines.setdefault(who, []).append(f"PRIVMSG {ROOM} :" + TEXT.format(self._number))
        for who, said in lines.items():
            self._people[who].send("\r\n".join(said))


def measure(rows: Sequence[str], runs: int) -> None:
    """Print a table for the rows of ROWS that are asked for, and which targets are reached."""
    with VirtualDisplay() as display, tempfile.TemporaryDirectory() as folder:
        stage = Stage(display.name, Path(folder))
        stage.folder.chmod(0o755)
        print(_ROW.format("", "HexChat", "ours"), flush=True)
        for row, measured in (("start", _start), ("cpu", _cpu), ("memory", _memory), ("answer", _answer)):
            if row in rows:
                targets.show(measured(stage, runs))


def _start(stage: Stage, runs: int) -> List[targets.Target]:
    seconds: Dict[str, List[float]] = {}
    for _ in range(runs):  # in turn, so that both meet the same moods of the machine
        for name in (HEXCHAT, OURS):
            begun = time.monotonic()
            window = stage.start(name)
            if window is None:
                continue
            try:
                with Screen(stage.display) as screen:
                    seconds.setdefault(name, []).append(screen.seconds_to_drawn(begun))
            finally:
                window.end()
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    _show("start to a window that is drawn, s", medians, "{:.2f}")
    if HEXCHAT not in medians:
        return []
    return [targets.Target("start, times HexChat's", medians[OURS] / medians[HEXCHAT], 1.0)]


def _cpu(stage: Stage, runs: int) -> List[targets.Target]:
    reached = []
    for rate, seconds, most in ((1000, 5, targets.BUSY), (20, 10, targets.QUIET)):
        medians: Dict[str, float] = {}
        for name in (HEXCHAT, OURS):
            taken = [_cpu_per_message(stage, name, rate, rate * seconds) for _ in range(runs)]
            if None not in taken:
                medians[name] = statistics.median(taken)
        _show(f"CPU per message at {rate} msg/s, us", medians, "{:.0f}")
        reached.append(targets.Target(f"us of CPU per message at {rate} msg/s", medians[OURS], most))
    return reached


def _cpu_per_message(stage: Stage, name: str, rate: int, count: int) -> Optional[float]:
    def say(window: Window, talk: Talk) -> float:
        talk.say(rate, rate)  # the first messages fill caches
        _settle(window)
        before = window.cpu()
        talk.say(rate, count)
        _settle(window)
        return (window.cpu() - before) * 1e6 / count

    return _beside_talk(stage, name, say)


def _memory(stage: Stage, runs: int) -> List[targets.Target]:
    after_start: Dict[str, float] = {}
    after_all: Dict[str, float] = {}

    def receive(window: Window, talk: Talk) -> float:
        after_start[name] = window.memory()
        talk.say(FAST, RECEIVED)
        _settle(window)
        return window.memory()

    for name in (HEXCHAT, OURS):
        held = _beside_talk(stage, name, receive)
        if held is not None:
            after_all[name] = held
    _show("memory in the first room, MiB", after_start, "{:.0f}")
    _show(f"memory after {RECEIVED} messages, MiB", after_all, "{:.0f}")
    return [targets.Target("MiB in the first room", after_start[OURS], targets.FRESH),
            targets.Target(f"MiB after {RECEIVED} messages", after_all[OURS], targets.FULL)]


def _beside_talk(stage: Stage, name: str, do: Callable[[Window, Talk], float]) -> Optional[float]:
    """What `do` gives for a window that is in the room with the people; None where it isn't installed."""
    server = stage.server()
    try:
        talk = Talk(server.port)
        window = stage.start(name, server.port)
        if window is None:
            return None
        try:
            talk.await_reader()
            _settle(window)
            return do(window, talk)
        finally:
            window.end()
            talk.leave()
    finally:
        server.stop()


def _settle(window: Window) -> None:
    """Wait until a window has nothing to do any more."""
    before, since = window.cpu(), time.monotonic()
    while time.monotonic() - since < SETTLES:
        time.sleep(0.1)
        now = window.cpu()
        if now - before > 0.021:  # two ticks of the clock of /proc; beats and blinking take one at most
            before, since = now, time.monotonic()


def _answer(stage: Stage, runs: int) -> List[targets.Target]:
    rows: Tuple[Tuple[str, Callable[[Stage], float]], ...] = (
        (f"{FAST} msg/s for 5 s", _flooded), (f"{OLD} lines of history", _reading_back),
        (f"{JOINING} people joining and leaving", _joined_by_many), ("hosting 200 people at 50 msg/s", _hosting))
    reached = []
    for what, longest in rows:
        worst = max(longest(stage) for _ in range(runs)) * 1e3
        _show(f"longest time without an answer, ms: {what}", {OURS: worst}, "{:.0f}")
        reached.append(targets.Target("ms without an answer: " + what, worst, targets.ANSWERS))
    return reached


def _watching(stage: Stage, do: Callable[[Window, Talk, peers.Server], Dict[str, float]],
              old: int = 0) -> float:
    """The longest time without an answer while `do` happens, in seconds; `old` messages were said before."""
    server = stage.server()
    try:
        talk = Talk(server.port)
        if old:
            talk.say(FAST, old)
        window = stage.watch(server.port, "--host", "127.0.0.1")
        try:
            talk.await_reader()
            _settle_watched()
            window.ask("watch")
            return do(window, talk, server)["longest"]
        finally:
            window.end()
            talk.leave()
    finally:
        server.stop()


def _settle_watched() -> None:
    time.sleep(2.0)  # its heart never rests, so there is nothing to wait for


def _flooded(stage: Stage) -> float:
    def do(window: Window, talk: Talk, server: peers.Server) -> Dict[str, float]:
        talk.say(FAST, FAST * 5)
        return _asked(window, "longest")

    return _watching(stage, do)


def _reading_back(stage: Stage) -> float:
    def do(window: Window, talk: Talk, server: peers.Server) -> Dict[str, float]:
        told = _asked(window, "read back")
        if told["lines"] < OLD:
            raise RuntimeError(f"The window has {told['lines']} of {OLD} lines.")
        return told

    return _watching(stage, do, OLD)


def _joined_by_many(stage: Stage) -> float:
    def do(window: Window, talk: Talk, server: peers.Server) -> Dict[str, float]:
        crowd = Crowd(server, JOINING, 1, 1.0)
        time.sleep(1.0)
        told = _asked(window, "longest")
        crowd.leave()
        if told["members"] < JOINING:
            raise RuntimeError(f"The window has {told['members']} of {JOINING} people.")
        time.sleep(2.0)
        return _asked(window, "longest")

    return _watching(stage, do)


def _hosting(stage: Stage) -> float:
    port = peers.free_port()
    window = stage.watch(port, "--start-server", "--who", "computer")
    try:
        peers.await_listening(port)
        _settle_watched()
        crowd = Crowd(peers.Running("hosted", port, window.process.pid), 200, 50, 5.0)
        window.ask("watch")
        crowd.talk()
        told = _asked(window, "longest")
        crowd.leave()
        return told["longest"]
    finally:
        window.end()


def _asked(window: Window, command: str) -> Dict[str, float]:
    return json.loads(window.ask(command))


def _show(what: str, figures: Dict[str, float], form: str) -> None:
    print(_ROW.format(what, *(form.format(figures[name]) if name in figures else "-" for name in (HEXCHAT, OURS))),
          flush=True)
