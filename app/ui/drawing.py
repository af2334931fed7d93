"""The transcript's items as pieces of text with their tags, and the pictures that belong between them.
Decides what stands where; the transcript puts it into its text widget, so no toolkit is needed here.
"""

from functools import lru_cache
from typing import Callable, List, NamedTuple, Optional, Tuple

from app.conversations import Line
from app.hues import nick_index
from app.ui.drawing_acts import Quote, deleted_words, draw_chips, draw_quote, quote_of
from app.ui.formatting import Paragraph, escaped_link, one_line, paragraphs
from app.ui.transcript_items import PLAIN, SPOKEN, Item, Manner, Times, wording

Tags = Tuple[str, ...]

END = -1  # where a picture stands: at the end of the row
WAITING = "\u2002Waiting to send"
NOT_SENT = "Not sent."
SEND_AGAIN = "Send again"
LOAD = "Load them"
NEW_MESSAGES = "New messages"
CODE_FIRST = "Code"  # stands beside the avatar's lower half when a message begins with a code block

_BAND = ("mention", "mention_m")
_ICONS = {"join": "enter", "part": "leave", "quit": "leave", "kick": "leave", "nick": "user", "topic": "edit",
          "hole": "clock", "mode": "shield", "invite": "enter", "error": "warn", "action": "dot"}


class Picture(NamedTuple):
    """A picture inside the text."""

    row: int                # counted from the first row of the sheet
    at: int                 # column; or END, or -n: before the last n-1 characters of the row
    key: Tuple[str, ...]    # ('avatar', nick, 'top'), ('icon', name, token), ('cap', 'left'), ('bar', hue) or ('rule',)
    tags: Tags
    align: str              # of the text widget: 'top', 'center', 'bottom'


class Around(NamedTuple):
    """What the drawing of a message asks for."""

    quote: Callable[[str], Quote] = lambda msgid: quote_of(None)
    can_react: Callable[[], bool] = lambda: False
    columns: Callable[[str], int] = len  # how many columns of the text widget a text takes
    manner: Manner = PLAIN
    short_name: Callable[[str], str] = lambda nick: nick  # cut to the column of names in the compact layout


ALONE = Around()


