"""What the server's command lines have in common: one-line errors, and words for a terminal of any encoding."""
import argparse
import sys
from datetime import datetime
from typing import NoReturn

_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


class Parser(argparse.ArgumentParser):
    """A parser that refuses a bad option in one line which points to the help; used by the main thread."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with exit code 2."""
        self.exit(2, "{}: {} See --help.\n".format(self.prog, message[:1].upper() + message[1:].rstrip(".") + "."))


def say(text: str) -> None:
    """Print `text`; what the terminal can't show becomes a question mark. A program without a console stays silent."""
    if sys.stdout is not None:
        encoding = sys.stdout.encoding or "utf-8"
        print(text.encode(encoding, "replace").decode(encoding), flush=True)


def complain(sentence: str) -> None:
    """Print `sentence` where errors go."""
    if sys.stderr is not None:
        encoding = sys.stderr.encoding or "utf-8"
        print(sentence.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def moment(text: str) -> float:
    """The Unix seconds of a date, or of a date and a time, in this computer's time zone (for argparse)."""
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-01-31 or '2026-01-31 17:30'")


def count(text: str) -> int:
    """A number from 1 up (for argparse)."""
    if not (text.isdigit() and 0 < int(text) <= 10 ** 9):
        raise argparse.ArgumentTypeError(f"A number from 1 up is needed here; {text!r} is not one")
    return int(text)
