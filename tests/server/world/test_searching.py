"""SEARCH: what is found by which attribute, and that nobody finds what they may not read."""
from pathlib import Path
from typing import Iterator, List

import pytest

from .driver import Client
from .kept import READER, KeptWorld, page, spoken

CAPS = (*READER, "soju.im/search")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[KeptWorld]:
    """A network with a history."""
    kept = KeptWorld(tmp_path)
    yield kept
    kept.close()


@pytest.fixture
def alice(world: KeptWorld) -> Client:
    """Alice in #a, #b and a private chat with bob, who is in #c too."""
    alice = world.join_as("alice", CAPS, ["#a", "#b"])
    bob = world.join_as("bob", CAPS, ["#a", "#c"])
    for client, line in (
        (alice, "PRIVMSG #a :fast cars"),
        (bob, "PRIVMSG #a :Fasting is hard"),
        (alice, "PRIVMSG #b :not so fast"),
        (bob, "PRIVMSG #c :fast secrets"),
        (bob, "PRIVMSG alice :fast whispers"),
    ):
        world.wait()
        client.send(line)
    return alice


def found(client: Client, attributes: str) -> List[str]:
    """The texts that a search finds."""
    return spoken(page(client, "SEARCH " + attributes))


@pytest.mark.parametrize(
    "attributes, texts",
    [
        ("text=fast", ["fast cars", "Fasting is hard", "not so fast", "fast whispers"]),
        ("text=fast;in=#A", ["fast cars", "Fasting is hard"]),
        ("text=fast;from=BOB", ["Fasting is hard", "fast whispers"]),
        ("in=bob", ["fast whispers"]),
        ("in=nobody", []),
        ("text=so\\sfast", ["not so fast"]),
        ("text=fast;limit=1", ["fast whispers"]),
        ("from=alice;in=#a;text=cars;limit=5", ["fast cars"]),
        ("in=#a;after=2023-11-14T22:13:22.000Z", ["Fasting is hard"]),
        ("in=#a;before=2023-11-14T22:13:21.000Z", ["fast cars"]),
        ("after=2023-11-14T22:13:20.000Z;limit=1", ["fast cars"]),
        ("text=slow", []),
    ],
)
def test_what_is_found(alice: Client, attributes: str, texts: List[str]) -> None:
    """All attributes must match; the newest are given, or the first ones where `after` is; never from other rooms."""
    assert found(alice, attributes) == texts


def test_the_batch_has_the_vendors_type(alice: Client) -> None:
    """The answer is a batch of the type soju.im/search."""
    assert alice.ask("SEARCH text=fast")[0].params[1] == "soju.im/search"


@pytest.mark.parametrize(
    "attributes, name",
    [
        ("in=#c", "in"),
        ("in=#none", "in"),
        ("after=yesterday", "after"),
        ("before=2019", "before"),
        ("limit=0", "limit"),
        ("limit=all", "limit"),
        ("colour=red", "colour"),
        (":", "*"),
    ],
)
def test_what_can_not_be_searched(alice: Client, attributes: str, name: str) -> None:
    """The answer is FAIL SEARCH INVALID_PARAMS with the attribute at fault."""
    fail = alice.ask_one("SEARCH " + attributes)
    assert (fail.command, fail.params[:3]) == ("FAIL", ("SEARCH", "INVALID_PARAMS", name))


def test_who_may_read_nothing_finds_nothing(world: KeptWorld, alice: Client) -> None:
    """Somebody in no room and no chat gets an empty batch, not everything."""
    assert found(world.join_as("eve", CAPS), "text=fast") == []


def test_without_the_capability_there_is_no_such_command(world: KeptWorld) -> None:
    """SEARCH without soju.im/search is an unknown command."""
    assert world.join_as("alice").ask_one("SEARCH text=x").command == "421"
