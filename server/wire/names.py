"""What may be a nick or a room, when two names are the same, and how masks match them.

Sources: RFC 1459 section 2.3.1, modern.ircdocs.horse "Channels" and "Casemapping"; the alphabet of nicks is wider
than theirs, since people write their names in every script.
"""
import unicodedata
from functools import lru_cache

MAX_NICK = 32  # characters
MAX_ROOM = 64  # bytes of UTF-8, with the "#"

_NICK_EXTRA = frozenset("_-.[]{}|^`\\")
_NOT_FIRST = frozenset("-.")
_LETTERS = ("L", "M")  # general categories: letters, and the marks that belong to them
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, format (bidi among them), surrogate, unassigned


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The name as it is looked up: A-Z become a-z, nothing else changes (CASEMAPPING=ascii)."""
    return name.translate(_ASCII_LOWER)


@lru_cache(maxsize=8192)
def likeness(name: str) -> str:
    """The name as a person reads it (NFKC, casefold): two nicks with one likeness can't both be taken."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def valid_nick(nick: str) -> bool:
    """Whether `nick` is 1 to 32 letters, digits or _-.[]{}|^`\\ and begins with no digit, "-", "." or mark."""
    if not 0 < len(nick) <= MAX_NICK:
        return False
    first = nick[0]
    if first in _NOT_FIRST or unicodedata.category(first)[0] in "NM":
        return False
    return all(_may_stand_in_nick(character) for character in nick)


def _may_stand_in_nick(character: str) -> bool:
    if character in _NICK_EXTRA:
        return True
    category = unicodedata.category(character)
    return category[0] in _LETTERS or category == "Nd"


def valid_room(room: str) -> bool:
    """Whether `room` is "#" and 1 to 63 bytes without space, comma, BEL, control or bidi characters."""
    if len(room) < 2 or room[0] != "#" or len(room.encode("utf-8", "replace")) > MAX_ROOM:
        return False
    return not any(
        character in " ,\x07" or unicodedata.category(character) in _INVISIBLE or character.isspace()
        for character in room
    )


def mask_matches(mask: str, name: str) -> bool:
    """Whether `mask` matches the whole of `name`: "*" stands for any run, "?" for one character.

    Both come folded. Takes at most len(mask) * len(name) steps, whatever the mask, so that nobody can stall a server.
    """
    at = here = 0
    star = retry = -1
    while here < len(name):
        if at < len(mask) and mask[at] == "*":
            star, retry = at, here
            at += 1
        elif at < len(mask) and mask[at] in ("?", name[here]):
            at += 1
            here += 1
        elif star >= 0:
            retry += 1
            at, here = star + 1, retry
        else:
            return False
    return all(character == "*" for character in mask[at:])
