"""The dialog that starts a server, driven as a person does."""

import tkinter as tk
from tkinter import ttk
from typing import List

import pytest

from app import address
from app.ui.dialogs.start_server import NAME_LONG, HostValues, StartServerDialog, reach
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import errors, fill, move_to, press, shown, tab_stops, texts

INITIAL = HostValues("Studio", 12345, True, "", "Alex")
IN_USE = "Port 12345 is used by another program."


class Case:
    """A shown dialog, and what it handed over."""

    def __init__(self, root: tk.Tk, theme: Theme, initial: HostValues = INITIAL) -> None:
        self.started: List[HostValues] = []
        self.dialog = StartServerDialog(root, theme, initial, ["192.168.1.20"], self.started.append)
        shown(self.dialog)

    def offer(self) -> ttk.Button:
        """The button that takes another port."""
        found = [widget for widget in self.dialog.fields["port"].note.frame.master.winfo_children()
                 if isinstance(widget, ttk.Button)]
        assert len(found) == 1
        return found[0]


def test_enter_starts_with_what_is_there(root: tk.Tk, theme: Theme) -> None:
    """What stood in the form at first is valid as it is; the dialog waits for its owner to close it."""
    case = Case(root, theme)
    press(case.dialog, "<Return>")
    assert case.started == [INITIAL]
    assert not case.dialog.closed


def test_every_field_is_handed_over(root: tk.Tk, theme: Theme) -> None:
    """Typed values arrive, names without the spaces around them, the password as it is."""
    case = Case(root, theme)
    for name, text in (("name", " Lab 3 "), ("port", " 6667 "), ("password", " p w "), ("username", " Mara ")):
        fill(case.dialog.fields[name], text)
    case.dialog.choice.radios[1].invoke()
    press(case.dialog, "<Return>")
    assert case.started == [HostValues("Lab 3", 6667, False, " p w ", "Mara")]


def test_escape_starts_nothing(root: tk.Tk, theme: Theme) -> None:
    """Esc closes."""
    case = Case(root, theme)
    press(case.dialog, "<Escape>")
    assert (case.dialog.closed, case.started) == (True, [])


@pytest.mark.parametrize("field, text, sentence", [
    ("name", "x" * 65, NAME_LONG),
    ("port", "0", address.PORT_WRONG),
    ("port", "x", address.PORT_WRONG),
    ("password", "a\nb", address.ONE_LINE),
    ("username", "", address.NICK_WRONG),
    ("username", "1st", address.NICK_START),
])
def test_bad_input_is_explained_at_its_field(root: tk.Tk, theme: Theme, field: str, text: str, sentence: str) -> None:
    """A wrong value starts nothing; its sentence stands at its field, which gets the keyboard."""
    case = Case(root, theme)
    fill(case.dialog.fields[field], text)
    press(case.dialog, "<Return>")
    assert (case.started, errors(case.dialog)) == ([], [sentence])
    assert case.dialog.window.focus_get() is case.dialog.fields[field].entry


def test_a_used_port_offers_another(root: tk.Tk, theme: Theme) -> None:
    """The offered port is one key away, fills itself in, takes the error away, and Enter starts with it."""
    case = Case(root, theme)
    case.dialog.show_error("port", IN_USE, 12346)
    offer = case.offer()
    assert (errors(case.dialog), offer.cget("text")) == ([IN_USE], "Use 12346")
    press(case.dialog, "<Tab>")
    assert case.dialog.window.focus_get() is offer
    press(case.dialog, "<Return>")
    assert (errors(case.dialog), case.dialog.fields["port"].value) == ([], "12346")
    press(case.dialog, "<Return>")
    assert [values.port for values in case.started] == [12346]


def test_the_offer_goes_with_the_error(root: tk.Tk, theme: Theme) -> None:
    """Typing another port, and another error, take the offer away."""
    case = Case(root, theme)
    case.dialog.show_error("port", IN_USE, 12346)
    fill(case.dialog.fields["port"], "5")
    assert "Use 12346" not in list(texts(case.dialog.window))
    case.dialog.show_error("port", IN_USE, 12346)
    case.dialog.show_error("username", address.NICK_WRONG)
    assert "Use 12346" not in list(texts(case.dialog.window))


