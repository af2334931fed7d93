"""Asking the desktop whether it is dark, with small programs in the place of its own."""

import sys
import time

from app.ui.appearance import SystemAppearance
from tests.support import pump_until


def asked(code: str) -> SystemAppearance:
    """An appearance that has asked a Python program."""
    appearance = SystemAppearance("linux", (sys.executable, "-S", "-c", code))
    appearance.ask()
    return appearance


def test_the_answer_is_waited_for_as_long_as_one_says() -> None:
    """A desktop that answers in time is believed."""
    assert asked("print('prefer-dark')").answer(10.0)
    assert not asked("print('default')").answer(10.0)


def test_a_slow_desktop_holds_nobody_up() -> None:
    """The window is light until the answer comes."""
    appearance = asked("import sys; sys.stdin.read(); import time; time.sleep(60)")
    began = time.monotonic()
    assert not appearance.answer(0.01)
    assert time.monotonic() - began < 5
    assert appearance.waiting
    appearance.close()
    assert not appearance.waiting


def test_a_late_answer_counts() -> None:
    """Asked again later, the answer that has come meanwhile is there."""
    appearance = asked("print('prefer-dark')")
    pump_until(lambda: appearance.answer() or not appearance.waiting)
    assert appearance.dark


def test_without_the_program_it_is_light() -> None:
    """A desktop that can't be asked is light, and isn't asked again."""
    appearance = SystemAppearance("linux", ("no-such-program-here",))
    appearance.ask()
    assert not appearance.waiting
    assert not appearance.answer(0.0)
