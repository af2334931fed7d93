"""A chat network in memory whose history is kept in a file, for tests of what is recorded."""
from pathlib import Path
from typing import Any, List

from server.database import Database
from server.history import History
from server.wire.message import Message
from server.world.network import Network

from .driver import START, Client, World

READER = ("server-time", "message-tags", "batch", "echo-message", "labeled-response", "standard-replies",
          "draft/chathistory")


class KeptWorld(World):
    """A network and its clock, with a history in `folder`; close it at the end."""

    def __init__(self, folder: Path, now: float = START, **config: Any) -> None:
        super().__init__(**config)
        self.database = Database(folder)
        self.history = History(self.database)
        self.now = self.history.begin(now)
        self.network = Network(self.network.config, self.now, self.history)

    def wait(self, seconds: float = 1.0) -> None:
        """Let time pass without a tick."""
        self.now += seconds
        self.network.tick(self.now)

    def chat(self, room: str, *texts: str) -> List[Message]:
        """Let alice say each of `texts` in `room`, a second apart; her echoes."""
        alice = self.join_as("alice", READER, [room])
        echoes = []
        for text in texts:
            self.wait()
            echoes.append(alice.ask_one(f"PRIVMSG {room} :{text}"))
        return echoes

    def close(self) -> None:
        """Write what was said, and close the file."""
        self.history.commit()
        self.database.close()


def spoken(messages: List[Message]) -> List[str]:
    """The texts of the messages among `messages`, in order."""
    return [message.params[-1] for message in messages if message.command in ("PRIVMSG", "NOTICE")]


def page(client: Client, line: str) -> List[Message]:
    """What stands in the one batch that answers `line`."""
    first, *inside, last = client.ask(line)
    assert (first.command, last.command) == ("BATCH", "BATCH"), (first, last)
    name = first.params[0][1:]
    assert first.params[0][0] == "+" and last.params[0] == "-" + name
    assert all(message.tags["batch"] == name for message in inside)
    return inside
