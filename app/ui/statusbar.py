"""The line at the foot of the window: where one is connected, whether it is encrypted, and what the window has to say.
It shows what it is told; a sentence to the person stays for some seconds in the place of the connection.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, NamedTuple, Optional

from app.ui.hairline import Hairline
from app.ui.header import cut
from app.ui.spelling import showable
from app.ui.theme import Theme
from app.ui.tooltip import Tooltip

HEIGHT = 26         # design pixels
SENTENCE_STAYS = 10  # seconds


class Status(NamedTuple):
    """What the line shows; empty texts are left out."""

    dot: str  # the palette's token: 'ok', 'away' or 'offline'
    text: str  # "Connected to 192.168.1.20:12345"
    short: str  # the same for a narrow window: "Connected"
    encrypted: Optional[bool] = None  # None: not connected, so there is nothing to say
    waiting: str = ""  # "2 messages waiting"
    hosting: str = ""  # "Hosting · 12 people"
    protection: str = ""  # what stands behind the lock, told under the mouse
    since: str = ""  # "Connected since 9:02", told under the mouse


NOT_CONNECTED = Status("offline", "Not connected", "Not connected")


class StatusBar(ttk.Frame):
    """The status line; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_lock: Callable[[], object] = lambda: None,
                 on_hosting: Callable[[], object] = lambda: None) -> None:
        """`on_lock` is called when the lock is clicked, `on_hosting` at "Hosting"."""
        super().__init__(master, style="side.TFrame")
        self._theme = theme
        self._status = NOT_CONNECTED
        self._sentence = ""
        self._small = False
        self._timer: Optional[str] = None
        self._line = Hairline(self, theme)
        self._left = _item(self)
        self._lock = _item(self)
        self._hosting = _item(self)
        self._waiting = _item(self)
        self.hint = Tooltip(self._left, theme, "")
        self.lock_hint = Tooltip(self._lock, theme, "")
        for item, pressed in ((self._lock, on_lock), (self._hosting, on_hosting)):
            item.configure(takefocus="ttk::takefocus")
            for sequence in ("<Button-1>", "<Return>", "<KP_Enter>", "<space>"):
                item.bind(sequence, lambda _event, pressed=pressed: pressed(), add="+")
        self.pack_propagate(False)
        self._lay_out()
        theme.on_change(self._lay_out, self)
        self.bind("<Configure>", lambda _: self._draw())
        self.bind("<Destroy>", self._stop)

    def show(self, status: Status) -> None:
        """Show where one is."""
        if status != self._status:
            self._status = status
            self.hint.text = status.since
            self.lock_hint.text = status.protection
            self._draw()

    def say(self, sentence: str, seconds: float = SENTENCE_STAYS) -> None:
        """Tell the person something for a while; '' takes it back."""
        self._stop()
        self._sentence = showable(sentence, self._theme)
        if sentence:
            self._timer = self.after(int(seconds * 1000), lambda: self.say(""))
        self._draw()

    def set_small(self, small: bool) -> None:
        """Use the short texts of a narrow window."""
        if small != self._small:
            self._small = small
            self._draw()

    @property
    def shown(self) -> str:
        """The sentence, or else the connection, as it stands there."""
        return self._sentence or (self._status.short if self._small else self._status.text)

    def _stop(self, event: "Optional[tk.Event]" = None) -> None:
        if self._timer is not None and (event is None or event.widget is self):
            self.after_cancel(self._timer)
            self._timer = None

    def _lay_out(self) -> None:
        px = self._theme.px
        self.configure(height=px(HEIGHT))
        self._line.pack(side="top", fill="x")
        self._left.pack(side="left", padx=(px(14), px(4)))
        self._draw()

    def _draw(self) -> None:
        status, theme, px = self._status, self._theme, self._theme.px
        for item in (self._lock, self._hosting, self._waiting):
            item.pack_forget()
        if status.waiting:
            self._waiting.configure(text=" " + status.waiting, image=theme.icon("clock", "text3", 14))
            self._waiting.pack(side="right", padx=(px(4), px(14)))
        if status.hosting and not self._small:
            self._hosting.configure(text=status.hosting, image="")
            self._hosting.pack(side="right", padx=(px(4), px(14)))
        image = theme.icon("info", "text2", 14) if self._sentence else theme.icon("dot", status.dot, 14)
        room = max(self.winfo_width() - px(60), px(200))
        text = cut(self.shown, room, theme.font["small"].measure)
        style = "side.Small.TLabel" if self._sentence else "side.Cap.TLabel"
        self._left.configure(text=text, image=image, style=style)
        if status.encrypted is not None and not self._sentence:
            self._draw_lock(status.encrypted)

    def _draw_lock(self, encrypted: bool) -> None:
        icon, ink = ("lock", "ok_text") if encrypted else ("unlock", "warn_text")
        self._lock.configure(text="Encrypted" if encrypted else "Not encrypted", image=self._theme.icon(icon, ink, 14),
                             foreground="" if encrypted else self._theme.c["warn_text"])
        self._lock.pack(side="left", padx=(self._theme.px(14), 0))


def _item(master: tk.Misc) -> ttk.Label:
    return ttk.Label(master, style="side.Cap.TLabel", compound="left")
