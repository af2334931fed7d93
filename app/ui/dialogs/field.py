"""One field of a dialog: its label, its entry and the line below that helps or says what is wrong.
The entry takes the keys of every keyboard layout, and shows a placeholder while empty, or an eye when it is secret.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Optional

from app.ui.shortcuts import chords_of
from app.ui.theme import Theme

EDIT_CHORDS = {"Mod+A": "<<SelectAll>>", "Mod+C": "<<Copy>>", "Mod+V": "<<Paste>>", "Mod+X": "<<Cut>>"}
GAP = 5     # design pixels between an entry and its note
ALERT = 19  # design pixels: the alert icon with the gap after it
PLACEHOLDER = 13  # design pixels from the left edge: the text begins at 11, and the caret stays in sight
DOT = "•"   # what a secret shows for each character


class Note:
    """The line under one or more fields, with help or an error; takes no room while it is empty. Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, width: int, help_text: str = "") -> None:
        """`width` is where its text wraps, in design pixels."""
        self._theme = theme
        self._width = width
        self._help = help_text
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self._alert = ttk.Label(self.frame, style="pane.Err.TLabel")
        theme.dress(self._alert, "alert", "danger", 14)
        self._text = ttk.Label(self.frame, justify="left")
        self.error = ""
        self.show_help()

    @property
    def text(self) -> str:
        """What is written there now."""
        return str(self._text.cget("text"))

    def show_help(self, help_text: Optional[str] = None) -> None:
        """Take the error away and show the help, which `help_text` replaces."""
        self._help = self._help if help_text is None else help_text
        self._write("", self._help)

    def show_error(self, sentence: str) -> None:
        """Show what is wrong in place of the help."""
        self._write(sentence, "")

    def _write(self, error: str, help_text: str) -> None:
        self.error = error
        wrap = self._width - (ALERT if error else 0)
        self._text.configure(text=error or help_text, style="pane.Err.TLabel" if error else "pane.Cap.TLabel",
                             wraplength=self._theme.px(wrap))
        self._alert.pack_forget()
        self._text.pack_forget()
        px = self._theme.px
        if error:
            self._alert.pack(side="left", anchor="n", padx=(0, px(5)), pady=(px(GAP + 1), 0))
        if error or help_text:
            self._text.pack(side="left", anchor="n", pady=(px(GAP), 0))
        else:
            self.frame.configure(height=1)  # an emptied frame keeps its former height


class Field:
    """A label above an entry, and the note its errors go to; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, label: str, note: Note, value: str = "", secret: bool = False,
                 placeholder: str = "", width: int = 0) -> None:
        """`width` is in characters; 0 leaves it to the layout."""
        self._theme = theme
        self.note = note
        self._in_error = False
        self.frame = ttk.Frame(master, style="pane.TFrame")
        ttk.Label(self.frame, text=label, style="pane.Field.TLabel").pack(anchor="w", pady=(0, theme.px(5)))
        self._text: Optional[tk.StringVar] = tk.StringVar(self.frame, value)
        self.entry = ttk.Entry(self.frame, textvariable=self._text, font=theme.font["ui"],
                               style="Secret.TEntry" if secret else "TEntry", show=DOT if secret else "")
        if width:
            self.entry.configure(width=width)
        self.entry.pack(fill="x", expand=True)
        self.entry.icursor("end")
        self._placeholder = self._add_placeholder(placeholder) if placeholder else None
        self.eye = self._add_eye() if secret else None
        theme.on_change(self._recolour, self.frame)
        self._recolour()
        self.on_edit(self._edited)
        self.frame.bind("<Destroy>", lambda event: self._forget(), add="+")
        self.entry.bind(f"<{_mod(self.entry)}-KeyPress>", self._chord)

    @property
    def value(self) -> str:
        """What is in the entry, as typed; "" once the window is gone."""
        return self._text.get() if self._text is not None else ""

    @value.setter
    def value(self, text: str) -> None:
        self._text.set(text)
        self.entry.icursor("end")

    def focus(self) -> None:
        """Move the keyboard here, with everything selected so that typing replaces it."""
        self.entry.focus_set()
        self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def show_error(self, sentence: str) -> None:
        """Mark the entry, say what is wrong below it, and move the keyboard to it."""
        self._in_error = True
        self.entry.state(["invalid"])
        self.note.show_error(sentence)
        self.focus()

    def clear_error(self) -> None:
        """Take this field's own error away."""
        if not self._in_error:
            return
        self._in_error = False
        self.entry.state(["!invalid"])
        self.note.show_help()

    def enable(self, enabled: bool) -> None:
        """Let the person type here, or not."""
        state = ["!disabled"] if enabled else ["disabled"]
        self.entry.state(state)
        if self.eye:
            self.eye.state(state)
        self._recolour()

    def on_edit(self, callback: Callable[[], None]) -> None:
        """Have `callback` called after each change of the text."""
        self._text.trace_add("write", lambda *_: callback())

    def _forget(self) -> None:
        """Drop the variable with the window: its traces keep their callbacks alive, and Tk's thread must free it."""
        self._text = None

    def _edited(self) -> None:
        self.clear_error()
        self._show_placeholder()

    def _chord(self, event: "tk.Event") -> Optional[str]:
        system = str(self.entry.tk.call("tk", "windowingsystem"))
        for chord in chords_of(event, system):
            if chord in EDIT_CHORDS:
                self.entry.event_generate(EDIT_CHORDS[chord])
                return "break"
        return None

    def _add_placeholder(self, text: str) -> tk.Label:
        label = tk.Label(self.entry, text=text, font=self._theme.font["ui"], bd=0, padx=0, pady=0, cursor="xterm")
        label.bind("<Button-1>", lambda event: self.entry.focus_set())
        return label

    def _show_placeholder(self) -> None:
        if self._placeholder is None:
            return
        if self.value:
            self._placeholder.place_forget()
        else:
            self._placeholder.place(x=self._theme.px(PLACEHOLDER), rely=0.5, anchor="w")

    def _add_eye(self) -> ttk.Button:
        eye = ttk.Button(self.entry, style="Field.Icon.TButton", command=self._toggle_eye, cursor="arrow")
        self._theme.dress(eye, "eye", "text2", 18)
        eye.place(relx=1.0, x=-self._theme.px(4), rely=0.5, anchor="e")
        return eye

    def _toggle_eye(self) -> None:
        hidden = bool(str(self.entry.cget("show")))
        self.entry.configure(show="" if hidden else DOT)
        self._theme.dress(self.eye, "eye-off" if hidden else "eye", "text2", 18)

    def _recolour(self) -> None:
        style_secret_entry(self._theme)
        if self._placeholder is not None:
            surface = "sunken" if self.entry.instate(["disabled"]) else "field"
            self._placeholder.configure(background=self._theme.c[surface], foreground=self._theme.c["text3"])
            self._show_placeholder()


def style_secret_entry(theme: Theme) -> None:
    """Define, in the present look, an entry with room for an eye at its right end, and the eye's button."""
    px = theme.px
    theme.style.configure("Secret.TEntry", padding=(px(11), px(8), px(40), px(8)))
    theme.style.configure("Field.Icon.TButton", background=theme.c["field"], padding=(px(5), px(3)))
    theme.style.map("Field.Icon.TButton", background=[("disabled", theme.c["sunken"])])


def _mod(widget: tk.Misc) -> str:
    return "Command" if widget.tk.call("tk", "windowingsystem") == "aqua" else "Control"
