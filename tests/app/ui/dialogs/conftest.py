"""A main window and its theme, shared by the tests of one file, and whatever they opened closed after each."""

import gc
import tkinter as tk
from typing import Iterator

import pytest

from app.ui.palette import LIGHT
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import pump_until


@pytest.fixture(scope="module")
def shared_root() -> Iterator[tk.Tk]:
    """The main window, on the screen."""
    root = tk.Tk()
    root.geometry("900x700+50+50")
    look = Theme(root, LIGHT, scale=1.0)
    root.theme = look
    pump_until(root, root.winfo_viewable, "the main window appears")
    yield root
    root.destroy()
    gc.collect()  # here, and not in a thread of a later test


@pytest.fixture
def root(shared_root: tk.Tk) -> Iterator[tk.Tk]:
    """The main window without any dialog."""
    shared_root.focus_force()
    yield shared_root
    for window in shared_root.winfo_children():
        if isinstance(window, tk.Toplevel):
            window.destroy()
    shared_root.update()


@pytest.fixture
def theme(shared_root: tk.Tk) -> Theme:
    """The look of the main window."""
    return shared_root.theme
