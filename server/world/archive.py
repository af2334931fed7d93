"""What the network asks of its history, as one record, and as the archive that keeps nothing.

A record's id is its place in time and order: Unix milliseconds in the upper bits, a number within the millisecond in
the lower ones. Written in hexadecimal it is the message's msgid, so that a time and a msgid are both bounds of a page.
"""
from typing import Dict, List, NamedTuple, Sequence, Tuple

WITHIN_BITS = 20  # a million ids a millisecond
NEVER = 1 << 62  # an id after every other
EVENTS = "!"  # in front of a target: what is no message there, such as JOIN and reactions

_SPLIT_AT = 400  # bytes of text in one line of a message of several, about
_BESIDE = 250  # bytes beside the text in a line, about


class Unreadable(Exception):
    """The archive can't answer now, such as for a damaged disk; it has logged why."""


class Record(NamedTuple):
    """One line as it was said: who, to whom, what, with the tags that the sender gave it."""

    id: int
    target: str  # the folded room, or two identities in order with a space between
    command: str
    shown: str  # the target as it stood in the line
    source: str  # nick!user@host
    account: str
    text: str
    tags: str  # the client's tags, as they stood in the line

    @property
    def msgid(self) -> str:
        """The id as the wire shows it."""
        return msgid_of(self.id)

    @property
    def at(self) -> float:
        """When it was said, in Unix seconds."""
        return moment_of(self.id)

    @property
    def nick(self) -> str:
        """Who said it."""
        return self.source.partition("!")[0]

    @property
    def weight(self) -> int:
        """How many bytes it takes on the wire, about; of several lines each has its own source and tags."""
        size = len(self.text.encode("utf-8", "replace"))
        return size + len(self.tags) + (1 + self.text.count("\n") + size // _SPLIT_AT) * _BESIDE


class Question(NamedTuple):
    """What a search looks for; empty fields match everything."""

    targets: Sequence[str] = ()  # where; none at all means everywhere
    words: str = ""
    nick: str = ""
    after: int = 0  # ids, both excluded
    before: int = NEVER
    oldest_first: bool = False
    limit: int = 50


class NoArchive:
    """An archive that keeps nothing, for a network without history; used by the hub's thread alone.

    Of one that keeps, whatever asks raises Unreadable where it can't be read.
    """

    keeps: bool = False

    def append(self, record: Record) -> None:
        """Take a record, which the next commit makes durable."""

    def places(self, folded: str) -> List[str]:
        """The targets of the room `folded`, several where it was renamed; what is said now goes to the last."""
        return [folded]

    def can_rename(self, before: str, after: str) -> bool:
        """Whether it can be remembered that the room `before` is called `after`."""
        return True

    def rename(self, before: str, after: str, shown: str, new: str) -> None:
        """The room `before` is called `after` (written: `shown`) from now on; `new` is a msgid nobody else has."""

    def page(self, targets: Sequence[str], after: int, before: int, limit: int, newest: bool) -> List[Record]:
        """At most `limit` records of `targets` between two ids, both excluded, in order; the `newest` or oldest."""
        return []

    def page_ids(self, targets: Sequence[str], after: int, before: int, limit: int, newest: bool) -> List[int]:
        """The ids of what `page` finds, for `read`."""
        return []

    def read(self, ids: Sequence[int], most: int) -> List[Record]:
        """Of the records with `ids`, which are in order, the first that weigh `most` bytes together, at least one."""
        return []

    def find(self, target: str, number: int) -> List[Record]:
        """The record with the id `number` in `target` or among its events; none or one."""
        return []

    def erase(self, record: Record) -> None:
        """Take a record out for good."""

    def clear(self, target: str, number: int) -> None:
        """Let nobody read what `target` has up to the id `number`, and take it out for good, little by little."""

    def seal(self, target: str, number: int) -> None:
        """Let nobody who asks through the network read what `target` has up to the id `number`."""

    def search(self, question: Question) -> List[Record]:
        """The records that answer `question`, in order."""
        return []

    def remember_conversation(self, owner: str, nick: str, target: str) -> None:
        """Let `owner` find the private messages of `target` under the other one's folded `nick`."""

    def conversations(self, owner: str) -> Dict[str, List[str]]:
        """The targets of the private messages of `owner`, by the other one's folded nick."""
        return {}

    def latest(self, targets: Sequence[str], after: int, before: int) -> List[Tuple[str, int]]:
        """Each of `targets` whose newest record lies between two ids, with that id; the oldest first."""
        return []

    def leave_letter(self, account: str, number: int) -> None:
        """Keep the message with the id `number` for the folded `account`, whose owner is not connected."""

    def letters(self, account: str) -> List[int]:
        """The ids of what was left for the folded `account`, in order."""
        return []

    def forget_letters(self, account: str, number: int) -> None:
        """What was left for the folded `account`, up to the id `number`, has been given to its owner."""

    def marker(self, account: str, target: str) -> int:
        """Up to where `account` has read `target`, in Unix milliseconds; 0 = not known."""
        return 0

    def set_marker(self, account: str, target: str, at: int) -> None:
        """Remember up to where `account` has read `target`."""

    def limit_markers(self, account: str, most: int) -> None:
        """Forget all but the `most` newest markers of `account`."""


def msgid_of(number: int) -> str:
    """An id as the wire shows it."""
    return format(number, "x")


def number_of(msgid: str) -> int:
    """The id behind a msgid; -1 for text that can't be one."""
    if not 0 < len(msgid) <= 16 or msgid.strip("0123456789abcdef"):
        return -1
    number = int(msgid, 16)
    return number if number < NEVER else -1


def moment_of(number: int) -> float:
    """When the id was given out, in Unix seconds."""
    return (number >> WITHIN_BITS) / 1000


def first_id_at(milliseconds: int) -> int:
    """The least id of that moment (Unix milliseconds); moments out of range give the least or the greatest id."""
    return max(0, min(milliseconds << WITHIN_BITS, NEVER))
