"""The strip in the entry field's frame that asks or tells something about what is being written."""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, NamedTuple, Sequence

from app.ui.theme import Theme


class Answer(NamedTuple):
    """A button of the strip; the first one has the keyboard when it appears."""

    text: str
    do: Callable[[], object]


class FieldBar(ttk.Frame):
    """The strip of one entry field, with one question at a time; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_close: Callable[[], object]) -> None:
        """`on_close` is called when it was answered or left, so that the field gets the keyboard back."""
        super().__init__(master, style="raised.TFrame")
        self._theme = theme
        self._on_close = on_close
        self._words = ttk.Label(self, style="raised.TLabel", anchor="w", justify="left")
        self._buttons = ttk.Frame(self, style="raised.TFrame")
        self.answers: List[ttk.Button] = []
        self.bind("<Configure>", self._wrap)
        self._lay_out()
        theme.on_change(self._lay_out, self)

    @property
    def text(self) -> str:
        """What it says, '' while it isn't shown."""
        return str(self._words["text"]) if self.winfo_manager() else ""

    def show(self, text: str, answers: Sequence[Answer], before: tk.Misc) -> None:
        """Say something above `before`, with these answers and a last one that only closes it."""
        self._words.configure(text=text)
        for button in self.answers:
            button.destroy()
        self.answers = [self._button(answer, number) for number, answer in enumerate(answers)]
        self.pack(side="top", fill="x", padx=self._theme.px(12), pady=(self._theme.px(8), 0), before=before)
        self.answers[0].focus_set()

    def close(self) -> bool:
        """Take it away; returns whether it was there."""
        if not self.winfo_manager():
            return False
        self.pack_forget()
        self._on_close()
        return True

    def _button(self, answer: Answer, number: int) -> ttk.Button:
        px = self._theme.px

        def press() -> None:
            self.close()
            answer.do()

        button = ttk.Button(self._buttons, text=answer.text, command=press, takefocus=1,
                            style="TButton" if number else "Accent.TButton")
        button.pack(side="left", padx=(px(8) if number else 0, 0))
        button.bind("<Return>", lambda _event: _broken(button.invoke))
        button.bind("<Escape>", lambda _event: _broken(self.close))
        return button

    def _lay_out(self) -> None:
        px = self._theme.px
        self._words.pack(side="top", fill="x", pady=(0, px(6)))
        self._buttons.pack(side="top", anchor="w", pady=(0, px(2)))

    def _wrap(self, event: "tk.Event") -> None:
        self._words.configure(wraplength=max(event.width, self._theme.px(120)))


def _broken(action: Callable[[], object]) -> str:
    action()
    return "break"
