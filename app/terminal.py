"""The keyboard and the screen of the command-line client, be they a terminal, a pipe or a file.

The line being typed is our own (line_editor), not readline's: readline draws only while input() blocks the thread that
owns everything, knows the cursor by bytes where the screen counts columns, wraps a long line over rows that a resize
moves, and is missing on Windows. Here the line takes one row that is erased, and drawn again, with every line printed.
"""
import codecs
import contextlib
import os
import shutil
import signal
import sys
import threading
from typing import Any, Callable, List, Optional, Sequence, Tuple

try:
    import termios
except ImportError:  # Windows
    termios = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

from .line_editor import Row

READ_SIZE = 65536  # bytes
_ERASE = "\r\x1b[K"  # ECMA-48 section 8.3.41, EL: erase in line
_CLEAR = "\x1b[H\x1b[2J"
_PASTE_MARKED, _PASTE_PLAIN = "\x1b[?2004h", "\x1b[?2004l"  # xterm control sequences, "Bracketed Paste Mode"
_ALL_MODES = 6  # tcgetattr: where the list of control characters stands
_WINDOWS_KEYS = {"H": "\x1b[A", "P": "\x1b[B", "M": "\x1b[C", "K": "\x1b[D", "G": "\x1b[H", "O": "\x1b[F",
                 "S": "\x1b[3~", "s": "\x1b[1;5D", "t": "\x1b[1;5C"}  # second code of _getwch -> xterm's sequence
_VIRTUAL_TERMINAL = 0x0004  # ENABLE_VIRTUAL_TERMINAL_PROCESSING, for SetConsoleMode


class OutputClosed(Exception):
    """Nobody reads what is printed any more."""


class Keyboard:
    """Brings what is typed or piped in, piece by piece, each only when it was asked for; the owner calls it."""

    def __init__(self, deliver: Callable[[bytes], None], read: Callable[[], bytes]) -> None:
        """`deliver(data)` is called on the keyboard's thread, with b"" at the end of input."""
        self._deliver = deliver
        self._read = read
        self._wanted = threading.Semaphore(0)

    def start(self) -> None:
        threading.Thread(target=self._run, name="keyboard", daemon=True).start()

    def more(self) -> None:
        """Ask for the next piece."""
        self._wanted.release()

    def _run(self) -> None:
        data = b"more"
        while data:
            self._wanted.acquire()
            try:
                data = self._read()
            except (OSError, ValueError):  # the terminal was closed
                data = b""
            self._deliver(data)


class PlainScreen:
    """Prints lines and nothing else: for pipes, files and terminals without cursor control; the owner calls it."""

    colours = 0
    edits = False  # whether it shows the line being typed

    def __init__(self, stream: Any) -> None:
        """`stream` is a text stream, or None where the program has none."""
        self._stream = getattr(stream, "buffer", None)
        self._text_stream = stream
        self._encoding = encoding_of(stream)

    def open(self) -> None:
        """Prepare the terminal."""

    def close(self) -> None:
        """Leave the terminal as it was."""

    def show(self, lines: Sequence[str], row: Optional[Row] = None) -> None:
        """Print `lines`, at once; raises OutputClosed."""
        if lines:
            self.write("".join(line + "\n" for line in lines))

    def clear(self) -> None:
        """Empty the screen, where there is one."""

    def suspend(self) -> None:
        """Stop as Ctrl+Z asks, where there is a terminal to give back."""

    def size(self) -> int:
        """The screen's width in columns."""
        return shutil.get_terminal_size().columns

    def write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text.encode(self._encoding, "replace"))
            self._stream.flush()
        except OSError:
            self._give_up()
            raise OutputClosed("Nobody reads the output any more.") from None

    def _give_up(self) -> None:
        """Let what is still buffered go nowhere, so that Python's own flush at exit doesn't fail again."""
        self._stream = None
        with contextlib.suppress(OSError, ValueError):  # without a descriptor nothing can fail either
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._text_stream.fileno())
            os.close(nowhere)


