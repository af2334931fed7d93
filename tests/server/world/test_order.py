"""Keeping order: who may speak in a room, the rules of the server, clearing a room, and who counts as its host."""
import logging
from typing import Any, Dict, List

import pytest

from server.world.network import Network
from server.world.rules import RuleStore

from .driver import START, Client, quiet
from .kept import READER, KeptWorld, page, spoken
from .people import PeopledWorld, codes

PEOPLE = {"alice": "sesame"}


@pytest.fixture
def room() -> Client:
    """The operator of #a, with vera who has a voice, alice who is logged in, and bob who is a guest."""
    world = PeopledWorld(PEOPLE)
    op = world.join_as("op", rooms=["#a"])
    for nick in ("vera", "bob"):
        setattr(op, nick, world.join_as(nick, rooms=["#a"]))
    op.alice = world.log_in_as("alice", "sesame", rooms=("#a",))
    op.send("MODE #a +v vera")
    quiet(op, op.vera, op.bob, op.alice)
    return op


def who_speaks(op: Client) -> List[str]:
    """Those whose words in #a reach the others."""
    heard = []
    for client in (op, op.vera, op.alice, op.bob):
        client.send("PRIVMSG #a :hello")
        if [m for m in (op.vera if client is op else op).take() if m.command == "PRIVMSG"]:
            heard.append(client.user.nick)
        quiet(op, op.vera, op.alice, op.bob)
    return heard


@pytest.mark.parametrize(
    "modes, speakers",
    [
        ("-m", ["op", "vera", "alice", "bob"]),
        ("+m", ["op", "vera"]),
        ("+A", ["op"]),
        ("+M", ["op", "vera", "alice"]),
        ("+b ~m:bob", ["op", "vera", "alice"]),
        ("+b ~m:~a:alice", ["op", "vera", "bob"]),
        ("+be ~m:*!*@* alice", ["op", "vera", "alice"]),
    ],
)
def test_modes_that_silence(room: Client, modes: str, speakers: List[str]) -> None:
    """+m leaves a voice to those who were given one, +A to operators, +M to accounts; ~m: mutes whom its mask finds."""
    room.send(f"MODE #a {modes}")
    quiet(room)
    assert who_speaks(room) == speakers


def test_the_muted_stay_in_the_room_and_are_told_why(room: Client) -> None:
    """A mute is no ban: one may leave and come back, and reads in one sentence why nothing is let through."""
    room.send("MODE #a +b ~m:bob")
    room.bob.send("PART #a", "JOIN #a")
    quiet(room.bob)
    refused = room.bob.ask_one("PRIVMSG #a :let me")
    assert refused.command == "404" and refused.params[-1].startswith("You are muted in #a.")


def test_whoever_may_not_speak_can_raise_a_hand(room: Client) -> None:
    """A message to @#a reaches the room's operators alone, also from somebody who is muted; the banned ask nobody."""
    room.send("MODE #a +m", "MODE #a +b ~m:bob")
    quiet(room, room.alice, room.vera, room.bob)
    room.bob.send("PRIVMSG @#a :may I?")
    assert [m.params for m in room.take()] == [("@#a", "may I?")]
    assert room.alice.take() == [] and room.vera.take() == []
    room.send("MODE #a +b bob!*@*")
    quiet(room, room.bob)
    assert codes(room.bob.ask("PRIVMSG @#a :please")) == ["404"]
    assert room.take() == []


class Kept(RuleStore):
    """Rules that outlive a network in memory."""

    def __init__(self) -> None:
        self.rules: Dict[str, bool] = {}

    def load(self) -> Dict[str, bool]:
        """What was kept."""
        return self.rules

    def keep(self, name: str, on: bool) -> None:
        """Keep it."""
        self.rules[name] = on


def hosted(store: RuleStore, **config: Any) -> PeopledWorld:
    """A world whose host knows the secret."""
    world = PeopledWorld(PEOPLE, host_secret="open sesame", **config)
    world.network = Network(world.network.config, START, accounts=world.accounts, rules=store)
    return world


def host_of(world: PeopledWorld) -> Client:
    """The window that hosts the server, as operator."""
    client = world.join_as("Host", caps=["standard-replies"])
    assert codes(client.ask("OPER host :open sesame")) == ["381", "MODE"]
    return client


