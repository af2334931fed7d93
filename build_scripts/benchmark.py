"""Measure IntranetChat beside its peers, in one run on one machine: python3 build_scripts/benchmark.py server.

Figures from one machine say little; the ratios between the rows of one run do. Linux only: CPU time comes from /proc.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import peers

SERVERS = ("inspircd", "ngircd", "intranetchat")
LOADS = ((500, 100), (500, 1000), (500, 4000))  # clients, messages a second
PROCESSES = 4  # of the load
_ROW = "{:<14}{:>9}{:>8}{:>18}{:>13}{:>10}{:>10}{:>9}{:>9}"


class Figures(NamedTuple):
    """What one run measured."""

    deliveries: float  # a second
    offered: float  # deliveries a second
    cpu: float  # microseconds of the server a delivery
    p50: float  # milliseconds
    p99: float  # milliseconds
    memory: float  # MiB after the run
    lost: float  # deliveries

    def words(self) -> List[str]:
        """The figures as a table shows them."""
        return [
            f"{self.deliveries:.0f}/{self.offered:.0f}", f"{self.cpu:.2f}", f"{self.p50:.1f}", f"{self.p99:.1f}",
            f"{self.memory:.1f}", f"{self.lost:.0f}",
        ]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the benchmark that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", metavar="KIND")
    kinds.required = True
    server = kinds.add_parser("server", help="fan-out of messages to many clients, beside InspIRCd and ngIRCd")
    server.add_argument("--runs", type=int, default=3, help="runs of each row, whose median is shown (default: 3)")
    server.add_argument("--seconds", type=float, default=5.0, help="seconds of talk a run (default: 5)")
    server.add_argument("--load", action="append", metavar="CLIENTSxRATE", type=_load, dest="loads",
                        help="clients and messages a second, such as 500x1000; may be given several times")
    server.add_argument("--only", action="append", choices=SERVERS, help="leave the other servers out")
    options = parser.parse_args(arguments)
    return compare_servers(options.loads or LOADS, options.only or SERVERS, options.runs, options.seconds)


def compare_servers(loads: Sequence[Tuple[int, int]], names: Sequence[str], runs: int, seconds: float) -> int:
    """Print a table of the median figures of each server under each load."""
    print(_ROW.format("server", "clients", "msg/s", "deliveries/s", "CPU us each", "p50 ms", "p99 ms", "MiB", "lost"))
    for clients, rate in loads:
        for name in names:
            figures = [measure(name, clients, rate, seconds) for _ in range(runs)]
            if None in figures:
                print(f"{name:<14} is not installed (Debian: apt install {name})")
                continue
            middle = Figures(*(statistics.median(column) for column in zip(*figures)))
            print(_ROW.format(name, clients, rate, *middle.words()), flush=True)
    return 0


def measure(name: str, clients: int, rate: int, seconds: float) -> Optional[Figures]:
    """One run; None where the server isn't installed."""
    with tempfile.TemporaryDirectory() as folder:
        server = peers.start(name, Path(folder) / name)
        if server is None:
            return None
        try:
            return _drive(server, clients, rate, seconds)
        finally:
            server.stop()


def _drive(server: peers.Server, clients: int, rate: int, seconds: float) -> Figures:
    share = clients // PROCESSES
    load = [_load_process(server.port, number * share, share, rate / PROCESSES, seconds) for number in range(PROCESSES)]
    for process in load:
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{server.name}: a client could not join")
    before, _ = cpu_and_memory(server.pid)
    start = time.monotonic()
    for process in load:
        process.stdin.write("go\n")
        process.stdin.flush()
    reports = [json.loads(process.stdout.readline()) for process in load]
    after, memory = cpu_and_memory(server.pid)
    for process in load:
        process.communicate()
    return _figures(reports, share * PROCESSES, start, seconds, after - before, memory)


def _figures(
    reports: List[Dict[str, Any]], clients: int, start: float, seconds: float, cpu: float, memory: float
) -> Figures:
    sent = sum(report["sent"] for report in reports)
    received = sum(report["received"] for report in reports)
    latencies = [latency for report in reports for latency in report["latencies"]]
    took = max(max(report["last"] for report in reports) - start, seconds)
    due = sent * (clients - 1)
    return Figures(
        received / took, due / seconds, cpu * 1e6 / max(received, 1), percentile(latencies, 0.5) * 1e3,
        percentile(latencies, 0.99) * 1e3, memory, due - received,
    )


def _load_process(port: int, first: int, clients: int, rate: float, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("load.py"))]
    for option, value in (("port", port), ("first", first), ("clients", clients), ("rate", rate), ("seconds", seconds)):
        command += ["--" + option, str(value)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True)


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


def _load(text: str) -> Tuple[int, int]:
    clients, _, rate = text.partition("x")
    if not (clients.isdigit() and rate.isdigit()):
        raise argparse.ArgumentTypeError("write a load as CLIENTSxRATE, such as 500x1000")
    return int(clients), int(rate)


if __name__ == "__main__":
    sys.exit(main())
