"""One IRC message as a value, with its way from and to a line of bytes; the IRC syntax is owned here.

Sources: RFC 1459 section 2.3, modern.ircdocs.horse "Message Format", and IRCv3 message-tags.
"""
import re
from types import MappingProxyType
from typing import Dict, List, Mapping, NamedTuple, Tuple

MAX_LINE = 512  # bytes with CR LF, without tags (RFC 1459 section 2.3)
MAX_CLIENT_TAGS = 4096  # bytes of a client's tags with "@" and the space (IRCv3 message-tags, size limit)
MAX_TAGS = 8191  # bytes of all tags with "@" and the space

NO_TAGS: Mapping[str, str] = MappingProxyType({})

# Simple clients cut the text of these commands and numerics at " :", so their last parameter always has the colon.
_ALWAYS_TRAILING = frozenset(
    "PRIVMSG NOTICE TOPIC PART QUIT KICK KILL ERROR AWAY WALLOPS SETNAME CAP PONG FAIL WARN NOTE "
    "301 302 303 311 314 319 322 332 352 353".split()
)

_ESCAPES = {";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"}
_UNESCAPES = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_TO_ESCAPE = re.compile("[; \\\\\r\n]")
_FORBIDDEN = re.compile("[\0\r\n]")
_COMMAND = re.compile("[A-Za-z/][!-~]*|[0-9]{3}")  # wider than RFC 1459, so that a mistyped one is answered, too


class LineError(ValueError):
    """A line that is no IRC message; the text says in one sentence why."""


class LineTooLong(LineError):
    """A line over the limit of its tags or of its rest; such a line is refused, never cut."""


class InvalidUtf8(LineError):
    """A line whose bytes are not UTF-8."""


class _Message(NamedTuple):
    command: str
    params: Tuple[str, ...] = ()
    source: str = ""
    tags: Mapping[str, str] = NO_TAGS


class Message(_Message):
    """An IRC message: a command in capitals or a numeric, parameters, a source, and tags by name."""

    __slots__ = ()

    @property
    def nick(self) -> str:
        """The nick in the source, or the server's name where a server speaks."""
        return self.source.partition("!")[0].partition("@")[0]

    def param(self, index: int, default: str = "") -> str:
        """The parameter at `index`, or `default` where there are not so many."""
        return self.params[index] if index < len(self.params) else default

    def body(self) -> str:
        """The message without tags and without CR LF; ValueError where a field can't be written."""
        words = [":" + self.source, self.command] if self.source else [self.command]
        if self.params:
            words.extend(self.params[:-1])
            if any(not word or word[0] == ":" or " " in word for word in self.params[:-1]):
                raise ValueError("only the last parameter may be empty, hold a space or begin with ':'")
            last = self.params[-1]
            colon = self._is_always_trailing() or not last or last[0] == ":" or " " in last
            words.append(":" + last if colon else last)
        body = " ".join(words)
        if _FORBIDDEN.search(body):
            raise ValueError("a message can't hold NUL, CR or LF")
        return body

    def _is_always_trailing(self) -> bool:
        # A server's CAP has a list at its end, after nick and subcommand; a client's CAP LS 302 and CAP END have not.
        return self.command in _ALWAYS_TRAILING and (self.command != "CAP" or len(self.params) > 2)

    def to_line(self) -> bytes:
        """The message as UTF-8 bytes with its tags and CR LF; ValueError where a field can't be written."""
        return (write_tags(self.tags) + self.body()).encode("utf-8", "replace") + b"\r\n"


def parse(line: bytes, errors: str = "strict") -> Message:
    """The message in `line`, which comes without CR LF.

    `errors` is the codec's error mode: a server is strict, a client may "replace". Raises LineTooLong over the
    limits above, InvalidUtf8, and LineError for a line without a command.
    """
    _check_length(line)
    try:
        text = line.decode("utf-8", errors)
    except UnicodeDecodeError:
        raise InvalidUtf8("The line is not UTF-8.") from None
    if "\0" in text or "\r" in text:
        raise LineError("The line holds a NUL or a CR.")
    tags = NO_TAGS
    source = ""
    if text.startswith("@"):
        words, _, text = text[1:].partition(" ")
        tags = read_tags(words)
        text = text.lstrip(" ")
    if text.startswith(":"):
        source, _, text = text[1:].partition(" ")
    head, colon, trailing = text.partition(" :") if not text.startswith(":") else ("", "", "")
    words = head.split(" ")
    params = [word for word in words if word]
    if not params or not _COMMAND.fullmatch(params[0]):
        raise LineError("The line has no command.")
    if colon:
        params.append(trailing)
    return Message(params[0].upper(), tuple(params[1:]), source, tags)


def _check_length(line: bytes) -> None:
    end = 0
    if line.startswith(b"@"):
        end = line.find(b" ") + 1
        if end > MAX_TAGS or (not end and len(line) > MAX_TAGS):
            raise LineTooLong(f"The tags are longer than {MAX_TAGS} bytes.")
    if len(line) - end > MAX_LINE - 2:
        raise LineTooLong(f"The line is longer than {MAX_LINE} bytes.")


def tags_length(line: bytes) -> int:
    """The number of bytes that the tags take in `line`, with "@" and the space."""
    return line.find(b" ") + 1 if line.startswith(b"@") else 0


def read_tags(text: str) -> Dict[str, str]:
    """The tags in `text`, which comes without "@" (IRCv3 message-tags); of a repeated tag the last one counts."""
    tags: Dict[str, str] = {}
    for item in text.split(";"):
        name, _, value = item.partition("=")
        if name:
            tags[name] = _unescape(value) if "\\" in value else value
    return tags


def write_tags(tags: Mapping[str, str]) -> str:
    """The tags as they stand before a message, with "@" and the space; empty without tags."""
    if not tags:
        return ""
    items = [name + "=" + escape(value) if value else name for name, value in tags.items()]
    return "@" + ";".join(items) + " "


def escape(value: str) -> str:
    """A tag's value as it goes on the wire (IRCv3 message-tags, escaping values)."""
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match.group()], value.replace("\0", ""))


def _unescape(value: str) -> str:
    out: List[str] = []
    characters = iter(value)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            character = _UNESCAPES.get(following, following)
        out.append(character)
    return "".join(out)
