"""Every folder and file that the app uses, on Windows, macOS and Linux, also in a packaged build; nobody else spells
a path. Folders are only named here: who writes into one makes it with `make_folder`."""
import os
import sys
from typing import Mapping, Optional

from server.data import APP, PACKAGE, data_folder, default_data_dir, place

HOSTED_STATE = "hosted.json"


def config_folder(platform: str = sys.platform, environ: Optional[Mapping[str, str]] = None) -> str:
    """Where settings.json stands: %APPDATA%, ~/Library/Application Support or $XDG_CONFIG_HOME."""
    if platform == "win32":
        return os.path.join(place("APPDATA", "~/AppData/Roaming", environ), APP)
    if platform == "darwin":
        return os.path.join(os.path.expanduser("~/Library/Application Support"), APP)
    return os.path.join(place("XDG_CONFIG_HOME", "~/.config", environ), PACKAGE)


def log_file(platform: str = sys.platform, environ: Optional[Mapping[str, str]] = None) -> str:
    """The app's log: beside its data on Windows, in ~/Library/Logs on macOS, in $XDG_STATE_HOME on Linux."""
    if platform == "win32":
        return os.path.join(data_folder(platform, environ), "log.txt")
    if platform == "darwin":
        return os.path.join(os.path.expanduser("~/Library/Logs"), APP, "log.txt")
    return os.path.join(place("XDG_STATE_HOME", "~/.local/state", environ), PACKAGE, "log.txt")


def settings_file() -> str:
    """The person's settings."""
    return os.path.join(config_folder(), "settings.json")


def known_servers_file() -> str:
    """The fingerprints of the servers that were joined encrypted."""
    return os.path.join(config_folder(), "known-servers.json")


def read_marks_file() -> str:
    """Up to where each conversation was read."""
    return os.path.join(data_folder(), "read.json")


def sound_file() -> str:
    """The sound of a notice, made by this program."""
    return os.path.join(data_folder(), "notice.wav")


def drafts_file() -> str:
    """What the person was writing, by server and room."""
    return os.path.join(data_folder(), "drafts.json")


def hosted_server_folder() -> str:
    """The data of a server that is started from the Host menu: that of one from the command line, to go on with it."""
    return str(default_data_dir())


def hosted_state_file() -> str:
    """What the window wrote down of its server that goes on without it."""
    return os.path.join(hosted_server_folder(), HOSTED_STATE)


def asset(name: str) -> str:
    """A file that comes with the program, such as "icon.png"; a packaged build unpacks them elsewhere."""
    return os.path.join(assets_folder(), *name.split("/"))


def assets_folder() -> str:
    """The folder of icons and pictures: beside `app`, or where PyInstaller has put it (sys._MEIPASS)."""
    root = getattr(sys, "_MEIPASS", "") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.path.join(root, "assets")


def make_folder(path: str) -> None:
    """Make the folder at `path`, readable by this person alone, and those above it; OSError where that can't be."""
    os.makedirs(path, mode=0o700, exist_ok=True)
