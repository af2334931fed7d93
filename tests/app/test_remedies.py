"""The sentences for a computer that can't open the window."""

import pytest

from app.remedies import without_display, without_tk


@pytest.mark.parametrize("os_release, command", [
    ('ID=ubuntu\nID_LIKE=debian\n', "sudo apt install python3-tk."),
    ('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt install python3-tk."),
    ("ID=fedora\n", "sudo dnf install python3-tkinter."),
    ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install python3-tkinter."),
    ("ID=arch\n", "sudo pacman -S tk."),
    ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', "sudo zypper install python3-tk."),
    ("ID=alpine\n", "sudo apk add python3-tkinter."),
    ("", "python3-tk, python3-tkinter or tk"),
])
def test_the_package_of_this_system_is_named(os_release: str, command: str) -> None:
    """What to type is that of the distribution, or of the one it comes from."""
    sentence = without_tk("linux", os_release)
    assert command in sentence
    assert sentence.endswith("python3 chat_client.py")


def test_macos_and_windows_have_their_own_ways() -> None:
    """Homebrew on macOS, Python's installer on Windows."""
    assert "brew install python-tk@3." in without_tk("darwin", "")
    assert "tcl/tk" in without_tk("win32", "")


def test_without_a_screen_there_is_the_terminal() -> None:
    """The sentence gives Tk's reason, and names the client for the command line."""
    sentence = without_display("no display name and no $DISPLAY environment variable", "linux")
    assert "no $DISPLAY" in sentence
    assert sentence.endswith("python3 chat_client.py")
    assert "ssh" not in without_display("x", "win32")
