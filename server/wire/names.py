"""What may be a nick or a room, when two names are the same, and how masks match them.

Sources: RFC 1459 section 2.3.1, modern.ircdocs.horse "Channels" and "Casemapping"; the alphabet of nicks is wider
than theirs, since people write their names in every script.
"""
import re
import unicodedata
from functools import lru_cache

MAX_NICK = 32  # characters
MAX_ROOM = 64  # bytes of UTF-8, with the "#"

_NICK_EXTRA = frozenset("_-.[]{}|^`\\")
_NOT_FIRST = frozenset("-.")
_LETTERS = ("L", "M")  # general categories: letters, and the marks that belong to them
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, format (bidi among them), surrogate, unassigned
_BLANK = re.compile(  # letters, marks and signs that show nothing (Default_Ignorable_Code_Point, and Braille's blank)
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
# Cyrillic and Greek letters that look like Latin ones: beside a Latin letter they are there to deceive.
_DOUBLES = "[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d" \
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408" \
    "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03bd\u03bf\u03c1]"
_LATIN = "[A-Za-z\u00c0-\u024f]"
_DECEIVING = re.compile(f"{_LATIN}[^\\W\\d_]*{_DOUBLES}|{_DOUBLES}[^\\W\\d_]*{_LATIN}")
_EMOJI_FORM = re.compile("(?<=[^\\w#*])\ufe0f|\ufe0f(?=\u20e3)")  # makes an emoji of the sign before it
_MOST_MARKS = 4  # on one letter; scripts need up to three, more would cover the lines above and below


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The name as it is looked up: A-Z become a-z, nothing else changes (CASEMAPPING=ascii)."""
    return name.translate(_ASCII_LOWER)


@lru_cache(maxsize=8192)
def likeness(name: str) -> str:
    """The name as a person reads it (NFKC, casefold): two nicks with one likeness can't both be taken."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def valid_nick(nick: str) -> bool:
    """Whether `nick` is 1 to 32 letters, digits or _-.[]{}|^`\\ and begins with no digit, "-", "." or mark.

    No letter in it is invisible, no word mixes Latin letters with others that only look like them, and no letter has
    a heap of marks: such a name would be read as another one.
    """
    if not 0 < len(nick) <= MAX_NICK:
        return False
    if _BLANK.search(nick) or _DECEIVING.search(nick) or _most_marks(nick) > _MOST_MARKS:
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


def _most_marks(name: str) -> int:
    """How many marks the letter has that has the most."""
    most = run = 0
    for character in name:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        most = max(most, run)
    return most


def valid_room(room: str) -> bool:
    """Whether `room` is "#" and 1 to 63 bytes without space, comma, BEL, control, bidi or invisible characters."""
    if len(room) < 2 or room[0] != "#" or len(room.encode("utf-8", "replace")) > MAX_ROOM:
        return False
    if _BLANK.search(_EMOJI_FORM.sub("", room)) or _most_marks(room) > _MOST_MARKS:
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
