"""The network as the hub sees it: limits, pace, silence, dirty users, the end of a link and of everything."""

import pytest

from server.world.network import LINES_A_TURN
from server.world.user import PAUSE_OVER

from .driver import START, World, quiet


def test_server_full() -> None:
    """One link over max-clients is told so and closed; when somebody leaves, there is room again."""
    world = World(max_clients=1)
    alice = world.join_as("alice")
    late = world.link()
    assert "full" in late.take()[0].params[0] and late.user.closing
    alice.send("QUIT")
    assert not world.link().user.closing


def test_links_from_one_address() -> None:
    """max-per-address counts links, and forgets those that ended."""
    world = World(max_per_address=2)
    first, second, third = (world.link("10.0.0.1") for _ in range(3))
    assert [client.user.closing for client in (first, second, third)] == [False, False, True]
    assert not world.link("10.0.0.2").user.closing
    world.network.disconnected(first.user, "gone", world.now)
    world.network.disconnected(first.user, "gone", world.now)
    assert [world.link("10.0.0.1").user.closing for _ in range(2)] == [False, True]


def test_burst_then_pace() -> None:
    """A burst of twice the rate is applied at once, the rest at the rate; nothing is lost and order is kept."""
    world = World(rate_limit=10)
    client = world.link()
    client.send("NICK alice", "USER a 0 * :A")
    client.take()
    client.send_bytes(b"".join(b"PING %d\r\n" % number for number in range(40)))
    assert [int(m.params[1]) for m in client.take()] == list(range(18))
    assert world.network.throttled == {client.user}
    assert client.user.backlog == sum(len(b"PING %d" % number) for number in range(18, 40))
    assert world.network.next_deadline == pytest.approx(world.now + 0.1)
    world.now += 1
    world.network.tick(world.now)
    world.network.proceed(world.now)
    assert len(client.take()) == 10
    world.pass_time(5)
    assert len(client.take()) == 12 and not world.network.throttled and client.user.backlog == 0


def test_who_sends_much_at_once_gets_a_share_of_each_turn() -> None:
    """Without a rate limit a turn applies a few lines of a flood, somebody else's at once, and nothing is lost."""
    world = World()
    flooder, other = world.join_as("flooder"), world.join_as("other")
    for begin in (0, 50):
        lines = b"".join(b"PING %d\r\n" % number for number in range(begin, begin + 50))
        world.network.received(flooder.user, lines, world.now)
    answered = [int(m.params[1]) for m in flooder.take()]
    assert answered == list(range(LINES_A_TURN)) and world.network.unfinished
    assert other.ask_one("PING other").params[1] == "other"
    answered += [int(m.params[1]) for m in flooder.take()]
    while world.network.unfinished:
        world.network.proceed(world.now)
        came = [int(m.params[1]) for m in flooder.take()]
        assert len(came) <= LINES_A_TURN
        answered += came
    assert answered == list(range(100)) and flooder.user.backlog == 0


def test_credit_is_bounded() -> None:
    """Long silence earns no more than one burst."""
    world = World(rate_limit=5)
    alice = world.join_as("alice")
    world.now += 50
    alice.send_bytes(b"PING x\r\n" * 30)
    assert len(alice.take()) == 10


def test_rate_holds_before_registration() -> None:
    """The pace is the same before registration."""
    world = World(rate_limit=3)
    client = world.link().send_bytes(b"PING x\r\n" * 10)
    assert len(client.take()) == 6


def test_no_limit() -> None:
    """A rate of 0 is no limit."""
    client = World(rate_limit=0).link().send_bytes(b"PING x\r\n" * 3000)
    assert len(client.take()) == 3000


def test_backlog_tells_when_to_pause() -> None:
    """What waits is counted, so that the hub can stop reading."""
    client = World(rate_limit=1).link().send_bytes(b"PING xxxxxxxxxxxxx\r\n" * 1000)
    assert client.user.backlog > PAUSE_OVER


def test_silence() -> None:
    """After 60 s of silence comes a PING; any bytes answer it; after 90 s the link ends."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(alice, bob)
    world.pass_time(59)
    assert alice.take() == []
    world.pass_time(2)
    assert [(m.command, m.params) for m in alice.take()] == [("PING", ("office.local",))]
    bob.send("PONG office.local")
    world.pass_time(30)
    assert alice.codes() == ["ERROR"] and alice.user.closing
    assert [m.params for m in bob.take() if m.command == "QUIT"] == [("Ping timeout: 90 seconds",)]
    assert not bob.user.closing


def test_pinged_once() -> None:
    """One PING a silence is enough."""
    world = World()
    alice = world.join_as("alice")
    world.pass_time(85)
    assert alice.codes() == ["PING"]


def test_registration_in_time() -> None:
    """A link that doesn't register within 30 s is closed, whatever it says."""
    world = World()
    client = world.link()
    for _ in range(31):
        client.send("NICK alice")
        world.pass_time(1)
    assert client.user.closing
    world.join_as("alice")


