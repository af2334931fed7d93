"""What a server is told before it starts, as one immutable value with a default for everything."""
import re
import socket
from typing import NamedTuple, Tuple

from .veil import veiled

DEFAULT_PORT = 12345
TLS_OFF, TLS_OPTIONAL, TLS_REQUIRED = TLS_MODES = ("off", "optional", "required")

_HOST_NAME = re.compile(r"(?=.{3,63}\Z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class _ServerConfig(NamedTuple):
    host: str = "localhost"  # an address of this computer, a name of it, or 0.0.0.0 / :: for every interface
    port: int = DEFAULT_PORT  # 0 lets the system choose
    name: str = ""  # shown to people; empty means the computer's name
    lobby: str = "#lobby"  # everyone is put into this room; empty means none
    password: str = ""  # what a client must give with PASS; empty lets everyone in
    motd: Tuple[str, ...] = ()  # the message of the day, a string a line
    rate_limit: int = 10  # commands a second and client, with a burst of twice as many; 0 means no limit
    max_clients: int = 10000  # links at the same time
    max_per_address: int = 0  # links at the same time from one address; 0 means no limit
    operators: Tuple[Tuple[str, str], ...] = ()  # for OPER: names, with passwords as server/passwords.py keeps them
    operator_accounts: Tuple[str, ...] = ()  # who is logged in to one of these is an operator
    data_dir: str = ""  # the folder for what is kept; empty means that nothing is
    history: bool = True  # whether what is said is kept, where there is a folder
    keep_days: int = 0  # older messages are forgotten; 0 means never
    tls: str = TLS_OPTIONAL  # one of TLS_MODES; the same port takes both where it is optional
    tls_cert: str = ""  # a PEM file with the certificate to show; empty means an own one, made and kept in the folder
    tls_key: str = ""  # a PEM file with its key; empty means that the key is in the same file
    keep_messages: int = 0  # so many of a room or a private chat are kept, the oldest go; 0 means all
    private_chats: bool = True  # this and the next two: the rules to begin with, which operators change with SET
    guests_speak: bool = True
    accounts_only: bool = False
    host_secret: str = ""  # lets the window that hosts this server be its operator; made anew at each start
    announce: bool = False  # whether the network is told that it is there, so that others find it by its name


class ServerConfig(_ServerConfig):
    """A server's settings; any thread may read them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return veiled(self, "password", "host_secret", "operators")

    @property
    def display_name(self) -> str:
        """The name that people see."""
        return self.name or computer_name()

    @property
    def server_name(self) -> str:
        """The name on the wire, which holds a dot so that nobody takes it for a nick (modern.ircdocs.horse).

        A display name that is written like a host's, such as Chat.example.org, is the name on the wire, too.
        """
        if _HOST_NAME.fullmatch(self.display_name):
            return self.display_name
        host = re.sub("[^a-z0-9.-]+", "-", self.display_name.lower()).strip("-.")[:56] or "intranetchat"
        return host if "." in host else host + ".local"


def computer_name() -> str:
    """This computer's name without its domain."""
    return socket.gethostname().partition(".")[0] or "computer"
