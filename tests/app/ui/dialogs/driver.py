"""What a person does to a dialog: waiting for it, typing, pressing keys."""

import time
import tkinter as tk
from tkinter import ttk
from typing import Callable, Iterator, List

from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field

WITHIN = 10  # seconds for anything a display has to do


def pump_until(widget: tk.Misc, condition: Callable[[], object], what: str) -> None:
    """Run the event loop until the condition holds; AssertionError with `what` when it does not come true in time."""
    deadline = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        widget.update()


def shown(dialog: Dialog) -> Dialog:
    """Wait until the dialog is on the screen, modal, and has the keyboard."""
    window = dialog.window
    pump_until(window, lambda: window.winfo_viewable() and window.grab_current() is window, "the dialog appears")
    window.focus_lastfor().focus_force()
    pump_until(window, lambda: window.focus_get() is not None, "the dialog gets the keyboard")
    window.update()
    return dialog


def move_to(widget: tk.Misc) -> None:
    """Put the keyboard on a widget of the dialog."""
    widget.focus_set()
    widget.update()


def press(dialog: Dialog, *keys: str) -> None:
    """Press keys where the keyboard is, such as '<Return>'."""
    for key in keys:
        dialog.window.update()
        focus = dialog.window.focus_get()
        assert focus is not None, "no widget of this program has the keyboard"
        focus.event_generate(key)
        if not dialog.closed:
            dialog.window.update()


def fill(field: Field, text: str) -> None:
    """Replace what is in a field by typing."""
    field.entry.delete(0, "end")
    field.entry.insert(0, text)


def tab_stops(dialog: Dialog) -> List[tk.Misc]:
    """The widgets that Tab visits, once around, beginning where the keyboard is."""
    start = dialog.window.focus_get()
    stops = [start]
    while True:
        press(dialog, "<Tab>")
        focus = dialog.window.focus_get()
        if focus is start or len(stops) > 50:
            return stops
        stops.append(focus)


def texts(widget: tk.Misc) -> Iterator[str]:
    """The texts of all labels and buttons below a widget."""
    for child in widget.winfo_children():
        if isinstance(child, (ttk.Label, ttk.Button, ttk.Radiobutton, tk.Label)):
            yield str(child.cget("text"))
        yield from texts(child)


def errors(dialog: Dialog) -> List[str]:
    """The sentences that stand at fields."""
    return sorted({field.note.error for field in dialog.fields.values() if field.note.error})
