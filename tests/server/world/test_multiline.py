"""Messages of several lines: as a batch, as lines for plain clients, their errors, and how they are kept."""

from pathlib import Path
from typing import Iterator, List

import pytest

from server.history import CannotRecord
from server.wire.message import Message

from .driver import MODERN, Client, World, quiet
from .kept import READER, KeptWorld

LONG = (*MODERN, "draft/multiline")
CONCAT = "draft/multiline-concat"


def say(client: Client, target: str, *lines: str, label: str = "", tags: str = "") -> None:
    """Send a batch of these lines; one that begins with "&" goes on the line before."""
    words = ";".join(filter(None, [label and "label=" + label, tags]))
    client.send(f"@{words} BATCH +1 draft/multiline {target}" if words else f"BATCH +1 draft/multiline {target}")
    for line in lines:
        tag = ";" + CONCAT if line.startswith("&") else ""
        client.send(f"@batch=1{tag} PRIVMSG {target} :{line.lstrip('&')}")
    client.send("BATCH -1")


def shape(messages: List[Message]) -> List[str]:
    """The texts of a batch's lines, "&" in front of those that go on the line before."""
    first, *inside, last = messages
    name = first.params[0][1:]
    assert (first.command, first.params[0][0], last.command, last.params) == ("BATCH", "+", "BATCH", ("-" + name,))
    assert all(message.tags["batch"] == name and "msgid" not in message.tags for message in inside)
    return ["&" * (CONCAT in message.tags) + message.params[1] for message in inside]


@pytest.fixture
def world() -> World:
    """A network."""
    return World()


@pytest.fixture
def alice(world: World) -> Client:
    """alice in #a, who knows everything."""
    return world.join_as("alice", LONG, ["#a"])


def test_offered_with_its_limits(world: World) -> None:
    """CAP LS 302 shows the limits."""
    texts = " ".join(world.link().send("CAP LS 302").texts())
    assert " draft/multiline=max-bytes=40000,max-lines=400 " in texts


def test_batch_to_a_room(world: World, alice: Client) -> None:
    """Who knows such batches gets the lines as they were sent, in a batch from the sender with one msgid."""
    bob = world.join_as("bob", LONG, ["#a"])
    quiet(alice)
    say(alice, "#A", "hello", "", "how is ", "&everyone?", label="x", tags="+draft/reply=abc")
    got, echo = bob.take(), alice.take()
    assert shape(got) == shape(echo) == ["hello", "", "how is ", "&everyone?"]
    assert got[0].params[1:] == ("draft/multiline", "#a") and got[0].nick == "alice"
    assert got[0].tags["msgid"] == echo[0].tags["msgid"] and got[0].tags["time"] == echo[0].tags["time"]
    assert got[0].tags["+draft/reply"] == "abc" and "label" not in got[0].tags
    assert [message.tags.get("label") for message in echo] == ["x"] + [None] * 5


def test_plain_lines(world: World, alice: Client) -> None:
    """Who doesn't know such batches gets the lines that are not blank, with the msgid on the first alone."""
    tagged = world.join_as("tagged", ["message-tags", "server-time", "batch"], ["#a"])
    unbatched = world.join_as("unbatched", ["draft/multiline"], ["#a"])
    quiet(tagged, unbatched)
    say(alice, "#a", "", "how is ", "&everyone?", "", tags="+x=1")
    first, second = tagged.take()
    assert [first.params[1], second.params[1]] == ["how is ", "everyone?"]
    assert set(first.tags) == {"time", "msgid", "+x"} and set(second.tags) == {"time", "+x"}
    prefix = ":alice!alice@127.0.0.1 PRIVMSG #a :"
    assert unbatched.texts() == [prefix + "how is ", prefix + "everyone?"]
    say(alice, "#a", "one", "two", tags="+x=" + "y" * 100)
    assert ["+x" in message.tags for message in tagged.take()] == [True, False]  # long ones once, not 400 times


def test_batch_to_a_person(world: World, alice: Client) -> None:
    """A person gets it once; the sender, too, reads that they are away, in one labelled answer."""
    bob = world.join_as("bob", LONG)
    bob.send("AWAY :lunch")
    quiet(bob)
    say(alice, "BOB", "one", "two", label="x")
    assert shape(bob.take()) == ["one", "two"]
    outer, *inside, last = alice.take()
    assert (outer.tags["label"], outer.params[1]) == ("x", "labeled-response")
    assert shape(inside[:-1]) == ["one", "two"] and inside[-1].command == "301"
    assert inside[0].tags["batch"] == inside[3].tags["batch"] == inside[4].tags["batch"] == last.params[0][1:]


def test_to_those_with_a_rank(world: World, alice: Client) -> None:
    """A batch to @#room reaches its operators alone."""
    bob = world.join_as("bob", LONG, ["#a"])
    quiet(alice, bob)
    say(bob, "@#a", "one", "two")
    assert alice.take()[0].params[2] == "@#a"


