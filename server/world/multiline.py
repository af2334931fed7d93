"""BATCH from clients: the lines of one long message are collected, and it is said once all of them are there.

Source: ircv3.net "multiline" and "client-batch".
"""
from typing import TYPE_CHECKING, List

from ..wire import numerics
from ..wire.caps import MAX_BYTES, MAX_LINES
from ..wire.message import Message
from ..wire.names import fold
from .block import CONCAT, KIND, KNOWN, Piece
from .messaging import client_tags, speak_block
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

_APART = ("PONG", "QUIT")  # may come between the lines, since they are sent without anybody's doing
_INVALID = "MULTILINE_INVALID"


class Incoming:
    """A batch that a client has opened; used by the hub's thread alone."""

    __slots__ = ("_to_drop", "failed", "name", "pieces", "reply", "size", "tags", "target")

    def __init__(self, name: str, target: str, tags: str, reply: Reply) -> None:
        """`tags` are the client's, written; `reply` answers the line that opened the batch, at its end."""
        self.name: str = name
        self.target: str = target
        self.tags: str = tags
        self.reply: Reply = reply
        self.pieces: List[Piece] = []
        self.size: int = 0  # bytes
        self.failed: bool = False  # the client knows; what still comes of it is dropped
        self._to_drop: int = MAX_LINES
        reply.hold()

    def fail(self, code: str, *context: str) -> None:
        """Answer FAIL with `context`, whose last is the sentence; nobody gets the message."""
        self.failed = True
        self.pieces = []
        self.reply.say("FAIL", "BATCH", code, *context)
        self.reply.release()

    def take(self, message: Message) -> None:
        """Add a line, or fail."""
        text, concat = message.param(1), CONCAT in message.tags
        self.size += len(text.encode("utf-8", "replace")) + (1 if self.pieces and not concat else 0)
        if message.command != "PRIVMSG":
            self.fail(_INVALID, "Such a message can only have PRIVMSG lines.")
        elif fold(message.param(0)) != fold(self.target):
            text = "Every line must be for the target that the batch was opened for."
            self.fail("MULTILINE_INVALID_TARGET", self.target, message.param(0), text)
        elif concat and not text:
            self.fail(_INVALID, f"A line with the tag {CONCAT} can't be empty.")
        elif len(self.pieces) >= MAX_LINES:
            text = f"That message has too many lines: {MAX_LINES} at most."
            self.fail("MULTILINE_MAX_LINES", str(MAX_LINES), text)
        elif self.size > MAX_BYTES:
            text = f"That message is too long: {MAX_BYTES} bytes at most."
            self.fail("MULTILINE_MAX_BYTES", str(MAX_BYTES), text)
        else:
            self.pieces.append(Piece(text, concat and bool(self.pieces)))

    def drop(self) -> bool:
        """Drop a line of a batch that has failed; False once these are too many."""
        self._to_drop -= 1
        return self._to_drop >= 0


def batch(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """BATCH +<name> draft/multiline <target>, and BATCH -<name> at the end."""
    name, kind, target = message.params[0][1:], message.param(1), message.param(2)
    if user.caps & KNOWN != KNOWN:
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "BATCH", f"BATCH needs the capabilities batch and {KIND}.")
    elif message.params[0][0:1] == "-" and user.batch is not None:
        _close(network, user, user.batch)
    elif message.params[0][0:1] != "+" or not name or kind != KIND:
        reply.say("FAIL", "BATCH", _INVALID, f"A batch is opened with BATCH +<name> {KIND} <target>.")
    elif not target:
        reply.numeric(numerics.ERR_NEEDMOREPARAMS, "BATCH", "Say who the message is for.")
    else:
        user.batch = Incoming(name, target, client_tags(message), reply)


def collect(network: "Network", user: User, message: Message) -> bool:
    """Take `message` as part of a batch; False if it is to be applied as any other."""
    if user.caps & KNOWN != KNOWN:
        return False
    incoming, name = user.batch, message.tags.get("batch")
    if name is None and message.command == "BATCH" and message.param(0)[:1] == "-":
        name = message.param(0)[1:]
        if incoming is not None and name == incoming.name:
            return False
    elif incoming is not None and name == incoming.name:
        _take(user, incoming, message)
        return True
    return _intrudes(network, user, name is not None, message)


def spoil(user: User) -> None:
    """A line came that could not be read: an open batch would have a hole."""
    if user.batch is not None and not user.batch.failed:
        user.batch.fail(_INVALID, "A line of the batch could not be read.")


def _take(user: User, incoming: Incoming, message: Message) -> None:
    if not incoming.failed:
        incoming.take(message)
    elif not incoming.drop():
        user.batch = None


def _intrudes(network: "Network", user: User, of_batch: bool, message: Message) -> bool:
    """What is no part of the open batch ends it; what belongs to a batch that is not open is refused."""
    incoming = user.batch
    if not of_batch and message.command in _APART:
        return False
    if incoming is not None and not incoming.failed:
        incoming.fail(_INVALID, "Nothing else may come before the batch is closed.")
    elif of_batch:
        reply = Reply(network, user, message.tags.get("label", "") if user.labels else "")
        reply.say("FAIL", "BATCH", _INVALID, "No batch of that name is open.")
        reply.finish()
    if not of_batch:
        user.batch = None
    return of_batch


def _close(network: "Network", user: User, incoming: Incoming) -> None:
    user.batch = None
    if incoming.failed:
        return
    if not any(piece.text for piece in incoming.pieces):
        incoming.fail(_INVALID, "There is no text to send.")
        return
    speak_block(network, user, incoming.target, incoming.pieces, incoming.tags, incoming.reply)
    incoming.reply.release()
