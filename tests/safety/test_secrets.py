"""Passwords and secrets stay out of what a log or a crash report may show."""

import importlib
import pkgutil
from typing import Any, Iterator, List, Type

import pytest

import app
import server

SECRETS = ("password", "host_secret", "secret", "salt", "stored_key", "server_key")


def values() -> Iterator[Type[Any]]:
    """Every NamedTuple of the program that has a field for a secret."""
    for package in (server, app):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if found.name.endswith("__main__"):
                continue
            try:
                module = importlib.import_module(found.name)
            except ImportError:  # a Python without tkinter
                continue
            for value in vars(module).values():
                if is_own(value, module) and set(SECRETS) & set(getattr(value, "_fields", ())):
                    yield value


def is_own(value: Any, module: Any) -> bool:
    """Whether it is a public NamedTuple that the module makes."""
    if not isinstance(value, type) or value.__name__.startswith("_"):
        return False
    return issubclass(value, tuple) and value.__module__ == module.__name__


FOUND: List[Type[Any]] = list(values())


def test_the_values_are_found() -> None:
    """The search above finds what it is there for."""
    assert {"ServerAddress", "ServerConfig", "Login"} <= {value.__name__ for value in FOUND}


@pytest.mark.parametrize("value", FOUND, ids=[value.__name__ for value in FOUND])
def test_no_value_shows_its_secret(value: Type[Any]) -> None:
    """The text of a value, which is what a traceback or a log line would hold, has no secret in it."""
    filled = value._make("sesame" if name in SECRETS else "open" for name in value._fields)
    assert "sesame" not in f"{filled} {filled!r}"
