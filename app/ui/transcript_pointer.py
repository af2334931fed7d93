"""What the mouse and the selection do in a transcript: hover, links, names, quotes, reactions, "Send again", copying.
Owns the highlighted message and the text that goes to the clipboard.
"""

import tkinter as tk
from typing import Callable, List, NamedTuple, Optional, Tuple

from app.conversations import Line
from app.ui.drawing import is_signed, is_spoken
from app.ui.drawing_acts import ADD_REACTION, names_of
from app.ui.formatting import one_line
from app.ui.transcript_items import Item, Times
from app.ui.transcript_rows import Rows

_HANDS = ("link", "person", "chip", "reply", "fold")  # tags that one can click


class Actions(NamedTuple):
    """Whom a transcript tells what the person at the screen wants."""

    on_retry: Callable[[str], None]                           # label of the line to send again
    on_menu: Callable[["tk.Event", Optional[Line]], None]
    open_link: Callable[[str], None]
    on_person: Callable[[str], None]                          # nick
    on_link_hover: Callable[[str], None]                      # link under the pointer; '' when it has left
    on_press: Callable[[Line], None]                          # a line that unfolds, or where messages are missing
    on_quote: Callable[[Line], None]                          # the reply whose quote was clicked
    on_chip: Callable[[Line, str, int, int], None]            # a reaction to toggle, '' for another; a place
    on_hover: Callable[[Optional[Line], int], None]           # the message under the pointer, and where it begins
    holds: Callable[[int, int], bool]                         # whether a place is in what on_hover shows
    on_chip_hover: Callable[[str, Tuple[int, int, int, int]], None]  # who reacted, and the chip's box; '' beside it
    cursor: Callable[[], Optional[Tuple[Line, int, int]]]     # the message that the keyboard is on, and its place


