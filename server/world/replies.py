"""The answers to one command: label, batch, time and the server's prefix are added here and nowhere else.

Sources: IRCv3 labeled-response and standard-replies, modern.ircdocs.horse "Numerics".
"""
from typing import TYPE_CHECKING, Iterable, List, Tuple

from ..wire.caps import BATCH, STANDARD_REPLIES
from ..wire.message import Message, escape
from .outgoing import MAX_BODY, Line, cut, fits

if TYPE_CHECKING:
    from .network import Network
    from .user import User

MAX_LABEL = 64  # bytes (IRCv3 labeled-response)
MAX_ECHOED = 160  # bytes of what somebody wrote that a numeric repeats as a parameter before its sentence


class Reply:
    """The answers that one asker gets to one command; used by the hub's thread alone.

    Without a label they go to the outbox at once. With one they wait for `finish`, which knows how many they are.
    """

    __slots__ = ("_batches", "_held", "_lines", "_network", "_stream", "label", "user")

    def __init__(self, network: "Network", user: "User", label: str = "") -> None:
        self._network: Network = network
        self.label: str = label
        self._lines: List[Tuple[Line, str]] = []  # with the tag of the batch that the line is in
        self._batches: int = 0
        self._held: int = 0  # how many things it waits for
        self._stream: str = ""  # the batch that lines go out in at once
        self.user: User = user

    def numeric(self, code: str, *params: str) -> None:
        """Answer with a numeric; the asker's nick goes in front of `params`."""
        self.say(code, self.user.shown, *params)

    def say(self, command: str, *params: str) -> None:
        """Answer with a command of the server's."""
        self.relay(self.from_server(command, *params))

    def relay(self, line: Line) -> None:
        """Answer with `line` as it is."""
        encoded = line.encode(self.user.caps)
        if encoded is None:
            return
        if self._stream:
            self._send(line, "batch=" + self._stream)
        elif self.label:
            self._lines.append((line, ""))
        else:
            self._network.send(self.user, encoded)

    def batch(self, kind: str, params: Iterable[str], lines: Iterable[Line]) -> None:
        """Answer with `lines` in a batch of `kind`, or one by one where batches aren't known (IRCv3 batch)."""
        if not self.user.caps & BATCH:
            for line in lines:
                self.relay(line)
            return
        name = self._network.new_id()
        tag = "batch=" + name
        self._batches += 1
        self._hold(self.from_server("BATCH", "+" + name, kind, *params), "")
        for line in lines:
            self._hold(line, tag)
        self._hold(self.from_server("BATCH", "-" + name), "")

    def begin_batch(self, kind: str, params: Iterable[str]) -> None:
        """Let the lines from now on be one batch of `kind`, where batches are known; `finish` ends it."""
        if self.user.caps & BATCH:
            self._stream = self._begin_batch(kind, *params)

    def fail(self, command: str, code: str, *context: str) -> None:
        """Answer FAIL with `context`, whose last is the sentence; a notice where standard replies aren't known."""
        if self.user.caps & STANDARD_REPLIES:
            self.say("FAIL", command, code, *context)
        else:
            self.notice(context[-1])

    def notice(self, text: str) -> None:
        """Answer with a notice of the server's."""
        self.say("NOTICE", self.user.shown, text)

    def hold(self) -> None:
        """The answer comes later: `finish` does nothing until `release`."""
        self._held += 1

    def stream(self) -> None:
        """The answer is long and its end comes later: what a label holds back goes out now, and then line by line."""
        self.hold()
        if self.label and not self._stream:
            self._stream = self._begin_batch("labeled-response")

    def release(self) -> None:
        """The answer that was waited for is complete."""
        self._held = max(0, self._held - 1)
        self.finish()

    def finish(self) -> None:
        """Send what a label held back: an ACK for nothing, the label on one line, a batch around more."""
        if self._held:
            return
        if self._stream:
            self._send(self.from_server("BATCH", "-" + self._stream))
            self._stream = ""
            return
        if not self.label:
            return
        label = "label=" + escape(self.label)
        lines = self._lines or [(self.from_server("ACK"), "")]
        if len(lines) == 1 or self._is_one_batch():
            self._send(lines[0][0], label)
            for line, tag in lines[1:]:
                self._send(line, tag)
            return
        self._send(self.from_server("BATCH", "-" + self._begin_batch("labeled-response")))

    def _begin_batch(self, kind: str, *params: str) -> str:
        """Send the lines so far in a batch that carries the label, if there is one; its name."""
        batch = self._network.new_id()
        label = "label=" + escape(self.label) if self.label else ""
        self._send(self.from_server("BATCH", "+" + batch, kind, *params), label)
        for line, tag in self._lines:
            self._send(line, tag or "batch=" + batch)
        return batch

    def _is_one_batch(self) -> bool:
        return self._batches == 1 and sum(not tag for _, tag in self._lines) == 2

    def _hold(self, line: Line, tag: str) -> None:
        if self.label:
            self._lines.append((line, tag))
        else:
            self._send(line, tag)

    def from_server(self, command: str, *params: str) -> Line:
        """A line of the server's, not yet part of the answer."""
        network = self._network
        return Line(body_of(Message(command, params, network.server_name)), network.timestamp())

    def _send(self, line: Line, extra: str = "") -> None:
        encoded = line.tagged(self.user.caps, extra)
        if encoded is not None:
            self._network.send(self.user, encoded)


def body_of(message: Message) -> str:
    """The server's `message` as it can be written: at most 510 bytes, and what it repeats of somebody's words stays
    the parameter that it is."""
    params = message.params
    middle = [_safe(param) for param in params[:-1]]
    body = message._replace(params=tuple(middle + list(params[-1:]))).body()
    if fits(body):
        return body
    over = len(body.encode("utf-8", "replace")) - MAX_BODY
    last = params[-1].encode("utf-8", "replace")
    return message._replace(params=tuple(middle) + (cut(params[-1], max(0, len(last) - over - 1)),)).body()


def _safe(param: str) -> str:
    if not param or param[0] == ":" or " " in param:
        return "*"
    return param if len(param) * 4 <= MAX_ECHOED else cut(param, MAX_ECHOED)

