"""What the command-line client tells of the servers nearby; here those on this computer, which need no network."""

from typing import Callable, Iterator, List

import pytest

from app import cli_find
from server import discovery
from server.announcement import Announcement
from server.announcer import Announcer
from server.config import ServerConfig
from server.hub import ChatServer
from server.nearby import FoundServer
from server.running import running
from tests.support import pump_until

Start = Callable[..., int]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start announced servers on 127.0.0.1; returns their ports."""
    started: List[object] = []

    def begin(name: str, **settings: object) -> int:
        server = ChatServer(ServerConfig(host="127.0.0.1", port=0, name=name, tls="off", **settings))
        server.start()
        announcer = Announcer(server, on_network=False)
        announcer.start()
        started.extend((announcer, server))
        before = len(started) // 2
        pump_until(lambda: len(running()) >= before)
        return server.port

    yield begin
    for each in started:
        each.stop()
    for each in started[::2]:
        each.join()


def test_servers_on_this_computer_are_listed(start: Start) -> None:
    """Each stands on a line with its address, who is on it, and that it wants a password; what can't be is said."""
    port = start("Lab 3", password="secret")
    said: List[str] = []
    assert cli_find.show_found(said.append) == discovery.OFF
    assert said == [f"Lab 3  127.0.0.1:{port}  0 people, password, on this computer"]


def test_a_name_leads_to_its_server(start: Start) -> None:
    """Written in any case it means that server; one that nobody has is told with what there is."""
    port = start("Lab 3")
    server, = cli_find.look_for("lab 3").server
    assert (server.host, server.port) == ("127.0.0.1", port)
    problem = cli_find.look_for("Lab\x1b[31m 4").problem
    assert problem.startswith("No server called Lab 4 was found.")


def test_two_servers_of_one_name_are_told_apart(start: Start) -> None:
    """Nobody is sent to one of them by chance: both are told with their addresses."""
    ports = sorted([start("Lab"), start("lab")])
    match = cli_find.look_for("LAB")
    assert match.server == ()
    assert all(f"127.0.0.1:{port}" in match.problem for port in ports) and "--port" in match.problem


def test_a_line_says_what_is_known() -> None:
    """Of another program's server the number of people is not known; names can't command the terminal."""
    other = FoundServer("k", "fe80::1%eth0", 6667, False, Announcement("ngircd"))
    assert cli_find.described(other) == "ngircd  [fe80::1%eth0]:6667"
    ours = other._replace(announcement=Announcement("Studio", 1, False, True))
    assert cli_find.described(ours) == "Studio  [fe80::1%eth0]:6667  1 person, encrypted"
