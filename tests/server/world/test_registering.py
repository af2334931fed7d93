"""Accounts on the network: REGISTER and VERIFY, names that are protected, and where the others see who is logged in."""

import pytest

from .driver import Client, World
from .people import PeopledWorld, codes, plain

PEOPLE = {"alice": "sesame"}
SECRET = "a-long-password"


def newcomer(world: World, nick: str = "") -> Client:
    """A link that knows standard replies; with a nick it has said NICK."""
    client = world.link().send("CAP LS 302", "CAP REQ :standard-replies", *([f"NICK {nick}"] if nick else []))
    client.take()
    return client


def test_capability_tells_when() -> None:
    """The capability says before-connect, except where a password must be given first."""
    assert "draft/account-registration=before-connect" in " ".join(PeopledWorld({}).link().send("CAP LS 302").texts())
    listed = " ".join(PeopledWorld({}, password="x").link().send("CAP LS 302").texts()).split()
    assert "draft/account-registration" in listed
    assert not any(word.startswith("draft/account-registration") for word in World().link().ask("CAP LS 302")[0].params)


@pytest.mark.parametrize("before", [True, False])
def test_account_is_made(before: bool) -> None:
    """REGISTER makes an account for the nick, before and after the welcome, and logs in to it."""
    world = PeopledWorld(PEOPLE)
    client = newcomer(world, "bob") if before else world.join_as("bob", caps=["standard-replies"])
    made, logged_in = client.ask(f"REGISTER * * {SECRET}")
    assert made.command == "REGISTER" and made.params[:2] == ("SUCCESS", "bob")
    assert logged_in.command == "900" and logged_in.params[2] == "bob"
    assert client.user.account == "bob"
    assert world.accounts.accounts["bob"] == ("bob", SECRET)
    again = client.ask_one(f"REGISTER * * {SECRET}")
    assert again.params[:3] == ("REGISTER", "ALREADY_AUTHENTICATED", "bob")


def test_short_password_is_taken_with_advice() -> None:
    """A password of few characters makes an account, and its owner reads that a longer one is safer."""
    world = PeopledWorld({})
    assert "8 characters" in newcomer(world, "bob").ask("REGISTER * * bar")[0].params[2]
    assert "8 characters" not in newcomer(world, "eve").ask(f"REGISTER * * {SECRET}")[0].params[2]


def test_account_may_be_named() -> None:
    """The account may be named, if it is the nick however it is written; an address for mail is not looked at."""
    client = newcomer(PeopledWorld({}), "Bob")
    assert client.ask(f"REGISTER bob bob@example.org {SECRET}")[0].params[:2] == ("SUCCESS", "Bob")


@pytest.mark.parametrize(
    ("nick", "line", "code", "name"),
    [
        ("", f"REGISTER * * {SECRET}", "NEED_NICK", "*"),
        ("bob", f"REGISTER other * {SECRET}", "ACCOUNT_NAME_MUST_BE_NICK", "other"),
        ("alice", f"REGISTER * * {SECRET}", "ACCOUNT_EXISTS", "alice"),
        ("ALICE", f"REGISTER alice * {SECRET}", "ACCOUNT_EXISTS", "ALICE"),
        ("bob", "REGISTER * * ab", "WEAK_PASSWORD", "bob"),
        ("bob", "REGISTER * * :", "WEAK_PASSWORD", "bob"),
        ("barbarella", "REGISTER * * BARBARELLA", "WEAK_PASSWORD", "barbarella"),
        ("bob", "REGISTER * * " + "x" * 301, "UNACCEPTABLE_PASSWORD", "bob"),
    ],
)
def test_what_can_not_be_registered(nick: str, line: str, code: str, name: str) -> None:
    """Each reason against an account has its code, with the account's name and a sentence."""
    world = PeopledWorld(PEOPLE)
    refused = newcomer(world, nick).ask_one(line)
    assert refused.command == "FAIL"
    assert refused.params[:3] == ("REGISTER", code, name) and len(refused.params) == 4
    assert set(world.accounts.accounts) == {"alice"}


def test_taken_nick_can_not_be_registered() -> None:
    """Nobody registers a name that somebody else is using, not even one without an account."""
    world = PeopledWorld({})
    world.join_as("root")
    client = world.link().send("NICK root")
    client.take()
    refused = client.ask_one(f"REGISTER * * {SECRET}")
    assert refused.params[:3] == ("REGISTER", "USERNAME_EXISTS", "root")


