"""The question before something that cannot be taken back, or that surprises others.
Esc and the window's close button always mean no.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.dialogs.dialog import Dialog
from app.ui.theme import Theme

WIDTH = 384   # design pixels, without the padding
HEIGHT = 132


def _nothing() -> None:
    """What a "no" does when nobody asked to hear of it."""


class ConfirmDialog(Dialog):
    """A question answered by one named action or Cancel; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, title: str, text: str, action: str, on_yes: Callable[[], None],
                 danger: bool = True, on_no: Callable[[], None] = _nothing, cancel: str = "Cancel",
                 other: str = "", on_other: Callable[[], None] = _nothing) -> None:
        """Ask `title`, explained by `text`; the window is gone when `on_yes` or `on_no` is called.

        With `danger` the action is red and the keyboard waits on Cancel, so that a hasty Enter does no harm.
        `other` is a third answer.
        """
        super().__init__(root, theme, "IntranetChat", WIDTH, HEIGHT)
        self._on_yes = on_yes
        self._on_no = on_no
        wrap = theme.px(WIDTH)
        ttk.Label(self.content, text=title, style="pane.Title.TLabel", wraplength=wrap, justify="left").pack(anchor="w")
        ttk.Label(self.content, text=text, style="pane.Muted.TLabel", wraplength=wrap, justify="left").pack(
            anchor="w", pady=(theme.px(6), 0))
        self._on_other = on_other
        self.add_buttons(action, "DangerFill.TButton" if danger else "Accent.TButton", cancel)
        if other:
            self.other_button = ttk.Button(self._foot, text=other, command=self._answer_other)
            self.other_button.grid(row=2, column=0, sticky="sw", pady=(theme.px(18), 0))
        self.show(self.cancel_button if danger else self.primary)

    def submit(self) -> None:
        """Answer yes."""
        self.close()
        self._on_yes()

    def _answer_other(self) -> None:
        self.close()
        self._on_other()

    def cancel(self) -> None:
        """Answer no."""
        self.close()
        self._on_no()
