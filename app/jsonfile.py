"""A file of JSON that a person can read: written in one step, and set aside where it is damaged, never lost."""
import json
import os
from datetime import datetime
from typing import Any, Dict

from . import paths


class Damaged(Exception):
    """The file couldn't be understood; the text ends the sentence "... couldn't be read" by what became of it."""


def load(path: str) -> Dict[str, Any]:
    """The object in the file at `path`, empty where there is no file; raises OSError, and Damaged once."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Damaged(_set_aside(path))
    return found


def save(value: Dict[str, Any], path: str) -> None:
    """Replace the file at `path` in one step, so that it is whole even if the power fails; raises OSError."""
    import tempfile
    folder, name = os.path.split(os.path.abspath(path))
    paths.make_folder(folder)
    text = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    handle, unfinished = tempfile.mkstemp(prefix=name.partition(".")[0] + "-", suffix=".tmp", dir=folder)
    try:
        with open(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        os.unlink(unfinished)
        raise


def reason(error: OSError) -> str:
    """Why, in a few words."""
    return error.strerror or type(error).__name__


def _set_aside(path: str) -> str:
    kept = f"{path}.broken-{datetime.now():%Y-%m-%d-%H%M%S}"
    try:
        os.replace(path, kept)
    except OSError as error:
        return f", nor moved away ({reason(error)})."
    return f". A copy was kept at {kept};"
