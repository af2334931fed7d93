"""Where the regions of the window are at every width: side by side, or as drawers that slide over the messages.
The widths are those of the design: below 960 the people, and below 620 also the rooms, become drawers.
"""

import tkinter as tk
from typing import Callable, Optional, Tuple

from app.ui.hairline import Hairline
from app.ui.theme import Theme

WIDE, MIDDLE = 960, 620              # design pixels of window width
SIDES = (248, 216)                   # design pixels of width at first
NARROWEST, WIDEST = 200, 360         # design pixels that a side can be dragged to
GRIP = 5                             # design pixels that take the mouse at a side's edge
FOOT = 70                            # design pixels at the lower end that the grip leaves free, for the line there


class Side:
    """One of the two regions at the sides: beside the messages, over them as a drawer, or hidden; Tk thread only."""

    def __init__(self, top: tk.Misc, body: tk.Misc, theme: Theme, left: bool, width: int,
                 on_width: Callable[[], None]) -> None:
        """`top` is the frame of the whole window, and `body` the grid in it; `on_width` is called after a drag."""
        self._theme = theme
        self._top = top
        self._body = body
        self._left = left
        self.width = width  # design pixels
        self.place = "hidden"  # or 'beside' or 'drawer'
        self.frame = tk.Frame(top, borderwidth=0)
        self.frame.pack_propagate(False)
        self._edge = Hairline(self.frame, theme)
        self._drawer_edge = Hairline(self.frame, theme, "line2")
        self.grip = tk.Frame(self.frame, borderwidth=0, cursor="sb_h_double_arrow")
        self.grip.bind("<B1-Motion>", self._dragged)
        self.grip.bind("<ButtonRelease-1>", lambda _: on_width())

    def fill(self, content: tk.Misc) -> None:
        """Put the content in; it was made with `frame` as its parent."""
        edge = "right" if self._left else "left"
        self._edge.pack(side=edge, fill="y")
        content.pack(side=edge, fill="both", expand=True)
        self.grip.place(relx=1.0 if self._left else 0.0, anchor="ne" if self._left else "nw", relheight=1.0)
        self.grip.lift()
        self._colour()
        self._theme.on_change(self._colour, self.frame)

    def show(self, place: str) -> None:
        """Be 'beside' the messages, a 'drawer' over them, or 'hidden'."""
        if place == self.place:
            return
        self.place = place
        self.frame.grid_forget()
        self.frame.place_forget()
        (self._drawer_edge if place == "drawer" else self._edge).pack(side="right" if self._left else "left", fill="y",
                                                                     before=self.frame.pack_slaves()[0])
        (self._edge if place == "drawer" else self._drawer_edge).pack_forget()
        if place == "beside":
            self.frame.grid(in_=self._body, row=0, column=0 if self._left else 2, sticky="ns")
            self.frame.lift()
        elif place == "drawer":
            over = self._top if self._left else self._body
            self.frame.place(in_=over, relx=0.0 if self._left else 1.0, y=0, relheight=1.0,
                             anchor="nw" if self._left else "ne")
            self.frame.lift()

    def _dragged(self, event: "tk.Event") -> None:
        x = event.x_root - self.frame.winfo_rootx()
        pixels = x if self._left else self.frame.winfo_width() - x
        design = pixels / (self._theme.scale * self._theme.zoom)
        self.width = int(max(NARROWEST, min(WIDEST, design)))
        self._colour()

    def _colour(self) -> None:
        side = self._theme.c["side"]
        self.frame.configure(width=self._theme.px(self.width), background=side)
        self.grip.configure(background=side)
        self.grip.place_configure(height=-self._theme.px(FOOT), width=self._theme.px(GRIP) - 1,
                                   x=-self._thin() if self._left else self._thin())

    def _thin(self) -> int:
        return max(1, self._theme.px(1))


class Layout:
    """The arrangement of the regions, and which of them the person wants to see; Tk thread only."""

    def __init__(self, top: tk.Misc, body: tk.Misc, theme: Theme, on_form: Callable[[bool], None],
                 widths: Tuple[int, int] = SIDES,
                 on_widths: Callable[[int, int], None] = lambda left, right: None) -> None:
        """`on_form` is called with whether the window is narrow, whenever that changes.

        `widths` are those of both sides, in design pixels; `on_widths` gets them after one was dragged.
        """
        self._top = top
        self._theme = theme
        self._on_form = on_form
        self.left, self.right = (
            Side(top, body, theme, left, width, lambda: on_widths(self.left.width, self.right.width))
            for left, width in zip((True, False), widths))
        self.wants_sidebar = True
        self.wants_people = True
        self.has_people = False  # whether there are people to show in this conversation
        self.form = ""  # 'wide', 'middle' or 'narrow'
        self._drawer: Optional[Side] = None
        body.columnconfigure(1, weight=1)
        body.rowconfigure(0, weight=1)
        top.bind("<Configure>", lambda _: self.arrange(), add="+")
        theme.on_change(self.arrange)

    def arrange(self) -> None:
        """Give every region its place at the present width."""
        width = self._top.winfo_width() / (self._theme.scale * self._theme.zoom)
        form = "wide" if width >= WIDE else "middle" if width >= MIDDLE else "narrow"
        if width <= 1:
            return
        if form != self.form:
            was_narrow, self.form = self.form == "narrow", form
            self._drawer = None
            if (form == "narrow") != was_narrow or not was_narrow:
                self._on_form(form == "narrow")
        self.left.show(self._place_of(self.left, self.wants_sidebar, form != "narrow"))
        self.right.show(self._place_of(self.right, self.wants_people and self.has_people, form == "wide"))

    def toggle_sidebar(self) -> None:
        """Show or hide the rooms, as a drawer where the window is narrow."""
        if self.form == "narrow":
            self._pull(self.left)
        else:
            self.wants_sidebar = not self.wants_sidebar
        self.arrange()

    def toggle_people(self) -> None:
        """Show or hide the people, as a drawer where the window is not wide."""
        if self.form != "wide":
            self._pull(self.right)
        else:
            self.wants_people = not self.wants_people
        self.arrange()

    def close_drawer(self) -> bool:
        """Push the open drawer back; returns whether there was one."""
        was_open, self._drawer = self._drawer is not None, None
        if was_open:
            self.arrange()
        return was_open

    def is_outside_drawer(self, x_root: int, y_root: int) -> bool:
        """Tell whether a place on the screen is beside the open drawer; False without one."""
        if self._drawer is None:
            return False
        frame = self._drawer.frame
        x, y = x_root - frame.winfo_rootx(), y_root - frame.winfo_rooty()
        return not (0 <= x < frame.winfo_width() and 0 <= y < frame.winfo_height())

    @property
    def shows_sidebar(self) -> bool:
        """Whether the rooms can be seen."""
        return self.left.place != "hidden"

    @property
    def shows_people(self) -> bool:
        """Whether the people can be seen."""
        return self.right.place != "hidden"

    def _pull(self, side: Side) -> None:
        self._drawer = None if self._drawer is side else side
        if side is self.right and not self.has_people:
            self._drawer = None

    def _place_of(self, side: Side, wanted: bool, fits: bool) -> str:
        if self._drawer is side and not fits:
            return "drawer"
        return "beside" if fits and wanted else "hidden"
