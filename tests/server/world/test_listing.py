"""LIST with its conditions."""

from typing import List

import pytest

from .driver import START, Client, World


@pytest.fixture
def asker() -> Client:
    """eve, outside of #one (1 member, old), #two (2 members, topic three minutes ago) and a secret room."""
    world = World()
    alice = world.join_as("alice", rooms=["#one"])
    world.now += 300
    alice.send("JOIN #two,#secret", "MODE #secret +s", "TOPIC #two :hello")
    world.join_as("bob", rooms=["#two"])
    world.now += 180
    assert world.now == START + 480
    return world.join_as("eve")


def test_all(asker: Client) -> None:
    """LIST shows each visible room with its size and topic between a head and an end."""
    messages = asker.ask("LIST")
    assert [m.command for m in messages] == ["321", "322", "322", "323"]
    assert [m.params[1:] for m in messages[1:3]] == [("#one", "1", ""), ("#two", "2", "hello")]


@pytest.mark.parametrize(
    "words, rooms",
    [
        ("#TWO", ["#two"]),
        ("#two,#one,#none,#two", ["#two", "#one"]),
        ("*o*", ["#one", "#two"]),
        ("#o*", ["#one"]),
        ("!*wo", ["#one"]),
        (">1", ["#two"]),
        ("<2", ["#one"]),
        (">0,<2", ["#one"]),
        ("C<5", ["#two"]),
        ("C>5", ["#one"]),
        ("T<5", ["#two"]),
        ("T>2", ["#two"]),
        ("T>5", []),
        ("c>5,*one", ["#one"]),
        (">x", ["#one", "#two"]),
        ("#secret", []),
        (",", ["#one", "#two"]),
    ],
)
def test_conditions(asker: Client, words: str, rooms: List[str]) -> None:
    """Conditions narrow the list by mask, size, age and the topic's age in minutes."""
    assert [m.params[1] for m in asker.ask("LIST " + words) if m.command == "322"] == rooms


def test_members_see_their_secret_rooms(asker: Client) -> None:
    """Who is in a secret room has it in the list."""
    asker.send("JOIN #secret")
    assert "#secret" in [m.params[1] for m in asker.ask("LIST") if m.command == "322"]
