"""The rules of the hosted server as switches, each applied at once; what the server says then is what they show.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Callable, Dict, NamedTuple, Optional

from app.ui.theme import Theme


class Rule(NamedTuple):
    """One switch: the rule of SET, or the mode of the lobby, behind it; `inverted` where it is on while that is off."""

    name: str
    title: str
    text: str
    inverted: bool = False


RULES = (
    Rule("private-chats", "Private chats", "People may write to each other alone."),
    Rule("guests-speak", "Guests only read", "Only people whose name is protected may write.", True),
    Rule("accounts-only", "Protected names only", "Only people whose name is protected come in."),
)
LOBBY = (
    Rule("m", "Lock the lobby", "Only people with a voice speak there; the others can raise a hand."),
    Rule("A", "The lobby is for announcements", "Only operators speak there."),
)


class SettingsPage:
    """The switches; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, panel: Any) -> None:
        """`panel` is app.ui.panel.Panel."""
        self._panel = panel
        self._theme = theme
        self.frame = ttk.Frame(master, style="pane.TFrame")
        self.switches: Dict[str, ttk.Checkbutton] = {}
        self._variables: Optional[Dict[str, tk.BooleanVar]] = {}
        for rule in RULES:
            self._add(rule, panel.set_rule)
        if panel.server.config.lobby:
            for rule in LOBBY:
                self._add(rule, panel.switch_lobby)
        ttk.Label(self.frame, text="These hold after a restart, too.", style="pane.Cap.TLabel").pack(
            anchor="w", pady=(theme.px(12), 0))
        self.frame.bind("<Destroy>", lambda event: self._let_go())

    def refresh(self) -> None:
        """Show what holds now; what is not known yet can't be switched."""
        lobby = self._panel.lobby
        modes = {letter: on for letter, _, on in lobby.switches} if lobby is not None else {}
        for rule in RULES + LOBBY:
            if rule.name in self.switches:
                self._show(rule, (self._panel.rules if rule in RULES else modes).get(rule.name))

    def _show(self, rule: Rule, on: Optional[bool]) -> None:
        self.switches[rule.name].state(["disabled"] if on is None else ["!disabled"])
        if on is not None:
            self._variables[rule.name].set(on != rule.inverted)

    def _add(self, rule: Rule, change: Callable[[str, bool], None]) -> None:
        px = self._theme.px
        row = ttk.Frame(self.frame, style="pane.TFrame")
        row.pack(fill="x", pady=(px(10), 0))
        variable = self._variables[rule.name] = tk.BooleanVar(self.frame, False)
        switch = self.switches[rule.name] = ttk.Checkbutton(
            row, text="  " + rule.title, variable=variable, style="Switch.TCheckbutton",
            command=lambda: change(rule.name, bool(variable.get()) != rule.inverted))
        switch.pack(anchor="w")
        ttk.Label(row, text=rule.text, style="pane.Cap.TLabel").pack(anchor="w", padx=(px(46), 0))

    def _let_go(self) -> None:
        """Drop the variables with the page, for Tk's thread must free them."""
        self._variables = None
