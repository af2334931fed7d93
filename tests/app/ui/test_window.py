"""The window on a real screen without a network: its first screen, regions at every width, menus, keys and settings."""

import tkinter as tk
from typing import Callable, Iterator, List

import pytest

from app.client import Client
from app.settings import Settings, load
from app.ui.appearance import SystemAppearance
from app.ui.geometry import parse_geometry
from app.ui.menus import MENUS
from app.ui.preferences import Preferences
from app.ui.shortcuts import SHORTCUTS
from app.ui.window import ChatWindow
from tests.support import pump_until


def opened(**settings: object) -> ChatWindow:
    """A window on the screen, with the keyboard."""
    root = tk.Tk()
    root.withdraw()
    values = dict({"username": "Alex", "theme": "light"}, **settings)
    window = ChatWindow(root, Preferences(Settings(**values)), Client, SystemAppearance(command=()), scale=1.0)
    window.open()
    pump_until(root.winfo_viewable, root.update)
    root.focus_force()
    root.update()
    return window


@pytest.fixture
def window() -> Iterator[ChatWindow]:
    """A window that is closed when the test ends."""
    made = opened()
    yield made
    if not made.closed:
        made.quit()


def resize(window: ChatWindow, width: int, height: int = 600) -> None:
    """Give the window another size, and wait until it has it."""
    window.root.geometry(f"{width}x{height}")
    pump_until(lambda: window.root.winfo_width() == width and window.root.winfo_height() == height, window.root.update)
    window.root.update()


def until(window: ChatWindow, condition: Callable[[], object]) -> None:
    """Let the window work until a condition holds."""
    pump_until(condition, window.root.update)


def test_the_first_screen_asks_for_a_name(window: ChatWindow) -> None:
    """Before the first connection there is a field with one's name and two ways to begin."""
    assert window.welcome.winfo_ismapped()
    assert window.welcome.nick == "Alex"
    assert window.statusbar.shown == "Not connected"
    assert window.root.title() == "IntranetChat"
    assert not window.composer.enabled


def test_a_bad_name_is_refused_at_the_field(window: ChatWindow) -> None:
    """The sentence stands under the field, and goes when the name is changed."""
    window.welcome.field.delete(0, "end")
    window.welcome.field.insert(0, "no good")
    window.welcome.join.invoke()
    assert "without spaces" in str(window.welcome.problem["text"])
    assert not window.joining.is_open
    window.welcome.field.insert("end", "x")
    assert window.welcome.field.instate(["!invalid"])


def test_the_first_screen_opens_the_dialogs(window: ChatWindow) -> None:
    """Join a server opens the connect dialog with the name that was typed, Start a server the other one."""
    window.welcome.field.delete(0, "end")
    window.welcome.field.insert(0, "Mara")
    window.welcome.join.invoke()
    assert window.joining.dialog.fields["username"].value == "Mara"
    window.joining.dialog.cancel()
    window.welcome.start.invoke()
    assert window.host.dialog.fields["username"].value == "Mara"
    window.host.dialog.close()


@pytest.mark.parametrize("width, sidebar, people, menus", [
    (1180, "beside", "beside", True), (800, "beside", "hidden", True), (500, "hidden", "hidden", False)])
def test_regions_give_way_as_the_window_narrows(window: ChatWindow, width: int, sidebar: str, people: str,
                                                menus: bool) -> None:
    """Below 960 the people go, below 620 the rooms and the menu row."""
    window.layout.has_people = True
    resize(window, width)
    assert (window.layout.left.place, window.layout.right.place) == (sidebar, people)
    assert bool(window.menu_row.winfo_manager()) == menus


def test_drawers_open_over_the_messages_and_close_by_escape(window: ChatWindow) -> None:
    """In a narrow window both lists slide over the messages; Esc takes them away."""
    window.layout.has_people = True
    resize(window, 500)
    window.actions.run("toggle-sidebar")
    assert window.layout.left.place == "drawer"
    window.actions.run("toggle-people")
    assert (window.layout.left.place, window.layout.right.place) == ("hidden", "drawer")
    window.actions.run("escape")
    assert window.layout.right.place == "hidden"


