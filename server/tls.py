"""What TLS may be here, for both sides: version 1.2 or newer, with ciphers that keep yesterday's talk secret tomorrow.

Sources: RFC 9325 (recommendations for TLS), RFC 7194 (TLS for IRC).
"""
import ssl

# RFC 9325 section 4.2: keys of one session alone (ECDHE, DHE), authenticated encryption. TLS 1.3 has no others.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL:!PSK"
HELLO = 0x16  # the first byte of a TLS client, RFC 8446 section 5.1; no line of IRC begins with it
ALERT = 0x15  # the first byte of a TLS refusal
REFUSAL = b"\x15\x03\x01\x00\x02\x02\x46"  # the alert protocol_version, fatal: no TLS here, RFC 8446 section 6


def server_context(certificate: str, key: str = "") -> ssl.SSLContext:
    """The context of a server with the certificate and key in these PEM files, of which one may hold both.

    Raises OSError (as ssl.SSLError, too) where they can't be used; a key with a passphrase is one of these.
    """
    context = _modern(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    context.options |= ssl.OP_NO_TICKET | ssl.OP_CIPHER_SERVER_PREFERENCE
    if hasattr(context, "num_tickets"):  # since 3.8
        context.num_tickets = 0  # links last for hours, so taking up an old session saves nothing
    context.load_cert_chain(certificate, key or None, password=_no_passphrase)
    return context


def client_context(verifies: bool) -> ssl.SSLContext:
    """The context of a client; `verifies` refuses a certificate that the system does not trust for the host's name."""
    if verifies:
        return _modern(ssl.create_default_context())
    context = _modern(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # whoever made the link compares the fingerprint
    return context


def _modern(context: ssl.SSLContext) -> ssl.SSLContext:
    versions = getattr(ssl, "TLSVersion", None)  # since 3.7
    if versions is not None:
        context.minimum_version = versions.TLSv1_2
    else:
        context.options |= ssl.OP_NO_SSLv2 | ssl.OP_NO_SSLv3 | ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1
    context.options |= ssl.OP_NO_COMPRESSION | getattr(ssl, "OP_NO_RENEGOTIATION", 0)  # the latter since 3.7
    context.set_ciphers(_CIPHERS)
    return context


def _no_passphrase() -> str:
    """Answer in the place of OpenSSL, which would ask at the terminal and wait."""
    return ""
