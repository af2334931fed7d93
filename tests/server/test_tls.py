"""The real server with TLS: both kinds of clients on one port, every way to fail, and what is kept and logged."""
import logging
import os
import socket
import ssl
import stat
from pathlib import Path
from typing import Callable

import pytest

from server import certificate, door
from server.config import ServerConfig
from server.fingerprints import fingerprint_of, spoken
from server.hub import ChatServer, StartFailed
from tests.server.raw import RawClient
from tests.server.secured import SecureClient, certificate_file, hello, rest_of, trusting
from tests.support import pump_until

Serve = Callable[..., ChatServer]


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with a key and its certificate, for all tests here."""
    return str(certificate_file(tmp_path_factory.mktemp("tls") / "test.pem"))


def test_plain_and_encrypted_people_chat_on_one_port(serve: Serve, pem: str) -> None:
    """Both read each other, and WHOIS says of the encrypted one alone that the connection is secure (671)."""
    port = serve(tls_cert=pem).port
    with RawClient(port).register("plain") as plain, SecureClient(port) as secure:
        secure.register("secure")
        plain.send("PRIVMSG secure :hello there")
        assert secure.until("PRIVMSG").endswith(":hello there")
        secure.send("PRIVMSG #lobby :hello all")
        assert plain.until("PRIVMSG").endswith(":hello all")
        for asked, said in (("secure", True), ("plain", False)):
            plain.send("WHOIS " + asked)
            plain.seen.clear()
            plain.until(" 318 ")
            assert any(" 671 " in line for line in plain.seen) is said


def test_large_answers_cross_an_encrypted_link_whole(serve: Serve, pem: str) -> None:
    """Megabytes through full buffers arrive in order, and a slow reader slows nobody else."""
    port = serve(tls_cert=pem, rate_limit=0, lobby="#l").port
    with SecureClient(port) as reader, RawClient(port).register("writer") as writer:
        reader.register("reader")
        for number in range(4000):
            writer.send(f"PRIVMSG #l :{number} " + "x" * 380)
        writer.sync()
        for number in range(4000):
            assert f":{number} xxx" in reader.until("PRIVMSG")


def test_required_turns_plain_people_away_with_the_remedy(serve: Serve, pem: str) -> None:
    """A plain line gets one ERROR that says what to turn on; an encrypted client is let in."""
    port = serve(tls_cert=pem, tls="required").port
    with RawClient(port) as plain:
        plain.send("NICK plain")
        (line,) = plain.rest()
        assert line.startswith("ERROR :") and "Turn on TLS" in line
    with SecureClient(port) as secure:
        secure.register("secure")


def test_off_answers_a_hello_with_an_alert(serve: Serve, pem: str) -> None:
    """A TLS client learns in its own language that there is no TLS, and plain people are served."""
    port = serve(tls="off", tls_cert=pem).port
    with pytest.raises(ssl.SSLError, match=r"(?i)alert|version"):
        SecureClient(port)
    with RawClient(port) as plain:
        plain.register("plain")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_protocols_are_refused(serve: Serve, pem: str) -> None:
    """A client that knows TLS 1.1 at most gets no link; one with TLS 1.2 does, with a cipher of today."""
    port = serve(tls_cert=pem).port
    old = trusting()
    old.options |= ssl.OP_NO_TLSv1_2 | getattr(ssl, "OP_NO_TLSv1_3", 0)
    versions = getattr(ssl, "TLSVersion", None)  # since 3.7
    if versions is not None:
        old.minimum_version = versions.MINIMUM_SUPPORTED
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        SecureClient(port, old)
    modern = trusting()
    modern.options |= getattr(ssl, "OP_NO_TLSv1_3", 0)
    with SecureClient(port, modern) as client:
        client.register("alice")
        assert client.sock.version() == "TLSv1.2"
        assert client.sock.cipher()[0].startswith("ECDHE-")


def test_a_hello_without_end_is_closed_and_stalls_nobody(
    serve: Serve, pem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a hello is closed when its time is over, an endless one when it is too long; others chat meanwhile."""
    monkeypatch.setattr(door, "HANDSHAKE_WITHIN", 0.3)
    port = serve(tls_cert=pem).port
    with RawClient(port).register("alice") as alice, socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(hello()[:100])
        alice.sync("while")
        assert rest_of(half) == b""
        alice.sync("after")
        with socket.create_connection(("127.0.0.1", port)) as endless:
            record = b"\x16\x03\x01\x3f\xff\x01\xff\xff\xff" + b"x" * (0x3FFF - 4)
            with pytest.raises(OSError):
                for _ in range(10000):
                    endless.sendall(record)
        alice.sync("at last")


def test_rubbish_ends_its_own_link_alone(serve: Serve, pem: str) -> None:
    """Bytes that are no TLS, before and after the handshake, close the link with an alert; the log has no error."""
    port = serve(tls_cert=pem).port
    with RawClient(port).register("alice") as alice:
        with socket.create_connection(("127.0.0.1", port)) as rubbish:
            rubbish.sendall(b"\x16 this is no hello" * 10)
            assert rest_of(rubbish)[:1] in (b"\x15", b"")
        bob = SecureClient(port).register("bob")
        with socket.socket(fileno=os.dup(bob.sock.fileno())) as under:
            under.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)
        assert "JOIN" in alice.until(":bob!")
        assert "QUIT" in alice.until(":bob!")
        bob.close()


