"""WHO and WHOX."""

from typing import List

import pytest

from .driver import Client, World


@pytest.fixture
def asker() -> Client:
    """eve, outside; in #a are the operator op, bob (away), a bot and somebody invisible."""
    world = World()
    for nick in ("op", "bob", "robo", "hidden"):
        client = world.join_as(nick, rooms=["#a"])
        client.send(*{"bob": ["AWAY :x"], "robo": ["MODE robo +B"], "hidden": ["MODE hidden +i"]}.get(nick, []))
    return world.join_as("eve", address="10.0.0.5")


def nicks(client: Client, line: str) -> List[str]:
    """The nicks that WHO finds, after checking its end."""
    messages = client.ask(line)
    assert messages[-1].command == "315"
    return [m.params[5] for m in messages[:-1]]


def test_room(asker: Client) -> None:
    """WHO of a room shows who is in it, with flags; invisible people to members only."""
    messages = asker.ask("WHO #A")
    assert messages[0].params == ("eve", "#a", "op", "127.0.0.1", "office.local", "op", "H@", "0 op Real")
    assert [m.params[6] for m in messages[:-1]] == ["H@", "G", "HB"]
    assert messages[-1].params[:2] == ("eve", "#A")
    asker.send("JOIN #a")
    assert nicks(asker, "WHO #a") == ["op", "bob", "robo", "hidden", "eve"]


def test_secret_room(asker: Client) -> None:
    """Of a secret room outsiders learn nothing; nor of one that isn't."""
    asker.world.network.channels["#a"].flags.add("s")
    assert nicks(asker, "WHO #a") == nicks(asker, "WHO #none") == []


@pytest.mark.parametrize(
    "mask, found",
    [
        ("bob", ["bob"]),
        ("BOB", ["bob"]),
        ("b?b", ["bob"]),
        ("hidden", ["hidden"]),
        ("hidd*", []),
        ("10.0.*", ["eve"]),
        ("*Real", ["op", "bob", "robo", "eve"]),
        ("*", ["op", "bob", "robo", "eve"]),
        ("0", ["op", "bob", "robo", "eve"]),
        ("* o", []),
        ("nobody", []),
    ],
)
def test_masks(asker: Client, mask: str, found: List[str]) -> None:
    """A mask finds nick, host or real name; invisible strangers only by their exact nick."""
    assert nicks(asker, "WHO " + mask) == found


def test_without_mask(asker: Client) -> None:
    """WHO alone shows everybody visible."""
    assert nicks(asker, "WHO") == ["op", "bob", "robo", "eve"]


@pytest.mark.parametrize(
    "fields, values",
    [
        ("%tcuhnfdar,743", ("743", "#a", "op", "127.0.0.1", "op", "H@", "0", "0", "op Real")),
        ("%cuhsnfdar", ("#a", "op", "127.0.0.1", "office.local", "op", "H@", "0", "0", "op Real")),
        ("%chtsunfra,152", ("152", "#a", "op", "127.0.0.1", "office.local", "op", "H@", "0", "op Real")),
        (
            "%roaldfnshiuct,1",
            ("1", "#a", "op", "127.0.0.1", "127.0.0.1", "office.local", "op", "H@", "0", "0", "0", "n/a", "op Real"),
        ),
        ("%nt", ("0", "op")),
        ("%tn,12345", ("0", "op")),
    ],
)
def test_fields(asker: Client, fields: str, values: "tuple") -> None:
    """WHOX answers the fields in its own order, whatever order they are asked in."""
    message = asker.ask("WHO #a " + fields)[0]
    assert (message.command, message.params) == ("354", ("eve", *values))


def test_all_signs(asker: Client) -> None:
    """With multi-prefix WHO shows every sign."""
    asker.world.network.channels["#a"].members[asker.world.network.users["op"]] = 3
    assert asker.ask("WHO #a")[0].params[6] == "H@"
    asker.send("CAP REQ multi-prefix")
    assert asker.ask("WHO #a")[0].params[6] == "H@+"


def test_operators_only(asker: Client) -> None:
    """With "o" WHO shows operators of the server, who are marked "*"."""
    asker.world.network.users["bob"].operator = True
    messages = asker.ask("WHO #a o")
    assert [(m.params[5], m.params[6]) for m in messages[:-1]] == [("bob", "G*")]
