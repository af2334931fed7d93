"""Times and dates as the person's system writes them: names of days and months, their order, 12 or 24 hours.
The system is asked for its locale's values directly; the program's own locale is never set, for that would change how
the whole process, its hosted server included, reads and writes numbers and dates.
"""

import locale
import sys
import time
from typing import Any, Callable, List, NamedTuple, Tuple

_POSIX_CATEGORIES = 0x3F  # the masks of newlocale's six categories; these bits are the same in glibc, musl and macOS
_C_DATES = "%m/%d/%y"  # how the C locale, which is no language, writes a date
_TWELVE = ("%I", "%l", "%r", "%p")  # in a format of times: it has 12 hours
# of GetLocaleInfoEx, winnls.h: LOCALE_SDAYNAME1 (Monday), LOCALE_SMONTHNAME1, LOCALE_IDATE, LOCALE_ITIME, LOCALE_S1159
_WINDOWS_DAY, _WINDOWS_MONTH, _WINDOWS_ORDER, _WINDOWS_HOURS, _WINDOWS_AM = 0x2A, 0x38, 0x21, 0x23, 0x28


class Dates(NamedTuple):
    """How dates and times are written."""

    days: Tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    months: Tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                               "October", "November", "December")
    month_first: bool = False
    has_24_hours: bool = True
    halves: Tuple[str, str] = ("AM", "PM")

    def day(self, year: int, month: int, day: int, this_year: int) -> str:
        """Return 'Monday 3 March', or as Americans write it 'Monday, March 3', with the year if it isn't this one."""
        weekday = time.localtime(time.mktime((year, month, day, 12, 0, 0, 0, 0, -1))).tm_wday
        order = "{0}, {2} {1}" if self.month_first else "{0} {1} {2}"
        written = order.format(self.days[weekday], day, self.months[month - 1])
        written = written[:1].upper() + written[1:]
        return written if year == this_year else written + (", " if self.month_first else " ") + str(year)

    def clock(self, hour: int, minute: int) -> str:
        """Return '14:03' or '2:03 PM'."""
        if self.has_24_hours:
            return f"{hour}:{minute:02d}"
        return f"{hour % 12 or 12}:{minute:02d} {self.halves[hour // 12]}"


ENGLISH = Dates()


def system_dates(name: str = "", platform: str = sys.platform) -> Dates:
    """Return how the system writes dates; `name` is the locale's ('' for the environment's, or Windows' setting)."""
    try:
        return _read_windows() if platform == "win32" else _read_posix(name)
    except (AttributeError, OSError, ValueError):
        return ENGLISH  # a system that can't be asked, or says nonsense


def _read_posix(name: str) -> Dates:
    """Ask nl_langinfo_l, IEEE Std 1003.1-2008, for a locale that only this function knows."""
    import ctypes
    libc = ctypes.CDLL(None)
    libc.newlocale.restype, libc.nl_langinfo_l.restype = ctypes.c_void_p, ctypes.c_char_p
    found = ctypes.c_void_p(libc.newlocale(_POSIX_CATEGORIES, name.encode(), None))
    if not found:
        return ENGLISH
    try:
        coding = libc.nl_langinfo_l(locale.CODESET, found).decode("ascii")
        return dates_from(lambda item: libc.nl_langinfo_l(getattr(locale, item), found).decode(coding))
    except LookupError:
        return ENGLISH  # a coding that Python doesn't know
    finally:
        libc.freelocale(found)


def dates_from(ask: Callable[[str], str]) -> Dates:
    """Return what `ask` says for the names of nl_langinfo, of which DAY_1 is Sunday."""
    dates = ask("D_FMT")
    if dates == _C_DATES:
        return ENGLISH
    days = [ask(f"DAY_{number}") for number in (2, 3, 4, 5, 6, 7, 1)]
    months = [ask(f"MON_{number}") for number in range(1, 13)]
    has_24_hours = not any(mark in ask("T_FMT") for mark in _TWELVE)
    month_first = 0 <= dates.find("%m") < max(dates.find("%d"), dates.find("%e"))
    return _checked(days, months, month_first and "%Y" in dates[dates.find("%d"):], has_24_hours,
                    (ask("AM_STR"), ask("PM_STR")))


def _read_windows() -> Dates:
    import ctypes
    buffer: Any = ctypes.create_unicode_buffer(80)

    def ask(item: int) -> str:
        if not ctypes.windll.kernel32.GetLocaleInfoEx(None, item, buffer, len(buffer)):
            raise OSError("no such value")
        return str(buffer.value)

    days = [ask(_WINDOWS_DAY + number) for number in range(7)]
    months = [ask(_WINDOWS_MONTH + number) for number in range(12)]
    return _checked(days, months, ask(_WINDOWS_ORDER) == "0", ask(_WINDOWS_HOURS) == "1",
                    (ask(_WINDOWS_AM), ask(_WINDOWS_AM + 1)))


def _checked(days: List[str], months: List[str], month_first: bool, has_24_hours: bool,
             halves: Tuple[str, str]) -> Dates:
    if not all(days + months):
        return ENGLISH
    return Dates(tuple(days), tuple(months), month_first, has_24_hours, halves if all(halves) else ENGLISH.halves)
