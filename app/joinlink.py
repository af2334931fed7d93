"""Links to join a server's room, `irc://host:port/room` or `ircs://...` where it encrypts: made and taken apart; pure.

The form is that of Internet-Draft draft-butcher-irc-url-04, with our own port where a link names none.
"""
from typing import NamedTuple
from urllib.parse import quote

from app import address
from server.addresses import host_and_port
from server.config import DEFAULT_PORT

NO_LINK = "That isn’t a link to a chat. One looks like irc://192.168.1.20:12345/lobby."
NO_ROOM = "The link names no room that can exist. Leave out what follows the address to join the lobby."


class BadLink(ValueError):
    """A link that leads nowhere; the text says in a sentence why."""


class JoinLink(NamedTuple):
    """Where a link leads; an empty `room` is the server's lobby."""

    host: str
    port: int = DEFAULT_PORT
    room: str = ""
    encrypted: bool = False

    @property
    def text(self) -> str:
        """The link as it is written."""
        room = self.room[1:] if self.room[1:2] not in ("", "#") else self.room
        place = host_and_port(self.host, self.port).replace("%", "%25")
        return f"{'ircs' if self.encrypted else 'irc'}://{place}/{quote(room, safe='')}"


def parse(text: str) -> JoinLink:
    """Where the link leads; raises BadLink."""
    if not address.is_link(text):
        raise BadLink(NO_LINK)
    typed = address.split_address(text)
    if typed.wrong_room:
        raise BadLink(NO_ROOM)
    sentence = address.host_error(typed.host) or (address.port_error(typed.port) if typed.port else "")
    if sentence:
        raise BadLink(sentence)
    return JoinLink(typed.host, address.port_number(typed.port) or DEFAULT_PORT, typed.room, typed.encrypted)
