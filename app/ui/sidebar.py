"""The left side of the window: the server, the rooms and private chats with what is unread in them, and one's own name.
It shows what it is told; a click goes to the callback it was given.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

from app.ui.hairline import Hairline
from app.ui.header import cut
from app.ui.rowlist import Row, RowList
from app.ui.shortcuts import chord_shown
from app.ui.spelling import showable
from app.ui.theme import Theme

# What the keys of rows say that are no conversations; no nick begins with a colon.
FAVOURITES, ROOMS, PRIVATE = ":favourites", ":rooms", ":private"  # the sections
SERVER = ":server"  # the server's own lines
HEAD = ":head"  # the head of a server's group


class Identity(NamedTuple):
    """The two fixed ends of the sidebar: the server above, the person below."""

    server: str  # its name, '' while there has been none
    caption: str  # "7 people online"
    dot: str  # the palette's token: 'ok', 'away' or 'offline'
    nick: str
    presence: Optional[str]  # 'ok', 'away', 'offline' or None for no dot
    state: str  # "Available"
    is_quiet: bool = False  # the person is not to be disturbed


class Chat(NamedTuple):
    """One conversation as the list shows it."""

    target: str
    kind: str  # 'room', 'private' or 'server'
    unread: int = 0
    mention: bool = False
    muted: bool = False
    joined: bool = True
    has_draft: bool = False
    presence: Optional[str] = None
    favourite: bool = False


class Group(NamedTuple):
    """One server with its conversations as the list shows them."""

    number: int  # its own among the servers
    name: str
    dot: str  # 'ok', 'away' or 'offline'
    detail: str  # "Reconnecting…", '' while all is well
    hint: str  # told under the mouse: where it is and since when
    chats: Tuple[Chat, ...] = ()
    folded: bool = False
    unread: int = 0
    mention: bool = False


class Sidebar(ttk.Frame):
    """The list of conversations between the server's head and the person's foot; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_open: Callable[[str], None],
                 on_menu: Callable[[str, int, int], None], on_add: Callable[[str], None],
                 on_server: Callable[[tk.Misc], None], on_self: Callable[[tk.Misc], None],
                 on_find: Callable[[], object] = lambda: None) -> None:
        """`on_open`, `on_menu` and `on_add` get keys as `row_key` makes them: `on_add` those of ROOMS and PRIVATE, and
        of a HEAD to be folded or unfolded. `on_server` and `on_self` get the widget beside which to show a menu.
        """
        super().__init__(master, style="side.TFrame")
        self._theme = theme
        self._identity = Identity("", "Not connected", "offline", "", None, "Not connected")
        self._head = ttk.Frame(self, style="side.TFrame")
        self._sign = ttk.Label(self._head, style="side.TLabel")
        self._server = ttk.Label(self._head, style="side.B.TLabel", anchor="w", width=1)
        self._caption = ttk.Label(self._head, style="side.Cap.TLabel", compound="left", anchor="w", width=1)
        self.server_button = ttk.Button(self._head, style="Side.Icon.TButton")
        self.server_button.configure(command=lambda: on_server(self.server_button))
        theme.dress(self.server_button, "chev-down", "text3", 16)
        _make_one_target((self._head, self._sign, self._server, self._caption), self.server_button)
        self.finder = ttk.Button(self, style="Finder.TButton", text="Find or jump to…", compound="left",
                                 command=on_find)
        theme.dress(self.finder, "search", "text2", 16, (24, 20))
        self._chord = ttk.Label(self.finder, style="hover.Tiny.TLabel", cursor="arrow",
                                text=chord_shown("jump", str(self.tk.call("tk", "windowingsystem"))).replace("+", " "))
        self._chord.bind("<Button-1>", lambda _event: self.finder.invoke())
        self.list = RowList(self, theme, "side", on_open=on_open, on_menu=on_menu, on_button=on_add)
        self._empty = ttk.Label(self, style="side.Cap.TLabel", compound="top", justify="center",
                                text="\nRooms and people appear\nhere once you connect.")
        self._line = Hairline(self, theme)
        self._foot = ttk.Frame(self, style="side.TFrame")
        self._avatar = ttk.Label(self._foot, style="side.TLabel")
        self._nick = ttk.Label(self._foot, style="side.B.TLabel", anchor="w", width=1)
        self._state = ttk.Label(self._foot, style="side.Cap.TLabel", compound="left", anchor="w", width=1)
        self.self_button = ttk.Button(self._foot, style="Side.Icon.TButton")
        self.self_button.configure(command=lambda: on_self(self.self_button))
        theme.dress(self.self_button, "chev-up", "text3", 16)
        _make_one_target((self._foot, self._avatar, self._nick, self._state), self.self_button)
        self._lay_out()
        theme.on_change(self._lay_out, self)
        for name in (self._server, self._nick):
            name.bind("<Configure>", lambda _: self._cut_names())

    def identify(self, identity: Identity) -> None:
        """Show who and where one is."""
        if identity != self._identity:
            self._identity = identity
            self._draw_ends()

    def show(self, groups: Sequence[Group], current: str) -> None:
        """Show the conversations in this order, with the row of key `current` as the open one."""
        if any(group.chats for group in groups) or len(groups) > 1:
            self._empty.place_forget()
        else:
            self._empty.place(relx=0.5, rely=0.44, anchor="center")
        rows = [row._replace(text=showable(row.text, self._theme)) for row in rows_of(groups)]
        self.list.show(rows)
        head = row_key(parts_of(current)[0], HEAD)
        self.list.select(current if any(row.key == current for row in rows) else head)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._head.pack(fill="x", padx=px(14), pady=px(8))
        self._sign.grid(row=0, column=0, rowspan=2, padx=(0, px(10)))
        self._server.grid(row=0, column=1, sticky="we")
        self._caption.grid(row=1, column=1, sticky="we")
        self.server_button.grid(row=0, column=2, rowspan=2)
        self._head.columnconfigure(1, weight=1)
        self.finder.pack(fill="x", padx=px(10), pady=(0, px(4)))
        self._chord.place(relx=1.0, x=-px(10), rely=0.5, anchor="e")
        self._foot.pack(side="bottom", fill="x", padx=px(14), pady=px(8))
        self._line.pack(side="bottom", fill="x")
        self._avatar.grid(row=0, column=0, rowspan=2, padx=(0, px(10)))
        self._nick.grid(row=0, column=1, sticky="we")
        self._state.grid(row=1, column=1, sticky="we")
        self.self_button.grid(row=0, column=2, rowspan=2)
        self._foot.columnconfigure(1, weight=1)
        self.list.pack(fill="both", expand=True)
        self._empty.configure(image=self._theme.icon("hash", "disabled", 30))
        self._draw_ends()

    def _draw_ends(self) -> None:
        theme, who = self._theme, self._identity
        sign = theme.avatar(who.server, 34, square=True) if who.server else theme.icon("message", "text2", 20, (34, 34))
        self._sign.configure(image=sign)
        self._caption.configure(text=who.caption, image=theme.icon("dot", who.dot, 14) if who.server else "")
        (self.server_button.grid if who.server else self.server_button.grid_remove)()
        self._avatar.configure(image=theme.avatar(who.nick or "?", 30, presence=who.presence, surface="side"))
        bell = theme.icon("bell-off", "text3", 12) if who.is_quiet else ""
        self._state.configure(text=(" " if who.is_quiet else "") + who.state, image=bell)
        (self.self_button.grid if who.presence in ("ok", "away") else self.self_button.grid_remove)()
        self._cut_names()

    def _cut_names(self) -> None:
        measure = self._theme.font["uib"].measure
        server = showable(self._identity.server, self._theme) or "IntranetChat"
        self._server.configure(text=cut(server, self._server.winfo_width(), measure))
        self._nick.configure(text=cut(showable(self._identity.nick, self._theme), self._nick.winfo_width(), measure))


