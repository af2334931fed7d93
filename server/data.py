"""Where a server keeps its files, by the custom of each system."""
import os
import sys
from pathlib import Path


def default_data_dir() -> Path:
    """The folder for a server's files when nobody names one (XDG Base Directory, Apple and Windows customs)."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
        return base / "intranetchat" / "server"
    return base / "IntranetChat" / "server"
