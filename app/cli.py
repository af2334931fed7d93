"""The command-line client's command: options in, an exit code out.

0: left as the person wished; 1: could not connect, was refused, or lost what was said; 2: an option was wrong.
"""
import argparse
import logging
import os
import re
import sys
from typing import Any, List, Optional, Tuple

from server.commandline import say
from server.logfile import FORM, DiscreetFormatter
from server.version import VERSION
from server.wire.names import valid_nick, valid_room

from . import cli_text, joinlink, paths, terminal
from .cli_asking import NICK_RULE, Options
from .cli_chat import Chat
from .known_servers import KnownServers
from .protection import AUTO, REQUIRED, TLS_WISHES
from .settings import PORT, login_name

EPILOG = "Type a message and press Enter to send it; /help lists the commands, /quit or Ctrl+C leaves."
MOST_PASSWORD = 4096  # bytes that are read of a password file

log = logging.getLogger("intranetchat.cli")


def main(arguments: Optional[List[str]] = None) -> int:
    """Chat on the command line; the exit code."""
    options = read_options(sys.argv[1:] if arguments is None else arguments)
    _log_to_file()
    if options.find or options.join:
        options, problem = _look_around(options)
        if problem or options.find:
            _say(problem)
            return 1 if problem else 0
    try:
        code, problem = _examine(options) if options.doctor else _chat(options)
    except KeyboardInterrupt:
        return 0
    except Exception:
        log.exception("The command-line client died.")
        code, problem = 1, f"Something went wrong in this program. What it was stands in {paths.log_file()}."
    if code:
        _say(cli_text.clean(problem))
    return code


def read_options(arguments: List[str]) -> Options:
    """The options in `arguments`; exits with a sentence and 2 where one is wrong."""
    parser = _Parser(prog="chat_client.py", description="Chat in a terminal, or through pipes.", epilog=EPILOG,
                     allow_abbrev=False)
    parser.add_argument("link", metavar="LINK", nargs="?", default="",
                        help="a link to join, such as irc://192.168.1.20:12345/lobby, instead of host, port and room")
    parser.add_argument("--find", action="store_true", help="list the servers nearby, and leave")
    parser.add_argument("--join", metavar="NAME", default="",
                        help="join the server nearby that is called NAME, instead of host and port")
    parser.add_argument("--doctor", metavar="HOST[:PORT]", default="",
                        help="look why that server can't be joined, say what to do, and leave; where all is well, the "
                        "people there see you come and go")
    parser.add_argument("--host", metavar="HOST", default="localhost",
                        help="name or address of the server (default: localhost)")
    parser.add_argument("--port", metavar="PORT", default=str(PORT),
                        help=f"the server's port, from 1 to 65535 (default: {PORT})")
    parser.add_argument("--username", metavar="NAME", default=login_name(),
                        help="the name that others see (default: your login name, %(default)s)")
    parser.add_argument("--room", metavar="ROOM", default="",
                        help="the room to go to (default: the one that the server puts you into)")
    parser.add_argument("--password-file", metavar="FILE",
                        help="a file whose first line is the server's password (default: none)")
    parser.add_argument("--login", action="store_true",
                        help="log in to the account that protects your name; its password is asked for")
    parser.add_argument("--tls", metavar="WHICH", choices=TLS_WISHES, default=AUTO,
                        help="auto: encrypted where the server offers it; required: encrypted or not at all; off: "
                        "unencrypted, the password too (default: %(default)s)")
    parser.add_argument("--trust", metavar="KEY", default="",
                        help="trust the server's key though it has changed, if it is this one, as its host reads it "
                        "out (default: ask, or stop)")
    parser.add_argument("--version", action="version", version="IntranetChat " + VERSION,
                        help="print the version and exit")
    found = parser.parse_args(arguments)
    try:
        password = _password(found.password_file) if found.password_file is not None else ""
        options = Options(_host(found.host), _port(found.port), _username(found.username), _room(found.room), password,
                          found.find, found.join, found.tls, found.login, found.trust, found.doctor)
        return _follow(options, found.link) if found.link else options
    except (BadOption, joinlink.BadLink) as error:
        return parser.error(str(error))


