"""A choice between a few cards, each with a title and a sentence; a card is pressed anywhere on it.
The keyboard sees one set of radio buttons: arrow keys move and choose.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Optional, Sequence

from app.ui.theme import Theme


class Option(NamedTuple):
    """One card: the value it stands for, its title and the sentence below."""

    value: str
    title: str
    text: str


class CardChoice:
    """Cards side by side, one of them chosen; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, options: Sequence[Option], value: str, width: int,
                 on_change: Callable[[], None]) -> None:
        """`width` is that of all cards together, in design pixels."""
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self.value = value  # of the chosen card
        self._on_change = on_change
        self._variable: Optional[tk.StringVar] = tk.StringVar(self.frame, value)
        gap = 10
        inner = (width - gap * (len(options) - 1)) // len(options) - 2 * 12 - 26
        self._cards: List[_Card] = []
        for column, option in enumerate(options):
            card = _Card(self.frame, theme, option, inner)
            card.radio.configure(variable=self._variable, command=self._chosen)
            card.frame.grid(row=0, column=column, sticky="nswe", padx=(theme.px(gap) if column else 0, 0))
            self.frame.columnconfigure(column, weight=1, uniform="cards")
            self._cards.append(card)
        self.frame.bind("<Destroy>", lambda event: self._forget())
        for card in self._cards:
            for key, step in (("<Left>", -1), ("<Up>", -1), ("<Right>", 1), ("<Down>", 1)):
                card.radio.bind(key, lambda event, start=card, step=step: self._move(start, step))
        self._show()

    @property
    def radios(self) -> List[ttk.Radiobutton]:
        """The radio buttons, in order."""
        return [card.radio for card in self._cards]

    def enable(self, enabled: bool) -> None:
        """Let the person choose, or not."""
        for card in self._cards:
            card.radio.state(["!disabled"] if enabled else ["disabled"])

    def _move(self, start: "_Card", step: int) -> str:
        card = self._cards[(self._cards.index(start) + step) % len(self._cards)]
        card.radio.focus_set()
        card.radio.invoke()
        return "break"

    def _chosen(self) -> None:
        self.value = self._variable.get()
        self._show()
        self._on_change()

    def _forget(self) -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        self._variable = None

    def _show(self) -> None:
        """Show which card is chosen; Tab stops at that one alone, as at any set of radio buttons."""
        for card in self._cards:
            card.show(card.value == self.value)


class _Card:
    """One card; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, option: Option, inner: int) -> None:
        px = theme.px
        self.value = option.value
        self.frame = ttk.Frame(master, style="RadioCard.TFrame", padding=(px(12), px(11)))
        self.radio = ttk.Radiobutton(self.frame, text=option.title, value=option.value)
        self.radio.pack(anchor="w")
        self._text = ttk.Label(self.frame, text=option.text, wraplength=px(inner), justify="left")
        self._text.pack(anchor="w", padx=(px(26), 0), pady=(px(1), 0))
        for widget in (self.frame, self._text):
            widget.bind("<Button-1>", lambda event: self._pressed())
        self.radio.bind("<FocusIn>", lambda event: self.frame.state(["focus"]))
        self.radio.bind("<FocusOut>", lambda event: self.frame.state(["!focus"]))

    def show(self, chosen: bool) -> None:
        """Show whether this is the chosen card."""
        self.frame.state(["selected" if chosen else "!selected"])
        self.radio.configure(style="soft.B.TRadiobutton" if chosen else "raised.B.TRadiobutton", takefocus=int(chosen))
        self._text.configure(style="soft.Soft.TLabel" if chosen else "raised.Cap.TLabel")

    def _pressed(self) -> None:
        if self.radio.instate(["!disabled"]):
            self.radio.focus_set()
            self.radio.invoke()
