"""Texts made to stop a window: drawn in the transcript in little time, within bounds, and without harm."""
import io
import logging
import time
import tkinter as tk
from typing import Any, List

import pytest

from app.conversations import Line
from app.ui import palette
from app.ui.theme import Theme
from app.ui.transcript import Transcript
from server.logfile import FORM, DiscreetFormatter
from tests.conftest import LoggedErrors
from tests.support import pump_until

NOON = time.mktime((2026, 3, 4, 12, 0, 0, 0, 0, -1))
WITHIN = 6.0  # seconds of this process's time for eight such messages, on a slow machine; harmless ones take far less
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d"
BOMBS = {
    "a word": "x" * 8000,
    "joined emoji": FAMILY * 1200,
    "marks": "a" + "\u0301" * 6000,
    "colours": "".join(f"\x03{number % 16},{number % 9}x\x02\x1d" for number in range(2000)),
    "links": "http://a.lan/" + "(" * 7000,
    "names": "@alex " * 1300,
    "bold": "*a* _b_ " * 1000,
    "emoji": "a\U0001f600 " * 2600,
    "code": "```" + "1 if " * 1500 + "```",
    "lines": "x\n" * 2000,
    "scripts": "\u0627\u202e\u05d0\u2066ab " * 1200,
    "terminal": "\x1b[31m\x1b]0;x\x07" * 1000,
    "Tcl": "[exit] $env(HOME) {\\} ; destroy . \" %W %% \\x1b " * 150,
}


@pytest.fixture
def pane(root: tk.Tk) -> Transcript:
    """A pane that fills a window."""
    pane = Transcript(root, Theme(root, palette.LIGHT, 1.0), lambda: "Alex", lambda _label: None, now=lambda: NOON)
    pane.pack(fill="both", expand=True)
    root.update()
    return pane


def said(texts: List[str], sender: str = "Mara") -> List[Line]:
    """Messages, each half a minute after the one before."""
    return [Line(number, "message", sender, text, NOON + 30 * number) for number, text in enumerate(texts)]


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_no_text_stops_the_window(pane: Transcript, name: str) -> None:
    """Eight messages of it are drawn in bounded time, and what is said next is seen."""
    start = time.process_time()
    pane.append(said([BOMBS[name]] * 8 + ["and on it goes"]))
    pane.update()
    assert time.process_time() - start < WITHIN
    assert pane.text.search("and on it goes", "1.0") and pane.winfo_exists()
    shown = pane.text.get("1.0", "end")
    assert not set(shown) & set("\x1b\x07\x02\x03\x1d\u202e\u2066")


def test_names_of_senders_are_as_harmless(pane: Transcript) -> None:
    """A sender's name with line breaks, terminal commands or Tcl stands in one row."""
    pane.append(said(["hello"], "Ma\x1b[2Jra\n12:00 Boss\u202e [exit] $x"))
    pane.update()
    row = pane.text.get(pane.text.search("Ma", "1.0") + " linestart", pane.text.search("Ma", "1.0") + " lineend")
    assert "Boss [exit] $x" in row and not set(row) & set("\x1b\u202e")


def test_a_failing_callback_is_logged_without_what_it_was_about(root: tk.Tk, logged_errors: LoggedErrors) -> None:
    """Tk's callback fails over a message, as the window logs it: the log has the place and the kind alone."""
    out, told = io.StringIO(), []
    handler = logging.StreamHandler(out)
    handler.setFormatter(DiscreetFormatter(FORM))

    def note(*fault: Any) -> None:
        told.append(logging.getLogger("intranetchat.window").error("A callback failed", exc_info=fault))

    def stumble() -> None:
        raise ValueError(BOMBS["a word"])

    logging.getLogger().addHandler(handler)
    root.report_callback_exception = note  # type: ignore[assignment]
    root.after(0, stumble)
    pump_until(lambda: told, root.update)
    logging.getLogger().removeHandler(handler)
    logged_errors.take()
    assert "stumble" in out.getvalue() and "ValueError" in out.getvalue() and "xxxx" not in out.getvalue()
