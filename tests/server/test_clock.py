"""The server's clock never goes back."""
from server.clock import SteadyClock


class Hands:
    """A wall clock and an elapsed clock that a test sets."""

    def __init__(self) -> None:
        self.wall = 1000.0
        self.elapsed = 50.0


def steady(hands: Hands) -> SteadyClock:
    """A clock that reads the test's hands."""
    return SteadyClock(lambda: hands.wall, lambda: hands.elapsed)


def test_follows_the_system_clock() -> None:
    """While the system's clock runs, both agree."""
    hands = Hands()
    clock = steady(hands)
    hands.wall += 5
    hands.elapsed += 5
    assert clock.now() == 1005.0


def test_goes_on_when_the_system_clock_is_set_back() -> None:
    """A system clock set back an hour doesn't take the server's time back, which goes on at the right pace."""
    hands = Hands()
    clock = steady(hands)
    hands.wall -= 3600
    assert clock.now() == 1000.0
    hands.wall += 2
    hands.elapsed += 2
    assert clock.now() == 1002.0


def test_jumps_forward_with_the_system_clock() -> None:
    """A system clock set forward, or a computer that slept, takes the server's time forward at once."""
    hands = Hands()
    clock = steady(hands)
    hands.wall += 7200
    assert clock.now() == 8200.0


def test_begins_after_a_given_moment() -> None:
    """Where the system clock is behind what was recorded, time goes on from there; else nothing changes."""
    hands = Hands()
    clock = steady(hands)
    clock.begin_after(5000.0)
    hands.wall += 1
    hands.elapsed += 1
    assert clock.now() == 5001.0
    clock.begin_after(4000.0)
    assert clock.now() == 5001.0
