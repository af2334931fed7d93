"""The message pane: one text widget that shows a conversation and keeps the reader's place whatever arrives.
Owns what there is in the pane: the lines, the marks on them, and what stands beside the message under the mouse.
"""

import time
import tkinter as tk
import webbrowser
from typing import Callable, Optional, Sequence, Tuple

from app.conversations import Line
from app.ui.dates import ENGLISH, Dates
from app.ui.drawing import is_spoken
from app.ui.hoverbar import Deed, HoverBar
from app.ui.theme import Theme
from app.ui.tooltip import place_tip
from app.ui.transcript_cursor import Cursor
from app.ui.transcript_find import Highlights
from app.ui.transcript_items import Manner, Times, clock24
from app.ui.transcript_pane import Pane
from app.ui.transcript_pointer import Actions, Pointer
from app.ui.transcript_reader import Reader
from app.ui.transcript_rows import Rows
from app.ui.transcript_sheets import Sheets
from app.ui.transcript_tags import TranscriptLook
from app.ui.transcript_window import LiveWindow

NEARBY = 40  # design pixels within which a place is the same to a reader


def open_web_link(link: str) -> None:
    """Open a link in the browser; only http and https, since others may start programs."""
    if link.lower().startswith(("http://", "https://")):
        webbrowser.open(link)


def _nothing(*_arguments: object) -> None:
    """Take no notice."""


