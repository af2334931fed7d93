"""What the window shows before the first connection: who one is, the two ways to begin, and the servers nearby.
It takes the place of the messages until there is a conversation.
"""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Callable

from app.ui import raster
from app.ui.icons import ICONS
from app.ui.nearby import Nearby, key_of, rows_of
from app.ui.rowlist import RowList
from app.ui.theme import Theme
from server.wire.names import valid_nick

if TYPE_CHECKING:
    from server.nearby import FoundServer

NAME_RULE = "Use 1 to 32 letters, digits, - or _, without spaces."
WIDTH = 380  # design pixels
LOGO = 72    # design pixels
LOOK_AFTER = 300  # milliseconds after the window is there; looking around is not to hold that up
MOST_ROWS = 4     # servers that are shown without scrolling
FORM = 290        # design pixels of height that the name, the buttons and what is around them take
LIST_EDGE = 36    # design pixels of the list's height besides its servers
ROW = 52          # design pixels of one server in the list


class Welcome(ttk.Frame):
    """The first screen; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, nick: str, on_join: Callable[[str], None],
                 on_start: Callable[[str], None], on_pick: "Callable[[str, FoundServer], None]",
                 look: Callable[[tk.Misc, Callable[[], None]], Nearby] = Nearby) -> None:
        """`on_join`, `on_start` and, with a server nearby, `on_pick` get the valid name that stands in the field."""
        super().__init__(master, style="pane.TFrame")
        self._theme = theme
        self._nick = tk.StringVar(self, nick)
        self._card = ttk.Frame(self, style="pane.TFrame")
        self._logo = ttk.Label(self._card, style="pane.TLabel")
        self._title = ttk.Label(self._card, style="pane.H1.TLabel", text="Welcome to IntranetChat")
        self._words = ttk.Label(self._card, style="pane.Muted.TLabel", justify="center",
                                text="Talk to the people on your network. No internet, no account.")
        self._label = ttk.Label(self._card, style="pane.Field.TLabel", text="Your name")
        self.field = ttk.Entry(self._card, textvariable=self._nick, width=1, font=theme.font["ui"])
        self.problem = ttk.Label(self._card, style="pane.Err.TLabel", compound="left")
        self._buttons = ttk.Frame(self._card, style="pane.TFrame")
        self.join = ttk.Button(self._buttons, text="Join a server…", style="Accent.TButton",
                               command=lambda: self._go(on_join))
        self.start = ttk.Button(self._buttons, text="Start a server…", command=lambda: self._go(on_start))
        self._on_pick = on_pick
        self._nearby = look(self, self._show_servers)
        self._begin = ""  # timer
        self.box = ttk.Frame(self._card, style="Card.TFrame", padding=theme.px(4))
        self.list = RowList(self.box, theme, "raised", avatar=32, on_open=self._picked,
                            on_button=lambda key: self._nearby.look_again())
        self.list.pack(fill="both", expand=True)
        self.looking = ttk.Label(self._card, style="pane.Cap.TLabel", compound="left", justify="left")
        self.field.bind("<Return>", lambda _: self._go(on_join))
        self._nick.trace_add("write", lambda *_: self._say(""))
        for button in (self.join, self.start):
            button.bind("<Return>", lambda event: event.widget.invoke())
        self._lay_out()
        theme.on_change(self._lay_out, self)
        self.bind("<Configure>", lambda event: self._fit(event.width, event.height))
        self.bind("<Map>", lambda event: self._appeared())
        self.bind("<Unmap>", lambda event: self._disappeared())

    @property
    def nick(self) -> str:
        """What stands in the field."""
        return self._nick.get().strip()

    def focus_field(self) -> None:
        """Put the caret behind the name, and select it."""
        self.field.focus_set()
        self.field.selection_range(0, "end")
        self.field.icursor("end")

    def _go(self, begin: Callable[[str], None]) -> None:
        if not valid_nick(self.nick):
            self._say(NAME_RULE)
            self.focus_field()
            return
        begin(self.nick)

    def _appeared(self) -> None:
        if not self._begin:
            self._begin = self.after(LOOK_AFTER, self._nearby.begin)

    def _disappeared(self) -> None:
        if self._begin:
            self.after_cancel(self._begin)
            self._begin = ""
        self._nearby.end()

    def _show_servers(self) -> None:
        found = self._nearby.found
        self.list.show(rows_of(found) if found else ())
        self.looking.configure(text=self._nearby.sentence)
        self._place_servers()

    def _place_servers(self) -> None:
        """Show the list once there is something in it, and until then what is being done."""
        px, number = self._theme.px, len(self._nearby.found)
        self._fit(self.winfo_width(), self.winfo_height())
        shown, hidden = (self.box, self.looking) if number else (self.looking, self.box)
        hidden.grid_remove()
        shown.grid(row=7, column=0, sticky="we" if number else "", pady=(px(22), 0))

    def _picked(self, key: str) -> None:
        picked = {key_of(server.host, server.port): server for server in self._nearby.found}.get(key)
        if picked is not None:
            self._go(lambda nick: self._on_pick(nick, picked))

    def _say(self, problem: str) -> None:
        self.field.state(["invalid" if problem else "!invalid"])
        self.problem.configure(text=" " + problem, image=self._theme.icon("alert", "danger", 14))
        if problem:
            self.problem.grid()
        else:
            self.problem.grid_remove()

    def _lay_out(self) -> None:
        px, problem = self._theme.px, str(self.problem["text"]).strip()
        self._logo.configure(image=self._draw_logo())
        self._card.columnconfigure(0, minsize=px(WIDTH))
        rows = ((self._logo, "", (0, 0)), (self._title, "", (px(18), px(4))), (self._words, "", (0, 0)),
                (self._label, "w", (px(24), px(5))), (self.field, "we", (0, 0)), (self.problem, "w", (px(5), 0)),
                (self._buttons, "we", (px(12), 0)))
        for row, (widget, sticky, pady) in enumerate(rows):
            widget.grid(row=row, column=0, sticky=sticky, pady=pady)
        self.looking.configure(text=self._nearby.sentence, image=self._theme.icon("wifi", "text3", 16, box=(24, 16)))
        self._place_servers()
        self._buttons.columnconfigure((0, 1), weight=1, uniform="choices")
        self.join.grid(row=0, column=0, sticky="we", padx=(0, px(4)))
        self.start.grid(row=0, column=1, sticky="we", padx=(px(4), 0))
        self._card.place(relx=0.5, rely=0.48, anchor="center")
        self._say(problem)

    def _fit(self, width: int, height: int) -> None:
        """Leave out the picture where it is low, and shrink the column where it is narrow."""
        px = self._theme.px
        column = max(px(200), min(px(WIDTH), width - px(32)))
        self._card.columnconfigure(0, minsize=column)
        self._words.configure(wraplength=column)
        self.looking.configure(wraplength=column - px(24))
        rows = min(len(self._nearby.found), MOST_ROWS)
        form = FORM + (LIST_EDGE + ROW * rows if rows else 0)
        if height < px(form + LOGO):
            self._logo.grid_remove()
        else:
            self._logo.grid()
        while rows > 1 and height < px(form):
            rows, form = rows - 1, form - ROW
        self.list.configure(height=px(LIST_EDGE + ROW * rows))

    def _draw_logo(self) -> tk.PhotoImage:
        c, side = self._theme.c, self._theme.px(LOGO)
        box = raster.box(side, side, 0, 0, side, side, side * 0.28)
        sign = raster.strokes(ICONS["message"], side, side, side * 0.6, side * 0.05, side * 0.2, side * 0.2)
        data = raster.stack(side, side, [(box, c["accent"]), (sign, c["on_accent"])])
        self._picture = tk.PhotoImage(master=self, format="png", data=data)
        return self._picture
