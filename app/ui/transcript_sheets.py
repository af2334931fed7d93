"""How a transcript is written: by which clock and calendar, in whose eyes, with which signs, in which layout.
It makes the sheets that items are drawn on, and knows when a day has passed since the last one.
"""

import tkinter as tk
from typing import Callable, Optional

from app.conversations import Line
from app.ui.drawing import Around, Sheet
from app.ui.drawing_acts import Quote, quote_of
from app.ui.spelling import columns_in, spelling_for
from app.ui.theme import Theme
from app.ui.transcript_items import Manner, Times
from app.ui.transcript_tags import TranscriptLook


class Sheets:
    """The maker of one transcript's sheets; Tk thread only."""

    __slots__ = ("times", "columns", "_own_nick", "_find", "_look", "_today", "_spell", "_around")

    def __init__(self, text: tk.Text, theme: Theme, look: TranscriptLook, own_nick: Callable[[], str],
                 find: Callable[[str], Optional[Line]], can_react: Callable[[], bool], times: Times) -> None:
        """`find` gives the line with a msgid, which replies quote."""
        self.times = times
        self.columns: Callable[[str], int] = columns_in(text)  # how many columns of the text widget a text takes
        self._own_nick = own_nick
        self._find = find
        self._look = look
        self._today = self.times.today()
        self._spell = spelling_for(theme)
        self._around = Around(self._quote, can_react, self.columns, short_name=look.short_name)

    def sheet(self) -> Sheet:
        """Return an empty sheet."""
        return Sheet(self.times, self._own_nick(), self._spell, self._around)

    def shown(self, text: str) -> str:
        """Return a text as this screen can show it."""
        return self._spell(text) if self._spell else text

    def read_as(self, manner: Manner) -> None:
        """Lay messages out in another way from now on."""
        self._look.manner, self._around = manner, self._around._replace(manner=manner)
        self._look.restyle()

    def turn_day(self) -> bool:
        """Tell whether another day has begun since the last call, so that 'Today' is 'Yesterday' now."""
        before, self._today = self._today, self.times.today()
        return self._today != before

    def _quote(self, msgid: str) -> Quote:
        return self._look.fitted(quote_of(self._find(msgid)))
