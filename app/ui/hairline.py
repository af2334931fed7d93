"""The thin line between two regions of the window.
It keeps its colour and its width when the theme or the zoom changes.
"""

import tkinter as tk

from app.ui.theme import Theme


class Hairline(tk.Frame):
    """One design pixel of line, to be packed with fill='x' or 'y'; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, token: str = "line") -> None:
        super().__init__(master, borderwidth=0)
        self._theme = theme
        self._token = token
        self._colour()
        theme.on_change(self._colour, self)

    def _colour(self) -> None:
        thin = max(1, self._theme.px(1))
        self.configure(background=self._theme.c[self._token], width=thin, height=thin)