def test_an_offer_after_the_end_is_ignored(root: tk.Tk, theme: Theme) -> None:
    """A closed dialog shows nothing."""
    dialog = Case(root, theme).dialog
    dialog.close()
    dialog.show_error("port", IN_USE, 12346)
    assert dialog.closed


def test_a_card_is_pressed_anywhere(root: tk.Tk, theme: Theme) -> None:
    """A click on the sentence of a card chooses it, and the line about the password says what that means."""
    case = Case(root, theme)
    radio = case.dialog.choice.radios[1]
    sentence = next(child for child in radio.master.winfo_children() if child is not radio)
    sentence.event_generate("<Button-1>", x=5, y=5)
    assert case.dialog.choice.value == "alone"
    assert radio.master.instate(["selected"])
    assert "Leave empty to let every program on this computer in." in list(texts(case.dialog.window))


def test_arrow_keys_choose_a_card(root: tk.Tk, theme: Theme) -> None:
    """Right and Left move the choice and the visible focus between the cards; Enter still starts."""
    case = Case(root, theme)
    first, second = case.dialog.choice.radios
    move_to(first)
    press(case.dialog, "<Right>")
    assert (case.dialog.choice.value, case.dialog.window.focus_get()) == ("alone", second)
    assert second.master.instate(["focus"]) and not first.master.instate(["focus"])
    press(case.dialog, "<Left>")
    assert case.dialog.choice.value == "everybody"
    press(case.dialog, "<Return>")
    assert case.started == [INITIAL]


def test_tab_stops_once_at_the_cards(root: tk.Tk, theme: Theme) -> None:
    """Name, port, the chosen card, password and its eye, the person's name, Cancel, Start."""
    dialog = Case(root, theme).dialog
    name, port, password, username = (dialog.fields[each] for each in ("name", "port", "password", "username"))
    assert tab_stops(dialog) == [name.entry, port.entry, dialog.choice.radios[0], password.entry, password.eye,
                                 username.entry, dialog.cancel_button, dialog.primary]


def test_while_it_starts_nothing_can_be_changed(root: tk.Tk, theme: Theme) -> None:
    """Busy turns fields, cards and the primary button off; an error turns them on again."""
    case = Case(root, theme)
    case.dialog.busy("Starting…")
    press(case.dialog, "<Return>")
    assert case.started == []
    assert all(radio.instate(["disabled"]) for radio in case.dialog.choice.radios)
    case.dialog.show_error("port", IN_USE)
    assert not any(radio.instate(["disabled"]) for radio in case.dialog.choice.radios)
    press(case.dialog, "<Return>")
    assert case.started == [INITIAL]


def test_the_placeholder_gives_way(root: tk.Tk, theme: Theme) -> None:
    """An empty name shows what stands in for it, as long as it is empty; it may stay empty."""
    case = Case(root, theme, INITIAL._replace(name=""))
    entry = case.dialog.fields["name"].entry
    placeholder = entry.winfo_children()[0]
    assert placeholder.cget("text") == "This computer’s name"
    assert placeholder.winfo_manager() == "place"
    entry.insert(0, "x")
    assert placeholder.winfo_manager() == ""
    entry.delete(0, "end")
    press(case.dialog, "<Return>")
    assert case.started == [INITIAL._replace(name="")]


@pytest.mark.parametrize("addresses, text", [
    ([], "Anyone on the same network\nas this computer."),
    (["10.0.0.1"], "Anyone who can reach\n10.0.0.1"),
    (["10.0.0.1", "10.0.0.2"], "Anyone who can reach\n10.0.0.1 or 10.0.0.2"),
    (["10.0.0.1", "10.0.0.2", "10.0.0.3"], "Anyone who can reach 10.0.0.1\nor 2 other addresses"),
])
def test_the_card_names_the_addresses(addresses: List[str], text: str) -> None:
    """However many addresses the computer has, the card stays two lines high."""
    assert reach(addresses) == text
