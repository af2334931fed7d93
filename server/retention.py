"""Which records have aged away: found in small steps, so that a large history never holds up the hub."""
from typing import Any, Callable, Iterator, List, Sequence, Tuple

from .world.archive import NEVER, Record

STEP = 250  # records erased at once, about five milliseconds
HOP = 5000  # records of one room counted at once

_COLUMNS = ", ".join(Record._fields)

CLEARED = f"SELECT {_COLUMNS} FROM messages WHERE target IN (?, ?) AND id <= ? LIMIT {STEP}"

Records = Callable[[str, Sequence[Any]], List[Record]]
Ask = Callable[[str, Sequence[Any]], List[Tuple[Any, ...]]]


def aging(records: Records, ask: Ask, oldest: int, keep: int) -> Iterator[List[Record]]:
    """One round: the records before the id `oldest`, then of each target all but the newest `keep` (0 = all stay).

    Each list, which may be empty, is one step's; it is erased before the next one is asked for.
    """
    before = f"SELECT {_COLUMNS} FROM messages WHERE id < ? ORDER BY id LIMIT {STEP}"
    yield from _until_none(lambda: records(before, (oldest,)))
    target = ""
    while keep:
        row = ask("SELECT target FROM messages WHERE target > ? ORDER BY target LIMIT 1", (target,))
        if not row:
            return
        target = row[0][0]
        yield from _surplus(records, ask, target, keep)


def _surplus(records: Records, ask: Ask, target: str, keep: int) -> Iterator[List[Record]]:
    edge, left = NEVER, keep
    while left:
        hop = min(left, HOP)
        query = "SELECT id FROM messages WHERE target = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?"
        row = ask(query, (target, edge, hop - 1))
        yield []
        if not row:
            return
        edge, left = row[0][0], left - hop
    query = f"SELECT {_COLUMNS} FROM messages WHERE target = ? AND id < ? ORDER BY id LIMIT {STEP}"
    yield from _until_none(lambda: records(query, (target, edge)))


def _until_none(step: Callable[[], List[Record]]) -> Iterator[List[Record]]:
    found = step()
    while found:
        yield found
        found = step()
