"""The two tables of the server panel: who is connected, and who is banned, each with what can be done with the selected
rows. Rows that stay keep their place and their selection while the table is brought up to date.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Callable, Dict, List, Sequence, Tuple

from app.events_order import Connected
from app.ui.hairline import Hairline
from app.ui.spelling import showable
from app.ui.theme import Theme
from server.addresses import is_loopback
from server.wire.names import fold

AVATAR = 24   # design pixels
Button = Tuple[str, str, Callable[[], None], bool]  # words, style, what it does, whether it takes one row alone


class Table:
    """A table with a line below it: how many rows are selected, and buttons that act on them; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, columns: Sequence[Tuple[str, int]], empty: str,
                 buttons: Sequence[Button]) -> None:
        """`columns` are headings with widths in design pixels, the first one being the tree's own."""
        px = theme.px
        self.theme = theme
        self.frame = ttk.Frame(master, style="pane.TFrame")
        foot = ttk.Frame(self.frame, style="pane.TFrame")
        foot.pack(side="bottom", fill="x", pady=(px(10), 0))
        Hairline(self.frame, theme).pack(side="bottom", fill="x")
        bar = ttk.Scrollbar(self.frame, style="Vertical.TScrollbar", takefocus=0)
        bar.pack(side="right", fill="y")
        names = [f"column{number}" for number in range(1, len(columns))]
        self.tree = ttk.Treeview(self.frame, columns=names, selectmode="extended", height=5, yscrollcommand=bar.set)
        bar.configure(command=self.tree.yview)
        for name, (words, width) in zip(["#0"] + names, columns):
            self.tree.heading(name, text=words, anchor="w")
            self.tree.column(name, width=px(width), minwidth=px(60), stretch=name == "#0" or name == names[-1])
        self.tree.pack(fill="both", expand=True)
        self._empty = ttk.Label(self.tree, text=empty, style="pane.Muted.TLabel")
        self._count = ttk.Label(foot, style="pane.Cap.TLabel")
        self._count.pack(side="left")
        self.buttons: Dict[str, ttk.Button] = {}
        self._single: List[ttk.Button] = []
        for words, style, command, single in reversed(buttons):
            button = self.buttons[words] = ttk.Button(foot, text=words, style=style, command=command)
            button.pack(side="right", padx=(px(8), 0))
            self._single += [button] if single else []
        self._images: Dict[str, Any] = {}
        self.tree.bind("<<TreeviewSelect>>", lambda event: self._selected())
        self._selected()

    @property
    def selected(self) -> List[str]:
        """The keys of the selected rows, in the order of the table."""
        return list(self.tree.selection())

    def show(self, rows: Sequence[Tuple[str, str, Tuple[str, ...]]], avatars: bool = False) -> None:
        """Show these rows: key, text, the other columns."""
        tree, keys = self.tree, [key for key, _, _ in rows]
        gone = [key for key in tree.get_children() if key not in set(keys)]
        if gone:
            tree.delete(*gone)
        known = set(tree.get_children())
        for place, (key, text, values) in enumerate(rows):
            words = tuple(showable(value, self.theme) for value in values)
            if key in known:
                if tuple(map(str, tree.item(key, "values"))) != words:
                    tree.item(key, values=words)
                continue
            image = self._avatar(text) if avatars else ""
            shown = ("  " if avatars else "") + showable(text, self.theme)
            tree.insert("", place, iid=key, text=shown, image=image, values=words)
        if rows:
            self._empty.place_forget()
        else:
            self._empty.place(relx=0.5, rely=0.5, anchor="center")
        self._selected()

    def repaint(self) -> None:
        """Draw the pictures anew, after a change of the theme."""
        self._images.clear()
        for key in self.tree.get_children():
            if self.tree.item(key, "image"):
                self.tree.item(key, image=self._avatar(self.tree.item(key, "text").strip()))

    def _avatar(self, text: str) -> Any:
        return self._images.setdefault(text, self.theme.avatar(text, AVATAR, surface="pane"))

    def _selected(self) -> None:
        number = len(self.selected)
        self._count.configure(text=f"{number} selected" if number else "")
        for button in self.buttons.values():
            right = number == 1 if button in self._single else number > 0
            button.state(["!disabled"] if right else ["disabled"])


class ConnectedPage(Table):
    """Who is on the server; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, panel: Any) -> None:
        """`panel` is app.ui.panel.Panel."""
        self._panel = panel
        self._names: Dict[str, str] = {}
        columns = (("Name", 200), ("Address", 150), ("Connected", 90), ("Messages", 80), ("Role", 90))
        super().__init__(master, theme, columns, "Nobody is connected.", (
            ("Message", "TButton", lambda: panel.message(self._nicks()[0]), True),
            ("Remove…", "TButton", lambda: panel.ask_remove(self._nicks()), False),
            ("Ban…", "Danger.TButton", lambda: panel.ask_ban(self._nicks()), False)))

    def refresh(self) -> None:
        """Show who is connected now."""
        own = fold(self._panel.own_nick)
        self._names = {fold(each.nick): each.nick for each in self._panel.people}
        first = sorted(self._panel.people, key=lambda each: (fold(each.nick) != own, -each.seconds, each.nick))
        moment = self._panel.moment
        self.show([(fold(each.nick), each.nick, _columns(each, fold(each.nick) == own, moment)) for each in first],
                  True)

    def _nicks(self) -> List[str]:
        return [self._names[key] for key in self.selected if key in self._names]

    def _selected(self) -> None:
        super()._selected()
        if fold(self._panel.own_nick) in self.selected:  # nobody writes to themselves, or bans themselves
            for button in self.buttons.values():
                button.state(["disabled"])


class BannedPage(Table):
    """Who is banned from the server; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, panel: Any) -> None:
        """`panel` is app.ui.panel.Panel."""
        self._panel = panel
        super().__init__(master, theme, (("Name or address", 220), ("Reason", 390)), "Nobody is banned.", (
            ("Lift ban", "TButton", lambda: panel.lift(self.selected), False),))

    def refresh(self) -> None:
        """Show who is banned now."""
        self.show([(ban.mask, _plain(ban.mask), (ban.reason,)) for ban in self._panel.bans])


def _columns(person: Connected, own: bool, moment: Callable[[int], str]) -> Tuple[str, ...]:
    place = "this computer" if is_loopback(person.address) else person.address
    return place, moment(person.seconds), str(person.said), "you, host" if own else ""


def _plain(mask: str) -> str:
    """A mask as a person reads it: one of a name without what stands for any address."""
    return mask[:-len("!*@*")] if mask.endswith("!*@*") else mask
