"""What a server says of itself to those nearby, and how others read it; pure, and careful with what strangers wrote.

On the network it is the TXT record of DNS-SD (RFC 6763 section 6), on this computer a small file of JSON.
"""
import unicodedata
from typing import Dict, Mapping, NamedTuple, Optional, Union

from .config import ServerConfig
from .version import VERSION
from .wire.names import valid_room

SERVICE = "_irc._tcp.local."
MOST_NAME = 64  # characters of a server's name
MOST_LABEL = 63  # bytes of an instance's name, RFC 6763 section 4.1.1
MOST_PEOPLE = 10 ** 6
_MOST_VALUE = 200  # bytes of one value, so that no pair outgrows the 255 of RFC 6763 section 6.1
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control and format characters, bidi among them, and the like
_FORM = "1"  # of these pairs, as RFC 6763 section 6.7 wishes

Text = Union[str, bytes, None]


class Announcement(NamedTuple):
    """What people see of a server before they join it."""

    name: str
    people: Optional[int] = None  # None: it doesn't say
    needs_password: bool = False
    encrypted: bool = False  # whether it offers TLS
    lobby: str = ""
    version: str = ""
    id: str = ""  # of this run of the server, so that it is one however many ways lead to it


def announcement_of(config: ServerConfig, people: int, encrypted: bool, id: str) -> Announcement:
    """What a server with `config` says while so many are on it."""
    name = clean(config.display_name)
    return Announcement(name, people, bool(config.password), encrypted, config.lobby, VERSION, id)


def to_pairs(announcement: Announcement) -> Dict[str, str]:
    """The announcement as the pairs of a TXT record."""
    pairs = {
        "txtvers": _FORM,
        "name": announcement.name,
        "lobby": announcement.lobby,
        "version": announcement.version,
        "people": "" if announcement.people is None else str(announcement.people),
        "password": "1" if announcement.needs_password else "0",
        "tls": "1" if announcement.encrypted else "0",
        "id": announcement.id,
    }
    return {key: _cut(value, _MOST_VALUE) for key, value in pairs.items() if value}


def from_pairs(label: str, pairs: Mapping[str, Text]) -> Announcement:
    """The announcement in the pairs of a TXT record, of a program that need not be ours; `label` is its name then."""
    said = {key: _text(value) for key, value in pairs.items()}
    lobby, people = said.get("lobby", ""), said.get("people", "")
    counted = int(people) if people.isdigit() and len(people) < 8 else None
    return Announcement(
        name=clean(said.get("name", "")) or clean(label) or "?",
        people=None if counted is None else min(counted, MOST_PEOPLE),
        needs_password=said.get("password") == "1",
        encrypted=said.get("tls") == "1",
        lobby=lobby if valid_room(lobby) else "",
        version=clean(said.get("version", ""), 20),
        id=clean(said.get("id", ""), 32),
    )


def instance_label(name: str) -> str:
    """The name as the first label of a DNS-SD instance: no dots, which libraries take for the label's end."""
    return _cut(clean(name).replace(".", " "), MOST_LABEL).strip() or "IntranetChat"


def clean(text: str, most: int = MOST_NAME) -> str:
    """The text on one line of at most `most` characters, without what can't be seen or turns the line around."""
    seen = (character for character in text[:most * 4] if unicodedata.category(character) not in _INVISIBLE
            or character.isspace())
    return " ".join("".join(seen).split())[:most].strip()


def _text(value: Text) -> str:
    if isinstance(value, bytes):
        return value[:255].decode("utf-8", "replace")
    return value[:255] if isinstance(value, str) else ""


def _cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8."""
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")
