"""`python3 -m server export`: everything that was said in a room, as text, JSON or a web page."""
import argparse
import html
import json
import os
import sys
from datetime import datetime
from typing import IO, Callable, Dict, Iterator, Sequence

from .archives import add_range, after, before, opened
from .commandline import Parser, complain
from .database import DatabaseError
from .records import Records
from .search import line_of, room
from .wire.names import fold
from .world.archive import Record, Unreadable
from .world.outgoing import timestamp

_PAGE = 1000  # records read at once

Lines = Iterator[str]

_HTML_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{room}</title>
<style>
body {{ font: 15px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; }}
time {{ color: #666; margin-right: .75em; font-variant-numeric: tabular-nums; }}
h2 {{ font-size: 1em; border-bottom: 1px solid #ccc; margin-top: 2em; }}
p {{ margin: .2em 0; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>{room}</h1>
"""


def main(arguments: Sequence[str]) -> int:
    """Write the room's history; returns the exit code: 0 written, 1 there is nothing or it can't be written."""
    options = _parser().parse_args(arguments)
    try:
        with opened(options.data_dir) as records:
            found = _records(records, options)
            first = next(found, None)
            if first is None:
                complain(f"Nothing was said in {options.room} then. Look at the room's name and the dates.")
                return 1
            _write(_FORMATS[options.format](options.room, _chain(first, found)), options.output)
    except DatabaseError as error:
        complain(error.sentence)
        return 1
    except Unreadable as error:
        complain(f"The history can't be read: {error}.")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the end of the program stays silent
        return 0
    except OSError as error:
        complain(f"{options.output} can't be written: {error.strerror or error}. Name another file with --output.")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="chat_server.py export", description="Write down what was said in a room.")
    add = parser.add_argument
    add("--room", type=room, required=True, metavar="ROOM", help="the room, such as #lobby")
    add("--format", choices=sorted(_FORMATS), default="txt", help="txt, json or html (default: %(default)s)")
    add("--output", metavar="FILE", help="the file to write (default: the terminal)")
    add_range(parser)
    return parser


def _records(records: Records, options: argparse.Namespace) -> Iterator[Record]:
    places, position, end = records.places(fold(options.room)), after(options), before(options)
    while True:
        page = records.page(places, position, end, _PAGE, newest=False)
        if not page:
            return
        yield from page
        position = page[-1].id


def _chain(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest


def _as_text(name: str, records: Iterator[Record]) -> Lines:
    for record in records:
        yield "{} {}\n".format(_local(record).strftime("[%Y-%m-%d %H:%M:%S]"), line_of(record))


def _as_json(name: str, records: Iterator[Record]) -> Lines:
    separator = "[\n"
    for record in records:
        fields = {
            "time": timestamp(record.at), "msgid": record.msgid, "room": record.shown, "nick": record.nick,
            "account": record.account, "command": record.command, "text": record.text,
        }  # fmt: skip
        yield separator + json.dumps(fields, ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n"


def _as_html(name: str, records: Iterator[Record]) -> Lines:
    yield _HTML_HEAD.format(room=html.escape(name))
    day = ""
    for record in records:
        when = _local(record)
        if when.strftime("%Y-%m-%d") != day:
            day = when.strftime("%Y-%m-%d")
            yield f"<h2>{day}</h2>\n"
        clock = f'<time datetime="{timestamp(record.at)}">{when.strftime("%H:%M")}</time>'
        text = html.escape(_visible(line_of(record))).replace("\n", "<br>\n")
        yield f"<p>{clock}{text}</p>\n"
    yield "</body>\n</html>\n"


_FORMATS: Dict[str, Callable[[str, Iterator[Record]], Lines]] = {"txt": _as_text, "json": _as_json, "html": _as_html}


def _local(record: Record) -> datetime:
    return datetime.fromtimestamp(record.at)


def _visible(text: str) -> str:
    """The text without control characters, which a web page can't hold; a new line stays one."""
    return "".join(character for character in text if character >= " " or character == "\n")


def _write(lines: Lines, output: str) -> None:
    if output:
        with open(output, "w", encoding="utf-8") as file:
            file.writelines(lines)
        return
    _print(lines, sys.stdout)


def _print(lines: Lines, out: IO[str]) -> None:
    encoding = out.encoding or "utf-8"
    for line in lines:
        out.write(line.encode(encoding, "replace").decode(encoding))
    out.flush()