class TerminalScreen(PlainScreen):
    """A terminal with the line being typed in its last row, which no printed line tears; the owner calls it."""

    edits = True

    def __init__(self, stream: Any, keyboard: int, colours: int) -> None:
        """`keyboard` is the descriptor of the terminal's input."""
        super().__init__(stream)
        self.colours = colours
        self._keyboard = keyboard
        self._saved: Any = None
        self._drawn: Optional[Tuple[Row, int]] = None

    def open(self) -> None:
        if termios is not None:
            self._saved = self._saved or termios.tcgetattr(self._keyboard)
            termios.tcsetattr(self._keyboard, termios.TCSADRAIN, _by_key(self._saved))
        self._drawn = None
        self.write(_PASTE_MARKED)

    def close(self) -> None:
        self._drawn = None
        with contextlib.suppress(OutputClosed):  # the terminal may be gone
            self.write(_ERASE + _PASTE_PLAIN)
        if self._saved is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._keyboard, termios.TCSADRAIN, self._saved)

    def show(self, lines: Sequence[str], row: Optional[Row] = None) -> None:
        """Print `lines` over the row being typed, and draw that below them.

        The part before the cursor is drawn last and once more: so the cursor stands right however wide this terminal
        takes a sign to be.
        """
        drawn = (row, self.size()) if row is not None else None
        if not lines and drawn == self._drawn:
            return
        below = f"{row.text}\x1b[K\r{row.head}" if row is not None else ""
        self._drawn = drawn
        self.write(_ERASE + "".join(line + "\x1b[0m\n" for line in lines) + "\r" + below)

    def clear(self) -> None:
        self._drawn = None
        self.write(_CLEAR)

    def suspend(self) -> None:
        """Ctrl+Z: give the terminal back, stop, and take it again when the person comes back."""
        self.close()
        before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, before)
        self.open()


def _by_key(modes: List[Any]) -> List[Any]:
    """Terminal modes in which keys come one by one and unseen, Ctrl+C and Ctrl+Z being signals still (termios(3))."""
    modes = list(modes)
    modes[0] = (modes[0] & ~termios.IXON) | termios.ICRNL
    modes[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    characters = list(modes[_ALL_MODES])
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    characters[termios.VQUIT] = b"\0"  # else Ctrl+\ would kill the program and leave the terminal like this
    modes[_ALL_MODES] = characters
    return modes


def open_screen(environ: Any) -> PlainScreen:
    """The screen for this program's standard output; it edits only where a person sits at both ends."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)) or environ.get("TERM") == "dumb":
        return PlainScreen(sys.stdout)
    if termios is None and not _obeys_sequences():
        return PlainScreen(sys.stdout)
    return TerminalScreen(sys.stdout, sys.stdin.fileno(), count_colours(environ))


def count_colours(environ: Any) -> int:
    """How many colours to use on a terminal: 0, 8 or 256 (no-color.org)."""
    if environ.get("NO_COLOR"):
        return 0
    rich = "256" in environ.get("TERM", "") or environ.get("COLORTERM") or "WT_SESSION" in environ
    return 256 if rich else 8


def reader(edits: bool) -> Callable[[], bytes]:
    """What brings the next piece of standard input: by key on a Windows console that edits, else as it comes."""
    if edits and msvcrt is not None:
        return _read_windows_key
    return _read_input


def encoding_of(stream: Any) -> str:
    """The encoding of a standard stream; UTF-8 where the system only promises ASCII, which it contains."""
    named = getattr(stream, "encoding", None) or "utf-8"
    try:
        return "utf-8" if codecs.lookup(named).name == "ascii" else named
    except LookupError:
        return "utf-8"


def is_terminal(stream: Any) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it was closed
        return False


def _read_input() -> bytes:
    return os.read(sys.stdin.fileno(), READ_SIZE) if sys.stdin is not None else b""


def _read_windows_key() -> bytes:
    key = msvcrt.getwch()
    if key == "\0" or (key == "\xe0" and msvcrt.kbhit()):  # a key without a character; else it is the letter à
        key = _WINDOWS_KEYS.get(msvcrt.getwch(), "")
    elif "\ud800" <= key <= "\udbff":
        key = (key + msvcrt.getwch()).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return key.encode("utf-8", "replace") or b"\0"


def _obeys_sequences() -> bool:
    """Ask the Windows console to obey control sequences; those before Windows 10 can't."""
    import ctypes

    kernel = ctypes.windll.kernel32
    console = kernel.GetStdHandle(-11)  # STD_OUTPUT_HANDLE
    mode = ctypes.c_uint32()
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(console, mode.value | _VIRTUAL_TERMINAL))
