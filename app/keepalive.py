"""When a link that is silent must be asked whether it still stands, and when it has to be given up."""

PING_AFTER = 60  # seconds of silence
LOST_AFTER = 30  # seconds more without an answer
LOST_AFTER_SLEEP = 10  # seconds, when the computer slept and the link is likely gone
SLEPT = 15  # seconds between two checks that are milliseconds apart while the computer is awake

NOTHING, PING, LOST = "", "ping", "lost"


class Wakefulness:
    """Whether the computer slept; used by the client's owner alone. Both clocks come in as arguments, in seconds."""

    __slots__ = ("_checked", "_checked_wall")

    def __init__(self, now: float, wall: float) -> None:
        self._checked = now
        self._checked_wall = wall

    def slept(self, now: float, wall: float) -> bool:
        """Whether it slept since the last call."""
        # While the computer sleeps one clock or the other stands still, so the larger step counts.
        step = max(now - self._checked, wall - self._checked_wall)
        self._checked, self._checked_wall = now, wall
        return step > SLEPT


class Keepalive:
    """The silence on one link; used by the client's owner alone. The clock comes in as an argument, in seconds."""

    __slots__ = ("_asked", "_heard", "_patience")

    def __init__(self, now: float) -> None:
        self._heard = now
        self._asked = -1.0  # when we asked, or -1
        self._patience = LOST_AFTER

    def heard(self, now: float) -> None:
        """Something came."""
        self._heard = now
        self._asked = -1.0

    def check(self, now: float, slept: bool) -> str:
        """What to do now: NOTHING, PING or LOST; after the computer `slept` the link is asked at once."""
        if slept:
            return self._ask(now, LOST_AFTER_SLEEP)
        if self._asked >= 0:
            return LOST if now - self._asked >= self._patience else NOTHING
        return self._ask(now, LOST_AFTER) if now - self._heard >= PING_AFTER else NOTHING

    def _ask(self, now: float, patience: int) -> str:
        self._asked = now
        self._patience = patience
        return PING
