"""The end of the hosted server's log, to be read as it grows, copied, or opened with its folder.
"""

import os
import subprocess
import sys
import tkinter as tk
from tkinter import ttk
from typing import Any

from app import server_log
from app.ui.spelling import showable
from app.ui.theme import Theme

NONE = "Nothing is in the log yet."
OPENERS = {"darwin": "open", "linux": "xdg-open"}  # by sys.platform; Windows has os.startfile


class LogPage:
    """The log; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, panel: Any) -> None:
        """`panel` is app.ui.panel.Panel."""
        px = theme.px
        self._panel = panel
        self._theme = theme
        self._folder = panel.server.config.data_dir
        self._read = ""
        self.frame = ttk.Frame(master, style="pane.TFrame")
        foot = ttk.Frame(self.frame, style="pane.TFrame")
        foot.pack(side="bottom", fill="x", pady=(px(10), 0))
        self.copy = ttk.Button(foot, text="Copy", command=self._copy)
        self.copy.pack(side="right", padx=(px(8), 0))
        ttk.Button(foot, text="Open folder", command=self._open).pack(side="right")
        ttk.Label(foot, text="The last lines of server.log", style="pane.Cap.TLabel").pack(side="left")
        bar = ttk.Scrollbar(self.frame, style="Vertical.TScrollbar", takefocus=0)
        bar.pack(side="right", fill="y")
        self.text = tk.Text(self.frame, wrap="word", height=5, width=20, borderwidth=0, highlightthickness=0,
                            state="disabled", padx=px(8), pady=px(6), yscrollcommand=bar.set)
        bar.configure(command=self.text.yview)
        self.text.pack(fill="both", expand=True)
        self.text.bind("<Button-1>", lambda event: self.text.focus_set())
        theme.on_change(self._recolour, self.text)
        self._recolour()

    def refresh(self) -> None:
        """Show what is in the log now; who reads at its end stays there."""
        found = server_log.tail(self._folder) if self._folder else ""
        if found == self._read and self.text.get("1.0", "2.0").strip():
            return
        self._read = found
        at_end = self.text.yview()[1] > 0.999
        top = self.text.index("@0,0")
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", showable(found, self._theme).strip() or NONE)
        self.text.configure(state="disabled")
        self.text.see("end") if at_end else self.text.yview(top)

    def _copy(self) -> None:
        self._panel.copy(self._read, "The log was copied")
        self.copy.configure(text="Copied")

    def _open(self) -> None:
        try:
            if sys.platform == "win32":
                os.startfile(self._folder)
            else:
                subprocess.Popen([OPENERS.get(sys.platform, "xdg-open"), self._folder], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError:
            self._panel.copy(self._folder, "The folder can’t be opened here; its name was copied")

    def _recolour(self) -> None:
        c = self._theme.c
        self.text.configure(background=c["code"], foreground=c["code_text"], font=self._theme.font["code"],
                            selectbackground=c["sel"], selectforeground=c["text"], insertbackground=c["accent"])
