"""Making a server's own key and certificate; the only module that knows the library `cryptography`.

Without that library the command `openssl` does it, and without both of them there is no encryption with an own key.
"""
import os
import subprocess
import tempfile
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import List

VALID = 36500  # days; who comes compares the fingerprint, and a new certificate would alarm everybody
_PATIENCE = 20  # seconds for one run of openssl
MISSING = ("Nobody can connect encrypted: neither the Python library cryptography nor the command openssl is here to "
           "make a key. Install one of them (pip install cryptography), then start the server again.")  # fmt: skip

_OPENSSL_SETTINGS = """[req]
distinguished_name = name
x509_extensions = more
prompt = no
[name]
CN = {0}
[more]
subjectAltName = DNS:{0}
basicConstraints = critical, CA:FALSE
"""


class CannotMake(Exception):
    """There is nothing on this computer to make a certificate with, or it failed; the text is a sentence."""


def make(name: str) -> bytes:
    """A new ECDSA P-256 key and its self-signed certificate for the host `name`, both as PEM; raises CannotMake."""
    try:
        return _by_library(name)
    except ImportError:
        return _by_command(name)


def _by_library(name: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own future on this Python
        from cryptography import x509
        from cryptography.hazmat.backends import default_backend
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1(), default_backend())
    called = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # the clocks of others may be behind
        .not_valid_after(now + timedelta(days=VALID))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256(), default_backend())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, plain) + certificate.public_bytes(
        serialization.Encoding.PEM
    )


def _by_command(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:  # which nobody else may enter
        settings, key, certificate = (Path(folder) / each for each in ("settings", "key.pem", "certificate.pem"))
        settings.write_text(_OPENSSL_SETTINGS.format(name), encoding="ascii")
        _openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key)])
        _openssl(["req", "-new", "-x509", "-sha256", "-days", str(VALID), "-config", str(settings), "-key", str(key),
                  "-out", str(certificate)])  # fmt: skip
        return key.read_bytes() + certificate.read_bytes()


def _openssl(arguments: List[str]) -> None:
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0) if os.name == "nt" else 0
    try:
        done = subprocess.run(["openssl", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=_PATIENCE, creationflags=hidden)  # fmt: skip
    except FileNotFoundError:
        raise CannotMake(MISSING) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotMake(f"Nobody can connect encrypted: openssl could not make a key ({error}).") from None
    if done.returncode:
        words = done.stdout.decode("utf-8", "replace").strip().splitlines()
        why = words[-1] if words else f"exit code {done.returncode}"
        raise CannotMake(f"Nobody can connect encrypted: openssl could not make a key ({why}).")
