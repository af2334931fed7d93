"""The window's command line: options to a window that connects, starts a server, or waits to be told.
With --server as the first option it is the bundled server alone, which needs no display.
"""

import argparse
import gc
import logging
import os
import signal
import sys
from typing import List, NoReturn, Optional, Sequence

from app import joinlink, remedies
from server.config import DEFAULT_PORT
from server.version import VERSION
from server.wire.names import valid_nick, valid_room


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the window; returns the exit code: 0 done, 1 the window can't be opened here."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _give_streams()
    if given[:1] == ["--server"]:
        from server.__main__ import main as serve
        return serve(given[1:])
    options = _options(given)
    gc.disable()  # a window is made of many objects that stay, and looking through them takes its time
    from app.ui.appearance import SystemAppearance  # the desktop answers while Tk is being loaded
    appearance = SystemAppearance()
    appearance.ask()
    try:
        from app.ui.native import NoDisplay, make_root  # the first to need Tk, and nothing else that may be missing
    except ImportError:
        return _fail(remedies.without_tk())
    try:
        root = make_root()
    except NoDisplay as error:
        return _fail(remedies.without_display(str(error)))
    _open_log()
    from app.ui.opening import open_window
    window = open_window(root, appearance, options)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: root.after_idle(window.quit))
    root.after_idle(gc.enable)
    root.mainloop()
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, "{}: {} See --help.\n".format(self.prog, message[:1].upper() + message[1:].rstrip(".") + "."))


def _options(given: List[str]) -> argparse.Namespace:
    parser = _Parser(prog="python3 -m app", description="Open the chat window; without options it asks what to do.",
                     epilog="With --server as the first option it runs the server alone: see --server --help.")
    parser.add_argument("link", nargs="?", type=_link, metavar="LINK",
                        help="a link to join at once, such as irc://192.168.1.20:12345/lobby")
    parser.add_argument("--host", help="connect to the server at this name or address at once")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT,
                        help="the server's port, 1 to 65535 (default: %(default)s)")
    parser.add_argument("--username", type=_nick, help="your name in the chat (default: the one used last)")
    parser.add_argument("--room", type=_room, help="a room to join, such as #design")
    parser.add_argument("--start-server", action="store_true",
                        help="start a server on --port at once, as Host > Start server does, and join it")
    parser.add_argument("--who", choices=("network", "computer"), default="network",
                        help="with --start-server: who may join, everybody on my network or only people on this "
                        "computer (default: %(default)s)")
    parser.add_argument("--name", default="",
                        help="with --start-server: the server's name (default: the computer's name)")
    parser.add_argument("--version", action="version", version="IntranetChat " + VERSION)
    options = parser.parse_args(given)
    if options.link is not None:
        options.host, options.port = options.link.host, options.link.port
        options.room = options.room or options.link.room
    if options.start_server and options.host:
        parser.error("--host can't be combined with --start-server, which joins the server on this computer")
    return options


def _link(text: str) -> joinlink.JoinLink:
    try:
        return joinlink.parse(text)
    except joinlink.BadLink as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _port(text: str) -> int:
    if text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; enter a number from 1 to 65535")


def _nick(text: str) -> str:
    if valid_nick(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} can't be a name; use 1 to 32 letters, digits, - or _, without spaces")


def _room(text: str) -> str:
    room = text if text.startswith("#") else "#" + text
    if valid_room(room):
        return room
    raise argparse.ArgumentTypeError(f"{text!r} can't be a room; use letters, digits, - or _, without spaces")


def _give_streams() -> None:
    """A windowed build has no standard output; what is printed there is lost instead of failing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def _open_log() -> None:
    """Write warnings and errors to the log file, which is made with the first of them, and to the terminal."""
    from app import paths
    from server.logfile import DiscreetFormatter
    handlers: List[logging.Handler] = [logging.StreamHandler()]
    try:
        paths.make_folder(os.path.dirname(paths.log_file()))
        handlers.append(logging.FileHandler(paths.log_file(), encoding="utf-8", delay=True))
    except OSError:
        pass  # the terminal has to do
    form = DiscreetFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    for handler in handlers:
        handler.setFormatter(form)
        handler.setLevel(logging.WARNING)  # what the hosted server does stands in a log of its own
        logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
