"""A transport brings what the peer sends, sends without waiting, and gives everything back at its end."""
import socket
import threading
from typing import Iterator, List, Tuple

import pytest

from server.inbox import Inbox
from server.transport import MOST_UNTAKEN, READ_SIZE, Transport, send_each

WAIT = 10.0  # seconds


class Owner:
    """A test's thread in the role of the owner: what was delivered lies in the inbox."""

    def __init__(self, sock: socket.socket) -> None:
        self.inbox = Inbox()
        self.transport = Transport(sock, lambda transport, data: self.inbox.put(data), "reader under test")

    def next(self) -> bytes:
        """The next delivered piece."""
        (data,) = self.inbox.take(WAIT, most=1)
        if data:
            self.transport.take()
        return data


@pytest.fixture
def pair() -> Iterator[Tuple[Owner, socket.socket]]:
    """A started transport and its peer's socket."""
    ours, peer = socket.socketpair()
    owner = Owner(ours)
    owner.transport.start()
    with peer:
        yield owner, peer
        owner.transport.close()
        assert owner.transport.join(WAIT), "the reader did not end"
        owner.transport.close()
        assert ours.fileno() == -1, "the descriptor was not given back"


def test_what_the_peer_sends_is_delivered(pair: Tuple[Owner, socket.socket]) -> None:
    """Bytes come as they are; the end is an empty piece."""
    owner, peer = pair
    peer.sendall(b"NICK a\r\n")
    assert owner.next() == b"NICK a\r\n"
    peer.shutdown(socket.SHUT_WR)
    assert owner.next() == b""
    assert owner.transport.error == ""


def test_sending_never_waits_and_loses_nothing(pair: Tuple[Owner, socket.socket]) -> None:
    """With a peer that doesn't read, send() returns False; once it reads, all arrives in order."""
    owner, peer = pair
    sent = b"".join(b"%07d\n" % number for number in range(300000))
    assert owner.transport.send([sent]) is False
    assert 0 < owner.transport.pending < len(sent)
    received: List[bytes] = []

    def read() -> None:
        while sum(map(len, received)) < len(sent):
            received.append(peer.recv(1 << 16))

    reader = threading.Thread(target=read, name="peer")
    reader.start()
    while not owner.transport.flush():
        reader.join(0.001)
    reader.join(WAIT)
    assert b"".join(received) == sent
    assert owner.transport.pending == 0


def test_many_are_sent_to_and_one_that_fails_or_does_not_read_leaves_the_others_alone() -> None:
    """Each gets its own lines, outboxes are emptied, and those in which something stays are named, in both rounds."""
    pairs = [socket.socketpair() for _ in range(4)]
    transports = [Owner(ours).transport for ours, _ in pairs]
    much = b"x" * (1 << 22)
    pairs[1][1].close()
    outboxes = [[b"a\r\n", b"b\r\n"], [much], [much], [b"c\r\n"]]
    assert send_each(transports, outboxes) == [transports[2]]
    assert outboxes == [[], [], [], []] and transports[1].error and transports[1].pending == 0
    waiting = transports[2].pending
    assert send_each(transports, [[b"d\r\n"], [b"e\r\n"], [b"f\r\n"], [b"g\r\n"]]) == [transports[2]]
    assert transports[2].pending == waiting + 3
    assert (pairs[0][1].recv(99), pairs[3][1].recv(99)) == (b"a\r\nb\r\nd\r\n", b"c\r\ng\r\n")
    for ours, peer in pairs:
        ours.close()
        peer.close()


def test_an_owner_that_takes_nothing_stops_the_reader(pair: Tuple[Owner, socket.socket]) -> None:
    """At most MOST_UNTAKEN pieces wait, so TCP slows the peer; after a take() the reader goes on."""
    owner, peer = pair
    peer.setblocking(False)
    total = 0
    with pytest.raises(BlockingIOError):
        while True:
            total += peer.send(b"x" * 65536)
    first = [owner.inbox.take(WAIT, most=1)[0] for _ in range(MOST_UNTAKEN)]
    assert sum(map(len, first)) <= MOST_UNTAKEN * READ_SIZE < total
    assert owner.inbox.take(0.05) == []
    for _ in first:
        owner.transport.take()
    rest = total - sum(map(len, first))
    while rest:
        rest -= len(owner.next())


def test_a_paused_reader_brings_one_piece_more_and_resumes(pair: Tuple[Owner, socket.socket]) -> None:
    """pause() holds the reader after the piece at hand; resume() lets it go on with nothing lost."""
    owner, peer = pair
    owner.transport.pause()
    peer.sendall(b"first")
    assert owner.next() == b"first"
    peer.sendall(b"second")
    assert owner.inbox.take(0.05) == []
    owner.transport.resume()
    assert owner.next() == b"second"


def test_closing_wakes_a_paused_reader(pair: Tuple[Owner, socket.socket]) -> None:
    """close() ends the reader even while it waits."""
    owner, peer = pair
    owner.transport.pause()
    peer.sendall(b"x")
    assert owner.next() == b"x"
    owner.transport.close()
    assert owner.next() == b""


def test_sending_to_a_peer_that_is_gone_ends_the_link() -> None:
    """A broken connection shows as an empty piece with the reason, never as an exception."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        peer = socket.create_connection(listener.getsockname())
        ours, _ = listener.accept()
    owner = Owner(ours)
    owner.transport.start()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closing resets the connection
    peer.close()
    assert owner.next() == b""
    assert owner.transport.error
    assert owner.transport.send([b"too late"]) is True
    owner.transport.close()
    assert owner.transport.join(WAIT)
    assert ours.fileno() == -1


def test_finish_sends_everything_before_the_end(pair: Tuple[Owner, socket.socket]) -> None:
    """After finish() the peer reads what was sent and then the end, and can still be heard."""
    owner, peer = pair
    assert owner.transport.send([b"ERROR :", b"bye\r\n"])
    owner.transport.finish()
    peer.settimeout(WAIT)
    assert peer.recv(100) == b"ERROR :bye\r\n"
    assert peer.recv(100) == b""
    peer.sendall(b"last words")
    assert owner.next() == b"last words"
