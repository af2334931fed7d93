"""Logging in to an account, the client's side: what is answered to each AUTHENTICATE of the server.

Sources: RFC 4616 (PLAIN), RFC 5802 and 7677 (SCRAM-SHA-256), IRCv3 sasl-3.2. Nothing here reads a clock or a socket.
"""
import base64
import hashlib
import hmac
import re
import secrets
from typing import List, NamedTuple, Sequence

from server.scram import ScramError, attributes_of, from_base64, hmac_sha256, salt_password, saslprep
from server.veil import veiled

CHUNK = 400  # characters of base64 in one line; a shorter one is the last
MECHANISMS = ("SCRAM-SHA-256", "PLAIN")  # the best first
MOST_ITERATIONS = 200000  # of a server's challenge: more would keep the window from answering
MOST_CHALLENGE = 8192  # characters of one challenge

_COUNT = re.compile("[0-9]{1,9}")
NOT_READABLE = "This connection isn’t encrypted, so others could read the password. Connect with encryption first."

_HEADER = "n,,"  # no channel binding
_PLUS = "+"


class Login(NamedTuple):
    """An account and its password, which no text of this value shows."""

    account: str
    password: str
    new: bool = False  # the account is to be made first

    def __repr__(self) -> str:
        return veiled(self, "password")


class SaslError(ValueError):
    """A challenge that breaks the protocol, or a server that does not know the password; the text says which."""


class Exchange:
    """One attempt to log in, by the best mechanism that both sides know; used by the session's thread alone."""

    __slots__ = ("_bare", "_chunks", "_login", "_nonce", "_step", "_verifier", "is_proven", "mechanism")

    def __init__(self, login: Login, offered: Sequence[str], readable: bool = False, nonce: str = "") -> None:
        """`offered` are the server's mechanisms, empty where it does not say; raises SaslError if none fits.

        Where the link is `readable` for others, only SCRAM is used, which never shows the password.
        """
        usable = [name for name in MECHANISMS if name in (offered or ["PLAIN"]) and not (readable and name == "PLAIN")]
        if not usable:
            raise SaslError(NOT_READABLE if readable else "This server has no way to log in that this program knows.")
        self.mechanism: str = usable[0]
        self.is_proven: bool = self.mechanism == "PLAIN"  # the server knows the account; with PLAIN it can't show it
        self._login = login
        self._nonce = nonce or secrets.token_urlsafe(18)
        self._bare = ""  # our first message without its header
        self._verifier = b""  # what the server has to prove itself with
        self._step = 0
        self._chunks: List[str] = []  # of the challenge that is coming in

    def answer(self, word: str) -> List[str]:
        """The words of the AUTHENTICATE lines that answer one from the server; raises SaslError."""
        if word != _PLUS:
            self._chunks.append(word)
        if sum(map(len, self._chunks)) > MOST_CHALLENGE:
            raise SaslError("The server’s challenge has no end.")
        if len(word) == CHUNK:
            return []
        text = "".join(self._chunks)
        del self._chunks[:]
        try:
            return in_chunks(self._respond(from_base64(text)))
        except ScramError as error:
            raise SaslError(f"The server can’t be logged in to: {error}") from None

    def _respond(self, challenge: bytes) -> bytes:
        self._step += 1
        account = self._login.account
        if self.mechanism == "PLAIN":
            return "\0".join((account, account, self._login.password)).encode("utf-8", "replace")
        if self._step == 1:
            self._bare = f"n={_escaped(saslprep(account))},r={self._nonce}"
            return (_HEADER + self._bare).encode("utf-8", "replace")
        if self._step == 2:
            return self._prove(challenge)
        return self._check(challenge)

    def _prove(self, challenge: bytes) -> bytes:
        text = challenge.decode("utf-8", "replace")
        found = attributes_of(text)
        nonce, count = found.get("r", ""), found.get("i", "")
        if not nonce.startswith(self._nonce) or nonce == self._nonce:
            raise ScramError("its challenge belongs to another exchange.")
        if not _COUNT.fullmatch(count) or not 1 <= int(count) <= MOST_ITERATIONS:
            raise ScramError("it asks for more work than is reasonable.")
        salted = salt_password(self._login.password, from_base64(found.get("s", "")), int(count))
        binding = base64.b64encode(_HEADER.encode()).decode("ascii")
        without_proof = f"c={binding},r={nonce}"
        signed = ",".join((self._bare, text, without_proof)).encode("utf-8", "replace")
        client_key = hmac_sha256(salted, b"Client Key")
        mask = hmac_sha256(hashlib.sha256(client_key).digest(), signed)
        proof = bytes(left ^ right for left, right in zip(client_key, mask))
        self._verifier = hmac_sha256(hmac_sha256(salted, b"Server Key"), signed)
        return "{},p={}".format(without_proof, base64.b64encode(proof).decode("ascii")).encode("utf-8", "replace")

    def _check(self, challenge: bytes) -> bytes:
        """The server proves that it knows the account too; anything else is an imitation of it."""
        given = from_base64(attributes_of(challenge.decode("utf-8", "replace")).get("v", ""))
        if self._step != 3 or not hmac.compare_digest(given, self._verifier):
            raise ScramError("it doesn’t know this account itself. It may be another server than it says.")
        self.is_proven = True
        return b""


def in_chunks(message: bytes) -> List[str]:
    """The words of the lines that carry a message: base64 of at most 400 characters each (IRCv3 sasl-3.1)."""
    text = base64.b64encode(message).decode("ascii")
    words = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return words + [_PLUS] if len(text) % CHUNK == 0 else words


def _escaped(name: str) -> str:
    return name.replace("=", "=3D").replace(",", "=2C")
