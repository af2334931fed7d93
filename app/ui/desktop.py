"""The way from a notice to the desktop: its own notification, a sound, and a mark in the taskbar.
What a desktop doesn't have is left out; nothing waits, and a message's text is never more than one argument.
"""

import shutil
import subprocess
import sys
import tkinter as tk
from typing import List, Optional

from app import paths
from app.ui.notices import Notice

AT_ONCE = 4  # programs that may still be at work when another one is to be started
_SCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")


class Desktop:
    """What can be told outside the window; Tk thread only."""

    def __init__(self, root: tk.Tk, platform: str = sys.platform) -> None:
        self._root = root
        self._platform = platform
        self._running: List[subprocess.Popen] = []

    def tell(self, notice: Notice) -> None:
        """Tell it in the ways that it asks for."""
        from app.ui import chime, urgency  # with the first notice, so that the window is up sooner
        if notice.urgent:
            urgency.ask_for_attention(self._root)
        command = popup_command(notice, self._platform) if notice.popup else None
        if command is not None:
            self._run(command)
        if notice.sound:
            chime.play(self._run, self._root.bell, self._platform)

    def _run(self, command: List[str]) -> None:
        self._running = [each for each in self._running if each.poll() is None]
        if len(self._running) >= AT_ONCE:
            return
        try:
            self._running.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                                  stderr=subprocess.DEVNULL))
        except OSError:
            return  # it went away since it was found


def popup_command(notice: Notice, platform: str) -> Optional[List[str]]:
    """Return the program and arguments that show a notification; None where there is none, as on Windows.

    The body of a notification is markup for notify-send: Desktop Notifications Specification 1.2, "Markup".
    """
    if platform == "darwin":
        found = shutil.which("osascript")
        script = [part for line in _SCRIPT for part in ("-e", line)]
        return [found] + script + [notice.title, notice.body] if found else None
    found = None if platform == "win32" else shutil.which("notify-send")
    if not found:
        return None
    return [found, "--app-name=IntranetChat", "--category=im.received", "--icon=" + paths.asset("icon-64.png"), "--",
            notice.title, _as_markup(notice.body)]


def _as_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
