"""What a client does about the past: it fetches what was missed, and settles messages of ours that are in doubt by it.

The history says which of them arrived; those that are missing are sent again, once.
"""
from typing import Callable, List

from .catching_up import Ask, CatchingUp
from .client_commands import ClientCommands
from .client_states import Online
from .events import HistoryArrived, MessageFailed
from .seen import Seen
from .unconfirmed import Pending

NOT_CONFIRMED = "The connection broke before the server confirmed this. Send it again."


class ClientPast(ClientCommands):
    """The part of a Client that knows the server's history; used by its owner alone."""

    def __init__(self, clock: Callable[[], float], latest: int) -> None:
        """`clock` gives seconds; `latest` messages are fetched of a conversation that is new."""
        super().__init__()
        self._clock = clock
        self._seen = Seen()
        self._past = CatchingUp(latest)

    def forget(self, target: str) -> None:
        """The front end has let a conversation go; opened again, it gets the latest anew."""
        self._past.forget(target)
        self._seen.forget(target)
        self._comeback.forget(target)

    def fill_hole(self, target: str, after: str) -> bool:
        """Ask for messages that are missing after one; HistoryArrived answers as a 'hole'. False where that can't be.
        """
        return isinstance(self.state, Online) and self.session.request_hole(target, after)

    def _take_history(self, history: HistoryArrived) -> None:
        confirmed, fresh = self._seen.sift_history(history)
        self._events.extend(confirmed)
        self._events.append(fresh._replace(hole=history.hole or self._past.hole_before(history)))
        far = self._past.is_far(history.target)
        ask = self._past.go_on(history, self._read_until(history.target))
        if ask is not None:
            self._fetch(ask)
        if history.which in ("after", "latest") and (ask is None or ask.before):
            known = history.which == "after" or history.complete or far
            self._settle_doubts(history.target, known and not history.failed)

    def _read_until(self, target: str) -> float:
        """Up to which Unix second a conversation was read; 0 where that isn't known."""
        return 0.0

    def _fetch(self, ask: Ask) -> None:
        asked = self.session.request_history(ask.target, ask.before, ask.limit, ask.after)
        if ask.before:
            if not asked:
                self._past.abandon(ask.target)
            return
        if not asked and not (ask.after and self.session.request_history(ask.target, "", self._past.latest)):
            self._past.abandon(ask.target)
            self._settle_doubts(ask.target, False)

    def _settle_doubts(self, target: str, sure: bool) -> None:
        """The gap is known, or never will be: what is missing is sent again, and then what waited behind it."""
        missing = self._seen.missing(target, "" if self.session.is_room(target) else self.session.nick) if sure else []
        self._fail(self._seen.give_up(target), NOT_CONFIRMED)
        for pending in missing:
            self.session.post(pending._replace(again=True))
        self._comeback.settle(target)
        self._send_held()

    def _ask_for_doubts(self) -> None:
        """Of what is in doubt where we join no room: a private chat can be asked, if there is a place to ask from."""
        for target in self._seen.waiting():
            if self._comeback.must_wait(target) or self.session.room(target) is not None:
                continue
            if self.session.keeps_history and self._past.knows(target):
                self._comeback.wait_for(target, self._clock())
                self._fetch(self._past.begin(target))
            else:
                self._fail(self._seen.give_up(target), NOT_CONFIRMED)

    def _send_held(self) -> None:
        if isinstance(self.state, Online):
            for pending in self._comeback.take_ready(self._clock()):
                self.session.post(pending)

    def _fail(self, pendings: List[Pending], sentence: str) -> None:
        self._events.extend(MessageFailed(pending.target, pending.label, sentence) for pending in pendings)