def test_without_an_echo(world: World) -> None:
    """Who has no echo-message gets an ACK for the label and nothing else."""
    alice = world.join_as("alice", ["batch", "labeled-response", "draft/multiline"], ["#a"])
    say(alice, "#a", "one", "two", label="x")
    assert [(m.command, m.tags["label"]) for m in alice.take()] == [("ACK", "x")]


def test_not_to_be_delivered(world: World, alice: Client) -> None:
    """Why a target can't be reached is answered at the end, with the label of the beginning."""
    say(alice, "nobody", "one", "two", label="x")
    (message,) = alice.take()
    assert (message.command, message.tags["label"]) == ("401", "x")


@pytest.mark.parametrize(
    "lines, failure",
    [
        (["@batch=1 PRIVMSG #b :x"], ["MULTILINE_INVALID_TARGET", "#a", "#b"]),
        (["@batch=1 PRIVMSG"], ["MULTILINE_INVALID_TARGET", "#a", "*"]),
        (["@batch=1 NOTICE #a :x"], ["MULTILINE_INVALID"]),
        (["@batch=1 JOIN #a"], ["MULTILINE_INVALID"]),
        (["@batch=2 PRIVMSG #a :x"], ["MULTILINE_INVALID"]),
        (["PRIVMSG alice :x"], ["MULTILINE_INVALID"]),
        ([f"@batch=1;{CONCAT} PRIVMSG #a :"], ["MULTILINE_INVALID"]),
        (["@batch=1 PRIVMSG #a :"], ["MULTILINE_INVALID"]),
        (["@batch=1 PRIVMSG #a"], ["MULTILINE_INVALID"]),
        ([], ["MULTILINE_INVALID"]),
        (["BATCH -2"], ["MULTILINE_INVALID"]),
        (["@batch=1 PRIVMSG #a :" + "x" * 480], ["MULTILINE_INVALID"]),
        (["@batch=1 PRIVMSG #a :x"] * 401, ["MULTILINE_MAX_LINES", "400"]),
        (["@batch=1 PRIVMSG #a :" + "x" * 399] * 101, ["MULTILINE_MAX_BYTES", "40000"]),
    ],
)
def test_failures(world: World, alice: Client, lines: List[str], failure: List[str]) -> None:
    """What is wrong with a batch is said once, with its label; nobody gets anything of it."""
    bob = world.join_as("bob", LONG, ["#a"])
    quiet(alice, bob)
    alice.send("@label=x BATCH +1 draft/multiline #a", *lines, "BATCH -1")
    fails = [message for message in alice.take() if message.command == "FAIL"]
    assert list(fails[0].params[:-1]) == ["BATCH", *failure] and fails[0].tags["label"] == "x"
    assert all("label" not in message.tags for message in fails[1:])
    assert bob.take() == []


def test_unreadable_line(world: World, alice: Client) -> None:
    """A batch with a line that could not be read is not delivered with a hole in it."""
    bob = world.join_as("bob", LONG, ["#a"])
    quiet(alice, bob)
    for line in (b"@batch=1 PRIVMSG #a :" + b"x" * 600, b"@batch=1 PRIVMSG #a :\xff", b"@+x=" + b"x" * 4096 + b" A"):
        alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x").send_bytes(line + b"\r\n").send("BATCH -1")
        assert alice.take()[-1].params[:2] == ("BATCH", "MULTILINE_INVALID")
    assert bob.take() == []


def test_said_once(alice: Client) -> None:
    """The lines that follow a failure are dropped in silence, and the next batch is good again."""
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #b :x", "@batch=1 PRIVMSG #b :x", "BATCH -1")
    assert alice.codes() == ["FAIL"]
    say(alice, "#a", "one", "two")
    assert shape(alice.take()) == ["one", "two"]


def test_just_within_the_limits(alice: Client) -> None:
    """400 lines and 40,000 bytes with the line feeds between are let through."""
    say(alice, "#a", *["x" * 99] * 400, "&x")
    assert alice.codes() == ["FAIL"]
    say(alice, "#a", *["x" * 99] * 399, "x" * 100)
    assert len(alice.take()) == 402


def test_what_comes_between_ends_the_batch(alice: Client) -> None:
    """A line that is no part of the batch is applied, after the batch has failed; PONG and QUIT may come between."""
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x", "PING y", "BATCH -1")
    assert alice.codes() == ["FAIL", "PONG", "FAIL"]
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x", "PONG :x", "BATCH -1")
    assert shape(alice.take()) == ["x"]


@pytest.mark.parametrize(
    "line, code",
    [
        ("BATCH", "461"),
        ("BATCH +1 draft/multiline", "461"),
        ("BATCH + draft/multiline #a", "FAIL"),
        ("BATCH +1 netsplit #a", "FAIL"),
        ("BATCH 1 draft/multiline #a", "FAIL"),
        ("BATCH -1", "FAIL"),
        ("@batch=1 PRIVMSG #a :x", "FAIL"),
    ],
)
def test_no_batch_is_opened(alice: Client, line: str, code: str) -> None:
    """What opens no batch is answered with why."""
    assert alice.ask_one(line).command == code
    assert alice.user.batch is None


