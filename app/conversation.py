"""One conversation's lines, counts and draft, as a front end shows them; the bounds on what is kept are owned here."""
import re
from typing import Container, Dict, List, NamedTuple, Optional, Sequence, Tuple

from .conversation_acts import Acts
from .conversation_line import Line
from .roster import Member, Room
from .typists import Typists

MOST_LINES = 5000  # of one conversation
MOST_READ_BACK = 20000  # while somebody reads what was said before
TRIM = 500  # lines taken off at once, so that it is rarely done
LOOKED_THROUGH = 200  # lines from the end in which the newest message is looked for
SPOKEN = ("message", "action", "notice")
MOST_SENT = 100  # own texts of one conversation that can be brought back


class Change(NamedTuple):
    """What a front end has to draw anew.

    `kind` is 'appended', 'updated' or 'removed' (of `lines`), 'list' (order, names, unread counts, whether joined),
    'members', 'topic', 'typing', 'cleared' (all that was said is gone), or 'renamed' (a private chat, whose `target`
    is the new name already). Of history `lines` are 'inserted' before the line `below`; 'trimmed' ones are not kept any
    longer. 'unread' is what has become the first unread line, in `lines`, or without any that all is read.
    """

    kind: str
    target: str
    lines: Tuple[Line, ...] = ()
    below: Optional[Line] = None


class Conversation:
    """A room, a private chat, or what the server says; used by the owner's thread alone."""

    __slots__ = ("acts", "asking", "begins", "draft", "fetched", "filling", "joined", "kind", "level", "lines",
                 "mentions", "reached", "read_until", "reads_back", "room", "sent", "target", "topic", "typists",
                 "unread", "unread_from")

    def __init__(self, target: str, kind: str) -> None:
        self.target: str = target
        self.kind: str = kind  # 'room', 'private' or 'server'
        self.lines: List[Line] = []
        self.acts = Acts()
        self.reached: str = ""  # msgid where the fetched history begins, also of something that is no message
        self.unread: int = 0
        self.mentions: int = 0
        self.unread_from: int = 0  # the id of the first unread line, also while it is being read; 0 without
        self.read_until: Optional[float] = None  # Unix seconds: what is later is unread; None where that isn't known
        self.draft: str = ""
        self.typists = Typists()
        self.topic: str = ""
        self.joined: bool = False
        self.level: str = ""  # which messages one is told of: 'all', 'mentions' or 'nothing'; '' for the usual
        self.sent: List[str] = []  # own texts, the newest last
        self.room: Optional[Room] = None
        self.asking: bool = False  # for older lines
        self.filling: bool = False  # lines that are missing were asked for
        self.fetched: bool = False  # of a private chat: its latest lines were asked for
        self.begins: bool = False  # there are no older lines than these
        self.reads_back: bool = False  # somebody looks at older lines, so that none are dropped

    @property
    def muted(self) -> bool:
        """Whether nothing of it is told, nor counted as unread."""
        return self.level == "nothing"

    @property
    def members(self) -> Dict[str, Member]:
        """Who is in the room, as last known: the same while the link is broken."""
        return self.room.members if self.room is not None else {}

    @property
    def oldest(self) -> str:
        """The msgid from which on the history is known; "" without."""
        return self.reached or next((line.msgid for line in self.lines if line.msgid), "")

    @property
    def has_room(self) -> bool:
        """Whether older lines can be taken in."""
        return len(self.lines) < MOST_READ_BACK

    @property
    def newest(self) -> Optional[Line]:
        """The newest message that the server has taken, near the end."""
        last = self.lines[:-LOOKED_THROUGH:-1]
        return next((line for line in last if line.state == "sent" and (line.msgid or line.kind in SPOKEN)), None)

    @property
    def first_unread(self) -> Optional[Line]:
        """The line above which stands what was read."""
        if not self.unread_from:
            return None
        return next((line for line in reversed(self.lines) if line.id == self.unread_from), None)

    def append(self, line: Line, most: int = MOST_LINES) -> List[Line]:
        """Add a line at the end; the oldest are dropped where there are more than `most`, and returned."""
        most = MOST_READ_BACK if self.reads_back else most
        dropped = self.lines[:-most] if len(self.lines) >= most + TRIM else []
        if dropped:
            self.begins, self.reached = False, ""
            self.acts.dropped(dropped)
            del self.lines[:-most]
            if any(each.id == self.unread_from for each in dropped):
                self.unread_from = self.lines[0].id
        self.lines.append(line)
        return dropped

    def merge(self, lines: Sequence[Line], later: bool) -> List[Tuple[Optional[Line], Tuple[Line, ...]]]:
        """Put old lines, in order, where their times have their places: each run with the line below, None at the end.

        Of lines of the same moment, these are the `later` or the earlier ones.
        """
        runs: List[Tuple[Optional[Line], List[Line]]] = []
        place = 0
        for line in lines:
            place = self._place_below(line) if later else self._place_above(line, place)
            below = self.lines[place] if place < len(self.lines) else None
            self.lines.insert(place, line)
            self.acts.loaded(line)
            place += 1
            if not runs or runs[-1][0] is not below:
                runs.append((below, []))
            runs[-1][1].append(line)
        return [(below, tuple(run)) for below, run in runs]

    def clear(self) -> None:
        """Forget all that was said, but what of ours is on its way or failed."""
        self.lines = [line for line in self.lines if line.state != "sent"]
        self.acts, self.reached, self.begins = Acts(), "", True
        self.unread = self.mentions = self.unread_from = 0

    def remove(self, line: Line) -> None:
        """Take a line out."""
        if line in self.lines:
            self.lines.remove(line)

    def answers(self, msgids: Container[str]) -> List[Line]:
        """The lines that answer one of these messages, and so quote it."""
        return [line for line in self.lines if line.reply_to and line.reply_to in msgids]

    def _place_below(self, line: Line) -> int:
        place = len(self.lines)
        while place and self.lines[place - 1].time > line.time:
            place -= 1
        return place

    def _place_above(self, line: Line, place: int) -> int:
        while place < len(self.lines) and self.lines[place].time < line.time:
            place += 1
        return place

    def remember_sent(self, text: str) -> None:
        """Keep a text of ours, to be brought back with a key."""
        if text and self.sent[-1:] != [text]:
            self.sent.append(text)
            del self.sent[:-MOST_SENT]


def mentions(text: str, nick: str) -> bool:
    """Whether `nick` stands in `text` as a whole word, in large or small letters."""
    if not nick:
        return False
    word = re.escape(nick.casefold())
    return re.search(rf"(?<!\w)(?<!\w-){word}(?!\w)(?!-\w)", text.casefold()) is not None
