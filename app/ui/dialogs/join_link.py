"""The dialog that shows how others join: a link for each address of the server, and a code of one to scan.
Copying is its only act; where the code's library is missing, the code is left out.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Sequence

from app import qr
from app.joinlink import JoinLink
from app.ui.dialogs.dialog import PADDING, Dialog
from app.ui.theme import Theme
from server.addresses import host_and_port

WIDTH = 408     # design pixels of the cards
CODE = 196      # design pixels of the code at most, with its quiet zone
MOST_LINKS = 4  # addresses that are shown; a computer with more of them is rare
OPEN = "Send others the link."
WITH_CODE = "Send others the link, or let them scan the code."
ALONE = "Only people on this computer can join by this link."
WHITE, BLACK = "#FFFFFF", "#000000"  # of the code in both themes, since not every reader knows a white one on black


class JoinLinkDialog(Dialog):
    """The links to a server, with one of them as a code; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, links: Sequence[JoinLink], is_open: bool,
                 copy: Callable[[str, str], None]) -> None:
        """`copy` puts a text on the clipboard and says a sentence; `is_open` False is for this computer alone."""
        links = links[:MOST_LINKS]
        with_code = qr.matrix(links[0].text) is not None
        super().__init__(root, theme, "Join link", WIDTH)
        self._copy = copy
        self.add_heading("Let others join", ALONE if not is_open else WITH_CODE if with_code else OPEN)
        parts = ttk.Frame(self.content, style="pane.TFrame")
        parts.pack(fill="x")
        cards = ttk.Frame(parts, style="pane.TFrame")
        cards.pack(side="left", fill="both", expand=True, anchor="n")
        self.cards: List[Card] = [Card(cards, theme, link, self._choose, self._copy_link) for link in links]
        self.code = Code(parts, theme) if with_code else None
        if self.code is not None:
            self.code.canvas.pack(side="right", anchor="n", padx=(theme.px(24), 0))
        self._choose(links[0])
        self.add_buttons("Close", cancel="")
        self.show(self.cards[0].button)

    def submit(self) -> None:
        """Close it."""
        self.close()

    def _choose(self, link: JoinLink) -> None:
        """Show the code of this link, and its card as the chosen one."""
        for card in self.cards:
            card.mark(card.link == link and len(self.cards) > 1)
        if self.code is not None:
            self.code.draw(link.text)

    def _copy_link(self, link: JoinLink) -> None:
        self._choose(link)
        self._copy(link.text, "Link copied: " + link.text)
        for card in self.cards:
            card.button.configure(text="Copied" if card.link == link else "Copy link")


class Card:
    """One address, its link and the button that copies it; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, link: JoinLink, choose: Callable[[JoinLink], None],
                 copy: Callable[[JoinLink], None]) -> None:
        px = theme.px
        self.link = link
        self.frame = ttk.Frame(master, padding=(px(14), px(10)))
        self.frame.pack(fill="x", pady=(0, px(8)))
        self.button = ttk.Button(self.frame, text="Copy link", style="TButton", command=lambda: copy(link))
        self.button.pack(side="right", padx=(px(10), 0))
        self._place = ttk.Label(self.frame, text=host_and_port(link.host, link.port))
        self._place.pack(anchor="w")
        self._text = ttk.Label(self.frame, text=link.text, wraplength=px(WIDTH - 150), justify="left")
        self._text.pack(anchor="w", pady=(px(2), 0))
        for widget in (self.frame, self._place, self._text):
            widget.bind("<Button-1>", lambda event: choose(link))
        self.button.bind("<FocusIn>", lambda event: choose(link))
        self.mark(False)

    def mark(self, chosen: bool) -> None:
        """Show whether the code is that of this link."""
        self.frame.configure(style="Soft.TFrame" if chosen else "Card.TFrame")
        surface = "soft" if chosen else "raised"
        self._place.configure(style=f"{surface}.B.TLabel")
        self._text.configure(style="soft.Soft.TLabel" if chosen else "raised.Cap.TLabel")


class Code:
    """A QR code on a canvas, each module a whole number of screen pixels; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme) -> None:
        self._theme = theme
        self.canvas = tk.Canvas(master, highlightthickness=0, borderwidth=0, background=WHITE)

    def draw(self, text: str) -> None:
        """Show the code of `text`."""
        rows = qr.matrix(text) or []
        side = len(rows) + 2 * qr.QUIET
        beside = self._theme.px(WIDTH + 24 + 2 * PADDING[0])
        module = max(2, min(self._theme.px(CODE), self.canvas.winfo_screenwidth() - beside) // side)
        self.canvas.configure(width=side * module, height=side * module)
        self.canvas.delete("all")
        for y, row in enumerate(rows, qr.QUIET):
            for x, black in enumerate(row, qr.QUIET):
                if black:
                    self.canvas.create_rectangle(x * module, y * module, (x + 1) * module, (y + 1) * module,
                                                 fill=BLACK, width=0)
