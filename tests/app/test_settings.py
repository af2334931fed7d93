"""Settings: what is kept, what is replaced by a default, and what happens to a damaged file."""
import json
import os

import pytest

from app import settings
from app.settings import RoomLevel, SavedServer, Server, Settings
from server.wire.names import valid_nick


@pytest.fixture
def path(tmp_path):
    """A settings file that is not there yet, in a folder that is not there yet."""
    return str(tmp_path / "new" / "settings.json")


def write(path, text):
    os.makedirs(os.path.dirname(path))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def test_no_file_means_defaults(path):
    """On the first start there are only defaults, and no complaint."""
    assert settings.load(path) == (Settings(), "")


def test_saved_settings_come_back(path):
    """What was saved is read again, names in every script and the recent servers included."""
    saved = settings.remember(Settings(theme="dark", zoom=125, clock="12"), Server("büro.local", 6667, "Zoë"))
    settings.save(saved, path)
    assert settings.load(path) == (saved, "")
    assert settings.load(path).settings.host == "büro.local"


def test_saved_servers_come_back_in_their_order(path):
    """What the sidebar needs is read again; a server is kept in its place, and forgotten with its recent entry."""
    one, two = SavedServer("a", 1, "Ann", "Studio", "", ("#x", "#y"), True), SavedServer("b", 2)
    chosen = settings.remember(settings.keep(settings.keep(Settings(), one), two), Server("a", 1))
    chosen = settings.keep(chosen, one._replace(rooms=("#z",)))
    settings.save(chosen, path)
    assert settings.load(path).settings.servers == (one._replace(rooms=("#z",)), two)
    forgotten = settings.forget(chosen, "a", 1)
    assert (forgotten.servers, forgotten.recent) == ((two,), ())


def test_levels_of_conversations_come_back(path):
    """Each conversation has one level of its own at most; the usual is not written, and a wrong one is the usual."""
    office, home = RoomLevel("a", 1, "#x", "nothing"), RoomLevel("b", 2, "ann", "all")
    chosen = settings.set_level(settings.set_level(Settings(keywords=("lunch",)), office), home)
    chosen = settings.set_level(chosen, office._replace(level="all"))
    settings.save(chosen, path)
    assert settings.load(path).settings.levels == (home, office._replace(level="all"))
    assert settings.load(path).settings.keywords == ("lunch",)
    assert settings.set_level(chosen, home._replace(level="")).levels == (office._replace(level="all"),)
    assert settings.from_json({"levels": [{"host": "a", "target": "#x", "level": "loud"}]}).levels[0].level == ""
    assert settings.forget(chosen, "a", 1).levels == (home,)


def test_unknown_keys_are_kept(path):
    """What a newer version wrote survives being saved by this one."""
    write(path, '{"theme": "light", "future": {"a": [1, 2]}}')
    settings.save(settings.load(path).settings._replace(theme="dark"), path)
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    assert found["future"] == {"a": [1, 2]} and found["theme"] == "dark" and "unknown" not in found


@pytest.mark.parametrize("name, value", [
    ("port", 0), ("port", 65536), ("port", "12345"), ("port", True), ("port", 12345.0), ("zoom", 79), ("zoom", 1000),
    ("theme", "pink"), ("theme", None), ("host", 5), ("pictures", 1), ("pictures", "no"), ("clock", "13"),
    ("sidebar_width", 20), ("scale", 5), ("joins", True), ("keywords", "ann"), ("keywords", [1, ""]),
    ("levels", [{"host": 1}]), ("host_audience", "all"), ("servers", [3, {"host": 1}, {"port": 5}]), ("servers", {}),
    ("recent", "localhost"), ("unknown", [["a", 1]]), ("recent", [1, {}, {"host": ""}, {"host": "a", "port": 0}]),
])
def test_wrong_values_become_defaults(name, value):
    """A value of the wrong kind, or beyond its limits, is replaced by the default; the rest stays."""
    found = settings.from_json({name: value, "username": "Ann"})
    assert getattr(found, name) == getattr(Settings(), name)
    assert found.username == "Ann"


def test_a_wrong_part_of_a_saved_server_is_left_out():
    """The address is what counts; whatever else is of the wrong kind is as if it weren't there."""
    written = {"host": "a", "rooms": ["#x", 5, ""], "connect_at_start": "yes", "name": 3}
    found = settings.from_json({"servers": [written]})
    assert found.servers == (SavedServer("a", rooms=("#x",)),)


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"host": "a"', "[" * 100000])
def test_a_damaged_file_is_set_aside(path, text):
    """What can't be read is kept under another name, and a sentence says where."""
    write(path, text)
    loaded = settings.load(path)
    kept, = os.listdir(os.path.dirname(path))
    assert loaded.settings == Settings()
    assert kept.startswith("settings.json.broken-") and kept in loaded.problem
    with open(os.path.join(os.path.dirname(path), kept), encoding="utf-8") as file:
        assert file.read() == text


def test_bytes_that_are_no_text_are_set_aside(path):
    """A file that is not UTF-8 is treated as damaged."""
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(b"\xff\xfe\x00{")
    assert "A copy was kept" in settings.load(path).problem


def test_a_folder_in_the_way_is_a_sentence(tmp_path):
    """What can't be opened at all is left alone, and said."""
    loaded = settings.load(str(tmp_path))
    assert loaded.settings == Settings() and loaded.problem.startswith("The settings couldn’t be read (")


def test_a_failed_save_leaves_the_old_file(path, monkeypatch):
    """When the new file can't take the old one's place, the old one stays whole and nothing is left lying about."""
    settings.save(Settings(username="Ann"), path)

    def refuse(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        settings.save(Settings(username="Bob"), path)
    assert os.listdir(os.path.dirname(path)) == ["settings.json"]
    assert settings.load(path).settings.username == "Ann"


def test_the_readme_tells_each_setting():
    """Who opens the file finds every key of it in the README."""
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "README.md"), encoding="utf-8") as file:
        readme = file.read()
    assert [name for name in Settings._fields if name != "unknown" and f"`{name}`" not in readme] == []


def test_the_latest_server_comes_first():
    """A server that was used again moves up, and only ten are remembered."""
    chosen = Settings()
    for number in range(12):
        chosen = settings.remember(chosen, Server(f"host{number}"))
    chosen = settings.remember(chosen, Server("host5", username="Ann"))
    assert [server.host for server in chosen.recent[:3]] == ["host5", "host11", "host10"]
    assert len(chosen.recent) == settings.MAX_RECENT
    assert (chosen.host, chosen.username) == ("host5", "Ann")


@pytest.mark.parametrize("login, nick", [
    ("ann", "ann"), ("Ann Lee", "Ann_Lee"), ("CORP\\ann", "CORP\\ann"), ("42bob", "bob"), ("a@b:c", "abc"),
    ("Зоя", "Зоя"), ("12345", "guest"), ("\u202eevil", "evil"), ("x" * 99, "x" * 32), ("e\u0301va", "éva"),
])
def test_the_login_name_is_made_valid(login, nick):
    """Every login name becomes a nick that a server takes."""
    assert settings.login_name(login) == nick
    assert valid_nick(nick)


def test_an_account_without_a_name(monkeypatch):
    """Where the system knows no login name, there still is a nick."""
    def fail():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(settings.getpass, "getuser", fail)
    assert settings.login_name() == "guest"