def test_a_click_beside_a_drawer_closes_it(window: ChatWindow) -> None:
    """The rest of the window is free to be clicked."""
    resize(window, 500)
    window.actions.run("toggle-sidebar")
    window.root.update()
    window.transcript.text.event_generate("<Button-1>", x=480, y=20, rootx=window.root.winfo_rootx() + 480,
                                          rooty=window.root.winfo_rooty() + 80)
    assert window.layout.left.place == "hidden"


def test_a_side_can_be_dragged_within_limits(window: ChatWindow) -> None:
    """The edge of the rooms follows the mouse, from 200 to 360 design pixels."""
    side, grip = window.layout.left, window.layout.left.grip
    for x, width in ((300, 300), (900, 360), (20, 200)):
        grip.event_generate("<B1-Motion>", rootx=side.frame.winfo_rootx() + x, rooty=300)
        window.root.update()
        assert side.frame.winfo_width() == width


def test_every_menu_entry_has_an_action(window: ChatWindow) -> None:
    """Each line of each menu can be asked whether it can be done, is in force, and is called."""
    for menu in MENUS:
        for entry in menu.entries:
            if entry is not None:
                assert isinstance(window.actions.is_enabled(entry.action), bool)
                assert isinstance(window.actions.is_checked(entry.action), bool)
                assert window.actions.label(entry)


def test_every_key_has_an_action(window: ChatWindow) -> None:
    """No chord of the table leads nowhere."""
    for shortcut in SHORTCUTS:
        assert isinstance(window.actions.is_enabled(shortcut.action), bool)


def test_what_cannot_be_done_is_disabled(window: ChatWindow) -> None:
    """Without a server there is nothing to stop, to copy, or to leave."""
    for action in ("stop-server", "copy-address", "disconnect", "close-conversation", "new-room"):
        assert not window.actions.run(action)
    assert window.actions.is_enabled("connect")


def test_the_menu_row_opens_and_walks(window: ChatWindow) -> None:
    """F10 opens the first menu, Right goes to the next, Esc closes and gives the keyboard back."""
    before = window.root.focus_get()
    window.root.event_generate("<F10>")
    window.root.update()
    assert window.popover.is_open
    window.root.event_generate("<Right>")
    window.root.update()
    assert str(window.menu_row.buttons["Edit"]["style"]) == "MenubarOpen.TButton"
    window.root.event_generate("<Escape>")
    window.root.update()
    assert not window.popover.is_open
    assert window.root.focus_get() is before


def test_a_narrow_window_shows_its_menus_while_they_are_open(window: ChatWindow) -> None:
    """F10 brings the row, and it goes when the menu closes."""
    resize(window, 500)
    window.actions.run("open-menu")
    window.root.update()
    assert window.menu_row.winfo_ismapped()
    window.popover.close()
    until(window, lambda: not window.menu_row.winfo_manager())


def test_the_look_is_remembered(window: ChatWindow) -> None:
    """Theme and size of the text change at once and are in the settings file."""
    window.actions.run("dark")
    window.actions.run("larger")
    assert window.look.is_dark
    assert window.theme.zoom == pytest.approx(1.1)
    saved = load().settings
    assert (saved.theme, saved.zoom) == ("dark", 110)
    assert window.actions.is_checked("dark")
    window.actions.run("actual-size")
    assert load().settings.zoom == 100


def test_it_follows_the_desktop() -> None:
    """As the system: the palette is the one the desktop answers, and changes with it."""
    appearance = SystemAppearance(command=())
    appearance.dark = True
    root = tk.Tk()
    root.withdraw()
    window = ChatWindow(root, Preferences(Settings(theme="system")), Client, appearance, scale=1.0)
    assert window.look.is_dark
    appearance.dark = False
    window.look.follow()
    assert not window.look.is_dark
    window.quit()


def test_the_size_is_remembered(window: ChatWindow) -> None:
    """The next window has the size of the last one."""
    resize(window, 900, 700)
    window.quit()
    again = opened(geometry=load().settings.geometry)
    until(again, lambda: again.root.winfo_width() == 900 and again.root.winfo_height() == 700)
    again.quit()


