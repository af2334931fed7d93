"""The panel of the hosted server: its address to tell others, how it does, who is there, who is banned, its rules and
its log. It shows what app.ui.panel knows and hands every deed to it.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Callable, Dict, List, Optional, Tuple

from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.panel_log import LogPage
from app.ui.dialogs.panel_settings import SettingsPage
from app.ui.dialogs.panel_tables import BannedPage, ConnectedPage
from app.ui.spelling import showable
from app.ui.theme import Theme
from app.ui.tooltip import Tooltip
from server.config import TLS_REQUIRED
from server.fingerprints import spoken

WIDTH, HEIGHT = 652, 560  # design pixels, without the padding
LEAST = (560, 460)        # design pixels of the whole window
PAGES = (("connected", "Connected"), ("banned", "Banned"), ("settings", "Settings"), ("log", "Log"))
FACTS = ("People", "Messages", "Last minute", "Encryption", "Password", "History")


class ServerPanel(Dialog):
    """The server panel; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, panel: Any) -> None:
        """`panel` is app.ui.panel.Panel."""
        super().__init__(root, theme, "Server panel", WIDTH, HEIGHT)
        self.panel = panel
        self.scroller.stretch()
        self.window.resizable(True, True)
        self.window.minsize(theme.px(LEAST[0]), theme.px(LEAST[1]))
        self._add_head()
        self._add_address()
        self._facts: Dict[str, ttk.Label] = self._add_facts()
        self._page: Optional[tk.StringVar] = tk.StringVar(self.window, "")
        self.segments: Dict[str, ttk.Radiobutton] = self._add_segments()
        self.connected = ConnectedPage(self.content, theme, panel)
        self.banned = BannedPage(self.content, theme, panel)
        self.settings = SettingsPage(self.content, theme, panel)
        self.log = LogPage(self.content, theme, panel)
        self._pages = {"connected": self.connected, "banned": self.banned, "settings": self.settings, "log": self.log}
        theme.on_change(self._repaint, self.window)
        self.window.bind("<Destroy>", self._let_go, add="+")
        self.turn_to("connected")
        self.show(self.copy_button)

    def submit(self) -> None:
        """Enter presses nothing here."""

    def turn_to(self, page: str) -> None:
        """Show one of the pages."""
        self._page.set(page)
        for name, each in self._pages.items():
            if name == page:
                each.frame.pack(fill="both", expand=True, pady=(self.theme.px(8), 0))
            else:
                each.frame.pack_forget()
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        panel = self.panel
        if self.closed or panel.server is None:
            return
        words = running_for(panel.seconds) if panel.since else "Running"
        self._since.configure(text=f" {words}" + " without the window" * panel.server.is_detached)
        for name, text in zip(FACTS, facts_of(panel)):
            self._facts[name].configure(text=text)
        counts = {"connected": len(panel.people), "banned": len(panel.bans)}
        for name, title in PAGES:
            count = counts.get(name, 0)
            self.segments[name].configure(text=f"{title}  {count}" if count else title)
        self._pages[self._page.get()].refresh()

    def _add_head(self) -> None:
        px, theme = self.theme.px, self.theme
        row = ttk.Frame(self.content, style="pane.TFrame")
        row.pack(fill="x")
        self._sign = ttk.Label(row, style="pane.TLabel")
        self._sign.pack(side="left", padx=(0, px(12)))
        self.stop_button = ttk.Button(row, text="Stop server…", style="Danger.TButton", command=self.panel.ask_stop)
        self.stop_button.pack(side="right")
        if not self.panel.server.is_detached:
            keep = ttk.Button(row, text="Keep it running", command=self.panel.keep_running)
            keep.pack(side="right", padx=(0, px(8)))
            Tooltip(keep, theme, "The server goes on when the window is closed")
        name = showable(self.panel.server.config.display_name, theme)
        ttk.Label(row, text=name, style="pane.H2.TLabel").pack(anchor="w")
        self._since = ttk.Label(row, style="pane.Muted.TLabel", compound="left")
        self._since.pack(anchor="w")
        self._paint_head()

    def _paint_head(self) -> None:
        self._sign.configure(image=self.theme.avatar(self.panel.server.config.display_name, 44, square=True))
        self._since.configure(image=self.theme.icon("dot", "ok", 12))

    def _add_address(self) -> None:
        px, panel = self.theme.px, self.panel
        card = ttk.Frame(self.content, style="Soft.TFrame", padding=(px(16), px(14)))
        card.pack(fill="x", pady=px(14))
        self.copy_button = ttk.Button(card, text=" Copy address", style="Soft.Accent.TButton",
                                      compound="left",
                                      command=self._copy)
        self.theme.dress(self.copy_button, "copy", "on_accent", 16)
        self.copy_button.pack(side="right")
        link = ttk.Button(card, text="Link and code…", style="Soft.TButton", command=panel.show_link)
        link.pack(side="right", padx=(0, px(8)))
        alone = not panel.server.is_open
        above = "People on this computer connect to" if alone else "Tell others to connect to"
        ttk.Label(card, text=above, style="soft.Soft.TLabel").pack(anchor="w")
        ttk.Label(card, text=panel.server.addresses()[0], style="soft.Address.TLabel").pack(anchor="w")
        name = showable(panel.server.config.display_name, self.theme)
        below = f"They also see “{name}” under On this network." if panel.server.config.announce else ""
        if below:
            ttk.Label(card, text=below, style="soft.Soft.TLabel").pack(anchor="w")

    def _copy(self) -> None:
        self.panel.copy_address()
        self.copy_button.configure(text=" Copied")

    def _add_facts(self) -> Dict[str, ttk.Label]:
        px = self.theme.px
        row = ttk.Frame(self.content, style="pane.TFrame")
        row.pack(fill="x")
        self.test_button = ttk.Button(row, text="Test…", command=self.panel.test)
        self.test_button.pack(side="right")
        Tooltip(self.test_button, self.theme, "See whether others can reach the server at each of its addresses")
        labels: Dict[str, ttk.Label] = {}
        for name in FACTS:
            fact = ttk.Frame(row, style="pane.TFrame")
            fact.pack(side="left", padx=(0, px(32)))
            ttk.Label(fact, text=name, style="pane.Small.TLabel").pack(anchor="w")
            labels[name] = ttk.Label(fact, style="pane.B.TLabel")
            labels[name].pack(anchor="w")
        key = self.panel.server.identity.fingerprint
        Tooltip(labels["Encryption"], self.theme, "Key " + spoken(key) if key else self.panel.server.identity.problem)
        return labels

    def _add_segments(self) -> Dict[str, ttk.Radiobutton]:
        box = ttk.Frame(self.content, style="SegBox.TFrame", padding=self.theme.px(3))
        box.pack(anchor="w", pady=(self.theme.px(14), 0))
        made: Dict[str, ttk.Radiobutton] = {}
        for name, title in PAGES:
            made[name] = ttk.Radiobutton(box, text=title, value=name, variable=self._page, style="Seg.TRadiobutton",
                                         command=_turning(self, name))
            made[name].pack(side="left")
        return made

    def _repaint(self) -> None:
        self._paint_head()
        for page in (self.connected, self.banned):
            page.repaint()

    def _let_go(self, event: "tk.Event") -> None:
        """Drop the variable with the window, for Tk's thread must free it."""
        if event.widget is self.window:
            self._page = None


def _turning(panel: ServerPanel, name: str) -> Callable[[], None]:
    return lambda: panel.turn_to(name)


def facts_of(panel: Any) -> List[str]:
    """What stands in the row of facts, in the order of FACTS."""
    config, encrypted = panel.server.config, panel.server.identity.context is not None
    history = "Off" if not (config.history and config.data_dir) else f"{config.keep_days} days" if config.keep_days \
        else "Kept"
    encryption = "Off" if not encrypted else "Always" if config.tls == TLS_REQUIRED else "On"
    people = str(len(panel.people) or panel.server.people)
    return [people, _grouped(panel.traffic.total), str(panel.traffic.per_minute), encryption,
            "Set" if config.password else "None", history]


def _grouped(number: int) -> str:
    """The number with a thin gap between thousands."""
    return f"{number:,}".replace(",", "\u2009")


def running_for(seconds: int) -> str:
    """For how long the server has been running, in words."""
    parts: Tuple[Tuple[int, str], ...] = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"),
                                          (seconds // 60 % 60, "min"))
    said = [f"{number} {unit}" for number, unit in parts if number][:2]
    return "Running for " + (" ".join(said) if said else "less than a minute")
