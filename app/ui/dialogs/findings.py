"""The card in which a dialog shows what is looked at, then what it is and the one thing to do, with lines to copy.
It asks the examination ten times a second how far it is, and ends it when nobody wants to know any more.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Callable, List, Optional, Sequence

from app.diagnosis import Place, Verdict
from app.doctor import FINE, RUNNING, WRONG
from app.remedies import Command
from app.ui.spelling import showable
from app.ui.theme import Theme
from server.addresses import host_and_port

LOOK = 100      # milliseconds between two looks
PADDING = (14, 11)  # design pixels
LOOKING = "Looking for the reason…"
_ICONS = {RUNNING: ("clock", "text3"), FINE: ("check", "ok_text"), WRONG: ("x", "danger")}


class FindingsCard:
    """One examination at a time and what came of it; takes no room before and after. Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, width: int, title: str = LOOKING,
                 on_pick: Optional[Callable[[Place], None]] = None, above: int = 14) -> None:
        """`width` and the room `above` are in design pixels; `on_pick` gets the server that was probably meant."""
        px = theme.px
        self._theme = theme
        self._title = title
        self._wrap = px(width - 2 * PADDING[0] - 26)
        self._on_pick = on_pick
        self._above = px(above)
        self._examination: Any = None  # a Doctor or a SelfTest
        self._timer = ""
        self._steps: List[ttk.Label] = []
        self.frame = ttk.Frame(master, style="Card.TFrame", padding=[px(each) for each in PADDING])
        self.frame.bind("<Destroy>", self._destroyed, add="+")
        self.verdict: Optional[Verdict] = None
        self.copy_lines: Optional[CommandLines] = None
        self.pick_button: Optional[ttk.Button] = None

    @property
    def is_shown(self) -> bool:
        """Whether something is looked at, or was found."""
        return self._examination is not None

    def follow(self, examination: Any) -> None:
        """Start an examination (app.doctor.Doctor, app.self_test.SelfTest) and show how it goes."""
        self.end()
        self._examination = examination
        self._label(self._title, "raised.TLabel")
        self.frame.pack(fill="x", pady=(self._above, 0))
        examination.start()
        self._look()

    def end(self) -> None:
        """Take the card away and look no further; may be called twice."""
        if self._examination is None:
            return
        self._stop()
        self._examination = self.verdict = self.copy_lines = self.pick_button = None
        self._clear()
        self.frame.pack_forget()

    def _destroyed(self, event: "tk.Event") -> None:
        if event.widget is self.frame and self._examination is not None:
            self._stop()

    def _stop(self) -> None:
        self._examination.cancel()
        if self._timer:
            self.frame.after_cancel(self._timer)
            self._timer = ""

    def _look(self) -> None:
        self._timer = ""
        self._examination.poll()
        if self._examination.verdict is not None:
            self._show_verdict(self._examination.verdict)
            return
        self._show_steps(self._examination.steps)
        self._timer = self.frame.after(LOOK, self._look)

    def _show_steps(self, steps: Sequence[Any]) -> None:
        """Show each step with how it stands; their order is theirs."""
        while len(self._steps) > len(steps):
            self._steps.pop().destroy()
        while len(self._steps) < len(steps):
            self._steps.append(self._label("", "raised.Small.TLabel"))
        for label, step in zip(self._steps, steps):
            label.configure(text=showable(step.title, self._theme), compound="left")
            name, token = _ICONS[step.state]
            if getattr(label, "icon_of_theme", ("",))[0] != name:
                self._theme.dress(label, name, token, 13, box=(22, 13))

    def _show_verdict(self, verdict: Verdict) -> None:
        self._clear()
        self.verdict = verdict
        px, theme = self._theme.px, self._theme
        sign = ttk.Label(self.frame, style="raised.TLabel")
        theme.dress(sign, "check" if verdict.is_well else "alert", "ok_text" if verdict.is_well else "danger", 16)
        sign.pack(side="left", anchor="n", padx=(0, px(10)), pady=(px(1), 0))
        body = ttk.Frame(self.frame, style="raised.TFrame")
        body.pack(side="left", fill="x", expand=True)
        self._label(verdict.sentence, "raised.TLabel", body)
        if verdict.remedy:
            self._label(verdict.remedy, "raised.Muted.TLabel", body, above=5)
        if verdict.commands:
            self.copy_lines = CommandLines(body, theme, verdict.commands, self._wrap)
            self.copy_lines.frame.pack(fill="x", pady=(px(8), 0))
        if verdict.suggestion is not None and self._on_pick is not None:
            self._add_suggestion(body, verdict.suggestion)
        self._keep_on_screen()

    def _add_suggestion(self, body: tk.Misc, place: Place) -> None:
        px = self._theme.px
        text = f"Did you mean {place.name}, {host_and_port(place.host, place.port)}?"
        self.pick_button = ttk.Button(body, text=showable(text, self._theme), style="Raised.Link.TButton",
                                      padding=(px(2), px(5), px(8), px(5)), command=lambda: self._on_pick(place))
        self.pick_button.pack(anchor="w", pady=(px(4), 0))

    def _keep_on_screen(self) -> None:
        """Move the window up where it has grown over the lower edge of the screen."""
        window = self.frame.winfo_toplevel()
        window.update_idletasks()
        beyond = window.winfo_rooty() + window.winfo_reqheight() - window.winfo_screenheight()
        if beyond > 0:
            window.geometry(f"+{window.winfo_x()}+{max(0, window.winfo_y() - beyond)}")

    def _label(self, text: str, style: str, master: Optional[tk.Misc] = None, above: int = 0) -> ttk.Label:
        label = ttk.Label(master or self.frame, text=showable(text, self._theme), style=style, wraplength=self._wrap,
                          justify="left")
        label.pack(anchor="w", pady=(self._theme.px(above), 0))
        return label

    def _clear(self) -> None:
        self._steps = []
        for child in self.frame.winfo_children():
            child.destroy()


