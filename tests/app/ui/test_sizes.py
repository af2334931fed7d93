"""How the main window lies at small and large sizes and scales: nothing is cut, and one can always write."""

import tkinter as tk
from tkinter import ttk
from typing import Iterator, List

import pytest

from app.client import Client
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow
from server.config import ServerConfig
from server.hub import ChatServer
from tests.support import pump_until

pytestmark = pytest.mark.once
SIZES = ("480x360", "900x600", "1600x1000")


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window in the lobby of a server, with something said."""
    from app.ui.dialogs.connect import ConnectValues

    server = ChatServer(ServerConfig(host="127.0.0.1", port=0))
    server.start()
    root = tk.Tk()
    made = ChatWindow(root, Preferences(Settings(username="Alex", theme="light")), Client,
                      SystemAppearance(command=()), scale=1.0)
    made.open()
    made.joining.begin(ConnectValues("127.0.0.1", server.port, "Alex"))
    pump_until(lambda: made.conversation.target == "#lobby" and made.conversation.joined, root.update)
    made.say("Morning! The new build is on the share, with *two* known problems and a long story about each.")
    yield made
    made.quit()
    server.stop()


def shown(widget: tk.Misc) -> Iterator[tk.Misc]:
    """All widgets inside one that are on the screen."""
    for child in widget.winfo_children():
        if child.winfo_viewable() and child.winfo_toplevel() is widget.winfo_toplevel():
            yield child
            yield from shown(child)


def faults(root: tk.Tk) -> List[str]:
    """What lies outside its parent, is narrower than its words, or overlaps what it is packed or gridded beside."""
    found = []
    for widget in shown(root):
        parent = widget.nametowidget(widget.winfo_parent())
        right, bottom = widget.winfo_x() + widget.winfo_width(), widget.winfo_y() + widget.winfo_height()
        inside = min(widget.winfo_x(), widget.winfo_y()) >= 0 and right <= parent.winfo_width()
        if not (inside and bottom <= parent.winfo_height()):
            found.append(f"{widget} is cut by what it stands in")
        if isinstance(widget, ttk.Button) and widget.winfo_width() < widget.winfo_reqwidth():
            found.append(f"{widget} is narrower than its words")
        beside = [other for other in parent.winfo_children() if str(other) > str(widget) and other.winfo_viewable()]
        found += [f"{widget} lies over {other}" for other in beside if _overlap(widget, other)]
    return found


def _place(widget: tk.Misc) -> object:
    """What a widget is packed or gridded in; None for one that is placed, which lies over others on purpose."""
    manager = widget.winfo_manager()
    info = widget.pack_info() if manager == "pack" else widget.grid_info() if manager == "grid" else {}
    return info.get("in")


def _overlap(one: tk.Misc, other: tk.Misc) -> bool:
    if _place(one) is None or _place(one) != _place(other):
        return False
    left = max(one.winfo_x(), other.winfo_x())
    right = min(one.winfo_x() + one.winfo_width(), other.winfo_x() + other.winfo_width())
    top = max(one.winfo_y(), other.winfo_y())
    bottom = min(one.winfo_y() + one.winfo_height(), other.winfo_y() + other.winfo_height())
    return left < right and top < bottom


def test_nothing_is_cut_at_any_size(window: ChatWindow) -> None:
    """At each size and scale everything has its place, and the field stands whole above the lower edge."""
    root = window.root
    found = {}
    for scale in (1.0, 1.5, 2.0):
        window.theme.apply(scale=scale)
        for size in SIZES:
            root.geometry(size + "+0+0")
            for _ in range(3):  # a narrow window takes parts away once it has its width
                root.update()
            field = window.composer.text
            low = field.winfo_rooty() + field.winfo_height() > root.winfo_rooty() + root.winfo_height()
            problems = faults(root) + ["the field can't be seen"] * (low or not field.winfo_viewable())
            if problems:
                found[f"{size} at {scale}"] = problems
    assert found == {}


def test_own_name_is_whole_after_the_size_has_changed(window: ChatWindow) -> None:
    """A larger scale and a larger window at once leave no cut name at the foot of the rooms."""
    window.theme.apply(scale=2.0)
    window.root.geometry("1600x1000+0+0")
    for _ in range(3):
        window.root.update()
    assert "Alex" in [widget.cget("text") for widget in shown(window.sidebar) if isinstance(widget, ttk.Label)]
