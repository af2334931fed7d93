"""The dialogs about keys: the question after a key has changed, and one key to compare aloud.
A key is shown as the four groups of digits that fingerprints.spoken makes of it.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Sequence, Tuple

from app.ui.dialogs.dialog import Dialog
from app.ui.theme import Theme
from server.fingerprints import spoken

WIDTH = 444   # design pixels, without the padding
HEIGHT = 150

CHANGED = "The key of {} has changed since last time"
CHANGED_TEXT = (
    "If nobody reinstalled it, don’t connect: somebody may have put their own computer in between and could read and "
    "change what you write.\n\nAsk the host to read out the four groups of digits. Trust the new key only if they are "
    "the same."
)


class KeyDialog(Dialog):
    """A heading, a text and keys one below the other; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, title: str, text: str, keys: Sequence[Tuple[str, str]]) -> None:
        """`keys` are labels with fingerprints; Copy puts the last one on the clipboard."""
        super().__init__(root, theme, "IntranetChat", WIDTH, HEIGHT)
        self._add_words(title, text, keys, "lock", "ok_text")
        self._key = spoken(keys[-1][1]) if keys else ""
        self.add_buttons("Close", cancel="Copy the key" if keys else "")
        if keys:
            self.cancel_button.configure(command=self.copy)
        self.show(self.primary)

    def submit(self) -> None:
        """Close it."""
        self.close()

    def copy(self) -> None:
        """Put the key on the clipboard."""
        self.window.clipboard_clear()
        self.window.clipboard_append(self._key)
        self.cancel_button.configure(text="Copied")

    def _add_words(self, title: str, text: str, keys: Sequence[Tuple[str, str]], icon: str, ink: str) -> None:
        px, theme = self.theme.px, self.theme
        head = ttk.Frame(self.content, style="pane.TFrame")
        head.pack(fill="x")
        sign = ttk.Label(head, style="pane.TLabel")
        sign.pack(side="left", anchor="n", padx=(0, px(12)))
        theme.dress(sign, icon, ink, 24)
        heading = ttk.Label(head, text=title, style="pane.Title.TLabel", wraplength=px(WIDTH - 40), justify="left")
        heading.pack(anchor="w")
        ttk.Label(self.content, text=text, style="pane.Muted.TLabel", wraplength=px(WIDTH), justify="left").pack(
            anchor="w", pady=(px(10), 0))
        for label, fingerprint in keys:
            ttk.Label(self.content, text=label, style="pane.Field.TLabel").pack(anchor="w", pady=(px(14), px(3)))
            ttk.Label(self.content, text=spoken(fingerprint), style="pane.Mono.TLabel").pack(anchor="w")


class ChangedKeyDialog(KeyDialog):
    """The question whether a changed key is to be trusted, which a hasty Enter answers with no; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, server: str, known: str, shown: str, on_trust: Callable[[], None],
                 on_refuse: Callable[[], None]) -> None:
        """The window is gone when `on_trust` or `on_refuse` is called."""
        Dialog.__init__(self, root, theme, "IntranetChat", WIDTH, HEIGHT)
        self._on_trust = on_trust
        self._on_refuse = on_refuse
        keys = [("Last time", known), ("Now", shown)]
        self._add_words(CHANGED.format(server), CHANGED_TEXT, keys, "warn", "danger")
        self.add_buttons("Trust the new key", "Danger.TButton", "Don’t connect")
        self.show(self.cancel_button)

    def submit(self) -> None:
        """Trust the new key."""
        self.close()
        self._on_trust()

    def cancel(self) -> None:
        """Don't connect."""
        self.close()
        self._on_refuse()
