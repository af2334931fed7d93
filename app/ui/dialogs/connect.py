"""The dialog that connects to a server: its address and port, the person's name, a password, the servers used before.
It checks what can be checked without the network; whoever connects says the rest by `busy`, `show_error` and `close`.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Dict, NamedTuple, Optional, Sequence

from app import address
from app.diagnosis import Place
from app.keeping_passwords import KeptPasswords
from app.protection import AUTO, REQUIRED
from app.sasl import Login
from app.ui.dialogs.dialog import PADDING, Dialog
from app.ui.dialogs.encryption import EncryptionChoice
from app.ui.dialogs.field import Field
from app.ui.dialogs.findings import FindingsCard
from app.ui.dialogs.keeping import KeepBox
from app.ui.dialogs.own_name import OwnName
from app.ui.hairline import Hairline
from app.ui.nearby import Nearby, key_of, rows_of
from app.ui.rowlist import Row, RowList
from app.ui.theme import Theme
from server.veil import veiled

WIDTH = 411    # design pixels, without the padding and the list
HEIGHT = 406
LIST_WIDTH = 292
BAR = 26         # design pixels for a scrollbar, on a low screen
PORT_WIDTH = 7  # characters

SUBTITLE = "Pick one on the left or type its address."
PASSWORD_HELP = "Only if the server asks for one."


class ConnectValues(NamedTuple):
    """Where to connect to, and as whom; `room` is the one that a pasted irc:// link named, or ''."""

    host: str
    port: int
    username: str
    password: str = ""
    room: str = ""
    tls: str = AUTO  # or protection.REQUIRED
    keeps: Optional[bool] = None  # whether to keep the password; None where it can't be kept
    login: Optional[Login] = None  # to the account that protects the name
    keeps_login: Optional[bool] = None

    def __repr__(self) -> str:
        return veiled(self, "password", "login")


class Recent(NamedTuple):
    """A server used before; `name` is what it calls itself, or ''."""

    host: str
    port: int
    name: str = ""
    needs_password: bool = False


