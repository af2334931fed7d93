"""AUTHENTICATE: logging in with PLAIN and SCRAM-SHA-256, before and after registration, and what may go wrong."""

import base64
import hashlib
import hmac
from typing import List, Tuple

import pytest

from .driver import Client, World
from .people import PeopledWorld, codes, plain

PEOPLE = {"jilles": "sesame", "foo": "bar"}


def linked(world: PeopledWorld, nick: str = "jilles") -> Client:
    """A link that has said its name and asked for sasl."""
    client = world.link().send("CAP LS 302", "CAP REQ :sasl", f"NICK {nick}", f"USER {nick} 0 * :Real")
    client.take()
    return client


def pieces(text: str) -> List[str]:
    """The AUTHENTICATE lines for base64 `text`, as sasl-3.1 splits it."""
    chunks = [text[start : start + 400] for start in range(0, len(text), 400)]
    return ["AUTHENTICATE " + chunk for chunk in chunks + (["+"] if len(text) % 400 == 0 else [])]


def scram_first(name: str) -> str:
    """The first message of SCRAM as a line."""
    return "AUTHENTICATE " + base64.b64encode(f"n,,n={name},r=abc".encode()).decode()


def scram_final(name: str, challenge: str, password: str) -> Tuple[str, str]:
    """The last message of SCRAM for a `challenge` as a line, and what the server must answer (RFC 5802 section 3)."""
    first = base64.b64decode(challenge).decode()
    fields = dict(part.split("=", 1) for part in first.split(","))
    salt, rounds = base64.b64decode(fields["s"]), int(fields["i"])
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client_key = hmac.new(salted, b"Client Key", "sha256").digest()
    final = f"c=biws,r={fields['r']}"
    signed = f"n={name},r=abc,{first},{final}".encode()
    mask = hmac.new(hashlib.sha256(client_key).digest(), signed, "sha256").digest()
    proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, mask))).decode()
    server = hmac.new(hmac.new(salted, b"Server Key", "sha256").digest(), signed, "sha256").digest()
    verifier = base64.b64encode(b"v=" + base64.b64encode(server)).decode()
    return "AUTHENTICATE " + base64.b64encode(f"{final},p={proof}".encode()).decode(), verifier


def test_capability_names_the_ways() -> None:
    """Version 302 is told the mechanisms; without accounts the capability is not offered and refused."""
    listed = " ".join(PeopledWorld(PEOPLE).link().send("CAP LS 302").texts()).split()
    assert "sasl=PLAIN,SCRAM-SHA-256" in listed
    bare = World().link()
    assert "sasl" not in " ".join(bare.send("CAP LS 302").texts())
    assert bare.ask_one("CAP REQ :sasl").params[1] == "NAK"


def test_plain_logs_in() -> None:
    """The right password gives 900 with the account and 903, and the welcome follows CAP END."""
    world = PeopledWorld(PEOPLE)
    client = linked(world)
    assert client.ask_one("AUTHENTICATE PLAIN").params == ("+",)
    logged_in, success = client.ask("AUTHENTICATE " + plain("jilles", "sesame", "jilles"))
    assert logged_in.command == "900"
    assert logged_in.params[:3] == ("jilles", "jilles!jilles@127.0.0.1", "jilles")
    assert success.command == "903"
    assert client.ask("CAP END")[0].command == "001"
    assert client.user.account == "jilles"


@pytest.mark.parametrize(
    "text",
    [
        plain("jilles", "millet"),
        plain("jilles", ""),
        plain("nobody", "sesame"),
        plain("", "sesame"),
        plain("jilles", "sesame", "foo"),
        base64.b64encode(b"jilles sesame").decode(),
        base64.b64encode(b"\0jilles\0sesame\0more").decode(),
        base64.b64encode(b"\0\xff\0sesame").decode(),
        "+",
        "not!base64",
        "abc",
        "é",
    ],
)
def test_wrong_plain_fails(text: str) -> None:
    """Wrong names, passwords, shapes and encodings all give 904, and one may try again."""
    client = linked(PeopledWorld(PEOPLE))
    client.send("AUTHENTICATE PLAIN")
    assert client.ask_one("AUTHENTICATE " + text).command == "904"
    assert client.user.account == ""
    assert client.ask_one("AUTHENTICATE PLAIN").params == ("+",)


