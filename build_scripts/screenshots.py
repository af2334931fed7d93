"""Draw the pictures that the README shows, from the real program: python3 build_scripts/screenshots.py.

A real server on 127.0.0.1, people who talk on it, and a real window that is photographed in both themes. Needs an X
server (one is started where there is none) and ImageMagick's `import`.
"""
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, List, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.client import Client, ServerAddress  # noqa: E402
from build_scripts.display import VirtualDisplay, needs_virtual_display  # noqa: E402
from server.config import ServerConfig  # noqa: E402
from server.hub import ChatServer  # noqa: E402

FOLDER = ROOT / "assets" / "screenshots"
WITHIN = 20.0  # seconds for each step
SIZE = "1180x760+0+0"
PEOPLE = ("Mara", "Jonas", "Lena", "Omar", "Tom", "Priya")
ROOMS = ("#design", "#lunch")
TOPIC = "Day-to-day talk, whole studio"
TALK: Tuple[Tuple[str, str, str], ...] = (
    ("Mara", "#general", "Morning! New build is on the share: http://files.studio.lan/builds/2.4-rc1"),
    ("Mara", "#general", "Two known problems: the export button is grey on first start, and `settings.json` is kept."),
    ("Jonas", "#general", "Here is the small script I use to reset the settings between runs:"),
    ("Alex", "#general", "Nice one. I will add it to the wiki."),
    ("Alex", "#general", "Can somebody check it on Windows too?"),
    ("Tom", "#general", "Works on Windows 11, with the old settings and with new ones."),
    ("Priya", "#general", "On the Mac too. The dark theme is *lovely* there 🎉"),
    ("Mara", "#general", "@Alex could you host the test server over lunch? Same port as last time is fine."),
    ("Lena", "#design", "The new icons are in."),
    ("Omar", "#design", "They look *great* in the dark theme."),
    ("Priya", "Alex", "Do you have five minutes this afternoon?"),
)


class Cast:
    """The people on a server, the reader's own window among them; one thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.clients = {name: Client() for name in PEOPLE}
        self.window: Optional[object] = None

    def turn(self) -> None:
        """Let everybody take what came."""
        for client in self.clients.values():
            client.poll()
        if self.window is not None:
            self.window.root.update()

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition; TimeoutError names it."""
        deadline = time.monotonic() + WITHIN
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"This never happened: {what}.")
            self.turn()
            time.sleep(0.005)

    def enter(self) -> None:
        """Connect everybody but the window."""
        for name, client in self.clients.items():
            client.connect(ServerAddress("127.0.0.1", self.port), name, rooms=ROOMS)
        self.until(lambda: all(len(each.session.rooms) == 3 for each in self.clients.values()), "everybody is in")
        self.clients["Mara"].set_topic("#general", TOPIC)

    def talk(self) -> None:
        """Say everything, in order; the window's own lines are typed into it."""
        for name, target, text in TALK:
            if name == "Alex":
                self.window.composer.text.focus_force()  # there may be no window manager that gives it the keyboard
                self.turn()
                self.window.composer.text.insert("1.0", text)
                self.window.composer.text.event_generate("<Return>")
            else:
                self.clients[name].say(target, text)
            self._wait_until_read(text)

    def leave(self) -> None:
        """Disconnect everybody."""
        for client in self.clients.values():
            client.close(WITHIN)

    def _wait_until_read(self, text: str) -> None:
        conversations = self.window.conversations
        self.until(lambda: any(text in line.text for each in conversations for line in each.lines), text)


def main() -> int:
    """Take the pictures; returns 0, or 1 with a sentence when something is missing."""
    if shutil.which("import") is None:
        print("ImageMagick's import takes the pictures. Install it: sudo apt install imagemagick", file=sys.stderr)
        return 1
    if needs_virtual_display():
        with VirtualDisplay() as display:
            import os

            os.environ["DISPLAY"] = display.name
            return take_pictures()
    return take_pictures()


def take_pictures() -> int:
    """The main window in both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = ChatServer(ServerConfig(host="127.0.0.1", port=0, name="Studio LAN", lobby="#general", rate_limit=0))
    server.start()
    cast = Cast(server.port)
    try:
        with tempfile.TemporaryDirectory() as folder:
            cast.enter()
            _main_window(cast, str(Path(folder) / "settings.json"))
    finally:
        cast.leave()
        server.stop()
    return 0


def _main_window(cast: Cast, settings_file: str) -> None:
    import tkinter as tk

    from app.settings import Settings
    from app.ui.appearance import SystemAppearance
    from app.ui.dialogs.connect import ConnectValues
    from app.ui.preferences import Preferences
    from app.ui.window import ChatWindow

    root = tk.Tk()
    root.withdraw()
    preferences = Preferences(Settings(username="Alex", theme="light", geometry=SIZE), settings_file)
    window = cast.window = ChatWindow(root, preferences, Client, SystemAppearance(command=()), scale=1.0)
    window.open()
    window.joining.begin(ConnectValues("127.0.0.1", cast.port, "Alex", "", "#design"))
    cast.until(lambda: len(window.client.session.rooms) == 2, "the window is in its rooms")
    window.open_conversation("#general")
    cast.talk()
    window.composer.focus_field()
    for theme in ("light", "dark"):
        window.actions.run(theme)
        _photograph(cast, f"main-{theme}.png")
    window.quit()
    cast.window = None


def _photograph(cast: Cast, name: str) -> None:
    settled = time.monotonic() + 0.5  # for the pointer's and the caret's blinking, and what is drawn when idle
    cast.until(lambda: time.monotonic() > settled, "the window is drawn")
    command: List[str] = ["import", "-window", str(cast.window.root.winfo_id()), "-strip", str(FOLDER / name)]
    subprocess.run(command, check=True)
    print(f"assets/screenshots/{name}")


if __name__ == "__main__":
    sys.exit(main())
