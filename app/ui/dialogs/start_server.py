"""The dialog that starts a server on this computer: its name and port, who may join, a password, the host's name.
It checks what can be checked without opening the port; whoever opens it says the rest through `show_error`.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, NamedTuple, Optional, Sequence

from app import address
from app.ui.dialogs.choice import CardChoice, Option
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.theme import Theme
from server.veil import veiled

WIDTH = 504   # design pixels, without the padding
HEIGHT = 500
PORT_WIDTH = 9  # characters
MAX_NAME = 64   # characters of a server's name; it stands in one line of every window
EVERYBODY, ALONE = "everybody", "alone"

NAME_LONG = f"Use at most {MAX_NAME} characters."
FIREWALL = "Windows may ask to allow IntranetChat through the firewall. Choose “Private networks”."
OPEN_TO = {
    EVERYBODY: "Leave empty to let anyone on your network in.",
    ALONE: "Leave empty to let every program on this computer in.",
}


class HostValues(NamedTuple):
    """What a server is started with; `username` is the name the host joins under."""

    name: str
    port: int
    everybody: bool
    password: str
    username: str

    def __repr__(self) -> str:
        return veiled(self, "password")


class StartServerDialog(Dialog):
    """The form of a server to start; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, initial: HostValues, addresses: Sequence[str],
                 on_start: Callable[[HostValues], None]) -> None:
        """`addresses` are this computer's on its networks; `on_start` gets values that passed every check here.

        The owner then calls `close`, or `show_error` and the dialog goes on.
        """
        super().__init__(root, theme, "Start server", WIDTH, HEIGHT)
        self._on_start = on_start
        self._suggestion: Optional[ttk.Button] = None
        self.add_heading("Start a server", "This computer becomes the meeting point while IntranetChat is open.", 16)
        self._add_name_and_port(initial)
        self._add_choice(initial.everybody, addresses)
        self._add_people(initial)
        if str(self.window.tk.call("tk", "windowingsystem")) == "win32":
            firewall = self.add_note(FIREWALL)
            firewall.frame.pack(fill="x", pady=(theme.px(14), 0))
        self.add_buttons("Start server")
        self.show(self.fields["name"].entry)

    def submit(self) -> None:
        """Hand the values over when they are valid, else say at the first wrong field what is wrong with it."""
        values = {name: field.value.strip() for name, field in self.fields.items()}
        password = self.fields["password"].value
        for name, sentence in (
            ("name", NAME_LONG if len(values["name"]) > MAX_NAME else ""),
            ("port", address.port_error(values["port"])),
            ("password", address.password_error(password)),
            ("username", address.nick_error(values["username"])),
        ):
            if sentence:
                self.show_error(name, sentence)
                return
        self.clear_errors()
        self._on_start(HostValues(values["name"], address.port_number(values["port"]), self.choice.value == EVERYBODY,
                                  password, values["username"]))

    def show_error(self, field: str, sentence: str, suggestion: Optional[int] = None) -> None:
        """Say what is wrong at 'name', 'port', 'password', 'username' or (field '') above the buttons.

        `suggestion` is another port, offered as a button that fills it in.
        """
        super().show_error(field, sentence)
        if suggestion is not None and not self.closed:
            self._offer(suggestion)

    def clear_errors(self) -> None:
        """Take every error away, and the port that was offered with it."""
        super().clear_errors()
        self._withdraw_offer()

    def _add_name_and_port(self, initial: HostValues) -> None:
        px = self.theme.px
        row = ttk.Frame(self.content, style="pane.TFrame")
        row.pack(fill="x")
        row.columnconfigure(0, weight=1)
        self._address_row = ttk.Frame(self.content, style="pane.TFrame")
        self._address_row.pack(fill="x")
        note = self.add_note(master=self._address_row)
        note.frame.pack(side="left")
        name = Field(row, self.theme, "Server name", note, initial.name, placeholder="This computer’s name")
        name.frame.grid(row=0, column=0, sticky="we", padx=(0, px(12)))
        port = Field(row, self.theme, "Port", note, str(initial.port), width=PORT_WIDTH)
        port.frame.grid(row=0, column=1)
        port.on_edit(self._withdraw_offer)
        self.fields.update(name=name, port=port)

    def _add_choice(self, everybody: bool, addresses: Sequence[str]) -> None:
        px = self.theme.px
        ttk.Label(self.content, text="Who can join", style="pane.Field.TLabel").pack(anchor="w", pady=(px(14), px(5)))
        options = (
            Option(EVERYBODY, "My network", reach(addresses)),
            Option(ALONE, "Only this computer", "For trying things out.\nNobody else can connect."),
        )
        self.choice = CardChoice(self.content, self.theme, options, EVERYBODY if everybody else ALONE, WIDTH,
                                 self._choice_changed)
        self.choice.frame.pack(fill="x")

    def _add_people(self, initial: HostValues) -> None:
        self._password_note = self.add_note(OPEN_TO[self.choice.value])
        self.add_field("password", Field(self.content, self.theme, "Password", self._password_note, initial.password,
                                         secret=True, placeholder="Optional"))
        note = self.add_note("You join your server as the first person in it.")
        self.add_field("username", Field(self.content, self.theme, "Your name", note, initial.username))

    def _choice_changed(self) -> None:
        self.clear_errors()
        self._password_note.show_help(OPEN_TO[self.choice.value])

    def _offer(self, port: int) -> None:
        self._suggestion = ttk.Button(self._address_row, text=f"Use {port}", style="Link.TButton",
                                      padding=(self.theme.px(8), self.theme.px(1)), command=lambda: self._take(port))
        self._suggestion.pack(side="left", anchor="n", padx=(self.theme.px(6), 0), pady=(self.theme.px(4), 0))

    def _take(self, port: int) -> None:
        self.fields["port"].value = str(port)
        self.fields["port"].focus()

    def _withdraw_offer(self) -> None:
        if self._suggestion is not None:
            self._suggestion.destroy()
            self._suggestion = None

    def _enable(self, enabled: bool) -> None:
        super()._enable(enabled)
        self.choice.enable(enabled)


def reach(addresses: Sequence[str]) -> str:
    """Return who may join by the network, in two short lines."""
    if not addresses:
        return "Anyone on the same network\nas this computer."
    if len(addresses) < 3:
        return "Anyone who can reach\n" + " or ".join(addresses)
    return f"Anyone who can reach {addresses[0]}\nor {len(addresses) - 1} other addresses"