@pytest.mark.parametrize("length", [97 * 3, 100 * 3, 298])
def test_long_messages_come_in_pieces(length: int) -> None:
    """A message of more than 400 characters comes in several lines; one of exactly 400 is ended by "+"."""
    password = "x" * length
    client = linked(PeopledWorld({"foo": password}), "foo")
    client.send("AUTHENTICATE PLAIN")
    assert codes(client.take()) == ["AUTHENTICATE"]
    lines = pieces(plain("foo", password, "foo"))
    assert len(lines) == 2
    assert client.ask(lines[0]) == []
    assert codes(client.ask(lines[1])) == ["900", "903"]


def test_too_long_is_refused() -> None:
    """A piece of more than 400 characters, and a message without end, give 905."""
    client = linked(PeopledWorld(PEOPLE))
    client.send("AUTHENTICATE PLAIN")
    assert client.ask_one("AUTHENTICATE " + "A" * 401).command == "905"
    client.send("AUTHENTICATE PLAIN")
    client.take()
    for _ in range(10):
        assert client.ask("AUTHENTICATE " + "A" * 400) == []
    assert client.ask_one("AUTHENTICATE " + "A" * 400).command == "905"


def test_unknown_mechanism() -> None:
    """Another mechanism is answered with those there are (908) and 904; case does not matter."""
    client = linked(PeopledWorld(PEOPLE))
    mechanisms, failed = client.ask("AUTHENTICATE EXTERNAL")
    assert mechanisms.command == "908" and mechanisms.params[1] == "PLAIN,SCRAM-SHA-256"
    assert failed.command == "904"
    assert client.ask_one("AUTHENTICATE plain").params == ("+",)


def test_giving_up() -> None:
    """AUTHENTICATE * gives 906, and one may begin again."""
    client = linked(PeopledWorld(PEOPLE))
    client.send("AUTHENTICATE PLAIN")
    assert client.ask_one("AUTHENTICATE *").command == "906"
    client.send("AUTHENTICATE PLAIN")
    assert codes(client.ask("AUTHENTICATE " + plain("jilles", "sesame"))) == ["900", "903"]


def test_registration_ends_an_exchange() -> None:
    """Who completes registration in the middle of an exchange gets 906 and comes in without an account."""
    client = linked(PeopledWorld(PEOPLE), "bob")
    client.send("AUTHENTICATE PLAIN")
    assert codes(client.ask("CAP END"))[:2] == ["906", "001"]
    assert client.user.account == ""


def test_needs_the_capability() -> None:
    """Without the capability nobody can log in."""
    client = PeopledWorld(PEOPLE).link()
    assert client.ask_one("AUTHENTICATE PLAIN").command == "904"
    assert client.ask_one("AUTHENTICATE").command == "461"


def test_scram_logs_in() -> None:
    """With SCRAM the client proves the password, the server proves its keys, and 900 and 903 follow the last word."""
    world = PeopledWorld(PEOPLE)
    client = linked(world, "someone")
    assert client.ask_one("AUTHENTICATE SCRAM-SHA-256").params == ("+",)
    challenge = client.ask_one(scram_first("jilles"))
    assert challenge.command == "AUTHENTICATE"
    line, verifier = scram_final("jilles", challenge.params[0], "sesame")
    assert client.ask_one(line).params == (verifier,)
    assert client.user.account == ""
    assert codes(client.ask("AUTHENTICATE +")) == ["900", "903"]
    assert client.user.account == "jilles"


@pytest.mark.parametrize(("name", "password"), [("jilles", "millet"), ("nobody", "sesame")])
def test_scram_refuses(name: str, password: str) -> None:
    """A wrong password and an unknown name look the same until the proof, which gives 904."""
    client = linked(PeopledWorld(PEOPLE))
    client.send("AUTHENTICATE SCRAM-SHA-256")
    client.take()
    challenge = client.ask_one(scram_first(name))
    line, _ = scram_final(name, challenge.params[0], password)
    assert client.ask_one(line).command == "904"
    assert client.user.account == "" and client.user.sasl is None


def test_scram_refuses_broken_messages() -> None:
    """A first message without grammar, and a last word that should be empty, give 904."""
    client = linked(PeopledWorld(PEOPLE))
    client.send("AUTHENTICATE SCRAM-SHA-256")
    client.take()
    assert client.ask_one("AUTHENTICATE " + base64.b64encode(b"hello").decode()).command == "904"
    client.send("AUTHENTICATE SCRAM-SHA-256")
    client.take()
    line, _ = scram_final("jilles", client.ask_one(scram_first("jilles")).params[0], "sesame")
    client.send(line)
    assert codes(client.ask("AUTHENTICATE " + base64.b64encode(b"more").decode())) == ["904"]
    assert client.user.account == ""


