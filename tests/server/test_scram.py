"""SCRAM-SHA-256 on the server's side, against the example of RFC 7677 and everything that a wrong client may send."""
import base64
import hashlib
import hmac

import pytest

from server.scram import ScramError, ScramServer, derive, saslprep

# RFC 7677 section 3: the user "user" with the password "pencil".
SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO"
SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
NONCE = CLIENT_NONCE + SERVER_NONCE
FIRST = b"n,,n=user,r=" + CLIENT_NONCE.encode()
CHALLENGE = b"r=" + NONCE.encode() + b",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
FINAL = b"c=biws,r=" + NONCE.encode() + b",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
VERIFIER = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
KEYS = derive("pencil", SALT, 4096)


def challenged(first: bytes = FIRST) -> ScramServer:
    """An exchange whose challenge was sent."""
    exchange = ScramServer(first, SERVER_NONCE)
    exchange.challenge(KEYS)
    return exchange


def test_example_of_the_rfc() -> None:
    """The exchange of RFC 7677 section 3 comes out byte for byte."""
    exchange = ScramServer(FIRST, SERVER_NONCE)
    assert exchange.account == "user"
    assert exchange.challenge(KEYS) == CHALLENGE
    assert exchange.finish(FINAL) == VERIFIER


def test_wrong_password_is_refused() -> None:
    """A proof made with another password does not fit."""
    exchange = ScramServer(FIRST, SERVER_NONCE)
    exchange.challenge(derive("pencils", SALT, 4096))
    with pytest.raises(ScramError, match="does not fit"):
        exchange.finish(FINAL)


def test_other_client_nonce_is_refused() -> None:
    """A last message with the nonce of another exchange is refused, though its proof would fit there."""
    exchange = ScramServer(FIRST, "another")
    exchange.challenge(KEYS)
    with pytest.raises(ScramError, match="does not belong"):
        exchange.finish(FINAL)


def test_header_is_bound() -> None:
    """Whoever changes the header of the first message is found out in the last."""
    exchange = challenged(b"y" + FIRST[1:])
    with pytest.raises(ScramError, match="does not belong"):
        exchange.finish(FINAL)


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"n",
        b"n,",
        b"n,,",
        b"n,,n=user",
        b"n,,r=abc",
        b"n,,n=,r=abc",
        b"n,,n=user,r=",
        b"p=tls-unique,,n=user,r=abc",
        b"x,,n=user,r=abc",
        b"n,b=user,n=user,r=abc",
        b"n,a=other,n=user,r=abc",
        b"n,,m=1,n=user,r=abc",
        b"n,,n=user,n=other,r=abc",
        b"n,,n=us=41er,r=abc",
        b"n,,n=user,r=abc,nonsense",
        b"n,,n=us\xffer,r=abc",
    ],
)
def test_bad_first_message_is_refused(first: bytes) -> None:
    """A first message that breaks the grammar, wants channel binding or an extension is refused."""
    with pytest.raises(ScramError):
        ScramServer(first, "nonce")


@pytest.mark.parametrize(
    "final",
    [
        b"",
        b"c=biws",
        b"c=biws,r=" + NONCE.encode(),
        b"c=biws,r=" + NONCE.encode() + b",p=",
        b"c=biws,r=" + NONCE.encode() + b",p=AAAA",
        b"c=biws,r=" + NONCE.encode() + b",p=!!!",
        b"c=*,r=" + NONCE.encode() + b",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        b"\xff",
    ],
)
def test_bad_last_message_is_refused(final: bytes) -> None:
    """A last message without a fitting proof, nonce or header is refused."""
    with pytest.raises(ScramError):
        challenged().finish(final)


def test_name_may_hold_comma_and_equals_sign() -> None:
    """In a name "=2C" is a comma and "=3D" an equals sign (RFC 5802 section 5.1)."""
    assert ScramServer(b"n,a=a=2Cb=3Dc,n=a=2Cb=3Dc,r=abc", "nonce").account == "a,b=c"


def test_client_made_by_the_book_gets_in() -> None:
    """A client that follows RFC 5802 step by step, with a password outside ASCII, is let in."""
    password = "pä\u00adss\u2003wörd"  # a soft hyphen, which goes, and a wide space, which becomes a space
    salt = b"0123456789abcdef"
    exchange = ScramServer(b"n,,n=user,r=abc", "def")
    challenge = exchange.challenge(derive(password, salt, 4096))
    salted = hashlib.pbkdf2_hmac("sha256", "päss wörd".encode(), salt, 4096)
    client_key = hmac.new(salted, b"Client Key", "sha256").digest()
    signed = b"n=user,r=abc," + challenge + b",c=biws,r=abcdef"
    mask = hmac.new(hashlib.sha256(client_key).digest(), signed, "sha256").digest()
    proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, mask)))
    exchange.finish(b"c=biws,r=abcdef,p=" + proof)


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("\u0007", "\u0007"),
        ("\u0627\u0031", "\u0627\u0031"),
        ("", ""),
    ],
)
def test_preparation_follows_rfc_4013(text: str, prepared: str) -> None:
    """The examples of RFC 4013 section 3 come out as there; what is prohibited there stays as it was."""
    assert saslprep(text) == prepared
