"""What was written and not sent, by server and conversation, in a file of JSON that a person can read.

It stays on this computer. How much is kept is bounded here.
"""
from collections import OrderedDict
from typing import Any, Dict, List, Tuple

from server.wire.names import fold

from . import jsonfile

MOST_LETTERS = 40000  # of one draft
MOST_DRAFTS = 200  # of one server
MOST_SERVERS = 50


class Drafts:
    """The drafts of one person; used by the window's thread alone."""

    __slots__ = ("_all", "_changed", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._all: Dict[str, Dict[str, Tuple[str, str]]] = {}  # server -> folded target -> target and text
        self._changed = False

    def load(self) -> str:
        """Read the file; a sentence for the person where it couldn't be read."""
        try:
            found = jsonfile.load(self._path)
        except OSError as error:
            return f"The drafts couldn’t be read ({jsonfile.reason(error)})."
        except jsonfile.Damaged as damage:
            return f"The drafts couldn’t be read{damage} there are none now."
        for server, drafts in found.items():
            for target, text in drafts.items() if isinstance(drafts, dict) else ():
                self._put(server, target, text)
        return ""

    def get(self, server: str, target: str) -> str:
        """What was being written there; "" for nothing."""
        return self._all.get(server, {}).get(fold(target), ("", ""))[1]

    def of(self, server: str) -> List[Tuple[str, str]]:
        """The targets of a server with their drafts."""
        return list(self._all.get(server, {}).values())

    def keep(self, server: str, target: str, text: str) -> None:
        """Remember what is being written, or with spaces alone that nothing is."""
        if text.strip() == "":
            text = ""
        if text != self.get(server, target):
            self._changed = True
            self._put(server, target, text)

    def save(self) -> None:
        """Write the file, if there is something new; raises OSError."""
        if self._changed:
            self._changed = False
            jsonfile.save({server: dict(drafts.values()) for server, drafts in self._all.items() if drafts}, self._path)

    def _put(self, server: str, target: str, text: Any) -> None:
        if not isinstance(text, str):
            return
        drafts = self._all.setdefault(server, OrderedDict())
        drafts.pop(fold(target), None)
        if text:
            drafts[fold(target)] = (target, text[:MOST_LETTERS])
        while len(drafts) > MOST_DRAFTS:
            del drafts[next(iter(drafts))]
        while len(self._all) > MOST_SERVERS:
            del self._all[next(iter(self._all))]