class CommandLines:
    """A line to type for each of some systems, one shown at a time, and a button that copies it; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, commands: Sequence[Command], wrap: int) -> None:
        """`wrap` is the width of a line in screen pixels."""
        px = theme.px
        self._commands = {command.label: command.text for command in commands}
        self.frame = ttk.Frame(master, style="raised.TFrame")
        self._system: Optional[tk.StringVar] = tk.StringVar(self.frame, commands[0].label)
        self.frame.bind("<Destroy>", self._destroyed)
        row = ttk.Frame(self.frame, style="raised.TFrame")
        row.pack(fill="x")
        box = ttk.Frame(row, style="Raised.SegBox.TFrame")
        box.pack(side="left")
        self.radios: List[ttk.Radiobutton] = []
        for label in self._commands:
            radio = ttk.Radiobutton(box, text=label, value=label, variable=self._system, command=self._show,
                                    style="Seg.TRadiobutton", padding=(px(8), px(4)))
            radio.pack(side="left")
            self.radios.append(radio)
        self.button = ttk.Button(row, text="Copy", style="Raised.Link.TButton", compound="left", command=self.copy,
                                 padding=(px(8), px(5)))
        theme.dress(self.button, "copy", "link", 14)
        self.button.pack(side="right")
        self.line = ttk.Label(self.frame, style="raised.Mono.TLabel", wraplength=wrap, justify="left")
        self.line.pack(anchor="w", pady=(px(8), 0))
        self._show()

    def copy(self) -> None:
        """Put the line that is shown on the clipboard."""
        self.frame.clipboard_clear()
        self.frame.clipboard_append(str(self.line.cget("text")))
        self.button.configure(text="Copied")

    def _show(self) -> None:
        self.line.configure(text=self._commands[self._system.get()])
        self.button.configure(text="Copy")

    def _destroyed(self, event: "tk.Event") -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        if event.widget is self.frame:
            self._system = None
