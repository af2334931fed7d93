"""The card of the connection doctor in the connect dialog, and the test of the own server."""

import socket
import tkinter as tk
from typing import Any, Iterator, List

import pytest

from app import diagnosis as d
from app.ui.dialogs.self_test import SelfTestDialog
from app.ui.palette import DARK, LIGHT
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import fill, press, pump_until, shown, texts
from tests.app.ui.dialogs.test_connect import Around, Case, ConnectValues

FOUND = d.Place("Studio LAN", "192.168.1.30", 6667, True)
VANISHES = d.Facts("192.168.1.20", 12345, "linux", "", ("192.168.1.7/24",), ("192.168.1.20",),
                   (d.Reach("192.168.1.20", d.SILENT, 4.5),), found=(FOUND,))


class Examination:
    """An examination whose end the test decides."""

    def __init__(self) -> None:
        self.steps: List[Any] = []
        self.verdict: Any = None
        self.cancelled = False

    def start(self) -> None:
        """Begin."""

    def poll(self) -> bool:
        """Nothing comes by itself."""
        return False

    def cancel(self) -> None:
        """Take note."""
        self.cancelled = True


@pytest.fixture
def port() -> Iterator[int]:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_the_reason_is_found_and_shown(root: tk.Tk, theme: Theme, port: int) -> None:
    """The checks tick, then the verdict stands there; connecting again takes it away."""
    dialog = Case(root, theme, ConnectValues("127.0.0.1", port, "Alex")).dialog
    dialog.show_error("host", "Nothing answers there.")
    dialog.find_reason()
    assert "Looking for the reason…" in texts(dialog.findings.frame)
    pump_until(root, lambda: dialog.findings.verdict is not None, "there is a verdict")
    assert f"No server runs on this computer at port {port}." in texts(dialog.findings.frame)
    assert dialog.fields["host"].note.error == "Nothing answers there."
    dialog.busy("Connecting…")
    assert not dialog.findings.is_shown and not dialog.findings.frame.winfo_ismapped()


@pytest.mark.parametrize("deed", ["edit", "escape"])
def test_editing_and_closing_end_the_look(root: tk.Tk, theme: Theme, deed: str) -> None:
    """Nobody waits for the reason of something that is no longer there."""
    dialog, looks = Case(root, theme).dialog, Examination()
    dialog.findings.follow(looks)
    if deed == "edit":
        fill(dialog.fields["host"], "10.0.0.9")
    else:
        press(dialog, "<Escape>")
    assert looks.cancelled and not dialog.findings.is_shown


def test_the_line_of_a_system_is_copied(root: tk.Tk, theme: Theme) -> None:
    """Each system's line is a choice away, and Copy puts the shown one on the clipboard; both themes can show it."""
    dialog, looks = Case(root, theme).dialog, Examination()
    looks.verdict = d.judge(VANISHES)
    dialog.findings.follow(looks)
    lines = dialog.findings.copy_lines
    assert [str(radio.cget("text")) for radio in lines.radios] == ["Windows", "macOS", "ufw", "firewalld"]
    lines.radios[2].invoke()
    lines.button.invoke()
    assert root.clipboard_get() == "sudo ufw allow 12345/tcp"
    theme.apply(DARK)
    theme.apply(LIGHT)
    bottom = dialog.window.winfo_rooty() + dialog.window.winfo_height()
    assert bottom <= root.winfo_screenheight()


def test_the_server_that_was_meant_is_filled_in(root: tk.Tk, theme: Theme) -> None:
    """“Did you mean …?” fills the fields, so that Enter connects there."""
    case, looks = Case(root, theme, around=Around()), Examination()
    looks.verdict = d.judge(VANISHES)
    case.dialog.findings.follow(looks)
    case.dialog.findings.pick_button.invoke()
    case.dialog.window.update()
    press(case.dialog, "<Return>")
    assert [(each.host, each.port) for each in case.connected] == [("192.168.1.30", 6667)]


def test_the_own_server_is_tested(root: tk.Tk, theme: Theme) -> None:
    """It is visited at each address, and what can't be seen from here is said; it can be tested again."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        dialog = shown(SelfTestDialog(root, theme, listener.getsockname()[1], ["127.0.0.1"]))
        pump_until(root, lambda: dialog.card.verdict is not None, "there is a verdict")
        assert dialog.card.verdict.is_well
        assert any("can’t be seen from here" in text for text in texts(dialog.card.frame))
    press(dialog, "<Tab>", "<Return>")
    pump_until(root, lambda: dialog.card.verdict is not None, "there is another verdict")
    assert dialog.card.verdict.kind == "loopback-only"
