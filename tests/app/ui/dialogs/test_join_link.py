"""The dialog with the links to join, driven as a person does."""

import tkinter as tk
from typing import List, Tuple

import pytest

from app import qr
from app.joinlink import JoinLink
from app.ui.dialogs import join_link
from app.ui.dialogs.join_link import JoinLinkDialog
from app.ui.palette import DARK, LIGHT
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import press, shown, texts

LINKS = tuple(JoinLink(host, 12345, "#lobby", True) for host in ("192.168.1.20", "10.0.0.7", "2001:db8::7"))


class Case:
    """A shown dialog, and what it copied."""

    def __init__(self, root: tk.Tk, theme: Theme, links: "tuple" = LINKS, is_open: bool = True) -> None:
        self.copied: List[Tuple[str, str]] = []
        self.dialog = JoinLinkDialog(root, theme, links, is_open, lambda text, told: self.copied.append((text, told)))
        shown(self.dialog)

    def blacks(self) -> int:
        """How many black modules the code has."""
        return len(self.dialog.code.canvas.find_all())


def test_each_address_has_its_link_to_copy(root: tk.Tk, theme: Theme) -> None:
    """The first one's button has the keyboard; it copies the link and says so."""
    case = Case(root, theme)
    assert all(link.text in list(texts(case.dialog.window)) for link in LINKS)
    press(case.dialog, "<Return>")
    case.dialog.cards[1].button.invoke()
    assert [text for text, _ in case.copied] == ["ircs://192.168.1.20:12345/lobby", "ircs://10.0.0.7:12345/lobby"]
    assert case.dialog.cards[1].button.cget("text") == "Copied"
    assert not case.dialog.closed


def test_the_code_is_that_of_the_chosen_link(root: tk.Tk, theme: Theme) -> None:
    """Black modules on white with the quiet zone around, in both themes; another card brings its own code."""
    pytest.importorskip("segno")
    case = Case(root, theme)
    rows = qr.matrix(LINKS[0].text)
    canvas = case.dialog.code.canvas
    assert case.blacks() == sum(map(sum, rows))
    left, top, right, bottom = canvas.bbox("all")
    module = canvas.winfo_reqwidth() // (len(rows) + 8)
    assert min(left, top) >= 4 * module - 1 and max(right, bottom) <= canvas.winfo_reqwidth() - 4 * module + 1
    case.dialog.cards[2].frame.event_generate("<Button-1>")
    assert case.blacks() == sum(map(sum, qr.matrix(LINKS[2].text)))
    theme.apply(DARK)
    try:
        assert canvas.cget("background") == join_link.WHITE
    finally:
        theme.apply(LIGHT)


def test_without_the_library_there_is_no_code(root: tk.Tk, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The links stand alone, and nothing speaks of a code."""
    monkeypatch.setattr(qr, "matrix", lambda text: None)
    case = Case(root, theme, LINKS[:1])
    assert case.dialog.code is None
    assert join_link.OPEN in list(texts(case.dialog.window))


def test_a_server_for_this_computer_says_so(root: tk.Tk, theme: Theme) -> None:
    """Nobody is sent a link that can't work elsewhere without being told."""
    assert join_link.ALONE in list(texts(Case(root, theme, LINKS[:1], is_open=False).dialog.window))


def test_escape_closes(root: tk.Tk, theme: Theme) -> None:
    """Esc closes it."""
    case = Case(root, theme)
    press(case.dialog, "<Escape>")
    assert case.dialog.closed