def test_who_waits_for_the_rate_limit_is_not_silent() -> None:
    """A link whose lines still wait is not timed out for the silence that the server asked for."""
    world = World(rate_limit=1)
    alice = world.join_as("alice")
    alice.send_bytes(b"PING xxxxxxxxxx\r\n" * 150)
    world.pass_time(120)
    assert not alice.user.closing


def test_end_of_a_link() -> None:
    """Neighbours see why; the name is free; telling it twice changes nothing."""
    world = World()
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob", rooms=["#a"])
    quiet(bob)
    for _ in range(2):
        world.network.disconnected(alice.user, "Connection reset by peer", world.now)
    assert bob.texts() == [":alice!alice@127.0.0.1 QUIT :Connection reset by peer"]
    assert alice.user not in world.network.take_dirty()
    world.network.received(alice.user, b"PRIVMSG bob :x\r\n", world.now)
    assert bob.take() == []


def test_lines_before_the_end_count() -> None:
    """What a link brought before its end is still applied at its pace, then it quits; nothing is sent to it."""
    world = World(rate_limit=2)
    alice, bob = world.join_as("alice", rooms=["#a"]), world.join_as("bob")
    world.pass_time(3)
    bob.send("JOIN #a")
    quiet(bob)
    alice.send_bytes(b"".join(b"PRIVMSG #a :%d\r\n" % number for number in range(10)))
    world.network.disconnected(alice.user, "Connection closed", world.now)
    assert alice.user not in world.network.take_dirty()
    world.pass_time(10)
    messages = bob.take()
    assert [m.params[1] for m in messages[:-1]] == [str(number) for number in range(10)]
    assert messages[-1].params == ("Connection closed",)
    assert alice.user.outbox == [] and alice.user not in world.network.links


def test_nothing_counts_after_quit() -> None:
    """Lines that follow QUIT are not applied."""
    world = World()
    alice, bob = world.join_as("alice"), world.join_as("bob")
    alice.send_bytes(b"QUIT\r\nPRIVMSG bob :ghost\r\n")
    alice.send("PRIVMSG bob :ghost")
    assert bob.take() == [] and alice.user.backlog == 0


def test_dirty_are_those_with_something_to_flush() -> None:
    """Every user whose outbox is not empty, or who is closing, is dirty; taking the set begins it anew."""
    world = World()
    people = {nick: world.join_as(nick, rooms=["#a"] if nick != "eve" else []) for nick in ("alice", "bob", "eve")}
    quiet(*people.values())
    world.network.take_dirty()
    people["alice"].send("PRIVMSG #a :x")
    assert people["bob"].user in world.network.dirty and people["eve"].user not in world.network.dirty
    assert people["bob"].user in world.network.take_dirty() and world.network.take_dirty() == set()
    people["bob"].send("PRIVMSG eve :x")
    assert world.network.take_dirty() == {people["eve"].user}
    people["alice"].send("PRIVMSG #a :x")
    people["bob"].send("PART #a", "QUIT")
    assert {person.user for person in people.values()} - {people["eve"].user} <= world.network.take_dirty()


def test_outbox_stays_the_same_object() -> None:
    """The hub may keep a reference to an outbox."""
    world = World()
    alice = world.join_as("alice", rooms=["#a"])
    outbox = alice.user.outbox
    alice.send("PRIVMSG #a :x", "NICK other", "JOIN #b")
    world.pass_time(100)
    assert alice.user.outbox is outbox


def test_shutdown() -> None:
    """Everybody, registered or not, gets ERROR and is closed; later calls do no harm."""
    world = World()
    clients = [
        world.join_as("alice", rooms=["#a"]),
        world.join_as("bob", rooms=["#a"]),
        world.link().send("NICK carol"),
    ]
    quiet(*clients)
    world.network.shutdown("The server is closing", world.now)
    for client in clients:
        (message,) = client.take()
        assert message.command == "ERROR" and "The server is closing" in message.params[0]
        assert client.user.closing and client.user in world.network.dirty
        world.network.received(client.user, b"PING x\r\n", world.now)
        world.network.disconnected(client.user, "gone", world.now)
        assert client.take() == []
    world.pass_time(100)
    assert world.network.links == set() and world.network.users == {}


def test_clock_is_the_callers() -> None:
    """Time on the wire is the time that was passed in."""
    world = World()
    alice = world.join_as("alice", ["server-time"])
    world.now = START + 0.25
    assert alice.ask_one("PING x").tags["time"] == "2023-11-14T22:13:20.250Z"
