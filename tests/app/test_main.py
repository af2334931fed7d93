"""The window's command line, run as a person runs it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run python3 -m app with these arguments, and these variables on top of the test's own."""
    variables: Dict[str, str] = dict(os.environ, **environment)
    return subprocess.run([sys.executable, "-m", "app", *arguments], cwd=str(ROOT), env=variables, timeout=30,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


def test_without_a_display_it_says_so_in_a_sentence() -> None:
    """One line with the command-line client in it, exit code 1, no traceback."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display")
    found = run(DISPLAY="")
    assert found.returncode == 1
    assert found.stdout == ""
    assert "needs a screen" in found.stderr
    assert "python3 chat_client.py" in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_without_tk_it_names_the_package(tmp_path: Path) -> None:
    """One line with the remedy, exit code 1, no traceback."""
    (tmp_path / "tkinter.py").write_text("raise ImportError('no Tk here')\n")
    found = run(PYTHONPATH=str(tmp_path))
    if "tkinter" in found.stderr and "Traceback" in found.stderr:
        pytest.fail(found.stderr)
    assert found.returncode == 1
    assert "needs Tk" in found.stderr
    assert "python3 chat_client.py" in found.stderr
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments, words", [
    (["--port", "0"], "enter a number from 1 to 65535"),
    (["--port", "chat"], "enter a number from 1 to 65535"),
    (["--username", "two words"], "without spaces"),
    (["--room", "a b"], "without spaces"),
    (["http://example.org"], "One looks like irc://"),
    (["irc://example.org:0/"], "Enter a number from 1 to 65535"),
    (["--start-server", "--host", "example.org"], "can't be combined"),
    (["--nonsense"], "--nonsense"),
])
def test_a_bad_option_is_explained(arguments: "list", words: str) -> None:
    """One sentence that names the option, exit code 2, and no window."""
    found = run(*arguments, DISPLAY="")
    assert found.returncode == 2
    assert words in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_help_and_version_need_no_display() -> None:
    """Both answer on any computer."""
    assert run("--version", DISPLAY="").stdout.startswith("IntranetChat ")
    shown = run("--help", DISPLAY="").stdout
    for option in ("--host", "--port", "--username", "--room", "--start-server", "--server"):
        assert option in shown


def test_server_as_the_first_option_is_the_server() -> None:
    """The bundled server answers for itself, without Tk."""
    found = run("--server", "--help", DISPLAY="")
    assert found.returncode == 0
    assert "--lobby" in found.stdout
