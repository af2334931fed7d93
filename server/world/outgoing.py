"""A line on its way out, encoded once for each set of capabilities among its receivers; its tags are written here.

Formatting is done once a message, and every receiver gets the same bytes object: this is the server's hot path.
"""
import re
from datetime import datetime, timedelta, timezone
from typing import Callable, Dict, Iterable, List, Optional

from ..wire.caps import ACCOUNT_TAG, MESSAGE_TAGS, SERVER_TIME
from ..wire.message import escape

Append = Callable[[bytes], None]

MAX_BODY = 510  # bytes of a line without tags and without CR LF (RFC 1459 section 2.3)

_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_milliseconds(now: float) -> int:
    """`now`, in Unix seconds, to the nearest millisecond."""
    return int(now * 1000 + 0.5)


def timestamp(now: float) -> str:
    """`now`, in Unix seconds, as IRCv3 server-time writes it: UTC with milliseconds."""
    milliseconds = to_milliseconds(now)
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def read_timestamp(text: str) -> Optional[int]:
    """The Unix milliseconds that `text`, a time as server-time writes it, stands for; None for any other text."""
    parts = _TIMESTAMP.fullmatch(text)
    if parts is None:
        return None
    try:
        moment = datetime.strptime(parts.group(1), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    fraction = (parts.group(2) or "")[:3].ljust(3, "0")
    return (moment - _EPOCH) // timedelta(milliseconds=1) + int(fraction)


class Line:
    """An outgoing line with its tags, not yet encoded; used by the hub's thread alone."""

    __slots__ = (
        "_account", "_body", "_copies", "_encoded", "_needs", "_richer", "_richer_needs", "_tags", "_time", "number",
    )  # fmt: skip

    def __init__(
        self, body: str, time: str, tags: str = "", needs: int = 0, number: int = 0, account: str = ""
    ) -> None:
        """`body` is the line without tags, `time` as `timestamp` writes it; `tags` (written, joined with ";") go to
        those with message-tags; who lacks one of the capabilities in `needs` does not get the line at all; `number`
        is the id behind the msgid, 0 without one; `account` is the sender's, for those with account-tag."""
        self.number: int = number
        self._account: str = account
        self._body: str = body
        self._time: str = time
        self._tags: str = tags
        self._needs: int = needs
        self._richer: str = ""
        self._richer_needs: int = 0
        self._encoded: Dict[int, Optional[bytes]] = {}
        self._copies: List[bytes] = []

    def richer(self, body: str, needs: int) -> "Line":
        """Give this line another body for those who have the capability `needs`; returns the line."""
        self._richer = body
        self._richer_needs = needs
        return self

    @property
    def params(self) -> str:
        """What stands in the line after the source and the command, as it is written."""
        return self._body.split(" ", 2)[-1]

    @property
    def fits(self) -> bool:
        """Whether the line keeps to the 512 bytes of IRC."""
        return fits(self._body)

    def encode(self, caps: int) -> Optional[bytes]:
        """The whole line for somebody with `caps`, the same object each time; None if they don't get it."""
        try:
            return self._encoded[caps]
        except KeyError:
            line = self._encoded[caps] = self.tagged(caps)
            return line

    def tagged(self, caps: int, extra: str = "") -> Optional[bytes]:
        """As `encode`, with `extra` (a written tag such as a label) in front of the other tags."""
        if caps & self._needs != self._needs:
            return None
        body = self._richer if self._richer and caps & self._richer_needs else self._body
        line = (self._written(caps, extra, self._tags) + body).encode("utf-8", "replace") + b"\r\n"
        if self.number:
            self._copies.append(line)
        return line

    def _written(self, caps: int, extra: str, own: str) -> str:
        """The tags as they stand in front of the body for somebody with `caps`: `extra`, time, account, `own`."""
        tags = [extra] if extra else []
        if caps & SERVER_TIME:
            tags.append("time=" + self._time)
        if self._account and caps & ACCOUNT_TAG:
            tags.append("account=" + escape(self._account))
        if own and caps & MESSAGE_TAGS:
            tags.append(own)
        return "@" + ";".join(tags) + " " if tags else ""

    @property
    def copies(self) -> List[bytes]:
        """Every encoding of a line with a msgid that was made so far: the very objects that lie in outboxes."""
        return self._copies


def fits(body: str) -> bool:
    """Whether `body`, a line without tags and CR LF, is within the 510 bytes that IRC allows."""
    return len(body) * 4 <= MAX_BODY or len(body.encode("utf-8", "replace")) <= MAX_BODY


def cut(text: str, limit: int) -> str:
    """The beginning of `text` that takes at most `limit` bytes of UTF-8; no character is torn."""
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")


def packed(words: Iterable[str], room: int, separator: str = " ") -> List[str]:
    """`words`, which hold no separator, joined into texts of at most `room` bytes; a longer word stays whole."""
    left = separator.join(words).encode("utf-8", "replace")
    mark = separator.encode()
    texts: List[str] = []
    while len(left) > room:
        end = left.rfind(mark, 0, room + 1)
        if end < 0:
            end = left.find(mark)
        if end < 0:
            break
        texts.append(left[:end].decode())
        left = left[end + len(mark) :]
    return texts + [left.decode()] if left else texts
