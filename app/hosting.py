"""The server inside the app, for the Host menu: it is the same server as on the command line, and the app joins it
over a real socket like anybody else."""
import secrets
from typing import List, Optional

from app.joinlink import JoinLink
from app.server_log import ServerLog
from server.addresses import host_and_port, is_loopback, local_addresses
from server.announcer import Announcer
from server.config import ServerConfig
from server.hub import ChatServer, StartFailed
from server.identity import Identity

_EVERY_INTERFACE = ("", "0.0.0.0", "::")
_STOPPED = "The server was stopped."


class HostingFailed(Exception):
    """A server that could not start: `field` ('port', 'host' or 'other') is at fault, `sentence` says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field: str = field
        self.sentence: str = sentence


class HostedServer:
    """A running server; started and stopped by one thread, which may be the window's."""

    is_detached = False  # whether it goes on when this program ends

    def __init__(self, server: ChatServer) -> None:
        """Use `start`."""
        self._server = server
        self._announcer: Optional[Announcer] = None
        self._log = ServerLog(server.config.data_dir)

    @classmethod
    def start(cls, config: ServerConfig) -> "HostedServer":
        """Listen and serve; HostingFailed says what to do, and is raised before anything runs."""
        if not 0 <= config.port <= 65535:
            raise HostingFailed("port", "Enter a number from 1 to 65535.")
        hosted = cls(ChatServer(config._replace(host_secret=secrets.token_urlsafe(32))))
        hosted._log.open()
        try:
            hosted._begin()
        except HostingFailed:
            hosted._log.close()
            raise
        return hosted

    def _begin(self) -> None:
        try:
            self._server.start()
        except StartFailed as failure:
            raise HostingFailed(failure.field, failure.sentence) from failure
        except RuntimeError as error:
            sentence = "This computer has no room for another thread. Close some programs, then try again."
            raise HostingFailed("other", sentence) from error
        self._announcer = Announcer(self._server, self.config.announce)
        self._announcer.start()

    @property
    def config(self) -> ServerConfig:
        """What the server was told."""
        return self._server.config

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.port

    @property
    def identity(self) -> Identity:
        """What it shows to those who connect encrypted, or why it can't."""
        return self._server.identity

    @property
    def set_aside(self) -> str:
        """Where a history was kept that could not be read, so that a new one was begun; '' where it could be."""
        return self._server.set_aside

    @property
    def people(self) -> int:
        """How many are connected and named; any thread may ask."""
        return self._server.people

    @property
    def own_host(self) -> str:
        """The host by which this computer reaches it."""
        return "localhost" if self.config.host in _EVERY_INTERFACE else self.config.host

    @property
    def is_open(self) -> bool:
        """Whether other computers can reach it."""
        return not is_loopback(self.config.host)

    def addresses(self) -> List[str]:
        """What others type, the likeliest first, such as "192.168.1.20:12345"; localhost where nobody else can."""
        return [host_and_port(host, self.port) for host in self._hosts()]

    def outside(self) -> List[str]:
        """The addresses by which others would come, whether it listens there or not."""
        host = self.config.host
        if self.is_open and host not in _EVERY_INTERFACE:
            return [host]
        return [each for each in local_addresses() if host != "0.0.0.0" or ":" not in each]

    def links(self) -> List[JoinLink]:
        """The links that lead others into the lobby, one for each address; encrypted where the server encrypts."""
        encrypted = self.identity.context is not None
        return [JoinLink(host, self.port, self.config.lobby, encrypted) for host in self._hosts()]

    def _hosts(self) -> List[str]:
        host = self.config.host
        if host not in _EVERY_INTERFACE:
            return [host]
        return [each for each in local_addresses() if host != "0.0.0.0" or ":" not in each] or ["localhost"]

    def stop(self, reason: str = "") -> None:
        """Tell everybody and stop; takes a second at most, and may be called twice."""
        if self._announcer is not None:
            self._announcer.stop()  # it says goodbye meanwhile
        self._server.stop(reason or _STOPPED)
        self._log.close()
