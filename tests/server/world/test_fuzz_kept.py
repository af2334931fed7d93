"""Several clients in one network with a history and accounts, on a disk that is full at times: nothing raises, nobody
gets what was not recorded, and what is read again was said."""
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import List

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from server.bans import BanTable
from server.database import Database
from server.history import CannotRecord, History
from server.late import Ledger
from server.roomstore import RoomTable
from server.wire.caps import OFFERED
from server.world.network import Network

from .driver import START
from .people import PeopledWorld
from .test_fuzz import LONGEST, NICKS, ROOMS, settings_of_a_run
from .test_fuzz_people import People

pytestmark = pytest.mark.timeout(LONGEST)

EVERYTHING = ":" + " ".join(capability.name for capability in OFFERED if capability.name != "sasl")
PLACES = st.sampled_from(ROOMS[:4] + NICKS[:4])
TIMES = st.sampled_from(["2023-11-14T22:13:20.000Z", "2023-11-14T22:13:25.500Z", "2000-01-01T00:00:00.000Z", "soon"])
PAGES = st.sampled_from(["LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN", "TARGETS"])
LIMITS = st.sampled_from(["1", "3", "500", "0", "x"])
SOUGHT = st.sampled_from(["text=a", "text=word b", "from=alice", "in=#a", "in=bob;text=a", "limit=2;text=w", "x=y", ""])
TAGGED = st.sampled_from(["+typing=active", "+draft/react=x;+draft/reply=1", "+draft/unreact=x", "+a"])


def refuse() -> None:
    """Do as a commit does on a full disk."""
    raise sqlite3.OperationalError("database or disk is full")


