"""The people of the pictures: a server on 127.0.0.1, those who talk on it, and the window that is photographed.
Owns what they say; which screens are made of it is told in screens.py.
"""
import time
import tkinter as tk
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence

from app.client import Client, ServerAddress
from app.settings import Settings
from app.ui.appearance import SystemAppearance
from app.ui.dialogs.connect import ConnectValues
from app.ui.dialogs.start_server import HostValues
from app.ui.preferences import Preferences
from app.ui.window import ChatWindow
from server.config import ServerConfig
from server.hub import ChatServer

WITHIN = 20.0  # seconds for each step
SETTLES = 0.5  # seconds for the caret's blinking, and what is drawn when idle
SIZE = "1180x760+0+0"
READER = "Alex"
PEOPLE = ("Mara", "Jonas", "Lena", "Omar", "Tom", "Priya")
NETWORK = "Studio LAN"
GENERAL = "#general"
ROOMS = ("#design", "#lunch")
TOPIC = "Day-to-day talk, whole studio"
SCRIPT = """Here is the small script I use to reset the settings between runs:
```
from pathlib import Path

for path in Path.home().glob(".studio/*.json"):
    path.rename(path.with_suffix(".bak"))  # keeps a copy
```"""


class Said(NamedTuple):
    """A message of the pictures; `answers` begins the one that it answers, `likes` are reactions and who gives them."""

    sender: str
    text: str
    target: str = GENERAL
    answers: str = ""
    likes: Sequence[str] = ()


TALK = (
    Said("Mara", "Morning! New build is on the share: http://files.studio.lan/builds/2.4-rc1"),
    Said("Mara", "Two known problems: the export button is grey on first start, and `settings.json` is kept.",
         likes=("👍 Jonas", "👍 Tom", "👍 Alex", "👀 Lena")),
    Said("Jonas", SCRIPT),
    Said("Alex", "Nice one. I will add it to the wiki."),
    Said("Alex", "Can somebody check it on Windows too?"),
    Said("Tom", "Works on Windows 11, with the old settings and with new ones.", answers="Can somebody"),
    Said("Mara", "@Alex could you host the test server over lunch? Same port as last time is fine."),
    Said("Lena", "The new icons are in.", "#design"),
    Said("Omar", "They look *great* in the dark theme.", "#design"),
    Said("Priya", "Do you have five minutes this afternoon?", "Alex"),
)
EARLIER = tuple(Said(*words) for words in (
    ("Lena", "The projector in room 4 is back. Switch it off at the wall when you leave, the fan runs all night else."),
    ("Omar", "Will do."), ("Omar", "Also: the spare HDMI cable lives in the drawer under the printer now."),
    ("Mara", "I moved the planning notes to http://wiki.studio.lan/plan and locked the old page."),
    ("Priya", "Is the render queue limit still 20 for each person? I have 24 shots."),
    ("Tom", "It is, but say when you need more and I lift it for the night."),
    ("Tom", "Done, you have 30 until tomorrow 8:00."), ("Priya", "You are the best 🙏"),
    ("Jonas", "The settings page has its own tests now, they take *two* seconds."),
    ("Lena", "Who has the key of the sound booth?"), ("Omar", "On my desk, next to the plant."),
    ("Mara", "Lunch at half past twelve?"), ("Jonas", "Yes!"), ("Lena", "I join you at one.")))


