"""Where a client stands, as one value at a time; front ends show it."""
from typing import NamedTuple, Union

from server.veil import veiled

from .protection import AUTO


class ServerAddress(NamedTuple):
    """Where a server is, the password that it asks for, and how to be protected there."""

    host: str
    port: int
    password: str = ""
    tls: str = AUTO  # one of protection.TLS_WISHES
    plain_password: bool = False  # the person insists on sending the password where others can read it

    def __repr__(self) -> str:
        return veiled(self, "password")


class Offline(NamedTuple):
    """Not connected, and not trying to be."""

    reason: str = ""  # a sentence, empty where the person wanted it so


class Connecting(NamedTuple):
    """A link is being made, or stands and the server has not let us in yet."""

    host: str
    port: int
    attempt: int = 0  # 0 when the person connects, 1 ... when coming back


class Online(NamedTuple):
    """The server let us in."""

    since: float  # Unix seconds


class Waiting(NamedTuple):
    """The link broke, and the next attempt comes by itself."""

    until: float  # by the client's clock; Client.seconds_to_wait counts down
    attempt: int  # 1 ...
    reason: str  # a sentence


State = Union[Offline, Connecting, Online, Waiting]
