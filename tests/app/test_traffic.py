"""Traffic: messages a minute out of a count that grows."""
from app.traffic import Traffic


def test_messages_within_the_last_minute() -> None:
    """What was said before the last minute no longer counts; a server that begins anew is no negative number."""
    traffic = Traffic()
    assert (traffic.total, traffic.per_minute) == (0, 0)
    for second in range(0, 200, 2):
        traffic.note(second * 3, float(second))
    assert traffic.total == 594 and traffic.per_minute == 180
    traffic.note(4, 300.0)
    assert (traffic.total, traffic.per_minute) == (4, 0)
