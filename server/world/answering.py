"""Long answers, given a part a turn, so that nobody waits while one person reads about thousands.

Whoever has asked for one has to wait with the next command until it is complete, as for the answer to a password.
"""
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Deque, Iterator, NamedTuple, Optional

from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

LINES_A_TURN = 100  # of all long answers together; a step that finds nothing counts as a line

Attempt = Callable[[Optional[User], Callable[[], Any]], None]  # do something that concerns one link, or several
Steps = Iterator[int]  # each step answers a part, and tells how many lines that were


class Answer(NamedTuple):
    """An answer that is being given; who asked with a reply waits for its end. Without a user it is for several."""

    steps: Steps
    user: Optional[User]
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
        return any(self._takes_more(answer) for answer in self._unfinished)

    def begin(self, steps: Steps, reply: Optional[Reply] = None, user: Optional[User] = None) -> None:
        """Answer with `steps`, as much as this turn allows at once; who asked with `reply` waits for the rest."""
        answer = Answer(steps, reply.user if reply is not None else user, reply)
        if self._takes_more(answer) and self._advance(answer):
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
            if self._takes_more(answer):
                self._network.attempt(answer.user, partial(self._resume, answer))
            else:
                self._unfinished.append(answer)
        self._left = LINES_A_TURN

    def _takes_more(self, answer: Answer) -> bool:
        """Whether there is no need to wait until the one who asked has read what was sent."""
        return answer.user is None or answer.user.closing or not self._network.clogged(answer.user)

    def _resume(self, answer: Answer) -> None:
        """Give the answer a part; one that fails is given no more."""
        if answer.user is not None and answer.user.closing:
            return
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


def simply(user: Optional[User], call: Callable[[], Any]) -> None:
    """Do something that concerns one link, without looking after mistakes."""
    call()


def never_clogged(user: User) -> bool:
    """Whether much waits to be read by `user`; here nobody knows, and no."""
    return False
