"""Whether the person's desktop is set to light or dark, asked of the system without making the window wait.
Windows answers from the registry at once; macOS and Linux by a small program that runs beside the start of the window.
"""

import subprocess
import sys
from typing import Optional, Tuple

ASK = {
    "darwin": ("defaults", "read", "-g", "AppleInterfaceStyle"),  # "Dark", or an error when it is light
    "linux": ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme"),  # 'prefer-dark'; KDE keeps it too
}
_WINDOWS_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


class SystemAppearance:
    """One question to the system at a time; the owner's thread only."""

    def __init__(self, platform: str = sys.platform, command: Optional[Tuple[str, ...]] = None) -> None:
        self._platform = platform
        self._command = command or ASK.get(platform)
        self._asked: Optional[subprocess.Popen] = None
        self.dark = False  # the latest answer; light until one has come

    def ask(self) -> None:
        """Begin to ask; a question that is still open goes on."""
        if self._platform == "win32":
            self.dark = _windows_is_dark()
        elif self._command and self._asked is None:
            try:
                self._asked = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                               stderr=subprocess.DEVNULL)
            except OSError:
                self._command = None  # no such program here: nothing to ask, now or later

    @property
    def waiting(self) -> bool:
        """Whether a question is still open."""
        return self._asked is not None

    def answer(self, timeout: float = 0.0) -> bool:
        """Return whether it is dark, after waiting for the answer for at most `timeout` seconds."""
        if self._asked is None:
            return self.dark
        try:
            self._asked.wait(timeout)  # its answer is one word, which the pipe holds until then
        except subprocess.TimeoutExpired:
            return self.dark
        said = self._asked.communicate()[0]
        self._asked = None
        self.dark = b"dark" in said.lower()
        return self.dark

    def close(self) -> None:
        """Forget an open question."""
        if self._asked is not None:
            self._asked.kill()
            self._asked.communicate()
            self._asked = None


def _windows_is_dark() -> bool:
    import winreg
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _WINDOWS_KEY) as key:
            return not winreg.QueryValueEx(key, "AppsUseLightTheme")[0]
    except OSError:
        return False
