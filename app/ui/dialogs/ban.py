"""The dialog that asks for how long somebody is banned from a server, why, and whether the name, the address or both.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.order import DURATIONS, EVER, ServerBan
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.theme import Theme

WIDTH = 420  # design pixels, without the padding
NOT_BOTH = "Choose the name, the address or both."


class BanDialog(Dialog):
    """A ban to be made; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, who: str, address: str,
                 on_ban: Callable[[ServerBan], None]) -> None:
        """`who` is one name or "3 people"; without `address` the name alone can be banned."""
        super().__init__(root, theme, "IntranetChat", WIDTH)
        self._on_ban = on_ban
        place = f" from {address}" if address else ""
        self.add_heading(f"Ban {who}?", f"They can’t come back{place} until you lift the ban.", 14)
        self.duration: Optional[tk.StringVar] = tk.StringVar(self.window, EVER)
        self.by_name: Optional[tk.BooleanVar] = tk.BooleanVar(self.window, True)
        self.by_address: Optional[tk.BooleanVar] = tk.BooleanVar(self.window, bool(address))
        self._add_durations()
        if address:
            self._add_box("The name", self.by_name)
            self._add_box(f"The address {address}", self.by_address)
        self.add_field("reason", Field(self.content, theme, "Reason (optional)", self.add_note()))
        self.add_buttons("Ban", "DangerFill.TButton")
        self.window.bind("<Destroy>", self._let_go, add="+")
        self.show(self.fields["reason"].entry)

    def submit(self) -> None:
        """Hand the ban over."""
        wanted = ServerBan(self.duration.get(), self.fields["reason"].value.strip(), bool(self.by_name.get()),
                           bool(self.by_address.get()))
        if not (wanted.by_name or wanted.by_address):
            self.show_error("", NOT_BOTH)
            return
        self.close()
        self._on_ban(wanted)

    def _add_durations(self) -> None:
        px = self.theme.px
        box = ttk.Frame(self.content, style="SegBox.TFrame", padding=px(3))
        box.pack(anchor="w", pady=(0, px(10)))
        for value, words in DURATIONS:
            ttk.Radiobutton(box, text=words, value=value, variable=self.duration, style="Seg.TRadiobutton").pack(
                side="left")

    def _add_box(self, words: str, variable: tk.BooleanVar) -> None:
        ttk.Checkbutton(self.content, text=words, variable=variable, style="TCheckbutton").pack(
            anchor="w", pady=(0, self.theme.px(4)))

    def _let_go(self, event: "tk.Event") -> None:
        """Drop the variables with the window, for Tk's thread must free them."""
        if event.widget is self.window:
            self.duration = self.by_name = self.by_address = None
