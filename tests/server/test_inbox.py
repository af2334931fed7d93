"""The hand-off between threads keeps order and loses nothing."""
import threading

from server.inbox import Inbox


def test_items_come_in_the_order_they_were_put() -> None:
    """take() gives what was put, in order, and then nothing."""
    inbox = Inbox()
    for number in range(5):
        inbox.put(number)
    assert inbox.take(0) == [0, 1, 2, 3, 4]
    assert inbox.take(0) == []


def test_one_take_is_bounded() -> None:
    """take() gives at most what was asked for and keeps the rest."""
    inbox = Inbox()
    for number in range(5):
        inbox.put(number)
    assert inbox.take(0, most=2) == [0, 1]
    assert inbox.take(0) == [2, 3, 4]


def test_nothing_is_lost_between_many_threads() -> None:
    """Every item of four writers arrives once, and each writer's items arrive in its order."""
    inbox = Inbox()
    count = 2000

    def write(writer: int) -> None:
        for number in range(count):
            inbox.put((writer, number))

    threads = [threading.Thread(target=write, args=(writer,), name="writer") for writer in range(4)]
    for thread in threads:
        thread.start()
    taken = []
    while len(taken) < 4 * count:
        batch = inbox.take(5.0, most=100)
        assert batch, "an item was lost, or its wake-up was"
        taken += batch
    for thread in threads:
        thread.join()
    for writer in range(4):
        assert [number for who, number in taken if who == writer] == list(range(count))
