"""Long answers: given in parts, complete, in order, within their label, while others go on."""

from pathlib import Path
from typing import List, Sequence

import pytest

from server.world.answering import LINES_A_TURN
from server.world.archive import Record, first_id_at

from .driver import MODERN, START, Client, World, quiet
from .kept import READER, KeptWorld

MANY = LINES_A_TURN * 3


class Office:
    """A network of many people, all in #all, each with a room of their own, and eve, who asks."""

    def __init__(self) -> None:
        self.world = World()
        self.people = [self.world.join_as(f"p{index}", rooms=["#all", f"#r{index}"]) for index in range(MANY)]
        self.eve = self.world.join_as("eve", (*MODERN, "userhost-in-names"))

    def begin(self, *lines: str) -> None:
        """Let eve's lines arrive, without the turn's end."""
        eve = self.eve
        eve.take()
        self.world.network.received(eve.user, "".join(line + "\r\n" for line in lines).encode(), self.world.now)

    def turns(self) -> List[int]:
        """Let the turn end, and more turns pass until all is answered; how many lines stand there after each."""
        counts = []
        while True:
            self.world.network.proceed(self.world.now)
            counts.append(len(self.eve.user.outbox))
            if not self.world.network.unfinished:
                return counts


@pytest.fixture(scope="module")
def busy() -> Office:
    """Many people."""
    return Office()


@pytest.fixture
def office(busy: Office) -> Office:
    """Many people, who have read what came."""
    quiet(busy.eve, *busy.people)
    return busy


@pytest.mark.parametrize(
    "line, end, lines",
    [
        ("WHO *", "315", MANY + 2),
        ("WHO #all %n", "315", MANY + 1),
        ("LIST", "323", MANY + 3),
        ("LIST #r*", "323", MANY + 2),
    ],
)
def test_in_parts(office: Office, line: str, end: str, lines: int) -> None:
    """No turn gives more than so many lines, and in the end all are there once, before the answer to what follows."""
    office.begin(line, "PING after")
    counts = [0, *office.turns()]
    assert len(counts) > 3 and max(b - a for a, b in zip(counts, counts[1:])) <= LINES_A_TURN + 3, counts
    messages = office.eve.take()
    assert [message.command for message in messages[-2:]] == [end, "PONG"]
    assert len(messages) == lines + 1 == len({message.params for message in messages})


def test_names_in_parts(office: Office) -> None:
    """NAMES of several large rooms names everybody of each once."""
    rooms = "#all," * 2 + ",".join(f"#r{index}" for index in range(80))
    office.begin("NAMES " + rooms, "NAMES #all", "NAMES #r1")
    assert len(office.turns()) > 1
    messages = office.eve.take()
    nicks = [word for m in messages if m.params[2:3] == ("#all",) for word in m.params[3].split()]
    assert len(nicks) == MANY * 2 and len(set(nicks)) == MANY
    assert messages[-1].params[1] == "#r1"


def test_label(office: Office) -> None:
    """A labelled long answer is one batch with the label, begun at once and closed at the end."""
    office.begin("@label=x WHO *", "@label=y PING after")
    assert office.eve.user.outbox and office.world.network.unfinished
    office.turns()
    first, *inside, last, pong = office.eve.take()
    assert (first.tags["label"], first.params[1]) == ("x", "labeled-response")
    name = first.params[0][1:]
    assert {message.tags["batch"] for message in inside} == {name} and last.params == ("-" + name,)
    assert [m.command for m in inside] == ["352"] * (MANY + 1) + ["315"] and pong.tags["label"] == "y"


def test_nothing_found_takes_its_time_too(office: Office) -> None:
    """Looking at everybody without finding any takes as many turns."""
    office.begin("WHO x*y*z")
    assert len(office.turns()) >= 3
    assert office.eve.codes() == ["315"]


def test_several_askers_share_a_turn(office: Office) -> None:
    """Who asks while others wait gets a part in turn, and everybody everything in the end."""
    askers = [office.world.join_as(f"asker{index}") for index in range(3)]
    for asker in askers:
        office.world.network.received(asker.user, b"LIST\r\n", office.world.now)
    office.begin("LIST")
    total = 0
    while office.world.network.unfinished:
        office.world.network.proceed(office.world.now)
        now = sum(len(client.user.outbox) for client in (*askers, office.eve))
        assert now - total <= LINES_A_TURN * 2
        total = now
    for client in (*askers, office.eve):
        assert client.codes()[-1] == "323"
    for asker in askers:
        asker.send("QUIT")


