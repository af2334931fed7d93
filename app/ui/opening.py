"""The first moments of the window: settings read, parts made, shown, and then what the command line asked for.
Nothing slow happens before the window can be seen.
"""

import os
import signal
import threading
import time
import tkinter as tk
from typing import TYPE_CHECKING, Any

from app import paths, settings
from app.client import Client
from app.known_servers import KnownServers
from app.protection import AUTO, REQUIRED
from app.read_marks import ReadMarks
from app.ui.appearance import SystemAppearance
from app.ui.desktop import Desktop
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow

if TYPE_CHECKING:
    from app.ui.dialogs.start_server import HostValues

ICON_SIZES = (64, 32, 16)  # px, the best first
PATIENCE = 0.05  # seconds that the first paint waits for the desktop to say whether it is dark
LOOK_AGAIN = 10  # milliseconds


def open_window(root: tk.Tk, appearance: SystemAppearance, options: Any) -> ChatWindow:
    """Return the window, shown; `options` is what the command line gave."""
    loaded = settings.load()
    preferences = Preferences(loaded.settings._replace(username=options.username or loaded.settings.username))
    if loaded.settings.theme == "system":
        appearance.answer(PATIENCE)
    bell = threading.Event()
    known = KnownServers(paths.known_servers_file())
    marks = ReadMarks(paths.read_marks_file(), time.monotonic)
    window = ChatWindow(root, preferences, lambda: Client(wake=bell.set, known=known, marks=marks), appearance, bell,
                        tell=Desktop(root).tell)
    window.open()
    _quit_on_signals(window)
    if loaded.problem:
        window.statusbar.say(loaded.problem)
    _begin(window, options)
    return window


def _begin(window: ChatWindow, options: Any) -> None:
    """Do what the command line asked for, as soon as the window can be seen."""
    if window.closed:
        return
    if not window.root.winfo_viewable():
        window.root.after(LOOK_AGAIN, _begin, window, options)
        return
    _show_icon(window.root)
    is_found = window.host.find_again(window.preferences.nick)
    window.servers.connect_at_start()
    nick = window.preferences.nick
    if options.start_server and not is_found:
        from app.ui.dialogs.start_server import HostValues
        everybody = options.who == "network"
        _host(window, HostValues(options.name, options.port, everybody, "", nick), options.room or "")
    elif options.host:
        from app.ui.dialogs.connect import ConnectValues
        tls = REQUIRED if options.link is not None and options.link.encrypted else AUTO
        window.joining.begin(ConnectValues(options.host, options.port, nick, "", options.room or "", tls))


def _host(window: ChatWindow, values: "HostValues", room: str) -> None:
    from app.hosting import HostingFailed
    try:
        window.host.start(values, room)
    except HostingFailed as problem:
        window.host.ask(problem, values)


def _quit_on_signals(window: ChatWindow) -> None:
    """Let Ctrl+C in the terminal and the end of the session close the window, so that guests of its server are told."""
    def quit_soon(number: int, frame: object) -> None:
        window.root.after(0, window.quit)  # a signal comes in the middle of anything

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), quit_soon)


def _show_icon(root: tk.Tk) -> None:
    files = [paths.asset(f"icon-{size}.png") for size in ICON_SIZES]
    root.icons = [tk.PhotoImage(master=root, file=file) for file in files if os.path.exists(file)]
    if root.icons:
        root.iconphoto(True, *root.icons)
