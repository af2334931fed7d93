"""The server's command line: options to a ServerConfig, a log, and a server that runs until it is told to stop."""
import argparse
import logging
import logging.handlers
import signal
import sys
import threading
from pathlib import Path
from typing import Callable, List, NoReturn, Optional, Sequence, Tuple

from .addresses import host_and_port, local_addresses
from .config import DEFAULT_PORT, ServerConfig
from .data import default_data_dir
from .hub import ChatServer, StartFailed
from .version import VERSION
from .wire.names import valid_room

_LOG_SIZE = 1 << 20  # bytes until the log begins a new file
_LOGS_KEPT = 3
_LEVELS = ("debug", "info", "warning", "error")
_EVERYWHERE = ("0.0.0.0", "::")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MOST_OPEN_FILES = 65536


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a server with the options in `arguments`; returns the exit code: 0 stopped, 1 could not start."""
    options = _parser().parse_args(arguments)
    config = _config(options)
    try:
        _open_log(options.data_dir, options.log_level)
    except OSError as error:
        why = error.strerror or error
        _complain(f"The folder {options.data_dir} can't be used: {why}. Name another one with --data-dir.")
        return 1
    _allow_many_connections()
    server = ChatServer(config)
    stopping = _stop_on_signals()
    try:
        server.start()
    except StartFailed as failure:
        _complain(failure.sentence)
        return 1
    _say(_greeting(server))
    while not stopping.wait(1.0):  # a wait without end would not see Ctrl+C on Windows
        pass
    server.stop()
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, "{}: {} See --help.\n".format(self.prog, message[:1].upper() + message[1:].rstrip(".") + "."))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="chat_server.py",
        description="Run a chat server for the people on this network.",
        epilog="Others join with IntranetChat's window, with chat_client.py, or with any IRC client.",
    )
    add = parser.add_argument
    add("--host", default="localhost", metavar="HOST",
        help="address to listen on: localhost for this computer only, 0.0.0.0 for every network this computer is on, "
        ":: for the same with IPv6 too (default: %(default)s)")
    add("--port", type=_port, default=DEFAULT_PORT, metavar="PORT",
        help="TCP port, 1 to 65535, or 0 to let the system choose (default: %(default)s)")
    add("--name", default="", metavar="NAME",
        help="name of the server that people see (default: this computer's name)")
    add("--lobby", type=_lobby, default="#lobby", metavar="ROOM",
        help="room that everyone is put into on joining; none for no such room (default: %(default)s)")
    add("--password-file", type=_password, metavar="FILE", dest="password",
        help="file whose first line is the password that everyone must give to join (default: no password)")
    add("--motd-file", type=_motd, metavar="FILE", dest="motd",
        help="text file with the message of the day, shown to everyone on joining (default: none)")
    add("--rate-limit", type=_count, default=10, metavar="N",
        help="commands per second and client, with a burst of 2N; who sends faster is read more slowly, nothing is "
        "dropped; 0 for no limit (default: %(default)s)")
    add("--max-clients", type=_count, default=10000, metavar="N",
        help="most clients at the same time (default: %(default)s)")
    add("--max-per-address", type=_count, default=0, metavar="N",
        help="most clients at the same time from one address; 0 for no limit (default: %(default)s)")
    add("--data-dir", type=Path, default=default_data_dir(), metavar="DIR",
        help="folder for the server's files: its history and its log (default: %(default)s)")
    add("--no-history", action="store_false", dest="history",
        help="keep nothing of what is said (default: it is kept)")
    add("--keep-days", type=_count, default=0, metavar="N",
        help="forget messages that are older than N days; 0 to keep them (default: %(default)s)")
    add("--keep-messages", type=_count, default=0, metavar="N",
        help="keep the newest N messages of each room and private chat; 0 to keep all (default: %(default)s)")
    add("--log-level", type=str.lower, choices=_LEVELS, default="info", metavar="LEVEL",
        help="least important entries to log: debug, info, warning or error (default: %(default)s)")
    add("--version", action="version", version="IntranetChat server " + VERSION)
    return parser


def _config(options: argparse.Namespace) -> ServerConfig:
    given = {field: getattr(options, field, None) for field in ServerConfig._fields}
    given["data_dir"] = str(options.data_dir)
    return ServerConfig(**{field: value for field, value in given.items() if value is not None})


def _port(text: str) -> int:
    return _number(text, 65535, "A port is a number from 1 to 65535, such as 12345; {!r} is not")


def _count(text: str) -> int:
    return _number(text, 10 ** 9, "A number from 0 up is needed here; {!r} is not one")


def _number(text: str, most: int, sentence: str) -> int:
    if not (text.isdigit() and int(text) <= most):
        raise argparse.ArgumentTypeError(sentence.format(text))
    return int(text)


def _lobby(text: str) -> str:
    if text == "none":
        return ""
    room = text if text.startswith("#") else "#" + text
    if not valid_room(room):
        raise argparse.ArgumentTypeError(f"{text!r} can't be a room's name: it must have no space or comma and at most "
                                         "64 bytes, such as #lobby")
    return room


def _password(path: str) -> str:
    lines = _read(path).splitlines()
    if not lines or not lines[0].strip():
        raise argparse.ArgumentTypeError(f"{path} is empty. Write the password into its first line")
    return lines[0].strip()


def _motd(path: str) -> Tuple[str, ...]:
    return tuple(_read(path).splitlines())


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or error
        raise argparse.ArgumentTypeError(f"{path} can't be read: {why}. Check its name and rights") from None
    except UnicodeDecodeError:
        raise argparse.ArgumentTypeError(f"{path} is not UTF-8 text. Save it as UTF-8") from None


def _open_log(folder: Path, level: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    log_file = logging.handlers.RotatingFileHandler(
        str(folder / "server.log"), maxBytes=_LOG_SIZE, backupCount=_LOGS_KEPT, encoding="utf-8"
    )
    handlers: List[logging.Handler] = [log_file]
    if sys.stderr is not None:
        handlers.append(logging.StreamHandler())
        handlers[-1].setLevel(logging.WARNING)
    logging.basicConfig(
        level=level.upper(), handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


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


def _stop_on_signals() -> threading.Event:
    stopping = threading.Event()
    stop: Callable[..., None] = lambda *_: stopping.set()  # noqa: E731
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    return stopping


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
        lines += [f"On this computer, localhost:{server.port} works too."]
    lines += ["Press Ctrl+C to stop."]
    return "\n".join(lines)


def _say(text: str) -> None:
    if sys.stdout is not None:
        print(text, flush=True)


def _complain(sentence: str) -> None:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
