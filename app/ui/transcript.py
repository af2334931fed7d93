"""The message pane: one text widget that shows a conversation and keeps the reader's place whatever arrives.
Owns the view: where the reader is, and what is done so that it stays there.
"""

import time
import tkinter as tk
import webbrowser
from tkinter import ttk
from typing import Callable, Optional, Sequence, Tuple

from app.conversations import Line
from app.ui.dates import ENGLISH, Dates
from app.ui.drawing import Around, Sheet, is_spoken
from app.ui.drawing_acts import Quote, quote_of
from app.ui.hoverbar import Deed, HoverBar
from app.ui.spelling import columns_in, spelling_for
from app.ui.theme import Theme
from app.ui.tooltip import place_tip
from app.ui.transcript_cursor import Cursor
from app.ui.transcript_find import Highlights
from app.ui.transcript_floats import EmptyHint, JumpButton
from app.ui.transcript_items import Manner, Times, clock24
from app.ui.transcript_place import Place
from app.ui.transcript_pointer import Actions, Pointer
from app.ui.transcript_rows import Rows
from app.ui.transcript_tags import TranscriptLook
from app.ui.transcript_window import NEAR, LiveWindow

NEARBY = 40  # design pixels within which a place is the same to a reader


def open_web_link(link: str) -> None:
    """Open a link in the browser; only http and https, since others may start programs."""
    if link.lower().startswith(("http://", "https://")):
        webbrowser.open(link)


def _nothing(*_arguments: object) -> None:
    """Take no notice."""


