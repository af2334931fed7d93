"""HostedServer: what the Host menu starts, and what goes wrong with it."""
import socket

import pytest

from app import hosting
from app.hosting import HostedServer, HostingFailed
from server.config import ServerConfig
from tests.support import pump_until


def test_a_hosted_server_is_a_server() -> None:
    """It answers on its port, counts its people, and is gone after stop, which may be called twice."""
    server = HostedServer.start(ServerConfig(host="127.0.0.1", port=0))
    try:
        assert server.people == 0 and server.own_host == "127.0.0.1" and not server.is_open
        assert server.addresses() == [f"127.0.0.1:{server.port}"]
        with socket.create_connection(("127.0.0.1", server.port), 5) as sock:
            sock.sendall(b"NICK ann\r\nUSER ann 0 * ann\r\n")
            pump_until(lambda: server.people == 1)
            server.stop("Good night.")
            sock.settimeout(5)
            heard = b"".join(iter(lambda: sock.recv(65536), b""))
        assert b"Good night." in heard
    finally:
        server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), 5)


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_is_none_is_the_ports_fault(port: int) -> None:
    """A number out of range is said at the port's field."""
    with pytest.raises(HostingFailed) as failure:
        HostedServer.start(ServerConfig(host="127.0.0.1", port=port))
    assert (failure.value.field, failure.value.sentence) == ("port", "Enter a number from 1 to 65535.")


def test_a_port_in_use_is_the_ports_fault() -> None:
    """A port that another program has is said at the port's field."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        with pytest.raises(HostingFailed) as failure:
            HostedServer.start(ServerConfig(host="127.0.0.1", port=other.getsockname()[1]))
    assert failure.value.field == "port" and "another program" in failure.value.sentence


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a..b"])
def test_an_address_that_is_not_ours_is_the_hosts_fault(host: str) -> None:
    """An address of nobody here is said at the host's field, as a sentence."""
    with pytest.raises(HostingFailed) as failure:
        HostedServer.start(ServerConfig(host=host, port=0))
    assert failure.value.field == "host" and failure.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "host, expected",
    [
        ("0.0.0.0", ["192.168.1.20:5"]),
        ("::", ["192.168.1.20:5", "[2001:db8::7]:5"]),
        ("10.0.0.3", ["10.0.0.3:5"]),
        ("localhost", ["localhost:5"]),
    ],
)
def test_what_others_type(monkeypatch: pytest.MonkeyPatch, host: str, expected: list) -> None:
    """The addresses of this computer where it listens on all, else the one where it listens."""

    class Server:
        config = ServerConfig(host=host)
        port = 5

    monkeypatch.setattr(hosting, "local_addresses", lambda: ["192.168.1.20", "2001:db8::7"])
    assert HostedServer(Server()).addresses() == expected  # type: ignore[arg-type]


def test_without_a_network_there_is_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a network has no address to tell; localhost still works on it."""

    class Server:
        config = ServerConfig(host="0.0.0.0")
        port = 5

    monkeypatch.setattr(hosting, "local_addresses", list)
    assert HostedServer(Server()).addresses() == ["localhost:5"]  # type: ignore[arg-type]
