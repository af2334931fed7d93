"""What people type to reach or open a server: taking a pasted address apart, and saying what is wrong with one.
Pure functions without a window, so that every dialog says the same thing about the same mistake.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

from server.wire.names import MAX_NICK, valid_nick, valid_room

PORT_WRONG = "Enter a number from 1 to 65535."
HOST_EMPTY = "Type the server’s address, for example 192.168.1.20 or its computer’s name."
HOST_SPACES = "An address has no spaces. Check the spelling."
HOST_WRONG = "That isn’t an address. Type one such as 192.168.1.20, or the computer’s name."
NICK_WRONG = f"Use 1 to {MAX_NICK} letters, digits, - or _, without spaces."
NICK_START = "A name starts with a letter or _. After that, digits and - are fine."
ONE_LINE = "A password is a single line. Remove the line break."

MAX_HOST = 253  # characters of a whole name, RFC 1035 section 2.3.4
MAX_LABEL = 63  # characters between two dots, likewise

_LINK = re.compile(r"irc(s?)://([^/?#]*)(?:/([^?]*))?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\]]*)\](?::(.*))?$")
_HOST = re.compile(r"[\w.-]+$|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.-]+)?$")


class TypedAddress(NamedTuple):
    """An address as it was typed, in parts; `port` and `room` are empty where it had none."""

    host: str
    port: str = ""
    room: str = ""
    encrypted: bool = False   # a link asked for encryption
    wrong_room: bool = False  # a link named a room that can't exist


def split_address(text: str) -> TypedAddress:
    """Take apart "host", "host:port", "[v6]", "[v6]:port", a bare IPv6 address or "irc://host:port/room".

    A link of the form "ircs://..." asks for encryption.
    """
    text = text.strip()
    link = _LINK.match(text)
    if link:
        path = unquote((link.group(3) or "").strip("/").split(",")[0])
        room = _room(path)
        place = split_address(unquote(link.group(2)))
        return place._replace(room=room, encrypted=bool(link.group(1)), wrong_room=bool(path) and not room)
    bracketed = _BRACKETED.match(text)
    if bracketed:
        return TypedAddress(bracketed.group(1), bracketed.group(2) or "")
    if text.count(":") == 1:
        host, _, port = text.partition(":")
        return TypedAddress(host.strip(), port.strip())
    return TypedAddress(text)


def is_link(text: str) -> bool:
    """Whether this is an irc:// or ircs:// link."""
    return _LINK.match(text.strip()) is not None


def _room(name: str) -> str:
    """Return the room that a link names, or "" when it names none that can exist."""
    room = name if name.startswith("#") else "#" + name
    return room if valid_room(room) else ""


def host_error(host: str) -> str:
    """Return the sentence that says what is wrong with a server's address, or "" when it may be one."""
    if not host:
        return HOST_EMPTY
    if any(character.isspace() for character in host):
        return HOST_SPACES
    labels = host[:-1].split(".") if host.endswith(".") else host.split(".")
    too_long = len(host) > MAX_HOST or any(len(label) > MAX_LABEL for label in labels)
    if too_long or not all(labels) or not _HOST.match(host):
        return HOST_WRONG
    return ""


def port_error(port: str) -> str:
    """Return the sentence that says what is wrong with a port, or "" when it is a number from 1 to 65535."""
    return "" if 0 < port_number(port) < 65536 else PORT_WRONG


def port_number(port: str) -> int:
    """Return the number in `port`, or 0 when it holds none that a port could have."""
    digits = port.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 5 else 0


def nick_error(nick: str) -> str:
    """Return the sentence that says what is wrong with a name, or "" when a server of ours takes it."""
    if valid_nick(nick):
        return ""
    only_start = bool(nick) and valid_nick("_" + nick[1:])
    return NICK_START if only_start else NICK_WRONG


def password_error(password: str) -> str:
    """Return the sentence that says what is wrong with a password, or "" when it fits on one line."""
    return ONE_LINE if any(character in password for character in "\r\n\0") else ""
