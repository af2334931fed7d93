"""What comes in from the person on the command line: keys or bytes become entered lines, one piece at a time.
The keyboard's thread only brings the bytes; here, on the owner's thread, they get their meaning.
"""
import codecs
import queue
import sys
from typing import List, Optional

from . import terminal
from .line_editor import Complete, LineEditor, Row, Typed


class Input:
    """The standard input of a chat, and the owner's alarm clock; the owner alone calls it, but for `wake`."""

    def __init__(self, edits: bool, complete: Complete) -> None:
        """`edits` says whether the line being typed is ours to draw; `complete` is as LineEditor's."""
        self.editor = LineEditor(complete)
        self.ended = False  # there will be no more lines
        self._edits = edits
        self._inbox: queue.Queue[Optional[bytes]] = queue.Queue()  # None only wakes up
        self._woken = False
        self._asked = False
        self._partial = ""  # of a line that is not yet whole, where no editor makes lines
        self._decoder = codecs.getincrementaldecoder(terminal.encoding_of(sys.stdin))("replace")
        self._keyboard = terminal.Keyboard(self._inbox.put, terminal.reader(edits))

    def start(self) -> None:
        """Start the keyboard's thread."""
        self._keyboard.start()

    def wake(self) -> None:
        """Let `take` return; any thread may call it."""
        if not self._woken:
            self._woken = True
            self._inbox.put(None)

    def ask(self) -> None:
        """Let the next piece come."""
        if not self._asked and not self.ended:
            self._asked = True
            self._keyboard.more()

    def take(self, seconds: float) -> List[Typed]:
        """What came within `seconds`; nothing where it was only woken up."""
        try:
            data = self._inbox.get(timeout=seconds)
        except queue.Empty:
            return []
        if data is None:
            self._woken = False
            return []
        self._asked = False
        self.ended = not data
        text = self._decoder.decode(data, final=self.ended)
        typed = self.editor.feed(text) if self._edits else self._cut(text)
        return typed + [Typed("end")] if self.ended else typed

    def row(self, prompt: str, width: int) -> Optional[Row]:
        """The row to draw, where the line being typed is ours to draw."""
        return self.editor.row(prompt, width) if self._edits else None

    def _cut(self, text: str) -> List[Typed]:
        """The lines that `text` completes; at the end of input what remains is one, too."""
        lines = (self._partial + text).split("\n")
        self._partial = "" if self.ended else lines.pop()
        return [Typed("line", line.rstrip("\r")) for line in lines if line]
