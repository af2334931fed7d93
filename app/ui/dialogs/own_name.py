"""The part of the connect dialog for a protected name: its password, and the boxes to keep that in the system's keyring
and to protect the name with it now."""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.keeping_passwords import KeptPasswords
from app.sasl import Login
from app.ui.dialogs.field import Field, Note
from app.ui.dialogs.keeping import KeepBox
from app.ui.theme import Theme

HELP = "Only if your name is protected on that server."
NEW = "My name isn’t protected there yet: protect it with this password"


class OwnName:
    """The field of a name's password with its boxes; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, width: int, initial: Optional[Login],
                 passwords: Optional[KeptPasswords], place: Callable[[], str]) -> None:
        """`width` is where its texts wrap, in design pixels; `place` gives the "name@host:port" of the form."""
        self.frame = ttk.Frame(master, style="pane.TFrame")
        note = Note(self.frame, theme, width, HELP)
        self.field = Field(self.frame, theme, "Password of your name", note, initial.password if initial else "",
                           secret=True)
        self.field.frame.pack(fill="x")
        note.frame.pack(fill="x")
        self._new: Optional[tk.BooleanVar] = tk.BooleanVar(self.frame, initial is not None and initial.new)
        self.box = ttk.Checkbutton(self.frame, text=NEW, variable=self._new, style="TCheckbutton")
        self.box.pack(anchor="w", pady=(theme.px(8), 0))
        self.keep = KeepBox(self.frame, theme, self.field, passwords, place)
        self.keep.frame.pack(fill="x")
        self.frame.bind("<Destroy>", lambda event: self._forget(), add="+")

    def login(self, name: str) -> Optional[Login]:
        """What to log in with as `name`; None without a password."""
        return Login(name, self.field.value, bool(self._new.get())) if self.field.value else None

    def enable(self, enabled: bool) -> None:
        """Let the person choose, or not."""
        self.box.state(["!disabled"] if enabled else ["disabled"])

    def _forget(self) -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        self._new = None
