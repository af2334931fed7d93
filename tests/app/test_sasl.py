"""The client’s side of logging in: PLAIN and SCRAM-SHA-256 against the example of RFC 7677 and our own server."""
import base64
from typing import List

import pytest

from app.sasl import MOST_CHALLENGE, MOST_ITERATIONS, Exchange, Login, SaslError, in_chunks
from server.scram import ScramServer, derive

# RFC 7677 section 3: the user "user" with the password "pencil".
CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO"
CHALLENGE = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
FINAL = (b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
         b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
VERIFIER = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def encoded(text: bytes) -> str:
    """One word of base64."""
    return base64.b64encode(text).decode("ascii")


def decoded(words: List[str]) -> bytes:
    """The message in the words of some lines."""
    return base64.b64decode("".join(word for word in words if word != "+"))


def begun(password: str = "pencil") -> Exchange:
    """The exchange of the RFC's example after our first message."""
    exchange = Exchange(Login("user", password), ["PLAIN", "SCRAM-SHA-256"], nonce=CLIENT_NONCE)
    assert decoded(exchange.answer("+")) == b"n,,n=user,r=" + CLIENT_NONCE.encode()
    return exchange


def test_example_of_the_rfc() -> None:
    """The exchange of RFC 7677 section 3 comes out byte for byte, and the server's proof is taken."""
    exchange = begun()
    assert decoded(exchange.answer(encoded(CHALLENGE))) == FINAL
    assert not exchange.is_proven
    assert exchange.answer(encoded(VERIFIER)) == ["+"]
    assert exchange.is_proven


def test_a_server_that_does_not_know_the_account_is_found_out() -> None:
    """A server whose own proof is wrong is told nothing more."""
    exchange = begun()
    exchange.answer(encoded(CHALLENGE))
    with pytest.raises(SaslError, match="another server than it says"):
        exchange.answer(encoded(b"v=" + base64.b64encode(b"x" * 32)))
    assert not exchange.is_proven


@pytest.mark.parametrize("name", ["user", "Zoë", "a,b=c"])
def test_our_own_server_understands(name: str) -> None:
    """Both sides of this program agree, also about names that must be escaped or prepared."""
    exchange = Exchange(Login(name, "pąsswörd"), ["SCRAM-SHA-256"])
    server = ScramServer(decoded(exchange.answer("+")), "nonce")
    assert server.account == name
    challenge = server.challenge(derive("pąsswörd", b"salt", 4096))
    final = server.finish(decoded(exchange.answer(encoded(challenge))))
    assert exchange.answer(encoded(final)) == ["+"]


@pytest.mark.parametrize(
    "challenge",
    [
        b"r=somebodyelse,s=AAAA,i=4096",
        b"r=" + CLIENT_NONCE.encode() + b",s=AAAA,i=4096",
        CHALLENGE.replace(b"4096", b"%d" % (MOST_ITERATIONS + 1)),
        CHALLENGE.replace(b"4096", b"0"),
        CHALLENGE.replace(b"4096", "٤".encode()),
        CHALLENGE.replace(b"W22Z", b"***"),
        b"nothing",
        b"",
        b"\xff\xfe",
    ],
)
def test_bad_challenges_end_the_attempt(challenge: bytes) -> None:
    """A challenge for others, with too much work in it, or that is none at all ends with a sentence."""
    with pytest.raises(SaslError):
        begun().answer(encoded(challenge))


def test_plain() -> None:
    """PLAIN sends name and password at once; it is used where the server does not say what it knows."""
    exchange = Exchange(Login("Zoë", "geheim"), [])
    assert exchange.mechanism == "PLAIN"
    assert decoded(exchange.answer("+")) == "Zoë\0Zoë\0geheim".encode()
    assert exchange.is_proven


def test_no_mechanism_in_common() -> None:
    """A server that only takes certificates is not asked."""
    with pytest.raises(SaslError, match="no way to log in"):
        Exchange(Login("a", "b"), ["EXTERNAL"])


@pytest.mark.parametrize(("size", "lengths"), [(0, [1]), (1, [4]), (299, [400, 1]), (300, [400, 1]), (301, [400, 4])])
def test_messages_in_pieces(size: int, lengths: List[int]) -> None:
    """A message goes in words of 400 characters; after a whole last one comes "+"."""
    assert [len(word) for word in in_chunks(b"x" * size)] == lengths


def test_a_challenge_without_end() -> None:
    """A server that never ends its challenge is given up."""
    exchange = begun()
    with pytest.raises(SaslError, match="no end"):
        for _ in range(MOST_CHALLENGE // 400 + 1):
            exchange.answer("A" * 400)


def test_no_text_shows_the_password() -> None:
    """A login's text, as it may come into a log, has the account alone."""
    assert "geheim" not in f"{Login('Zoë', 'geheim')} {Login('Zoë', 'geheim')!r}"
