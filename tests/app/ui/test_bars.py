"""The header, the status line, the band and the confirmation, on a real screen."""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List

import pytest

from app.ui.banner import Banner
from app.ui.header import Header
from app.ui.palette import DARK, LIGHT
from app.ui.statusbar import NOT_CONNECTED, Status, StatusBar
from app.ui.theme import Theme
from app.ui.toast import Toast

Wait = Callable[[Callable[[], bool]], None]
ONLINE = Status("ok", "Connected to 192.168.1.20:12345", "Connected", False, "", "Hosting · 2 people")


@pytest.fixture
def theme(root: tk.Tk) -> Theme:
    """The light look at 100 %."""
    return Theme(root, LIGHT, scale=1.0)


def test_a_sentence_takes_the_place_of_the_connection_for_a_while(root: tk.Tk, theme: Theme, wait_until: Wait) -> None:
    """After its time, or when taken back, the connection stands there again."""
    bar = StatusBar(root, theme)
    bar.pack(side="bottom", fill="x")
    bar.show(ONLINE)
    assert bar.shown == ONLINE.text
    bar.say("The settings couldn’t be saved.", 0.05)
    assert bar.shown == "The settings couldn’t be saved."
    wait_until(lambda: bar.shown == ONLINE.text)


def test_the_status_line_works_without_a_mouse(root: tk.Tk, theme: Theme, wait_until: Wait) -> None:
    """Tab leads to the lock and to "Hosting", which shows, and Enter or the space bar does what a click does."""
    done: List[str] = []
    bar = StatusBar(root, theme, lambda: done.append("lock"), lambda: done.append("hosting"))
    bar.pack(side="bottom", fill="x")
    bar.show(ONLINE)
    root.update()
    for item, name in ((bar._lock, "lock"), (bar._hosting, "hosting")):
        item.focus_force()
        wait_until(lambda item=item: item.instate(["focus"]))
        assert ttk.Style(root).lookup(str(item.cget("style")), "background", ["focus"]) == theme.c["soft"]
        for key in ("<Return>", "<space>"):
            item.event_generate(key)
            assert done.pop() == name
    assert bar._left.tk_focusNext() is bar._lock and bar._lock.tk_focusNext() is bar._hosting


def test_a_narrow_status_line_is_short(root: tk.Tk, theme: Theme) -> None:
    """It says that one is connected, and leaves out where."""
    bar = StatusBar(root, theme)
    bar.pack(side="bottom", fill="x")
    bar.show(ONLINE)
    bar.set_small(True)
    assert bar.shown == "Connected"
    bar.show(NOT_CONNECTED)
    assert bar.shown == "Not connected"


def test_the_lock_is_open_where_nothing_is_encrypted(root: tk.Tk, theme: Theme) -> None:
    """The words stand beside the open lock, and only while connected."""
    bar = StatusBar(root, theme)
    bar.pack(side="bottom", fill="x")
    bar.show(ONLINE)
    assert "Not encrypted" in bar._lock["text"]
    assert bar._lock.winfo_manager()
    bar.show(NOT_CONNECTED)
    assert not bar._lock.winfo_manager()


def test_a_long_topic_is_cut_to_its_room(root: tk.Tk, theme: Theme, wait_until: Wait) -> None:
    """The header keeps its height, and the topic ends in an ellipsis; a wide one shows it whole."""
    header = Header(root, theme, lambda: None, lambda: None, lambda: None, lambda: None)
    header.pack(fill="x")
    header.show("room", "#design", "word " * 60, True)
    wait_until(lambda: str(header._words["text"]).endswith("…"))
    assert header.winfo_height() == 56
    header.show("room", "#design", "Short", True)
    wait_until(lambda: str(header._words["text"]) == "Short")


def test_a_topic_with_emoji_can_be_shown_everywhere(root: tk.Tk, theme: Theme) -> None:
    """Where the screen can't draw one, a stranger's topic is spelled out instead of ending the program."""
    theme.emoji_safe = False
    header = Header(root, theme, lambda: None, lambda: None, lambda: None, lambda: None)
    header.pack(fill="x")
    header.show("room", "#party", "Cake at noon \U0001f382", True)
    root.update()
    assert str(header._words["text"]).startswith("Cake at noon :")


def test_tab_goes_through_the_header_as_one_reads(root: tk.Tk, theme: Theme) -> None:
    """From left to right, though they are packed from the right."""
    header = Header(root, theme, print, print, print, print)
    header.pack(fill="x")
    header.show_order(True)
    header.show("room", "#den", "", True)
    root.update()
    buttons = [header.order_button]
    while len(buttons) < 4:
        buttons.append(buttons[-1].tk_focusNext())
    places = [button.winfo_x() for button in buttons]
    assert places == sorted(places) and buttons[-1] is header.people_button


def test_a_small_header_has_the_menu_button(root: tk.Tk, theme: Theme) -> None:
    """In a narrow window the rooms are reached by a button, and the topic is left out."""
    pressed: List[str] = []
    header = Header(root, theme, lambda: pressed.append("menu"), lambda: pressed.append("people"),
                    lambda: pressed.append("bell"), lambda: pressed.append("search"))
    header.pack(fill="x")
    header.show("room", "#design", "Topic", True)
    root.update()
    assert not header.menu_button.winfo_ismapped()
    header.set_small(True)
    root.update()
    header.menu_button.invoke()
    header.people_button.invoke()
    assert pressed == ["menu", "people"]
    assert not header._words.winfo_ismapped()


def test_the_band_keeps_its_place_and_does_what_it_offers(root: tk.Tk, theme: Theme) -> None:
    """Shown above the messages; new words change nothing but the words; hidden it takes no room."""
    below = ttk.Frame(root, height=100)
    below.pack(fill="x")
    tried: List[int] = []
    band = Banner(root, theme, below)
    band.show("Trying again in 5 s…", "Try now", lambda: tried.append(1))
    root.update()
    place = band.winfo_y(), band.winfo_height()
    assert below.winfo_y() > band.winfo_y()
    band.show("Trying again in 4 s…", "Try now", lambda: tried.append(2))
    root.update()
    assert (band.winfo_y(), band.winfo_height()) == place
    band.button.invoke()
    assert tried == [2]
    band.hide()
    root.update()
    assert (band.text, below.winfo_y()) == ("", 0)


def test_a_confirmation_replaces_the_one_before(root: tk.Tk, theme: Theme) -> None:
    """There is one at a time, and it can be taken away."""
    toast = Toast(root, theme)
    toast.show("Copied")
    toast.show("Address copied")
    root.update()
    assert toast.text == "Address copied"
    assert len([child for child in root.winfo_children() if isinstance(child, ttk.Frame)]) == 1
    toast.hide()
    assert toast.text == ""


def test_the_bars_follow_zoom_and_theme(root: tk.Tk, theme: Theme) -> None:
    """Heights grow with the zoom, and colours change with the palette."""
    bar = StatusBar(root, theme)
    bar.pack(side="bottom", fill="x")
    bar.show(ONLINE)
    root.update()
    assert bar.winfo_height() == 26
    theme.apply(palette=DARK, zoom=2.0)
    root.update()
    assert bar.winfo_height() == 52
    assert str(bar._lock["foreground"]) == DARK["warn_text"]
