"""The dialog that protects the person's name on a server: make an account with a password, or log in to it.
What the server says to it comes back by `show_error` and `close`.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, NamedTuple, Optional

from app.keeping_passwords import KeptPasswords
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.dialogs.keeping import KeepBox
from app.ui.theme import Theme
from server.veil import veiled

WIDTH = 400   # design pixels, without the padding
HEIGHT = 300
SAFE = 8      # characters of a password that is not easily guessed

REGISTER_TEXT = "Whoever wants to be {name} on {server} then needs this password, even while you are away."
LOGIN_TEXT = "The name {name} is protected on {server}. Its password makes it yours here."
LOG_IN, PROTECT = "It is protected already: log in", "It isn’t protected yet: protect it"
SHORT = "Take 8 characters or more. A few words are easy to remember."
DIFFERENT = "The two passwords differ. Type the same one twice."
MISSING = "Type the password of your name."


class ProtectValues(NamedTuple):
    """What was typed, and whether the password is to be kept; None where it can't be."""

    password: str
    keeps: Optional[bool]

    def __repr__(self) -> str:
        return veiled(self, "password")


class ProtectDialog(Dialog):
    """One password for a name, twice where it is new; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, name: str, server: str, new: bool, place: str,
                 passwords: KeptPasswords, on_answer: Callable[[ProtectValues], None],
                 on_other: Optional[Callable[[], None]] = None) -> None:
        """`new` is for a name that is not protected yet; `place` is under what the keyring has its password.

        `on_other` opens the other one of the two dialogs, where there is one.
        """
        super().__init__(root, theme, "Protect my name" if new else "Log in", WIDTH, HEIGHT)
        self._on_answer = on_answer
        self._new = new
        text = (REGISTER_TEXT if new else LOGIN_TEXT).format(name=name, server=server)
        self.add_heading("Protect my name" if new else f"Log in as {name}", text)
        note = self.add_note(SHORT if new else "")
        self.add_field("password", Field(self.content, theme, "Password", note, secret=True), above=0)
        if new:
            self.add_field("again", Field(self.content, theme, "The same again", self.add_note(), secret=True))
        self.keep = KeepBox(self.content, theme, self.fields["password"], passwords, lambda: place)
        self.keep.frame.pack(fill="x")
        if on_other is not None:
            self._add_other(LOG_IN if new else PROTECT, on_other)
        self.add_buttons("Protect" if new else "Log in")
        self.show(self.fields["password"].entry)

    def submit(self) -> None:
        """Hand the password over when it will do, else say at the field what is wrong."""
        password = self.fields["password"].value
        if self._new and len(password) < SAFE:
            self.show_error("password", SHORT)
        elif not password:
            self.show_error("password", MISSING)
        elif self._new and self.fields["again"].value != password:
            self.show_error("again", DIFFERENT)
        else:
            self._on_answer(ProtectValues(password, self.keep.value))

    def _add_other(self, text: str, on_other: Callable[[], None]) -> None:
        def turn() -> None:
            self.close()
            on_other()

        px = self.theme.px
        ttk.Button(self.content, text=text, style="Link.TButton", command=turn,
                   padding=(0, px(5), px(8), px(5))).pack(anchor="w", pady=(px(12), 0))
