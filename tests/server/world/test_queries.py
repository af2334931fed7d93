"""What the server tells about itself."""

import pytest

from server.version import VERSION
from server.world.commands import COMMANDS

from .driver import World


def test_lusers() -> None:
    """The numbers follow who comes, hides and goes."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob")
    world.link()
    bob.send("MODE bob +i", "NICK rob")
    told = {m.command: m.params for m in alice.ask("LUSERS")}
    assert told["251"][1] == "There are 1 users and 1 invisible on 1 servers"
    assert (told["252"][1], told["253"][1], told["254"][1]) == ("0", "1", "1")
    assert told["255"][1] == "I have 2 clients and 0 servers"
    bob.send("QUIT")
    told = {m.command: m.params for m in alice.ask("LUSERS")}
    assert told["265"][1:3] == told["266"][1:3] == ("1", "2")
    assert told["251"][1] == "There are 1 users and 0 invisible on 1 servers"


@pytest.mark.parametrize(
    "line, codes",
    [
        ("VERSION", ["351", "005", "005", "005"]),
        ("TIME", ["391"]),
        ("INFO", ["371", "371", "374"]),
        ("INFO off*.local", ["371", "371", "374"]),
        ("ADMIN", ["256", "257", "258", "259"]),
        ("LINKS", ["365"]),
        ("STATS u", ["242", "219"]),
        ("STATS", ["219"]),
        ("STATS x", ["219"]),
        ("MOTD", ["422"]),
        ("HELP NOTHING", ["524"]),
    ],
)
def test_answers(line: str, codes: "list") -> None:
    """Each question has its numerics, addressed to the asker."""
    messages = World().join_as("alice").ask(line)
    assert [m.command for m in messages if m.command != "005"] == [code for code in codes if code != "005"]
    assert all(m.params[0] == "alice" for m in messages)


@pytest.mark.parametrize("command", ["VERSION", "TIME", "INFO", "ADMIN", "MOTD"])
def test_other_server(command: str) -> None:
    """A question to a server that isn't there is 402."""
    assert World().join_as("alice").ask_one(command + " far.away").params[:2] == ("alice", "far.away")


def test_details() -> None:
    """The answers say what they should."""
    world = World()
    world.now += 90061
    alice = world.join_as("bob")
    assert alice.ask("VERSION")[0].params[1:3] == ("IntranetChat-" + VERSION, "office.local")
    assert alice.ask("STATS u")[0].params[1] == "Server Up 1 days 1:01:01"
    assert alice.ask_one("TIME").params[1:] == ("office.local", "2023-11-15T23:14:21.000Z")


def test_every_command_has_help() -> None:
    """HELP names every command, and each name in it has a page."""
    alice = World().join_as("alice")
    index = alice.ask("HELP")
    assert (index[0].command, index[-1].command) == ("704", "706")
    names = {word for m in index[1:-1] for word in m.params[2].split()}
    assert set(COMMANDS) - {"HELPOP"} <= names | {"AUTHENTICATE"}
    for name in names:
        page = alice.ask("HELP " + name.lower())
        assert [m.command for m in page] == ["704"] + ["705"] * (len(page) - 2) + ["706"]
        assert all(m.params[1] == name for m in page)
