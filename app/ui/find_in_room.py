"""Finding words in the open conversation: which places there are in all that is stored of it, and which is the present.
It looks in the conversation and not in the text widget, a part at a time, so that the window answers meanwhile.
"""

from typing import Any, Iterator, List, Optional, Tuple

from app.conversations import Conversation, Line
from app.matching import MOST_QUERY, folded, occurrences
from app.ui.drawing import is_spoken
from app.ui.findbar import FindBar
from app.ui.transcript_find import MOST_IN_ONE, said_in

TYPING = 80     # milliseconds after a key before it is looked for
CHANGED = 300   # milliseconds after a change of the conversation
A_STEP = 500    # lines looked at before the window may do something else
MOST = 9999     # places that are counted

Place = Tuple[Line, int]  # a message, and which of the places in it


class FindInRoom:
    """The find bar's doing in one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow, with its transcript."""
        self._window = window
        self.places: List[Place] = []  # the oldest first
        self.present: Optional[Place] = None
        self._wanted = ""  # folded
        self._in: Optional[Conversation] = None
        self._timer = ""
        self.bar = FindBar(window.transcript, window.theme, self._typed, self.step, self.close, self._look_further)

    def open(self) -> None:
        """Show the bar; what is selected in the messages is looked for, or what was last time."""
        chosen = self._window.transcript.pointer.selected_text()
        self.bar.open(chosen if chosen and "\n" not in chosen and len(chosen) <= MOST_QUERY else "")
        self._typed(0)

    def close(self) -> bool:
        """Take the bar away and give the keyboard back; returns whether it was there."""
        if not self.bar.is_open:
            return False
        self._stop()
        self.bar.close()
        self.places, self.present, self._wanted, self._in = [], None, "", None
        self._window.transcript.found.look_for("")
        self._window.composer.focus_field()
        return True

    def end(self) -> None:
        """Look no more."""
        self._stop()

    def step(self, way: int) -> bool:
        """Go to the next (1) or previous (-1) place, going round; returns whether there is one."""
        if not self.bar.is_open:
            self.open()
            return True
        if not self.places:
            return False
        number = self.places.index(self.present) if self.present in self.places else -1
        self._go_to(self.places[(number + way) % len(self.places)])
        return True

    def conversation_changed(self) -> None:
        """Look again, since another conversation is shown."""
        if self.bar.is_open:
            self._typed(0, anew=True)

    def lines_changed(self) -> None:
        """Look again in a moment, since the conversation has other lines."""
        if self.bar.is_open and not self._timer and self._wanted:
            self._timer = self.bar.after(CHANGED, self._begin)

    # Looking

    def _typed(self, pause: int = TYPING, anew: bool = False) -> None:
        wanted = folded(self.bar.typed[:MOST_QUERY])
        if wanted == self._wanted and not anew and self._in is self._window.conversation:
            return
        self._wanted, self._in = wanted, self._window.conversation
        if anew:
            self.present = None
        self._stop()
        self._timer = self.bar.after(pause, self._look) if pause else self.bar.after_idle(self._look)

    def _look(self) -> None:
        self._window.transcript.found.look_for(self._wanted)
        self._begin()

    def _begin(self) -> None:
        self._timer = ""
        self._go_on(self._search(list(self._in.lines)), [])

    def _search(self, lines: List[Line]) -> Iterator[List[Place]]:
        transcript, own_nick, wanted = self._window.transcript, self._window.client.nick, self._wanted
        found: List[Place] = []
        for number, line in enumerate(lines):
            if wanted and is_spoken(line) and not line.deleted_by and wanted[:1] in folded(line.text):
                marks = occurrences(transcript.shown(said_in(line.text, own_nick)), wanted, MOST_IN_ONE)
                found += [(line, each) for each in range(len(marks))]
            if number % A_STEP == A_STEP - 1:
                yield found
                found = []
        yield found

    def _go_on(self, search: Iterator[List[Place]], found: List[Place]) -> None:
        self._timer = ""
        more = next(search, None)
        if more is not None:
            found += more
            self._timer = self.bar.after(1, self._go_on, search, found)
            return
        self.places = found[-MOST:]
        if self.present in self.places:
            self._tell()
        elif self.places:
            self._go_to(self._nearest())
        else:
            self.present = None
            self._tell()

    def _nearest(self) -> Place:
        """The first place in sight or below; where all are above, the last."""
        top = self._window.transcript.found.top_line()
        beyond = (place for place in self.places if top is not None and place[0].time >= top.time)
        return next(beyond, self.places[-1])

    def _go_to(self, place: Place) -> None:
        self.present = place
        self._tell()
        self._window.transcript.show_found(place[0], place[1], self.bar.bottom)

    def _tell(self) -> None:
        told = ""
        if self._wanted:
            number = self.places.index(self.present) + 1 if self.present in self.places else 0
            told = f"{number} of {len(self.places)}" if self.places else "Nothing found"
        self.bar.show(told, bool(self.places), bool(self._wanted) and self._has_older())

    def _has_older(self) -> bool:
        """Whether the server keeps more of the conversation than is loaded, and can be asked for it."""
        found, client = self._in, self._window.client
        return found is not None and found.kind != "server" and client.session.searches and not found.begins

    def _look_further(self) -> None:
        words, found = self.bar.typed, self._in
        self.close()
        self._window.search.everywhere(f"{words.strip()} in:{found.target} ")

    def _stop(self) -> None:
        if self._timer:
            self.bar.after_cancel(self._timer)
            self._timer = ""
