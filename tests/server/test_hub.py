"""The real server on a real socket: people join and talk, and faults of one link stay its own."""
import socket
import struct
import threading
from typing import Callable

import pytest

from server.config import ServerConfig
from server.hub import ChatServer, StartFailed
from tests.server.raw import RawClient

Serve = Callable[..., ChatServer]


def test_two_people_talk(serve: Serve) -> None:
    """Both are in the lobby after the welcome, and what one says the other reads."""
    port = serve().port
    with RawClient(port).register("alice") as alice, RawClient(port).register("bob") as bob:
        assert " JOIN " in alice.until("bob!")
        alice.send("PRIVMSG #lobby :hello bob")
        assert bob.until("PRIVMSG").endswith("PRIVMSG #lobby :hello bob")
        bob.send("PRIVMSG alice :hello alice")
        assert alice.until("PRIVMSG").endswith("PRIVMSG alice :hello alice")


def test_long_answers_go_on_turn_by_turn(serve: Serve) -> None:
    """LIST of more rooms than one turn answers is complete without another line from anybody."""
    port = serve(rate_limit=0).port
    with RawClient(port).register("alice") as alice, RawClient(port).register("bob") as bob:
        for index in range(40):
            alice.send(f"JOIN #a{index},#b{index}")
            bob.send(f"JOIN #c{index},#d{index}")
        alice.sync()
        bob.sync()
        alice.send("LIST")
        alice.until(" 323 ")
        assert sum(" 322 " in line for line in alice.seen) == 161


def test_the_number_of_people_can_be_asked(serve: Serve) -> None:
    """`people` counts who is registered, not who only connected."""
    server = serve()
    with RawClient(server.port).register("alice") as alice, RawClient(server.port):
        alice.sync()
        assert server.people == 1


def test_a_line_may_come_byte_by_byte(serve: Serve) -> None:
    """Splitting the stream anywhere changes nothing."""
    with RawClient(serve().port) as client:
        for byte in b"NICK alice\r\nUSER a 0 * :A\r\nPING here\r\n":
            client.sock.sendall(bytes((byte,)))
        assert client.until("PONG").endswith("here")


def test_stop_tells_everybody_and_closes_the_links(serve: Serve) -> None:
    """Each client reads an ERROR with the reason as its last line; the port is free again."""
    server = serve()
    with RawClient(server.port).register("alice") as alice:
        stopper = threading.Thread(target=server.stop, args=("Lunch",), name="stopper")
        stopper.start()
        last = alice.rest()[-1]
        alice.close()
        stopper.join()
    assert last.startswith("ERROR :") and "Lunch" in last
    serve(port=server.port)


def test_stop_does_not_wait_for_a_client_that_stays(serve: Serve) -> None:
    """A client that keeps its side open can't hold up the end."""
    server = serve()
    with RawClient(server.port).register("alice"):
        server.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("reader", "hub", "acceptor"))]


def test_a_port_in_use_is_refused_with_a_sentence(serve: Serve) -> None:
    """start() raises StartFailed, and leaves nothing behind."""
    port = serve().port
    with pytest.raises(StartFailed, match="used by another program"):
        ChatServer(ServerConfig(host="127.0.0.1", port=port)).start()


def test_a_quit_is_answered_and_told(serve: Serve) -> None:
    """The one who quits reads ERROR and the end; the others read why."""
    port = serve().port
    with RawClient(port).register("alice") as alice, RawClient(port).register("bob") as bob:
        bob.send("QUIT :lunch")
        assert bob.rest()[-1].startswith("ERROR :")
        assert "lunch" in alice.until("QUIT")


def test_a_link_that_breaks_is_told_as_a_quit(serve: Serve) -> None:
    """A reset connection leaves no ghost: the others see the person go."""
    port = serve().port
    with RawClient(port).register("alice") as alice:
        bob = RawClient(port).register("bob")
        bob.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        bob.close()
        assert alice.until("bob!").partition(" ")[2].startswith("JOIN")
        assert alice.until("bob!").partition(" ")[2].startswith("QUIT")


def test_a_flood_is_read_more_slowly_and_loses_nothing(serve: Serve) -> None:
    """Lines over the rate limit wait and come in order; nobody is thrown out."""
    port = serve(rate_limit=50).port
    with RawClient(port).register("alice") as alice, RawClient(port).register("bob") as bob:
        alice.sock.sendall(b"".join(b"PRIVMSG #lobby :%d\r\n" % number for number in range(150)))
        for number in range(150):
            assert bob.until("PRIVMSG").endswith(f"PRIVMSG #lobby :{number}")


def test_a_client_that_stops_reading_is_closed_alone(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its outbox passes the limit its link is closed, and the others go on talking."""
    monkeypatch.setattr("server.outflow.MOST_PENDING", 1 << 16)
    port = serve(rate_limit=0).port
    with RawClient(port).register("alice") as alice, RawClient(port).register("deaf"):
        alice.until("deaf!")
        alice.sock.settimeout(30)
        gone = False
        for number in range(200000):
            alice.send("PRIVMSG #lobby :" + "x" * 400)
            if number % 100 == 99:
                alice.send(f"PING {number}")
                while "PONG" not in alice.line():
                    gone = gone or ("deaf!" in alice.seen[-1] and "QUIT" in alice.seen[-1])
            if gone:
                break
        assert gone
