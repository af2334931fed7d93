"""What the network tells a front end about keeping order: operators, who is connected, bans, rules, raised hands.

They belong to app.events, which is where front ends find them.
"""
from typing import NamedTuple, Tuple


class OperatorChanged(NamedTuple):
    """We are an operator of the server now, or no longer."""

    operator: bool


class Connected(NamedTuple):
    """Somebody on the server, as it tells its operators."""

    nick: str
    username: str
    address: str
    said: int  # messages since they came
    seconds: int  # since they came


class PeopleListed(NamedTuple):
    """The answer to `ask_stats("l")`: everybody on the server."""

    people: Tuple[Connected, ...]


class Banned(NamedTuple):
    """One ban from the whole server."""

    mask: str
    reason: str  # with who set it and how long it goes on, as the server writes it


class BansListed(NamedTuple):
    """The answer to `ask_stats("k")`."""

    bans: Tuple[Banned, ...]


class CommandsCounted(NamedTuple):
    """The answer to `ask_stats("m")`: how often each command was used since the server started."""

    counts: Tuple[Tuple[str, int], ...]


class UptimeTold(NamedTuple):
    """The answer to `ask_stats("u")`: for how many seconds the server has been running."""

    seconds: int


class RuleTold(NamedTuple):
    """A rule of the whole server, as it is now."""

    name: str
    on: bool
    meaning: str  # a sentence


class RoomCleared(NamedTuple):
    """All that was said in a room was taken away, for everybody."""

    target: str
    text: str  # a sentence: who did it, and why
    time: float


class HandRaised(NamedTuple):
    """Somebody who may not speak in a room asks its operators, of whom we are one; the message itself came before."""

    target: str
    nick: str
    text: str
    time: float
