"""Lines to the members of a room, kept once until the outboxes are needed: nobody may notice that they were."""

from typing import Dict, List, Tuple

from hypothesis import given, settings
from hypothesis import strategies as st

from server.config import ServerConfig
from server.wire.caps import AWAY_NOTIFY, MESSAGE_TAGS, SERVER_TIME
from server.world.channel import Channel
from server.world.network import Network
from server.world.user import User

CAPS = (0, SERVER_TIME, SERVER_TIME | MESSAGE_TAGS, AWAY_NOTIFY)
PEOPLE = 5


class Plain:
    """A network whose every delivery is also made the plain way: one append for each receiver."""

    def __init__(self) -> None:
        self.network = Network(ServerConfig(rate_limit=0), 1.0)
        self.users: List[User] = [self.network.connected("127.0.0.1", 1.0) for _ in range(PEOPLE)]
        self.rooms: List[Channel] = [Channel(name, 1.0) for name in ("#a", "#b")]
        self.expected: Dict[User, List[bytes]] = {user: [] for user in self.users}
        for index, user in enumerate(self.users):
            user.caps = CAPS[index % len(CAPS)]

    def tell(self, room: int, skip: int, needs: int) -> None:
        """Say something in a room to all but one member, or to all."""
        channel = self.rooms[room]
        skipped = self.users[skip] if skip < PEOPLE and self.users[skip] in channel.members else None
        line = self.network.line(None, "X", channel.name, needs=needs)
        self.network.deliver_in(channel, line, skipped)
        for member in channel.members:
            encoded = line.encode(member.caps)
            if member is not skipped and encoded is not None:
                self.expected[member].append(encoded)

    def write(self, user: int) -> None:
        """Tell one person something."""
        line = self.network.line(None, "Y", str(user))
        self.network.deliver(self.users[user], line)
        self.expected[self.users[user]].append(line.encode(self.users[user].caps) or b"")

    def come_or_go(self, user: int, room: int) -> None:
        """Somebody comes into a room, or leaves it."""
        person, channel = self.users[user], self.rooms[room]
        if person in channel.members:
            self.network.leave(person, channel)
        else:
            self.network.enter(person, channel, 0)

    def take(self) -> None:
        """A turn ends: everybody got what was expected, in order, and whoever got something is flushed."""
        dirty = self.network.take_dirty()
        for user in self.users:
            assert b"".join(user.outbox) == b"".join(self.expected[user])
            assert not user.outbox or user in dirty
            del user.outbox[:]
            del self.expected[user][:]


ANYBODY, ANY_ROOM = st.integers(0, PEOPLE - 1), st.integers(0, 1)
STEPS = st.one_of(
    st.tuples(st.just("tell"), ANY_ROOM, st.integers(0, PEOPLE), st.sampled_from((0, 0, AWAY_NOTIFY))),
    st.tuples(st.just("tell"), st.just(0), st.integers(0, PEOPLE), st.just(0)),
    st.tuples(st.just("write"), ANYBODY),
    st.tuples(st.just("come_or_go"), ANYBODY, ANY_ROOM),
    st.tuples(st.just("take")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_everybody_gets_the_same_as_with_an_append_each(steps: List[Tuple]) -> None:
    """Whatever comes between the lines of a room, each member gets what is meant for them, once and in order."""
    plain = Plain()
    for user in range(PEOPLE):
        plain.come_or_go(user, 0)
    for step in steps:
        getattr(plain, step[0])(*step[1:])
    plain.take()


def test_members_with_equal_capabilities_share_one_object() -> None:
    """At the end of a turn a room's lines are one object for all who get the same."""
    plain = Plain()
    for user in range(PEOPLE):
        plain.come_or_go(user, 0)
    for _ in range(3):
        plain.tell(0, PEOPLE, 0)
    plain.network.take_dirty()
    first, last = plain.users[0].outbox, plain.users[4].outbox
    assert len(first) == 1 and first[0] is last[0] and first[0].count(b"\r\n") == 3
