"""Links to join a room, made and taken apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app import address, joinlink
from app.joinlink import BadLink, JoinLink, parse
from server.wire.names import valid_room


@pytest.mark.parametrize("text, expected", [
    ("irc://192.168.1.20:12345/lobby", JoinLink("192.168.1.20", 12345, "#lobby")),
    (" IRCS://studio.lan/ ", JoinLink("studio.lan", 12345, "", True)),
    ("irc://studio.lan", JoinLink("studio.lan")),
    ("irc://studio.lan:6667/#design", JoinLink("studio.lan", 6667, "#design")),
    ("irc://studio.lan/%23%23deep", JoinLink("studio.lan", 12345, "##deep")),
    ("irc://studio.lan/caf%C3%A9?key", JoinLink("studio.lan", 12345, "#café")),
    ("irc://studio.lan/design,isserver", JoinLink("studio.lan", 12345, "#design")),
    ("ircs://[2001:db8::7]:6697/a", JoinLink("2001:db8::7", 6697, "#a", True)),
    ("irc://[fe80::1%25eth0]/", JoinLink("fe80::1%eth0")),
])
def test_a_link_leads_somewhere(text: str, expected: JoinLink) -> None:
    """Host, port, room and encryption, with our port and the lobby where it names none."""
    assert parse(text) == expected


@pytest.mark.parametrize("text, sentence", [
    ("http://studio.lan", joinlink.NO_LINK), ("irc:studio.lan", joinlink.NO_LINK), ("studio.lan", joinlink.NO_LINK),
    ("irc://", address.HOST_EMPTY), ("irc:///lobby", address.HOST_EMPTY),
    ("irc://stu dio", address.HOST_SPACES), ("irc://alice@studio.lan", address.HOST_WRONG),
    ("irc://studio%0d%0alan", address.HOST_SPACES), ("irc://studio.lan:port", address.PORT_WRONG),
    ("irc://studio.lan:0", address.PORT_WRONG), ("irc://studio.lan:70000/", address.PORT_WRONG),
    ("irc://studio.lan/a%20b", joinlink.NO_ROOM), ("irc://studio.lan/%0d%0aQUIT", joinlink.NO_ROOM),
    ("irc://studio.lan/" + 70 * "x", joinlink.NO_ROOM),
])
def test_a_bad_link_gets_a_sentence(text: str, sentence: str) -> None:
    """What is wrong with it is said as at the field it belongs to."""
    with pytest.raises(BadLink) as raised:
        parse(text)
    assert str(raised.value) == sentence


@settings(max_examples=100, deadline=None)
@given(some.sampled_from(["192.168.1.20", "studio.lan", "2001:db8::7", "fe80::1%eth0"]),
       some.integers(1, 65535), some.text(max_size=20).map("#{}".format).filter(valid_room), some.booleans())
def test_every_link_made_is_read_back(host: str, port: int, room: str, encrypted: bool) -> None:
    """Whatever a room is called, its link is plain ASCII and leads there."""
    link = JoinLink(host, port, room, encrypted)
    assert link.text.isprintable() and link.text == link.text.encode("ascii").decode() and " " not in link.text
    assert parse(link.text) == link
