"""Line breaks through any field: whatever is typed or pasted, into the window's fields or a slash command, one act of a
person is one command of theirs."""
import inspect
from typing import Any, Callable, List

import pytest

from app import multiline
from app.sasl import Login
from app.session import Session
from app.session_search import Wanted
from app.session_state import WANTED_CAPS
from app.slash import COMMANDS, Slash
from app.unconfirmed import Pending

NOW = 1_700_000_000.0
EVIL = ["x\r\nQUIT :gone", "x\nQUIT", "x\rQUIT", "x\0QUIT", "#x\r\nQUIT", "\r\nQUIT", "x\u2028QUIT", "x\x85QUIT",
        "\ud80aQUIT", "x :y\r\nQUIT", "@a=b\r\nQUIT"]
SECRETLY = ("QUIT", "OPER", "KILL")


def in_a_room() -> Session:
    """Somebody on a server that has everything."""
    session = Session("bob")
    session.start()
    caps = " ".join(WANTED_CAPS)
    lines = [f":s CAP * LS :{caps}", f":s CAP bob ACK :{caps}", ":s 001 bob :hi", ":s 422 bob :x", ":bob!b@h JOIN #x"]
    session.feed("\r\n".join(lines + [""]).encode(), NOW)
    session.data_to_send()
    return session


def words_for(act: Callable[..., Any], evil: str) -> List[Any]:
    """Arguments for each parameter of an act, hostile where they are text."""
    made = {str: evil, float: NOW, int: 5, bool: True, Login: Login(evil, evil), Wanted: Wanted(evil, evil, evil),
            Pending: Pending(evil, evil, evil, "message", reply_to=evil)}
    return [made[each.annotation] for each in inspect.signature(act).parameters.values()
            if each.kind is not each.VAR_KEYWORD]


def acts() -> List[str]:
    """The public methods by which a front end makes a session speak."""
    quiet = {"feed", "written", "start", "tell", "take_events", "data_to_send", "refuse", "split", "too_much", "room",
             "is_room", "is_me", "fold", "next_label", "tags_of", "moderates", "send", "send_labelled", "send_tagged",
             "send_raw", "post_as", "quit", "raw"}
    found = inspect.getmembers(Session, inspect.isfunction)
    return [name for name, _ in found if not name.startswith("_") and name not in quiet]


def test_the_acts_are_found() -> None:
    """The list that is tried has what a person can do."""
    assert {"say", "join", "kick", "set_topic", "react", "redact", "mode", "invite", "search", "log_in"} <= set(acts())


@pytest.mark.parametrize("name", acts())
def test_no_field_starts_a_second_command(name: str) -> None:
    """Each method of the session, with line breaks in all its fields, writes no command that wasn't asked for."""
    for evil in EVIL:
        session = in_a_room()
        act = getattr(session, name)
        act(*words_for(act, evil))
        check(session.data_to_send())


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"quit", "raw"}))
def test_no_slash_command_starts_a_second_one(name: str) -> None:
    """A pasted text with line breaks behind a slash command gives words to that command alone."""
    for evil in EVIL:
        session = in_a_room()
        hand = Slash(Front(session))
        for typed in (f"/{name} {evil}", f"/{name} {evil} {evil} {evil}", f"/{name}\r\nQUIT", f"/{name} #x {evil}"):
            hand.submit(typed, "#x", evil)
        check(session.data_to_send())


def test_raw_sends_its_first_line_alone() -> None:
    """/raw is for those who know what they do: the line, and nothing after its end."""
    session = in_a_room()
    Slash(Front(session)).submit("/raw PRIVMSG #x :a\r\nQUIT\r\nQUIT", "#x")
    assert session.data_to_send() == b"PRIVMSG #x :a\r\n"


def test_a_pasted_block_is_one_message_and_no_commands() -> None:
    """Lines of a message that look like commands are words, in a batch and line by line."""
    text = "hello\nQUIT :x\r\n/quit\nJOIN #y\n\x01DCC SEND x\x01"
    for takes_blocks in (True, False):
        session = in_a_room()
        if not takes_blocks:
            session.caps.discard(multiline.CAP)
        session.say("#x", text)
        sent = session.data_to_send()
        check(sent)
        assert b"\x01" not in sent and sent.count(b"PRIVMSG") == 5


class Front:
    """A client as far as slash commands know it."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name, lambda *words: None)


def check(sent: bytes) -> None:
    """Every line is whole, and none is a command that only the smuggled text names."""
    assert not sent or sent.endswith(b"\r\n")
    for line in sent.split(b"\r\n")[:-1]:
        assert not set(line) & {0, 10, 13}
        command = line.decode("utf-8").split(" ")[1 if line.startswith(b"@") else 0]
        assert command not in SECRETLY


def test_what_is_smuggled_would_be_seen() -> None:
    """The check above finds a second command."""
    with pytest.raises(AssertionError):
        check(b"PRIVMSG #x :x\r\nQUIT :gone\r\n")
