"""Minutes of everything that people, broken clients and broken networks do to a server, to find what it leaks.

Afterwards its threads, descriptors and memory must be where they were before; exit code 1 says that they are not.
"""
import os
import random
import tempfile
import threading
import time
from pathlib import Path
from typing import Dict, List, NamedTuple

from build_scripts import peers
from build_scripts.caller import Caller
from build_scripts.fanout import cpu_and_memory
from build_scripts.rounds import ROUNDS, Round, forsaken

WARM_UP = 20.0  # seconds of everything before the first look: caches are filled, modules loaded
ENDS_WITHIN = 120.0  # seconds after the last round; a peer that vanished is noticed after 90
GROWTH = 16.0  # MiB; SQLite keeps 8 of pages (CACHE in server/database.py), other caches and the allocator some more
_ROW = "{:<12}{:>9}{:>13}{:>12}"


class Use(NamedTuple):
    """What a server holds."""

    threads: int
    descriptors: int
    memory: float  # MiB

    def came_back_to(self, before: "Use") -> bool:
        """Whether no more is held than `before`, apart from the memory that caches may take."""
        return (
            self.threads <= before.threads
            and self.descriptors <= before.descriptors
            and self.memory <= before.memory + GROWTH
        )


def run(minutes: float) -> int:
    """Soak a new server for so long, print what it holds before and after; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        server = peers.start("intranetchat", Path(folder) / "data")
        try:
            return _soak(server, minutes)
        finally:
            server.stop()


def _soak(server: peers.Server, minutes: float) -> int:
    Caller(server.port).register("first").close()
    time.sleep(1.0)
    idle = use_of(server.pid)
    _go_round(server.port, WARM_UP)
    while forsaken:
        forsaken.pop().close()
    before = _settled(server, idle)
    print(_ROW.format("", "threads", "descriptors", "memory MiB"))
    _show("beginning", before)
    vanished = [Caller(server.port).register(f"ghost{number}") for number in range(20)]  # never heard of again
    counts = _go_round(server.port, minutes * 60)
    _show("last round", use_of(server.pid))
    after = _settled(server, idle)
    _show("end", after)
    for caller in vanished + forsaken:
        caller.close()
    print("rounds: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    if server.process.poll() is not None or not after.came_back_to(before):
        print("SOMETHING LEAKED." if server.process.poll() is None else "THE SERVER ENDED.")
        return 1
    print("All came back.")
    return 0


def use_of(pid: int) -> Use:
    """What the process holds now (proc(5))."""
    _, memory = cpu_and_memory(pid)
    return Use(len(os.listdir(f"/proc/{pid}/task")), len(os.listdir(f"/proc/{pid}/fd")), memory)


def _settled(server: peers.Server, aim: Use) -> Use:
    """What the server holds once nobody is connected any more, or after the longest wait."""
    deadline = time.monotonic() + ENDS_WITHIN
    while True:
        use = use_of(server.pid)
        if (use.threads, use.descriptors) <= (aim.threads, aim.descriptors) or time.monotonic() > deadline:
            return use
        time.sleep(0.2)


def _show(when: str, use: Use) -> None:
    print(_ROW.format(when, use.threads, use.descriptors, f"{use.memory:.1f}"), flush=True)


def _go_round(port: int, seconds: float) -> Dict[str, int]:
    """Let every kind of client do as many rounds as `seconds` allow, all kinds at once; their numbers."""
    counts = {each.__name__.replace("_", " "): 0 for each in ROUNDS}
    end = time.monotonic() + seconds
    failures: List[str] = []

    def repeat(do: Round, name: str) -> None:
        chance = random.Random(name)
        while time.monotonic() < end:
            try:
                do(port, chance, counts[name])
            except (OSError, EOFError) as error:
                failures.append(f"{name}: {error}")
            counts[name] += 1

    threads = [threading.Thread(target=repeat, args=pair, name=pair[1]) for pair in zip(ROUNDS, list(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for failure in failures[:10]:
        print("FAILED " + failure)
    return counts