class Cast:
    """The people, their server and the reader's window in one theme; one thread. Nobody is anywhere at first."""

    def __init__(self, folder: str, theme: str) -> None:
        """`folder` is an empty one, for what is kept."""
        self._folder = Path(folder)
        self.clients: Dict[str, Client] = {}
        self.server: Optional[ChatServer] = None
        root = tk.Tk()
        root.withdraw()
        settings = Settings(username=READER, theme=theme, geometry=SIZE, host_name=NETWORK, emoji="🎉 👍 🙏 😀")
        self.window = ChatWindow(root, Preferences(settings, str(self._folder / "settings.json")), Client,
                                 SystemAppearance(command=()), scale=1.0)
        self.window.open()

    def turn(self) -> None:
        """Let everybody take what came."""
        for client in self.clients.values():
            client.poll()
        self.window.root.update()

    def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for a condition; TimeoutError names it."""
        deadline = time.monotonic() + WITHIN
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"This never happened: {what}.")
            self.turn()
            time.sleep(0.005)

    def settle(self) -> None:
        """Let the window come to rest."""
        settled = time.monotonic() + SETTLES
        self.until(lambda: time.monotonic() > settled, "the window is drawn")

    def serve(self) -> None:
        """Start the server, and let everybody but the reader in."""
        self.server = ChatServer(ServerConfig(host="127.0.0.1", port=0, name=NETWORK, lobby=GENERAL, rate_limit=0,
                                              data_dir=str(self._folder / "server")))
        self.server.start()
        self._enter(self.server.port, ROOMS)
        self.clients["Mara"].set_topic(GENERAL, TOPIC)

    def join(self, talk: Sequence[Said] = TALK) -> None:
        """Let the reader in as well, and let everybody talk."""
        self.serve()
        self.window.joining.begin(ConnectValues("127.0.0.1", self.server.port, READER, "", "#design"))
        self.until(lambda: len(self.window.client.session.rooms) == 2, "the window is in its rooms")
        self.window.open_conversation(GENERAL)
        self.say(talk)

    def host(self) -> None:
        """Let the reader host the server, and everybody join it."""
        self.window.host.start(HostValues(NETWORK, 0, False, "", READER))
        self.until(lambda: self.window.client.session.operator, "the window is the host")
        lobby = self.window.host.server.config.lobby
        self._enter(self.window.host.server.port, ())
        self.say([each._replace(target=lobby) for each in TALK if each.target == GENERAL])
        self.window.toast.hide()

    def say(self, talk: Sequence[Said]) -> None:
        """Say everything, in order; the reader's own lines are typed into the window."""
        for each in talk:
            self._say(each)
            for like in each.likes:
                self._like(each, *like.split())
        self.window.composer.focus_field()

    def line(self, text: str) -> Any:
        """The line in the window that begins so, None without one."""
        begin = text.splitlines()[0]
        lines = [line for each in self.window.conversations for line in each.lines]
        return next((line for line in lines if line.text.startswith(begin) and line.msgid), None)

    def leave(self) -> None:
        """Take everybody and everything away."""
        for client in self.clients.values():
            client.close(WITHIN)
        if not self.window.closed:
            self.window.quit()
        if self.server is not None:
            self.server.stop()

    def _enter(self, port: int, rooms: Sequence[str]) -> None:
        self.clients = {name: Client() for name in PEOPLE}
        for name, client in self.clients.items():
            client.connect(ServerAddress("127.0.0.1", port), name, rooms=rooms)
        waiting: List[Client] = list(self.clients.values())
        self.until(lambda: all(len(each.session.rooms) == len(rooms) + 1 for each in waiting), "everybody is in")

    def _say(self, said: Said) -> None:
        if said.sender == READER:
            field = self.window.composer.text
            field.focus_force()  # there may be no window manager that gives it the keyboard
            self.turn()
            field.insert("1.0", said.text)
            field.event_generate("<Return>")
        else:
            answers = self.line(said.answers).msgid if said.answers else ""
            self.clients[said.sender].say(said.target, said.text, reply_to=answers)
        self.until(lambda: self.line(said.text), said.text)

    def _like(self, said: Said, reaction: str, name: str) -> None:
        line = self.line(said.text)
        client = self.window.client if name == READER else self.clients[name]
        client.react(said.sender if said.target == name else said.target, line.msgid, reaction)
        self.until(lambda: any(name in tally.nicks for tally in line.reactions.tallies()) if line.reactions else False,
                   f"{name} reacts with {reaction}")