def test_logging_in_later_and_again() -> None:
    """One may log in after registration, and to another account later (sasl-3.2)."""
    world = PeopledWorld(PEOPLE)
    client = world.join_as("bob", caps=["sasl"])
    client.send("AUTHENTICATE PLAIN")
    client.take()
    assert codes(client.ask("AUTHENTICATE " + plain("foo", "bar"))) == ["900", "903"]
    client.send("AUTHENTICATE PLAIN")
    client.take()
    assert codes(client.ask("AUTHENTICATE " + plain("jilles", "sesame"))) == ["900", "903"]
    assert client.user.account == "jilles"


def test_next_lines_wait_for_the_answer() -> None:
    """While a password is checked its sender's lines wait, those of others don't; then all go on in order."""
    world = PeopledWorld(PEOPLE)
    world.accounts.slow = True
    client, other = linked(world), world.join_as("other")
    client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("jilles", "sesame"), "CAP END", "PING late")
    assert codes(client.take()) == ["AUTHENTICATE"]
    assert other.ask_one("PING now").command == "PONG"
    world.accounts.answer()
    answers = codes(client.take())
    assert answers[:3] == ["900", "903", "001"] and answers[-1] == "PONG"


def test_who_waits_is_not_timed_out() -> None:
    """A slow answer does not end the registration of who waits for it."""
    world = PeopledWorld(PEOPLE)
    world.accounts.slow = True
    client = linked(world)
    client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("jilles", "sesame"))
    world.pass_time(40)
    assert not client.user.closing
    world.accounts.answer()
    assert client.user.account == "jilles"


def test_who_left_gets_no_answer() -> None:
    """An answer for somebody who left meanwhile is dropped."""
    world = PeopledWorld(PEOPLE)
    world.accounts.slow = True
    client = linked(world)
    client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("jilles", "sesame"))
    world.network.disconnected(client.user, "Connection closed", world.now)
    world.accounts.answer()
    assert client.user.closing and client.user.account == ""
    assert not world.network.links


def test_labelled_answer_comes_complete() -> None:
    """A label is on the answer, though it comes late, and not on an empty acknowledgement before."""
    world = PeopledWorld(PEOPLE)
    client = world.join_as("bob", caps=["sasl", "batch", "labeled-response"])
    client.send("AUTHENTICATE PLAIN")
    client.take()
    world.accounts.slow = True
    assert client.ask("@label=x AUTHENTICATE " + plain("foo", "bar")) == []
    world.accounts.answer()
    messages = client.take()
    assert codes(messages) == ["BATCH", "900", "903", "BATCH"]
    assert messages[0].tags["label"] == "x"


def test_wrong_passwords_slow_down() -> None:
    """After wrong passwords the next answers to that address take 1, 2, 4 ... seconds; others don't wait."""
    world = PeopledWorld(PEOPLE)
    client = linked(world)
    for seconds in (0, 1, 2, 4):
        client.send("AUTHENTICATE PLAIN")
        client.take()
        asked = world.accounts.asked
        client.send("AUTHENTICATE " + plain("jilles", "wrong"))
        if seconds:
            world.pass_time(seconds - 0.5)
            assert world.accounts.asked == asked and client.take() == []
            world.pass_time(0.5)
        assert world.accounts.asked == asked + 1
        assert client.codes() == ["904"]
    elsewhere = world.link("10.0.0.9").send("CAP REQ :sasl", "AUTHENTICATE PLAIN")
    elsewhere.take()
    assert codes(elsewhere.ask("AUTHENTICATE " + plain("jilles", "sesame"))) == ["900", "903"]


def test_delay_ends_and_is_forgotten() -> None:
    """No answer takes more than 30 seconds, and ten minutes later the first is quick again."""
    world = PeopledWorld(PEOPLE)
    gate = world.network.gate
    for _ in range(50):
        gate.wrong_password("127.0.0.1", world.now)
    assert gate.delay("127.0.0.1", world.now) == 30.0
    assert gate.delay("127.0.0.1", world.now + 599) == 30.0
    assert gate.delay("127.0.0.1", world.now + 600) == 0.0
    gate.wrong_password("127.0.0.1", world.now + 600)
    assert gate.delay("127.0.0.1", world.now + 600) == 1.0


def test_scram_slows_down_too() -> None:
    """A wrong proof counts as a wrong password, and the next proof waits."""
    world = PeopledWorld(PEOPLE)
    client = linked(world)
    for wait in (0, 1):
        client.send("AUTHENTICATE SCRAM-SHA-256")
        client.take()
        line, _ = scram_final("jilles", client.ask_one(scram_first("jilles")).params[0], "millet")
        assert codes(client.ask(line)) == ([] if wait else ["904"])
        world.pass_time(wait)
    assert client.codes() == ["904"]
