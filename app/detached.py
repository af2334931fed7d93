"""The hosted server as a process of its own: started so that it outlives the window, and found again by the next one.

What the window needs for that (process, port, secrets) stands in files of the data folder that only this person
can read.
"""
import os
import secrets
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any, Dict, List, Optional

from server import running
from server.config import ServerConfig
from server.identity import Identity, identity
from server.listening import StartFailed

from . import jsonfile
from .hosting import HostedServer
from .paths import HOSTED_STATE

STATE, SECRET, PASSWORD = HOSTED_STATE, "host-secret", "join-password"
KEPT = ("host", "name", "lobby", "announce", "history", "keep_days", "tls")  # of the configuration
_WINDOWS_FLAGS = 0x00000008 | 0x00000200  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP (CreateProcess, Win32)


class DetachedServer(HostedServer):
    """A server in its own process; used by one thread."""

    is_detached = True

    def __init__(self, config: ServerConfig, pid: int, process: "Optional[subprocess.Popen[bytes]]" = None) -> None:
        """Use `start` or `found`; `process` is there while this program is the one that started it."""
        self._config = config
        self._pid = pid
        self.process = process
        self._identity: Optional[Identity] = None

    @property
    def config(self) -> ServerConfig:
        """What the server was told."""
        return self._config

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._config.port

    @property
    def identity(self) -> Identity:
        """What it shows to those who connect encrypted: the key lies in its folder."""
        if self._identity is None:
            try:
                self._identity = identity(self._config)
            except StartFailed as failure:
                self._identity = Identity(problem=failure.sentence)
        return self._identity

    @property
    def set_aside(self) -> str:
        """Nothing that this program would have to tell of."""
        return ""

    @property
    def people(self) -> int:
        """How many are connected and named, as the server itself wrote down."""
        seen = _sighting(self.port)
        return seen.announcement.people if seen is not None else 0

    @property
    def is_up(self) -> bool:
        """Whether it serves."""
        return _sighting(self.port) is not None

    @property
    def has_died(self) -> bool:
        """Whether the process that was started here has ended."""
        return self.process is not None and self.process.poll() is not None

    def stop(self, reason: str = "") -> None:
        """End it; it tells everybody. Returns at once, and may be called twice."""
        if self._pid and (self.is_up or self.process is not None):
            with suppress(OSError):
                os.kill(self._pid, signal.SIGTERM)
        self._pid = 0
        _forget(self._config.data_dir)


def start(config: ServerConfig) -> DetachedServer:
    """Start a server with this configuration, whose port and folder are free; raises OSError."""
    config = config._replace(host_secret=config.host_secret or secrets.token_urlsafe(32))
    process = _launch(_arguments(config))
    state: Dict[str, Any] = {name: getattr(config, name) for name in KEPT}
    jsonfile.save(dict(state, pid=process.pid, port=config.port), os.path.join(config.data_dir, STATE))
    return DetachedServer(config, process.pid, process)


def found(folder: str) -> Optional[DetachedServer]:
    """The server that was left running with this data folder; what is left of one that has ended is taken away."""
    try:
        state = jsonfile.load(os.path.join(folder, STATE))
    except (OSError, jsonfile.Damaged):
        return None
    pid, port = state.get("pid"), state.get("port")
    if not isinstance(pid, int) or not isinstance(port, int):
        return None
    if _sighting(port) is None:
        _forget(folder)
        return None
    known = {name: state[name] for name in KEPT if isinstance(state.get(name), type(getattr(ServerConfig(), name)))}
    config = ServerConfig(port=port, data_dir=folder, host_secret=_read(folder, SECRET),
                          password=_read(folder, PASSWORD), **known)
    return DetachedServer(config, pid)


def _sighting(port: int) -> "Optional[running.Sighting]":
    return next((each for each in running.running() if each.port == port), None)


def _arguments(config: ServerConfig) -> List[str]:
    given = ["--host", config.host, "--port", str(config.port), "--name", config.name, "--data-dir", config.data_dir,
             "--lobby", config.lobby or "none", "--keep-days", str(config.keep_days), "--tls", config.tls,
             "--host-secret-file", _write(config.data_dir, SECRET, config.host_secret)]
    given += ["--announce"] if config.announce else []
    given += [] if config.history else ["--no-history"]
    if config.password:
        given += ["--password-file", _write(config.data_dir, PASSWORD, config.password)]
    return given


def _launch(arguments: List[str]) -> "subprocess.Popen[bytes]":
    """Start the server so that neither the window's end nor that of its terminal ends it."""
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, "--server"] if frozen else [sys.executable, "-m", "server"]
    place = None if frozen else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    options: Dict[str, Any] = {"creationflags": _WINDOWS_FLAGS} if sys.platform == "win32" \
        else {"start_new_session": True}
    return subprocess.Popen(command + arguments, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, close_fds=True, **options)


def _write(folder: str, name: str, secret: str) -> str:
    path = os.path.join(folder, name)
    with suppress(FileNotFoundError):
        os.unlink(path)  # so that the new one has the rights that it is made with
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    return path


def _read(folder: str, name: str) -> str:
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _forget(folder: str) -> None:
    for name in (STATE, SECRET, PASSWORD):
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
