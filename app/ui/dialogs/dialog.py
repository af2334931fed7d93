"""What every dialog has in common: a modal window on its parent, a heading, fields, a status line, the buttons.
Whether the input is valid (`submit`) is kept apart from closing the window (`close`), which only its owner decides.
"""

import tkinter as tk
from contextlib import suppress
from tkinter import ttk
from typing import Callable, Dict, Optional

from app.ui.dialogs.field import Field, Note
from app.ui.dialogs.scroller import Scroller
from app.ui.theme import Theme

PADDING = (28, 22)  # design pixels: at the sides; above and below
TITLE_BARS = 120    # design pixels of a low screen that title bar, panel and padding take
PULSE = 16          # milliseconds between two steps of the progress line


class Dialog:
    """A modal window over its parent, built hidden; subclasses fill `content` and then call `show`. Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, title: str, width: int, height: int = 0) -> None:
        """`width` and `height` are the least size of the contents without padding, in design pixels."""
        self.theme = theme
        self.width = width
        self.fields: Dict[str, Field] = {}
        self.is_busy = False
        self.primary: Optional[ttk.Button] = None
        self.cancel_button: Optional[ttk.Button] = None
        self._parent = root.winfo_toplevel()
        self._focus_before = _known(root.focus_get)
        self._focus_in_form: Optional[tk.Misc] = None
        self._grab_before = _known(root.grab_current)
        self.window = tk.Toplevel(self._parent, background=theme.c["pane"])
        self.window.withdraw()
        self.window.title(title)
        self.window.resizable(False, False)
        if self.window.tk.call("tk", "windowingsystem") == "x11":
            self.window.attributes("-type", "dialog")
        if self._parent.winfo_viewable():
            self.window.transient(self._parent)
        self.body = ttk.Frame(self.window, style="pane.TFrame", padding=[theme.px(side) for side in PADDING])
        self.body.pack(side="right", fill="both", expand=True)
        ttk.Frame(self.body, style="pane.TFrame", width=theme.px(width)).pack()
        least = min(theme.px(height), self.window.winfo_screenheight() - theme.px(TITLE_BARS))
        ttk.Frame(self.body, style="pane.TFrame", height=max(0, least)).pack(side="right")
        self.scroller = Scroller(self.body, theme, TITLE_BARS, self._place)
        self.content, self._foot = self.scroller.content, self.scroller.foot
        self._status = Note(self._foot, theme, width)
        self._bar = ttk.Progressbar(self._foot, style="Horizontal.TProgressbar", mode="indeterminate")
        self._status.frame.grid(row=0, column=0, columnspan=3, sticky="we")
        self._foot.columnconfigure(0, weight=1)
        theme.on_change(self._recolour, self.window)
        self.closed = False  # whether the window is gone
        self._bind_keys()

    def show(self, first: tk.Misc) -> None:
        """Put the finished window in the middle of its parent, with the keyboard on `first`."""
        self._place()
        self.window.deiconify()
        self.window.lift()
        first.focus_set()
        if isinstance(first, ttk.Entry):
            first.selection_range(0, "end")

    def submit(self) -> None:
        """Check the input and pass it on; the window stays."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Do what Esc, Cancel and the window's own close button mean."""
        self.close()

    def close(self) -> None:
        """Take the window away and give the keyboard back to where it was; a closed one may be closed again."""
        if self.closed:
            return
        self.closed = True
        self.window.grab_release()
        if self._focus_before is not None and self._focus_before.winfo_exists():
            self._focus_before.focus_set()  # before the window goes, for the program then has the keyboard to give
        self.window.destroy()
        if self._grab_before is not None and self._grab_before.winfo_exists():
            self._grab_before.grab_set()

    def busy(self, text: str) -> None:
        """Show that something is under way; until `idle` nothing can be changed or sent a second time."""
        if self.closed:
            return
        self.is_busy = True
        self._focus_in_form = self.window.focus_lastfor()
        self.clear_errors()
        self._enable(False)
        self._status.show_help(text)
        self._bar.grid(row=1, column=0, columnspan=3, sticky="we", pady=(self.theme.px(8), 0))
        self._bar.start(PULSE)
        self.window.focus_set()

    def idle(self) -> None:
        """Let the person type again."""
        if self.closed or not self.is_busy:
            return
        self.is_busy = False
        self._bar.stop()
        self._bar.grid_remove()
        self._status.show_help("")
        self._enable(True)
        if self._focus_in_form is not None:
            self._focus_in_form.focus_set()

    def show_error(self, field: str, sentence: str) -> None:
        """Say what is wrong at the field it belongs to, or above the buttons when `field` is ''."""
        if self.closed:
            return
        self.idle()
        self.clear_errors()
        if field:
            self.fields[field].show_error(sentence)
        else:
            self._status.show_error(sentence)

    def clear_errors(self) -> None:
        """Take every error away."""
        for field in self.fields.values():
            field.clear_error()
        self._status.show_help("")

    def add_heading(self, title: str, text: str, gap: int = 18) -> None:
        """Put a title and a sentence on top of the contents; `gap` is the room below, in design pixels."""
        px = self.theme.px
        ttk.Label(self.content, text=title, style="pane.H2.TLabel").pack(anchor="w")
        ttk.Label(self.content, text=text, style="pane.Muted.TLabel", wraplength=px(self.width), justify="left").pack(
            anchor="w", pady=(px(3), px(gap)))

    def add_note(self, help_text: str = "", master: Optional[tk.Misc] = None) -> Note:
        """Return a new note of the full width, to be packed below its fields."""
        return Note(master or self.content, self.theme, self.width, help_text)

    def add_field(self, name: str, field: Field, above: int = 14) -> None:
        """Put a field of the full width, and its note, below what is there, with `above` design pixels between."""
        px = self.theme.px
        field.frame.pack(fill="x", pady=(px(above), 0))
        field.note.frame.pack(fill="x")
        self.fields[name] = field

    def add_buttons(self, primary: str, style: str = "Accent.TButton", cancel: str = "Cancel") -> None:
        """Put Cancel and the primary button at the bottom right; an empty `cancel` leaves that one out."""
        row = ttk.Frame(self._foot, style="pane.TFrame")
        row.grid(row=2, column=0, columnspan=3, sticky="e", pady=(self.theme.px(18), 0))
        if cancel:
            self.cancel_button = ttk.Button(row, text=cancel, style="TButton", command=self.cancel)
            self.cancel_button.pack(side="left", padx=(0, self.theme.px(8)))
        self.primary = ttk.Button(row, text=primary, style=style, command=self.submit)
        self.primary.pack(side="left")

    def _enable(self, enabled: bool) -> None:
        for field in self.fields.values():
            field.enable(enabled)
        if self.primary:
            self.primary.state(["!disabled"] if enabled else ["disabled"])

    def _bind_keys(self) -> None:
        self.window.protocol("WM_DELETE_WINDOW", self.cancel)
        self.window.bind("<Escape>", lambda event: self.cancel())
        for key in ("<Return>", "<KP_Enter>"):
            self.window.bind(key, self._entered)
        self.window.bind("<Visibility>", self._appeared)
        self.window.bind("<Destroy>", self._destroyed, add="+")

    def _entered(self, event: "tk.Event") -> None:
        """Enter presses the button that has the keyboard, else the primary one."""
        button = event.widget if isinstance(event.widget, ttk.Button) else self.primary
        if button is not None:
            button.invoke()

    def _appeared(self, event: "tk.Event") -> None:
        if event.widget is not self.window:
            return
        self.window.unbind("<Visibility>")
        with suppress(tk.TclError):  # hidden again in the meantime, or another program holds the screen
            self.window.grab_set()

    def _destroyed(self, event: "tk.Event") -> None:
        if event.widget is self.window:
            self.closed = True

    def _place(self) -> None:
        """Centre on the parent, or on the screen while the parent is hidden, and stay on the screen."""
        self.window.update_idletasks()
        self.scroller.fit()
        self.window.update_idletasks()
        width, height = self.window.winfo_reqwidth(), self.window.winfo_reqheight()
        screen = self.window.winfo_screenwidth(), self.window.winfo_screenheight()
        x, y, parent_width, parent_height = 0, 0, screen[0], screen[1]
        if self._parent.winfo_viewable():
            x, y = self._parent.winfo_rootx(), self._parent.winfo_rooty()
            parent_width, parent_height = self._parent.winfo_width(), self._parent.winfo_height()
        left = max(0, min(x + (parent_width - width) // 2, screen[0] - width))
        top = max(0, min(y + (parent_height - height) // 2, screen[1] - height))
        self.window.geometry(f"+{left}+{top}")

    def _recolour(self) -> None:
        self.window.configure(background=self.theme.c["pane"])


def _known(ask: Callable[[], Optional[tk.Misc]]) -> Optional[tk.Misc]:
    """Return the widget that Tk names, or None where it names one of its own, such as a menu's copy in the menu bar."""
    try:
        return ask()
    except KeyError:
        return None
