"""The box "Keep the password" of the connect dialog, which is there only where the system has a keyring that works.
It asks the keyring what it has, and fills the password in where the field is empty.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.keeping_passwords import Found, KeptPasswords
from app.ui.dialogs.field import Field
from app.ui.theme import Theme

LOOK_AGAIN = 100  # milliseconds
PATIENCE = 600    # looks; a keyring that is locked asks its owner first


class KeepBox:
    """The box, hidden until the keyring has answered; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, field: Field, passwords: Optional[KeptPasswords],
                 place: Callable[[], str]) -> None:
        """`field` is the password's, `place` gives the server's "host:port" as it stands in the form."""
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self._field = field
        self._passwords = passwords
        self._place = place
        self._looks = 0
        self._timer = ""
        self._asked = ""
        self._variable: Optional[tk.BooleanVar] = tk.BooleanVar(self.frame, False)
        self.box = ttk.Checkbutton(self.frame, text="Keep the password in this computer’s keyring",
                                   variable=self._variable, style="TCheckbutton")
        self._above = theme.px(8)
        self.frame.bind("<Destroy>", lambda event: self._forget())
        self.look()

    @property
    def value(self) -> Optional[bool]:
        """Whether it is to be kept; None where there is no keyring, and so nothing to choose."""
        return bool(self._variable.get()) if self.box.winfo_manager() else None

    def look(self) -> None:
        """Ask for the password of the server that stands in the form, unless it was asked for last."""
        place = self._place()
        if self._passwords is None or place == self._asked or not self._passwords.find(place):
            return
        self._asked, self._looks = place, PATIENCE
        if not self._timer:
            self._timer = self.frame.after(LOOK_AGAIN, self._take)

    def _take(self) -> None:
        self._timer = ""
        self._looks -= 1
        found = self._passwords.take(self._asked)
        if found is not None:
            self._show(found)
        elif self._looks > 0:
            self._timer = self.frame.after(LOOK_AGAIN, self._take)

    def _show(self, found: Found) -> None:
        self.frame.configure(padding=(0, self._above, 0, 0))
        self.box.pack(anchor="w")
        if found.password and found.place == self._place() and not self._field.value:
            self._field.value = found.password
            self._variable.set(True)

    def _forget(self) -> None:
        """Look no more, and drop the variable with the window, for Tk's thread must free it."""
        if self._timer:
            self.frame.after_cancel(self._timer)
            self._timer = ""
        self._variable = None
