"""The fingerprint of a certificate, and the form of it that two people can compare aloud."""
import hashlib

GROUPS = 4
DIGITS = 5  # of each group; a group of five is still remembered while one looks from one screen to the other


def fingerprint_of(certificate: bytes) -> str:
    """The SHA-256 of a certificate in DER form, as 64 hexadecimal digits: what `openssl x509 -fingerprint` shows."""
    return hashlib.sha256(certificate).hexdigest()


def spoken(fingerprint: str) -> str:
    """The fingerprint as four groups of five digits, such as "08114 55721 90030 62518".

    That is 66 bits: somebody who wants a key of their own with the same digits has to make 2 to the 66 keys. What
    programs compare is the whole fingerprint.
    """
    digits = str(int(fingerprint, 16) % 10 ** (GROUPS * DIGITS)).zfill(GROUPS * DIGITS)
    return " ".join(digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS))
