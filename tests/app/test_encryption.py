"""The client and encryption, against real servers on 127.0.0.1: what is preferred, remembered, refused and asked."""
import socket
import ssl
import threading
from pathlib import Path
from typing import Any, Callable, Iterator, List, Type

import pytest

from app import encrypting
from app.cli_protection import is_same
from app.client import Client, Offline, Online, ServerAddress
from app.events import ConnectFailed, Event, MessageArrived, Refused, Registered
from app.guard import Guard
from app.known_servers import KnownServers
from app.protection import NEW, OFF, PINNED, PLAIN, REQUIRED, SYSTEM, Protection
from server.config import ServerConfig
from server.fingerprints import spoken
from server.hub import ChatServer
from tests.server.secured import certificate_file
from tests.support import pump_until

Serve = Callable[..., ChatServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers on 127.0.0.1; they are stopped after the test."""
    servers: List[ChatServer] = []

    def start(port: int = 0, **settings: Any) -> ChatServer:
        servers.append(ChatServer(ServerConfig(host="127.0.0.1", port=port, name="test")._replace(**settings)))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


class Person:
    """A client that keeps what is known in a file, and the events that it brought; the test's thread."""

    def __init__(self, path: Path) -> None:
        self.known = KnownServers(str(path))
        self.client = Client(known=self.known)
        self.events: List[Event] = []

    def join(self, port: int, **wishes: Any) -> Any:
        """Connect, and wait for how it ends: Registered, ConnectFailed or Refused."""
        self.client.connect(ServerAddress("127.0.0.1", port)._replace(**wishes), "alice", keep_trying=False)
        return self.wait_for(Registered, ConnectFailed, Refused)

    def wait_for(self, *kinds: Type[Any]) -> Any:
        """The next event of these kinds."""
        del self.events[:]
        return pump_until(lambda: next((each for each in self.events if isinstance(each, kinds)), None), self.pump)

    def pump(self) -> None:
        self.events += self.client.poll()


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody who has met no server yet."""
    made = Person(tmp_path / "known-servers.json")
    yield made
    made.client.close()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with a key and its certificate, for all tests here."""
    return str(certificate_file(tmp_path_factory.mktemp("tls") / "test.pem"))


def test_tls_is_preferred_and_the_certificate_remembered(serve: Serve, person: Person, pem: str) -> None:
    """The first time it is new, the next time known; it can be listed and forgotten, and messages flow."""
    server = serve(tls_cert=pem)
    assert isinstance(person.join(server.port), Registered)
    assert person.client.protection[:3] == (True, server.identity.fingerprint, NEW)
    person.client.say("#lobby", "x" * 5000)
    assert person.wait_for(MessageArrived).own
    person.join(server.port)
    assert person.client.protection.trust == PINNED
    (known,) = person.known.all()
    assert (known.host, known.port, known.fingerprint) == ("127.0.0.1", server.port, server.identity.fingerprint)
    person.known.forget("127.0.0.1", server.port)
    person.join(server.port)
    assert person.client.protection.trust == NEW


def test_a_changed_certificate_stops_everything_until_it_is_trusted(
    serve: Serve, person: Person, pem: str, tmp_path: Path
) -> None:
    """Nothing is sent to the other key, also while coming back; both fingerprints are told; trusting it lets us in."""
    first = serve(tls_cert=pem)
    person.client.connect(ServerAddress("127.0.0.1", first.port), "alice")
    person.wait_for(Registered)
    first.stop()
    second = serve(first.port, tls_cert=str(certificate_file(tmp_path / "other.pem")), password="p")
    person.client.reconnect_now()
    failed = pump_until(lambda: next((each for each in person.events if isinstance(each, ConnectFailed)), None),
                        lambda: (person.client.reconnect_now(), person.pump()))
    assert (failed.reason, failed.shown, failed.known) == (
        "key-changed", second.identity.fingerprint, first.identity.fingerprint,
    )  # fmt: skip
    assert isinstance(person.client.state, Offline)
    assert person.join(first.port).reason == "key-changed"
    person.known.remember("127.0.0.1", first.port, failed.shown)
    assert isinstance(person.join(first.port, password="p"), Registered)


def test_a_server_that_was_encrypted_is_not_joined_plainly_unasked(serve: Serve, person: Person, pem: str) -> None:
    """When it stops to offer TLS, nothing is sent; who insists gets in, and is asked again the next time."""
    first = serve(tls_cert=pem)
    person.join(first.port)
    first.stop()
    serve(first.port, tls="off")
    assert person.join(first.port).reason == "not-encrypted"
    assert isinstance(person.join(first.port, tls=OFF), Registered)
    assert person.client.protection == PLAIN
    assert person.join(first.port).reason == "not-encrypted"


def test_why_a_known_server_turns_us_away_is_told(serve: Serve, person: Person, pem: str) -> None:
    """A full server says so in plain before any TLS; that is no reason to suspect somebody in between."""
    first = serve(tls_cert=pem)
    person.join(first.port)
    person.client.disconnect()
    first.stop()
    serve(first.port, tls_cert=pem, max_clients=0)
    assert person.join(first.port).reason == "full"


def test_a_plain_server_is_joined_plainly_unless_encryption_is_asked_for(serve: Serve, person: Person) -> None:
    """Both kinds of plain servers: one that refuses the hello, and one that waits for a line and says nothing."""
    port = serve(tls="off").port
    assert isinstance(person.join(port), Registered)
    assert person.client.protection == PLAIN and person.known.all() == []
    assert person.join(port, tls=REQUIRED).reason == "not-encrypted"


def test_a_server_that_waits_in_silence_is_joined_in_a_moment(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ngIRCd takes the hello for the beginning of a line; the second connection is plain, and is greeted."""
    monkeypatch.setattr(encrypting, "SILENCE", 0.05)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)

        def play() -> None:
            hello = listener.accept()[0]
            plain = listener.accept()[0]
            assert plain.recv(100).startswith(b"CAP LS")
            plain.sendall(b":irc.test 001 alice :Welcome\r\n:irc.test 422 alice :No MOTD\r\n")
            plain.recv(1)
            hello.close()
            plain.close()

        thread = threading.Thread(target=play, name="silent server")
        thread.start()
        assert isinstance(person.join(listener.getsockname()[1]), Registered)
        person.client.disconnect()
        thread.join()


def test_a_certificate_that_the_system_trusts_needs_no_pin(
    serve: Serve, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known as trusted, may change while it stays so, and is asked about when it no longer is."""
    path = certificate_file(tmp_path / "localhost.pem", "localhost")
    server = serve(tls_cert=str(path))
    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: real(cafile=str(path)))
    assert isinstance(person.join(server.port, host="localhost"), Registered)
    assert person.client.protection.trust == SYSTEM
    assert person.known.find("localhost", server.port).trust == SYSTEM
    certificate_file(path, "localhost")
    server.reload(server.config)
    assert isinstance(person.join(server.port, host="localhost"), Registered)
    assert person.client.protection.trust == SYSTEM
    monkeypatch.setattr(ssl, "create_default_context", real)
    certificate_file(path, "localhost")
    server.reload(server.config)
    assert person.join(server.port, host="localhost").reason == "key-changed"


def test_a_password_is_not_sent_in_plain_unless_somebody_insists() -> None:
    """Only a link that others could read is objected to: not an encrypted one, and not one within this computer."""
    guard, address = Guard(KnownServers()), ServerAddress("192.0.2.7", 12345, "sesame")
    objection = guard.objection(address, PLAIN)
    assert objection is not None and objection.reason == "password-plain" and "sesame" not in objection.sentence
    for fine, protection in (
        (address, Protection(True)), (address._replace(plain_password=True), PLAIN),
        (address._replace(password=""), PLAIN), (address._replace(host="127.0.0.1"), PLAIN),
    ):  # fmt: skip
        assert guard.objection(fine, protection) is None


def test_a_damaged_file_of_known_servers_is_set_aside(tmp_path: Path) -> None:
    """Rubbish is kept beside, single wrong entries are passed over, and the rest is used."""
    path = tmp_path / "known-servers.json"
    known = KnownServers(str(path))
    known.remember("Office.local.", 12345, "ab" * 32)
    known.remember("fe80::1", 7, "cd" * 32, SYSTEM)
    path.write_text(path.read_text().replace("{", '{"x:1": 5, "y:2": {"fingerprint": "short"},', 1))
    assert [(each.host, each.port, each.trust) for each in known.all()] == [
        ("fe80::1", 7, SYSTEM), ("office.local", 12345, PINNED),
    ]  # fmt: skip
    path.write_text("rubbish")
    assert known.all() == []
    assert [each.read_text() for each in tmp_path.glob("known-servers.json.broken-*")] == ["rubbish"]


def test_a_fingerprint_is_recognized_as_it_is_read_out() -> None:
    """With spaces, dashes or colons, in digits or in full; nothing is the same as nothing."""
    fingerprint = "0f" * 32
    for said in (spoken(fingerprint), spoken(fingerprint).replace(" ", "-"), ":".join(["0F"] * 32)):
        assert is_same(said, fingerprint)
    for said in ("", "12345", spoken("f0" * 32)):
        assert not is_same(said, fingerprint)


def test_a_link_that_stands_survives_what_follows_the_handshake(serve: Serve, person: Person, pem: str) -> None:
    """Long history, one piece at a time, arrives whole over TLS, and the end of the server is a lost connection."""
    server = serve(tls_cert=pem, rate_limit=0)
    person.join(server.port)
    for number in range(300):
        person.client.say("#lobby", f"{number} " + "y" * 300)
    pump_until(lambda: person.client.unconfirmed == 0, person.pump)
    texts = [each.text.split()[0] for each in person.events if isinstance(each, MessageArrived)]
    assert texts == [str(number) for number in range(300)]
    assert isinstance(person.client.state, Online)
