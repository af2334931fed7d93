"""Tk is touched by its own thread alone, whatever the other threads of the program bring at the same time."""

import threading
import tkinter as tk
from typing import Any, List

import pytest

from app.client import Client, Online
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.dialogs.start_server import HostValues
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow
from build_scripts.caller import Caller
from tests.support import pump_until

pytestmark = pytest.mark.once
TALKERS, MESSAGES = 20, 30  # so few each that the rate limit holds nobody up


class Guarded:
    """The interpreter of a window, which notes each thread that asks it for something and is not the first."""

    def __init__(self, interpreter: Any) -> None:
        self._interpreter = interpreter
        self._thread = threading.current_thread()
        self.strangers: List[str] = []

    def __getattr__(self, name: str) -> Any:
        if threading.current_thread() is not self._thread:
            self.strangers.append(f"{threading.current_thread().name}: {name}")
        return getattr(self._interpreter, name)


def test_other_threads_never_call_tk() -> None:
    """Through a burst on the hosted server, people who come and go, and a new connection, no other thread asks Tk."""
    root = tk.Tk()
    root.withdraw()
    guard = root.tk = Guarded(root.tk)
    threading.Thread(target=lambda: guard.createcommand, name="stranger").start()
    pump_until(lambda: guard.strangers)
    assert guard.strangers == ["stranger: createcommand"]
    guard.strangers.clear()

    bell = threading.Event()
    window = ChatWindow(root, Preferences(Settings(username="Alex", theme="light")), lambda: Client(wake=bell.set),
                        SystemAppearance(command=()), bell, scale=1.0)
    window.open()
    window.host.start(HostValues("Studio", 0, False, "", "Alex"))
    pump_until(lambda: window.conversation.target == "#lobby" and window.conversation.joined, root.update)
    talkers = [threading.Thread(target=talk, args=(window.host.server.port, number)) for number in range(TALKERS)]
    for talker in talkers:
        talker.start()
    pump_until(lambda: said_last(window) == TALKERS, root.update, 60.0)
    window.client.disconnect()
    root.update()
    window.client.reconnect_now()
    pump_until(lambda: isinstance(window.client.state, Online) and window.conversation.joined, root.update)
    window.quit()
    for talker in talkers:
        talker.join()
    assert guard.strangers == []


def talk(port: int, number: int) -> None:
    """Come in, say much at once, and go."""
    caller = Caller(port).register(f"talker{number}")
    caller.enter("#lobby")
    for said in range(MESSAGES):
        caller.send(f"PRIVMSG #lobby :{number} {said}")
    caller.sync()
    caller.close()


def said_last(window: ChatWindow) -> int:
    """How many of the talkers' last messages have arrived."""
    return sum(line.text.endswith(f" {MESSAGES - 1}") for line in window.conversation.lines)
