"""The server's log in its data folder, written alike by a server of its own and by one inside the window.

And the form of every log, by which no secret and nothing of what was said gets into one."""
import logging
import logging.handlers
import os
import re
import traceback
from typing import Any, Iterator, List

NAME = "server.log"
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SIZE = 1 << 20  # bytes until the log begins a new file
_KEPT = 3  # former files
# Faults whose text Python makes of names in the program; that of the others may quote what was said or typed.
_TELLING = (AttributeError, ImportError, MemoryError, NameError, RecursionError)
_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class DiscreetFormatter(logging.Formatter):
    """The form of a log: of a fault it tells where and of which kind it was, and not the words it was about.

    Any thread may call it. What would command a terminal on which the log is read becomes a question mark.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record's text."""
        if record.exc_text:  # another handler's form has left it there
            record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return _COMMANDING.sub("?", text)

    def formatException(self, ei: Any) -> str:
        """The fault and what led to it, the first one first: the places in the program, and each one's kind."""
        found: List[str] = []
        for error in reversed(list(_chain(ei[1]))):
            found += traceback.format_tb(error.__traceback__)
            found.append(_named(error) + "\n")
        return "".join(found).rstrip("\n")


def _chain(error: Any) -> Iterator[BaseException]:
    known: List[Any] = []
    while error is not None and error not in known:
        known.append(error)
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _named(error: BaseException) -> str:
    """The kind of a fault, with its text where that holds no words of people."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    return f"{kind}: {error}" if isinstance(error, _TELLING) else kind


def log_handler(folder: str) -> logging.Handler:
    """A handler that writes into the log of `folder`, which is made where it is missing; raises OSError."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        os.path.join(folder, NAME), maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8"
    )
    handler.setFormatter(DiscreetFormatter(FORM))
    return handler
