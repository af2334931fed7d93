"""Up to which moment each conversation of each server was read here, in a file, for servers that keep no read markers.

Written some seconds after a change and at the end, in one step; where the file can't be used nothing is lost but the
line "New messages" of the next start.
"""
import logging
from collections import OrderedDict
from typing import Any, Callable, Dict

from server.addresses import host_and_port
from server.wire.names import fold

from . import jsonfile

log = logging.getLogger("intranetchat.read_marks")

MOST_SERVERS = 50
MOST_TARGETS = 500  # of one server; the one read longest ago is forgotten
WRITE_AFTER = 10.0  # seconds from a change


class ReadMarks:
    """The read marks of one person; used by the thread that owns the clients."""

    def __init__(self, path: str = "", clock: Callable[[], float] = lambda: 0.0) -> None:
        """`clock` gives seconds; without a path the marks last as long as the program."""
        self._path = path
        self._clock = clock
        self._marks: Dict[str, Dict[str, float]] = OrderedDict()
        self._changed_at: float = -1.0  # by the clock; negative where all is written
        self._read()

    def find(self, host: str, port: int, target: str) -> float:
        """Up to which Unix second a conversation was read; 0 where that isn't known."""
        return self._marks.get(_key(host, port), {}).get(fold(target), 0.0)

    def note(self, host: str, port: int, target: str, time: float) -> None:
        """A conversation was read up to this Unix second; going back is no news."""
        key = _key(host, port)
        if time <= self.find(host, port, target):
            return
        marks = self._marks.pop(key, OrderedDict())
        marks.pop(fold(target), None)
        marks[fold(target)] = time
        self._marks[key] = marks
        for bounded, most in ((marks, MOST_TARGETS), (self._marks, MOST_SERVERS)):
            while len(bounded) > most:
                del bounded[next(iter(bounded))]  # type: ignore[attr-defined]
        if self._changed_at < 0:
            self._changed_at = self._clock()

    def write_when_due(self) -> None:
        """Write the file, where something changed some seconds ago."""
        if 0 <= self._changed_at <= self._clock() - WRITE_AFTER:
            self.write()

    def write(self) -> None:
        """Write the file, where something has changed."""
        if self._changed_at < 0 or not self._path:
            return
        self._changed_at = -1.0
        by_age = {key: sorted(marks.items(), key=lambda mark: mark[1]) for key, marks in self._marks.items()}
        try:
            jsonfile.save({"servers": [[key, marks] for key, marks in by_age.items()]}, self._path)
        except OSError as error:
            log.warning("How far was read couldn’t be saved (%s).", jsonfile.reason(error))

    def _read(self) -> None:
        if not self._path:
            return
        try:
            found = jsonfile.load(self._path).get("servers")
        except OSError as error:
            log.warning("How far was read isn’t known (%s).", jsonfile.reason(error))
            return
        except jsonfile.Damaged as damage:
            log.warning("How far was read isn’t known; the file couldn’t be read%s it begins anew.", damage)
            return
        for server in found[-MOST_SERVERS:] if isinstance(found, list) else ():
            if isinstance(server, list) and len(server) == 2 and isinstance(server[0], str):
                self._marks[server[0]] = _marks(server[1])


def _key(host: str, port: int) -> str:
    return host_and_port(host.lower().rstrip("."), port)


def _marks(found: Any) -> Dict[str, float]:
    """The marks of a server that make sense."""
    marks: Dict[str, float] = OrderedDict()
    for each in found[-MOST_TARGETS:] if isinstance(found, list) else ():
        if isinstance(each, list) and len(each) == 2 and isinstance(each[0], str) \
                and isinstance(each[1], (int, float)) and not isinstance(each[1], bool) and 0 < each[1] < 1e11:
            marks[each[0]] = float(each[1])
    return marks
