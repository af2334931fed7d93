"""Several clients in one network with accounts, logging in, registering and banning at random: nothing raises, nobody
has a name that is another's, and nobody waits for ever."""

import base64
from typing import List

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from .people import PeopledWorld, plain
from .test_fuzz import LONGEST, MODERN, NICKS, Crowd, settings_of_a_run

pytestmark = pytest.mark.timeout(LONGEST)

PASSWORDS = ["sesame", "wrong", "", "x" * 290]
MASKS = ["b*!*@*", "u@127.0.0.1", "127.0.0.0/8", "1.2.3.4", "bob"]
ORDER = ["CLEAR #a :x", "CLEAR #none", "MODE #a +b ~m:b*", "MODE #a -b ~m:b*!*@*", "MODE #a +A", "MODE #a -A+M",
         "STATS l", "STATS m", "PRIVMSG @#a :may I", "PRIVMSG #a :hello", "JOIN #a", "PRIVMSG alice :psst"]
MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "plain", "EXTERNAL", "*", "+"]
MESSAGES = st.one_of(
    st.builds(plain, st.sampled_from(NICKS[:5]), st.sampled_from(PASSWORDS)),
    st.binary(max_size=40).map(lambda data: base64.b64encode(data).decode() or "+"),
    st.sampled_from(NICKS[:5]).map(lambda name: base64.b64encode(f"n,,n={name},r=x".encode()).decode()),
    st.just("A" * 400),
    st.sampled_from(MECHANISMS),
)


class People(Crowd):
    """Five links in one world with accounts, whose answers may come late."""

    world: PeopledWorld

    @initialize(limit=st.sampled_from([0, 4]), slow=st.booleans())
    def open(self, limit: int, slow: bool) -> None:
        """Begin with two people, one of them with an account, and three new links."""
        self.world = PeopledWorld({"alice": "sesame"}, rate_limit=limit, operator_accounts=("Alice",))
        self.clients = [self.world.log_in_as("alice", "sesame", *MODERN), self.world.join_as("bob")]
        self.clients += [self.world.link() for _ in range(3)]
        self.world.accounts.operators["root"] = "toor"
        self.world.accounts.slow = slow

    @rule(index=st.integers(0, 4), messages=st.lists(MESSAGES, max_size=3))
    def authenticate(self, index: int, messages: List[str]) -> None:
        """Somebody logs in, or tries to."""
        self.client(index).send("CAP REQ :sasl account-tag account-notify")
        self.clients[index].send(*["AUTHENTICATE " + message for message in messages])

    @rule(index=st.integers(0, 4), password=st.sampled_from(PASSWORDS))
    def make_account(self, index: int, password: str) -> None:
        """Somebody makes an account."""
        self.client(index).send(f"REGISTER * * :{password}", "VERIFY x y")

    @rule(index=st.integers(0, 4), password=st.sampled_from(["toor", "wrong"]))
    def become_operator(self, index: int, password: str) -> None:
        """Somebody becomes an operator, or tries to."""
        self.client(index).send(f"OPER root {password}")

    @rule(index=st.integers(0, 4), mask=st.sampled_from(MASKS), off=st.booleans())
    def ban(self, index: int, mask: str, off: bool) -> None:
        """Somebody sets or lifts a ban."""
        self.client(index).send(f"{'UNKLINE' if off else 'KLINE 1m'} {mask} :x")

    @rule(index=st.integers(0, 4), name=st.sampled_from(["private-chats", "guests-speak", "accounts-only", "", "x"]),
          value=st.sampled_from(["on", "off", "", "perhaps"]))
    def set_rule(self, index: int, name: str, value: str) -> None:
        """Somebody asks for a rule or sets one."""
        self.client(index).send(f"SET {name} {value}")

    @rule(index=st.integers(0, 4), line=st.sampled_from(
        ORDER))
    def keep_order(self, index: int, line: str) -> None:
        """Somebody moderates, or is moderated."""
        self.client(index).send(line)

    @rule()
    def answer(self) -> None:
        """The answers that wait are given."""
        self.world.accounts.answer()

    @invariant()
    def protected_names_belong_to_their_accounts(self) -> None:
        """Nobody has the name that was protected from the start without having logged in."""
        alice = self.world.network.find("alice")
        assert alice is None or alice.account

    @invariant()
    def nobody_waits_for_ever(self) -> None:
        """Who waits has an answer coming: at once, or when the delay for wrong passwords is over."""
        waiting = [user for user in self.world.network.links if user.waiting]
        assert len(waiting) <= len(self.world.accounts.answers) + len(self.world.network._timers)


TestPeople = People.TestCase
TestPeople.settings = settings_of_a_run()
