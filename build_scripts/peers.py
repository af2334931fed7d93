"""The servers that a benchmark sets side by side, each started on 127.0.0.1 with its flood limits off."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 20.0  # seconds

_INSPIRCD = """
<server name="bench.local" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="{port}" type="clients">
<connect allow="*" timeout="120" pingfreq="600" hardsendq="1073741824" softsendq="1073741824" recvq="65536"
 threshold="100000" commandrate="1000000000" fakelag="no" localmax="100000" globalmax="100000" maxconnwarn="no"
 useident="no" resolvehostnames="no" maxchans="100">
<performance softlimit="100000" clonesonconnect="yes" somaxconn="4096" quietbursts="yes" nouserdns="yes">
<limits maxnick="32">
<pid file="{folder}/pid">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
"""
_NGIRCD = """
[Global]
Name = bench.local
Info = bench
Listen = 127.0.0.1
Ports = {port}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 31
MaxPenaltyTime = 0
PingTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
"""


class Running(NamedTuple):
    """A server that runs in a process somebody else started."""

    name: str
    port: int
    pid: int


class Server:
    """A running server; started, asked and stopped by the benchmark."""

    def __init__(self, name: str, command: List[str], port: int, folder: Path) -> None:
        self.name = name
        self.port = port
        self._log = (folder / "output.log").open("wb")
        self.process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, stdin=subprocess.DEVNULL, env=environment()
        )
        self.seconds_to_listening = self._wait()

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self.process.pid

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def _wait(self) -> float:
        start = time.monotonic()
        if not await_listening(self.port, lambda: self.process.poll() is None):
            raise RuntimeError(f"{self.name} did not start; see {self._log.name}")
        return time.monotonic() - start


def start(name: str, folder: Path, extra: Sequence[str] = (), port: int = 0) -> Optional[Server]:
    """Start the server called "intranetchat", "inspircd" or "ngircd"; None where it isn't installed.

    `extra` are more options of IntranetChat; `port` 0 is one that nobody uses.
    """
    port = port or free_port()
    folder.mkdir(parents=True)
    settings: Dict[str, object] = {"port": port, "folder": str(folder)}
    if name == "intranetchat":
        command = [sys.executable, str(ROOT / "chat_server.py"), "--port", str(port), "--rate-limit", "0",
                   "--lobby", "none", "--data-dir", str(folder)]
        return Server(name, command + list(extra), port, folder)
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if program is None:
        return None
    config = folder / (name + ".conf")
    config.write_text((_INSPIRCD if name == "inspircd" else _NGIRCD).format(**settings), encoding="utf-8")
    options = ["--config", str(config), "--nofork", "--runasroot"] if name == "inspircd" else ["-n", "-f", str(config)]
    if name == "ngircd":
        folder.chmod(0o755)
        config.chmod(0o644)
    return Server(name, [program] + options, port, folder)


def environment() -> Dict[str, str]:
    """This one's, where Python keeps what it compiled, as it does for people; in a folder of its own from 3.8 on."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "intranetchat-benchmark-bytecode")
    return kept


def await_listening(port: int, lives: Callable[[], bool] = lambda: True) -> bool:
    """Wait until a port of 127.0.0.1 listens; False where it does not in time, or what should listen lives no more."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and lives():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.005)
    return False


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
