"""Passwords as they are kept: a text with the method, its costs, the salt and the hash, from which nobody reads the
password. The method is scrypt (RFC 7914), or PBKDF2-HMAC-SHA256 where this Python's OpenSSL has no scrypt."""
import base64
import binascii
import hashlib
import hmac
import os
import re
from typing import Optional, Tuple

SCRYPT = "scrypt"
PBKDF2 = "pbkdf2-sha256"
SALT_SIZE = 16  # bytes
HASH_SIZE = 32  # bytes
SCRYPT_COST = 1 << 14  # n; with r = 8 it takes 16 MiB and tens of milliseconds
SCRYPT_BLOCK = 8  # r
SCRYPT_MEMORY = 128 << 20  # bytes that the hash of any cost below may take
PBKDF2_ITERATIONS = 200000

_STORED = re.compile(r"(scrypt|pbkdf2-sha256):([0-9]{1,7}):([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)")
_MOST = {SCRYPT: 1 << 16, PBKDF2: 5000000}  # the highest cost that is believed


def hashed(password: str) -> str:
    """`password` as it is kept, with a new salt; takes tens of milliseconds."""
    method, cost = _best()
    salt = os.urandom(SALT_SIZE)
    return _written(method, cost, salt, _digest(method, cost, salt, password))


def decoy() -> str:
    """A kept password that nothing fits, and that takes as long to find out as a real one."""
    return _written(*_best(), bytes(SALT_SIZE), bytes(HASH_SIZE))


def fits(password: str, stored: str) -> bool:
    """Whether `stored` was made from `password`; takes as long as making it, and False where it can't be read."""
    parts = _parts(stored)
    if parts is None:
        return False
    method, cost, salt, digest = parts
    return hmac.compare_digest(_digest(method, cost, salt, password), digest)


def why_unusable(stored: str) -> str:
    """Why nobody could log in with `stored`, as a sentence; empty when it is as `hashed` makes it."""
    if _parts(stored) is not None:
        return ""
    if stored.startswith(SCRYPT) and not hasattr(hashlib, SCRYPT):
        return "This Python has no scrypt, with which the password was made. Make it again on this computer."
    return "That is not a password as it is kept."


def _best() -> Tuple[str, int]:
    return (SCRYPT, SCRYPT_COST) if hasattr(hashlib, SCRYPT) else (PBKDF2, PBKDF2_ITERATIONS)


def _written(method: str, cost: int, salt: bytes, digest: bytes) -> str:
    return ":".join((method, str(cost), base64.b64encode(salt).decode(), base64.b64encode(digest).decode()))


def _parts(stored: str) -> Optional[Tuple[str, int, bytes, bytes]]:
    found = _STORED.fullmatch(stored)
    if found is None:
        return None
    method, cost = found.group(1), int(found.group(2))
    if not 1 < cost <= _MOST[method] or (method == SCRYPT and (cost & (cost - 1) or not hasattr(hashlib, SCRYPT))):
        return None
    try:
        return method, cost, base64.b64decode(found.group(3)), base64.b64decode(found.group(4))
    except binascii.Error:
        return None


def _digest(method: str, cost: int, salt: bytes, password: str) -> bytes:
    secret = password.encode("utf-8", "replace")
    if method == PBKDF2:
        return hashlib.pbkdf2_hmac("sha256", secret, salt, cost, HASH_SIZE)
    return hashlib.scrypt(secret, salt=salt, n=cost, r=SCRYPT_BLOCK, p=1, maxmem=SCRYPT_MEMORY, dklen=HASH_SIZE)
