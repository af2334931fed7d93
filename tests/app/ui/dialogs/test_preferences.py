"""The preferences on a real window: each control is in force at once, is kept, and shows what is in force."""

import gc
from typing import Callable, Dict, Iterator, List, Tuple

import pytest

from app.client import Client
from app.conversations import Line
from app.settings import SavedServer, Server, load
from app.ui.dialogs.preference_pages import PAGES
from app.ui.dialogs.preferences import PreferencesDialog
from app.ui.menus import menu
from app.ui.notices import Notice
from app.ui.window import ChatWindow
from tests.app.ui.dialogs.driver import press, pump_until, shown, tab_stops, texts
from tests.app.ui.test_window import opened

HERE, THERE = SavedServer("studio.lan", 12345, "Alex", "", "Studio"), SavedServer("10.0.0.9", 6667)


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window without a network, with a few lines in its pane; what it tells is kept in `told`."""
    made = opened()
    made.told = []
    made.notices.tell = made.told.append
    said = [Line(number, kind, "Mara", "hello", 1000.0 + number) for number, kind in enumerate(("join", "message"))]
    made.transcript.show(said)
    yield made
    made.quit()
    gc.collect()


@pytest.fixture
def root(window: ChatWindow) -> object:
    """The window's own root, for what else these tests share."""
    return window.root


def page(window: ChatWindow, key: str) -> PreferencesDialog:
    """The open dialog, at one of its pages."""
    window.actions.ask_preferences(key)
    return shown(window.actions.preferences)


def use(dialog: PreferencesDialog, name: str) -> None:
    """Use a control as a click on it does, and let what follows happen."""
    dialog.form.controls[name].invoke()
    dialog.window.update()


def text_of(window: ChatWindow) -> str:
    """What the pane shows."""
    return window.transcript.text.get("1.0", "end")


def test_the_key_opens_them(window: ChatWindow) -> None:
    """Ctrl+, and the Chat menu lead there; each page is reached by the keyboard and has its title."""
    assert any(entry is not None and entry.action == "preferences" for entry in menu("Chat").entries)
    window.root.event_generate("<Control-KeyPress>", keysym="comma")
    dialog = shown(window.actions.preferences)
    titles: List[str] = []
    for each in PAGES:
        press(dialog, "<Return>", "<Down>")
        titles.append(next(texts(dialog.form.frame)))
        assert each.title in titles
    press(dialog, "<Escape>")
    assert dialog.closed


def whatever(window: ChatWindow) -> bool:
    """Of a setting that is read when it is needed there is nothing to see at once."""
    return True


# the control, the setting and its new value, and how it shows
CONTROLS: Dict[str, List[Tuple[str, str, object, Callable[[ChatWindow], object]]]] = {
    "appearance": [
        ("theme=dark", "theme", "dark", lambda window: window.look.is_dark),
        ("theme=system", "theme", "system", lambda window: not window.look.is_dark),
        ("compact=compact", "compact", True, lambda window: "\tMara\thello" in text_of(window)),
        ("pictures", "pictures", False, lambda window: len(window.transcript.text.image_names()) < 4),
        ("clock", "clock", "12", lambda window: "M\t" in text_of(window)),
        ("colour_names", "colour_names", False, lambda window: {
            window.transcript.text.tag_cget(f"n{hue}", "foreground") for hue in range(10)} == {window.theme.c["text"]}),
        ("more_contrast", "more_contrast", True, lambda window: window.theme.c["text3"] == window.theme.c["text2"]),
    ],
    "notifications": [
        ("do_not_disturb", "do_not_disturb", True, lambda window: window.presence.is_quiet),
        ("notify_rooms=all", "notify_rooms", "all", whatever),
        ("notify_popup", "notify_popup", False, whatever),
        ("notify_sound", "notify_sound", False, whatever),
        ("notify_mark", "notify_mark", False, whatever),
    ],
    "messages": [
        ("joins=hidden", "joins", "hidden", lambda window: "joined" not in text_of(window)),
        ("show_typing", "show_typing", False, whatever),
    ],
    "privacy": [
        ("send_typing", "send_typing", False, whatever),
        ("notify_text", "notify_text", False, whatever),
    ],
}


