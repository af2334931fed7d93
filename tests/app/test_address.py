"""Taking typed addresses apart, and the sentences about wrong ones."""

import pytest

from app import address
from app.address import TypedAddress, split_address


@pytest.mark.parametrize("text, parts", [
    ("studio.lan", TypedAddress("studio.lan")),
    ("  studio.lan \n", TypedAddress("studio.lan")),
    ("192.168.1.20:6667", TypedAddress("192.168.1.20", "6667")),
    ("studio.lan:", TypedAddress("studio.lan")),
    ("studio.lan:abc", TypedAddress("studio.lan", "abc")),
    ("fe80::1", TypedAddress("fe80::1")),
    ("::1", TypedAddress("::1")),
    ("[::1]", TypedAddress("::1")),
    ("[fe80::1%eth0]:12345", TypedAddress("fe80::1%eth0", "12345")),
    ("irc://studio.lan", TypedAddress("studio.lan")),
    ("irc://studio.lan:6667/design", TypedAddress("studio.lan", "6667", "#design")),
    ("IRC://[::1]:6667/#design", TypedAddress("::1", "6667", "#design")),
    ("irc://studio.lan/%23design?key", TypedAddress("studio.lan", "", "#design")),
    ("irc://studio.lan/a b", TypedAddress("studio.lan", wrong_room=True)),
    ("ircs://studio.lan:6697/a", TypedAddress("studio.lan", "6697", "#a", encrypted=True)),
    ("irc://", TypedAddress("")),
    ("", TypedAddress("")),
])
def test_a_typed_address_comes_apart(text: str, parts: TypedAddress) -> None:
    """Host, port and room are found however the address was written; a room that cannot exist is left out."""
    assert split_address(text) == parts


@pytest.mark.parametrize("host", [
    "localhost", "192.168.1.20", "studio.lan.", "münchen.lan", "my_host", "fe80::1%eth0", "::1",
])
def test_an_address_that_may_exist_passes(host: str) -> None:
    """Names, IPv4 and IPv6 addresses are let through."""
    assert address.host_error(host) == ""


@pytest.mark.parametrize("host, sentence", [
    ("", address.HOST_EMPTY),
    ("my server", address.HOST_SPACES),
    ("my\tserver", address.HOST_SPACES),
    ("http://studio.lan/", address.HOST_WRONG),
    ("ircs://studio.lan", address.HOST_WRONG),
    ("a..b", address.HOST_WRONG),
    (".", address.HOST_WRONG),
    ("a" * 64 + ".lan", address.HOST_WRONG),
    ("a." * 127 + "a", address.HOST_WRONG),
    ("alex@studio", address.HOST_WRONG),
    ("studio\0", address.HOST_WRONG),
])
def test_an_address_that_cannot_exist_is_refused(host: str, sentence: str) -> None:
    """Nothing reaches the resolver that would make it raise."""
    assert address.host_error(host) == sentence


@pytest.mark.parametrize("port", ["1", "12345", "65535", " 80 "])
def test_a_port_passes(port: str) -> None:
    """1 to 65535 are ports, spaces around them don't matter."""
    assert address.port_error(port) == ""


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "1.5", "abc", "²", "9" * 5000, "0x50"])
def test_what_is_no_port_is_refused(port: str) -> None:
    """Anything else gets the sentence with the limits, however long it is."""
    assert address.port_error(port) == address.PORT_WRONG


@pytest.mark.parametrize("nick, sentence", [
    ("Alex", ""), ("Zoë_2", ""), ("иван", ""), ("x" * 32, ""),
    ("", address.NICK_WRONG), ("two words", address.NICK_WRONG), ("x" * 33, address.NICK_WRONG),
    ("a,b", address.NICK_WRONG), ("2fast", address.NICK_START), ("-x", address.NICK_START),
    ("#room", address.NICK_START),
])
def test_names_are_judged_as_the_server_judges_them(nick: str, sentence: str) -> None:
    """A wrong name gets the rule it breaks."""
    assert address.nick_error(nick) == sentence


def test_a_password_is_one_line() -> None:
    """A line break would cut the command it travels in."""
    assert address.password_error("two words") == ""
    assert address.password_error("one\ntwo") == address.ONE_LINE