def test_a_cut_stream_and_a_farewell_are_both_a_quit(serve: Serve, pem: str) -> None:
    """Who says close_notify gets one back; who is cut off in the middle of a line said nothing with it."""
    port = serve(tls_cert=pem).port
    with RawClient(port).register("alice") as alice:
        polite = SecureClient(port).register("polite")
        with polite.sock.unwrap() as under:
            assert rest_of(under) == b""
        polite.close()
        assert "JOIN" in alice.until(":polite!")
        assert "QUIT" in alice.until(":polite!")
        cut = SecureClient(port).register("cut")
        cut.sock.sendall(b"PRIVMSG #lobby :half a li")
        cut.close()
        assert "QUIT" in alice.until("QUIT :Connection closed")
        assert not any("half" in line for line in alice.seen)


def test_quit_over_tls_ends_with_error_and_close_notify(serve: Serve, pem: str) -> None:
    """The last line arrives, and then the end is said, so that nothing can have been cut off."""
    port = serve(tls_cert=pem).port
    with SecureClient(port) as client:
        client.register("alice")
        client.sock.suppress_ragged_eofs = False  # a cut stream would raise
        client.send("QUIT :bye")
        assert client.rest()[-1].startswith("ERROR :")


def test_the_own_key_is_made_once_and_nobody_else_can_read_it(serve: Serve, tmp_path: Path) -> None:
    """The file has rights 0600, also where they had been widened, and a second start shows the same certificate."""
    first = serve(data_dir=str(tmp_path))
    path = tmp_path / "tls.pem"
    with SecureClient(first.port) as client:
        assert client.fingerprint == first.identity.fingerprint
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
    first.stop()
    second = serve(data_dir=str(tmp_path))
    assert second.identity.fingerprint == first.identity.fingerprint
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_openssl_makes_the_key_where_the_library_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways make an ECDSA key on P-256; with neither, the sentence names both."""

    def missing(name: str) -> bytes:
        raise ImportError("no cryptography")

    monkeypatch.setattr(certificate, "_by_library", missing)
    (tmp_path / "own.pem").write_bytes(certificate.make("office.local"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(tmp_path / "own.pem"))
    assert b"PRIVATE KEY" in (tmp_path / "own.pem").read_bytes()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(certificate.CannotMake, match="cryptography nor the command openssl"):
        certificate.make("office.local")


def test_without_the_means_the_server_is_plain_unless_tls_is_required(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Optional: it serves plainly and says in one line why; required: it does not start, and the sentence says why."""

    def unable(name: str) -> bytes:
        raise certificate.CannotMake(certificate.MISSING)

    monkeypatch.setattr(certificate, "make", unable)
    server = serve(data_dir=str(tmp_path / "a"))
    assert server.identity.problem in caplog.text
    with RawClient(server.port) as plain:
        plain.register("alice")
    with pytest.raises(StartFailed, match="Install one of them"):
        serve(data_dir=str(tmp_path / "b"), tls="required")
    serve(data_dir=str(tmp_path / "b"))  # the folder was given back


def test_a_certificate_that_cant_be_used_is_explained(tmp_path: Path, pem: str) -> None:
    """Missing files, a key alone, and an own file that is damaged stop the start with a sentence."""
    (tmp_path / "tls.pem").write_text("no key")
    for wrong in (
        {"tls_cert": str(tmp_path / "none.pem")}, {"tls_key": pem}, {"data_dir": str(tmp_path)},
    ):  # fmt: skip
        with pytest.raises(StartFailed) as failure:
            ChatServer(ServerConfig(host="127.0.0.1", port=0)._replace(**wrong)).start()
        assert failure.value.field == "tls" and failure.value.sentence.endswith(".")


def test_a_reload_shows_newcomers_the_new_certificate(serve: Serve, tmp_path: Path) -> None:
    """Those who are here stay; a file that can't be used changes nothing."""
    path = certificate_file(tmp_path / "org.pem")
    server = serve(tls_cert=str(path))
    with SecureClient(server.port) as early:
        early.register("early")
        certificate_file(path)
        server.reload(server.config)
        late = SecureClient(server.port)
        pump_until(lambda: server.identity.fingerprint != early.fingerprint)
        late.close()
        with SecureClient(server.port) as later:
            assert later.fingerprint == server.identity.fingerprint != early.fingerprint
        path.write_text("rubbish")
        server.reload(server.config)
        early.sync()
        with SecureClient(server.port) as last:
            assert last.fingerprint == server.identity.fingerprint


def test_no_secret_is_logged(serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the key nor the password stands in the log, at its most talkative."""
    caplog.set_level(logging.DEBUG)
    port = serve(data_dir=str(tmp_path), password="sesame-street").port
    with SecureClient(port) as client:
        client.send("PASS sesame-street")
        client.register("alice")
    assert "sesame" not in caplog.text
    assert "PRIVATE" not in caplog.text


def test_a_fingerprint_is_spoken_in_four_groups_of_five_digits() -> None:
    """It is the SHA-256 of the certificate, modulo 10 to the 20, with its leading zeros."""
    assert fingerprint_of(b"certificate").startswith("03d66dd08835c1ca")
    assert spoken("0" * 63 + "c") == "00000 00000 00000 00012"
    assert spoken("f" * 64) == "57584 00791 31296 39935"