def test_the_host_is_operator_by_a_secret_from_its_own_computer_alone() -> None:
    """The secret opens from the loopback address only; elsewhere, wrong, or where there is none it is a wrong password.
    """
    world = hosted(Kept())
    host_of(world)
    assert codes(world.join_as("far", address="10.0.0.9").ask("OPER host :open sesame")) == ["464"]
    assert codes(world.join_as("near").ask("OPER host :open")) == ["464"]
    other = PeopledWorld(PEOPLE)
    assert codes(other.join_as("near").ask("OPER host :")) == ["464"]


def test_rules_are_read_by_all_and_changed_by_operators() -> None:
    """SET tells what holds; to change it one must be an operator, who are all told; mistakes get a sentence."""
    world = hosted(Kept())
    host, bob = host_of(world), world.join_as("bob", caps=["standard-replies"])
    assert [m.params[:4] for m in bob.ask("SET")] == [
        ("SET", "RULE", "private-chats", "on"),
        ("SET", "RULE", "guests-speak", "on"),
        ("SET", "RULE", "accounts-only", "off"),
    ]
    assert bob.ask_one("SET private-chats off").params[:2] == ("SET", "NO_PRIVILEGES")
    assert host.ask_one("SET private-chats maybe").params[:2] == ("SET", "INVALID_VALUE")
    assert host.ask_one("SET colours on").params[:2] == ("SET", "UNKNOWN_RULE")
    assert host.ask_one("SET Private-Chats OFF").params[:4] == ("SET", "RULE", "private-chats", "off")
    assert world.join_as("plain").ask_one("SET private-chats").params[-1].startswith("private-chats is off:")


def test_rules_survive_a_restart() -> None:
    """What an operator has set wins over the configuration when the server starts again."""
    store = Kept()
    host_of(hosted(store)).send("SET private-chats off", "SET guests-speak off")
    assert store.rules == {"private-chats": False, "guests-speak": False}
    again = hosted(store)
    assert [again.network.rules[name] for name in ("private-chats", "guests-speak", "accounts-only")] == [
        False, False, False]
    assert hosted(Kept(), accounts_only=True).network.rules["accounts-only"]


def test_without_private_chats_only_operators_are_written_to() -> None:
    """Guests read why they can't write to each other; operators write to anybody, and anybody to them."""
    world = hosted(Kept())
    host, bob, eve = host_of(world), world.join_as("bob"), world.join_as("eve")
    host.send("SET private-chats off")
    refused = bob.ask_one("PRIVMSG eve :psst")
    assert refused.command == "531" and "Private chats are turned off" in refused.params[-1]
    assert bob.ask("NOTICE eve :psst") == [] and eve.take() == []
    bob.send("PRIVMSG Host :help")
    host.send("PRIVMSG bob :yes?")
    assert "help" in [m.params[-1] for m in host.take()]
    assert [m.params[-1] for m in bob.take()] == ["yes?"]


def test_guests_only_read(room: Client) -> None:
    """Without guests-speak those without an account are refused in rooms, but for who moderates; they may ask."""
    room.world.network.rules.change("guests-speak", False)
    assert who_speaks(room) == ["op", "alice"]
    assert "Protect your name" in room.bob.ask_one("PRIVMSG #a :hello").params[-1]
    quiet(room)
    room.bob.send("PRIVMSG @#a :how?")
    assert [m.params[-1] for m in room.take()] == ["how?"]


def test_accounts_only_lets_guests_make_an_account_first() -> None:
    """A guest is refused by FAIL; who registers before CAP END comes in, and so does the host."""
    world = hosted(Kept(), accounts_only=True)
    host_of(world)
    guest = world.link("10.0.0.2")
    guest.send("NICK bob", "USER bob 0 * :Bob")
    fail, error = guest.take()
    assert (fail.command, fail.params[:2], error.command) == ("FAIL", ("*", "ACCOUNT_REQUIRED_TO_CONNECT"), "ERROR")
    assert guest.user.closing
    newcomer = world.link("10.0.0.3").send("CAP REQ :sasl draft/account-registration", "NICK carl", "USER carl 0 * :C")
    newcomer.send("REGISTER * * :long enough", "CAP END")
    assert newcomer.user.registered and newcomer.user.account == "carl"


