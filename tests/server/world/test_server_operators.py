"""Operators of the server: how one becomes one, and what they alone may do to people, rooms and addresses."""

from typing import Any

import pytest

from server.world import bans
from server.world.bans import Ban, Bans, BanStore

from .driver import START, Client
from .people import PeopledWorld, codes, plain

PEOPLE = {"alice": "sesame"}


def staffed(**config: Any) -> PeopledWorld:
    """A world with an operator's password."""
    world = PeopledWorld(PEOPLE, **config)
    world.accounts.operators["root"] = "toor"
    return world


def operator(world: PeopledWorld, nick: str = "op", address: str = "10.0.0.1", **options: Any) -> Client:
    """Somebody who became operator."""
    client = world.join_as(nick, address=address, **options)
    client.send("OPER root toor")
    assert client.user.operator
    client.take()
    return client


def test_oper_needs_the_password() -> None:
    """OPER with the right password gives 381 and MODE +o; otherwise 464, whether there is such an operator or not."""
    world = staffed()
    client = world.join_as("bob")
    assert codes(client.ask("OPER root toor")) == ["381", "MODE"]
    assert client.user.operator
    for line in ("OPER root wrong", "OPER nobody toor"):
        other = world.join_as("other" + line[5], address=line[5])
        assert codes(other.ask(line)) == ["464"]
        assert not other.user.operator
    assert other.ask_one("OPER root").command == "461"


def test_operators_of_the_configuration() -> None:
    """The operators that the configuration names can log in too, and come before those of the file."""
    client = staffed(operators=(("boss", "secret"),)).join_as("bob")
    assert codes(client.ask("OPER boss secret")) == ["381", "MODE"]


def test_wrong_oper_slows_down() -> None:
    """A wrong operator's password makes the next answer later."""
    world = staffed()
    client = world.join_as("bob")
    client.ask("OPER root wrong")
    assert client.ask("OPER root toor") == []
    world.pass_time(1)
    assert codes(client.take()) == ["381", "MODE"]


def test_account_that_is_an_operator() -> None:
    """An account that the configuration names is an operator at login, early or late, and by a reload."""
    world = staffed(operator_accounts=("alice",))
    assert world.log_in_as("alice", "sesame").user.operator
    guest = world.join_as("guest", caps=["sasl"])
    assert not guest.user.operator
    guest.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain("alice", "sesame"))
    assert guest.user.operator
    other = staffed()
    alice = other.log_in_as("alice", "sesame")
    other.network.reconfigure(other.network.config._replace(operator_accounts=("Alice",)), other.now)
    assert alice.user.operator and codes(alice.take()) == ["381", "MODE"]


def test_reload_takes_operators_away() -> None:
    """Who is taken out of the configuration is an operator no longer; those who said OPER stay."""
    world = staffed(operator_accounts=("alice",))
    alice, boss = world.log_in_as("alice", "sesame"), operator(world)
    alice.take()
    world.network.reconfigure(world.network.config._replace(operator_accounts=()), world.now)
    assert not alice.user.operator and boss.user.operator
    assert alice.texts() == [":alice!alice@127.0.0.1 MODE alice -o"]


def test_oper_twice() -> None:
    """Who is an operator already is told so, and nothing changes."""
    world = staffed()
    boss = operator(world)
    assert codes(boss.ask("OPER root toor")) == ["381"]


def test_operators_hear_of_a_new_one() -> None:
    """The operators who are here are told when there is one more."""
    world = staffed()
    first = operator(world)
    operator(world, "second")
    assert "second is an operator now." in first.texts()[0]


def test_operator_sets_modes_anywhere() -> None:
    """An operator changes any room's modes, topic and members without being in it."""
    world = staffed()
    member = world.join_as("member", rooms=["#a"])
    boss = operator(world)
    assert boss.ask_one("MODE #a +m").command == "MODE"
    assert boss.ask_one("MODE #a -o member").command == "MODE"
    assert boss.ask_one("KICK #a member :enough").command == "KICK"
    assert codes(member.take()) == ["MODE", "MODE", "KICK"]


def test_kline_closes_and_keeps_out() -> None:
    """A ban closes the links it hits with 465, and refuses new ones until it is lifted."""
    world = staffed()
    boss, victim = operator(world), world.join_as("victim", address="10.0.0.7")
    other = world.join_as("other", address="10.0.0.8")
    assert "banned 10.0.0.7 for ever: flooding" in boss.ask_one("KLINE 10.0.0.7 :flooding").params[1]
    assert codes(victim.take()) == ["465", "ERROR"] and victim.user.closing
    refused = world.link("10.0.0.7")
    assert refused.user.closing
    assert "flooding" in refused.take()[0].params[1]
    assert not other.user.closing
    assert "lifted" in boss.ask_one("UNKLINE 10.0.0.7").params[1]
    assert not world.link("10.0.0.7").user.closing


