"""MARKREAD: markers go forward only, belong to an account or to a connection, and are told on joining."""
from pathlib import Path
from typing import Iterator

import pytest

from .driver import Client
from .kept import KeptWorld

CAPS = ("server-time", "draft/read-marker")
EARLY = "timestamp=2023-11-14T22:00:00.000Z"
LATE = "timestamp=2023-11-14T22:13:00.000Z"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network with a history."""
    kept = KeptWorld(tmp_path)
    yield kept
    kept.close()


def with_account(world: KeptWorld, nick: str, account: str) -> Client:
    """Somebody who is logged in."""
    client = world.join_as(nick, CAPS)
    client.user.account = account
    return client


def test_a_marker_is_set_and_asked_for(world: KeptWorld) -> None:
    """Before it is set it is "*"; setting is answered with what counts now."""
    alice = with_account(world, "alice", "alice")
    assert alice.ask_one("MARKREAD #a").params == ("#a", "*")
    assert alice.ask_one(f"MARKREAD #a {EARLY}").params == ("#a", EARLY)
    assert alice.ask_one("MARKREAD #A").params == ("#A", EARLY)
    assert alice.ask_one("MARKREAD bob").params == ("bob", "*")


def test_a_marker_never_goes_back(world: KeptWorld) -> None:
    """An earlier time is answered with the later one; a time to come counts as now."""
    alice = with_account(world, "alice", "alice")
    alice.ask(f"MARKREAD #a {LATE}")
    assert alice.ask_one(f"MARKREAD #a {EARLY}").params == ("#a", LATE)
    tomorrow = alice.ask_one("MARKREAD #a timestamp=2099-01-01T00:00:00.000Z").params[1]
    assert tomorrow == "timestamp=2023-11-14T22:13:20.000Z"


def test_all_clients_of_an_account_are_told(world: KeptWorld) -> None:
    """Who is logged in to the same account hears of it; others, and those without the capability, don't."""
    desk, phone = with_account(world, "alice", "Alice"), with_account(world, "al", "alice")
    eve = with_account(world, "eve", "eve")
    deaf = world.join_as("deaf")
    deaf.user.account = "alice"
    desk.ask(f"MARKREAD #a {LATE}")
    assert [message.params for message in phone.take()] == [("#a", LATE)]
    assert eve.take() == deaf.take() == []
    assert eve.ask_one("MARKREAD #a").params == ("#a", "*")


def test_a_marker_of_an_account_outlives_the_connection(world: KeptWorld, tmp_path: Path) -> None:
    """It is in the history's file; after a restart it is told on joining, before the end of the names."""
    with_account(world, "alice", "alice").ask(f"MARKREAD #a {LATE}")
    world.history.commit()
    again = KeptWorld(tmp_path / "other")
    again.network.archive = world.history
    alice = with_account(again, "alice", "alice")
    codes = [(m.command, m.params[-1]) for m in alice.ask("JOIN #a")]
    assert codes[0][0] == "JOIN" and ("MARKREAD", LATE) in codes
    assert [code for code, _ in codes].index("MARKREAD") < [code for code, _ in codes].index("366")
    again.close()


def test_without_an_account_a_marker_ends_with_the_connection(world: KeptWorld) -> None:
    """The next bearer of the nick knows nothing of it."""
    alice = world.join_as("alice", CAPS)
    assert alice.ask_one(f"MARKREAD #a {LATE}").params == ("#a", LATE)
    assert alice.ask_one("MARKREAD #a").params == ("#a", LATE)
    alice.send("QUIT")
    assert world.join_as("alice", CAPS).ask_one("MARKREAD #a").params == ("#a", "*")


@pytest.mark.parametrize(
    "line, code",
    [
        ("MARKREAD", "NEED_MORE_PARAMS"),
        ("MARKREAD #a *", "INVALID_PARAMS"),
        ("MARKREAD #a yesterday", "INVALID_PARAMS"),
        ("MARKREAD #a timestamp=", "INVALID_PARAMS"),
        ("MARKREAD @! " + EARLY, "INVALID_PARAMS"),
    ],
)
def test_what_can_not_be_marked(world: KeptWorld, line: str, code: str) -> None:
    """The answer is FAIL with the code of the specification."""
    fail = world.join_as("alice", CAPS).ask_one(line)
    assert (fail.command, fail.params[:2]) == ("FAIL", ("MARKREAD", code))


def test_without_the_capability_nothing_is_told(world: KeptWorld) -> None:
    """MARKREAD is then an unknown command, and nothing of it comes on joining."""
    alice = world.join_as("alice")
    assert alice.ask_one("MARKREAD #a").command == "421"
    assert "MARKREAD" not in [message.command for message in alice.ask("JOIN #a")]


@pytest.mark.parametrize("logged_in", [True, False])
def test_markers_are_bounded(world: KeptWorld, monkeypatch: pytest.MonkeyPatch, logged_in: bool) -> None:
    """Of more markers than one may have the one set longest ago is forgotten; setting one again keeps it."""
    monkeypatch.setattr("server.world.readmarker.MOST_MARKERS", 3)
    alice = with_account(world, "alice", "alice" if logged_in else "")
    for number, target in enumerate(("#a", "#b", "#c", "#a", "#d", "#e")):
        world.wait()
        alice.send(f"MARKREAD {target} timestamp=2023-11-14T22:13:2{number}.000Z")
    alice.take()
    assert [alice.ask_one(f"MARKREAD #{room}").params[1] != "*" for room in "abcde"] == [True, False, False, True, True]
