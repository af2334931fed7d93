"""The dialogs that ask one thing or tell something, driven as a person does."""

import gc
import tkinter as tk
import weakref
from tkinter import ttk
from typing import List

from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.ask import AskDialog
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.shortcuts import ShortcutsDialog, split_keys
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import errors, fill, press, pump_until, shown, texts

EMPTY = "Type a name for the room."


class Question:
    """A shown confirmation, and the answers it gave."""

    def __init__(self, root: tk.Tk, theme: Theme, danger: bool) -> None:
        self.answers: List[str] = []
        self.dialog = ConfirmDialog(root, theme, "Stop the server?", "11 people will be disconnected.", "Stop server",
                                    lambda: self.answers.append("yes"), danger=danger,
                                    on_no=lambda: self.answers.append("no"))
        shown(self.dialog)


def test_a_hasty_enter_stops_no_server(root: tk.Tk, theme: Theme) -> None:
    """Where it is dangerous the keyboard waits on Cancel, so Enter means no."""
    question = Question(root, theme, danger=True)
    assert question.dialog.window.focus_get() is question.dialog.cancel_button
    press(question.dialog, "<Return>")
    assert (question.answers, question.dialog.closed) == (["no"], True)


def test_the_dangerous_action_is_one_tab_away(root: tk.Tk, theme: Theme) -> None:
    """Tab and Enter say yes, once, and the window is gone."""
    question = Question(root, theme, danger=True)
    press(question.dialog, "<Tab>", "<Return>")
    assert (question.answers, question.dialog.closed) == (["yes"], True)


def test_a_harmless_question_is_answered_by_enter(root: tk.Tk, theme: Theme) -> None:
    """Without danger Enter means yes."""
    question = Question(root, theme, danger=False)
    press(question.dialog, "<Return>")
    assert question.answers == ["yes"]


def test_escape_means_no(root: tk.Tk, theme: Theme) -> None:
    """Esc answers no, wherever the keyboard is."""
    question = Question(root, theme, danger=False)
    press(question.dialog, "<Escape>")
    assert question.answers == ["no"]


def test_a_question_over_a_dialog_gives_the_grab_back(root: tk.Tk, theme: Theme) -> None:
    """When a confirmation stands over another dialog, that one is modal again afterwards."""
    below = shown(AboutDialog(root, theme))
    above = shown(ConfirmDialog(root, theme, "Quit?", "You are hosting.", "Quit", lambda: None))
    press(above, "<Escape>")
    assert root.grab_current() is below.window


class Ask:
    """A shown one-field dialog, and what it handed over."""

    def __init__(self, root: tk.Tk, theme: Theme, initial: str = "") -> None:
        self.answers: List[str] = []
        self.dialog = AskDialog(root, theme, "New room", "Everyone on the server may join it.", "Room name", "Join",
                                self.answers.append, initial, check=lambda text: "" if text else EMPTY)
        shown(self.dialog)


def test_one_field_hands_its_text_over(root: tk.Tk, theme: Theme) -> None:
    """Enter closes the dialog and hands over the text without the spaces around it."""
    ask = Ask(root, theme, "design")
    fill(ask.dialog.fields["text"], "  lunch ")
    press(ask.dialog, "<Return>")
    assert (ask.answers, ask.dialog.closed) == (["lunch"], True)


def test_one_field_refuses_what_its_check_refuses(root: tk.Tk, theme: Theme) -> None:
    """The check's sentence stands at the field, and the dialog stays."""
    ask = Ask(root, theme)
    fill(ask.dialog.fields["text"], "   ")
    press(ask.dialog, "<Return>")
    assert (ask.answers, ask.dialog.closed, errors(ask.dialog)) == ([], False, [EMPTY])
    press(ask.dialog, "<Escape>")
    assert (ask.answers, ask.dialog.closed) == ([], True)


def test_about_says_the_version_and_copies_it(root: tk.Tk, theme: Theme) -> None:
    """The version is in sight; the button puts it on the clipboard with Python's and Tk's; Enter closes."""
    dialog = shown(AboutDialog(root, theme, version="1.2.3"))
    assert "Version 1.2.3" in list(texts(dialog.window))
    dialog.cancel_button.invoke()
    assert root.clipboard_get().startswith("IntranetChat 1.2.3 · Python 3.")
    assert not dialog.closed
    press(dialog, "<Return>")
    assert dialog.closed


def test_about_shows_the_picture_it_is_given(root: tk.Tk, theme: Theme) -> None:
    """A given icon stands in place of the drawn one."""
    picture = tk.PhotoImage(master=root, width=64, height=64)
    dialog = shown(AboutDialog(root, theme, picture))
    shown_pictures = [str(child.cget("image")) for child in dialog.content.winfo_children()
                      if isinstance(child, ttk.Label)]
    assert len(shown_pictures) == 1 and str(picture) in shown_pictures[0]


def test_shortcuts_are_listed_and_scroll_by_keys(root: tk.Tk, theme: Theme) -> None:
    """Every row is drawn; End scrolls to the last one and Enter closes."""
    table = [(f"Ctrl+{number}", f"Row {number}") for number in range(40)]
    dialog = shown(ShortcutsDialog(root, theme, table))
    written = [dialog.list.itemcget(item, "text") for item in dialog.list.find_all()
               if dialog.list.type(item) == "text"]
    assert {what for _, what in table} <= set(written)
    press(dialog, "<End>")
    assert dialog.list.yview()[1] == 1.0
    press(dialog, "<Home>", "<Down>")
    assert 0.0 < dialog.list.yview()[0] < 0.1
    press(dialog, "<Return>")
    assert dialog.closed


def test_a_short_table_needs_no_scrollbar(root: tk.Tk, theme: Theme) -> None:
    """Three rows are all in sight."""
    dialog = shown(ShortcutsDialog(root, theme, [("F1", "Help"), ("Ctrl+Q", "Quit"), ("Esc", "Close")]))
    assert dialog.list.yview() == (0.0, 1.0)


def test_a_dialog_shows_while_its_parent_is_hidden(root: tk.Tk, theme: Theme) -> None:
    """A hidden main window does not hide the dialog, which then stands in the middle of the screen."""
    root.withdraw()
    root.update()
    try:
        window = shown(AboutDialog(root, theme)).window
        middle = window.winfo_rootx() + window.winfo_width() // 2
        assert abs(middle - window.winfo_screenwidth() // 2) < 20
    finally:
        root.deiconify()
        pump_until(root, root.winfo_viewable, "the main window is back")


def test_a_closed_dialog_is_freed(root: tk.Tk, theme: Theme) -> None:
    """Nothing keeps a closed dialog alive, neither Tk's callbacks nor the theme, nor a busy time."""
    dialog = shown(AskDialog(root, theme, "New room", "", "Room name", "Join", lambda text: None))
    dialog.show_error("text", EMPTY)
    dialog.busy("Joining…")
    dialog.window.update()
    gone = [weakref.ref(dialog), weakref.ref(dialog.fields["text"])]
    dialog.close()
    del dialog
    gc.collect()
    assert [ref() for ref in gone] == [None, None]


def test_chords_come_apart_into_keys() -> None:
    """A plus sign may be a key itself; the signs of macOS stay together."""
    assert split_keys("Ctrl+Shift+H") == ["Ctrl", "Shift", "H"]
    assert split_keys("Ctrl++") == ["Ctrl", "+"]
    assert split_keys("+") == ["+"]
    assert split_keys("⇧⌘H") == ["⇧⌘H"]
