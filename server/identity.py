"""Who the server is to those who connect encrypted: the certificate that it shows, its own or an organisation's.

Its own is made at the first start and kept in the data folder, in one file that nobody else can read.
"""
import logging
import os
import ssl
import tempfile
from pathlib import Path
from typing import NamedTuple, Optional

from . import certificate, tls
from .config import TLS_OFF, TLS_REQUIRED, ServerConfig
from .fingerprints import fingerprint_of
from .listening import StartFailed

log = logging.getLogger("intranetchat.server")

FILE_NAME = "tls.pem"  # the key, then the certificate
NO_PLACE = "Nobody can connect encrypted: the server has no data folder, and was given no certificate."


class Identity(NamedTuple):
    """What TLS needs of a server; without a context there is none, and `problem` says why, unless it was turned off."""

    context: Optional[ssl.SSLContext] = None
    fingerprint: str = ""  # of the certificate, as fingerprints.fingerprint_of gives it
    problem: str = ""


def identity(config: ServerConfig) -> Identity:
    """The identity of a server with `config`, whose data folder is its own by now.

    Raises StartFailed where a certificate that was named can't be used, or where TLS is required and can't be had.
    """
    if config.tls == TLS_OFF:
        return Identity()
    if config.tls_cert or config.tls_key:
        return _given(config)
    try:
        return _own(config)
    except certificate.CannotMake as failure:
        if config.tls == TLS_REQUIRED:
            raise StartFailed("tls", str(failure)) from None
        if config.data_dir:
            log.warning(str(failure))
        return Identity(problem=str(failure))


def _given(config: ServerConfig) -> Identity:
    if not config.tls_cert:
        raise StartFailed("tls", "A key alone is not enough: name the certificate with --tls-cert, too.")
    try:
        context = tls.server_context(config.tls_cert, config.tls_key)
        return Identity(context, _fingerprint(Path(config.tls_cert)))
    except (OSError, ValueError) as error:
        files = " and ".join(name for name in (config.tls_cert, config.tls_key) if name)
        remedy = "They must be PEM files with a certificate and the key that belongs to it, without a passphrase."
        raise StartFailed("tls", f"The certificate in {files} can't be used: {_why(error)}. {remedy}") from None


def _own(config: ServerConfig) -> Identity:
    if not config.data_dir:
        raise certificate.CannotMake(NO_PLACE)
    path = Path(config.data_dir) / FILE_NAME
    try:
        if path.exists():
            os.chmod(str(path), 0o600)  # a copy or a backup may have come back readable
        else:
            _write(path, certificate.make(config.server_name))
            log.info("A key and a certificate were made: %s.", path)
        return Identity(tls.server_context(str(path)), _fingerprint(path))
    except (OSError, ValueError) as error:
        remedy = "Put it back from a backup, or remove it: then a new key is made, and everybody who comes is warned."
        raise StartFailed("tls", f"The server's key in {path} can't be used: {_why(error)}. {remedy}") from None


def _write(path: Path, pem: bytes) -> None:
    """Write a file that nobody else can ever read, in one step."""
    handle, unfinished = tempfile.mkstemp(prefix="tls-", suffix=".tmp", dir=str(path.parent))  # made with rights 0600
    try:
        with open(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, str(path))
    except OSError:
        os.unlink(unfinished)
        raise


def _fingerprint(path: Path) -> str:
    """That of the first certificate in a PEM file, which is the one that is shown."""
    text = path.read_text(encoding="ascii", errors="replace")
    begin = text.index(ssl.PEM_HEADER)
    end = text.index(ssl.PEM_FOOTER, begin) + len(ssl.PEM_FOOTER)
    return fingerprint_of(ssl.PEM_cert_to_DER_cert(text[begin:end]))


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return reason.lower().replace("_", " ").rstrip(".")
