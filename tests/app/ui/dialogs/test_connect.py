"""The connect dialog, driven as a person does."""

import tkinter as tk
from typing import List, Optional

import pytest

from app import address
from app.ui import nearby
from app.ui.dialogs.connect import ConnectDialog, ConnectValues, Recent
from app.ui.palette import DARK, LIGHT
from app.ui.theme import Theme
from server import discovery
from server.announcement import Announcement
from server.nearby import FoundServer
from tests.app.ui.dialogs.driver import errors, fill, move_to, press, pump_until, shown, tab_stops, texts

INITIAL = ConnectValues("studio.lan", 12345, "Alex")
RECENT = (Recent("192.168.1.20", 12345, "Studio"), Recent("::1", 6667))


class Case:
    """A shown dialog, and what it called."""

    def __init__(self, root: tk.Tk, theme: Theme, initial: ConnectValues = INITIAL, recent: tuple = (),
                 around: "Optional[Around]" = None) -> None:
        self.connected: List[ConnectValues] = []
        self.cancelled = 0
        around = around or Around()
        self.dialog = ConnectDialog(root, theme, initial, recent, self.connected.append, self._cancel,
                                    lambda widget, show: nearby.Nearby(widget, show, lambda: around))
        shown(self.dialog)

    def _cancel(self) -> None:
        self.cancelled += 1


