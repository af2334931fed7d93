"""The dialog with the rooms of a server: name, people and topic, to be filtered, sorted and joined.
It shows the rooms as they come in, and says which one is wanted.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Optional

from app.events import ListedRoom
from app.room_list import BY_NAME, BY_PEOPLE, wanted
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.formatting import one_line
from app.ui.rowlist import Row, RowList
from app.ui.spelling import showable
from app.ui.standing import people
from app.ui.theme import Theme
from server.wire.names import fold

WIDTH, LIST = 520, 300  # design pixels: of the contents, and the height of the list
REDRAW = 250            # milliseconds between two drawings while rooms come in
TWICE = 500             # milliseconds within which two clicks are a double one
LOOKING = "Looking for rooms…"
NONE = "There are no rooms to see. Make one."
NOTHING = "Nothing found for “{}”. Try fewer letters."
CHOOSE = "Choose a room, or type its name with # in front."


class RoomsDialog(Dialog):
    """The room browser; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, server: str, on_join: Callable[[str], None],
                 on_new: Callable[[], None], is_in: Callable[[str], bool]) -> None:
        """`on_join` gets the name of a room, `is_in` tells whether one is in it."""
        super().__init__(root, theme, "Rooms", WIDTH)
        self.rooms: List[ListedRoom] = []
        self.complete = False
        self._on_join = on_join
        self._on_new = on_new
        self._is_in = is_in
        self._order: Optional[tk.StringVar] = tk.StringVar(self.window, BY_PEOPLE)
        self._timer = ""
        self._clicked = ("", 0)
        self.add_heading("Rooms on " + showable(server, theme), "Join one, or make your own.", 12)
        note = self.add_note()
        self.add_field("filter", Field(self.content, theme, "Find", note, placeholder="Name or topic"), above=0)
        self._add_list()
        self.add_buttons("Join")
        self._add_new()
        self.fields["filter"].on_edit(self._draw)
        for key, way in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -5), ("<Next>", 5)):
            self.fields["filter"].entry.bind(key, lambda _event, way=way: self._step(way))
        self.window.bind("<Destroy>", self._forget, add="+")
        self._draw()
        self.show(self.fields["filter"].entry)

    def take(self, room: ListedRoom) -> None:
        """One more room."""
        self.rooms.append(room)
        if not self._timer and not self.closed:
            self._timer = self.window.after(REDRAW, self._draw)

    def end(self) -> None:
        """These were all."""
        self.complete = True
        if not self.closed:
            self._draw()

    def submit(self) -> None:
        """Join what is typed as a room's name, else what is chosen."""
        typed = self.fields["filter"].value.strip()
        exact = typed if typed[:1] in "#&" and not any(sign in typed for sign in " ,") else ""
        listed = next((room.name for room in self.rooms if exact and fold(room.name) == fold(exact)), "")
        name = listed or (self.list.selected if self.list.rows else exact)
        if not name:
            self.show_error("filter", CHOOSE)
            return
        self.close()
        self._on_join(name)

    def _add_list(self) -> None:
        px = self.theme.px
        bar = ttk.Frame(self.content, style="pane.TFrame")
        bar.pack(fill="x", pady=(px(10), px(6)))
        self.count = ttk.Label(bar, style="pane.Cap.TLabel")
        self.count.pack(side="left")
        box = ttk.Frame(bar, style="SegBox.TFrame")
        box.pack(side="right")
        for value, words in ((BY_PEOPLE, "By people"), (BY_NAME, "By name")):
            ttk.Radiobutton(box, style="Seg.TRadiobutton", text=words, value=value, variable=self._order,
                            command=self._draw).pack(side="left")
        card = ttk.Frame(self.content, style="Card.TFrame", padding=px(2))
        card.pack(fill="both", expand=True)
        self.list = RowList(card, self.theme, "raised", on_open=self._open)
        room = self.window.winfo_screenheight() - px(420)
        self.list.configure(height=max(px(120), min(px(LIST), room)))
        self.list.pack(fill="both", expand=True)

    def _add_new(self) -> None:
        button = ttk.Button(self._foot, text="New room…", style="TButton", command=self._make)
        button.grid(row=2, column=0, sticky="w", pady=(self.theme.px(18), 0))
        self.new_button = button

    def _make(self) -> None:
        self.close()
        self._on_new()

    def _draw(self) -> None:
        if self._timer:
            self.window.after_cancel(self._timer)
            self._timer = ""
        typed = self.fields["filter"].value
        found = wanted(self.rooms, typed, self._order.get())
        self.list.show([self._row(room) for room in found])
        if found and not any(room.name == self.list.selected for room in found):
            self.list.select(found[0].name)
        self.count.configure(text=self._told(len(found), typed.strip()))

    def _told(self, number: int, typed: str) -> str:
        if not self.complete:
            return f"{LOOKING} {len(self.rooms)} so far" if self.rooms else LOOKING
        if not self.rooms:
            return NONE
        if not number:
            return NOTHING.format(showable(typed[:40], self.theme))
        rooms = "1 room" if len(self.rooms) == 1 else f"{len(self.rooms)} rooms"
        return rooms if number == len(self.rooms) else f"{number} of {rooms}"

    def _row(self, room: ListedRoom) -> Row:
        name = showable(one_line(room.name), self.theme)
        joined = " · joined" if self._is_in(room.name) else ""
        return Row("listed", room.name, name[1:] if name.startswith("#") else name, people(room.people) + joined,
                   second=showable(one_line(room.topic), self.theme) or "No topic")

    def _open(self, key: str) -> None:
        """A click chooses; a second one soon after joins, as Enter does."""
        now = self.window.tk.call("clock", "milliseconds")
        before, self._clicked = self._clicked, (key, int(now))
        self.list.select(key)
        if before[0] == key and int(now) - before[1] <= TWICE:
            self.submit()

    def _step(self, way: int) -> str:
        keys = [row.key for row in self.list.rows]
        if keys:
            place = keys.index(self.list.selected) if self.list.selected in keys else -1
            self.list.select(keys[max(0, min(place + way, len(keys) - 1))])
        return "break"

    def _forget(self, event: "tk.Event") -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        if event.widget is self.window:
            if self._timer:
                self.window.after_cancel(self._timer)
                self._timer = ""
            self._order = None
