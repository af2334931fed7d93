"""What the app remembers about its person: the defaults, and their way from and to a file of JSON that a person can
read. The file is replaced in one step, and one that can't be read is set aside, never lost."""
import getpass
import unicodedata
from typing import Any, Dict, List, NamedTuple, Tuple

from server.config import DEFAULT_PORT
from server.wire.names import MAX_NICK, valid_nick

from . import jsonfile, paths

PORT = DEFAULT_PORT
THEMES = ("system", "light", "dark")
AUDIENCES = ("computer", "network")  # who may join a hosted server: this computer alone, everybody on the network
ZOOMS = (80, 200)  # per cent, the least and the most
MAX_RECENT = 10
MAX_SERVERS = 100  # saved
MAX_ROOMS = 100  # saved of one server


class Server(NamedTuple):
    """A server that the person has been on, as they typed it."""

    host: str
    port: int = PORT
    username: str = ""


class SavedServer(NamedTuple):
    """A server that stays in the sidebar, and how to come back to it; its password is asked for each time."""

    host: str
    port: int = PORT
    username: str = ""
    name: str = ""  # given by the person; empty: what the server calls itself
    network: str = ""  # what it called itself last
    rooms: Tuple[str, ...] = ()  # to join again
    connect_at_start: bool = False


class Settings(NamedTuple):
    """A person's choices as a value; the owner's thread makes a new one with `_replace` and saves it."""

    host: str = "localhost"
    port: int = PORT
    username: str = ""  # empty: the login name
    recent: Tuple[Server, ...] = ()  # the latest first
    servers: Tuple[SavedServer, ...] = ()  # in the order of the sidebar
    theme: str = "system"
    zoom: int = 100  # per cent
    geometry: str = ""  # of the window, as Tk writes it: "1180x760+40+40"
    members_shown: bool = True
    clock24: bool = True  # 14:03 or 2:03 PM
    show_joins: bool = True
    compact: bool = False
    send_typing: bool = True  # others are told that one writes
    show_typing: bool = True  # it is shown that others write
    host_name: str = ""  # of the server one hosts; empty: the computer's name
    host_port: int = PORT
    host_audience: str = "network"
    emoji: str = ""  # those used last, the latest first, with spaces between them
    unknown: Tuple[Tuple[str, Any], ...] = ()  # what a newer version has written; it is kept


class Loaded(NamedTuple):
    """The settings that were read, and a sentence for the person when the file was damaged."""

    settings: Settings
    problem: str = ""


_LIMITS = {"port": (1, 65535), "host_port": (1, 65535), "zoom": ZOOMS}
_CHOICES = {"theme": THEMES, "host_audience": AUDIENCES}
_OWN_FORM = ("recent", "servers", "unknown")


def load(path: str = "") -> Loaded:
    """The settings in the file at `path` (the person's own without one); defaults where there is no file."""
    path = path or paths.settings_file()
    try:
        return Loaded(from_json(jsonfile.load(path)))
    except OSError as error:
        return Loaded(Settings(), f"The settings couldn’t be read ({jsonfile.reason(error)}). The defaults are used.")
    except jsonfile.Damaged as damage:
        return Loaded(Settings(), _damaged(str(damage)))


def save(settings: Settings, path: str = "") -> None:
    """Replace the file at `path` in one step, so that it is whole even if the power fails; raises OSError."""
    jsonfile.save(to_json(settings), path or paths.settings_file())


def remember(settings: Settings, server: Server) -> Settings:
    """The settings with `server` as the latest one."""
    others = [known for known in settings.recent if (known.host, known.port) != (server.host, server.port)]
    recent = tuple([server] + others)[:MAX_RECENT]
    return settings._replace(host=server.host, port=server.port, username=server.username, recent=recent)


def keep(settings: Settings, server: SavedServer) -> Settings:
    """The settings with `server` saved in the place of the one with its address, else at the end."""
    def is_same(other: SavedServer) -> bool:
        return (other.host, other.port) == (server.host, server.port)

    if not any(is_same(other) for other in settings.servers):
        return settings._replace(servers=(settings.servers + (server,))[:MAX_SERVERS])
    return settings._replace(servers=tuple(server if is_same(other) else other for other in settings.servers))


def forget(settings: Settings, host: str, port: int) -> Settings:
    """The settings without the saved server at that address, nor among those used last."""
    def is_other(server: Any) -> bool:
        return (server.host, server.port) != (host, port)

    return settings._replace(servers=tuple(filter(is_other, settings.servers)),
                             recent=tuple(filter(is_other, settings.recent)))


def login_name(name: str = "") -> str:
    """A valid nick as near as can be to `name`, or to the name that this person logged in with."""
    letters = unicodedata.normalize("NFC", name or _login()).replace(" ", "_")
    nick = ""
    for letter in letters:
        if len(nick) < MAX_NICK and valid_nick(nick + letter):
            nick += letter
    return nick or "guest"


def from_json(found: Dict[str, Any]) -> Settings:
    """The settings in `found`; a value of the wrong kind or beyond its limits is replaced by the default."""
    values: Dict[str, Any] = {}
    for name, default in Settings()._asdict().items():
        if name in found and name not in _OWN_FORM and _fits(name, found[name], default):
            values[name] = found[name]
    unknown = tuple(item for item in found.items() if item[0] not in Settings._fields)
    recent = _read(found.get("recent"), Server)[:MAX_RECENT]
    saved = _read(found.get("servers"), SavedServer)[:MAX_SERVERS]
    return Settings(**values)._replace(recent=recent, servers=saved, unknown=unknown)


def to_json(settings: Settings) -> Dict[str, Any]:
    """The settings as JSON's own kinds of values."""
    values = dict(settings.unknown)
    values.update(settings._asdict())
    del values["unknown"]
    for name in ("recent", "servers"):
        values[name] = [dict(server._asdict()) for server in values[name]]
    return values


def _fits(name: str, value: Any, default: Any) -> bool:
    if type(value) is not type(default):
        return False
    least, most = _LIMITS.get(name, (None, None))
    if least is not None and not least <= value <= most:
        return False
    return name not in _CHOICES or value in _CHOICES[name]


def _read(found: Any, kind: Any) -> Tuple[Any, ...]:
    """The servers in a list of JSON objects, as tuples of this kind; those without a good address are left out."""
    servers: List[Any] = []
    for item in found if isinstance(found, list) else ():
        host = item.get("host") if isinstance(item, dict) else None
        if not isinstance(host, str) or not host or not _fits("port", item.get("port", PORT), PORT):
            continue
        server = kind(host)
        fitting = {name: item[name] for name, default in server._asdict().items()
                   if name in item and type(item[name]) is type(default)}
        if isinstance(item.get("rooms"), list) and "rooms" in kind._fields:
            fitting["rooms"] = tuple(room for room in item["rooms"] if isinstance(room, str) and room)[:MAX_ROOMS]
        servers.append(server._replace(**fitting))
    return tuple(servers)


def _damaged(fate: str) -> str:
    the = "the" if fate.endswith(";") else "The"
    return f"The settings couldn’t be read{fate} {the} defaults are used."


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # an account without a name; Windows without its variables
        return ""