def _make_one_target(parts: Sequence[tk.Misc], button: ttk.Button) -> None:
    """Let a click, with either button of the mouse, on any of the parts do what `button` does while it is shown."""
    for part in parts:
        for click in ("<Button-1>", "<Button-2>", "<Button-3>"):
            part.bind(click, lambda _event: button.invoke() if button.winfo_ismapped() else None)


def row_key(number: int, target: str) -> str:
    """Return the key of a row: a conversation of a server ('' is the server's own), or ROOMS, PRIVATE or HEAD."""
    return f"{number} {target or SERVER}"


def parts_of(key: str) -> Tuple[int, str]:
    """Return the server's number and the target that `row_key` was given."""
    number, _, target = key.partition(" ")
    return int(number), "" if target == SERVER else target


def rows_of(groups: Sequence[Group]) -> List[Row]:
    """Return the rows of the list: for each server the favourites under one heading, the other rooms and its own lines
    under another, and the other private chats; where there are several servers, each has a head."""
    rows: List[Row] = []
    for group in groups:
        if len(groups) > 1:
            rows.append(_head(group))
            if group.folded:
                continue
        if group.chats:
            rows += _rows_in(group)
    return rows


def _head(group: Group) -> Row:
    unread = group.unread if group.folded else 0
    return Row("group", row_key(group.number, HEAD), group.name, "" if unread else group.detail, presence=group.dot,
               badge=unread, mention=group.mention, faded=group.dot == "offline",
               button="chev-right" if group.folded else "chev-down", hint=group.hint)


def _rows_in(group: Group) -> List[Row]:
    number, chats = group.number, [chat for chat in group.chats if not chat.favourite]
    favourites = [chat for chat in group.chats if chat.favourite]
    rows = [Row("section", row_key(number, FAVOURITES), "Favourites")] if favourites else []
    rows += [(_room_row if chat.kind == "room" else _person_row)(number, chat) for chat in favourites]
    rows.append(Row("section", row_key(number, ROOMS), "Rooms", button="plus"))
    rows += [_room_row(number, chat) for chat in chats if chat.kind == "room"]
    rows += [Row("room", row_key(number, ""), "Server messages", icon="server")
             for chat in chats if chat.kind == "server"]
    rows.append(Row("section", row_key(number, PRIVATE), "Private chats", button="plus"))
    rows += [_person_row(number, chat) for chat in chats if chat.kind == "private"]
    return rows


def _person_row(number: int, chat: Chat) -> Row:
    return Row("person", row_key(number, chat.target), chat.target, detail="Draft" if chat.has_draft else "",
               badge=chat.unread, mention=chat.unread > 0, presence=chat.presence, muted=chat.muted,
               faded=chat.presence == "offline")


def _room_row(number: int, chat: Chat) -> Row:
    return Row("room", row_key(number, chat.target), chat.target[1:] or chat.target,
               detail="Draft" if chat.has_draft else "", badge=chat.unread, mention=chat.mention, muted=chat.muted,
               faded=not chat.joined)