def test_without_the_capability(world: World) -> None:
    """Who has not asked for the capability has no BATCH, and the tag is not looked at."""
    bob = world.join_as("bob", MODERN, ["#a"])
    assert bob.ask_one("BATCH +1 draft/multiline #a").command == "421"
    assert bob.ask_one("@batch=1 PRIVMSG #a :x").command == "PRIVMSG"


def test_rate_limit() -> None:
    """The lines of a batch don't wait for each other; the next command waits, but not for long."""
    world = World(rate_limit=10)
    alice = world.join_as("alice", LONG, ["#a"])
    world.pass_time(5)
    quiet(alice)
    say(alice, "#a", *["x"] * 400)
    assert len(alice.take()) == 402
    assert alice.ask("PING y") == [] and alice.user in world.network.throttled
    world.pass_time(3)
    assert alice.codes() == ["PONG"]


def test_a_batch_without_end_is_throttled() -> None:
    """Lines of a failed batch are dropped at once only so many times, then they are read more slowly."""
    world = World(rate_limit=10)
    alice = world.join_as("alice", LONG, ["#a"])
    alice.send("BATCH +1 draft/multiline #b", *["@batch=1 PRIVMSG #a :x"] * 1000)
    assert len(alice.user.lines) > 500


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network that keeps its history."""
    world = KeptWorld(tmp_path)
    yield world
    world.close()


def test_in_the_history(kept: KeptWorld) -> None:
    """It is one message in the history: a batch in the batch, or lines for those who don't know such."""
    alice = kept.join_as("alice", (*READER, "draft/multiline"), ["#a"])
    say(alice, "#a", "one", "", "two ", "&three")
    msgid = alice.take()[0].tags["msgid"]
    alice.send("PRIVMSG #a :last")
    _, *inner, _ = alice.ask("CHATHISTORY LATEST #a * 10")
    assert inner[-1].params[1] == "last" and inner[0].tags["msgid"] == msgid
    name = inner[0].params[0][1:]
    assert [m.params[1] for m in inner[1:-2]] == ["one", "", "two three"]
    assert {m.tags["batch"] for m in inner[1:-2]} == {name} and inner[-2].params == ("-" + name,)


def test_in_the_history_of_others(kept: KeptWorld) -> None:
    """Who doesn't know such batches reads lines in the page, the msgid on the first; who has no tags, with the time."""
    alice = kept.join_as("alice", (*READER, "draft/multiline"), ["#a"])
    say(alice, "#a", "one", "", "two")
    bob = kept.join_as("bob", READER, ["#a"])
    bob.send("CAP REQ message-tags")
    start, first, second, _ = bob.ask("CHATHISTORY LATEST #a * 10")
    assert first.tags["batch"] == second.tags["batch"] == start.params[0][1:]
    assert (first.params[1], second.params[1]) == ("one", "two")
    assert "msgid" in first.tags and "msgid" not in second.tags
    plain = kept.join_as("plain")
    texts = [m.params[1] for m in plain.ask("JOIN #a") if m.command == "PRIVMSG"]
    assert texts[0].endswith("] one") and texts[1] == "two"


def test_long_lines_are_split_between_words(kept: KeptWorld) -> None:
    """What was said as one long line is played back in lines that fit, split between words."""
    alice = kept.join_as("alice", (*READER, "draft/multiline"), ["#a"])
    words = "größer " * 40
    say(alice, "#a", words, "&" + words, "&" + "ü" * 200, "&" + "ü" * 200)
    alice.take()
    shown = alice.ask("CHATHISTORY LATEST #a * 10")[2:-2]
    assert "".join(m.params[1] for m in shown) == words * 2 + "ü" * 400 and len(shown) > 3
    assert [CONCAT in m.tags for m in shown] == [False] + [True] * (len(shown) - 1)
    assert shown[0].params[1].endswith("größer ")


def test_taken_back(kept: KeptWorld) -> None:
    """A batch that can't be recorded reaches nobody, and its sender is told once."""
    alice, bob = (kept.join_as(nick, (*READER, "draft/multiline"), ["#a"]) for nick in ("alice", "bob"))
    kept.history.commit()
    quiet(alice, bob)
    kept.database.connection.execute("PRAGMA query_only = ON")
    say(alice, "#a", "one", "two", label="x")
    with pytest.raises(CannotRecord):
        kept.history.commit()
    kept.network.take_back(kept.history.committed)
    kept.database.connection.execute("PRAGMA query_only = OFF")
    (message,) = alice.take()
    assert message.params[:2] == ("PRIVMSG", "CANNOT_RECORD") and message.tags["label"] == "x"
    assert bob.take() == []