class Transcript(Pane):
    """The message pane of the window; Tk thread only."""

    def __init__(
        self,
        master: tk.Misc,
        theme: Theme,
        own_nick: Callable[[], str],
        on_retry: Callable[[str], None],
        on_menu: Callable[["tk.Event", Optional[Line]], None] = _nothing,
        open_link: Callable[[str], None] = open_web_link,
        on_person: Callable[[str], None] = _nothing,
        on_link_hover: Callable[[str], None] = _nothing,
        on_top: Callable[[], None] = _nothing,
        find: Callable[[str], Optional[Line]] = lambda msgid: None,
        on_quote: Callable[[Line], None] = _nothing,
        on_chip: Callable[[Line, str, int, int], None] = _nothing,
        can_react: Callable[[], bool] = lambda: False,
        deeds: Sequence[Deed] = (),
        on_hole: Callable[[Line], None] = _nothing,
        clock: Callable[[float], str] = clock24,
        dates: Callable[[], Dates] = lambda: ENGLISH,
        now: Callable[[], float] = time.time
    ) -> None:
        """`on_retry` takes the label of a line, `on_link_hover` the link under the pointer or ''; `on_top` is called
        when the reader comes near the oldest line that the pane has.

        `find` gives the line with a msgid, which replies quote; `on_quote` is called for the reply whose quote is
        clicked, `on_chip` with a line, a reaction to it ('' to choose another) and a place on the screen. `deeds` stand
        beside the message under the mouse. `on_hole` is called when a line in sight says that messages are missing.

        `clock` writes a moment in Unix seconds as a time of day, `dates` tells how to write days, `now` the moment.
        """
        super().__init__(master, theme, self.jump_to_end, self._follow_view)
        self._theme, self._now, self._on_hole = theme, now, on_hole
        self._tip: Optional[tk.Label] = None  # who gave the reaction under the mouse
        self._look = TranscriptLook(self.text, theme)
        self._sheets = Sheets(self.text, theme, self._look, own_nick, find, can_react, Times(clock, now, dates))
        self.text.configure(state="disabled")
        self._live = LiveWindow(Rows(self.text, self._look, self._sheets.sheet), lambda: self.times,
                                lambda: self._look.manner)
        self._reader = Reader(self.text, self._live, self._jump, on_top, on_hole)
        self.bar = HoverBar(self, theme, deeds)
        self.bar.bind("<Leave>", lambda _event: self._left_bar())
        self.cursor = Cursor(self.text, self._live.rows, theme)
        self.found = Highlights(self.text, self._live.rows, self._sheets.columns, self.shown)
        actions = Actions(on_retry, on_menu, open_link, on_person, on_link_hover, self.press, on_quote, on_chip,
                          self._hover, self.bar.holds, self._hover_chip, self.cursor.place)
        self.pointer = Pointer(self.text, self._live.rows, lambda: self.times, actions)
        for key, step in (("<Up>", -1), ("<Down>", 1)):
            self.text.bind(key, lambda _event, step=step: self.move_cursor(step))
        self.text.bind("<Configure>", self._resized)
        self.text.bind("<End>", lambda _event: self.jump_to_end())
        theme.on_change(self._restyle, self)

    @property
    def times(self) -> Times:
        """The clock and the calendar that it writes with."""
        return self._sheets.times

    @property
    def at_end(self) -> bool:
        """Tell whether the last message can be seen, so that new ones may scroll the others up."""
        return self._reader.at_end

    @property
    def is_read_to_end(self) -> bool:
        """Tell whether the newest message is before the reader's eyes."""
        return self.text.winfo_viewable() and not self._reader.seeks_place and self.at_end

    @property
    def follows(self) -> bool:
        """Tell whether the last message was in sight when something was shown last, without asking the widget."""
        return self._reader.follows_end

    def show(self, lines: Sequence[Line], unread_from: Optional[int] = None) -> None:
        """Show another conversation: at its end, or with "New messages" above lines[unread_from] in sight."""
        self._forget_place()
        self._live.open(lines, unread_from)
        self._reader.open()

    def append(self, lines: Sequence[Line], unread_from: Optional[int] = None) -> None:
        """Add lines at the end in one go; who is reading further up keeps the place.

        `unread_from` puts "New messages" above lines[unread_from], unless it stands somewhere already.
        """
        if not lines:
            return
        self._hint.vanish()
        if self._sheets.turn_day():
            self._redraw_all()
        if unread_from is not None and self._live.unread_line is None:
            self._live.unread_line = lines[unread_from]
        at_end = self.at_end
        self._live.add(lines, at_end)
        if at_end:
            self._reader.show_end()
            return
        self._reader.follows_end = False
        self._jump.appear(sum(1 for line in lines if is_spoken(line)))

    def redraw(self, line: Line) -> None:
        """Draw a line again, known by its identity, after a change; nothing happens if it isn't drawn."""
        self._reader.stay_at_end(lambda: self._live.redraw(line))

    def remove(self, line: Line) -> None:
        """Take a line away, known by its identity, as when it is sent again."""
        self._reader.stay_at_end(lambda: self._live.remove(line))

    def prepend(self, lines: Sequence[Line]) -> None:
        """Put older lines above all others; what the reader sees does not move."""
        self._hint.vanish()
        self._live.older = list(lines) + self._live.older
        self._reader.draw_older()

    def insert(self, lines: Sequence[Line], below: Line) -> None:
        """Put lines in above the line `below`, as what was missed while the link was broken."""
        if self._live.is_first(below):
            self.prepend(lines)
        else:
            self._reader.insert(lines, below)

    def forget(self, lines: Sequence[Line]) -> None:
        """Let the oldest lines go, which are kept no longer."""
        self._live.forget(lines)

    def mark_unread(self, line: Optional[Line]) -> None:
        """Put "New messages" above another line, or take it away; who was at the end or still there is taken along."""
        goes_along = self._reader.is_at_unread(self._theme.px(NEARBY))
        at_end = self._reader.stay_at_end(lambda: self._live.move_unread(line))
        self._reader.seeks_place = line is not None and (at_end or goes_along)
        if self._reader.seeks_place:
            self.after_idle(self._reader.find_place)

    def jump_to_unread(self) -> bool:
        """Show "New messages" a third of the height down; returns whether it stands somewhere."""
        line = self._live.unread_line
        return line is not None and self.reveal(line)

    def clear_unread(self) -> None:
        """Take the line "New messages" away, as when one's own message is sent."""
        self._reader.stay_at_end(self._live.clear_unread)

    def empty(self, title: str, text: str) -> None:
        """Show an empty conversation with a hint: a title and a sentence."""
        self._forget_place()
        self._live.clear()
        self._hint.appear(title, text)

    def jump_to_end(self) -> str:
        """Show the newest message."""
        if self._live.newer:
            self._live.restart()
        self._reader.show_end()
        self._jump.vanish()
        return "break"

    def reveal(self, line: Line) -> bool:
        """Show a message a third of the height down and mark it for a moment; returns whether it is here."""
        self.pointer.leave()
        number = self._live.reveal(line)
        if number is None:
            return False
        self._reader.show_item(number)
        self.cursor.flash(number)
        return True

    def show_found(self, line: Line, number: int, top: int) -> None:
        """Show the `number`th place in a message where the words looked for stand, lower than `top` pixels."""
        self.pointer.leave()
        if self._live.reveal(line) is None:
            return
        self._reader.seeks_place = False
        index = self.found.stand_on(line, number)
        if index:
            self._reader.show_index(index, top)

    def press(self, line: Line) -> None:
        """Show all the names of a line that stands for many, or fold them again; load what is missing at one."""
        if line.kind == "hole":
            self._on_hole(line)
            return
        self._reader.stay_at_end(lambda: self._live.unfold(line))

    def shown(self, text: str) -> str:
        """Return a text as this screen can show it."""
        return self._sheets.shown(text)

    def move_cursor(self, step: int) -> str:
        """Move the message cursor by the keyboard; below the last message it goes, and the newest is shown."""
        if not self.cursor.move(step) and step > 0:
            self.cursor.clear()
            self.jump_to_end()
        return "break"

    def read_as(self, manner: Manner) -> None:
        """Lay the messages out in another way from now on; the message at the top stays there."""
        if manner == self._look.manner:
            return
        self.pointer.leave()
        self.cursor.clear()
        self._reader.stay_with_line(lambda: self._lay_out(manner))

    def write_times(self, clock: Callable[[float], str], dates: Callable[[], Dates] = lambda: ENGLISH) -> None:
        """Write times of day and days in another way from now on, also of what is drawn."""
        self._sheets.times = Times(clock, self._now, dates)
        self._redraw_all()

    def destroy(self) -> None:
        """End the pane with its window."""
        self.cursor.close()
        self.found.close()
        super().destroy()

    def _lay_out(self, manner: Manner) -> None:
        self._sheets.read_as(manner)
        self._live.regroup()

    def _hover(self, line: Optional[Line], y: int) -> None:
        if line is None:
            self.bar.vanish()
        else:
            self.bar.appear(line, y, self.text.winfo_width())

    def _left_bar(self) -> None:
        x, y = self.winfo_pointerxy()
        if not self.bar.holds(x, y) and self.winfo_containing(x, y) is not self.text:
            self.pointer.leave()

    def _hover_chip(self, words: str, box: Tuple[int, int, int, int]) -> None:
        if self._tip is not None:
            self._tip.destroy()
            self._tip = None
        if words:
            self._tip = place_tip(self.winfo_toplevel(), self._theme, self.shown(words), box, self._theme.c["pane"])

    def _forget_place(self) -> None:
        self._hint.vanish()
        self._jump.vanish()
        self.pointer.leave()
        self.cursor.clear()
        self._reader.follows_end = True

    def _restyle(self) -> None:
        self._look.restyle()
        self._redraw_all()

    def _redraw_all(self) -> None:
        self.pointer.leave()
        self._reader.stay(self._live.rows.redraw_all)

    def _resized(self, event: "tk.Event") -> None:
        self._look.fit(event.width)
        self._reader.resized()

    def _follow_view(self) -> None:
        """The view has moved: what belongs to a message moves along, and the reader may need more drawn."""
        if self.text.winfo_ismapped() and not self._reader.seeks_place:
            self.pointer.follow()
            self.cursor.follow()
            self._reader.settle()