def test_it_opens_on_its_parent_with_the_address_selected(root: tk.Tk, theme: Theme) -> None:
    """The first field has the keyboard and its text is selected, so that typing replaces it."""
    dialog = Case(root, theme).dialog
    host = dialog.fields["host"].entry
    assert dialog.window.focus_get() is host
    assert host.selection_get() == "studio.lan"
    middle = dialog.window.winfo_rootx() + dialog.window.winfo_width() // 2
    assert abs(middle - (root.winfo_rootx() + root.winfo_width() // 2)) < 20


def test_enter_connects_with_what_was_typed(root: tk.Tk, theme: Theme) -> None:
    """Enter hands over the values, without the spaces around them, and leaves the window to its owner."""
    case = Case(root, theme)
    fill(case.dialog.fields["host"], " 10.0.0.7 ")
    fill(case.dialog.fields["port"], "6667")
    fill(case.dialog.fields["username"], "Mara")
    press(case.dialog, "<Return>")
    assert case.connected == [ConnectValues("10.0.0.7", 6667, "Mara", "", "")]
    assert not case.dialog.closed


def test_escape_closes_and_says_so(root: tk.Tk, theme: Theme) -> None:
    """Esc without an attempt closes the dialog, calls on_cancel, and lets the main window be used again."""
    case = Case(root, theme)
    press(case.dialog, "<Escape>")
    assert (case.dialog.closed, case.cancelled, case.connected) == (True, 1, [])
    assert root.grab_current() is None


@pytest.mark.parametrize("field, text, sentence", [
    ("host", "", address.HOST_EMPTY),
    ("host", "my server", address.HOST_SPACES),
    ("port", "70000", address.PORT_WRONG),
    ("port", "", address.PORT_WRONG),
    ("username", "two words", address.NICK_WRONG),
    ("username", "", address.NICK_WRONG),
])
def test_bad_input_is_explained_at_its_field(root: tk.Tk, theme: Theme, field: str, text: str, sentence: str) -> None:
    """A wrong value is not handed over; its sentence stands at its field, which gets the keyboard and a red border."""
    case = Case(root, theme)
    fill(case.dialog.fields[field], text)
    press(case.dialog, "<Return>")
    assert case.connected == []
    assert errors(case.dialog) == [sentence]
    wrong = case.dialog.fields[field].entry
    assert wrong.instate(["invalid"])
    assert case.dialog.window.focus_get() is wrong


def test_typing_takes_the_error_away(root: tk.Tk, theme: Theme) -> None:
    """As soon as the person corrects the field, the sentence is gone."""
    case = Case(root, theme)
    case.dialog.show_error("username", "That name is taken on this server. Try another one.")
    case.dialog.fields["username"].entry.insert("end", "2")
    assert errors(case.dialog) == []
    assert not case.dialog.fields["username"].entry.instate(["invalid"])


def test_the_line_under_address_and_port_shows_the_error_of_either(root: tk.Tk, theme: Theme) -> None:
    """An error at the port replaces one at the address, and correcting the port leaves no trace of either."""
    case = Case(root, theme)
    case.dialog.show_error("host", "We couldn’t find it.")
    case.dialog.show_error("port", address.PORT_WRONG)
    assert errors(case.dialog) == [address.PORT_WRONG]
    assert not case.dialog.fields["host"].entry.instate(["invalid"])
    fill(case.dialog.fields["port"], "80")
    assert errors(case.dialog) == []


def test_the_password_hides_under_more(root: tk.Tk, theme: Theme) -> None:
    """More, reached by keyboard, shows the password; an error at it opens it by itself."""
    dialog = Case(root, theme).dialog
    password = dialog.fields["password"].entry
    assert not password.winfo_ismapped()
    move_to(dialog.more)
    press(dialog, "<Return>")
    pump_until(dialog.window, password.winfo_ismapped, "the password appears")
    press(dialog, "<space>")
    pump_until(dialog.window, lambda: not password.winfo_ismapped(), "the password disappears")
    dialog.show_error("password", "This server needs a password.")
    pump_until(dialog.window, password.winfo_ismapped, "the password appears for its error")
    assert dialog.window.focus_get() is password


def test_a_remembered_password_is_in_sight_and_unreadable(root: tk.Tk, theme: Theme) -> None:
    """With a password More is open; it shows dots until the eye is pressed, and is handed over as it is."""
    case = Case(root, theme, INITIAL._replace(password=" secret "))
    field = case.dialog.fields["password"]
    assert field.entry.winfo_ismapped()
    assert field.entry.cget("show") == "•"
    field.eye.invoke()
    assert field.entry.cget("show") == ""
    field.eye.invoke()
    assert field.entry.cget("show") == "•"
    press(case.dialog, "<Return>")
    assert case.connected[0].password == " secret "


def test_while_it_connects_nothing_is_sent_twice(root: tk.Tk, theme: Theme) -> None:
    """Busy: the progress line says where to, fields and Connect are off, and Enter does nothing."""
    case = Case(root, theme)
    case.dialog.busy("Connecting to studio.lan:12345…")
    press(case.dialog, "<Return>", "<Return>")
    assert case.connected == []
    assert "Connecting to studio.lan:12345…" in list(texts(case.dialog.window))
    assert case.dialog.primary.instate(["disabled"])
    assert all(field.entry.instate(["disabled"]) for field in case.dialog.fields.values())


def test_cancel_stops_the_attempt_and_leaves_the_form(root: tk.Tk, theme: Theme) -> None:
    """Esc during an attempt stops that; the values stay, Enter tries again, and a second Esc closes."""
    case = Case(root, theme)
    case.dialog.busy("Connecting to studio.lan:12345…")
    press(case.dialog, "<Escape>")
    assert (case.cancelled, case.dialog.closed, case.dialog.is_busy) == (1, False, False)
    assert case.dialog.window.focus_get() is case.dialog.fields["host"].entry
    press(case.dialog, "<Return>")
    assert [values.host for values in case.connected] == ["studio.lan"]
    press(case.dialog, "<Escape>")
    assert (case.cancelled, case.dialog.closed) == (2, True)


def test_a_failed_attempt_ends_in_its_field(root: tk.Tk, theme: Theme) -> None:
    """An error ends the busy state and puts the keyboard where it belongs."""
    case = Case(root, theme)
    case.dialog.busy("Connecting to studio.lan:12345…")
    case.dialog.show_error("username", "That name is taken on this server. Try another one.")
    assert not case.dialog.is_busy
    assert case.dialog.window.focus_get() is case.dialog.fields["username"].entry
    assert "Connecting to studio.lan:12345…" not in list(texts(case.dialog.window))


def test_an_error_of_no_field_stands_above_the_buttons(root: tk.Tk, theme: Theme) -> None:
    """It is shown, no field is marked, and the next attempt takes it away."""
    case = Case(root, theme)
    case.dialog.show_error("", "The server is full (100 of 100).")
    assert "The server is full (100 of 100)." in list(texts(case.dialog.window))
    assert errors(case.dialog) == []
    press(case.dialog, "<Return>")
    assert "The server is full (100 of 100)." not in list(texts(case.dialog.window))


@pytest.mark.parametrize("pasted, host, port", [
    ("10.0.0.7:6667", "10.0.0.7", "6667"), ("[::1]:6667", "::1", "6667"),
    ("irc://10.0.0.7:6667/design", "10.0.0.7", "6667"), ("10.0.0.7", "10.0.0.7", "12345"),
])
def test_a_pasted_address_fills_both_fields(root: tk.Tk, theme: Theme, pasted: str, host: str, port: str) -> None:
    """Pasting replaces the selected text and puts the port into its own field."""
    dialog = Case(root, theme).dialog
    root.clipboard_clear()
    root.clipboard_append(pasted)
    press(dialog, "<<Paste>>")
    pump_until(root, lambda: dialog.fields["host"].value == host, "the address is taken apart")
    assert dialog.fields["port"].value == port


def test_a_link_to_a_room_hands_the_room_over(root: tk.Tk, theme: Theme) -> None:
    """The room of an irc:// link goes along, unless another server was typed after it."""
    case = Case(root, theme)
    fill(case.dialog.fields["host"], "irc://10.0.0.7:6667/design")
    press(case.dialog, "<Return>")
    fill(case.dialog.fields["host"], "10.0.0.8")
    press(case.dialog, "<Return>")
    assert case.connected == [ConnectValues("10.0.0.7", 6667, "Alex", "", "#design"),
                              ConnectValues("10.0.0.8", 6667, "Alex", "", "")]


def test_typed_ports_leave_with_the_keyboard(root: tk.Tk, theme: Theme) -> None:
    """"host:port" typed by hand comes apart when the person goes on to the next field."""
    dialog = Case(root, theme).dialog
    fill(dialog.fields["host"], "10.0.0.7:6667")
    press(dialog, "<Tab>")
    assert (dialog.fields["host"].value, dialog.fields["port"].value) == ("10.0.0.7", "6667")


class Around:
    """A finder whose finds the test decides."""

    def __init__(self, *found: FoundServer) -> None:
        self.found = found
        self.problem, self.has_asked, self.running, self.asked = "", False, False, 0

    def start(self) -> None:
        """Begin (called by the dialog)."""
        self.running = True

    def look_again(self) -> None:
        """Ask once more (called by the dialog)."""
        self.asked += 1

    def stop(self) -> None:
        """End (called by the dialog)."""
        self.running = False


LAB = FoundServer("lab", "10.0.0.3", 12345, False, Announcement("Lab 3", 12, False, True))
OWN = FoundServer("own", "127.0.0.1", 6000, True, Announcement("Laptop"))
STUDIO = FoundServer("studio", "192.168.1.20", 12345, False, Announcement("Studio", 1, True))


def rows_of(case: Case) -> List[tuple]:
    """What the list shows."""
    return [(row.text, row.second, row.detail, row.icon) for row in case.dialog.list.rows]


def test_servers_appear_as_they_are_found(root: tk.Tk, theme: Theme) -> None:
    """Each with its people, a lock where it wants a password and a shield where it encrypts, above those used before.

    One of these that is found stands once; who goes is gone, and the finder ends with the dialog.
    """
    around = Around()
    case = Case(root, theme, recent=RECENT, around=around)
    assert around.running
    assert case.dialog.looking.cget("text") == nearby.LOOKING
    around.found = (OWN, LAB, STUDIO)
    pump_until(root, lambda: len(case.dialog.list.rows) == 6, "the servers appear")
    assert rows_of(case) == [
        ("On this network", "", "", ""), ("Laptop", "On this computer", "", ""),
        ("Lab 3", "10.0.0.3:12345", "12 people", "shield"), ("Studio", "192.168.1.20:12345", "1 person", "lock"),
        ("Recent", "", "", ""), ("::1", "[::1]:6667", "", "")]
    case.dialog.list.on_button("nearby")
    assert around.asked == 1
    around.found, around.has_asked = (), True
    pump_until(root, lambda: case.dialog.looking.cget("text") == nearby.NONE_YET, "it is said that there is none")
    assert [text for text, *_ in rows_of(case)] == ["On this network", "Recent", "Studio", "::1"]
    press(case.dialog, "<Escape>")
    assert not around.running


def test_what_is_missing_is_said(root: tk.Tk, theme: Theme) -> None:
    """Without the library one sentence below the list says so."""
    around = Around()
    around.problem = discovery.MISSING
    case = Case(root, theme, around=around)
    assert case.dialog.looking.cget("text") == discovery.MISSING
    assert discovery.MISSING in list(texts(case.dialog.window))


def double_click(case: Case, key: str) -> None:
    """Click twice on a row."""
    rows = case.dialog.list
    middle = next(y for y in range(rows.winfo_height()) if rows.key_at(y) == key) + 10
    for _ in range(2):
        rows.event_generate("<Button-1>", x=60, y=middle)
        rows.event_generate("<ButtonRelease-1>", x=60, y=middle)
    case.dialog.window.update()


def test_a_double_click_on_a_found_server_joins(root: tk.Tk, theme: Theme) -> None:
    """At once where that is possible; where a password is needed, the keyboard goes to its field first."""
    case = Case(root, theme, around=Around(LAB, STUDIO))
    double_click(case, "192.168.1.20:12345")
    assert case.connected == []
    password = case.dialog.fields["password"].entry
    pump_until(root, password.winfo_ismapped, "the password appears")
    assert case.dialog.window.focus_get() is password
    fill(case.dialog.fields["password"], "secret")
    press(case.dialog, "<Return>")
    assert case.connected == [ConnectValues("192.168.1.20", 12345, "Alex", "secret")]
    fill(case.dialog.fields["password"], "")
    double_click(case, "10.0.0.3:12345")
    assert case.connected[1:] == [ConnectValues("10.0.0.3", 12345, "Alex")]


def test_a_recent_server_fills_the_form_by_keyboard(root: tk.Tk, theme: Theme) -> None:
    """Down to it and Enter fill in address and port, and mark the row; Enter again connects."""
    case = Case(root, theme, recent=RECENT)
    move_to(case.dialog.list)
    press(case.dialog, "<Down>", "<Down>", "<Return>")
    assert (case.dialog.fields["host"].value, case.dialog.fields["port"].value) == ("::1", "6667")
    assert case.dialog.list.selected == "[::1]:6667"
    assert case.connected == []
    press(case.dialog, "<Return>")
    assert case.connected == [ConnectValues("::1", 6667, "Alex")]


def test_a_double_click_on_a_recent_server_connects(root: tk.Tk, theme: Theme) -> None:
    """The row's server is filled in and connected to at once."""
    case = Case(root, theme, recent=RECENT)
    double_click(case, "192.168.1.20:12345")
    assert case.connected == [ConnectValues("192.168.1.20", 12345, "Alex")]


def test_the_list_is_quiet_while_it_connects(root: tk.Tk, theme: Theme) -> None:
    """During an attempt a row changes nothing."""
    case = Case(root, theme, recent=RECENT)
    case.dialog.busy("Connecting to studio.lan:12345…")
    move_to(case.dialog.list)
    press(case.dialog, "<Return>")
    assert case.dialog.fields["host"].value == "studio.lan"


def test_tab_visits_everything_in_reading_order(root: tk.Tk, theme: Theme) -> None:
    """Address, port, name, More, Cancel, Connect, and the list last."""
    dialog = Case(root, theme, recent=RECENT).dialog
    entries = [dialog.fields[name].entry for name in ("host", "port", "username")]
    assert tab_stops(dialog) == entries + [dialog.more, dialog.cancel_button, dialog.primary, dialog.list]


def test_enter_on_cancel_cancels(root: tk.Tk, theme: Theme) -> None:
    """Enter presses the button that has the keyboard, not the primary one."""
    case = Case(root, theme)
    move_to(case.dialog.cancel_button)
    press(case.dialog, "<Return>")
    assert (case.cancelled, case.connected) == (1, [])


def test_a_closed_dialog_ignores_what_comes_late(root: tk.Tk, theme: Theme) -> None:
    """Answers of an attempt that arrive after the end do nothing."""
    dialog = Case(root, theme).dialog
    dialog.close()
    dialog.close()
    dialog.busy("Connecting…")
    dialog.show_error("host", "Too late.")
    dialog.show_error("password", "Too late.")
    dialog.idle()
    assert dialog.closed


def test_the_keyboard_goes_back_to_where_it_was(root: tk.Tk, theme: Theme) -> None:
    """After the dialog, typing goes on in the field of the main window."""
    composer = tk.Entry(root)
    composer.pack()
    composer.focus_force()
    pump_until(root, lambda: root.focus_get() is composer, "the main window's field has the keyboard")
    case = Case(root, theme)
    press(case.dialog, "<Escape>")
    pump_until(root, lambda: root.focus_get() is composer, "the keyboard is back")
    composer.destroy()


def test_control_letters_of_other_layouts_edit(root: tk.Tk, theme: Theme) -> None:
    """Ctrl+A selects everything, which Tk alone does not do, so that the next letter replaces it."""
    dialog = Case(root, theme).dialog
    entry = dialog.fields["host"].entry
    entry.selection_clear()
    press(dialog, "<Control-a>")
    assert entry.selection_get() == "studio.lan"


def test_it_follows_a_change_of_theme(root: tk.Tk, theme: Theme) -> None:
    """Light to dark while it is open recolours the window."""
    dialog = Case(root, theme, recent=RECENT).dialog
    theme.apply(DARK)
    try:
        dialog.window.update()
        assert dialog.window.cget("background") == DARK["pane"]
    finally:
        theme.apply(LIGHT)