@pytest.mark.parametrize("where", sorted(CONTROLS))
def test_a_control_is_in_force_at_once(window: ChatWindow, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """It changes what is stored and what the window shows, and the page shows it when it is opened again."""
    monkeypatch.setenv("LC_ALL", "C")
    dialog = page(window, where)
    for control, setting, value, is_in_force in CONTROLS[where]:
        use(dialog, control)
        assert getattr(load().settings, setting) == value
        assert is_in_force(window), control
    dialog.close()
    controls = page(window, where).form.controls
    for control, _, value, _ in CONTROLS[where]:
        if not control.startswith("theme="):
            assert controls[control].instate(["selected"]) == ("=" in control or value is True), control


def test_the_size_of_the_text(window: ChatWindow) -> None:
    """The slider is drawn anew with everything else when it is let go, and keeps the keyboard."""
    dialog = page(window, "appearance")
    slider = dialog.form.controls["zoom"]
    slider.focus_set()
    slider.set(151.9)
    assert window.theme.zoom == 1.0
    slider.event_generate("<ButtonRelease-1>")
    dialog.window.update()
    assert (window.theme.zoom, load().settings.zoom) == (1.5, 150)
    anew = dialog.form.controls["zoom"]
    assert anew is not slider and dialog.window.focus_get() is anew and "150 %" in list(texts(dialog.form.frame))
    press(dialog, "<Left>")
    assert load().settings.zoom == 140


def test_the_size_on_this_screen(window: ChatWindow) -> None:
    """What the screen says can be overridden, and is used again when that is chosen."""
    dialog = page(window, "appearance")
    for place, scale in ((4, 1.5), (0, 1.0)):
        box = dialog.form.controls["scale"]
        box.current(place)
        box.event_generate("<<ComboboxSelected>>")
        dialog.window.update()
        assert window.theme.scale == scale
    assert load().settings.scale == 0


def test_arrow_keys_choose(window: ChatWindow) -> None:
    """Tab stops once at a set of choices; the arrow keys move and choose."""
    dialog = page(window, "messages")
    stops = tab_stops(dialog)
    assert [name for name, control in dialog.form.controls.items() if control in stops] == [
        "joins=folded", "show_typing"]
    dialog.form.controls["joins=folded"].focus_set()
    press(dialog, "<Right>")
    assert load().settings.joins == "hidden"
    press(dialog, "<Right>")
    assert load().settings.joins == "shown"


def test_the_name(window: ChatWindow) -> None:
    """A good one is kept when one is done with the field; with a bad one the field says why, and the old one stays."""
    dialog = page(window, "general")
    entry = dialog.form.controls["username"]
    entry.field.value = "Alexandra"
    entry.focus_set()
    press(dialog, "<Return>")
    assert load().settings.username == "Alexandra"
    entry.field.value = "no good"
    press(dialog, "<Return>")
    assert entry.instate(["invalid"]) and "without spaces" in entry.field.note.error
    assert load().settings.username == "Alexandra"


def test_keywords(window: ChatWindow) -> None:
    """They are taken over when the dialog is closed, and are in force for the open conversations."""
    dialog = page(window, "notifications")
    dialog.form.controls["keywords"].field.value = " release,  build  bot ,,"
    dialog.close()
    assert load().settings.keywords == ("release", "build bot")
    assert window.conversations.keywords == ("release", "build bot")
    dialog = page(window, "notifications")
    assert dialog.form.controls["keywords"].field.value == "release, build bot"
    dialog.form.controls["keywords"].field.value = ",".join("x" * number for number in range(60))
    dialog.form.commit()
    assert "Keep 50" in dialog.form.controls["keywords"].field.note.error


def test_the_example(window: ChatWindow) -> None:
    """It is told in the ways that are turned on."""
    dialog = page(window, "notifications")
    use(dialog, "notify_sound")
    use(dialog, "example")
    assert window.told == [Notice("Mara", window.told[0].body, True, False, True)]


def test_saved_servers(window: ChatWindow) -> None:
    """Each can be connected at the start, renamed and forgotten; the rows follow."""
    window.preferences.change(servers=(HERE, THERE), recent=(Server("10.0.0.9", 6667),))
    dialog = page(window, "general")
    assert {"Studio", "studio.lan:12345 · Alex", "10.0.0.9:6667"} <= set(texts(dialog.form.frame))
    use(dialog, "connect studio.lan:12345")
    assert load().settings.servers == (HERE._replace(connect_at_start=True), THERE)
    use(dialog, "rename 10.0.0.9:6667")
    ask = next(child for child in dialog.window.winfo_children() if child.winfo_class() == "Toplevel")
    pump_until(ask, ask.winfo_viewable, "the question appears")
    field = ask.focus_lastfor()
    field.insert("end", "Workshop")
    field.focus_force()
    ask.update()
    field.event_generate("<Return>")
    dialog.window.update()
    assert load().settings.servers[1].name == "Workshop" and "Workshop" in list(texts(dialog.form.frame))
    use(dialog, "forget 10.0.0.9:6667")
    assert (load().settings.servers, load().settings.recent) == ((HERE._replace(connect_at_start=True),), ())
    assert "Workshop" not in list(texts(dialog.form.frame))


def test_the_window_that_comes_next_has_it_all() -> None:
    """Layout, look and widths of the sides are those of the last window."""
    first = opened()
    first.look.set_manner(compact=True, joins="hidden")
    first.look.set_contrast(True)
    first.layout.left.width = 300
    first.layout.left.grip.event_generate("<ButtonRelease-1>")
    first.toggle_sidebar()
    first.quit()
    kept = load().settings
    again = opened(**{name: value for name, value in kept._asdict().items() if name != "unknown"})
    assert again.look.manner.compact and again.look.manner.joins == "hidden"
    assert again.theme.c.name == "light-contrast" and again.layout.left.width == 300
    assert not again.layout.shows_sidebar
    again.quit()
    assert isinstance(again.client, Client)
