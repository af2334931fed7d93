"""A world in which people have accounts: these lie in memory, and answer at once or when a test lets them."""

import base64
from typing import Any, Callable, Dict, List, Tuple

from server.scram import ScramKeys, derive
from server.wire.caps import OF_ACCOUNTS
from server.wire.message import Message
from server.wire.names import likeness
from server.world.accounts import Accounts

from .driver import Client, World

SALT = b"0123456789abcdef"
ITERATIONS = 4096


class MemoryAccounts(Accounts):
    """Accounts in memory, with the passwords as they are; nothing is hashed."""

    available = True

    def __init__(self, **passwords: str) -> None:
        self.accounts: Dict[str, Tuple[str, str]] = {}  # likeness -> name, password
        self.operators: Dict[str, str] = {}
        self.slow: bool = False  # answers wait in `answers`
        self.answers: List[Callable[[], None]] = []
        self.asked: int = 0
        for name, password in passwords.items():
            self.accounts[likeness(name)] = (name, password)

    def owner_of(self, nick: str) -> str:
        """The account that protects the nick."""
        return self.accounts.get(likeness(nick), ("", ""))[0]

    def verify(self, name: str, password: str, done: Callable[[str], None]) -> None:
        """Answer with the account's name if the password is right."""
        owner, right = self.accounts.get(likeness(name), ("", ""))
        self._answer(done, owner if owner and password == right else "")

    def create(self, name: str, password: str, done: Callable[[bool], None]) -> None:
        """Make an account, unless there is one."""
        made = self.accounts.setdefault(likeness(name), (name, password)) == (name, password)
        self._answer(done, made)

    def scram_keys(self, name: str) -> ScramKeys:
        """The keys made from the password."""
        _, password = self.accounts.get(likeness(name), ("", "nobody knows this"))
        return derive(password, SALT, ITERATIONS)

    def operator_password(self, name: str) -> str:
        """The operator's password, as it is."""
        return self.operators.get(name, "")

    def check(self, password: str, stored: str, done: Callable[[bool], None]) -> None:
        """Compare the two."""
        self._answer(done, bool(stored) and password == stored)

    def answer(self) -> None:
        """Let the answers that wait be given, in order."""
        waiting, self.answers = self.answers, []
        for answer in waiting:
            answer()

    def _answer(self, done: Callable[[Any], None], result: Any) -> None:
        self.asked += 1
        if self.slow:
            self.answers.append(lambda: done(result))
        else:
            done(result)


class PeopledWorld(World):
    """A world with accounts; `passwords` are by name."""

    def __init__(self, passwords: Dict[str, str], **config: Any) -> None:
        super().__init__(**config)
        self.accounts = MemoryAccounts(**passwords)
        self.network.accounts = self.accounts
        self.network.withheld &= ~OF_ACCOUNTS

    def log_in_as(self, nick: str, password: str, *caps: str, rooms: Tuple[str, ...] = ()) -> Client:
        """A registered person who logged in to the account of their nick before."""
        client = self.link().send("CAP REQ :" + " ".join(("sasl", *caps)))
        client.send(f"NICK {nick}", f"USER {nick} 0 * :{nick} Real")
        client.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + plain(nick, password), "CAP END")
        if rooms:
            client.send("JOIN " + ",".join(rooms))
        assert client.user.account and client.user.registered, client.texts()
        client.take()
        return client


def plain(name: str, password: str, authzid: str = "") -> str:
    """The message of PLAIN (RFC 4616) as base64."""
    return base64.b64encode("\0".join((authzid, name, password)).encode()).decode()


def codes(messages: List[Message]) -> List[str]:
    """The commands of messages."""
    return [message.command for message in messages]
