"""A virtual display for windows on machines that have none: starts Xvfb on a free number and stops it again.
A program that is missing for it is installed with apt if that is allowed, and asked for in a sentence if not."""

import os
import re
import select
import shutil
import socket
import subprocess
import sys
from types import TracebackType
from typing import Optional, Type

from build_scripts import Problem

SCREEN = "1920x1200x24"
STARTS_WITHIN = 30  # seconds
STOPS_WITHIN = 10  # seconds


def windows_go_to_x11() -> bool:
    """True on a system whose windows are shown by an X server, which can be a virtual one."""
    return sys.platform not in ("win32", "cygwin", "darwin")


def needs_virtual_display() -> bool:
    """True when windows go to an X server and none answers at DISPLAY."""
    return windows_go_to_x11() and not answers(os.environ.get("DISPLAY", ""))


def answers(display: str) -> bool:
    """True when an X server listens at a display name; one on another machine or in a folder is taken at its word."""
    local = re.match(r"(?:unix)?:(\d+)(?:\.\d+)?$", display)
    if local is None:
        return bool(display)
    path = "/tmp/.X11-unix/X" + local.group(1)
    for address in (path, "\0" + path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(address)
                return True
            except OSError:
                continue
    return False


class VirtualDisplay:
    """An Xvfb of one's own on a free display number, as a context; for one thread."""

    def __init__(self) -> None:
        self.name = ""
        self._server: Optional[subprocess.Popen] = None

    def __enter__(self) -> "VirtualDisplay":
        xvfb = found_program("Xvfb", "xvfb", "There is no display here, and no Xvfb to stand in for one")
        read_end, write_end = os.pipe()
        try:
            self._server = subprocess.Popen(
                [xvfb, "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
                pass_fds=[write_end],
                start_new_session=True,  # so that Ctrl+C ends what is shown there before the display itself
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            os.close(write_end)
            write_end = -1
            self.name = ":" + self._number(read_end)
        except BaseException:
            self._stop()
            raise
        finally:
            os.close(read_end)
            if write_end != -1:
                os.close(write_end)
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._stop()

    @staticmethod
    def _number(read_end: int) -> str:
        said = b""
        while not said.endswith(b"\n"):  # which comes in a write of its own, and Xvfb dies if nobody reads it
            ready, _, _ = select.select([read_end], [], [], STARTS_WITHIN)
            more = os.read(read_end, 16) if ready else b""
            if not more:
                raise Problem("Xvfb did not start; run `Xvfb :99` by itself to see what it lacks.")
            said += more
        return said.decode("ascii").strip()

    def _stop(self) -> None:
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()


def found_program(name: str, package: str, what_for: str) -> str:
    """The path of a program, which is installed first where that is possible without asking. Raises Problem."""
    if shutil.which(name) is None and shutil.which("apt-get") is not None and os.geteuid() == 0:
        install_with_apt(package)
    path = shutil.which(name)
    if path is None:
        by_apt = f"Debian and Ubuntu: `sudo apt install {package}`"
        raise Problem(f"{what_for}: install {name} ({by_apt}) and run this again.")
    return path


def install_with_apt(package: str) -> None:
    """Install a Debian package as root, refreshing the lists of packages when they are too old to find it."""
    print(f"Installing {package} with apt ...", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update", "-q"], install):
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if command is install and done.returncode == 0:
            return