class Keepers(People):
    """Five links in one world of which a file is kept, and whose turns end when the machine says so."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.database = Database(self.folder)
        self.history = History(self.database, keep_messages=20)
        self.ledger = Ledger(self.database)
        self.msgids: List[str] = ["1", "x"]

    def teardown(self) -> None:
        """Close the file and throw it away."""
        self.database.close()
        shutil.rmtree(str(self.folder))

    @initialize(limit=st.sampled_from([0, 0, 4]), slow=st.booleans())
    def open(self, limit: int, slow: bool) -> None:
        """Begin with two people who know everything, one of them with an account, and three new links."""
        self.world = PeopledWorld({"alice": "sesame"}, rate_limit=limit, operator_accounts=("Alice",))
        network = self.world.network
        self.world.network = Network(
            network.config, self.history.begin(START), self.history, self.world.accounts,
            BanTable(self.database, self.ledger), RoomTable(self.database, self.ledger),
        )
        self.clients = [self.world.log_in_as("alice", "sesame"), self.world.join_as("bob")]
        self.clients += [self.world.link() for _ in range(3)]
        for client in self.clients[:2]:
            client.send("CAP REQ " + EVERYTHING, "JOIN #a")
        self.world.accounts.slow = slow

    @rule(index=st.integers(0, 4))
    def learn(self, index: int) -> None:
        """Somebody asks for every capability."""
        self.client(index).send("CAP REQ " + EVERYTHING)

    @rule(index=st.integers(0, 4), place=PLACES, text=st.sampled_from(["a", "word b", "#a", "a " * 100]))
    def speak(self, index: int, place: str, text: str) -> None:
        """Somebody says something to a room or a person, who may be away."""
        self.client(index).send(f"PRIVMSG {place} :{text}")

    @rule(index=st.integers(0, 4), place=PLACES, count=st.sampled_from([1, 3, 400, 401]))
    def write(self, index: int, place: str, count: int) -> None:
        """Somebody sends a long message."""
        lines = [f"@batch=l;draft/multiline-concat PRIVMSG {place} :word {number}" for number in range(count)]
        self.client(index).send(f"BATCH +l draft/multiline {place}", *lines, "BATCH -l")

    @rule(index=st.integers(0, 4), place=PLACES, tags=TAGGED)
    def tag(self, index: int, place: str, tags: str) -> None:
        """Somebody sends tags alone."""
        self.client(index).send(f"@{tags} TAGMSG {place}")

    @rule(index=st.integers(0, 4), which=PAGES, place=PLACES, time=TIMES, other=TIMES, limit=LIMITS, data=st.data())
    def read_back(
        self, index: int, which: str, place: str, time: str, other: str, limit: str, data: st.DataObject
    ) -> None:
        """Somebody asks for history."""
        bound = data.draw(st.sampled_from(["*", f"msgid={self.msgids[-1]}"]))
        if which == "TARGETS":
            self.client(index).send(f"CHATHISTORY TARGETS timestamp={time} timestamp={other} {limit}")
        elif which == "BETWEEN":
            self.client(index).send(f"CHATHISTORY BETWEEN {place} timestamp={time} {bound} {limit}")
        else:
            self.client(index).send(f"@label=h CHATHISTORY {which} {place} {bound} {limit}")

    @rule(index=st.integers(0, 4), place=PLACES, data=st.data())
    def redact(self, index: int, place: str, data: st.DataObject) -> None:
        """Somebody takes a message back, or tries to."""
        self.client(index).send(f"REDACT {place} {data.draw(st.sampled_from(self.msgids[-10:]))} :x")

    @rule(index=st.integers(0, 4), place=PLACES, time=TIMES)
    def mark(self, index: int, place: str, time: str) -> None:
        """Somebody has read up to a time."""
        self.client(index).send(f"MARKREAD {place} timestamp={time}", f"MARKREAD {place}")

    @rule(index=st.integers(0, 4), what=SOUGHT)
    def seek(self, index: int, what: str) -> None:
        """Somebody searches."""
        self.client(index).send("SEARCH " + what)

    @rule(index=st.integers(0, 4), old=st.sampled_from(ROOMS[:3]), new=st.sampled_from(ROOMS[:4] + ["#new", "#A"]))
    def rename(self, index: int, old: str, new: str) -> None:
        """Somebody renames a room, or tries to."""
        self.client(index).send(f"RENAME {old} {new} :why")

    @rule(index=st.integers(0, 4), sign=st.sampled_from("+-CLS"), nicks=st.lists(st.sampled_from(NICKS), max_size=3))
    def watch(self, index: int, sign: str, nicks: List[str]) -> None:
        """Somebody monitors others, or asks for them."""
        self.client(index).send(f"MONITOR {sign} {','.join(nicks)}", "ISON " + " ".join(nicks))

    @rule(index=st.integers(0, 4), room=st.sampled_from(ROOMS[:3]), modes=st.sampled_from(["+i", "+k x", "+s", "-iks"]))
    def shut(self, index: int, room: str, modes: str) -> None:
        """Somebody shuts a room and leaves it, or opens it."""
        self.client(index).send(f"JOIN {room} x", f"MODE {room} {modes}", f"PART {room}")

    @rule(full=st.booleans())
    def fill_the_disk(self, full: bool) -> None:
        """From now on nothing can be written, or everything again."""
        vars(self.database).pop("commit", None)
        if full:
            self.database.commit = refuse  # type: ignore

    @rule()
    def end_the_turn(self) -> None:
        """What was said is recorded, or taken back."""
        try:
            self.history.commit()
        except CannotRecord:
            self.world.network.take_back(self.history.committed)
        else:
            self.world.network.settled()

    @rule()
    def age(self) -> None:
        """What waited is written, and old messages are forgotten."""
        self.history.tick(self.world.now)
        self.ledger.retry()

    @invariant()
    def everything_sent_is_a_line(self) -> None:
        """Whatever stands in an outbox is a whole message within the limits, and its owner is dirty."""
        dirty = self.world.network.take_dirty()
        for client in self.clients:
            assert not client.user.outbox or client.user in dirty or client.user.ended
            for message in client.take():
                self.msgids += [message.tags["msgid"]] if "msgid" in message.tags else []

    @invariant()
    def nobody_waits_for_ever(self) -> None:
        """Who waits has an answer coming: at once, in the next turns, or when the delay for wrong passwords is over."""
        network = self.world.network
        waiting = [user for user in network.links if user.waiting]
        coming = len(self.world.accounts.answers) + len(network._timers) + len(network.answering._unfinished)
        assert len(waiting) <= coming

    @invariant()
    def every_place_has_one_room(self) -> None:
        """No two rooms have a target of the history in common."""
        places = [place for folded in self.world.network.channels for place in self.history.places(folded)]
        assert len(set(places)) == len(places)


TestKeepers = Keepers.TestCase
TestKeepers.settings = settings_of_a_run()
