"""The controls of a page of settings: switches, choices in a row, a slider, fields; each with its words beside it.
A control says at once what was chosen, and a field when one is done with it.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Callable, Dict, List, Sequence, Tuple

from app.ui.dialogs.field import Field, Note
from app.ui.hairline import Hairline
from app.ui.theme import Theme

GAP = 18      # design pixels above a control with a label
CLOSE = 9     # design pixels between two switches
STEP = 5      # of a slider


class Form:
    """One page of controls, made anew whenever the page is drawn; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, width: int, title: str) -> None:
        """`width` is in design pixels."""
        self.theme = theme
        self.width = width
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self.controls: Dict[str, Any] = {}  # by the name of the setting: what takes the keyboard
        self._commits: List[Callable[[], None]] = []
        ttk.Label(self.frame, text=title, style="pane.H2.TLabel").pack(anchor="w")

    def commit(self) -> None:
        """Take over what stands in the fields."""
        for commit in self._commits:
            commit()

    def label(self, text: str, right: str = "") -> ttk.Label:
        """Add a label above a control; returns the label at the right end, for a value."""
        row = self._row(GAP)
        ttk.Label(row, text=text, style="pane.Field.TLabel").pack(side="left")
        value = ttk.Label(row, text=right, style="pane.Cap.TLabel")
        value.pack(side="right")
        return value

    def caption(self, text: str, above: int = 4) -> None:
        """Add a small sentence."""
        px = self.theme.px
        ttk.Label(self.frame, text=text, style="pane.Cap.TLabel", wraplength=px(self.width), justify="left").pack(
            anchor="w", pady=(px(above), 0))

    def rule(self) -> None:
        """Add a line between two groups."""
        Hairline(self.frame, self.theme).pack(fill="x", pady=(self.theme.px(GAP), self.theme.px(CLOSE)))

    def switch(self, name: str, text: str, value: bool, on_change: Callable[[bool], object], detail: str = "") -> None:
        """Add a switch at the end of its words, which can be clicked, too."""
        row, px = self._row(CLOSE), self.theme.px
        made = self.switch_in(row, name, text, value, on_change)
        made.pack(side="right", padx=(px(12), 0))
        words = ttk.Frame(row, style="pane.TFrame")
        words.pack(side="left")
        labels = [ttk.Label(words, text=text, style="pane.TLabel")]
        if detail:
            labels.append(ttk.Label(words, text=detail, style="pane.Cap.TLabel", wraplength=px(self.width - 64),
                                    justify="left"))
        for label in labels:
            label.pack(anchor="w")
            label.bind("<Button-1>", lambda _: made.invoke())

    def switch_in(self, master: tk.Misc, name: str, text: str, value: bool,
                  on_change: Callable[[bool], object]) -> ttk.Checkbutton:
        """Return a switch alone; `text` is what it is about."""
        variable = _variable(name)
        self.frame.setvar(variable, value)
        made = ttk.Checkbutton(master, style="Switch.TCheckbutton", variable=variable, onvalue=True, offvalue=False,
                               command=lambda: on_change(bool(self.frame.getvar(variable))))
        made.words = text
        self.controls[name] = made
        return made

    def segments(self, name: str, options: Sequence[Tuple[str, str]], value: str,
                 on_change: Callable[[str], object]) -> None:
        """Add choices side by side, of which one is in force; an option is its value and its words."""
        variable = _variable(name)
        self.frame.setvar(variable, value)
        box = ttk.Frame(self.frame, style="SegBox.TFrame", padding=self.theme.px(3))
        box.pack(anchor="w", pady=(self.theme.px(5), 0))
        radios: List[ttk.Radiobutton] = []

        def chosen() -> None:
            now = str(self.frame.getvar(variable))
            for radio, (each, _) in zip(radios, options):
                radio.configure(takefocus=int(each == now))
            on_change(now)

        for each, words in options:
            radio = ttk.Radiobutton(box, text=words, value=each, variable=variable, style="Seg.TRadiobutton",
                                    takefocus=int(each == value), command=chosen)
            radio.pack(side="left")
            radios.append(radio)
            self.controls[f"{name}={each}"] = radio
        turn_by_arrows(radios)

    def slider(self, name: str, value: int, limits: Tuple[int, int], told: ttk.Label,
               on_change: Callable[[int], object]) -> None:
        """Add a slider in per cent between a small and a large A; `told` shows where it stands."""
        row, px, state = self._row(2), self.theme.px, {"value": value}
        ttk.Label(row, text="A", style="pane.Cap.TLabel").pack(side="left", padx=(0, px(8)))
        ttk.Label(row, text="A", style="pane.Title.TLabel").pack(side="right", padx=(px(8), 0))
        scale = ttk.Scale(row, style="Horizontal.TScale", from_=limits[0], to=limits[1], value=value)
        scale.pack(side="left", fill="x", expand=True)

        def moved(place: str) -> None:
            state["value"] = round(float(place) / STEP) * STEP
            told.configure(text=f"{state['value']} %")

        def step(ways: int) -> str:
            scale.set(min(limits[1], max(limits[0], state["value"] + 2 * STEP * ways)))
            on_change(state["value"])
            return "break"

        scale.configure(command=moved)
        moved(str(value))
        scale.bind("<ButtonRelease-1>", lambda _: on_change(state["value"]), add="+")
        for key, ways in (("<Left>", -1), ("<Down>", -1), ("<Right>", 1), ("<Up>", 1)):
            scale.bind(key, lambda _, ways=ways: step(ways))
        self.controls[name] = scale

    def choice(self, name: str, text: str, options: Sequence[Tuple[int, str]], value: int,
               on_change: Callable[[int], object]) -> None:
        """Add a list that opens, at the end of its words; an option is its value and its words."""
        row, words = self._row(GAP), [each for _, each in options]
        ttk.Label(row, text=text, style="pane.Field.TLabel").pack(side="left")
        box = ttk.Combobox(row, values=words, state="readonly", font=self.theme.font["ui"],
                           width=max(len(each) for each in words))
        box.set(dict(options).get(value, words[0]))
        box.pack(side="right")
        box.bind("<<ComboboxSelected>>", lambda _: on_change(options[box.current()][0]))
        self.controls[name] = box

    def field(self, name: str, text: str, value: str, on_done: Callable[[str], str], detail: str = "",
              placeholder: str = "") -> None:
        """Add a field; `on_done` takes what was typed and returns what is wrong with it, a sentence, or ''."""
        px, state = self.theme.px, {"value": value}
        note = Note(self.frame, self.theme, self.width, detail)
        made = Field(self.frame, self.theme, text, note, value, placeholder=placeholder)
        made.frame.pack(fill="x", pady=(px(GAP), 0))
        note.frame.pack(fill="x")

        def commit() -> None:
            if not made.frame.winfo_exists() or made.value == state["value"]:
                return
            state["value"] = made.value
            wrong = on_done(made.value.strip())
            if wrong:
                made.entry.state(["invalid"])
                note.show_error(wrong)

        for event in ("<FocusOut>", "<Return>", "<KP_Enter>"):
            made.entry.bind(event, lambda _: commit(), add="+")
        self._commits.append(commit)
        self.controls[name] = made.entry
        made.entry.field = made

    def _row(self, above: int) -> ttk.Frame:
        row = ttk.Frame(self.frame, style="pane.TFrame")
        row.pack(fill="x", pady=(self.theme.px(above), 0))
        return row


def turn_by_arrows(choices: Sequence[Any]) -> None:
    """Let the arrow keys go round a few choices that can be invoked; Tab stops at the one in force alone."""
    for number, choice in enumerate(choices):
        for key, way in (("<Left>", -1), ("<Up>", -1), ("<Right>", 1), ("<Down>", 1)):
            choice.bind(key, lambda _, number=number, way=way: _turn(choices, number + way))


def _turn(choices: Sequence[Any], number: int) -> str:
    chosen = choices[number % len(choices)]
    chosen.focus_set()
    chosen.invoke()
    return "break"


def _variable(name: str) -> str:
    return "preference:" + name