def test_a_window_off_the_screen_comes_back() -> None:
    """A place that this screen does not have is forgotten."""
    window = opened(geometry="900x700+9000+9000")
    assert window.root.winfo_rootx() < window.root.winfo_screenwidth()
    window.quit()


@pytest.mark.parametrize("text, found", [
    ("1180x760+40+50", [1180, 760, 40, 50]), ("1180x760+-4+50", [1180, 760, -4, 50]), ("", None), ("axb+1+2", None)])
def test_geometry_is_read(text: str, found: object) -> None:
    """As Tk writes it; anything else is none."""
    assert parse_geometry(text) == found


def test_an_error_in_a_callback_is_said_in_a_sentence(window: ChatWindow, logged_errors: object) -> None:
    """The person sees one sentence; the traceback is in the log."""
    window.root.after(0, lambda: 1 // 0)
    until(window, lambda: "Something went wrong" in window.statusbar.shown)
    assert logged_errors.take() == ["A callback of the window failed"]


def test_typing_beside_the_field_goes_into_it(window: ChatWindow) -> None:
    """With the keyboard on the messages, a letter is written where one writes."""
    window.welcome.place_forget()
    window.composer.show("", [], "Message")
    window.transcript.text.focus_force()
    window.root.update()
    window.transcript.text.event_generate("<KeyPress>", keysym="h")
    window.root.update()
    assert window.composer.draft == "h"
    assert window.root.focus_get() is window.composer.text


def test_emacs_keys_of_the_text_widget_are_ours(window: ChatWindow) -> None:
    """Ctrl+O connects instead of opening a line in the text."""
    window.welcome.place_forget()
    window.composer.show("", [], "Message")
    window.composer.text.focus_force()
    window.root.update()
    window.composer.text.event_generate("<Control-KeyPress>", keysym="o")
    assert window.joining.is_open
    assert window.composer.draft == ""
    window.joining.dialog.cancel()


def test_f6_goes_round_the_regions(window: ChatWindow) -> None:
    """Each press gives the keyboard to the next region that can be seen, and at the end to the first."""
    window.welcome.place_forget()
    window.composer.focus_field()
    window.root.update()
    seen: List[object] = []
    for _ in range(3):
        window.actions.run("next-region")
        window.root.update()
        seen.append(window.root.focus_get())
    assert seen == [window.sidebar.list, window.transcript.text, window.composer.text]


def test_a_paste_into_the_first_screen_comes_once(window: ChatWindow) -> None:
    """The window's own Ctrl+V and the entry's don't both paste."""
    window.welcome.field.focus_force()
    window.welcome.field.delete(0, "end")
    window.root.clipboard_clear()
    window.root.clipboard_append("Mara")
    window.root.update()
    window.welcome.field.event_generate("<Control-KeyPress>", keysym="v")
    assert window.welcome.nick == "Mara"


def test_copy_works_under_a_cyrillic_layout(window: ChatWindow) -> None:
    """Ctrl and the key where C is, under a layout whose letter there is another one, copies the selection."""
    if window.system != "x11":
        pytest.skip("key codes of X11")
    window.welcome.field.focus_force()
    window.welcome.field.selection_range(0, "end")
    window.root.clipboard_clear()
    window.root.update()
    event = tk.Event()
    event.keysym, event.keycode, event.state = "Cyrillic_es", 54, 0x4
    event.char, event.widget = "", window.welcome.field
    assert window.keyboard.pressed(event) == "break"
    assert window.root.clipboard_get() == "Alex"


def test_nobody_listening_is_said_in_the_dialog(window: ChatWindow) -> None:
    """A refused connection shows at the address, in the dialog, which stays open."""
    from app.ui.dialogs.connect import ConnectValues
    window.joining.begin(ConnectValues("127.0.0.1", 1, "Alex"))
    until(window, lambda: window.joining.is_open and window.joining.dialog.fields["host"].note.error)
    assert "Nothing answers at 127.0.0.1:1" in window.joining.dialog.fields["host"].note.error
    window.joining.dialog.cancel()
