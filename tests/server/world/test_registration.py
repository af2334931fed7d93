"""From a link to a person on the network: PASS, NICK, USER, the welcome, PING and QUIT."""

import pytest

from .driver import World, quiet


def test_welcome() -> None:
    """The welcome is 001 to 005, the numbers of people, and the message of the day, in this order."""
    client = World().link().send("NICK alice", "USER alice 0 * :Alice A")
    codes = client.codes()
    assert list(dict.fromkeys(codes)) == "001 002 003 004 005 251 252 253 254 255 265 266 422".split()


def test_message_of_the_day() -> None:
    """Where there is a message of the day, it comes between 375 and 376."""
    client = World(motd=("Be kind.", "")).link().send("NICK alice", "USER alice 0 * :A")
    messages = client.take()
    assert [message.command for message in messages[-4:]] == ["375", "372", "372", "376"]
    assert messages[-3].params == ("alice", "- Be kind.")


def test_order_of_nick_and_user_is_free() -> None:
    """USER may come before NICK."""
    assert World().link().send("USER a 0 * :A", "NICK alice").codes()[0] == "001"


def test_lobby_directly_after_the_welcome() -> None:
    """Everyone is put into the lobby after the message of the day."""
    client = World(lobby="#Lobby").link().send("NICK alice", "USER a 0 * :A")
    texts = client.texts()
    assert texts[-4].startswith(":office.local 422 ")
    assert texts[-3] == ":alice!a@127.0.0.1 JOIN #Lobby"
    assert [text.split()[1] for text in texts[-2:]] == ["353", "366"]


def test_lobby_is_everybodys() -> None:
    """Nobody moderates the lobby by being first, and everybody may set its topic."""
    world = World(lobby="#lobby")
    alice, bob = world.join_as("alice"), world.join_as("bob")
    assert alice.ask_one("MODE #lobby +i").command == "482"
    assert bob.ask_one("TOPIC #lobby :Hello").command == "TOPIC"


def test_isupport_has_13_tokens_a_line_at_most() -> None:
    """A line of 005 has the nick, at most 13 tokens and a sentence."""
    client = World(name="My Office").link().send("NICK alice", "USER a 0 * :A")
    lines = [message for message in client.take() if message.command == "005"]
    assert all(3 <= len(line.params) <= 15 for line in lines)
    tokens = [token for line in lines for token in line.params[1:-1]]
    for token in (
        "NETWORK=My\\x20Office",
        "CASEMAPPING=ascii",
        "PREFIX=(ov)@+",
        "CHANMODES=beI,k,l,ACMimnst",
        "WHOX",
        "BOT=B",
    ):
        assert token in tokens


@pytest.mark.parametrize(
    "name, wire",
    [("Chat.Example.org", "Chat.Example.org"), ("My Office", "my-office.local"), ("Bob's PC", "bob-s-pc.local"),
     ("a..b", "a..b"), ("Dr. No", "dr.-no")],
)  # fmt: skip
def test_name_on_the_wire(name: str, wire: str) -> None:
    """A name that is written like a host's is kept as it is; any other is made into one with a dot."""
    assert World(name=name).link().ask_one("PING x").params[0] == wire


@pytest.mark.parametrize("nick", ["alice", "ALICE", "Ａlice"])
def test_taken_name(nick: str) -> None:
    """A name that reads the same as one taken is refused, before registration and after it."""
    world = World()
    world.join_as("alice")
    late = world.link().send(f"NICK {nick}", "USER b 0 * :B")
    assert [(m.command, m.params[1]) for m in late.take()] == [("433", nick)]
    assert late.send("NICK bob").codes()[0] == "001"
    assert late.ask_one(f"NICK {nick}").command == "433"


def test_taken_name_is_told_with_the_username() -> None:
    """Before USER has come nobody hears that a name is taken: what is wrong with USER is told first."""
    world = World()
    world.join_as("alice")
    late = world.link()
    assert late.send("NICK alice").codes() == []
    assert late.send("USER 😊😊 0 * :B").codes() == ["468"]
    assert late.send_bytes(b"USER b 0 * :\xe8\r\n").codes() == ["FAIL"]
    assert late.ask_one("USER b 0 * :B").params[:2] == ("*", "alice")
    assert late.send("NICK bob").codes()[0] == "001"


@pytest.mark.parametrize("written, shown", [("Jürgen", "Jrgen"), ("Дмитрий", "user"), ("*", "user")])
def test_username_keeps_what_fits(written: str, shown: str) -> None:
    """Of a username in any script the letters of ASCII are kept; without one it is "user"."""
    client = World().link().send("NICK alice", f"USER {written} 0 * :A")
    assert client.user.username == shown and client.user.registered


def test_name_is_reserved_before_registration() -> None:
    """Of two links that want one name, the first has it; when it leaves, the name is free."""
    world = World()
    first, second = world.link(), world.link()
    first.send("NICK alice")
    assert second.send("NICK alice", "USER b 0 * :B").codes() == ["433"]
    first.send("QUIT")
    assert second.send("NICK alice").codes()[0] == "001"


@pytest.mark.parametrize("line, code", [("NICK", "431"), ("NICK :", "431"), ("NICK *", "432"), ("NICK 1a", "432")])
def test_bad_name(line: str, code: str) -> None:
    """No name is 431, one that can't be is 432."""
    world = World()
    assert world.link().ask_one(line).command == code
    assert world.join_as("alice").ask_one(line).command == code


