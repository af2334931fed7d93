"""Where links lead: those that are not what they seem are known, and the window asks before it opens one."""

import tkinter as tk
import webbrowser
from typing import List

import pytest

from app.ui.leading import hint_of, host_of, may_mislead
from tests.app.ui.test_window import opened


@pytest.mark.parametrize("link, host", [
    ("https://bank.test@evil.test/login", "evil.test"),
    ("https://bank.test%2f@evil.test", "evil.test"),
    ("https://b\u0430nk.test/", "xn--bnk-6cd.test"),  # a Cyrillic letter
    ("https://xn--bnk-6cd.test/", "xn--bnk-6cd.test"),
    ("https://bank.test\\@evil.test", "evil.test"),
    ("http://[broken", ""),
])
def test_a_link_that_may_mislead_is_known(link: str, host: str) -> None:
    """Its true host is named first."""
    assert may_mislead(link) and host_of(link) == host
    assert hint_of(link).startswith("Leads to " + (host or "an unknown place"))


@pytest.mark.parametrize("link", ["https://bank.test/a@b?c=d@e#f", "http://192.168.1.2:8080/x", "https://b\u00fccher.test",
                                  "irc://chat.test/lobby", "http://[::1]:80/"])
def test_a_plain_link_is_left_alone(link: str) -> None:
    """Names in its path or accents of one alphabet make it no lie."""
    assert not may_mislead(link) and hint_of(link) == link


def words_in(widget: tk.Misc) -> List[str]:
    """What the labels in a widget say."""
    own = [str(widget["text"])] if widget.winfo_class() == "TLabel" else []
    return own + [words for child in widget.winfo_children() for words in words_in(child)]


def test_the_window_asks_before_it_opens_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain link opens at once, another after the question has named its host."""
    visited: List[str] = []
    monkeypatch.setattr(webbrowser, "open", visited.append)
    window = opened()
    try:
        window._open_link("https://bank.test/")
        window._open_link("https://bank.test@evil.test/")
        assert visited == ["https://bank.test/"]
        [dialog] = [each for each in window.root.winfo_children() if each.winfo_class() == "Toplevel"]
        assert "Open evil.test?" in words_in(dialog)
    finally:
        window.quit()