class Pointer:
    """The mouse over one transcript; Tk thread only."""

    __slots__ = ("_text", "_rows", "_times", "_actions", "_hovered", "_chip", "_chip_view")

    def __init__(self, text: tk.Text, rows: Rows, times: Callable[[], Times], actions: Actions) -> None:
        self._text = text
        self._rows = rows
        self._times = times
        self._actions = actions
        self._hovered: Optional[Item] = None
        self._chip: Optional[Tuple[Item, int]] = None  # the chip under the pointer
        self._chip_view: object = None  # where the view was then
        self._bind()

    def leave(self) -> None:
        """Take the highlight away, before rows move or when the pointer has gone."""
        self._leave_chip()
        if self._hovered is not None:
            self._hovered = None
            self._actions.on_hover(None, 0)
            for tag in ("hover", "hover_m", "ghoston"):
                self._text.tag_remove(tag, "1.0", "end")

    def follow(self) -> None:
        """The view has moved: what belongs to the highlighted message moves with it."""
        if self._chip is not None and self._view() != self._chip_view:
            self._leave_chip()
        if self._hovered is not None:
            self._show_bar(self._hovered)

    def line_at(self, event: "tk.Event") -> Optional[Line]:
        """Return the line under the pointer."""
        item = self._item_at(event)
        return item.line if item else None

    def link_at(self, event: "tk.Event") -> str:
        """Return the link under the pointer, or ''."""
        index = self._text.index(f"@{event.x},{event.y}")
        tags = self._text.tag_names(index)
        if "link" not in tags or "retry" in tags or "hole" in tags:
            return ""
        return self._text.get(*self._text.tag_prevrange("link", index + "+1c"))

    def selected_text(self) -> str:
        """Return what is selected: of one message its text, of several '[9:02] Mara: text' on a line for each."""
        ranges = self._text.tag_ranges("sel")
        if not ranges:
            return ""
        first, last = str(ranges[0]), str(ranges[-1])
        number = self._rows.at_row(_row_of(first))
        said: List[str] = []
        items: List[Item] = []
        while number is not None and number < len(self._rows.items):
            item, row = self._rows.items[number], self._rows.row_of(number)
            if row > _row_of(last):
                break
            words = self._said(first if row <= _row_of(first) else f"{row}.0", f"{row + item.rows}.0", last)
            if words:
                said.append(words)
                items.append(item)
            number += 1
        if len(said) == 1:
            return said[0]
        return "\n".join(self.signed(item.line, words) for item, words in zip(items, said))

    def copy(self, _event: object = None) -> str:
        """Put the selected text on the clipboard; as it is when nothing is selected."""
        words = self.selected_text()
        if words:
            self._text.clipboard_clear()
            self._text.clipboard_append(words)
        return "break"

    def select_all(self, _event: object = None) -> str:
        """Select everything that is drawn."""
        self._text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _bind(self) -> None:
        bind = self._text.bind
        bind("<Motion>", self._moved)
        bind("<Leave>", lambda _event: self._left())
        bind("<Button-1>", lambda _event: self._text.focus_set(), add="+")
        bind("<ButtonRelease-1>", self._clicked, add="+")
        for sequence in ("<<Copy>>", "<Control-Insert>"):
            bind(sequence, self.copy)
        bind("<<SelectAll>>", self.select_all)
        bind("<Control-KeyPress>", self._control_key)
        on_mac = self._text.tk.call("tk", "windowingsystem") == "aqua"
        for sequence in ("<Button-2>", "<Control-Button-1>") if on_mac else ("<Button-3>",):
            bind(sequence, self._asked_for_menu)
        bind("<Shift-F10>", self._asked_for_menu)
        if not on_mac:
            bind("<Menu>" if self._text.tk.call("tk", "windowingsystem") == "x11" else "<App>", self._asked_for_menu)
        self._text.selection_handle(self._primary)
        bind("<<Selection>>", self._own_primary)

    def _control_key(self, event: "tk.Event") -> Optional[str]:
        """Know the keys of Ctrl+C and Ctrl+A also where the keyboard writes Cyrillic or Greek."""
        if event.keysym.lower() in ("c", "cyrillic_es", "greek_psi"):
            return self.copy()
        if event.keysym.lower() in ("a", "cyrillic_ef", "greek_alpha"):
            return self.select_all()
        return None

    def _asked_for_menu(self, event: "tk.Event") -> str:
        self._text.focus_set()
        at = self._actions.cursor() if event.keysym not in ("", "??") else None
        if at is not None:
            line, event.x_root, event.y_root = at
        else:
            line = self.line_at(event)
        self._actions.on_menu(event, line)
        return "break"

    def _moved(self, event: "tk.Event") -> None:
        tags = self._text.tag_names(f"@{event.x},{event.y}")
        self._text.configure(cursor="hand2" if any(tag in tags for tag in _HANDS) else "arrow")
        self._actions.on_link_hover(self.link_at(event) if "link" in tags else "")
        item = self._item_at(event)
        if item is not self._hovered:
            self.leave()
            self._hover(item)
        self._point_at_chip(event, item if "chip" in tags else None)

    def _left(self) -> None:
        if self._hovered is not None and self._actions.holds(*self._text.winfo_pointerxy()):
            return
        self.leave()
        self._actions.on_link_hover("")

    def _hover(self, item: Optional[Item]) -> None:
        if item is None or not is_spoken(item.line):
            return
        self._hovered = item
        start = self._rows.row_of(self._rows.items.index(item))
        first, end = f"{start + item.body}.0", f"{start + item.rows}.0"
        for tag in () if item.line.mention else ("hover", "hover_m"):
            self._text.tag_add(tag, f"{start + item.head}.0", end)
        self._show_bar(item)
        ghost = self._text.tag_nextrange("ghost", first, first + " lineend")
        if ghost:
            self._text.tag_add("ghoston", *ghost)

    def _clicked(self, event: "tk.Event") -> None:
        if self._text.tag_ranges("sel"):
            return
        tags = self._text.tag_names(f"@{event.x},{event.y}")
        line = self.line_at(event)
        if line is None:
            return
        if "retry" in tags:
            self._actions.on_retry(line.label)
        elif "fold" in tags or "hole" in tags:
            self._actions.on_press(line)
        elif "link" in tags:
            self._actions.open_link(self.link_at(event))
        elif "person" in tags:
            self._actions.on_person(line.sender)
        elif "chip" in tags:
            tallies = line.reactions.tallies() if line.reactions else []
            number = self._chip_number(event)
            self._actions.on_chip(line, tallies[number].reaction if number < len(tallies) else "", event.x_root,
                                  event.y_root)
        elif "reply" in tags:
            self._actions.on_quote(line)

    def _show_bar(self, item: Item) -> None:
        if item not in self._rows.items:
            return
        row = self._rows.row_of(self._rows.items.index(item)) + item.body
        drawn = self._text.dlineinfo(f"{row}.0")
        self._actions.on_hover(item.line if drawn else None, drawn[1] if drawn else 0)

    def _chip_number(self, event: "tk.Event") -> int:
        """Return which chip of its row is under the pointer, from 0."""
        index = self._text.index(f"@{event.x},{event.y}")
        place, number = index + " linestart", -1
        while place and self._text.compare(place, "<=", index):
            found = self._text.tag_nextrange("chip", place, index + " lineend")
            if not found or self._text.compare(found[0], ">", index):
                break
            place, number = found[1], number + 1
        return number

    def _point_at_chip(self, event: "tk.Event", item: Optional[Item]) -> None:
        chip = (item, self._chip_number(event)) if item is not None else None
        if chip == self._chip:
            return
        self._leave_chip()
        self._chip, self._chip_view = chip, self._view()
        if chip is None or not item.line.reactions:
            return
        tallies = item.line.reactions.tallies()
        words = names_of(tallies[chip[1]]) if chip[1] < len(tallies) else ADD_REACTION
        _, y, _, height = self._text.bbox(f"@{event.x},{event.y}") or (event.x, event.y, 0, 0)
        self._actions.on_chip_hover(words, (event.x_root, self._text.winfo_rooty() + y, 0, height))

    def _view(self) -> object:
        return self._text.index("@0,0"), self._text.dlineinfo("@0,0")

    def _leave_chip(self) -> None:
        if self._chip is not None:
            self._chip = None
            self._actions.on_chip_hover("", (0, 0, 0, 0))

    def _item_at(self, event: "tk.Event") -> Optional[Item]:
        index = self._text.index(f"@{event.x},{event.y}")
        drawn = self._text.dlineinfo(index)
        if drawn is None or event.y > drawn[1] + drawn[3]:
            return None
        number = self._rows.at_row(_row_of(index))
        return None if number is None else self._rows.items[number]

    def _said(self, first: str, end: str, last: str) -> str:
        """Return the words between two places, without times, names and pictures."""
        text = self._text
        end = last if text.compare(last, "<", end) else end
        place = first
        words: List[str] = []
        while text.compare(place, "<", end):
            if "nocopy" in text.tag_names(place):
                place = text.tag_prevrange("nocopy", place + "+1c")[1]
                continue
            quiet = text.tag_nextrange("nocopy", place, end)
            stop = quiet[0] if quiet else end
            words.append(text.get(place, stop))
            place = stop
        return "".join(words).rstrip("\n")

    def signed(self, line: Line, words: str = "") -> str:
        """Return a line with its time and its sender, as several are copied."""
        moment = self._times().clock_of(line.time)
        if is_signed(line):
            return f"[{moment}] {one_line(line.sender)}: {words or line.text}"
        sender = "" if words else one_line(line.sender) + " "
        return f"[{moment}] * {sender}{words or line.text}"

    def _own_primary(self, _event: object) -> None:
        """Offer the selection for pasting with the middle button (X11), without times and avatars."""
        if self._text.tag_ranges("sel"):
            self._text.selection_own()

    def _primary(self, offset: str, length: str) -> str:
        return self.selected_text()[int(offset):int(offset) + int(length)]


def _row_of(index: str) -> int:
    return int(index.partition(".")[0])
