"""The preferences: pages of settings at the right, their names at the left; whatever is changed is in force at once.
A page is made anew when it is turned to, and when its own changes alter the look of everything.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any, Optional

from app.ui.dialogs.dialog import PADDING, TITLE_BARS, Dialog
from app.ui.dialogs.form import Form
from app.ui.dialogs.preference_pages import PAGES
from app.ui.hairline import Hairline
from app.ui.rowlist import Row, RowList

WIDTH, HEIGHT = 468, 552  # design pixels of a page
BESIDE = 28               # design pixels for the scrollbar, its distance and the line beside the names
NAMES = 196               # design pixels: how wide the list of pages is
WHEEL = 48                # design pixels for each click of the wheel


class PreferencesDialog(Dialog):
    """The window of the settings; Tk thread only."""

    def __init__(self, window: Any, page: str = "") -> None:
        """`window` is app.ui.window.ChatWindow; `page` the key of the page to open, by default the first."""
        super().__init__(window.root, window.theme, "Preferences", 0)
        self._chat = window
        self.page = page or PAGES[0].key
        self.form: Optional[Form] = None
        self._drawing = ""
        self._side = ttk.Frame(self.window, style="side.TFrame")
        self._side.pack(side="left", fill="y")
        Hairline(self.window, self.theme).pack(side="left", fill="y")
        self._side.pack_propagate(False)
        self.names = RowList(self._side, self.theme, on_open=self.turn_to)
        self.names.show([Row("room", each.key, each.title, icon=each.icon) for each in PAGES])
        self.scroller.stretch()
        self._view = tk.Canvas(self.content, highlightthickness=0, borderwidth=0, takefocus=0)
        self._bar = ttk.Scrollbar(self.content, style="Vertical.TScrollbar", command=self._view.yview, takefocus=0)
        self._view.configure(yscrollcommand=self._bar.set)
        self._view.pack(side="left", fill="both", expand=True)
        self._bar.pack(side="right", fill="y")
        self.theme.on_change(self.redraw, self.window)
        for sequence, way in (("<Button-4>", -1), ("<Button-5>", 1)):
            self.window.bind(sequence, lambda _, way=way: self._scroll(way))
        self.window.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        self.window.bind("<FocusIn>", self._follow_focus, add="+")
        self._draw()
        self.show(self.names)

    def turn_to(self, page: str) -> None:
        """Show another page."""
        self._commit()
        self.page = page
        self._draw()
        self._view.yview_moveto(0)

    def redraw(self) -> None:
        """Make the page anew, soon: what asks for it may be a control of the page itself."""
        if not self._drawing and not self.closed:
            self._drawing = self.window.after_idle(self._draw)

    def submit(self) -> None:
        """There is nothing to hand over: it is in force already."""

    def close(self) -> None:
        """Take over what is being typed, and go."""
        if not self.closed:
            self._commit()
            self._chat.root.after_cancel(self._drawing) if self._drawing else None
        super().close()

    def _commit(self) -> None:
        if self.form is not None:
            self.form.commit()

    def _draw(self) -> None:
        self._drawing = ""
        px, focus = self.theme.px, self._focused()
        low = self.window.winfo_screenheight() - px(TITLE_BARS)
        beside = px(WIDTH + BESIDE + 2 * PADDING[0])
        self._side.configure(width=min(px(NAMES), self.window.winfo_screenwidth() - beside))
        self._view.configure(width=px(WIDTH + 12), height=min(px(HEIGHT), low), background=self.theme.c["pane"])
        self.names.pack(fill="both", expand=True, pady=(px(8), 0))
        self.names.select(self.page)
        self._view.delete("all")
        if self.form is not None:
            self.form.frame.destroy()
        page = next(each for each in PAGES if each.key == self.page)
        self.form = Form(self._view, self.theme, WIDTH, page.title)
        page.fill(self.form, self._chat, self)
        self._view.create_window(0, 0, window=self.form.frame, anchor="nw", width=px(WIDTH))
        self.form.frame.bind("<Configure>", lambda _: self._measure())
        if focus in self.form.controls:
            self.form.controls[focus].focus_set()

    def _measure(self) -> None:
        bottom = max(self.form.frame.winfo_reqheight() + self.theme.px(8), 1)
        self._view.configure(scrollregion=(0, 0, self.theme.px(WIDTH), bottom))

    def _focused(self) -> str:
        """The name of the control with the keyboard."""
        focus = self.window.focus_lastfor()
        controls = self.form.controls if self.form is not None else {}
        return next((name for name, control in controls.items() if control is focus), "")

    def _scroll(self, way: int) -> None:
        if self._view.yview() != (0.0, 1.0):
            self._view.yview_scroll(way, "units")

    def _follow_focus(self, event: "tk.Event") -> None:
        """Bring the control that has got the keyboard into sight."""
        if self.form is None or not str(event.widget).startswith(str(self.form.frame) + "."):
            return
        top = event.widget.winfo_rooty() - self.form.frame.winfo_rooty()
        seen, total = self._view.canvasy(0), max(1, self.form.frame.winfo_reqheight())
        if top < seen or top + event.widget.winfo_height() > seen + self._view.winfo_height():
            self._view.yview_moveto(max(0.0, (top - self._view.winfo_height() // 3) / total))
