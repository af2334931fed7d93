"""The small sentence that says what a button without words does, under the mouse or the keyboard.
It is a label placed inside the window, so it never takes the keyboard and never outlives its window.
"""

import tkinter as tk
from tkinter import ttk
from typing import Optional, Tuple

from app.ui.theme import Theme

DELAY = 600  # milliseconds of rest before it shows
GAP = 6      # design pixels between the widget and its tooltip


class Tooltip:
    """The tooltip of one widget; Tk thread only."""

    def __init__(self, widget: tk.Misc, theme: Theme, text: str) -> None:
        self.text = text  # '' shows nothing
        self._widget = widget
        self._theme = theme
        self._label: Optional[tk.Label] = None
        self._waiting: Optional[str] = None
        self._span: Optional[Tuple[int, int]] = None  # the part of the widget that it is about, None for all of it
        for sequence in ("<Enter>", "<FocusIn>"):
            widget.bind(sequence, lambda event: self._wait(), add="+")
        for sequence in ("<Leave>", "<FocusOut>", "<Button>", "<Key>", "<Unmap>", "<Destroy>"):
            widget.bind(sequence, lambda event: self.hide(), add="+")

    def point(self, text: str, top: int, bottom: int) -> None:
        """Be about another part of the widget, which reaches from `top` to `bottom`, in screen pixels."""
        self.text, self._span = text, (top, bottom)
        self._wait()

    def show(self) -> None:
        """Show it now, under the widget, or above where the window ends."""
        self.hide()
        if not self.text or not self._widget.winfo_ismapped():
            return
        widget = self._widget
        begin, end = self._span or (0, widget.winfo_height())
        box = (widget.winfo_rootx(), widget.winfo_rooty() + begin, widget.winfo_width(), end - begin)
        self._label = place_tip(widget.winfo_toplevel(), self._theme, self.text, box, self._surface())

    def hide(self) -> None:
        """Take it away, or give up waiting to show it."""
        if self._waiting is not None:
            self._widget.after_cancel(self._waiting)
            self._waiting = None
        if self._label is not None:
            self._label.destroy()
            self._label = None

    def _wait(self) -> None:
        self.hide()
        if self.text:
            self._waiting = self._widget.after(DELAY, self._show_late)

    def _show_late(self) -> None:
        self._waiting = None
        self.show()

    def _surface(self) -> str:
        """Return the colour the widget stands on, which shows at the tooltip's corners."""
        if isinstance(self._widget, ttk.Widget):
            style = str(self._widget.cget("style")) or self._widget.winfo_class()
            return str(self._theme.style.lookup(style, "background"))
        return str(self._widget.cget("background"))


def place_tip(window: tk.Misc, theme: Theme, text: str, box: Tuple[int, int, int, int], surface: str) -> tk.Label:
    """Show a sentence under a box (x, y, width, height on the screen), or above where the window ends; return it."""
    font = theme.font["small"]
    width, height = font.measure(text) + theme.px(18), font.metrics("linespace") + theme.px(10)
    ground = theme.rounded(width, height, 6, "text")
    label = tk.Label(
        window, text=text, image=ground, compound="center", font=font, foreground=theme.c["pane"],
        background=surface, borderwidth=0, highlightthickness=0, padx=0, pady=0)
    label.ground = ground  # the picture lives as long as the label
    left = box[0] - window.winfo_rootx() + (box[2] - width) // 2
    under = box[1] - window.winfo_rooty()
    top = under + box[3] + theme.px(GAP)
    if top + height > window.winfo_height():
        top = under - height - theme.px(GAP)
    label.place(x=max(theme.px(4), min(left, window.winfo_width() - width - theme.px(4))), y=top)
    return label


def tooltip(widget: tk.Misc, text: str, theme: Theme) -> Tooltip:
    """Give a widget a tooltip; its `text` may be changed later."""
    return Tooltip(widget, theme, text)