@pytest.mark.parametrize("line", ["USER", "USER a 0 *", "USER a 0 * :", "USER a 0 * : "])
def test_user_needs_a_real_name(line: str) -> None:
    """USER without a real name is 461."""
    message = World().link().ask_one(line)
    assert (message.command, message.params[:2]) == ("461", ("*", "USER"))


@pytest.mark.parametrize("given, shown", [("al ice", "al"), ("a@b!c", "abc"), ("@", "user"), ("x" * 50, "x" * 16)])
def test_username_is_cleaned(given: str, shown: str) -> None:
    """Of the username remain letters, digits and ._- of ASCII, at most 16."""
    client = World().link().send("NICK alice", f"USER {given} 0 * :A")
    assert client.user.prefix == f"alice!{shown}@127.0.0.1" or " " in given


def test_once_registered_is_enough() -> None:
    """USER and PASS after registration are 462."""
    alice = World().join_as("alice")
    assert alice.ask_one("USER a 0 * :A").command == "462"
    assert alice.ask_one("PASS x").command == "462"


def test_password() -> None:
    """With a password only those who give it first get in; the others are told and closed."""
    for passes, first in ((["PASS sesämö"], "001"), (["PASS wrong"], "464"), ([], "464")):
        client = World(password="sesämö").link().send(*passes, "NICK a", "USER a 0 * :A")
        codes = client.codes()
        assert codes[0] == first
        assert client.user.closing is (first == "464") and ("ERROR" in codes) is (first == "464")


@pytest.mark.parametrize("line", ["JOIN :", "PRIVMSG #a :x", "LIST", "WHO"])
def test_not_registered(line: str) -> None:
    """Before registration most commands are 451, and the link stays (irssi opens with "JOIN :")."""
    client = World().link()
    message = client.ask_one(line)
    assert (message.command, message.params[0]) == ("451", "*")
    assert client.send("NICK a", "USER a 0 * :A").codes()[0] == "001"


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "POST /x HTTP/1.0", "CONNECT a:1 HTTP/1.1", "get / HTTP/1.1"])
def test_web_browser_is_closed(line: str) -> None:
    """A first line with an HTTP verb closes the link, and what follows is not applied."""
    client = World().link()
    client.send_bytes(line.encode() + b"\r\nNICK alice\r\nUSER a 0 * :A\r\n")
    assert client.codes() == ["ERROR"] and client.user.closing


def test_unknown_command() -> None:
    """What isn't known is 421 with its name."""
    alice = World().join_as("alice")
    assert alice.ask_one("FLY away").params[:2] == ("alice", "FLY")


def test_ping() -> None:
    """PONG carries the token, before registration too."""
    world = World()
    assert world.link().ask_one("PING :a b").params == ("office.local", "a b")
    assert world.join_as("alice").ask_one("PING x").params == ("office.local", "x")
    bob = world.join_as("bob")
    assert [bob.ask_one(line).command for line in ("PING", "PING :")] == ["461", "409"]
    assert len(world.join_as("carol").ask_one("PING " + "x" * 505).params[1]) > 450


def test_nick_change_reaches_each_neighbour_once() -> None:
    """Everybody who shares a room sees a new nick once, however many rooms; strangers don't."""
    world = World()
    alice = world.join_as("alice", rooms=["#a", "#b"])
    bob, eve = world.join_as("bob", rooms=["#a", "#b"]), world.join_as("eve")
    quiet(alice, bob, eve)
    alice.send("NICK Alicia")
    assert alice.texts() == bob.texts() == [":alice!alice@127.0.0.1 NICK Alicia"]
    assert eve.take() == []
    assert bob.ask_one("PRIVMSG alice :x").command == "401"


def test_change_of_case_is_allowed() -> None:
    """One's own name in other letters is a change; the same letters are nothing."""
    alice = World().join_as("alice")
    assert alice.ask_one("NICK ALICE").params == ("ALICE",)
    assert alice.ask("NICK ALICE") == []


def test_quit() -> None:
    """Neighbours see the reason once; the leaver gets ERROR and is closed; the name is free."""
    world = World()
    alice = world.join_as("alice", rooms=["#a", "#b"])
    bob = world.join_as("bob", rooms=["#a", "#b"])
    quiet(alice, bob)
    alice.send("QUIT :gone home")
    assert bob.texts() == [":alice!alice@127.0.0.1 QUIT :Quit: gone home"]
    assert alice.codes() == ["ERROR"] and alice.user.closing
    world.join_as("alice")


def test_long_quit_reason_fits() -> None:
    """A reason that fills the line still fits after the prefix."""
    world = World()
    alice, bob = world.join_as("a" * 32, rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(bob)
    alice.send("QUIT :" + "ü" * 250)
    assert bob.codes() == ["QUIT"]


@pytest.mark.parametrize("address, host", [("::1", "0::1"), ("fe80::2", "fe80::2"), ("::ffff:10.0.0.7", "10.0.0.7")])
def test_host_is_the_address(address: str, host: str) -> None:
    """The host in a prefix is the address; it never begins with a colon."""
    assert World().join_as("alice", address=address).user.prefix == "alice!alice@" + host
