"""What every test of the window shares: one Tk root of its own, gone when the test ends."""

import gc
import time
import tkinter as tk
from typing import Callable, Iterator

import pytest

SOON = 5.0  # seconds until a wait for a condition gives up


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    """A Tk root, 800 x 600, mapped and updated."""
    window = tk.Tk()
    window.geometry("800x600+0+0")
    window.update()
    yield window
    window.destroy()
    gc.collect()


@pytest.fixture
def wait_until(root: tk.Tk) -> Callable[[Callable[[], bool]], None]:
    """A function that runs Tk's events until a condition holds, and fails when it takes too long."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SOON
        while not condition():
            assert time.monotonic() < deadline, "the condition did not come true in time"
            root.update()

    return wait
