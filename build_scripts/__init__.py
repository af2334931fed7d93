"""The commands that test, package and measure IntranetChat; none of them is part of the program itself.
Here stands what they share: where the project lies, and how they fail."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Problem(Exception):
    """A sentence for the person who ran the command: what happened, and what to do next."""
