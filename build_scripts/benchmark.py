"""Measure IntranetChat, beside its peers and on its own: python3 build_scripts/benchmark.py server, window or soak.

Figures from one machine say little; the ratios between the rows of one run do. Linux only: CPU time comes from /proc.
"""
import argparse
import sys
import tempfile
from pathlib import Path
from typing import Dict, Optional, Sequence, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import nuisance, peers, soak, startup, targets, windows
from build_scripts.fanout import Crowd, Figures, middle

OURS = "intranetchat"
SERVERS = ("inspircd", "ngircd", OURS)
LOADS = ((500, 100), (500, 1000), (500, 4000))  # clients, messages a second
CROWD = (8000, 100)  # the same for IntranetChat alone; the others let so many wait for minutes
ROWS = ("fanout", "crowd", "deaf", "flood", "startup")
_ROW = "{:<14}{:>8}{:>7}{:>18}{:>12}{:>8}{:>9}{:>9}{:>8}{:>10}{:>6}"
_TITLES = ("server", "clients", "msg/s", "deliveries/s", "CPU us each", "p50 ms", "p99 ms", "joined s", "MiB",
           "KiB each", "lost")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the benchmark that the command line names."""
    options = _parser().parse_args(arguments)
    if options.kind == "soak":
        return soak.run(options.minutes)
    if options.kind == "window":
        windows.measure(options.rows or windows.ROWS, options.runs)
        return 0
    rows = [row for row in ROWS if row in (options.rows or ROWS)]
    if "fanout" in rows:
        compare_servers(options.loads or LOADS, options.only or SERVERS, options.runs, options.seconds)
    if "crowd" in rows:
        compare_servers([CROWD], [OURS], options.runs, options.seconds)
    if "deaf" in rows:
        nuisance.deaf(options.runs, options.seconds)
    if "flood" in rows:
        nuisance.flood(options.runs, options.seconds)
    if "startup" in rows:
        startup.measure(options.runs)
    return 0


def compare_servers(loads: Sequence[Tuple[int, int]], names: Sequence[str], runs: int, seconds: float) -> None:
    """Print a table of the median figures of each server under each load, and which targets are reached."""
    print(_ROW.format(*_TITLES), flush=True)
    for clients, rate in loads:
        medians: Dict[str, Figures] = {}
        for name in names:
            figures = [measure(name, clients, rate, seconds) for _ in range(runs)]
            if None in figures:
                print(f"{name:<14} is not installed (Debian: apt install {name})")
                continue
            medians[name] = middle(figures)
            print(_ROW.format(name, clients, rate, *medians[name].words()), flush=True)
        if (clients, rate) == CROWD and OURS in medians:
            targets.show(targets.of_crowd(medians[OURS]))
        elif "inspircd" in medians and OURS in medians:
            targets.show(targets.beside_inspircd((clients, rate), medians["inspircd"], medians[OURS]))


def measure(name: str, clients: int, rate: int, seconds: float) -> Optional[Figures]:
    """One run; None where the server isn't installed."""
    with tempfile.TemporaryDirectory() as folder:
        server = peers.start(name, Path(folder) / name)
        if server is None:
            return None
        try:
            crowd = Crowd(server, clients, rate, seconds)
            try:
                return crowd.talk()
            finally:
                crowd.leave()
        finally:
            server.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", metavar="KIND")
    kinds.required = True
    server = kinds.add_parser("server", help="fan-out beside InspIRCd and ngIRCd, bad neighbours, a large history")
    server.add_argument("--runs", type=int, default=3, help="runs of each row, whose median is shown (default: 3)")
    server.add_argument("--seconds", type=float, default=5.0, help="seconds of talk a run (default: 5)")
    server.add_argument("--row", action="append", choices=ROWS, dest="rows",
                        help="only this part; may be given several times (default: all of them)")
    server.add_argument("--load", action="append", metavar="CLIENTSxRATE", type=_load, dest="loads",
                        help="clients and messages a second of the fan-out, such as 500x1000; several are possible")
    server.add_argument("--only", action="append", choices=SERVERS, help="leave the other servers out of the fan-out")
    window = kinds.add_parser("window", help="start, CPU, memory and answers of the window, beside HexChat's")
    window.add_argument("--runs", type=int, default=3, help="runs of each row (default: 3)")
    window.add_argument("--row", action="append", choices=windows.ROWS, dest="rows",
                        help="only this part; may be given several times (default: all of them)")
    soaking = kinds.add_parser("soak", help="everything that people and broken clients do, for minutes; finds leaks")
    soaking.add_argument("--minutes", type=float, default=3.0, help="how long (default: 3)")
    return parser


def _load(text: str) -> Tuple[int, int]:
    clients, _, rate = text.partition("x")
    if not (clients.isdigit() and rate.isdigit()):
        raise argparse.ArgumentTypeError("write a load as CLIENTSxRATE, such as 500x1000")
    return int(clients), int(rate)


if __name__ == "__main__":
    sys.exit(main())
