"""What can be seen on an X display, asked through libX11: when the window of a program that starts is drawn."""
import ctypes
import ctypes.util
import time
from typing import List, Tuple

ACROSS, DOWN = 48, 32  # points of a picture that are compared
LEAST = 200  # pixels in both directions: smaller windows don't count
ALIKE = 0.97  # share of the points that look as they do in the end, once a window is drawn; a caret may blink
SETTLED = 1.5  # seconds after the first picture, when a window surely looks as it does in the end
LOOK_EVERY = 0.004  # seconds
WITHIN = 20.0  # seconds
_ALL_PLANES = (1 << (8 * ctypes.sizeof(ctypes.c_long))) - 1
_Z_PIXMAP, _VIEWABLE = 2, 2  # X.h: ZPixmap, IsViewable

Place = Tuple[int, int, int]  # a window, its width and its height


class _Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib.h."""

    _fields_ = (
        [(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")]
        + [("visual", ctypes.c_void_p), ("root", ctypes.c_ulong)]
        + [(name, ctypes.c_int) for name in ("window_class", "bit_gravity", "win_gravity", "backing_store")]
        + [("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int)]
        + [("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int), ("map_state", ctypes.c_int)]
        + [(name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")]
        + [("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]
    )


class Screen:
    """The windows of a display without a window manager, as a context; one thread."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        handle, window = ctypes.c_void_p, ctypes.c_ulong
        self._x.XOpenDisplay.restype = self._x.XGetImage.restype = handle
        self._x.XDefaultRootWindow.restype = self._x.XGetPixel.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = self._x.XCloseDisplay.argtypes = [handle]
        self._x.XGetPixel.argtypes = [handle, ctypes.c_int, ctypes.c_int]
        self._x.XDestroyImage.argtypes = self._x.XFree.argtypes = [handle]
        self._x.XGetWindowAttributes.argtypes = [handle, window, handle]
        self._x.XQueryTree.argtypes = [handle, window, handle, handle, handle, handle]
        self._x.XGetImage.argtypes = [handle, window, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, window,
                                      ctypes.c_int]
        self._handler = ctypes.CFUNCTYPE(ctypes.c_int, handle, handle)(lambda display, error: 0)
        self._x.XSetErrorHandler(self._handler)  # a window may be gone before it is asked
        self._display = self._x.XOpenDisplay(display.encode())
        self._root = self._x.XDefaultRootWindow(self._display)

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *error: object) -> None:
        self._x.XCloseDisplay(self._display)

    def seconds_to_drawn(self, started: float) -> float:
        """Wait for the first window; the seconds from `started`, by time.monotonic(), until it looked as in the end.

        TimeoutError where none comes.
        """
        pictures: List[Tuple[float, List[int]]] = []
        while not pictures or time.monotonic() - pictures[0][0] < SETTLED:
            picture = self._picture()
            if picture:
                pictures.append((time.monotonic(), picture))
            elif time.monotonic() - started > WITHIN:
                raise TimeoutError("No window came.")
            time.sleep(LOOK_EVERY)
        last = pictures[-1][1]
        return next(moment for moment, picture in pictures if _alike(picture, last)) - started

    def is_empty(self) -> bool:
        """Whether no window is shown."""
        return not self._places()

    def _picture(self) -> List[int]:
        """The colours of points of the largest window; none without a window."""
        places = self._places()
        if not places:
            return []
        window, width, height = max(places, key=lambda place: place[1] * place[2])
        image = self._x.XGetImage(self._display, window, 0, 0, width, height, _ALL_PLANES, _Z_PIXMAP)
        if not image:
            return []
        columns = [(2 * column + 1) * width // (2 * ACROSS) for column in range(ACROSS)]
        rows = [(2 * row + 1) * height // (2 * DOWN) for row in range(DOWN)]
        points = [self._x.XGetPixel(image, x, y) for y in rows for x in columns]
        self._x.XDestroyImage(image)
        return points

    def _places(self) -> List[Place]:
        root, parent, children = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)()
        number = ctypes.c_uint()
        self._x.XQueryTree(self._display, self._root, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                           ctypes.byref(number))
        windows = [children[place] for place in range(number.value)]
        if windows:
            self._x.XFree(children)
        found = []
        for window in windows:
            told = _Attributes()
            known = self._x.XGetWindowAttributes(self._display, window, ctypes.byref(told))
            if known and told.map_state == _VIEWABLE and min(told.width, told.height) >= LEAST:
                found.append((window, told.width, told.height))
        return found


def _alike(picture: List[int], other: List[int]) -> bool:
    same = sum(one == two for one, two in zip(picture, other))
    return len(picture) == len(other) and same >= ALIKE * len(other)
