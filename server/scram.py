"""SCRAM-SHA-256: a client proves that it knows a password which the server never sees or keeps.

This is the server's side, and the arithmetic of both.
Sources: RFC 5802 (the exchange), RFC 7677 (SHA-256), RFC 4013 (SASLprep). Nothing here reads a clock or a socket.
"""
import base64
import binascii
import hashlib
import hmac
import re
import stringprep
import unicodedata
from typing import Dict, Match, NamedTuple

from .veil import veiled

ITERATIONS = 65536  # of PBKDF2; RFC 7677 section 4 asks for 4096 at least
SALT_SIZE = 16  # bytes

_ATTRIBUTE = re.compile("[A-Za-z]=.*", re.DOTALL)
_NAME_ESCAPE = re.compile("=(2C|3D)?")
_PROHIBITED = (  # RFC 4013 section 2.3
    stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4,
    stringprep.in_table_c5, stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8,
    stringprep.in_table_c9,
)  # fmt: skip


class ScramError(ValueError):
    """A message that breaks the protocol, or a proof that does not fit; the text says which."""


class ScramKeys(NamedTuple):
    """What a server keeps of a password for SCRAM: enough to check a proof, not enough to make one."""

    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes

    def __repr__(self) -> str:
        return veiled(self, "salt", "stored_key", "server_key")


def derive(password: str, salt: bytes, iterations: int = ITERATIONS) -> ScramKeys:
    """The keys for `password` (RFC 5802 section 3); takes tens of milliseconds."""
    salted = salt_password(password, salt, iterations)
    stored_key = hashlib.sha256(hmac_sha256(salted, b"Client Key")).digest()
    return ScramKeys(salt, iterations, stored_key, hmac_sha256(salted, b"Server Key"))


def salt_password(password: str, salt: bytes, iterations: int) -> bytes:
    """The 32 bytes from which both sides make their keys (Hi of RFC 5802 section 2.2); takes tens of milliseconds."""
    return hashlib.pbkdf2_hmac("sha256", saslprep(password).encode("utf-8", "replace"), salt, iterations)


def saslprep(text: str) -> str:
    """`text` as both sides prepare it (RFC 4013); text that can't be prepared comes back as it is."""
    mapped = "".join(
        " " if stringprep.in_table_c12(each) else each for each in text if not stringprep.in_table_b1(each)
    )
    prepared = unicodedata.normalize("NFKC", mapped)
    if any(in_table(each) for each in prepared for in_table in _PROHIBITED) or not _reads_one_way(prepared):
        return text
    return prepared


class ScramServer:
    """One exchange with one client; used by one thread, in the order of its methods."""

    __slots__ = ("_bare", "_binding", "_challenge", "_keys", "_nonce", "account")

    def __init__(self, first: bytes, nonce: str) -> None:
        """Read the client's `first` message; `nonce` is the server's part, printable ASCII without a comma.

        Raises ScramError. `account` is then the name that the client wants to log in with.
        """
        text = _decoded(first)
        flag, comma, rest = text.partition(",")
        authzid, second_comma, bare = rest.partition(",")
        if flag not in ("n", "y") or not comma or not second_comma:
            raise ScramError("The first message has no header without channel binding.")
        if authzid and not authzid.startswith("a="):
            raise ScramError("The first message has an unknown header.")
        attributes = attributes_of(bare)
        if "m" in attributes or not attributes.get("n") or not attributes.get("r"):
            raise ScramError("The first message needs a name and a nonce, and no extension.")
        self.account: str = saslprep(_name(attributes["n"]))
        if authzid and _name(authzid[2:]) != _name(attributes["n"]):
            raise ScramError("Nobody may log in as somebody else.")
        self._binding = (flag + "," + authzid + ",").encode("utf-8")
        self._bare = bare
        self._nonce: str = attributes["r"] + nonce
        self._challenge = ""
        self._keys = ScramKeys(b"", 0, b"", b"")

    def challenge(self, keys: ScramKeys) -> bytes:
        """The server's first message, for the account's `keys`."""
        self._keys = keys
        salt = base64.b64encode(keys.salt).decode("ascii")
        self._challenge = f"r={self._nonce},s={salt},i={keys.iterations}"
        return self._challenge.encode("utf-8")

    def finish(self, final: bytes) -> bytes:
        """The server's last message, which proves it to the client; ScramError if the client's proof is wrong."""
        text = _decoded(final)
        without_proof, _, _ = text.rpartition(",p=")
        attributes = attributes_of(text)
        if attributes.get("r") != self._nonce or from_base64(attributes.get("c", "")) != self._binding:
            raise ScramError("The last message does not belong to this exchange.")
        signed = ",".join((self._bare, self._challenge, without_proof)).encode("utf-8")
        proof = from_base64(attributes.get("p", ""))
        mask = hmac_sha256(self._keys.stored_key, signed)
        if len(proof) != len(mask):
            raise ScramError("The proof has the wrong size.")
        client_key = bytes(left ^ right for left, right in zip(proof, mask))
        if not hmac.compare_digest(hashlib.sha256(client_key).digest(), self._keys.stored_key):
            raise ScramError("The proof does not fit.")
        return b"v=" + base64.b64encode(hmac_sha256(self._keys.server_key, signed))


def _reads_one_way(text: str) -> bool:
    """RFC 3454 section 6: text with right-to-left letters has no others, and begins and ends with one."""
    if not any(stringprep.in_table_d1(each) for each in text):
        return True
    ends = stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])
    return ends and not any(stringprep.in_table_d2(each) for each in text)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """The keyed digest of `message`, 32 bytes (RFC 2104)."""
    return hmac.new(key, message, hashlib.sha256).digest()


def _decoded(message: bytes) -> str:
    try:
        return message.decode("utf-8")
    except UnicodeDecodeError:
        raise ScramError("The message is not UTF-8.") from None


def attributes_of(text: str) -> Dict[str, str]:
    """The parts of a SCRAM message by their letters; raises ScramError."""
    attributes: Dict[str, str] = {}
    for item in text.split(","):
        if not _ATTRIBUTE.fullmatch(item) or item[0] in attributes:
            raise ScramError("The message has a part that is no attribute.")
        attributes[item[0]] = item[2:]
    return attributes


def _name(escaped: str) -> str:
    def unescape(found: Match[str]) -> str:
        if not found.group(1):
            raise ScramError("The name has an unknown escape.")
        return "," if found.group(1) == "2C" else "="

    return _NAME_ESCAPE.sub(unescape, escaped)


def from_base64(text: str) -> bytes:
    """The bytes that base64 stands for; raises ScramError."""
    try:
        return base64.b64decode(text.encode("utf-8"), validate=True)
    except (binascii.Error, ValueError):
        raise ScramError("The message has a part that is not base64.") from None
