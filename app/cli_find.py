"""What the command-line client tells of the servers nearby: `--find` lists them, `--join NAME` goes to one of them."""
import time
from typing import Callable, List, NamedTuple, Tuple

from server.addresses import host_and_port
from server.finder import Finder, named
from server.nearby import FoundServer

from .cli_text import clean

LOOK = 0.05  # seconds between two looks at what was found
JOIN_WITHIN = 6.0  # seconds that a server has to be heard of
NONE_FOUND = ("No servers were found. Join by the address with --host, or start one: "
              "python3 chat_server.py --host 0.0.0.0 --announce")


class Match(NamedTuple):
    """The server that a name means, or in `problem` why there is none to go to."""

    server: Tuple[FoundServer, ...] = ()
    problem: str = ""


def show_found(say: Callable[[str], None]) -> str:
    """Say each server as it is found, for some seconds; returns what is left to be told at the end."""
    shown: List[Tuple[str, str]] = []
    finder = Finder()
    finder.start()
    try:
        while True:
            done = finder.has_asked
            for server in finder.found:
                line = described(server)
                if (server.key, line) not in shown:
                    shown.append((server.key, line))
                    say(line)
            if done:
                break
            time.sleep(LOOK)
    finally:
        finder.stop()
    return finder.problem or ("" if shown else NONE_FOUND)


def look_for(name: str, within: float = JOIN_WITHIN) -> Match:
    """The one server called `name`, as soon as it is heard of."""
    finder = Finder()
    finder.start()
    deadline = time.monotonic() + within
    try:
        while True:
            done = time.monotonic() >= deadline or (finder.has_asked and bool(finder.problem))
            match = _match(finder.found, name)
            if match.server or match.problem or done:
                return match if match.server or match.problem else Match(problem=_unknown(finder, name))
            time.sleep(LOOK)
    finally:
        finder.stop()


def described(server: FoundServer) -> str:
    """One server on a line."""
    said = server.announcement
    facts = [] if said.people is None else ["1 person" if said.people == 1 else f"{said.people} people"]
    facts += ["password"] if said.needs_password else []
    facts += ["encrypted"] if said.encrypted else []
    facts += ["on this computer"] if server.is_here else []
    return clean(f"{server.name}  {host_and_port(server.host, server.port)}  {', '.join(facts)}").rstrip()


def _match(found: Tuple[FoundServer, ...], name: str) -> Match:
    meant = named(found, name)
    if len(meant) > 1:
        lines = "".join("\n    " + described(server) for server in meant)
        sentence = f"There are {len(meant)} servers called {clean(name)}. Join one by --host and --port:"
        return Match(problem=sentence + lines)
    return Match(tuple(meant))


def _unknown(finder: Finder, name: str) -> str:
    there = ", ".join(sorted({server.name for server in finder.found}))
    sentence = f"No server called {clean(name)} was found."
    return f"{sentence} {finder.problem}" if finder.problem else f"{sentence} Found: {clean(there) or 'none'}."
