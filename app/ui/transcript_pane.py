"""The bare message pane: a text widget with its scrollbar, and the two things that float over it.
It scrolls by pages, and says once the window is idle that the view has moved.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.theme import Theme
from app.ui.transcript_floats import EmptyHint, JumpButton


class Pane(ttk.Frame):
    """An empty pane of text; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_jump: Callable[[], object],
                 on_moved: Callable[[], None]) -> None:
        """`on_jump` is called by the button that leads to the end, `on_moved` after the view has moved."""
        super().__init__(master)
        self._on_moved = on_moved
        self._settling = ""  # the pending call of _settle
        self.text = tk.Text(self, wrap="word", bd=0, highlightthickness=0, padx=0, cursor="arrow", insertwidth=0,
                            undo=False, width=1, height=1, exportselection=False)
        self._scrollbar = ttk.Scrollbar(self, orient="vertical", command=self.text.yview)
        self.text.configure(yscrollcommand=self._scrolled)
        self.text.grid(row=0, column=0, sticky="nswe")
        self._scrollbar.grid(row=0, column=1, sticky="ns", padx=(0, theme.px(2)))
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._jump = JumpButton(self, theme, on_jump)
        self._hint = EmptyHint(self, theme)

    def jump_to_start(self) -> None:
        """Show the oldest message that is drawn; older ones follow while there are some."""
        self.text.yview_moveto(0)

    def page_up(self) -> None:
        """Scroll one page towards the older messages."""
        self.text.yview_scroll(-1, "pages")

    def page_down(self) -> None:
        """Scroll one page towards the newer messages."""
        self.text.yview_scroll(1, "pages")

    def destroy(self) -> None:
        """End the pane with its window."""
        if self._settling:
            self.after_cancel(self._settling)
        super().destroy()

    def _scrolled(self, first: str, last: str) -> None:
        self._scrollbar.set(first, last)
        if not self._settling:
            self._settling = self.after_idle(self._settle)

    def _settle(self) -> None:
        self._settling = ""
        self._on_moved()
