"""Where the program keeps its data, by the custom of each system; the app's other folders follow the same rules."""
import os
import sys
from pathlib import Path
from typing import Mapping, Optional

APP = "IntranetChat"
PACKAGE = "intranetchat"  # the folder's name where names are in small letters (XDG Base Directory Specification)


def default_data_dir() -> Path:
    """The folder for a server's files when nobody names one."""
    return Path(data_folder()) / "server"


def data_folder(platform: str = sys.platform, environ: Optional[Mapping[str, str]] = None) -> str:
    """Where what the program keeps for itself stands: %LOCALAPPDATA%, ~/Library/Application Support, $XDG_DATA_HOME."""
    if platform == "win32":
        return os.path.join(place("LOCALAPPDATA", "~/AppData/Local", environ), APP)
    if platform == "darwin":
        return os.path.join(os.path.expanduser("~/Library/Application Support"), APP)
    return os.path.join(place("XDG_DATA_HOME", "~/.local/share", environ), PACKAGE)


def place(variable: str, otherwise: str, environ: Optional[Mapping[str, str]] = None) -> str:
    """The folder that `variable` names; a relative one doesn't count (XDG Base Directory Specification)."""
    named = (os.environ if environ is None else environ).get(variable, "")
    return named if os.path.isabs(named) else os.path.expanduser(otherwise)