def test_everybody_gets_fail() -> None:
    """The answer is FAIL for those without standard-replies too, as for every command of this extension."""
    client = PeopledWorld({}).join_as("bob")
    assert client.ask_one("REGISTER * * x").command == "FAIL"
    assert client.ask_one("REGISTER *").command == "461"


def test_password_of_the_server_comes_first() -> None:
    """Where one needs a password to come in, an account can't be made before."""
    world = PeopledWorld({}, password="door")
    refused = newcomer(world, "bob").ask_one(f"REGISTER * * {SECRET}")
    assert refused.params[:2] == ("REGISTER", "COMPLETE_CONNECTION_REQUIRED")
    inside = world.link().send("PASS door", "NICK bob2", "USER b 0 * :B")
    inside.take()
    assert inside.ask(f"REGISTER * * {SECRET}")[0].params[0] == "SUCCESS"


def test_server_without_accounts() -> None:
    """A server that keeps nothing says so."""
    refused = World().join_as("bob").ask_one(f"REGISTER * * {SECRET}")
    assert refused.params[:2] == ("REGISTER", "TEMPORARILY_UNAVAILABLE")


def test_many_accounts_from_one_address() -> None:
    """From one address 20 accounts can be made in an hour, and more in the next."""
    world = PeopledWorld({})
    for number in range(20):
        assert newcomer(world, f"bob{number}").ask(f"REGISTER * * {SECRET}")[0].command == "REGISTER"
    refused = newcomer(world, "more").ask_one(f"REGISTER * * {SECRET}")
    assert refused.params[:2] == ("REGISTER", "TEMPORARILY_UNAVAILABLE")
    world.pass_time(3600)
    assert newcomer(world, "more").ask(f"REGISTER * * {SECRET}")[0].command == "REGISTER"


def test_verify_is_not_needed() -> None:
    """VERIFY has nothing to do: accounts are complete at once."""
    world = PeopledWorld(PEOPLE)
    assert newcomer(world, "bob").ask_one("VERIFY bob 123").params[:3] == ("VERIFY", "INVALID_CODE", "bob")
    logged_in = world.log_in_as("alice", "sesame")
    assert logged_in.ask_one("VERIFY alice 123").params[:3] == ("VERIFY", "ALREADY_AUTHENTICATED", "alice")


@pytest.mark.parametrize("nick", ["alice", "ALICE", "ａｌｉｃｅ"])
def test_protected_name_belongs_to_its_account(nick: str) -> None:
    """Who is not logged in gets 433 for a protected name and all that reads the same, on coming in and later."""
    world = PeopledWorld(PEOPLE)
    client = world.link().send(f"NICK {nick}", "USER a 0 * :A")
    refused = client.take()
    assert codes(refused) == ["433"] and refused[0].params[:2] == ("*", nick)
    assert "account" in refused[0].params[2]
    client.send("NICK bob")
    assert client.user.registered and client.user.nick == "bob"
    client.take()
    assert client.ask_one(f"NICK {nick}").command == "433"
    assert client.user.nick == "bob"


def test_owner_gets_the_name_though_others_ask_for_it() -> None:
    """Somebody who only asks for a protected name does not keep its owner from it."""
    world = PeopledWorld(PEOPLE)
    thief = world.link().send("CAP LS 302", "NICK alice", "USER a 0 * :A")
    alice = world.log_in_as("alice", "sesame")
    thief.take()
    assert codes(thief.ask("CAP END")) == ["433"]
    assert world.network.find("alice") is alice.user
    thief.send("NICK thief")
    assert thief.user.registered


def test_who_left_in_vain_takes_nothing_along() -> None:
    """When somebody leaves who only asked for a protected name, its owner keeps it."""
    world = PeopledWorld(PEOPLE)
    thief = world.link().send("CAP LS 302", "NICK alice")
    alice = world.log_in_as("alice", "sesame")
    world.network.disconnected(thief.user, "Connection closed", world.now)
    assert world.network.directory.owner_of("ALICE") is alice.user
    assert world.join_as("bob").ask_one("NICK Alice").command == "433"


