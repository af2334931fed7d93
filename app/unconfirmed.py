"""Our messages between being said and being known to have arrived: what the server's echo or refusal belongs to."""
from collections import OrderedDict, deque
from typing import Deque, Dict, List, NamedTuple, Optional, Set, Tuple

_LATE_REFUSALS = 100  # written messages of which a refusal is still recognised where the server has no echo


class Pending(NamedTuple):
    """One message of ours."""

    label: str
    target: str
    text: str
    kind: str  # 'message', 'notice' or 'action'
    again: bool = False  # sent a second time, since the first did not arrive
    reply_to: str = ""  # msgid of the message it answers


class Unconfirmed:
    """Messages in the order in which they were said; used by the session's thread alone."""

    __slots__ = ("_keys", "_unsent", "_waiting", "_written")

    def __init__(self) -> None:
        self._waiting: Dict[str, Pending] = OrderedDict()  # by label
        self._keys: Dict[str, str] = {}  # label -> folded target
        self._unsent: Set[str] = set()  # labels that are not yet drained
        self._written: Deque[Tuple[str, Pending]] = deque(maxlen=_LATE_REFUSALS)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, pending: Pending, key: str) -> None:
        """Remember a message that stands in the outbox; `key` is its folded target."""
        self._waiting[pending.label] = pending
        self._keys[pending.label] = key
        self._unsent.add(pending.label)

    def drained(self) -> None:
        """All of them have left the session."""
        self._unsent.clear()

    def take_written(self) -> List[Pending]:
        """Those that have left the session, which are settled so; for servers without echo."""
        taken = [pending for label, pending in self._waiting.items() if label not in self._unsent]
        for pending in taken:
            self._written.append((self._keys[pending.label], pending))
            self._forget(pending.label)
        return taken

    def take_echoed(self, label: str, key: str, text: str) -> Optional[Pending]:
        """The message whose echo came: by label, else the first to that target with that text, else the first."""
        if label:
            return self._forget(label)
        same = [pending for name, pending in self._waiting.items() if self._keys[name] == key]
        found = next((pending for pending in same if pending.text == text), same[0] if same else None)
        return self._forget(found.label) if found else None

    def take_refused(self, label: str, key: str) -> Optional[Pending]:
        """The message that a refusal is about: by label, else the first to that target, else the last written."""
        if label:
            return self._forget(label)
        for name, waiting in self._waiting.items():
            if self._keys[name] == key:
                return self._forget(waiting.label)
        for index in range(len(self._written) - 1, -1, -1):
            if self._written[index][0] == key:
                pending = self._written[index][1]
                del self._written[index]
                return pending
        return None

    def interrupted(self) -> Tuple[List[Pending], List[Pending]]:
        """Take all, when the link is gone: those that surely did not leave, and those that may have arrived."""
        unsent = [pending for label, pending in self._waiting.items() if label in self._unsent]
        uncertain = [pending for label, pending in self._waiting.items() if label not in self._unsent]
        self._waiting.clear()
        self._keys.clear()
        self._unsent.clear()
        return unsent, uncertain

    def _forget(self, label: str) -> Optional[Pending]:
        self._keys.pop(label, None)
        self._unsent.discard(label)
        return self._waiting.pop(label, None)
