"""A chat network in memory with a clock that a test moves, and clients on it that send lines and take messages."""

from typing import Any, List, Sequence

from server.config import ServerConfig
from server.wire.message import Message, parse
from server.world.network import Network

START = 1_700_000_000.0  # Unix seconds: 2023-11-14T22:13:20Z
MODERN = ("server-time", "message-tags", "echo-message", "batch", "labeled-response", "standard-replies")


class World:
    """A network and its clock; without a lobby and a rate limit unless a test asks for them."""

    def __init__(self, **config: Any) -> None:
        self.now: float = START
        self.network: Network = Network(
            ServerConfig(**dict({"name": "Office", "lobby": "", "rate_limit": 0}, **config)), START
        )

    def link(self, address: str = "127.0.0.1") -> "Client":
        """A new link that has said nothing yet."""
        return Client(self, address)

    def join_as(
        self, nick: str, caps: Sequence[str] = (), rooms: Sequence[str] = (), address: str = "127.0.0.1"
    ) -> "Client":
        """A registered person with these capabilities in these rooms, whose welcome is taken already."""
        client = self.link(address)
        if caps:
            client.send("CAP REQ :" + " ".join(caps))
        client.send(f"NICK {nick}", f"USER {nick} 0 * :{nick} Real")
        if caps:
            client.send("CAP END")
        if rooms:
            client.send("JOIN " + ",".join(rooms))
        assert client.user.registered, client.take()
        client.take()
        return client

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, with a tick each second as the hub does it."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + 1)
            self.network.tick(self.now)
            self.network.proceed(self.now)


class Client:
    """One link to the network."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.user = world.network.connected(address, world.now)

    def send(self, *lines: str) -> "Client":
        """Send each line with CR LF."""
        for line in lines:
            self.send_bytes(line.encode() + b"\r\n")
        return self

    def send_bytes(self, data: bytes) -> "Client":
        """Send bytes as they are, and let so many turns pass that all their lines were applied or are throttled."""
        network = self.world.network
        network.received(self.user, data, self.world.now)
        network.proceed(self.world.now)
        while self.user in network.in_turns:
            network.proceed(self.world.now)
        return self

    def take_lines(self) -> List[bytes]:
        """The lines that came, each checked to be whole and within the limits of IRC."""
        self.world.network.settle_run()
        lines = b"".join(self.user.outbox).splitlines(True)
        del self.user.outbox[:]
        for line in lines:
            assert line.endswith(b"\r\n"), line
            tags = line.index(b" ") + 1 if line.startswith(b"@") else 0
            assert tags <= 8191 and len(line) - tags <= 512, line
        return lines

    def take(self) -> List[Message]:
        """The messages that came."""
        return [parse(line[:-2]) for line in self.take_lines()]

    def texts(self) -> List[str]:
        """The messages that came, without tags and as they stand on the wire."""
        return [message.body() for message in self.take()]

    def codes(self) -> List[str]:
        """The commands and numerics of the messages that came."""
        return [message.command for message in self.take()]

    def ask(self, line: str) -> List[Message]:
        """What comes when `line` is sent, and nothing that came before."""
        self.take()
        self.send(line)
        return self.take()

    def ask_one(self, line: str) -> Message:
        """The one message that comes when `line` is sent."""
        messages = self.ask(line)
        assert len(messages) == 1, messages
        return messages[0]


def quiet(*clients: Client) -> None:
    """Throw away what came so far."""
    for client in clients:
        client.take()
