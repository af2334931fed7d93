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
CLOCKS = ("system", "12", "24")  # hours
JOINS = ("shown", "folded", "hidden")
LEVELS = ("all", "mentions", "nothing")  # which messages of a room one is told of
ZOOMS = (80, 200)  # per cent, the least and the most
SCALES = (0, 75, 100, 125, 150, 175, 200, 250, 300)  # per cent; 0: what the screen says
SIDES = (200, 360)  # design pixels: how wide a side can be dragged
MAX_RECENT = 10
MAX_SERVERS = 100  # saved
MAX_ROOMS = 100  # saved of one server
MAX_LEVELS = 1000  # conversations with a level of their own
MAX_KEYWORDS = 50


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
    folded: bool = False  # its rooms are hidden in the sidebar
    favourites: Tuple[str, ...] = ()  # rooms and people, case-folded, in the order of the sidebar
    chats: Tuple[str, ...] = ()  # nicks of the private chats to show again


class RoomLevel(NamedTuple):
    """Which messages of a conversation the person wants to be told of, where that is not the usual."""

    host: str
    port: int = PORT
    target: str = ""  # the room, or the person of a private chat, case-folded
    level: str = ""  # one of LEVELS


class Settings(NamedTuple):
    """A person's choices as a value; the owner's thread makes a new one with `_replace` and saves it."""

    host: str = "localhost"
    port: int = PORT
    username: str = ""  # empty: the login name
    recent: Tuple[Server, ...] = ()  # the latest first
    servers: Tuple[SavedServer, ...] = ()  # in the order of the sidebar
    theme: str = "system"
    more_contrast: bool = False
    zoom: int = 100  # per cent
    scale: int = 0  # screen pixels per design pixel, in per cent; 0: what the screen says
    geometry: str = ""  # of the window, as Tk writes it: "1180x760+40+40"
    sidebar_shown: bool = True
    sidebar_width: int = 248  # design pixels
    members_shown: bool = True
    members_width: int = 216  # design pixels
    clock: str = "system"  # 14:03 ("24") or 2:03 PM ("12")
    joins: str = "folded"  # one line for those who come or go one after the other
    compact: bool = False  # a line for each message, with time and name before it
    pictures: bool = True  # next to messages
    colour_names: bool = True
    notify_rooms: str = "mentions"  # one of LEVELS, for rooms without a level of their own
    notify_popup: bool = True  # the desktop shows a notification
    notify_sound: bool = True
    notify_mark: bool = True  # the taskbar marks the window
    notify_text: bool = True  # a notification shows what was said
    do_not_disturb: bool = False
    keywords: Tuple[str, ...] = ()  # a message with one of them counts as one that mentions the person
    levels: Tuple[RoomLevel, ...] = ()
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


_LIMITS = {"port": (1, 65535), "host_port": (1, 65535), "zoom": ZOOMS, "sidebar_width": SIDES, "members_width": SIDES}
_CHOICES = {"theme": THEMES, "host_audience": AUDIENCES, "clock": CLOCKS, "joins": JOINS, "notify_rooms": LEVELS,
            "level": LEVELS, "scale": SCALES}
_ADDRESSED = {"recent": (Server, MAX_RECENT), "servers": (SavedServer, MAX_SERVERS), "levels": (RoomLevel, MAX_LEVELS)}
_OWN_FORM = tuple(_ADDRESSED) + ("keywords", "unknown")


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
    """The settings without the server at that address, its rooms' levels included."""
    def is_other(server: Any) -> bool:
        return (server.host, server.port) != (host, port)

    return settings._replace(**{name: tuple(filter(is_other, getattr(settings, name))) for name in _ADDRESSED})


def set_level(settings: Settings, chosen: RoomLevel) -> Settings:
    """The settings with this level for its conversation; an empty one is the usual."""
    others = [level for level in settings.levels if level[:3] != chosen[:3]]
    return settings._replace(levels=tuple(others + [chosen] if chosen.level else others)[-MAX_LEVELS:])


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
    for name, (kind, most) in _ADDRESSED.items():
        values[name] = _read(found.get(name), kind)[:most]
    values["keywords"] = _texts(found.get("keywords"))[:MAX_KEYWORDS]
    return Settings(**values)._replace(unknown=unknown)


def to_json(settings: Settings) -> Dict[str, Any]:
    """The settings as JSON's own kinds of values."""
    values = dict(settings.unknown)
    values.update(settings._asdict())
    del values["unknown"]
    for name in _ADDRESSED:
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
    """The JSON objects of a list as tuples of this kind; those without a server's good address are left out."""
    servers: List[Any] = []
    for item in found if isinstance(found, list) else ():
        host = item.get("host") if isinstance(item, dict) else None
        if not isinstance(host, str) or not host or not _fits("port", item.get("port", PORT), PORT):
            continue
        server = kind(host)
        fitting = {name: item[name] for name, default in server._asdict().items()
                   if name in item and _fits(name, item[name], default)}
        for name in ("rooms", "favourites", "chats") if kind is SavedServer else ():
            fitting[name] = _texts(item.get(name))[:MAX_ROOMS]
        servers.append(server._replace(**fitting))
    return tuple(servers)


def _damaged(fate: str) -> str:
    the = "the" if fate.endswith(";") else "The"
    return f"The settings couldn’t be read{fate} {the} defaults are used."


def _texts(found: Any) -> Tuple[str, ...]:
    return tuple(text for text in found if isinstance(text, str) and text) if isinstance(found, list) else ()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # an account without a name; Windows without its variables
        return ""
