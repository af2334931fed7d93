"""Names that imitate others: letters that nobody sees, and letters that look like others."""
import pytest

from app.cli_text import completions
from server.wire.names import likeness, valid_nick, valid_room
from tests.server.world.driver import World

INVISIBLE = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e", "\u200b", "\u200c", "\u200d",
    "\u200e", "\u2028", "\u202e", "\u2060", "\u2066", "\u2800", "\u3164", "\ufe00", "\ufe0f", "\ufeff", "\uffa0",
    "\ufff9", "\U000e0001", "\U000e0041", "\U000e0100", "\U0001d173", "\x1b", "\x9b", "\x7f", "\x00",
]


@pytest.mark.parametrize("sign", INVISIBLE, ids=[f"U+{ord(sign):04X}" for sign in INVISIBLE])
def test_no_name_holds_what_nobody_sees(sign: str) -> None:
    """A sign without a shape would make a second person, or a second room, of the same looks."""
    for name in ("al" + sign + "ice", "alice" + sign, sign + "alice"):
        assert not valid_nick(name) and not valid_room("#" + name)


@pytest.mark.parametrize("name", ["\u0430lice", "alic\u0435", "\u0391nna", "adm\u0456n", "B\u043eb", "Bob\u0430"])
def test_no_word_mixes_latin_letters_with_their_doubles(name: str) -> None:
    """A Cyrillic or Greek letter among Latin ones, which looks like one of them, makes no name."""
    assert not valid_nick(name)


@pytest.mark.parametrize("name", [
    "Саша", "Саша_dev", "Ελένη", "Zoë", "İpek", "नमस्ते", "ไม้", "你好", "محمد", "שָׁלוֹם", "한국", "e\u0301mile", "nguyễn",
])
def test_names_of_every_script_are_welcome(name: str) -> None:
    """What keeps imitations out keeps nobody's own name out."""
    assert valid_nick(name) and valid_room("#" + name)


@pytest.mark.parametrize("room", ["#☕\ufe0f", "#1\ufe0f\u20e3", "#a-☎\ufe0f"])
def test_rooms_may_have_an_emoji(room: str) -> None:
    """The sign that makes an emoji of a sign is the one that may follow it."""
    assert valid_room(room)


@pytest.mark.parametrize("name", ["#\ufe0fa", "#a" + "\u0301" * 5, "#дом\ufe0f"])
def test_rooms_that_would_look_like_another(name: str) -> None:
    """That sign after a letter, and a letter under a heap of marks, are refused."""
    assert not valid_room(name) and not valid_nick(name[1:])


@pytest.mark.parametrize("one, other", [
    ("Alice", "ＡＬＩＣＥ"), ("alice", "ａlice"), ("file", "ﬁle"), ("Straße", "strasse"), ("Ωmega", "\u2126mega"),
    ("Zoë", "Zoe\u0308"), ("x", "\u2179"), ("K", "\u212a"),
])
def test_names_that_read_the_same_are_one(one: str, other: str) -> None:
    """Wide letters, ligatures, other cases and composed marks make no second person."""
    assert likeness(one) == likeness(other)


def test_a_second_alice_is_turned_away_however_it_is_written() -> None:
    """The server answers 433 or 432 to each imitation of somebody who is here, before and after the welcome."""
    world = World()
    world.join_as("alice")
    other = world.join_as("bob")
    for name in ("ALICE", "ＡＬＩＣＥ", "\u0430lice", "alice\ufe0f", "alice\u3164", "ali\u200bce", "a\u034flice"):
        other.send("NICK " + name)
        assert [message.command for message in other.take()][-1] in ("432", "433")
    assert other.user.nick == "bob"


def test_tab_offers_no_name_that_commands_the_terminal() -> None:
    """Names of another server's people go into the line that is being typed only where they are harmless."""
    names, rooms = ["al\x1b[2Jice", "al\u202eice", "alina"], ["#a\x1b]0;x\x07", "#abc"]
    assert completions("", "al", names, rooms, []) == ["alina: "]
    assert completions("", "#a", names, rooms, []) == ["#abc "]