def test_kline_by_nick_and_for_a_time() -> None:
    """A nick stands for its address; after its duration the ban is over."""
    world = staffed()
    boss, victim = operator(world), world.join_as("victim", address="10.0.0.7")
    assert "10.0.0.7 for 2 hours: No reason given" in boss.ask_one("KLINE 2h victim").params[1]
    assert victim.user.closing
    world.now += 7199
    assert world.link("10.0.0.7").user.closing
    world.now += 1
    assert not world.link("10.0.0.7").user.closing


def test_kline_of_a_name_at_an_address() -> None:
    """A ban on user@address hits those who register with that username, not others from there."""
    world = staffed()
    boss = operator(world)
    boss.send("KLINE bad@10.0.0.* :go")
    good = world.link("10.0.0.7").send("NICK good", "USER good 0 * :G")
    assert good.user.registered
    bad = world.link("10.0.0.7").send("NICK x", "USER bad 0 * :B")
    assert bad.codes() == ["465", "ERROR"] and not bad.user.registered


@pytest.mark.parametrize(
    "target", ["10.0.0.1", "10.0.0.0/8", "*", "op", "#room", "a!b@chat.example", "some.where", "@", "-", "Op!*@*"]
)
def test_kline_refuses_what_is_no_mask_or_hits_oneself(target: str) -> None:
    """What can't be a mask, and what would keep out the operator, is refused in words."""
    world = staffed()
    boss = operator(world, caps=["standard-replies"])
    refused = boss.ask_one(f"KLINE {target} :why")
    assert refused.command == "FAIL" and refused.params[:2] == ("KLINE", "INVALID_MASK")
    assert not boss.user.closing


def test_bans_are_listed() -> None:
    """STATS k lists the bans for operators."""
    world = staffed()
    boss = operator(world)
    boss.send("KLINE 10 10.0.0.7 :flooding")
    listed, end = boss.ask("STATS k")
    assert listed.command == "216" and listed.params[2] == "10.0.0.7"
    assert "flooding" in listed.params[-1] and "10 minutes" in listed.params[-1]
    assert end.command == "219"
    assert codes(world.join_as("bob").ask("STATS k")) == ["481", "219"]


@pytest.mark.parametrize("line", ["KLINE 10.0.0.7", "UNKLINE 10.0.0.7", "KILL bob", "WALLOPS :hi"])
def test_others_may_not(line: str) -> None:
    """Who is no operator gets 481 for what only operators may do."""
    world = staffed()
    world.join_as("bob")
    assert world.join_as("alex").ask_one(line).command == "481"


def test_unkline_of_nothing() -> None:
    """Lifting a ban that isn't there is answered in words."""
    boss = operator(staffed(), caps=["standard-replies"])
    assert boss.ask_one("UNKLINE 10.0.0.7").params[:2] == ("UNKLINE", "NO_SUCH_BAN")


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("10.0.0.7/32", "10.0.0.7"),
        ("10.0.0.7/24", "10.0.0.0/24"),
        ("10.0.*", "10.0.*"),
        ("*@10.0.0.7", "10.0.0.7"),
        ("bob@10.0.0.7", "bob@10.0.0.7"),
        ("FE80::1", "fe80::1"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("host.example", ""),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_masks_have_one_form(text: str, mask: str) -> None:
    """Each way to write an address or network is kept in one form; names of hosts are none: nobody looks them up."""
    assert bans.normal_mask(text) == mask


@pytest.mark.parametrize(
    ("mask", "address", "hit"),
    [
        ("10.0.0.7", "10.0.0.7", True),
        ("10.0.0.7", "::ffff:10.0.0.7", True),
        ("10.0.0.7", "10.0.0.77", False),
        ("10.0.0.0/24", "10.0.0.77", True),
        ("10.0.0.0/24", "10.0.1.1", False),
        ("10.0.0.0/24", "fe80::1", False),
        ("fe80::/10", "fe80::1%eth0", True),
        ("10.0.?.7", "10.0.3.7", True),
        ("10.0.*", "10.1.0.0", False),
        ("10.0.0.7", "unknown", False),
    ],
)
def test_masks_match_addresses(mask: str, address: str, hit: bool) -> None:
    """A mask hits the addresses that it means, in IPv4 and IPv6."""
    assert bans.matches(mask, address, "bob") is hit


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 1800), ("90s", 90), ("5m", 300), ("2h", 7200), ("7d", 604800), ("1w", 604800), ("0", 0), ("x", None)],
)
def test_durations(text: str, seconds: int) -> None:
    """A duration is a number of minutes, or has a unit."""
    assert bans.seconds_of(text) == seconds


def test_bans_are_bounded() -> None:
    """There can be so many bans and no more; one that is there can still be changed."""
    held = Bans(BanStore())
    for number in range(bans.MAX_BANS):
        assert held.add(Ban(f"10.{number // 250}.{number % 250}.1", "", "op", 0, 0))
    assert not held.add(Ban("11.0.0.1", "", "op", 0, 0))
    assert held.add(Ban("10.0.0.1", "changed", "op", 0, 0))
    assert len(held.current(START)) == bans.MAX_BANS
