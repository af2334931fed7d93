"""Long answers, given a part a turn, so that nobody waits while one person reads about thousands.

Whoever has asked for one has to wait with the next command until it is complete, as for the answer to a password.
"""
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Deque, Iterator, NamedTuple, Optional

from .replies import Reply

if TYPE_CHECKING:
    from .network import Network

LINES_A_TURN = 100  # of all long answers together; a step that finds nothing counts as a line

Steps = Iterator[int]  # each step answers a part, and tells how many lines that were


class Answer(NamedTuple):
    """An answer that is being given, and to whom; without a reply it is for several people."""

    steps: Steps
    reply: Optional[Reply]


class Answering:
    """The long answers of one network; used by the hub's thread alone."""

    __slots__ = ("_left", "_network", "_unfinished")

    def __init__(self, network: "Network") -> None:
        self._network: Network = network
        self._unfinished: Deque[Answer] = deque()  # the next first
        self._left: int = LINES_A_TURN  # of this turn

    @property
    def unfinished(self) -> bool:
        """Whether `go_on` has work."""
        return bool(self._unfinished)

    def begin(self, steps: Steps, reply: Optional[Reply] = None) -> None:
        """Answer with `steps`, as much as this turn allows at once; who asked with `reply` waits for the rest."""
        answer = Answer(steps, reply)
        if self._advance(answer):
            return
        self._unfinished.append(answer)
        if reply is not None:
            reply.user.waiting = True
            reply.stream()

    def go_on(self) -> None:
        """Use what is left of a turn for those who wait, in turn; call it once at the end of each turn."""
        for _ in range(len(self._unfinished)):
            if self._left <= 0:
                break
            answer = self._unfinished.popleft()
            user = answer.reply.user if answer.reply is not None else None
            if user is None or not user.closing:
                self._network.attempt(user, partial(self._resume, answer))
        self._left = LINES_A_TURN

    def _resume(self, answer: Answer) -> None:
        """Give the answer a part; one that fails is given no more."""
        if self._advance(answer):
            self._complete(answer.reply)
        else:
            self._unfinished.append(answer)

    def _advance(self, answer: Answer) -> bool:
        """Answer as much as this turn allows; True if that was all."""
        while self._left > 0:
            lines = next(answer.steps, None)
            if lines is None:
                return True
            self._left -= lines
        return False

    def _complete(self, reply: Optional[Reply]) -> None:
        if reply is not None:
            reply.user.waiting = False
            reply.release()
            self._network.go_on(reply.user)
