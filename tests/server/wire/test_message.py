"""IRC lines as values."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire.message import (
    MAX_LINE,
    MAX_TAGS,
    InvalidUtf8,
    LineError,
    LineTooLong,
    Message,
    escape,
    parse,
    read_tags,
    tags_length,
    write_tags,
)


@pytest.mark.parametrize(
    "line, message",
    [
        (b"PING", Message("PING")),
        (b"ping x", Message("PING", ("x",))),
        (b"PRIVMSG #a :hi there", Message("PRIVMSG", ("#a", "hi there"))),
        (b"PRIVMSG #a ::)", Message("PRIVMSG", ("#a", ":)"))),
        (b"PRIVMSG  #a   b  ", Message("PRIVMSG", ("#a", "b"))),
        (b"TOPIC #a :", Message("TOPIC", ("#a", ""))),
        (b":a!b@c QUIT :x : y", Message("QUIT", ("x : y",), "a!b@c")),
        (b"JOIN :", Message("JOIN", ("",))),
        (b"001 me :hi", Message("001", ("me", "hi"))),
        (b"@a=b;c;+d/e=f :s PING x", Message("PING", ("x",), "s", {"a": "b", "c": "", "+d/e": "f"})),
        (b"no_such-one x", Message("NO_SUCH-ONE", ("x",))),
        (b"/join #a", Message("/JOIN", ("#a",))),
        (b"@a=1;a=2 PING", Message("PING", (), "", {"a": "2"})),
        (b"@a=x\\:y\\s\\\\\\r\\n\\z\\ PING", Message("PING", (), "", {"a": "x;y \\\r\nz"})),
        ("PRIVMSG #ä :ö 😀".encode(), Message("PRIVMSG", ("#ä", "ö 😀"))),
    ],
)
def test_parse(line: bytes, message: Message) -> None:
    """A line is read as RFC 1459 and IRCv3 message-tags say."""
    assert parse(line) == message


@pytest.mark.parametrize("line", [b"", b" ", b":a", b":a ", b"@a=b", b"@a=b ", b"12 x", b"PING\0", b"-PING", b"A\rB"])
def test_no_message(line: bytes) -> None:
    """A line without a command, with NUL or with CR inside is none."""
    with pytest.raises(LineError):
        parse(line)


def test_limits() -> None:
    """510 bytes without CR LF are a line, 511 are not; tags count by themselves."""
    body = b"PING " + b"x" * (MAX_LINE - 2 - 5)
    tags = b"@a=" + b"y" * (MAX_TAGS - 4) + b" "
    assert parse(tags + body).param(0).startswith("xxx")
    assert tags_length(tags + body) == MAX_TAGS
    for line in (body + b"x", tags + body + b"x", b"@y" + tags[1:] + body, b"@" + b"z" * 9000):
        with pytest.raises(LineTooLong):
            parse(line)


def test_not_utf8() -> None:
    """Other bytes than UTF-8 are refused, unless they are to be replaced."""
    with pytest.raises(InvalidUtf8):
        parse(b"PRIVMSG #a :\xff")
    assert parse(b"PRIVMSG #a :\xff", "replace").params == ("#a", "\ufffd")


@pytest.mark.parametrize(
    "message",
    [
        Message("PING", ("",)),
        Message("PRIVMSG", ("#a", "one")),
        Message("MODE", ("#a", "+k", ":x")),
        Message("X", ("a", " b"), "a!b@c", {"k": "a;b c\\\r\n", "e": ""}),
    ],
)
def test_there_and_back(message: Message) -> None:
    """What is written is read again as it was."""
    assert parse(message.to_line()[:-2]) == message


@pytest.mark.parametrize("params", [("", "b"), ("a b", "c"), (":a", "b"), ("a\nb",), ("a\rb",), ("a\0",)])
def test_nothing_is_injected(params: "tuple") -> None:
    """A parameter that would become something else on the wire can't be written."""
    with pytest.raises(ValueError):
        Message("PRIVMSG", params).to_line()


def test_simple_clients_find_the_text() -> None:
    """The text of a message stands behind a colon, even where one word needs none."""
    assert Message("PRIVMSG", ("#a", "hi")).to_line() == b"PRIVMSG #a :hi\r\n"


def test_nick_and_param() -> None:
    """A message knows the nick of its source and defaults for parameters that it hasn't."""
    message = parse(b":a!b@c PRIVMSG #x")
    assert (message.nick, message.param(0), message.param(1), message.param(5, "d")) == ("a", "#x", "", "d")


WORDS = st.text(st.characters(blacklist_characters="\0\r\n", blacklist_categories=("Cs",)), max_size=30)
MIDDLE = WORDS.filter(lambda word: word and " " not in word and not word.startswith(":"))
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)


@given(
    NAMES,
    st.lists(MIDDLE, max_size=5),
    st.lists(WORDS, max_size=1),
    st.dictionaries(NAMES, st.text(max_size=20), max_size=4),
)
def test_any_message_there_and_back(command: str, middle: list, last: list, tags: dict) -> None:
    """Every message that can be written within the limits is read as it was."""
    tags = {name: value.replace("\0", "").encode("utf-8", "ignore").decode() for name, value in tags.items()}
    message = Message(command.upper(), tuple(middle + last), "", tags)
    line = message.to_line()[:-2]
    try:
        assert parse(line) == message
    except LineTooLong:
        assert len(line) > 500


@given(st.one_of(st.binary(max_size=600), st.text("@:;= \\ab1\r+", max_size=60).map(str.encode)))
def test_any_bytes(line: bytes) -> None:
    """Whatever comes is a message that can be written again, or a LineError."""
    try:
        message = parse(line)
    except LineError:
        return
    assert message.command == message.command.upper()
    assert all("\n" not in param or "\n" in line.decode() for param in message.params)


@given(st.text(max_size=60))
def test_any_tags(text: str) -> None:
    """Reading tags never fails, and what was read is written and read the same."""
    tags = read_tags(text.replace("\0", ""))
    written = write_tags(tags)
    if tags:
        assert read_tags(written[1:-1]) == tags or any(" " in name or name.startswith("@") for name in tags)


@given(st.text(max_size=30))
def test_escaped_value_is_one_word(value: str) -> None:
    """An escaped value holds nothing that ends a value."""
    assert not set(escape(value)) & set("; \r\n\0")
