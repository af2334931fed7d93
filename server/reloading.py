"""What of a configuration can change while the server runs, and what waits for its next start."""
from typing import List, NamedTuple

from .config import ServerConfig

WHILE_RUNNING = (
    "lobby", "password", "motd", "rate_limit", "max_clients", "max_per_address", "operators", "operator_accounts",
    "tls", "tls_cert", "tls_key",
)  # fmt: skip


class Reload(NamedTuple):
    """The configuration to go on with, and the names of the options that changed now and that wait for a restart."""

    config: ServerConfig
    changed: List[str]
    waiting: List[str]

    @property
    def sentence(self) -> str:
        """What happened, for the log; it holds no values, since some are secret."""
        text = "The configuration was read again; " + (_named(self.changed) or "nothing") + " changed."
        return text + (f" Restart the server for {_named(self.waiting)}." if self.waiting else "")


def merged(old: ServerConfig, new: ServerConfig) -> Reload:
    """What comes of a server that runs with `old` and is told `new`."""
    different = [field for field in ServerConfig._fields if getattr(old, field) != getattr(new, field)]
    changed = [field for field in different if field in WHILE_RUNNING]
    config = old._replace(**{field: getattr(new, field) for field in changed})
    return Reload(config, changed, [field for field in different if field not in WHILE_RUNNING])


def _named(fields: List[str]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
