"""Accounts as a session sees them, against our own server in memory and against lines of others."""
import base64
from typing import Any, List, Type

import pytest

from app.events import AccountRefused, AccountRegistered, Event, LoggedIn, LoginFailed, Refused, Registered
from app.sasl import Login
from app.session import Session
from server.world.accounts import Accounts
from tests.server.world.people import MemoryAccounts
from tests.support import START, Pair

ZOE = Login("Zoe", "geheim und lang")


def protected() -> Accounts:
    """Accounts of whom one protects the name Zoe."""
    return MemoryAccounts(Zoe="geheim und lang")


def of(events: List[Event], kind: Type[Any]) -> List[Any]:
    """The events of one kind."""
    return [event for event in events if type(event) is kind]


def test_a_protected_name_is_ours_with_its_password() -> None:
    """Logged in before the welcome, with SCRAM, we come in under our own protected name."""
    pair = Pair("Zoe", accounts=protected(), login=ZOE)
    assert pair["Zoe"].login_exchange is None
    assert pair["Zoe"].account == "Zoe"
    assert [type(event) for event in pair.events["Zoe"][:2]] == [LoggedIn, Registered]
    assert pair.users["Zoe"].account == "Zoe"


def test_a_wrong_password_ends_the_attempt() -> None:
    """With a wrong password nobody comes in, and the refusal names the login as its reason."""
    pair = Pair("Zoe", accounts=protected(), login=Login("Zoe", "geraten"))
    assert of(pair.events["Zoe"], Refused) == [
        Refused("login", "That name and password don’t fit together. Check the password.")
    ]
    assert of(pair.events["Zoe"], Registered) == []
    assert "geraten" not in str(pair.events["Zoe"])


def test_a_protected_name_without_login_says_what_to_do() -> None:
    """Who takes a protected name without logging in reads that its password would do."""
    pair = Pair("Zoe", accounts=protected())
    (refused,) = of(pair.events["Zoe"], Refused)
    assert refused.reason == "nick-taken"
    assert "give its password if it is yours" in refused.text


def test_without_accounts_we_come_in_and_are_told() -> None:
    """Where the server has no accounts a login is left out: we come in all the same, and read it."""
    session = Session("Zoe", login=ZOE)
    session.start()
    events = session.feed(b":irc.test CAP * LS :message-tags\r\n:irc.test CAP * ACK :message-tags\r\n", START)
    assert of(events, LoginFailed) == [LoginFailed("Zoe", "This server has no accounts to log in to.")]
    assert session.data_to_send().endswith(b"CAP END\r\n")


def test_registering_protects_the_name() -> None:
    """An account made while we are in is ours at once, and the name is refused to others then."""
    pair = Pair("Anna", accounts=protected())
    pair["Anna"].register_account("lang genug für alle")
    events = pair.take("Anna", AccountRegistered) or pytest.fail("no account")
    assert events == [AccountRegistered("Anna")]
    assert pair["Anna"].account == "Anna"
    pair.drop("Anna")
    pair.add("other", nick="Anna")
    assert [event.reason for event in of(pair.events["other"], Refused)] == ["nick-taken"]


def test_a_weak_password_is_refused_with_a_sentence() -> None:
    """The server's reason why a password is too weak reaches the person, with its code."""
    pair = Pair("Anna", accounts=protected())
    pair["Anna"].register_account("ab")
    (refused,) = pair.take("Anna", AccountRefused)
    assert refused.code == "WEAK_PASSWORD"
    assert "too short" in refused.text


def test_logging_in_later() -> None:
    """Somebody who is in already can log in, and is told when the password is wrong; the next one is slower."""
    pair = Pair("Anna", accounts=protected())
    pair["Anna"].log_in(Login("Zoe", "geraten"))
    assert len(pair.take("Anna", LoginFailed)) == 1
    pair["Anna"].log_in(ZOE)
    pair.settle()
    pair.pass_time(60)
    assert pair.take("Anna", LoggedIn) == [LoggedIn("Zoe")]


def test_a_name_refused_before_the_login_is_asked_for_again() -> None:
    """Servers that check names at once refuse a protected one before the login; it is asked for again after it."""
    session = Session("Zoe", login=ZOE)
    session.start()
    session.feed(b":irc.test CAP * LS :sasl=PLAIN\r\n:irc.test CAP * ACK :sasl\r\n", START)
    session.data_to_send()
    events = session.feed(b":irc.test 433 * Zoe :Nickname is already in use\r\nAUTHENTICATE +\r\n", START)
    assert of(events, Refused) == []
    plain = base64.b64encode(b"Zoe\0Zoe\0geheim und lang").decode()
    assert session.data_to_send().decode() == f"AUTHENTICATE {plain}\r\n"
    session.feed(b":irc.test 900 * Zoe!z@h Zoe :in\r\n:irc.test 903 * :done\r\n", START)
    assert session.data_to_send() == b"NICK Zoe\r\nCAP END\r\n"


def test_success_that_proves_nothing_is_not_believed() -> None:
    """A server that says 903 in the middle of SCRAM has not shown that it knows the account."""
    session = Session("Zoe", login=ZOE)
    session.start()
    session.feed(b":irc.test CAP * LS :sasl=SCRAM-SHA-256\r\n:irc.test CAP * ACK :sasl\r\n", START)
    events = session.feed(b"AUTHENTICATE +\r\n:irc.test 903 * :done\r\n", START)
    assert [event.reason for event in of(events, Refused)] == ["login"]


def test_a_server_that_requires_accounts_is_understood() -> None:
    """FAIL * ACCOUNT_REQUIRED before the welcome is a refusal whose remedy is to log in."""
    session = Session("Zoe")
    session.start()
    events = session.feed(b":irc.test FAIL * ACCOUNT_REQUIRED_TO_CONNECT :Log in first.\r\n", START)
    assert of(events, Refused) == [Refused("login", "Log in first.")]