def test_those_who_leave_meanwhile(office: Office) -> None:
    """Who has left or gone out of sight before their turn is not in the answer; who asked may leave, too."""
    asker = office.world.join_as("asker")
    office.begin("WHO #all")
    office.world.network.received(office.people[-1].user, b"PART #all\r\n", office.world.now)
    office.turns()
    nicks = [m.params[5] for m in office.eve.take() if m.command == "352"]
    assert len(nicks) == MANY - 1 and f"p{MANY - 1}" not in nicks
    office.people[-1].send("JOIN #all")
    while office.world.network.unfinished:
        office.world.network.proceed(office.world.now)
    office.world.network.received(asker.user, b"WHO *\r\n", office.world.now)
    assert office.world.network.unfinished
    office.world.network.disconnected(asker.user, "Connection reset by peer", office.world.now)
    assert office.world.network.find("asker") is None
    office.turns()


def test_rooms_that_end_meanwhile(office: Office) -> None:
    """A room that has ended before its turn is not in the list."""
    last = office.people[-1]
    office.begin("LIST")
    last.send(f"PART #r{MANY - 1}")
    office.turns()
    assert f"#r{MANY - 1}" not in [m.params[1] for m in office.eve.take() if m.command == "322"]
    last.send(f"JOIN #r{MANY - 1}")


def test_messages_come_in_between(office: Office) -> None:
    """What others say reaches who waits for a long answer."""
    office.begin("WHO *")
    client: Client = office.people[0]
    client.send("PRIVMSG eve :hello")
    office.turns()
    commands = office.eve.codes()
    assert "PRIVMSG" in commands[:-1] and commands[-1] == "315"


def long_talk(folder: Path, count: int) -> KeptWorld:
    """A world in which so many messages of 40 KB were said in #a."""
    world = KeptWorld(folder)
    text = "\n".join(["x" * 99] * 400)
    first = first_id_at(int(START * 1000) - 10000)
    for number in range(first, first + count):
        world.history.append(Record(number, "#a", "PRIVMSG", "#a", "bob!b@h", "", text, "+x=y"))
    world.history.commit()
    return world


@pytest.mark.parametrize("caps", [READER, (*READER, "draft/multiline"), ("draft/chathistory",)])
def test_history_in_parts(tmp_path: Path, caps: Sequence[str]) -> None:
    """A page of very long messages comes whole and in order, but no turn gives more than half a megabyte of it."""
    world = long_talk(tmp_path, 60)
    eve = world.join_as("eve", caps, ["#a"])
    world.network.received(eve.user, b"CHATHISTORY LATEST #a * 50\r\nPING after\r\n", world.now)
    lines: List[bytes] = []
    while world.network.unfinished or eve.user.outbox:
        assert sum(map(len, eve.user.outbox)) < 1 << 19
        lines += eve.take_lines()
        world.network.proceed(world.now)
    assert len([line for line in lines if b"x" * 99 in line]) == 50 * 400
    assert b" PONG " in lines[-1]
    if "batch" in caps:
        ids = [line[: line.index(b";")] for line in lines if b";msgid=" in line]
        starts = [line for line in lines if b" BATCH +" in line]
        assert b" chathistory #a" in starts[0] and b"BATCH -" in lines[-2]
        assert ids == sorted(ids)
    world.close()


def test_parts_wait_for_the_reader(tmp_path: Path) -> None:
    """While what was sent is not read, nothing more of an answer is given, and no turn is made for it."""
    world = long_talk(tmp_path, 30)
    eve = world.join_as("eve", READER, ["#a"])
    eve.send("CHATHISTORY LATEST #a * 30")
    eve.take()
    world.network.clogged = lambda user: True
    assert not world.network.unfinished
    world.network.proceed(world.now)
    assert not eve.user.outbox
    world.pass_time(100)
    assert eve.user.closing  # who reads nothing at all does not answer PING either
    world.close()
