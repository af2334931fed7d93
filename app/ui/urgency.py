"""The mark by which the taskbar says that a window wants attention, on Windows and on X11; macOS has none for Tk.
It neither raises the window nor takes the focus, and the desktop takes it away when the person turns to the window.
"""

import ctypes
import sys
import tkinter as tk

_FLASH_TASKBAR, _UNTIL_FOCUSED = 0x2, 0xC  # FLASHW_TRAY and FLASHW_TIMERNOFG of winuser.h
_CLIENT_MESSAGE = 33  # X.h
_TO_THE_MANAGER = 0x180000  # SubstructureNotifyMask | SubstructureRedirectMask of X.h
_ADD, _FROM_APPLICATION = 1, 1  # _NET_WM_STATE_ADD and the source, Extended Window Manager Hints 1.5


class _FlashInfo(ctypes.Structure):
    """FLASHWINFO of winuser.h."""

    _fields_ = (("size", ctypes.c_uint), ("window", ctypes.c_void_p), ("flags", ctypes.c_uint),
                ("count", ctypes.c_uint), ("timeout", ctypes.c_uint))


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent of Xlib.h, as long as an XEvent."""

    _fields_ = (("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 24))


def ask_for_attention(root: tk.Tk) -> None:
    """Mark the program's window; nothing happens where the desktop can't, or where it has the focus."""
    system = str(root.tk.call("tk", "windowingsystem"))
    try:
        if system == "win32" and sys.platform == "win32":
            _flash(ctypes.windll.user32.GetParent(root.winfo_id()))
        elif system == "x11":
            _demand(ctypes.CDLL("libX11.so.6"), root.winfo_screen().encode(), root.winfo_id())
    except (AttributeError, OSError):
        return  # a system without these libraries


def _flash(handle: int) -> None:
    info = _FlashInfo(ctypes.sizeof(_FlashInfo), handle, _FLASH_TASKBAR | _UNTIL_FOCUSED, 0, 0)
    ctypes.windll.user32.FlashWindowEx(ctypes.byref(info))


def _demand(xlib: ctypes.CDLL, screen: bytes, inner: int) -> None:
    """Ask the window manager by a message to the root window, on a connection of its own (Tk has no call for it)."""
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.restype = xlib.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(xlib.XOpenDisplay(screen))
    if not display:
        return
    names = (b"_NET_WM_STATE", b"_NET_WM_STATE_DEMANDS_ATTENTION")
    state, mark = (xlib.XInternAtom(display, name, 0) for name in names)
    event = _ClientMessage(type=_CLIENT_MESSAGE, window=_wrapper(xlib, display, inner), message_type=state, format=32)
    event.data[:] = (_ADD, mark, 0, _FROM_APPLICATION, 0)
    root = ctypes.c_ulong(xlib.XDefaultRootWindow(display))
    xlib.XSendEvent(display, root, 0, ctypes.c_long(_TO_THE_MANAGER), ctypes.byref(event))
    xlib.XCloseDisplay(display)


def _wrapper(xlib: ctypes.CDLL, display: ctypes.c_void_p, inner: int) -> int:
    """Return the window that the manager knows: Tk puts its own into another one."""
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.c_void_p()
    if not xlib.XQueryTree(display, ctypes.c_ulong(inner), ctypes.byref(root), ctypes.byref(parent),
                           ctypes.byref(children), ctypes.byref(count)):
        return inner
    if children:
        xlib.XFree(children)
    return parent.value
