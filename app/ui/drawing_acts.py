"""What stands around the words of a message: the line that quotes what it answers, the reactions, and its deletion.
Values and pieces of text only, like the rest of the drawing; no toolkit is needed here.
"""

from typing import Any, List, NamedTuple, Optional, Tuple

from app.conversations import Line
from app.emoji import name_of
from app.hues import nick_index
from app.reactions import Tally
from app.ui.formatting import Span, one_line, paragraphs
from server.wire.names import fold

Tags = Tuple[str, ...]

MOST_CHIPS = 20       # under one message
NAMES_SHOWN = 8       # of who gave a reaction
LONGEST_CHIP = 24     # letters of a reaction that is a text
DELETED = "Message deleted"
ADD_REACTION = "Add reaction"
EARLIER = "An earlier message"
SPACE = "\u2002"      # between two chips


class Quote(NamedTuple):
    """What a reply answers, in one line."""

    name: str  # '' where the message isn't loaded
    text: str
    hue: int   # of the name's colour


def quote_of(line: Optional[Line]) -> Quote:
    """Return the quote of a message, or of one that isn't loaded."""
    if line is None:
        return Quote("", EARLIER, 0)
    name = "You" if line.own else one_line(line.sender)
    text = deleted_words(line) if line.deleted_by else one_line(line.text)
    return Quote(name, text, nick_index(line.sender))


def deleted_words(line: Line) -> str:
    """Return what stands in the place of a message that was deleted for everybody."""
    if fold(line.deleted_by) == fold(line.sender):
        return DELETED
    return f"{DELETED} by {one_line(line.deleted_by)}"


def names_of(tally: Tally) -> str:
    """Return who gave a reaction, for example 'You, Anna and 3 others reacted with :tada:'."""
    names = ["You"] * bool(tally.own) + [one_line(nick) for nick in tally.nicks if nick != tally.own]
    more = len(names) - NAMES_SHOWN
    if more > 1:
        names = names[:NAMES_SHOWN] + [f"{more} others"]
    listed = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return f"{listed} reacted with {name_of(tally.reaction)}"


def draw_quote(sheet: Any, line: Line, quote: Quote, band: Tags) -> None:
    """Add the line that quotes what a message answers; with `sheet` a drawing.Sheet."""
    row = ("first", "reply", "nocopy") + band
    column = 0
    if line.kind != "action":
        column = sheet.portrait(line, "bottom", ("first", "nocopy", "person") + band)
    if not column:
        row = ("cont",) + row[1:]
    sheet.picture(column, ("bar", str(quote.hue) if quote.name else ""), row)
    sheet.put(SPACE, row + ("quote",))
    if quote.name:
        sheet.put(quote.name + SPACE, row + ("quoted", f"n{quote.hue}"))
    sheet.put(quote.text, row + ("quote",))
    sheet.end_row(row)


def draw_chips(sheet: Any, line: Line, can_add: bool, band: Tags) -> None:
    """Add the reactions to a message as chips in a row of their own; the last one adds another."""
    sheet.end_row(("chipgap", "nocopy") + band)
    row: Tags = ("chips", "nocopy") + band
    column = 0
    for tally in line.reactions.tallies()[:MOST_CHIPS]:
        look = "chipown" if tally.own else "chipbg"
        shown = paragraphs(one_line(tally.reaction)[:LONGEST_CHIP], "")[0].spans
        count: List[Span] = [("\u00a0" + str(len(tally.nicks)), ())]
        spans = [(text, _only_emoji(tags)) for text, tags in shown] + count
        column = _draw_chip(sheet, column, look, spans, row)
    if can_add:
        sheet.picture(column, ("cap", "left", "chipbg"), row + ("chip",))
        sheet.picture(column + 1, ("icon", "smile", "text2"), row + ("chip", "chipbg"))
        sheet.put("+", row + ("chip", "chipbg"))
        sheet.picture(column + 3, ("cap", "right", "chipbg"), row + ("chip",))
    sheet.end_row(row)


def _draw_chip(sheet: Any, column: int, look: str, spans: List[Span], row: Tags) -> int:
    """Add one chip; return the column behind it and the space that parts it from the next."""
    sheet.picture(column, ("cap", "left", look), row + ("chip",))
    column += 1
    for text, inline in spans:
        column += sheet.put(text, row + ("chip", look) + inline)
    sheet.picture(column, ("cap", "right", look), row + ("chip",))
    sheet.put(SPACE, row)
    return column + 2


def _only_emoji(tags: Tags) -> Tags:
    return tuple(tag for tag in tags if tag == "emoji")