def test_owner_takes_the_name_later() -> None:
    """Who logs in after coming in may take the name then; who has a name may change its spelling."""
    world = PeopledWorld(PEOPLE)
    client = world.join_as("guest", caps=["sasl"])
    client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("alice", "sesame"))
    client.take()
    assert client.ask_one("NICK alice").command == "NICK"
    assert client.ask_one("NICK Alice").command == "NICK"
    bob = world.join_as("bob")
    world.accounts.accounts["bob"] = ("bob", "x")
    assert bob.ask_one("NICK Bob").command == "NICK"


def test_others_are_told() -> None:
    """With account-notify neighbours and oneself get ACCOUNT, each once; without it nothing comes."""
    world = PeopledWorld(PEOPLE)
    client = world.join_as("bob", caps=["sasl", "account-notify"], rooms=["#a", "#b"])
    friend = world.join_as("friend", caps=["account-notify"], rooms=["#a", "#b"])
    plain_friend = world.join_as("plain", rooms=["#a"])
    stranger = world.join_as("stranger", caps=["account-notify"])
    for each in (client, friend):
        each.take()
    client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("alice", "sesame"))
    assert codes(client.take()) == ["AUTHENTICATE", "900", "ACCOUNT", "903"]
    assert friend.texts() == [":bob!bob@127.0.0.1 ACCOUNT alice"]
    assert plain_friend.take() == stranger.take() == []


def test_lines_carry_the_account() -> None:
    """With account-tag every line of somebody logged in has the tag, and nobody else's; without it none has."""
    world = PeopledWorld(PEOPLE)
    alice = world.log_in_as("alice", "sesame", rooms=("#a",))
    reader = world.join_as("reader", caps=["account-tag"], rooms=["#a"])
    modern = world.join_as("modern", caps=["message-tags"], rooms=["#a"])
    nobody = world.join_as("nobody", rooms=["#a"])
    for each in (reader, modern):
        each.take()
    alice.send("PRIVMSG #a :hi", "PRIVMSG reader :psst", "TOPIC #a :new", "INVITE reader #a")
    assert [message.tags.get("account") for message in reader.take()] == ["alice"] * 3
    assert all("account" not in message.tags for message in modern.take())
    nobody.send("PRIVMSG #a :hi")
    assert "account" not in reader.take()[0].tags


def test_account_in_a_tag_is_escaped() -> None:
    """A name with a backslash arrives in the tag as it is (IRCv3 message-tags, escaping values)."""
    world = PeopledWorld({"a\\b": "sesame"})
    writer = world.log_in_as("a\\b", "sesame", rooms=("#a",))
    reader = world.join_as("reader", caps=["account-tag"], rooms=["#a"])
    writer.send("PRIVMSG #a :hi")
    assert reader.take()[0].tags == {"account": "a\\b"}


def test_join_shows_the_account() -> None:
    """With extended-join JOIN has the account, or "*" without one."""
    world = PeopledWorld(PEOPLE)
    reader = world.join_as("reader", caps=["extended-join"], rooms=["#a"])
    world.log_in_as("alice", "sesame", rooms=("#a",))
    world.join_as("bob", rooms=["#a"])
    accounts = [message.params[1] for message in reader.take() if message.command == "JOIN"]
    assert accounts == ["alice", "*"]


def test_whois_and_who_show_the_account() -> None:
    """WHOIS has 330, and WHO's field "a" the account, or 0 without one."""
    world = PeopledWorld(PEOPLE)
    alice = world.log_in_as("alice", "sesame")
    bob = world.join_as("bob")
    shown = [message for message in bob.ask("WHOIS alice") if message.command == "330"]
    assert shown[0].params[:3] == ("bob", "alice", "alice")
    assert "330" not in codes(alice.ask("WHOIS bob"))
    assert bob.ask("WHO alice %na")[0].params == ("bob", "alice", "alice")
    assert bob.ask("WHO bob %na")[0].params == ("bob", "bob", "0")


def test_wrong_server_password_slows_down() -> None:
    """The second wrong password of the server from an address is answered a second later, a right one too."""
    world = PeopledWorld({}, password="door")
    first = world.link().send("PASS wrong", "NICK a", "USER a 0 * :A")
    assert first.codes() == ["464", "ERROR"]
    second = world.link().send("PASS door", "NICK a", "USER a 0 * :A", "PING x")
    assert second.take() == []
    world.pass_time(1)
    answers = codes(second.take())
    assert answers[0] == "001" and answers[-1] == "PONG"
