"""How long to wait before the link is made again, and under which nick; used while coming back to a server."""

DELAYS = (1, 2, 5, 10, 30)  # seconds before each attempt; the last one goes on
_GHOST_TRIES = 6  # refusals of our nick until we stop: our own old connection should be gone by then
_LONGEST_NICK = 32


class Attempts:
    """The attempts since we were last in; used by the client's owner alone."""

    __slots__ = ("_ghosts", "number", "preferred", "present")

    def __init__(self, nick: str) -> None:
        self.number: int = 0  # 0 until the link broke, then 1 ...
        self.preferred: str = nick  # the nick that we want
        self.present: str = nick  # the nick to ask for now: the same, or one that our ghost doesn't hold
        self._ghosts: int = 0

    def next_delay(self) -> int:
        """Seconds to wait before the next attempt, which is counted."""
        delay = DELAYS[min(self.number, len(DELAYS) - 1)]
        self.number += 1
        return delay

    def restart(self) -> None:
        """What stood in the way may be gone: the delays begin anew."""
        self.number = min(self.number, 1)

    def choose(self, nick: str) -> None:
        """We have, or want, this nick."""
        self.preferred = self.present = nick

    def settle(self) -> None:
        """We are in, or no longer trying: the next time everything starts anew."""
        self.number = self._ghosts = 0
        self.present = self.preferred

    def may_avoid_ghost(self) -> bool:
        """Whether to try again after our nick was taken: once with the same, in case the ghost ends, then with _."""
        self._ghosts += 1
        if self._ghosts > 1:
            self.present = self.present[: _LONGEST_NICK - 1] + "_"
        return self._ghosts <= _GHOST_TRIES
