"""Where a server listens, and what it says when it can't."""
import socket

import pytest

from server.addresses import host_and_port, local_addresses
from server.listening import StartFailed, listen


def test_port_0_lets_the_system_choose() -> None:
    """The chosen port is known at once."""
    (listener,) = listen("127.0.0.1", 0)
    with listener:
        assert listener.getsockname()[1] > 0


def test_a_port_in_use_is_explained() -> None:
    """The sentence names the port and another one to try; the field is the port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(StartFailed) as failure:
            listen("127.0.0.1", port)
    assert failure.value.field == "port"
    assert f"Port {port} is used by another program" in failure.value.sentence
    assert str(port + 1) in failure.value.sentence


def test_an_address_of_another_computer_is_explained() -> None:
    """An address that isn't this computer's gives a sentence with the two usual choices (192.0.2.0/24: RFC 5737)."""
    with pytest.raises(StartFailed) as failure:
        listen("192.0.2.77", 0)
    assert failure.value.field == "host"
    assert "192.0.2.77 is not an address of this computer" in failure.value.sentence
    assert "0.0.0.0" in failure.value.sentence


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70])
def test_an_unknown_name_is_explained(host: str) -> None:
    """A name that nobody knows, or that can't be a name, gives a sentence and no traceback."""
    with pytest.raises(StartFailed) as failure:
        listen(host, 0)
    assert "There is no computer called " + host in failure.value.sentence


def test_a_forbidden_port_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal for lack of rights advises a port from 1024 up."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(StartFailed) as failure:
        listen("127.0.0.1", 80)
    assert "administrator rights" in failure.value.sentence
    assert "12345" in failure.value.sentence


def test_addresses_to_tell_others_are_reachable_ones() -> None:
    """No loopback, link-local or doubled address is among them, and IPv4 comes first."""
    addresses = local_addresses()
    assert len(set(addresses)) == len(addresses)
    assert "::1" not in addresses
    assert not [address for address in addresses if address.startswith(("127.", "169.254.", "fe80:"))]
    assert addresses == sorted(addresses, key=lambda address: ":" in address)


def test_an_ipv6_address_is_bracketed_before_its_port() -> None:
    """Address and port can be told apart."""
    assert host_and_port("2001:db8::1", 12345) == "[2001:db8::1]:12345"
    assert host_and_port("192.168.1.20", 12345) == "192.168.1.20:12345"
