"""Where the messages of rooms are that were renamed: a room keeps its target, whatever it is called.

So a rename costs a few rows, however much was said; where the new name had a history, the two are read as one.
"""
from typing import Callable, Dict, Iterable, List, NamedTuple, Sequence, Tuple

from .world.archive import EVENTS, Record

MOST_NAMES = 5000  # that are remembered
MOST_PLACES = 20  # of one room

_NAMING = ("JOIN", "KICK", "MODE", "PART", "TOPIC")  # events whose text begins with the room
_SIGNS = "@+"

Row = Tuple[str, int, str, str]  # as the table of names has it


class Move(NamedTuple):
    """What a rename changes in the table: the names whose rows go, and the rows that come."""

    names: Sequence[str]
    rows: Sequence[Row]


class Renamed:
    """The names that rooms have now, and the targets behind them; used by one thread."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """`rows` are those of the table, in order."""
        self._places: Dict[str, List[str]] = {}  # folded name -> targets
        self._shown: Dict[str, str] = {}  # target -> the room's name
        for folded, _, target, shown in rows:
            self._places.setdefault(folded, []).append(target)
            self._shown[target] = shown

    def places(self, folded: str) -> List[str]:
        """The targets of the room `folded`; what is said now goes to the last."""
        return self._places.get(folded) or [folded]

    def has_room(self, before: str, after: str) -> bool:
        """Whether one more rename can be remembered."""
        places = len(self.places(before)) + len(self.places(after))
        return len(self._places) + 2 <= MOST_NAMES and places <= MOST_PLACES

    def move(self, before: str, after: str, shown: str, new: str, holds: Callable[[str], bool]) -> Move:
        """The room `before` is called `after` from now on, and whoever opens the old name begins with the target `new`.

        `holds(target)` says whether there is anything under it; targets without anything are forgotten.
        """
        moved = self.places(before)
        targets = [target for target in self.places(after) + moved[:-1] if holds(target)] + moved[-1:]
        rows = self._set(after, targets, shown)
        return Move((before, after), rows + self._set(before, [new] if before in moved else [before], before))

    def _set(self, folded: str, targets: List[str], shown: str) -> List[Row]:
        for target in self._places.pop(folded, ()):
            self._shown.pop(target, None)
        if targets == [folded]:
            return []
        self._places[folded] = targets
        self._shown.update(dict.fromkeys(targets, shown))
        return [(folded, place, target, shown) for place, target in enumerate(targets)]

    def shown(self, record: Record) -> Record:
        """The record as its room is called now, so that who reads it knows where it belongs."""
        name = self._shown.get(record.target.lstrip(EVENTS + _SIGNS)) if self._shown else None
        old = record.shown.lstrip(_SIGNS)
        if name is None or name == old or record.command == "RENAME":
            return record
        text = record.text
        if record.command in _NAMING and (text + " ").startswith(old + " "):
            text = name + text[len(old):]
        return record._replace(shown=record.shown[: len(record.shown) - len(old)] + name, text=text)
