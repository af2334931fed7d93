"""The options of a server, from the command line and the config file, as one configuration."""
import argparse
from pathlib import Path
from typing import Iterable, NamedTuple, Sequence, Tuple

from . import configfile
from .commandline import Parser
from .config import DEFAULT_PORT, TLS_MODES, TLS_OPTIONAL, ServerConfig
from .data import default_data_dir
from .version import VERSION
from .wire.names import valid_room

_LEVELS = ("debug", "info", "warning", "error")


class Options(NamedTuple):
    """What a server is started with: its configuration, and the level of its log."""

    config: ServerConfig
    log_level: str


def read(arguments: Sequence[str], commands: Iterable[str]) -> Options:
    """The options in `arguments`, completed by the config file that they name; --help names `commands` too.

    Raises ConfigError; ends the program with a sentence where the command line is wrong.
    """
    parser = _parser(commands)
    given = parser.parse_args(arguments)
    if given.config is not None:
        operator_accounts = given.operator_accounts
        given = parser.parse_args(arguments, argparse.Namespace(**configfile.settings(given.config, parser)))
        given.operator_accounts = operator_accounts or given.operator_accounts
    return Options(_config(given), given.log_level)


def _parser(commands: Iterable[str]) -> Parser:
    parser = Parser(
        prog="chat_server.py",
        description="Run a chat server for the people on this network.",
        epilog="Others join with IntranetChat's window, with chat_client.py, or with any IRC client. There are more "
        "commands, each with a --help of its own: " + ", ".join(sorted(commands)) + ".",
    )
    add = parser.add_argument
    add("--host", default="localhost", metavar="HOST",
        help="address to listen on: localhost for this computer only, 0.0.0.0 for every network this computer is on, "
        ":: for the same with IPv6 too (default: %(default)s)")
    add("--port", type=_port, default=DEFAULT_PORT, metavar="PORT",
        help="TCP port, 1 to 65535, or 0 to let the system choose (default: %(default)s)")
    add("--name", default="", metavar="NAME",
        help="name of the server that people see (default: this computer's name)")
    add("--no-private-chats", action="store_false", dest="private_chats",
        help="let people write in rooms only; operators change this and the next two with SET (default: they may write "
        "to each other alone)")
    add("--read-only-guests", action="store_false", dest="guests_speak",
        help="let people without an account only read (default: everybody may speak)")
    add("--accounts-only", action="store_true",
        help="let only people with an account come in (default: everybody comes in)")
    add("--announce", action="store_true",
        help="let others on the network find the server by its name; needs the zeroconf library (default: it is not "
        "announced)")
    add("--lobby", type=_lobby, default="#lobby", metavar="ROOM",
        help="room that everyone is put into on joining; none for no such room (default: %(default)s)")
    add("--password-file", type=_password, metavar="FILE", dest="password",
        help="file whose first line is the password that everyone must give to join (default: no password)")
    add("--host-secret-file", type=_password, metavar="FILE", dest="host_secret",
        help="file whose first line lets a window on this computer be the server's operator (default: none does)")
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
        help="folder for the server's files, such as its history and its log (default: %(default)s)")
    add("--no-history", action="store_false", dest="history",
        help="keep nothing of what is said (default: it is kept)")
    add("--keep-days", type=_count, default=0, metavar="N",
        help="forget messages that are older than N days; 0 to keep them (default: %(default)s)")
    add("--keep-messages", type=_count, default=0, metavar="N",
        help="keep the newest N messages of each room and private chat; 0 to keep all (default: %(default)s)")
    add("--tls", choices=TLS_MODES, default=TLS_OPTIONAL, metavar="WHICH",
        help="optional: the port takes encrypted and plain connections; required: encrypted ones only; off: plain ones "
        "only (default: %(default)s)")
    add("--tls-cert", default="", metavar="FILE",
        help="PEM file with the certificate to show, and those that vouch for it (default: an own one, made at the "
        "first start and kept in the data folder)")
    add("--tls-key", default="", metavar="FILE",
        help="PEM file with the key of that certificate (default: it is in the same file)")
    add("--operator", action="append", dest="operator_accounts", metavar="NAME",
        help="account whose owner is an operator of this server; may be given several times (default: none)")
    add("--config", type=Path, metavar="FILE",
        help="file with a line for each of these options, such as port = 12345, under [server]; what is given here "
        "wins over it (default: none)")
    add("--log-level", type=str.lower, choices=_LEVELS, default="info", metavar="LEVEL",
        help="least important entries to log: debug, info, warning or error (default: %(default)s)")
    add("--version", action="version", version="IntranetChat server " + VERSION)
    return parser


def _config(given: argparse.Namespace) -> ServerConfig:
    fields = {field: getattr(given, field, None) for field in ServerConfig._fields}
    fields["data_dir"] = str(given.data_dir)
    fields["operator_accounts"] = tuple(given.operator_accounts or ())
    return ServerConfig(**{field: value for field, value in fields.items() if value is not None})


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
