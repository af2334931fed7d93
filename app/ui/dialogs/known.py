"""The dialog that lists the servers that were joined encrypted, with the keys by which they are known.
One that is forgotten is met as for the first time.
"""

import tkinter as tk
from tkinter import ttk
from typing import Dict, Optional

from app.known_servers import KnownServers
from app.protection import SYSTEM, Known
from app.ui.dialogs.dialog import Dialog
from app.ui.rowlist import Row, RowList
from app.ui.theme import Theme
from server.addresses import host_and_port
from server.fingerprints import spoken

WIDTH = 444   # design pixels, without the padding
LIST_HEIGHT = 260
ABOUT = "Compare a key with what its host reads out. A server that you forget is met as for the first time."
NONE = "There is none yet. A server is kept here once you have joined it encrypted."


class KnownServersDialog(Dialog):
    """The known servers, to look at and to forget; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, known: KnownServers) -> None:
        super().__init__(root, theme, "Known servers", WIDTH)
        self._known = known
        self._servers: Dict[str, Known] = {}
        self.add_heading("Known servers", ABOUT, 12)
        room = self.window.winfo_screenheight() - theme.px(300)
        frame = ttk.Frame(self.content, style="pane.TFrame",
                          height=max(theme.px(120), min(theme.px(LIST_HEIGHT), room)))
        frame.pack(fill="x")
        frame.pack_propagate(False)
        self.list = RowList(frame, theme, surface="pane", avatar=32, on_open=self._choose)
        self.list.pack(fill="both", expand=True)
        self._none = ttk.Label(frame, text=NONE, style="pane.Muted.TLabel", wraplength=theme.px(WIDTH))
        self.add_buttons("Close", cancel="Forget")
        self.cancel_button.configure(command=self.forget)
        self.list.bind("<Delete>", lambda event: self.forget())
        self._fill()
        self.show(self.list if self._servers else self.primary)

    def submit(self) -> None:
        """Close it."""
        self.close()

    def forget(self) -> None:
        """Forget the chosen server."""
        chosen = self._servers.get(self.list.selected or "")
        if chosen is not None:
            self._known.forget(chosen.host, chosen.port)
            self._fill()

    def _fill(self) -> None:
        self._servers = {host_and_port(each.host, each.port): each for each in self._known.all()}
        rows = [Row("server", place, place, second=_words(each)) for place, each in self._servers.items()]
        self.list.show(rows)
        self._choose(next(iter(self._servers), None))
        if rows:
            self._none.place_forget()
        else:
            self._none.place(x=0, y=self.theme.px(8))

    def _choose(self, place: Optional[str]) -> None:
        self.list.select(place)
        self.cancel_button.state(["!disabled"] if place else ["disabled"])


def _words(server: Known) -> str:
    how = "trusted by this computer" if server.trust == SYSTEM else spoken(server.fingerprint)
    return how + (f" · since {server.since}" if server.since else "")
