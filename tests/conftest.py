"""What holds for every test: it has its own home folder, and it fails on a logged error or a thread left behind.
Tests that draw are skipped, with the reason, where there is no tkinter or no display."""

import gc
import importlib.util
import logging
import os
import threading
import time
from pathlib import Path
from typing import Iterator, List, Optional

import pytest

DRAWING = ("tests/app/ui/", "tests/journeys/")
ENDS_WITHIN = 10  # seconds that a thread gets to end once its test is over
HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG_VARIABLES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME")


def why_nothing_can_be_drawn() -> Optional[str]:
    """The reason why no window can be opened here, or None when one can."""
    try:
        import tkinter
    except ImportError as error:
        return f"this Python has no tkinter ({error}); on Debian and Ubuntu: apt install python3-tk"
    try:
        tkinter.Tk().destroy()
    except tkinter.TclError as error:
        return f"there is no display ({error}); build_scripts/test.py provides one"
    return None


HAS_NO_TKINTER = importlib.util.find_spec("_tkinter") is None
NOTHING_CAN_BE_DRAWN = why_nothing_can_be_drawn()


def draws(node: pytest.Item) -> bool:
    """True for a test that opens windows."""
    return node.nodeid.startswith(DRAWING) or node.get_closest_marker("display") is not None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> Optional[bool]:
    """Without tkinter, leave out the whole folders of tests that draw, whose conftest.py may import it."""
    place = collection_path.relative_to(config.rootpath) if config.rootpath in collection_path.parents else Path()
    return True if HAS_NO_TKINTER and f"{place.as_posix()}/" in DRAWING else None


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """Say what was left out, and why."""
    if HAS_NO_TKINTER:
        terminalreporter.write_line(f"SKIPPED {' and '.join(DRAWING)}: {NOTHING_CAN_BE_DRAWN}")


@pytest.hookimpl(tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Optional[pytest.CollectReport]:
    """Skip a whole file of tests that draw before it imports what is missing."""
    if NOTHING_CAN_BE_DRAWN is None or not isinstance(collector, pytest.Module):
        return None
    if not collector.nodeid.startswith(DRAWING):
        return None
    return pytest.CollectReport(collector.nodeid, "skipped", (str(collector.path), 0, NOTHING_CAN_BE_DRAWN), [])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that is marked as drawing."""
    if NOTHING_CAN_BE_DRAWN is not None and draws(item):
        pytest.skip(NOTHING_CAN_BE_DRAWN)


@pytest.fixture(scope="session", autouse=True)
def pointer_out_of_the_way() -> None:
    """Put the pointer into the last corner of the screen, where no test's window is.

    Without a window manager the window under the pointer has the keyboard, and Tk 8.6 keeps a pointer to it after it is
    gone: the next window of the same process that takes the keyboard would then end the process.
    """
    if NOTHING_CAN_BE_DRAWN is not None:
        return
    import tkinter

    root = tkinter.Tk()
    root.update()
    right, bottom = root.winfo_screenwidth() - 1, root.winfo_screenheight() - 1
    root.event_generate("<Motion>", warp=True, x=right - root.winfo_rootx(), y=bottom - root.winfo_rooty())
    root.update()
    root.destroy()


@pytest.fixture(autouse=True)
def isolated_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, so that none touches a person's files."""
    allowed = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority")
    if allowed.exists():
        monkeypatch.setenv("XAUTHORITY", str(allowed))  # the display's key lies in the home folder
    home = tmp_path / "home"
    home.mkdir()
    for name in HOME_VARIABLES:
        monkeypatch.setenv(name, str(home))
    for name in XDG_VARIABLES:
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")  # nobody's keyring is touched
    monkeypatch.setenv("INTRANETCHAT_DISCOVERY", "off")  # only tests in a network of their own look for servers
    return home


class LoggedErrors(logging.Handler):
    """The records of level ERROR and above that a test caused, from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: List[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record (called by logging)."""
        self.records.append(record)

    def take(self) -> List[str]:
        """The messages so far, which then no longer make the test fail."""
        taken, self.records = self.records, []
        return [record.getMessage() for record in taken]


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[LoggedErrors]:
    """Fail on any logged error that the test did not take()."""
    errors = LoggedErrors()
    logging.getLogger().addHandler(errors)
    yield errors
    logging.getLogger().removeHandler(errors)
    left = [errors.format(record) for record in errors.records]
    if left:
        pytest.fail("errors were logged:\n" + "\n".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left_behind(logged_errors: LoggedErrors) -> Iterator[None]:
    """Fail when a thread that the test started has not ended soon after it."""
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    deadline = time.monotonic() + ENDS_WITHIN
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = sorted(thread.name for thread in left if thread.is_alive())
    if alive:
        pytest.fail("threads were left behind: " + ", ".join(alive), pytrace=False)


@pytest.fixture(autouse=True)
def callback_errors(request: "pytest.FixtureRequest", monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail on an error in a callback of Tk, which Tk itself would only print."""
    if NOTHING_CAN_BE_DRAWN is not None or not draws(request.node):
        yield
        return
    import tkinter

    errors: List[str] = []

    def keep(root: object, kind: type, error: BaseException, trace: object) -> None:
        errors.append(f"{kind.__name__}: {error}")

    monkeypatch.setattr(tkinter.Tk, "report_callback_exception", keep)
    yield
    gc.collect()  # a Tk object that a later test's thread would free ends the whole process
    if errors:
        pytest.fail("callbacks of Tk failed: " + "; ".join(errors), pytrace=False)
