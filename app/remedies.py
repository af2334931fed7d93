"""What to type on which system: where the window can't open, and where a firewall keeps others from a server.
Sentences only: nothing is printed or installed here.
"""

import sys
from typing import Dict, NamedTuple, Optional, Tuple

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
_MACOS_FIREWALL = "/usr/libexec/ApplicationFirewall/socketfilterfw"
_MACOS_APP = "/Applications/IntranetChat.app"


class Command(NamedTuple):
    """A line to type on a computer of one system."""

    label: str  # of the system, for people
    platform: str  # of the system, as in sys.platform
    text: str


def firewall_commands(port: int) -> Tuple[Command, ...]:
    """The lines that let others come in at `port`, to type on the computer that hosts, as its administrator."""
    windows = f'name="IntranetChat" dir=in action=allow protocol=TCP localport={port} profile=private'
    firewalld = f"sudo firewall-cmd --add-port={port}/tcp --permanent && sudo firewall-cmd --reload"
    macos = " && ".join(f"sudo {_MACOS_FIREWALL} --{deed} {_MACOS_APP}" for deed in ("add", "unblockapp"))
    return (
        Command("Windows", "win32", "netsh advfirewall firewall add rule " + windows),
        Command("macOS", "darwin", macos),
        Command("ufw", "linux", f"sudo ufw allow {port}/tcp"),
        Command("firewalld", "linux", firewalld),
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
