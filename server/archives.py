"""The history for command lines that only read it, whether or not a server is using it at the same time."""
import argparse
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from .commandline import moment
from .data import default_data_dir
from .database import FILE_NAME, DatabaseError
from .records import Records
from .world.archive import NEVER, first_id_at
from .world.outgoing import to_milliseconds


@contextmanager
def opened(folder: Path) -> Iterator[Records]:
    """The history in `folder`, to be read; DatabaseError where there is none or it can't be read."""
    path = folder / FILE_NAME
    if not path.exists():
        raise DatabaseError(f"There is no history in {folder}. Name the server's folder with --data-dir.")
    try:
        connection = sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)
        try:
            connection.execute("SELECT 1 FROM messages LIMIT 1").fetchall()
            yield Records(connection, most_looked_at=-1)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise DatabaseError(f"The history {path} can't be read: {error}.") from None


def add_range(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options that say which history, and which time of it."""
    add = parser.add_argument
    add("--since", type=moment, metavar="DATE", help="nothing before this, such as 2026-01-31 or '2026-01-31 17:30'")
    add("--until", type=moment, metavar="DATE", help="nothing from this on")
    add("--data-dir", type=Path, default=default_data_dir(), metavar="DIR",
        help="folder of the server's files (default: %(default)s)")


def after(options: argparse.Namespace) -> int:
    """The id after which --since begins."""
    return first_id_at(to_milliseconds(options.since)) - 1 if options.since is not None else 0


def before(options: argparse.Namespace) -> int:
    """The id before which --until ends."""
    return first_id_at(to_milliseconds(options.until)) if options.until is not None else NEVER
