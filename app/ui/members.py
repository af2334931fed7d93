"""The right side of the window: who is in the room, those who are here before those who are away.
It shows what it is told; opening a person goes to the callback it was given.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Sequence

from app.ui.rowlist import Row, RowList
from app.ui.spelling import showable
from app.ui.theme import Theme

HEAD = 56  # design pixels, as high as the head of the messages
# By the PREFIX of ISUPPORT (modern.ircdocs.horse), the highest first.
ROLES = (("~", "owner"), ("&", "admin"), ("@", "operator"), ("%", "half-operator"), ("+", "voice"))


class Person(NamedTuple):
    """One member as the list shows them."""

    nick: str
    prefixes: str = ""
    away: bool = False
    own: bool = False


class Members(ttk.Frame):
    """The list of people; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_open: Callable[[str], None],
                 on_menu: Callable[[str, int, int], None]) -> None:
        super().__init__(master, style="side.TFrame")
        self._theme = theme
        self._head = ttk.Frame(self, style="side.TFrame")
        self._title = ttk.Label(self._head, style="side.B.TLabel", text="People")
        self._count = ttk.Label(self._head, style="side.Cap.TLabel")
        self.list = RowList(self, theme, "side", avatar=24, on_open=on_open, on_menu=on_menu)
        self._head.pack_propagate(False)
        self._lay_out()
        theme.on_change(self._lay_out, self)

    def show(self, people: Sequence[Person], connected: bool, hosting: bool) -> None:
        """Show the people of the open room; not `connected`, they are those last seen."""
        self._count.configure(text=str(len(people)))
        rows = rows_of(people, connected, hosting)
        self.list.show([row._replace(text=showable(row.text, self._theme)) for row in rows])

    def _lay_out(self) -> None:
        px = self._theme.px
        self._head.configure(height=px(HEAD))
        self._head.pack(fill="x")
        self._title.pack(side="left", padx=(px(20), px(6)))
        self._count.pack(side="left")
        self.list.pack(fill="both", expand=True)


def rows_of(people: Sequence[Person], connected: bool, hosting: bool) -> List[Row]:
    """Return the rows of the list, each group in the order of its names."""
    ordered = sorted(people, key=lambda person: person.nick.casefold())
    if not connected:
        rows = [Row("person", person.nick, person.nick, faded=True) for person in ordered]
        return ([Row("section", "last seen", f"Last seen · {len(rows)}")] if rows else []) + rows
    rows: List[Row] = []
    for title, presence, away in (("Online", "ok", False), ("Away", "away", True)):
        group = [person for person in ordered if person.away == away]
        if group:
            rows.append(Row("section", title, f"{title} · {len(group)}"))
        rows += [Row("person", person.nick, person.nick, detail=_detail(person, hosting), presence=presence)
                 for person in group]
    return rows


def _detail(person: Person, hosting: bool) -> str:
    role = next((role for sign, role in ROLES if sign in person.prefixes), "")
    if not person.own:
        return role
    return "you · host" if hosting else f"you · {role}" if role else "you"
