"""What the window has to arrange with Windows, macOS or the desktop itself, before and after it is made.
Everything here may be refused by an older system, and is then left out.
"""

import os
import sys
import tkinter as tk

APP_ID = "IntranetChat"  # groups the windows in Windows' taskbar; the window class on Linux
_SYSTEM_AWARE = 1       # PROCESS_SYSTEM_DPI_AWARE of shellscalingapi.h: Tk 8.6 draws for one density
_DARK_TITLE = (20, 19)    # DWMWA_USE_IMMERSIVE_DARK_MODE of dwmapi.h, and its number before Windows 10 20H1


class NoDisplay(Exception):
    """Tk found no screen; the text is its reason."""


def make_root() -> tk.Tk:
    """Return the program's window, still hidden; NoDisplay where there is no screen."""
    if sys.platform == "win32":
        _prepare_windows()
    try:
        root = tk.Tk(className=APP_ID)
    except tk.TclError as error:
        raise NoDisplay(str(error)) from None
    root.withdraw()
    root.title(APP_ID)
    return root


def locale_name(root: tk.Tk) -> str:
    """Return the name of the locale that the person has set; '' where the environment says it, or Windows itself."""
    named = any(os.environ.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    if sys.platform != "darwin" or named:
        return ""
    try:
        return str(root.tk.globalgetvar("::tcl::mac::locale")) + ".UTF-8"  # a window has no terminal's environment
    except tk.TclError:
        return ""


def darken_title(root: tk.Tk, dark: bool) -> None:
    """Give the title bar the colour of the theme, on Windows."""
    if sys.platform != "win32":
        return
    import ctypes
    handle = ctypes.windll.user32.GetParent(root.winfo_id())
    value = ctypes.c_int(int(dark))
    for attribute in _DARK_TITLE:
        if not ctypes.windll.dwmapi.DwmSetWindowAttribute(handle, attribute, ctypes.byref(value), ctypes.sizeof(value)):
            return


def _prepare_windows() -> None:
    import ctypes
    for prepare in (lambda: ctypes.windll.shcore.SetProcessDpiAwareness(_SYSTEM_AWARE),
                    lambda: ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)):
        try:
            prepare()
        except (AttributeError, OSError):  # not there before Windows 8.1
            continue