class BadOption(ValueError):
    """An option's value that can't be used; the text says in a sentence why."""


class _Parser(argparse.ArgumentParser):
    """The parser of the options; the main thread."""

    def error(self, message: str) -> Any:
        sentence = message[:1].upper() + message[1:].rstrip(".") + "."
        _say(f"{sentence}\nFor all options type: python3 chat_client.py --help")
        sys.exit(2)


def _follow(options: Options, text: str) -> Options:
    """The options with where the link leads; a room that was given by itself counts."""
    link = joinlink.parse(text)
    tls = REQUIRED if link.encrypted else options.tls
    return options._replace(host=link.host, port=link.port, room=options.room or link.room, tls=tls)


def _chat(options: Options) -> Tuple[int, str]:
    """Chat; the exit code, and what went wrong."""
    chat = Chat(options, terminal.open_screen(os.environ))
    return chat.run(), chat.problem


def _examine(options: Options) -> Tuple[int, str]:
    """Look why a server can't be joined; the exit code."""
    from . import cli_doctor  # with what it needs, as cli_find below
    return cli_doctor.examine(options, KnownServers(paths.known_servers_file()), say), ""


def _look_around(options: Options) -> Tuple[Options, str]:
    """The options completed by what is found nearby, and what went wrong."""
    from . import cli_find  # with what it needs, it takes a tenth of a second that nobody else should wait
    if options.find:
        return options, cli_find.show_found(say)
    match = cli_find.look_for(options.join)
    for server in match.server:
        options = options._replace(host=server.host, port=server.port)
    return options, match.problem


def _host(text: str) -> str:
    host = text.strip()
    if not host or any(character.isspace() or not character.isprintable() for character in host):
        raise BadOption("Enter the server's name or address after --host, such as localhost or 192.168.1.20.")
    return host


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise BadOption(f"“{text}” is no port. Enter a number from 1 to 65535 after --port.")
    return int(text)


def _username(text: str) -> str:
    if not valid_nick(text):
        raise BadOption(f"“{text}” can’t be a name. {NICK_RULE}")
    return text


def _room(text: str) -> str:
    room = text if text.startswith("#") or not text else "#" + text
    if room and not valid_room(room):
        raise BadOption(f"“{text}” can’t be a room. Its name is up to 63 letters without spaces or commas.")
    return room


def _password(path: str) -> str:
    try:
        with open(path, "rb") as file:
            first_line = file.read(MOST_PASSWORD).split(b"\n")[0].rstrip(b"\r")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadOption(
            f"The password file {path} couldn’t be read ({reason}). Check its name and its rights.") from None
    password = first_line.decode("utf-8", "replace").strip()
    if not password:
        raise BadOption(f"The password file {path} is empty. Its first line is the password.")
    return password


def _say(text: Any) -> None:
    """Print `text` to standard error, or nowhere where there is none."""
    if not text:
        return
    try:
        sys.stderr.buffer.write((text + "\n").encode(terminal.encoding_of(sys.stderr), "replace"))
        sys.stderr.buffer.flush()
    except (OSError, AttributeError, ValueError):
        pass  # nobody can be told


def _log_to_file() -> None:
    """Keep warnings out of the terminal, which belongs to the chat."""
    handler: logging.Handler = logging.NullHandler()
    try:
        paths.make_folder(os.path.dirname(paths.log_file()))
        handler = logging.FileHandler(paths.log_file(), encoding="utf-8", delay=True)
        handler.setFormatter(DiscreetFormatter(FORM))
    except OSError:
        pass  # a home that can't be written to: the chat works without a log
    logging.getLogger().addHandler(handler)


if __name__ == "__main__":
    sys.exit(main())
