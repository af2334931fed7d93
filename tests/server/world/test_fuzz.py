"""Several clients in one network saying anything: nothing raises, and the network stays in order.

FUZZ_STEPS sets how many steps each machine takes; the suite takes some hundred, a long run 50,000.
"""
import os
from typing import Any, List

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.wire.names import fold, likeness
from server.world.commands import COMMANDS

from .driver import MODERN, Client, World

STEPS = int(os.environ.get("FUZZ_STEPS", "1200"))
STEPS_AT_ONCE = 30  # in one network, before the next begins
LONGEST = 60 + STEPS // 10  # seconds that a machine may take
pytestmark = pytest.mark.timeout(LONGEST)

NICKS = ["alice", "ALICE", "bob", "Jürgen", "JÜRGEN", "x" * 32, "1bad", "", "*"]
ROOMS = ["#a", "#A", "#b", "#" + "ü" * 31, "@#a", "+#a", "#", "#a,#b", "0"]
MODES = [
    "+imnst",
    "-imnst",
    "+k",
    "-k",
    "+l",
    "+o",
    "-o+v",
    "+b",
    "-b",
    "beI",
    "+I",
    "+e",
    "+s-n",
    "+",
    "iBw",
    "+q",
    "-o",
]
OTHER = [
    "",
    "key",
    ":a b",
    "3",
    "alice,bob",
    "%tcuihsnfdlaor,1",
    "*",
    "?li*!*@*",
    ">0,C<5,!*x",
    "S",
    "+",
    "-",
    "L",
    "LS",
    "302",
]
CAPS = ["REQ", "END", "LIST", ":" + " ".join(MODERN), ":-batch multi-prefix extended-join", ":away-notify -server-time"]
WORDS = st.one_of(
    st.sampled_from(NICKS),
    st.sampled_from(ROOMS),
    st.sampled_from(MODES),
    st.sampled_from(OTHER + CAPS),
    st.text(max_size=6),
    st.just("z" * 300),
)
TAGS = st.sampled_from(["", "", "@batch=1 ", "@label=1 ", "@+a=b;label=2 ", "@label=3;+draft/reply=x "])
LINES = st.builds(
    lambda tags, command, words: tags + " ".join([command] + words).replace("\n", "").replace("\r", ""),
    TAGS,
    st.sampled_from(sorted(COMMANDS) + ["FLY", "join", "privmsg"]),
    st.lists(WORDS, max_size=4),
)


class Crowd(RuleBasedStateMachine):
    """Five links in one world, of which each may say, do and suffer anything."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.clients: List[Client] = []

    @initialize(limit=st.sampled_from([0, 0, 2]), lobby=st.sampled_from(["", "#a"]))
    def open(self, limit: int, lobby: str) -> None:
        """Begin with two people and three new links."""
        self.world = World(rate_limit=limit, lobby=lobby)
        self.clients = [self.world.join_as("alice", (*MODERN, "draft/multiline")), self.world.join_as("bob")]
        self.clients += [self.world.link() for _ in range(3)]

    @rule(index=st.integers(0, 4), lines=st.lists(LINES, min_size=1, max_size=4))
    def say(self, index: int, lines: List[str]) -> None:
        """Somebody sends lines near the grammar."""
        self.client(index).send_bytes("".join(line + "\r\n" for line in lines).encode("utf-8", "surrogatepass"))

    @rule(index=st.integers(0, 4), data=st.binary(max_size=30))
    def babble(self, index: int, data: bytes) -> None:
        """Somebody sends bytes."""
        self.client(index).send_bytes(data)

    @rule(index=st.integers(0, 4), nick=st.sampled_from(NICKS[:6]))
    def register(self, index: int, nick: str) -> None:
        """Somebody says who they are."""
        self.client(index).send("NICK " + nick, "USER u 0 * :U", "CAP END")

    @rule(index=st.integers(0, 4), room=st.sampled_from(ROOMS[:4]), text=st.text(max_size=20))
    def chat(self, index: int, room: str, text: str) -> None:
        """Somebody joins and speaks."""
        self.say(index, ["JOIN " + room, "PRIVMSG " + room + " :" + text.replace("\n", "").replace("\r", "")])

    @rule(index=st.integers(0, 4), room=st.sampled_from(ROOMS[:4]), texts=st.lists(st.sampled_from(["", "a", "b "])))
    def paste(self, index: int, room: str, texts: List[str]) -> None:
        """Somebody sends several lines as one message."""
        lines = [f"@batch=1 PRIVMSG {room} :{text}" for text in texts]
        self.say(index, ["BATCH +1 draft/multiline " + room, *lines, "BATCH -1"])

    @rule(index=st.integers(0, 4))
    def promote(self, index: int) -> None:
        """Somebody becomes an operator of the server."""
        self.client(index).user.operator = True

    @rule(index=st.integers(0, 4))
    def drop(self, index: int) -> None:
        """A link breaks."""
        self.world.network.disconnected(self.clients[index].user, "Connection closed", self.world.now)

    @rule(seconds=st.sampled_from([0.05, 1, 45]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.world.pass_time(seconds)

    def client(self, index: int) -> Client:
        """The link `index`, a new one in place of one that ended."""
        user = self.clients[index].user
        if user.closing or user.ended:
            self.clients[index] = self.world.link()
        return self.clients[index]

    @invariant()
    def everything_sent_is_a_line(self) -> None:
        """Whatever stands in an outbox is a whole message within the limits, and its owner is dirty."""
        dirty = self.world.network.take_dirty()
        for client in self.clients:
            assert not client.user.outbox or client.user in dirty or client.user.ended
            client.take()

    @invariant()
    def rooms_and_people_agree(self) -> None:
        """Members are registered users who know the room; no room is empty; every index is by the folded name."""
        network = self.world.network
        for folded, channel in network.channels.items():
            assert folded == channel.folded == fold(channel.name) and channel.members
            for member in channel.members:
                assert member.registered and member.channels[folded] is channel
                assert network.users[fold(member.nick)] is member
        for folded, user in network.users.items():
            assert folded == fold(user.nick) and user.registered and user in network.links and not user.closing
            assert all(network.channels[name] is channel for name, channel in user.channels.items())

    @invariant()
    def lists_of_names_are_true(self) -> None:
        """The lines that newcomers read name the members in order, with their signs, whatever has happened."""
        for channel in self.world.network.channels.values():
            names = " ".join(channel.names(every=True, hosts=False, room=100)).split(" ")
            assert names == [channel.sign_of(member, every=True) + member.nick for member in channel.members]

    @invariant()
    def names_are_taken_once(self) -> None:
        """Registered people own the likeness of their names; others may have asked for one that is not theirs yet."""
        directory = self.world.network.directory
        registered = list(self.world.network.users.values())
        assert all(directory.owner_of(user.nick) is user for user in registered)
        assert len({likeness(user.nick) for user in registered}) == len(registered)
        assert all(user in self.world.network.links for user in directory._taken.values())

    @invariant()
    def lists_are_no_leftovers(self) -> None:
        """Only people who are here monitor, wait or are counted."""
        network = self.world.network
        watchers: Any = network.watchers
        assert all(people and people <= network.links for people in watchers.values())
        assert network.throttled <= network.links
        assert all(user.lines for user in network.throttled)


def settings_of_a_run() -> settings:
    """How much is tried."""
    return settings(
        max_examples=max(1, STEPS // STEPS_AT_ONCE), stateful_step_count=STEPS_AT_ONCE, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


TestCrowd = Crowd.TestCase
TestCrowd.settings = settings_of_a_run()
