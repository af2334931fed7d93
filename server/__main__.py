"""The server's command line: options to a ServerConfig, a log, and a server that runs until it is told to stop."""
import gc
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from . import discovery, export, options, people, search
from .addresses import host_and_port, local_addresses
from .announcer import Announcer
from .commandline import complain, say
from .config import TLS_REQUIRED
from .configfile import ConfigError
from .fingerprints import spoken
from .hub import ChatServer, StartFailed
from .logfile import FORM, DiscreetFormatter, log_handler
from .reloading import merged

log = logging.getLogger("intranetchat.server")

_EVERYWHERE = ("0.0.0.0", "::")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MOST_OPEN_FILES = 65536
_NEW_OBJECTS = 20000  # until garbage is looked for; every 700, as by itself, costs a tenth when many come

COMMANDS: Dict[str, Callable[[Sequence[str]], int]] = {
    "account": people.account,
    "export": export.main,
    "operator-password": people.operator_password,
    "search": search.main,
}


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Do the command that `arguments` begin with, or run a server with the options in them; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    command = COMMANDS.get(given[0]) if given else None
    return command(given[1:]) if command else serve(given)


def serve(arguments: Sequence[str]) -> int:
    """Run a server with the options in `arguments`; returns the exit code: 0 stopped, 1 could not start."""
    try:
        config, log_level = options.read(arguments, COMMANDS)
    except ConfigError as error:
        complain(error.sentence)
        return 2
    try:
        _open_log(Path(config.data_dir), log_level)
    except OSError as error:
        why = error.strerror or error
        complain(f"The folder {config.data_dir} can't be used: {why}. Name another one with --data-dir.")
        return 1
    _allow_many_connections()
    gc.set_threshold(_NEW_OBJECTS)
    server = ChatServer(config)
    stopping, reloading = _on_signals("SIGINT", "SIGTERM", "SIGBREAK"), _on_signals("SIGHUP")
    try:
        server.start()
    except StartFailed as failure:
        complain(failure.sentence)
        return 1
    announcer = Announcer(server, config.announce)
    announcer.start()
    say(_greeting(server))
    while not (stopping.wait(1.0) or server.died):  # a wait without end would not see Ctrl+C on Windows
        if reloading.is_set():
            reloading.clear()
            _reload(server, arguments)
    announcer.stop()
    server.stop()
    announcer.join()
    if server.died:
        complain("The server stopped because of a fault, which its log tells. Start it again.")
        return 1
    return 0


def _open_log(folder: Path, level: str) -> None:
    handlers: List[logging.Handler] = [log_handler(str(folder))]
    if sys.stderr is not None:
        handlers.append(logging.StreamHandler())
        handlers[-1].setLevel(logging.WARNING)
        handlers[-1].setFormatter(DiscreetFormatter(FORM))
    logging.basicConfig(level=level.upper(), handlers=handlers)


def _allow_many_connections() -> None:
    """Raise the limit of open files as far as the system lets a program, since every client takes one."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            logging.getLogger("intranetchat.server").info("At most %d files may be open.", soft)


def _on_signals(*names: str) -> threading.Event:
    """An event that any of these signals sets, as far as the system has them."""
    event = threading.Event()
    for name in names:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: event.set())
    return event


def _reload(server: ChatServer, arguments: Sequence[str]) -> None:
    """Read all options again and let the server go on with them; where they are wrong, it stays as it is."""
    try:
        new = options.read(arguments, COMMANDS).config
    except ConfigError as error:
        log.warning("Nothing was changed. %s", error.sentence)
        return
    except SystemExit:  # the command line names a file that can no longer be used; the sentence was shown
        log.warning("Nothing was changed: an option can't be used any more.")
        return
    reload = merged(server.config, new)
    server.reload(reload.config)
    log.info(reload.sentence)


def _greeting(server: ChatServer) -> str:
    """What the person who started the server must know: what the others type, and how to stop."""
    config = server.config
    lines = [f"{config.display_name} is running."]
    if config.host in _LOOPBACK:
        lines += ["Only people on this computer can join:"]
        lines += ["    " + host_and_port(config.host, server.port)]
        lines += ["To let others on your network join, start it with --host 0.0.0.0"]
    else:
        addresses = local_addresses() if config.host in _EVERYWHERE else [config.host]
        if config.host == "0.0.0.0":
            addresses = [address for address in addresses if ":" not in address]
        lines += ["People on your network join with:"]
        lines += ["    " + host_and_port(address, server.port) for address in addresses]
        if not addresses:
            lines += ["    (this computer is on no network now)"]
        if config.announce and not discovery.why_missing():
            lines += ["They also find it by its name, in the window or with chat_client.py --find."]
        lines += [f"On this computer, localhost:{server.port} works too."]
    lines += [_protection(server)]
    lines += ["Press Ctrl+C to stop."]
    return "\n".join(lines)


def _protection(server: ChatServer) -> str:
    """How those who join are protected, and what they can compare."""
    shown = server.identity
    if shown.context is None:
        return shown.problem or "Nothing is encrypted, as --tls off says."
    which = "Only encrypted connections" if server.config.tls == TLS_REQUIRED else "Encrypted and plain connections"
    return f"{which} are accepted. The key to compare: {spoken(shown.fingerprint)}"


if __name__ == "__main__":
    sys.exit(main())
