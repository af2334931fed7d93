"""The dialog that says what this program is: its name, version and licence, and what it runs on.
The line about the system can be copied, for a report about a fault.
"""

import platform
import tkinter as tk
from tkinter import ttk
from typing import Optional

from app.ui.dialogs.dialog import Dialog
from app.ui.theme import Theme
from server.version import VERSION

WIDTH = 344   # design pixels, without the padding
HEIGHT = 120
LOGO = 64
PURPOSE = "Talk to the people on your network.\nNo internet, no account."
LICENCE = "Free software under the MIT licence."


class AboutDialog(Dialog):
    """The name, version and licence of the program; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, icon: Optional[tk.PhotoImage] = None,
                 version: str = VERSION) -> None:
        """`icon` is the program's picture, about 64 design pixels wide; without it a drawn one stands in."""
        super().__init__(root, theme, "About IntranetChat", WIDTH, HEIGHT)
        self.details = "IntranetChat {} · Python {} · Tk {} · {}".format(
            version, platform.python_version(), root.tk.call("info", "patchlevel"), platform.system())
        self._icon = icon  # Tk drops a picture that nobody keeps
        logo = ttk.Label(self.content, style="pane.TLabel")
        logo.pack(side="left", anchor="n", padx=(0, theme.px(16)))
        if icon is None:
            theme.dress(logo, "message", "accent", 48)
        else:
            logo.configure(image=icon)
        words = ttk.Frame(self.content, style="pane.TFrame")
        words.pack(side="left", fill="x", expand=True)
        self._write(words, "IntranetChat", "pane.H2.TLabel", 0)
        self._write(words, f"Version {version}", "pane.Muted.TLabel", 2)
        self._write(words, PURPOSE, "pane.TLabel", 12)
        self._write(words, LICENCE, "pane.Cap.TLabel", 12)
        self._write(words, self.details.partition(" · ")[2], "pane.Cap.TLabel", 2)
        self.add_buttons("Close", cancel="Copy details")
        self.cancel_button.configure(command=self.copy_details)
        self.show(self.primary)

    def copy_details(self) -> None:
        """Put the versions on the clipboard."""
        self.window.clipboard_clear()
        self.window.clipboard_append(self.details)
        self.cancel_button.configure(text="Copied")

    def submit(self) -> None:
        """Close it."""
        self.close()

    def _write(self, master: tk.Misc, text: str, style: str, above: int) -> None:
        px = self.theme.px
        ttk.Label(master, text=text, style=style, wraplength=px(WIDTH - LOGO - 16), justify="left").pack(
            anchor="w", pady=(px(above), 0))