class Transcript(ttk.Frame):
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

        `clock` writes a moment in Unix seconds as a time of day, `dates` tells how days are written; `now` gives the
        present moment.
        """
        super().__init__(master)
        self._theme, self._own_nick, self._now = theme, own_nick, now
        self._on_top, self._find, self._on_hole = on_top, find, on_hole
        self._times = Times(clock, now, dates)
        self._today = self._times.today()
        self._follows_end = True   # as seen last
        self._to_place = False     # the first place in a conversation is found once the widget has a size
        self._settling = ""        # the pending call of _settle
        self._spell = spelling_for(theme)
        self._tip: Optional[tk.Label] = None  # who gave the reaction under the mouse
        self._build()
        self._around = Around(self._quote, can_react, columns_in(self.text))
        self.text.configure(state="disabled")
        self._look = TranscriptLook(self.text, theme)
        self._around = self._around._replace(short_name=self._look.short_name)
        self._live = LiveWindow(Rows(self.text, self._look, self._new_sheet), lambda: self._times,
                                lambda: self._look.manner)
        self._place = Place(self.text, self._live)
        self.bar = HoverBar(self, theme, deeds)
        self.bar.bind("<Leave>", lambda _event: self._left_bar())
        self.cursor = Cursor(self.text, self._live.rows, theme)
        self.found = Highlights(self.text, self._live.rows, self._around.columns, self.shown)
        actions = Actions(on_retry, on_menu, open_link, on_person, on_link_hover, self.press, on_quote, on_chip,
                          self._hover, self.bar.holds, self._hover_chip, self._at_cursor)
        self.pointer = Pointer(self.text, self._live.rows, lambda: self._times, actions)
        for key, step in (("<Up>", -1), ("<Down>", 1)):
            self.text.bind(key, lambda _event, step=step: self.move_cursor(step))
        self.text.bind("<Configure>", self._resized)
        self.text.bind("<End>", lambda _event: self.jump_to_end())
        theme.on_change(self._restyle, self)

    @property
    def times(self) -> Times:
        """The clock and the calendar that it writes with."""
        return self._times

    @property
    def at_end(self) -> bool:
        """Tell whether the last message can be seen, so that new ones may scroll the others up."""
        if self._live.newer:
            return False
        if self._to_place or not self.text.winfo_ismapped() or self.text.winfo_height() <= 1:
            return self._follows_end
        return self.text.dlineinfo("end-2c") is not None or self.text.yview()[1] >= 1.0

    @property
    def is_read_to_end(self) -> bool:
        """Tell whether the newest message is before the reader's eyes."""
        return self.text.winfo_viewable() and not self._to_place and self.at_end

    @property
    def follows(self) -> bool:
        """Tell whether the last message was in sight when something was shown last, without asking the widget."""
        return self._follows_end

    def show(self, lines: Sequence[Line], unread_from: Optional[int] = None) -> None:
        """Show another conversation: at its end, or with "New messages" above lines[unread_from] in sight."""
        self._forget_place()
        self._live.open(lines, unread_from)
        self._follows_end = not self._live.newer
        self._to_place = True
        self._find_place()

    def append(self, lines: Sequence[Line], unread_from: Optional[int] = None) -> None:
        """Add lines at the end in one go; who is reading further up keeps the place.

        `unread_from` puts "New messages" above lines[unread_from], unless it stands somewhere already.
        """
        if not lines:
            return
        self._hint.vanish()
        self._turn_day()
        if unread_from is not None and self._live.unread_line is None:
            self._live.unread_line = lines[unread_from]
        at_end = self.at_end
        self._live.add(lines, at_end)
        if at_end:
            self._show_end()
            return
        self._follows_end = False
        self._jump.appear(sum(1 for line in lines if is_spoken(line)))

    def redraw(self, line: Line) -> None:
        """Draw a line again, known by its identity, after a change; nothing happens if it isn't drawn."""
        at_end = self.at_end
        self._live.redraw(line)
        if at_end:
            self._show_end()

    def remove(self, line: Line) -> None:
        """Take a line away, known by its identity, as when it is sent again."""
        at_end = self.at_end
        self._live.remove(line)
        if at_end:
            self._show_end()

    def prepend(self, lines: Sequence[Line]) -> None:
        """Put older lines above all others; what the reader sees does not move."""
        self._hint.vanish()
        self._live.older = list(lines) + self._live.older
        self._draw_older()

    def insert(self, lines: Sequence[Line], below: Line) -> None:
        """Put lines in above the line `below`, as what was missed while the link was broken."""
        if self._live.is_first(below):
            self.prepend(lines)
            return
        at_end = self.at_end
        (anchor, y), beside = self._place.anchor(0), self._place.height_of(below)
        self._live.insert(lines, below)
        if at_end:
            self._show_end()
        elif beside is not None and beside < self.text.winfo_height() // 2:
            self._place.show(f"{self._live.row_of(below)}.0", beside)  # who has come from below goes on upwards
        else:
            self._place.show(anchor, y)

    def forget(self, lines: Sequence[Line]) -> None:
        """Let the oldest lines go, which are kept no longer."""
        self._live.forget(lines)

    def mark_unread(self, line: Optional[Line]) -> None:
        """Put "New messages" above another line, or take it away; who was at the end or still there is taken along."""
        at_end, goes_along = self.at_end, self._is_at_unread()
        self._live.clear_unread()
        if line is not None:
            self._live.mark_unread(line)
        if at_end:
            self._show_end()
        self._to_place = line is not None and (at_end or goes_along)
        if self._to_place:
            self.after_idle(self._find_place)

    def jump_to_unread(self) -> bool:
        """Show "New messages" a third of the height down; returns whether it stands somewhere."""
        line = self._live.unread_line
        return line is not None and self.reveal(line)

    def clear_unread(self) -> None:
        """Take the line "New messages" away, as when one's own message is sent."""
        at_end = self.at_end
        self._live.clear_unread()
        if at_end:
            self._show_end()

    def empty(self, title: str, text: str) -> None:
        """Show an empty conversation with a hint: a title and a sentence."""
        self._forget_place()
        self._live.clear()
        self._hint.appear(title, text)

    def jump_to_end(self) -> str:
        """Show the newest message."""
        if self._live.newer:
            self._live.restart()
        self._show_end()
        self._jump.vanish()
        return "break"

    def jump_to_start(self) -> None:
        """Show the oldest message that is drawn; older ones follow while there are some."""
        self.text.yview_moveto(0)

    def page_up(self) -> None:
        """Scroll one page towards the older messages."""
        self.text.yview_scroll(-1, "pages")

    def page_down(self) -> None:
        """Scroll one page towards the newer messages."""
        self.text.yview_scroll(1, "pages")

    def reveal(self, line: Line) -> bool:
        """Show a message a third of the height down and mark it for a moment; returns whether it is here."""
        self.pointer.leave()
        number = self._live.reveal(line)
        if number is None:
            return False
        self._to_place = False
        self.text.yview(f"{self._live.rows.row_of(number)}.0")
        self.text.yview_scroll(-self.text.winfo_height() // 3, "pixels")
        self.cursor.flash(number)
        return True

    def show_found(self, line: Line, number: int, top: int) -> None:
        """Show the `number`th place in a message where the words looked for stand, lower than `top` pixels."""
        self.pointer.leave()
        if self._live.reveal(line) is None:
            return
        self._to_place = False
        index = self.found.stand_on(line, number)
        box = self.text.bbox(index) if index else None
        if index and (box is None or box[1] < top or box[1] + box[3] > self.text.winfo_height()):
            self.text.yview(index)
            self.text.yview_scroll(-max(top, self.text.winfo_height() // 3), "pixels")

    def press(self, line: Line) -> None:
        """Show all the names of a line that stands for many, or fold them again; load what is missing at one."""
        if line.kind == "hole":
            self._on_hole(line)
            return
        at_end = self.at_end
        self._live.unfold(line)
        if at_end:
            self._show_end()

    def shown(self, text: str) -> str:
        """Return a text as this screen can show it."""
        return self._spell(text) if self._spell else text

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
        line, above = self._place.top_line()
        at_end = self.at_end
        self.pointer.leave()
        self.cursor.clear()
        self._look.manner, self._around = manner, self._around._replace(manner=manner)
        self._look.restyle()
        self._live.regroup()
        if at_end or line is None:
            self._show_end()
        else:
            self._place.show_line(line, above)

    def write_times(self, clock: Callable[[float], str], dates: Callable[[], Dates] = lambda: ENGLISH) -> None:
        """Write times of day and days in another way from now on, also of what is drawn."""
        self._times = Times(clock, self._now, dates)
        self._redraw_all()

    def destroy(self) -> None:
        """End the pane with its window."""
        if self._settling:
            self.after_cancel(self._settling)
        self.cursor.close()
        self.found.close()
        super().destroy()

    def _build(self) -> None:
        self.text = tk.Text(self, wrap="word", bd=0, highlightthickness=0, padx=0, cursor="arrow", insertwidth=0,
                            undo=False, width=1, height=1, exportselection=False)
        self._scrollbar = ttk.Scrollbar(self, orient="vertical", command=self.text.yview)
        self.text.configure(yscrollcommand=self._scrolled)
        self.text.grid(row=0, column=0, sticky="nswe")
        self._scrollbar.grid(row=0, column=1, sticky="ns", padx=(0, self._theme.px(2)))
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._jump = JumpButton(self, self._theme, self.jump_to_end)
        self._hint = EmptyHint(self, self._theme)

    def _new_sheet(self) -> Sheet:
        return Sheet(self._times, self._own_nick(), self._spell, self._around)

    def _quote(self, msgid: str) -> Quote:
        return self._look.fitted(quote_of(self._find(msgid)))

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

    def _at_cursor(self) -> Optional[Tuple[Line, int, int]]:
        line = self.cursor.line
        return (line,) + self.cursor.box() if line is not None else None

    def _forget_place(self) -> None:
        self._hint.vanish()
        self._jump.vanish()
        self.pointer.leave()
        self.cursor.clear()
        self._follows_end = True

    def _show_end(self) -> None:
        self._follows_end = True
        self.text.yview_moveto(1.0)  # cheaper than see(), which lays the last rows out twice

    def _draw_older(self) -> None:
        """Draw a block of older lines above; what is in sight stays where it is."""
        anchor, y = self._place.anchor(self.text.winfo_height())
        moved = self._live.draw_older()
        if self._follows_end:
            self._show_end()
            return
        row, _, column = anchor.partition(".")
        self._place.show(f"{int(row) + moved}.{column}", y)
        self._live.trim_bottom()

    def _turn_day(self) -> None:
        """At midnight 'Today' becomes 'Yesterday'."""
        if self._times.today() != self._today:
            self._today = self._times.today()
            self._redraw_all()

    def _restyle(self) -> None:
        self._look.restyle()
        self._redraw_all()

    def _redraw_all(self) -> None:
        at_end = self.at_end
        self.pointer.leave()
        anchor, y = self._place.anchor(0)
        self._live.rows.redraw_all()
        if at_end:
            self._show_end()
        else:
            self._place.show(anchor, y)

    def _is_at_unread(self) -> bool:
        """Tell whether "New messages" still stands where it was shown, or above, where little was there before it."""
        if self._to_place:
            return True
        height = self._place.height_of(self._live.unread_line) if self._live.unread_line is not None else None
        return height is not None and height < self.text.winfo_height() // 3 + self._theme.px(NEARBY)

    def _resized(self, event: "tk.Event") -> None:
        self._look.fit(event.width)
        if self._to_place:
            self._find_place()
        elif self._follows_end:
            self._show_end()

    def _find_place(self) -> None:
        """Show the end, or "New messages" a third of the height down, as soon as there is a size to do it in."""
        if self.text.winfo_height() <= 1 or not self._to_place:
            return
        self._to_place = False
        if not self._live.newer:
            self.text.yview_moveto(1.0)
        number = self._live.unread_place()
        row = f"{self._live.rows.row_of(number)}.0" if number is not None else ""
        if row and self.text.bbox(row) is None:
            self.text.yview(row)
            self.text.yview_scroll(-self.text.winfo_height() // 3, "pixels")
        self._follows_end = self.at_end

    def _scrolled(self, first: str, last: str) -> None:
        self._scrollbar.set(first, last)
        if not self._settling:
            self._settling = self.after_idle(self._settle)

    def _settle(self) -> None:
        """After the view has moved: note where the reader is, and draw more when an end of the window is near."""
        self._settling = ""
        if not self.text.winfo_ismapped() or self._to_place:
            return
        self.pointer.follow()
        self.cursor.follow()
        self._follows_end = self.at_end
        if self._follows_end:
            self._jump.vanish()
        else:
            self._jump.appear()
        self._look_for_hole()
        if self._live.older and (self.text.yview()[0] <= 0 or self._is_near_top()):
            self._draw_older()
        elif not self._live.older and self._is_at_top():
            self._on_top()
        elif self._live.newer and self._place.row_at(self.text.winfo_height()) > len(self._live.rows) - NEAR:
            self._live.draw_newer(self._place.row_at(0))

    def _look_for_hole(self) -> None:
        """Ask for what is missing as soon as the line that says so is in sight."""
        rows, last = self._live.rows, self._place.row_at(self.text.winfo_height())
        number = rows.at_row(self._place.row_at(0))
        while number is not None and number < len(rows.items) and rows.row_of(number) <= last:
            if rows.items[number].line.kind == "hole":
                self._on_hole(rows.items[number].line)
            number += 1

    def _is_at_top(self) -> bool:
        return bool(self._live.rows.items) and (self.text.yview()[0] <= 0 or self._is_near_top())

    def _is_near_top(self) -> bool:
        return not self._follows_end and self._place.row_at(0) < NEAR
