"""Two computers on a cable of their own: network namespaces that a test makes, from which nothing reaches the real one.
Tests that need them are skipped, with the reason, where that can't be done."""

import importlib.util
import os
import shutil
import subprocess
import sys
from typing import Any, Dict, List, Optional

from build_scripts import ROOT

ALICE, BOB = "10.77.0.1", "10.77.0.2"


def why_there_are_none(finding: bool = True) -> Optional[str]:
    """The reason why no such computers can be made here, or None; `finding`: they have to find each other."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "network namespaces need root on Linux"
    if shutil.which("ip") is None:
        return "network namespaces need the ip command; on Debian and Ubuntu: apt install iproute2"
    if finding and importlib.util.find_spec("zeroconf") is None:
        return "this Python has no zeroconf; build_scripts/test.py installs it"
    tried = subprocess.run(["unshare", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return None if tried.returncode == 0 else "this system lets nobody make network namespaces"


class Neighbours:
    """The computers "alice" and "bob", as a context; one thread."""

    def __init__(self, home: str) -> None:
        """`home` is a folder, in which each gets its own home."""
        self._home = home
        self._spaces = {name: f"chat{os.getpid()}{name}" for name in ("alice", "bob")}

    def __enter__(self) -> "Neighbours":
        cable = [f"v{os.getpid()}a", f"v{os.getpid()}b"]
        for space in self._spaces.values():
            _ip("netns", "add", space)
        _ip("link", "add", cable[0], "netns", self._spaces["alice"], "type", "veth",
            "peer", "name", cable[1], "netns", self._spaces["bob"])
        for name, device, number in (("alice", cable[0], 1), ("bob", cable[1], 2)):
            self.ip(name, "link", "set", device, "name", "cable")
            self.ip(name, "link", "set", "lo", "up")
            self.ip(name, "addr", "add", f"10.77.0.{number}/24", "dev", "cable")
            self.ip(name, "addr", "add", f"fd77::{number}/64", "dev", "cable", "nodad")
            self.ip(name, "link", "set", "cable", "up")
        return self

    def __exit__(self, *error: object) -> None:
        for space in self._spaces.values():
            subprocess.run(["ip", "netns", "del", space])

    def ip(self, name: str, *arguments: str) -> None:
        """Run ip(8) on one of the computers."""
        _ip("-n", self._spaces[name], *arguments)

    def run(self, name: str, *command: str) -> None:
        """Run a program on one of the computers to its end, which has to be a good one."""
        _ip("netns", "exec", self._spaces[name], *command)

    def start(self, name: str, *command: str, **environment: str) -> "subprocess.Popen[str]":
        """Start a program on one of the computers, with its output in a pipe."""
        home = os.path.join(self._home, name)
        os.makedirs(home, exist_ok=True)
        variables: Dict[str, Any] = dict(os.environ, HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home,
                                         XDG_STATE_HOME=home, PYTHONUNBUFFERED="1",
                                         **dict({"INTRANETCHAT_DISCOVERY": "on"}, **environment))
        return subprocess.Popen(["ip", "netns", "exec", self._spaces[name], *command], cwd=str(ROOT), env=variables,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                universal_newlines=True)

    def python(self, name: str, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start this Python on one of the computers."""
        return self.start(name, sys.executable, *arguments, **environment)


def _ip(*arguments: str) -> None:
    command: List[str] = ["ip", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, (command, done.stdout)
