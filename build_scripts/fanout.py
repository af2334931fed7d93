"""One run of many talking clients against one server, and what it measured.

The load is made by processes of load.py, so that it is not the bottleneck; CPU time and memory come from /proc.
"""
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple, Union

from build_scripts import peers

PROCESSES = 4  # of the load


class Figures(NamedTuple):
    """What one run measured."""

    deliveries: float  # a second
    offered: float  # deliveries a second
    cpu: float  # microseconds of the server a delivery
    p50: float  # milliseconds
    p99: float  # milliseconds
    joined: float  # seconds until all clients were in the room
    memory: float  # MiB after the run
    each: float  # KiB more than before the clients came, a client
    lost: float  # deliveries

    def words(self) -> List[str]:
        """The figures as a table shows them."""
        return [
            f"{self.deliveries:.0f}/{self.offered:.0f}", f"{self.cpu:.2f}", f"{self.p50:.1f}", f"{self.p99:.1f}",
            f"{self.joined:.1f}", f"{self.memory:.1f}", f"{self.each:.1f}", f"{self.lost:.0f}",
        ]


class Crowd:
    """Clients of one server in several processes; used by the benchmark's thread.

    They are in the room once it is made; RuntimeError where one can't join.
    """

    def __init__(self, server: Union[peers.Server, peers.Running], clients: int, rate: int, seconds: float) -> None:
        """`rate` in messages a second from all together, for `seconds`."""
        self.clients: int = clients // PROCESSES * PROCESSES
        self._server = server
        self._seconds = seconds
        self._cpu, self._memory = cpu_and_memory(server.pid)
        start = time.monotonic()
        share = clients // PROCESSES
        self._load = [
            _load_process(server.port, number * share, share, rate / PROCESSES, seconds) for number in range(PROCESSES)
        ]
        for process in self._load:
            if process.stdout.readline() != "ready\n":
                raise RuntimeError(f"{server.name}: a client could not join")
        self._joined = time.monotonic() - start

    def talk(self) -> Figures:
        """Let them talk, and count."""
        before, _ = cpu_and_memory(self._server.pid)
        start = time.monotonic()
        for process in self._load:
            process.stdin.write("go\n")
            process.stdin.flush()
        reports = [json.loads(process.stdout.readline()) for process in self._load]
        after, memory = cpu_and_memory(self._server.pid)
        return self._figures(reports, start, after - before, memory)

    def leave(self) -> None:
        """End the processes."""
        for process in self._load:
            process.terminate()
            process.communicate()

    def _figures(self, reports: List[Dict[str, Any]], start: float, cpu: float, memory: float) -> Figures:
        sent = sum(report["sent"] for report in reports)
        received = sum(report["received"] for report in reports)
        latencies = [latency for report in reports for latency in report["latencies"]]
        took = max(max(report["last"] for report in reports) - start, self._seconds)
        due = sent * (self.clients - 1)
        return Figures(
            received / took, due / self._seconds, cpu * 1e6 / max(received, 1), percentile(latencies, 0.5) * 1e3,
            percentile(latencies, 0.99) * 1e3, self._joined, memory, (memory - self._memory) * 1024 / self.clients,
            due - received,
        )


def middle(runs: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(*(statistics.median(column) for column in zip(*runs)))


def cpu_and_memory(pid: int) -> Tuple[float, float]:
    """CPU seconds so far and resident MiB of a process (proc(5), stat and status)."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        memory = next(line.split()[1] for line in status if line.startswith("VmRSS"))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(memory) / 1024


def percentile(values: List[float], share: float) -> float:
    """The value below which `share` of `values` lie; 0.0 without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _load_process(port: int, first: int, clients: int, rate: float, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("load.py"))]
    for option, value in (("port", port), ("first", first), ("clients", clients), ("rate", rate), ("seconds", seconds)):
        command += ["--" + option, str(value)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True)