class Sheet:
    """Pieces of text ready for one insertion, and the pictures to add to it; Tk thread only."""

    __slots__ = ("flat", "pictures", "rows", "_times", "_own_nick", "_spell", "_around")

    def __init__(self, times: Times, own_nick: str, spell: Optional[Callable[[str], str]] = None,
                 around: Around = ALONE) -> None:
        """`spell` replaces what the screen can't show in any text."""
        self.flat: List[object] = []  # text, tags, text, tags ...
        self.pictures: List[Picture] = []
        self.rows = 0
        self._times = times
        self._own_nick = own_nick
        self._spell = spell
        self._around = around

    def draw(self, item: Item) -> None:
        """Add an item below what is there."""
        start = self.rows
        if item.shows_day:
            self._draw_day(item)
        if item.unread:
            self._draw_rule()
        if item.hidden:
            item.head = item.body = 0
        elif is_signed(item.line):
            self._draw_message(item, start)
        elif item.line.kind == "action":
            item.head = item.body = self.rows - start
            if item.line.reply_to:
                draw_quote(self, item.line, self._around.quote(item.line.reply_to), ())
            self._draw_action(item.line)
            if item.line.reactions and not item.line.deleted_by:
                draw_chips(self, item.line, self._around.can_react(), _BAND if item.line.mention else ())
        else:
            item.head = item.body = self.rows - start
            self._draw_system(item)
        item.rows = self.rows - start

    def _draw_day(self, item: Item) -> None:
        self.end_row(("gap", "nocopy"))
        self.picture(0, ("cap", "left"), ("day", "nocopy"))
        self.picture(END, ("cap", "right"), ("day", "nocopy"))
        self.put(self._times.name_of(item.day), ("day", "daybg", "nocopy"))
        self.end_row(("day", "nocopy"))
        if self._around.manner.compact:
            self.end_row(("mgap", "nocopy"))

    def _draw_rule(self) -> None:
        self.picture(END, ("rule",), ("new", "nocopy"))
        self.put(NEW_MESSAGES + "\u2002", ("new", "nocopy"))
        self.end_row(("new", "nocopy"))

    def _draw_message(self, item: Item, start: int) -> None:
        line = item.line
        band = _BAND if line.mention else ()
        if self._around.manner.compact:
            item.head = item.body = self.rows - start
            self._draw_compact(line, item.opens, band)
            return
        if band and item.opens:
            self.end_row(("mgap", "nocopy"))
            self.end_row(("mgap", "nocopy") + band)
        item.head = self.rows - start
        if item.opens:
            self._draw_header(line, band)
        item.body = self.rows - start
        if line.reply_to:
            draw_quote(self, line, self._around.quote(line.reply_to), band)
        self._draw_body(line, item.opens, band)
        if line.reactions and not line.deleted_by:
            draw_chips(self, line, self._around.can_react(), band)
        if band:
            self.end_row(("mgap", "nocopy") + band)

    def _draw_header(self, line: Line, band: Tags) -> None:
        row = ("hdr", "nocopy") + band + (("mtop",) if band else ())
        self.portrait(line, "top", row + ("person",))
        shown = "You" if line.own else one_line(line.sender)
        self.put(shown, row + ("person", _ink_of(line.sender)))
        kind = "Notice · " if line.kind == "notice" else ""
        note = row + ("time",)
        self.put("  " + kind + self._times.clock_of(line.time), note)
        if line.own and line.state == "sent":
            self.put(" ", note)
            self.picture(END, ("icon", "check", "text3"), note)
        self.end_row(note)

    def _draw_body(self, line: Line, opens: bool, band: Tags) -> None:
        said = self._said(line)
        if line.reply_to:
            row: Tags = ("cont",)
        elif opens:
            row = ("first",)
            self.portrait(line, "bottom", ("first", "nocopy", "person") + band)
            if said[0].code and self._around.manner.pictures:
                self.put(CODE_FIRST, ("first", "time", "nocopy") + band)
                self.end_row(("first", "nocopy") + band)
        else:
            row = ("more",)
            self.put(f"\t{self._times.clock_of(line.time)}\t",
                      ("more", "ghost", "nocopy") + (band + ("ghost_m",) if band else ()))
            if said[0].code:
                self.end_row(("more", "nocopy") + band)
        self._draw_paragraphs(said, row, band, line)

    def _draw_compact(self, line: Line, opens: bool, band: Tags) -> None:
        """Add a message with its time and, where it opens a group, its sender's name in columns before the words."""
        if line.reply_to:
            draw_quote(self, line, self._around.quote(line.reply_to), band)
        said, quiet = self._said(line), ("line", "nocopy") + band
        self.put(f"\t{self._times.clock_of(line.time)}\t", quiet + ("time",))
        if opens:
            name = self._around.short_name(one_line(line.sender))
            self.put(name, quiet + ("person", "bold", _ink_of(line.sender)))
        self.put("\t", quiet)
        if line.kind == "notice":
            self.put("Notice · ", quiet + ("time",))
        if said[0].code:
            self.end_row(quiet)
        self._draw_paragraphs(said, ("line",), band, line)
        if line.reactions and not line.deleted_by:
            draw_chips(self, line, self._around.can_react(), band)

    def _said(self, line: Line) -> List[Paragraph]:
        if line.deleted_by:
            return [Paragraph(False, [(deleted_words(line), ("gone", "nocopy"))])]
        return paragraphs(line.text, self._own_nick)

    def _draw_paragraphs(self, said: List[Paragraph], row: Tags, band: Tags, line: Line) -> None:
        tone = band if line.state == "sent" else band + ("pending",)
        last = len(said) - 1
        for number, paragraph in enumerate(said):
            if paragraph.code:
                after_code = number > 0 and said[number - 1].code
                before_code = number < last and said[number + 1].code
                self._draw_code(paragraph, not after_code, not before_code)
                if number == last and line.state != "sent":
                    self._draw_state(line, ("cont",) + band)
                    self.end_row(("cont",) + band)
            else:
                self._draw_spans(paragraph, row + tone)
                if number == last and line.state != "sent":
                    self._draw_state(line, row + band)
                self.end_row(row + tone)
            row = ("cont",)

    def _draw_spans(self, paragraph: Paragraph, row: Tags) -> None:
        for text, tags in paragraph.spans:
            if "link" in tags and self._spell and self._spell(text) != text:
                text = escaped_link(text)  # so that it still leads where it should
            if "icode" in tags:
                self.put("\u2009", row + ("icodepad", "nocopy"))
                self.put(text, row + tags)
                self.put("\u2009", row + ("icodepad", "nocopy"))
            else:
                self.put(text, row + tags if tags else row)

    def _draw_code(self, paragraph: Paragraph, begins: bool, ends: bool) -> None:
        if begins:
            self.picture(0, ("cap", "top"), ("codecap", "codegap", "nocopy"), "bottom")
            self.end_row(("codecap", "codegap", "nocopy"))
        self.put("\t", ("code", "nocopy"))
        for text, tags in paragraph.spans:
            self.put(text, ("code",) + tags)
        self.end_row(("code",))
        if ends:
            self.picture(0, ("cap", "bottom"), ("codecap", "nocopy"), "top")
            self.end_row(("codecap", "nocopy"))

    def _draw_state(self, line: Line, row: Tags) -> None:
        note = row + ("time", "nocopy")
        self.put("\u2002", note)
        if line.state == "pending":
            self.picture(-1 - len(WAITING), ("icon", "clock", "text3"), note)
            self.put(WAITING, note)
            return
        why = f"\u2002{one_line(line.problem) or NOT_SENT}\u2002"
        self.picture(-1 - len(why + SEND_AGAIN), ("icon", "alert", "danger"), note)
        self.put(why, note + ("failed",))
        self.put(SEND_AGAIN, row + ("small", "link", "retry", "nocopy"))

    def _draw_action(self, line: Line) -> None:
        band = _BAND if line.mention else ()
        row = ("act",) + band + (("pending",) if line.state != "sent" else ())
        self._draw_margin(line, row)
        self.put(one_line(line.sender), row + ("person", "bold", _ink_of(line.sender)))
        self.put(" ", row)
        said = deleted_words(line) if line.deleted_by else one_line(line.text)
        for paragraph in paragraphs(said, self._own_nick):
            self._draw_spans(paragraph, row + (("gone", "nocopy") if line.deleted_by else ()))
        if line.state != "sent":
            self._draw_state(line, ("act",) + band)
        self._draw_time(line, row)

    def _draw_system(self, item: Item) -> None:
        row = ("sys",)
        self._draw_margin(item.line, row)
        tags: Tags = ("failed",) if item.line.kind == "error" else ("fold",) if item.is_folded else ()
        self.put(one_line(wording(item.lines, item.unfolded)), row + tags)
        if item.line.kind == "hole":
            self.put("\u2002", row + ("nocopy",))
            self.put(LOAD, row + ("link", "hole", "nocopy"))
            self.end_row(row)
            return
        self._draw_time(item.line, row)

    def _draw_margin(self, line: Line, row: Tags) -> None:
        """Put the icon into the column of the avatars."""
        token = "danger" if line.kind == "error" else "text3"
        self.picture(1, ("icon", _ICONS.get(line.kind, "info"), token), row + ("nocopy",))
        self.put("\t\t", row + ("nocopy",))

    def _draw_time(self, line: Line, row: Tags) -> None:
        self.put("\u2002" + self._times.clock_of(line.time), row + ("time", "nocopy"))
        self.end_row(row)

    def portrait(self, line: Line, part: str, tags: Tags) -> int:
        """Begin a row with one half of the sender's picture; return how many columns that takes."""
        if self._around.manner.has_pictures:
            self.picture(0, ("avatar", line.sender, part), tags, "top")
        return int(self._around.manner.has_pictures)

    def put(self, text: str, tags: Tags) -> int:
        """Add a text to the row; return how many columns of the text widget it takes."""
        shown = self._spell(text) if self._spell else text
        self.flat += (shown, tags)
        return self._around.columns(shown)

    def end_row(self, tags: Tags) -> None:
        """End the row."""
        if self.flat and self.flat[-1] == tags:
            self.flat[-2] += "\n"  # type: ignore
        else:
            self.flat += ("\n", tags)
        self.rows += 1

    def picture(self, at: int, key: Tuple[str, ...], tags: Tags, align: str = "center") -> None:
        """Add a picture to the row; those further left must be added before."""
        self.pictures.append(Picture(self.rows, at, key, tags, align))


def is_spoken(line: Line) -> bool:
    """Tell whether somebody said this, so that it counts as a new message."""
    return line.kind in SPOKEN


def is_signed(line: Line) -> bool:
    """Tell whether the line is drawn under its sender's name; a server's own notice has none."""
    return line.kind in ("message", "notice") and bool(line.sender)


@lru_cache(maxsize=4096)
def _ink_of(nick: str) -> str:
    return f"n{nick_index(nick)}"
