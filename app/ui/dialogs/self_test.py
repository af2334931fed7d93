"""The dialog in which the host's own server is tested from each of this computer's addresses."""

import tkinter as tk
from typing import Sequence

from app.self_test import SelfTest
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.findings import FindingsCard
from app.ui.theme import Theme

WIDTH = 444   # design pixels, without the padding
HEIGHT = 190
TITLE = "Test your server"
TEXT = "Your server is visited at each address that others can use."
VISITING = "Visiting it at:"


class SelfTestDialog(Dialog):
    """A heading and the card with what was found; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, port: int, addresses: Sequence[str]) -> None:
        """`addresses` are those of this computer that others would use."""
        super().__init__(root, theme, "IntranetChat", WIDTH, HEIGHT)
        self.add_heading(TITLE, TEXT, gap=4)
        self.card = FindingsCard(self.content, theme, WIDTH, VISITING, above=10)
        self._addresses = tuple(addresses)
        self._port = port
        self.add_buttons("Test again", "TButton", cancel="Close")
        self.submit()
        self.show(self.cancel_button)

    def submit(self) -> None:
        """Test once more."""
        self.card.follow(SelfTest(self._port, self._addresses))

    def close(self) -> None:
        """Take the window away, and look no further."""
        self.card.end()
        super().close()
