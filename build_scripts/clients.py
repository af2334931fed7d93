"""The windows that a benchmark sets side by side: IntranetChat's and HexChat's, each with a home folder of its own."""
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from build_scripts import ROOT, peers
from build_scripts.fanout import cpu_and_memory

NICK = "reader"  # of each
OURS, HEXCHAT = "intranetchat", "hexchat"
NOBODY = 65534  # user and group, in Debian
ENDS_WITHIN = 10  # seconds
_HEXCHAT = """gui_slist_skip = 1
gui_win_width = 1180
gui_win_height = 760
irc_nick1 = {nick}
irc_nick2 = {nick}_
irc_nick3 = {nick}__
irc_user_name = {nick}
"""


class Window:
    """The running program of a window; used by the benchmark's thread."""

    def __init__(self, command: Sequence[str], display: str, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._log = (home / "output.log").open("w")
        theirs = HEXCHAT in command[0]
        left_out = ("XDG_", "DBUS_", "PYTHON") if theirs else ("XDG_", "DBUS_")  # HexChat has a Python of its own
        self.process = subprocess.Popen(
            command, env=_environment(display, home, left_out), cwd=str(ROOT), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self._log, universal_newlines=True,
            preexec_fn=_become_nobody if theirs else None)

    def ask(self, command: str) -> str:
        """Give a watched window a command; its answer."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def cpu(self) -> float:
        """The CPU seconds so far."""
        return cpu_and_memory(self.process.pid)[0]

    def memory(self) -> float:
        """The resident MiB."""
        return cpu_and_memory(self.process.pid)[1]

    def end(self) -> None:
        """End the program."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        self._log.close()


def command_of(name: str, home: Path, port: Optional[int] = None, room: str = "#bench") -> Optional[List[str]]:
    """The command that starts a window, which joins a room on 127.0.0.1 where a port is given; None without it."""
    if name == OURS:
        joins = [] if port is None else ["--host", "127.0.0.1", "--port", str(port), "--room", room]
        return [sys.executable, "-m", "app", "--username", NICK, *joins]
    program = shutil.which(name)
    if program is None:
        return None
    folder = home / "hexchat"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hexchat.conf").write_text(_HEXCHAT.format(nick=NICK), encoding="utf-8")
    for place in (home, folder, folder / "hexchat.conf"):
        place.chmod(0o777)
    joins = [] if port is None else [f"irc://127.0.0.1:{port}/{room[1:]}"]
    return [program, "-d", str(folder), *joins]


def watched(port: int, *options: str) -> List[str]:
    """The command that starts our window with a heart that is watched."""
    script = str(Path(__file__).with_name("watched_window.py"))
    return [sys.executable, script, "--username", NICK, "--port", str(port), "--room", "#bench", *options]


def _environment(display: str, home: Path, left_out: Tuple[str, ...]) -> Dict[str, str]:
    kept = {name: value for name, value in peers.environment().items() if not name.startswith(left_out)}
    return dict(kept, DISPLAY=display, HOME=str(home), INTRANETCHAT_DISCOVERY="off", NO_AT_BRIDGE="1")


def _become_nobody() -> None:
    """HexChat asks root first whether it is to start at all."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
