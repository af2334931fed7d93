"""Builds the packaged program and chats with it: `python3 build_scripts/package.py [--output FOLDER]`.
It owns `dist/`, where the program's folder IntranetChat comes to stand, and `build/`, where PyInstaller works."""

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, List, Optional

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import ROOT, Problem
from build_scripts.display import VirtualDisplay, found_program, windows_go_to_x11
from build_scripts.environment import prepared_python
from build_scripts.programs import Program
from server.version import VERSION

SPEC = ROOT / "build_scripts" / "IntranetChat.spec"
STARTS_WITHIN = 60.0  # seconds that the packaged program gets until its server listens
LOOKS = 0.1  # seconds between two looks at what is not there yet
HOST = "127.0.0.1"


def main(arguments: Optional[List[str]] = None) -> int:
    """Build the program, chat with it, and say where it is; returns the exit code."""
    parser = argparse.ArgumentParser(prog="package.py", description="Build IntranetChat's packaged program.")
    parser.add_argument(
        "--output", type=Path, default=ROOT / "dist", metavar="FOLDER", help="where to put it (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        program = build(options.output.resolve())
        check(program)
    except Problem as problem:
        print(f"The packaged program is not ready. {problem}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in program.parent.rglob("*") if path.is_file()) / 1e6
    print(f"IntranetChat {VERSION} is ready and has been chatted with: {program.parent} ({size:.0f} MB)")
    return 0


def build(output: Path) -> Path:
    """Build the program into a folder; the path of what starts it. Raises Problem."""
    if sys.version_info < (3, 8):
        raise Problem("PyInstaller needs Python 3.8 or newer: run this with a newer one, such as `python3.11`.")
    python = prepared_python()
    work = ROOT / "build"
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", str(SPEC)]
    print("Building with PyInstaller ...", flush=True)
    done = subprocess.run(
        [*command, "--distpath", str(output), "--workpath", str(work)],
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    if done.returncode != 0:
        raise Problem(f"PyInstaller failed; the last that it said:\n{done.stdout[-3000:]}")
    if sys.platform == "darwin":
        return output / "IntranetChat.app" / "Contents" / "MacOS" / "IntranetChat"
    return output / "IntranetChat" / ("IntranetChat.exe" if os.name == "nt" else "IntranetChat")


def check(program: Path) -> None:
    """Start the packaged program in each of its ways and chat with it. Raises Problem."""
    with tempfile.TemporaryDirectory() as home, contextlib.ExitStack() as stack:
        environment = dict(os.environ, HOME=home, USERPROFILE=home, APPDATA=home, LOCALAPPDATA=home)
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            environment.pop(name, None)
        if windows_go_to_x11():  # never the person's own display: keys are going to be typed there
            environment["DISPLAY"] = stack.enter_context(VirtualDisplay()).name
        print("Chatting through its server alone ...", flush=True)
        check_server(program, environment)
        print("Chatting with its window ...", flush=True)
        check_window(program, environment)


def check_server(program: Path, environment: Dict[str, str]) -> None:
    """The bundled server alone: two people join and talk, and it ends when it is asked to. Raises Problem."""
    port = free_port()
    with Program([str(program), "--server", "--host", HOST, "--port", str(port)], environment) as server:
        wait_until_it_listens(port, server)
        with guest(port, "Alice") as alice, guest(port, "Bob") as bob:
            alice.say("hello from Alice")
            bob.say("hello from Bob")
            alice.expect("Bob")
            bob.say("all well")
            alice.expect("Bob: all well")
        if os.name != "nt" and server.terminate() != 0:
            raise Problem("The bundled server did not end with exit code 0 when it was asked to end.")


def check_window(program: Path, environment: Dict[str, str]) -> None:
    """The window hosts a server as its Host menu does, and chats with a guest both ways. Raises Problem."""
    port = free_port()
    command = [str(program), "--start-server", "--who", "computer", "--port", str(port), "--username", "Packaged"]
    with Program(command, environment) as window:
        wait_until_it_listens(port, window)
        with guest(port, "Guest") as visitor:
            visitor.expect(r"In #lobby .*\bPackaged\b|\* Packaged joined")
            visitor.say("/msg Packaged hello from outside")
            if windows_go_to_x11():
                keyboard = Keyboard(environment)
                keyboard.wait_for_title(r"^\(1\) ")  # of one message that was not read
                keyboard.type_line("hello from the window")
                visitor.expect("Packaged: hello from the window")
            else:
                print("Not checked on this system: what the window shows, and typing into it.")


class Keyboard:
    """The eyes and hands before the program's window, by xdotool on an X display; for one thread."""

    def __init__(self, environment: Dict[str, str]) -> None:
        self._xdotool = found_program("xdotool", "xdotool", "Typing into the window needs xdotool")
        self._environment = environment

    def wait_for_title(self, pattern: str) -> None:
        """Wait until a window's title matches a regular expression (POSIX). Raises Problem."""
        self._run("search", "--sync", "--onlyvisible", "--name", pattern)

    def type_line(self, line: str) -> None:
        """Type a line and Enter. Raises Problem."""
        window = self._run("search", "--sync", "--onlyvisible", "--class", "IntranetChat").split()[0]
        self._run("windowfocus", "--sync", window)
        self._run("type", "--delay", "20", line)
        self._run("key", "Return")

    def _run(self, *action: str) -> str:
        try:
            out = subprocess.check_output([self._xdotool, *action], env=self._environment, timeout=STARTS_WITHIN)
        except (OSError, subprocess.SubprocessError) as error:
            raise Problem(f"The window did not do what was expected ({error}).") from None
        return out.decode("utf-8")


def wait_until_it_listens(port: int, program: Program) -> None:
    """Wait until a program's server takes connections. Raises Problem."""
    deadline = time.monotonic() + STARTS_WITHIN
    while not program.has_ended() and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=LOOKS):
            return
        time.sleep(LOOKS)
    raise program.problem(f"does not listen on port {port}")


def guest(port: int, name: str) -> Program:
    """The command-line client, joined to a server here; run from the source by this Python."""
    command = [sys.executable, "-u", "chat_client.py", "--host", HOST, "--port", str(port), "--username", name]
    return Program(command, dict(os.environ, PYTHONIOENCODING="utf-8"))


def free_port() -> int:
    """A TCP port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
