"""Where the app keeps its files on each system."""
import os
import sys

import pytest

from app import paths


@pytest.mark.parametrize("platform, environ, folder", [
    ("linux", {}, "~/.config/intranetchat"),
    ("linux", {"XDG_CONFIG_HOME": "/srv/settings"}, "/srv/settings/intranetchat"),
    ("linux", {"XDG_CONFIG_HOME": "relative"}, "~/.config/intranetchat"),
    ("darwin", {"XDG_CONFIG_HOME": "/srv/settings"}, "~/Library/Application Support/IntranetChat"),
    ("win32", {"APPDATA": "/C/Roaming"}, "/C/Roaming/IntranetChat"),
    ("win32", {}, "~/AppData/Roaming/IntranetChat"),
])
def test_config_folder(platform, environ, folder):
    """Settings stand where the system wants them; a relative XDG folder doesn't count."""
    assert paths.config_folder(platform, environ) == os.path.normpath(os.path.expanduser(folder))


@pytest.mark.parametrize("platform, environ, folder", [
    ("linux", {}, "~/.local/share/intranetchat"),
    ("linux", {"XDG_DATA_HOME": "/srv/data"}, "/srv/data/intranetchat"),
    ("darwin", {}, "~/Library/Application Support/IntranetChat"),
    ("win32", {"LOCALAPPDATA": "/C/Local"}, "/C/Local/IntranetChat"),
])
def test_data_folder(platform, environ, folder):
    """Data stands apart from the settings where the system keeps them apart."""
    assert paths.data_folder(platform, environ) == os.path.normpath(os.path.expanduser(folder))


@pytest.mark.parametrize("platform, environ, file", [
    ("linux", {"XDG_STATE_HOME": "/srv/state"}, "/srv/state/intranetchat/log.txt"),
    ("darwin", {}, "~/Library/Logs/IntranetChat/log.txt"),
    ("win32", {"LOCALAPPDATA": "/C/Local"}, "/C/Local/IntranetChat/log.txt"),
])
def test_log_file(platform, environ, file):
    """The log stands where the system keeps logs."""
    assert paths.log_file(platform, environ) == os.path.normpath(os.path.expanduser(file))


def test_assets_stand_beside_the_app():
    """From the sources, assets/ is found from any working folder."""
    assert paths.asset("icons/icon.png") == os.path.join(os.path.dirname(os.path.dirname(paths.__file__)),
                                                         "assets", "icons", "icon.png")


def test_assets_of_a_packaged_build(monkeypatch):
    """A packaged build has its assets where PyInstaller unpacked them."""
    monkeypatch.setattr(sys, "_MEIPASS", "/unpacked", raising=False)
    assert paths.asset("icon.png") == os.path.join("/unpacked", "assets", "icon.png")


def test_folders_are_private(tmp_path):
    """A folder is made with those above it, for this person alone, and making it again is no error."""
    folder = tmp_path / "a" / "b"
    paths.make_folder(str(folder))
    paths.make_folder(str(folder))
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0
