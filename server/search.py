"""`python3 -m server search`: find messages by words, person, room and date, in a history on this computer."""
import argparse
from datetime import datetime
from typing import Sequence

from .archives import add_range, after, before, opened
from .commandline import Parser, complain, count, say
from .database import DatabaseError
from .wire.names import fold
from .world.archive import Question, Record, Unreadable

_ACTION = "\x01ACTION "
_INDENT = " " * 4


def main(arguments: Sequence[str]) -> int:
    """Print what is found, the oldest first; returns the exit code: 0 found, 1 nothing found or no history."""
    options = _parser().parse_args(arguments)
    question = Question(
        words=" ".join(options.words),
        nick=options.nick or "",
        after=after(options),
        before=before(options),
        limit=options.limit,
    )
    try:
        with opened(options.data_dir) as records:
            places = records.places(fold(options.room)) if options.room else ()
            found = records.search(question._replace(targets=places))
    except DatabaseError as error:
        complain(error.sentence)
        return 1
    except Unreadable as error:
        complain(f"The history can't be read: {error}.")
        return 1
    for record in found:
        say(_shown(record))
    if not found:
        complain("Nothing was found. Try fewer words, or leave out the room, the person or the dates.")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="chat_server.py search",
        description="Find messages in the server's history; private ones are found too.",
    )
    add = parser.add_argument
    add("words", nargs="*", metavar="WORD", help="words that must all be in the message, or how they begin")
    add("--room", type=room, metavar="ROOM", help="only in this room, such as #lobby")
    add("--from", dest="nick", metavar="NICK", help="only from this person")
    add("--limit", type=count, default=100, metavar="N", help="at most so many, the newest (default: %(default)s)")
    add_range(parser)
    return parser


def room(text: str) -> str:
    """A room's name, with "#" where that was left out (for argparse)."""
    return text if text.startswith("#") else "#" + text


def _shown(record: Record) -> str:
    when = datetime.fromtimestamp(record.at).strftime("%Y-%m-%d %H:%M:%S")
    return f"{when}  {record.shown}  {line_of(record)}"


def line_of(record: Record) -> str:
    """Who said what, in the way of IRC: <nick> text, * nick does something, -nick- a notice.

    Further lines of a message are indented, so that none can look like another message.
    """
    text = record.text.replace("\n", "\n" + _INDENT)
    if text.startswith(_ACTION):
        return "* {} {}".format(record.nick, text[len(_ACTION):].rstrip("\x01"))
    if record.command == "NOTICE":
        return f"-{record.nick}- {text}"
    return f"<{record.nick}> {text}"