class ConnectDialog(Dialog):
    """The form of a connection; it stays open until its owner closes it or the person gives up. Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, initial: ConnectValues, recent: Sequence[Recent],
                 on_connect: Callable[[ConnectValues], None], on_cancel: Callable[[], None],
                 look: Callable[[tk.Misc, Callable[[], None]], Nearby] = Nearby,
                 passwords: Optional[KeptPasswords] = None) -> None:
        """`on_connect` gets values that passed every check here; `on_cancel` is called when the attempt is to stop.

        `passwords` are those in the system's keyring; without them none is offered to be kept.

        Cancel during an attempt leaves the dialog open for another one; otherwise it closes, and `closed` says so.
        """
        super().__init__(root, theme, "Connect", WIDTH, HEIGHT)
        self._on_connect = on_connect
        self._on_cancel = on_cancel
        self._link = address.TypedAddress("")
        self._recent = recent
        self._servers: Dict[str, Recent] = {}
        self._nearby = look(self.window, self._show_servers)
        self.list = self._add_list()
        self._show_servers()
        self.add_heading("Connect to a server", SUBTITLE)
        self._add_address(root, initial)
        self.add_field("username", Field(self.content, theme, "Your name", self.add_note(), initial.username))
        self._add_more(initial, passwords)
        self.keep = KeepBox(self._keep_part, theme, self.fields["password"], passwords, self._typed_place)
        self.keep.frame.pack(fill="x")
        self.findings = FindingsCard(self.content, theme, WIDTH, on_pick=self._take_suggestion)
        for name in ("host", "port"):
            self.fields[name].on_edit(self.findings.end)
        self.add_buttons("Connect")
        self.show(self.fields["host"].entry)
        self._nearby.begin()

    def submit(self) -> None:
        """Hand the values over when they are valid, else say at the first wrong field what is wrong with it."""
        self._split_host()
        host, port, username = (self.fields[name].value.strip() for name in ("host", "port", "username"))
        password = self.fields["password"].value
        for name, sentence in (
            ("host", address.host_error(host)),
            ("port", address.port_error(port)),
            ("username", address.nick_error(username)),
            ("password", address.password_error(password)),
        ):
            if sentence:
                self.show_error(name, sentence)
                return
        self.clear_errors()
        room = self._link.room if self._link.host == host else ""
        self._on_connect(ConnectValues(host, address.port_number(port), username, password, room,
                                       self.encryption.value, self.keep.value, self.own_name.login(username),
                                       self.own_name.keep.value))

    def cancel(self) -> None:
        """Stop the attempt that is under way; without one, close the dialog."""
        if self.is_busy:
            self.idle()
        else:
            self.close()
        self._on_cancel()

    def busy(self, text: str) -> None:
        """Show that something is under way, in the place of what was found before."""
        self.findings.end()
        super().busy(text)

    def find_reason(self) -> None:
        """Look why the server can't be reached; editing, connecting and closing end that."""
        if self.closed:
            return
        from app.doctor import Doctor
        host, port = self.fields["host"].value, address.port_number(self.fields["port"].value)
        self.findings.follow(Doctor(host, port, self._nearby, self.encryption.value))

    def close(self) -> None:
        """Take the window away, and look for servers no more."""
        self._nearby.end()
        self.findings.end()
        super().close()

    def show_error(self, field: str, sentence: str) -> None:
        """Say what is wrong at 'host', 'port', 'username', 'password', 'name-password' or (field '') above the buttons.
        """
        if field in ("password", "name-password") and not self.closed:
            self.show_more(True)
        super().show_error(field, sentence)

    def show_more(self, shown: bool) -> None:
        """Show or hide the passwords and the choice of encryption."""
        self._more_is_shown = shown
        self.more.configure(text="Less" if shown else "More")
        self.theme.dress(self.more, "chev-down" if shown else "chev-right", "link", 14)
        if shown:
            self._more_part.pack(fill="x")
        else:
            self._more_part.pack_forget()

    def _add_list(self) -> RowList:
        px = self.theme.px
        form = px(WIDTH + 2 * PADDING[0] + BAR)
        width = min(px(LIST_WIDTH), self.window.winfo_screenwidth() - form)
        side = ttk.Frame(self.window, style="side.TFrame", width=width)
        side.pack_propagate(False)
        side.pack(side="left", fill="y")
        Hairline(self.window, self.theme).pack(side="left", fill="y")
        self.looking = ttk.Label(side, style="side.Cap.TLabel", compound="left", wraplength=width - px(70),
                                 justify="left", padding=(px(18), px(8)))
        self.theme.dress(self.looking, "wifi", "text3", 16, box=(24, 16))
        self.looking.pack(side="bottom", fill="x")
        rows = RowList(side, self.theme, avatar=32, on_open=self._picked,
                       on_button=lambda key: self._nearby.look_again())
        rows.bind("<Double-Button-1>", self._double_clicked)
        rows.pack(fill="both", expand=True, pady=(px(4), 0))
        return rows

    def _show_servers(self) -> None:
        """Show who was found, and those used before that were not."""
        if self.closed:
            return
        found = {key_of(each.host, each.port): Recent(each.host, each.port, each.name, each.announcement.needs_password)
                 for each in self._nearby.found}
        others = {key_of(each.host, each.port): each for each in self._recent}
        others = {key: each for key, each in others.items() if key not in found}
        self._servers = dict(others, **found)
        rows = rows_of(self._nearby.found)
        if others:
            rows += [Row("section", "recent", "Recent")]
        self.list.show(rows + [_row(key, each) for key, each in others.items()])
        self.looking.configure(text=self._nearby.sentence)
        if "host" in self.fields:
            self._mark_row()

    def _add_address(self, root: tk.Misc, initial: ConnectValues) -> None:
        px = self.theme.px
        row = ttk.Frame(self.content, style="pane.TFrame")
        row.pack(fill="x")
        row.columnconfigure(0, weight=1)
        note = self.add_note()
        note.frame.pack(fill="x")
        host = Field(row, self.theme, "Server address", note, initial.host, placeholder="192.168.1.20")
        port = Field(row, self.theme, "Port", note, str(initial.port), width=PORT_WIDTH)
        host.frame.grid(row=0, column=0, sticky="we", padx=(0, px(12)))
        port.frame.grid(row=0, column=1)
        host.entry.bind("<<Paste>>", lambda event: root.after_idle(self._split_host), add="+")
        host.entry.bind("<FocusOut>", lambda event: self._split_host(), add="+")
        self.fields.update(host=host, port=port)
        for field in (host, port):
            field.on_edit(self._mark_row)
        self._mark_row()

    def _add_more(self, initial: ConnectValues, passwords: Optional[KeptPasswords]) -> None:
        px = self.theme.px
        self.more = ttk.Button(self.content, text="More", style="Link.TButton", compound="left",
                               padding=(px(2), px(5), px(8), px(5)),
                               command=lambda: self.show_more(not self._more_is_shown))
        self.more.pack(anchor="w", pady=(px(10), 0))
        self._more_part = ttk.Frame(self.content, style="pane.TFrame")
        note = self.add_note(PASSWORD_HELP, self._more_part)
        password = Field(self._more_part, self.theme, "Password of the server", note, initial.password, secret=True)
        self.add_field("password", password, above=6)
        self._keep_part = ttk.Frame(self._more_part, style="pane.TFrame")
        self._keep_part.pack(fill="x")
        self.own_name = OwnName(self._more_part, self.theme, self.width, initial.login, passwords, self._typed_name)
        self.own_name.frame.pack(fill="x", pady=(px(14), 0))
        self.fields["name-password"] = self.own_name.field
        self.encryption = EncryptionChoice(self._more_part, self.theme, initial.tls)
        self.encryption.frame.pack(fill="x", pady=(px(14), 0))
        self.show_more(bool(initial.password) or initial.login is not None or initial.tls != AUTO)

    def _typed_name(self) -> str:
        return self.fields["username"].value.strip().lower() + "@" + self._typed_place()

    def _take_suggestion(self, place: Place) -> None:
        """Fill in the server that was probably meant."""
        self.clear_errors()
        self.fields["host"].value, self.fields["port"].value = place.host, str(place.port)
        self.primary.focus_set()

    def _typed_place(self) -> str:
        return key_of(self.fields["host"].value.strip(), address.port_number(self.fields["port"].value))

    def _split_host(self) -> None:
        """Spread a pasted "host:port" or link over the fields it belongs to."""
        if self.closed:
            return
        typed = address.split_address(self.fields["host"].value)
        if typed.room:
            self._link = typed
        if typed.encrypted:
            self.encryption.choose(REQUIRED)
            self.show_more(True)
        if typed.host != self.fields["host"].value:
            self.fields["host"].value = typed.host
        if typed.port:
            self.fields["port"].value = typed.port

    def _picked(self, key: str) -> None:
        """Fill in the server of a row; a second Enter then connects, after the password where one is needed."""
        server = self._servers.get(key)
        if self.is_busy or server is None:
            return
        self.clear_errors()
        self.fields["host"].value = server.host
        self.fields["port"].value = str(server.port)
        if server.needs_password and not self.fields["password"].value:
            self.show_more(True)
            self.fields["password"].focus()
        else:
            self.primary.focus_set()
        self.keep.look()

    def _double_clicked(self, event: "tk.Event") -> None:
        key = self.list.key_at(event.y)
        if key not in self._servers or self.is_busy:
            return
        self._picked(key)
        if not self._servers[key].needs_password or self.fields["password"].value:
            self.submit()

    def _mark_row(self) -> None:
        """Mark the row of the address that the fields hold."""
        key = key_of(self.fields["host"].value.strip(), address.port_number(self.fields["port"].value))
        self.list.select(key if key in self._servers else None)

    def _enable(self, enabled: bool) -> None:
        super()._enable(enabled)
        self.more.state(["!disabled"] if enabled else ["disabled"])
        self.encryption.enable(enabled)
        self.own_name.enable(enabled)


def _row(key: str, server: Recent) -> Row:
    return Row("server", key, server.name or server.host, second=key)