def test_a_banned_name_is_kept_out_wherever_it_comes_from() -> None:
    """KLINE nick!*@* ends who has the name and refuses it to who comes or is renamed; UNKLINE lifts it."""
    world = hosted(Kept())
    host, eve = host_of(world), world.join_as("eve", address="10.0.0.5")
    host.send("KLINE 1h Eve!*@* :enough")
    assert eve.user.closing
    again = world.link("10.9.9.9").send("NICK EVE", "USER e 0 * :E")
    assert again.user.closing and "465" in again.codes()
    other = world.join_as("other", address="10.0.0.5")
    assert other.ask_one("NICK eve").command == "432" and not other.user.closing
    host.send("UNKLINE eve!*@*")
    other.take()
    assert other.ask_one("NICK eve").command == "NICK"


def test_operators_see_who_is_connected_and_how_much_is_said() -> None:
    """STATS l has a line a person with address, messages and seconds; STATS m counts commands; others get 481."""
    world = hosted(Kept())
    host, bob = host_of(world), world.join_as("bob", address="10.0.0.5", rooms=["#a"])
    bob.send("PRIVMSG #a :one", "PRIVMSG #a :two")
    world.pass_time(7)
    rows = {m.params[1]: m.params[2:] for m in host.ask("STATS l") if m.command == "211"}
    assert rows["bob[bob@10.0.0.5]"] == ("0", "0", "0", "2", "0", "7")
    assert ("212", ("Host", "PRIVMSG", "2", "0", "0")) in [(m.command, m.params) for m in host.ask("STATS m")]
    assert codes(bob.ask("STATS l")) == ["481", "219"] == codes(bob.ask("STATS m"))


def test_a_cleared_room_is_empty_for_everybody(tmp_path: Any) -> None:
    """After CLEAR nobody reads what was said, neither in pages nor on joining; it leaves the file too, events included.
    """
    world = KeptWorld(tmp_path)
    world.chat("#a", "one", "two")
    op = world.network.users["alice"]
    eve = world.join_as("eve", [*READER, "draft/message-redaction"], ["#a"])
    quiet(eve)
    alice = Client.__new__(Client)
    alice.world, alice.user = world, op
    alice.send("CLEAR #a :fresh start", "PRIVMSG #a :three")
    told = eve.take()
    assert codes(told) == ["REDACT", "REDACT", "NOTE", "PRIVMSG"]
    assert told[2].params == ("CLEAR", "CLEARED", "#a", "alice cleared the room: fresh start")
    assert spoken(page(eve, "CHATHISTORY LATEST #a * 50")) == ["three"]
    late = world.join_as("late", rooms=[])
    late.send("JOIN #a")
    assert [text for text in spoken(late.take()) if "three" not in text] == []
    for _ in range(3):
        world.wait()
        world.history.tick(world.now)
        world.history.commit()
    left = world.database.connection.execute("SELECT text FROM messages WHERE command = 'PRIVMSG'").fetchall()
    assert left == [("three",)]
    assert world.database.connection.execute("SELECT count(*) FROM facts WHERE name LIKE 'cleared%'").fetchone() == (0,)
    world.close()


def test_clearing_is_for_who_moderates(room: Client) -> None:
    """Others get IRC's own numerics."""
    assert codes(room.bob.ask("CLEAR #a")) == ["482"]
    assert codes(room.bob.ask("CLEAR #nowhere")) == ["403"]
    quiet(room.bob)
    assert room.ask_one("CLEAR #a").command == "NOTICE"


def test_acts_of_moderation_stand_in_the_log(room: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Who did what to whom, where and why is a line of the log; a room's password is not."""
    with caplog.at_level(logging.INFO, "intranetchat.server"):
        room.send("MODE #a +mk sesame", "MODE #a +b ~m:bob", "KICK #a bob :too loud", "CLEAR #a :fresh")
    text = caplog.text
    for line in ("op set +mk ... in #a", "op set +b ~m:bob!*@* in #a", "op put bob at 127.0.0.1 out of #a: too loud",
                 "op at 127.0.0.1 cleared #a: fresh"):
        assert "Moderation: " + line in text
    assert "sesame" not in text
