"""What to tell a person whose computer can't open the window: what is missing, and what to type on this very system.
Sentences only: nothing is printed or installed here.
"""

import sys
from typing import Dict, Optional

INSTEAD = "To chat in this terminal instead, run: python3 chat_client.py"

_TK_PACKAGES = (  # words of ID and ID_LIKE in os-release(5), and how Tk for Python is installed there
    ("debian ubuntu", "sudo apt install python3-tk"),
    ("fedora rhel centos", "sudo dnf install python3-tkinter"),
    ("arch", "sudo pacman -S tk"),
    ("suse opensuse sles", "sudo zypper install python3-tk"),
    ("alpine", "sudo apk add python3-tkinter"),
    ("void", "sudo xbps-install python3-tkinter"),
    ("gentoo", "sudo USE=tk emerge dev-lang/python"),
)


def without_tk(platform: str = sys.platform, os_release: Optional[str] = None) -> str:
    """Return the sentence for a Python that has no tkinter; `os_release` is the text of os-release(5)."""
    return f"The window needs Tk, which this Python lacks. {_how_to_install(platform, os_release)} {INSTEAD}"


def without_display(reason: str, platform: str = sys.platform) -> str:
    """Return the sentence for a Tk that found no screen; `reason` is what Tk said."""
    remedy = "Start it from your desktop, or over ssh with: ssh -X."
    if platform in ("win32", "darwin"):
        remedy = "Log in to the desktop of this computer and start it there."
    return "The window needs a screen, and there is none here ({}). {} {}".format(reason.rstrip("."), remedy, INSTEAD)


def _how_to_install(platform: str, os_release: Optional[str]) -> str:
    if platform == "win32":
        return "Run Python’s installer again, choose Modify, and turn on “tcl/tk and IDLE”."
    if platform == "darwin":
        return "Install it with: brew install python-tk@{}.{}".format(*sys.version_info[:2]) + "."
    found = _fields(_read_os_release() if os_release is None else os_release)
    family = set((found.get("ID", "") + " " + found.get("ID_LIKE", "")).lower().split())
    for names, command in _TK_PACKAGES:
        if any(word.split("-")[0] in names.split() for word in family):
            return f"Install it with: {command}."
    return "Install the package of your system that is named python3-tk, python3-tkinter or tk."


def _fields(text: str) -> Dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines())
    return {name.strip(): value.strip().strip("\"'") for name, equals, value in pairs if equals}


def _read_os_release() -> str:
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            continue
    return ""
