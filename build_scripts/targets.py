"""What a benchmark's figures must reach, and the lines that say whether they do.

The targets set IntranetChat beside InspIRCd in the same run; its own are seconds, milliseconds and KiB.
"""
from typing import Dict, List, NamedTuple, Tuple

from build_scripts.fanout import Figures

JOINED_WITHIN = 15.0  # seconds, for a crowd of thousands
EACH = 30.0  # KiB of memory a client
DEAF, FLOOD = 1.1, 2.0  # times the p99 of the others beside a client that does not read, or that floods
LISTENING = 300.0  # milliseconds until it listens, with a million messages
ANSWER = 20.0  # milliseconds, for a page of history or a search
BUSY, QUIET = 150.0, 1500.0  # microseconds of CPU that a window may take for a message of many, or of a few
FRESH, FULL = 60.0, 90.0  # MiB of a window in its first room, and after very many messages
ANSWERS = 50.0  # milliseconds, the longest that a window may leave a person without an answer

# clients and messages a second -> times InspIRCd's CPU a delivery, p50 and p99 that ours may be; 0 = whatever it is
_BESIDE_INSPIRCD: Dict[Tuple[int, int], Tuple[float, float, float]] = {
    (500, 100): (1.15, 0, 1.0),
    (500, 1000): (1.0, 1.0, 1.0),
    (500, 4000): (0.5, 0, 0.25),
}


class Target(NamedTuple):
    """A figure, and the most that it may be."""

    what: str
    figure: float
    most: float

    def verdict(self) -> str:
        """Whether it is reached, as a line of the report."""
        kept = "reached" if self.figure <= self.most else "NOT REACHED"
        return f"  {self.what}: {self.figure:.2f}, at most {self.most:g}: {kept}"


def beside_inspircd(load: Tuple[int, int], theirs: Figures, ours: Figures) -> List[Target]:
    """The targets of a load, both servers' medians given; none for a load of somebody's own choice."""
    if load not in _BESIDE_INSPIRCD:
        return []
    cpu, p50, p99 = _BESIDE_INSPIRCD[load]
    targets = [Target("CPU, times InspIRCd's", ours.cpu / theirs.cpu, cpu)]
    if p50:
        targets.append(Target("p50, times InspIRCd's", ours.p50 / theirs.p50, p50))
    return [*targets, Target("p99, times InspIRCd's", ours.p99 / theirs.p99, p99), Target("lost", ours.lost, 0)]


def of_crowd(ours: Figures) -> List[Target]:
    """The targets of thousands of clients."""
    return [Target("seconds until all have joined", ours.joined, JOINED_WITHIN), Target("lost", ours.lost, 0),
            Target("KiB a client", ours.each, EACH)]


def show(targets: List[Target]) -> None:
    """Print a verdict for each."""
    for target in targets:
        print(target.verdict(), flush=True)
