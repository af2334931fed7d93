"""What a server says about itself in its 005 lines, and what follows from it: folding, prefixes, kinds of modes.

Source: modern.ircdocs.horse "RPL_ISUPPORT Parameters"; a server that says nothing is taken for one of RFC 2812.
"""
import re
from typing import Dict, Iterable, List, Tuple

from server.wire import names

MOST_TOKENS = 200  # a server that says more is not listened to
_RFC1459_LOWER = {ord(upper): lower for upper, lower in zip("[]\\^", "{}|~")}
_STRICT_LOWER = {ord(upper): lower for upper, lower in zip("[]\\", "{}|")}
_TRANSLATIONS = {"ascii": {}, "rfc1459": _RFC1459_LOWER, "strict-rfc1459": _STRICT_LOWER}
_PREFIX = re.compile(r"\(([^)]*)\)(.*)")
_ESCAPED = re.compile(r"\\x([2-7][0-9A-Fa-f])")  # printable ASCII; nothing else needs to be written so


class ISupport:
    """One server's features; used by the session's thread alone."""

    __slots__ = ("_always", "_lower", "_when_set", "prefixes", "room_signs", "tokens")

    def __init__(self) -> None:
        self.tokens: Dict[str, str] = {}
        self.prefixes: List[Tuple[str, str]] = [("o", "@"), ("v", "+")]  # mode and sign, the highest first
        self.room_signs: str = "#&"
        self._lower: Dict[int, str] = _RFC1459_LOWER
        self._always: str = "beIk"  # modes that take an argument
        self._when_set: str = "l"  # modes that take one only when they are set

    def read(self, words: Iterable[str]) -> None:
        """Take the words of one 005 line, without the nick before them and the sentence after them."""
        for word in words:
            name, _, value = word.partition("=")
            if name.startswith("-"):
                self.tokens.pop(name[1:], None)
            elif name and len(self.tokens) < MOST_TOKENS:
                self.tokens[name] = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
        self._lower = _TRANSLATIONS.get(self.tokens.get("CASEMAPPING", "rfc1459").lower(), {})
        self.room_signs = self.tokens.get("CHANTYPES", "#&")
        self._read_prefixes(self.tokens.get("PREFIX", "(ov)@+"))
        self._read_modes(self.tokens.get("CHANMODES", "beI,k,l,"))

    def fold(self, name: str) -> str:
        """The name as this server looks it up."""
        folded = names.fold(name)
        return folded.translate(self._lower) if self._lower else folded

    def is_room(self, name: str) -> bool:
        """Whether `name` is a room's and not a person's."""
        return bool(name) and name[0] in self.room_signs

    def signs(self) -> str:
        """The signs before members' nicks, the highest first, such as "@+"."""
        return "".join(sign for _, sign in self.prefixes)

    def sign_of(self, mode: str) -> str:
        """The sign that the mode gives a member, or ""."""
        return next((sign for letter, sign in self.prefixes if letter == mode), "")

    def takes_argument(self, mode: str, setting: bool) -> bool:
        """Whether the mode of a room comes with an argument."""
        return mode in self._always or bool(self.sign_of(mode)) or (setting and mode in self._when_set)

    def takes_tag(self, name: str) -> bool:
        """Whether the server passes the client-only tag on (IRCv3 message-tags, CLIENTTAGDENY)."""
        denied = self.tokens.get("CLIENTTAGDENY", "").split(",")
        return "-" + name in denied if "*" in denied else name not in denied

    def number(self, name: str, default: int) -> int:
        """The token's value as a number, or `default`."""
        value = self.tokens.get(name, "")
        return int(value) if re.fullmatch("[0-9]{1,9}", value) else default

    def _read_prefixes(self, value: str) -> None:
        match = _PREFIX.fullmatch(value)
        if match and len(match.group(1)) == len(match.group(2)) <= 16:
            self.prefixes = list(zip(match.group(1), match.group(2)))
        elif not value:
            self.prefixes = []

    def _read_modes(self, value: str) -> None:
        kinds = value.split(",") + ["", "", ""]
        self._always = kinds[0] + kinds[1]
        self._when_set = kinds[2]
