"""What conftest.py promises for every test, seen from outside: pytest runs on little tests that should not pass.
It owns those tests, each of which breaks one rule."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, Tuple

import pytest

from build_scripts import ROOT

BROKEN_TESTS = '''
import logging
import os
import threading
import warnings

gate = threading.Event()


def test_passes():
    pass


def test_takes_the_error_it_expects(logged_errors):
    logging.getLogger("deep.down").error("the cat is on fire")
    assert logged_errors.take() == ["the cat is on fire"]


def test_logs_an_error():
    logging.getLogger("deep.down").error("the cat is on fire")


def test_leaves_a_thread():
    threading.Thread(target=gate.wait, name="straggler", daemon=True).start()


def test_waits_for_a_thread_that_ends():
    threading.Timer(0.1, print).start()


def test_thread_dies():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_warns():
    warnings.warn("old ways")


def test_home_is_its_own(tmp_path):
    assert os.path.expanduser("~").startswith(str(tmp_path))
'''
DRAWING_TEST = '''
import tkinter


def test_callback_fails():
    root = tkinter.Tk()
    done = []
    root.after(0, lambda: 1 / 0)
    root.after(1, lambda: done.append(True))
    while not done:
        root.update()
    root.destroy()
'''


def outcomes(folder: Path, file: str, **environment: str) -> Tuple[Dict[str, str], str]:
    """Run pytest on a file of the little tests; its verdict on each, failed where any phase did, and all it said."""
    drawing = folder / "tests" / "app" / "ui"
    drawing.mkdir(parents=True)
    shutil.copy(str(ROOT / "pyproject.toml"), str(folder))
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "tests" / "conftest.py").write_text(conftest.replace("ENDS_WITHIN = 10", "ENDS_WITHIN = 1"))
    (folder / "tests" / "test_broken.py").write_text(BROKEN_TESTS)
    (drawing / "test_drawing.py").write_text(DRAWING_TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", file],
        cwd=str(folder),
        env=dict(os.environ, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    verdicts: Dict[str, str] = {}
    for name, verdict in re.findall(r"::test_(\w+) (PASSED|FAILED|ERROR)", done.stdout):
        verdicts[name] = "passes" if verdict == "PASSED" and verdicts.get(name) is None else "fails"
    return verdicts, done.stdout


def test_broken_rules_fail_their_test(tmp_path: Path) -> None:
    """A logged error, a thread left behind and a warning make a test fail; an expected or a passing thing does not."""
    verdicts, said = outcomes(tmp_path, "tests/test_broken.py")
    thread_deaths_show = sys.version_info >= (3, 8)  # threading.excepthook
    assert verdicts == {
        "passes": "passes",
        "takes_the_error_it_expects": "passes",
        "logs_an_error": "fails",
        "leaves_a_thread": "fails",
        "waits_for_a_thread_that_ends": "passes",
        "thread_dies": "fails" if thread_deaths_show else "passes",
        "warns": "fails",
        "home_is_its_own": "passes",
    }, said
    assert "threads were left behind: straggler" in said
    assert "errors were logged:\nthe cat is on fire" in said


@pytest.mark.display
def test_failing_callback_fails_its_test(tmp_path: Path) -> None:
    """An error in a callback of Tk, which Tk only prints, makes the test fail."""
    verdicts, said = outcomes(tmp_path, "tests/app/ui/test_drawing.py")
    assert verdicts["callback_fails"] == "fails", said
    assert "callbacks of Tk failed: ZeroDivisionError: division by zero" in said


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have a display of their own")
def test_drawing_tests_are_skipped_without_a_display(tmp_path: Path) -> None:
    """Where nothing can be drawn, the tests that draw are skipped, and the report says why."""
    verdicts, said = outcomes(tmp_path, "tests/app/ui/test_drawing.py", DISPLAY="")
    assert "callback_fails" not in verdicts, said
    assert re.search(r"SKIPPED.*test_drawing.*(no display|no tkinter)", said), said
