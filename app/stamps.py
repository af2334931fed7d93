"""Moments as IRCv3 writes them, such as 2026-01-31T12:00:00.123Z, from and to Unix seconds.

Source: IRCv3 server-time. A stamp keeps milliseconds, so that a moment read and written again is the same.
"""
import re
from datetime import datetime, timedelta, timezone

_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?Z", re.ASCII)
_YEARS = range(1970, 3000)  # what every system's calendar can show, in any time zone
_START = datetime(1970, 1, 1, tzinfo=timezone.utc)


def unix_seconds(stamp: str, otherwise: float) -> float:
    """The Unix seconds of a stamp; `otherwise` where it isn't one, or one of another age."""
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return otherwise
    numbers = [int(word) for word in match.groups()[:6]]
    if numbers[0] not in _YEARS:
        return otherwise
    numbers[5] = min(numbers[5], 59)  # a leap second
    micros = int((match.group(7) or "0").ljust(6, "0"))
    try:
        return datetime(*numbers, micros, tzinfo=timezone.utc).timestamp()
    except ValueError:
        return otherwise


def stamp_of(seconds: float) -> str:
    """The stamp of a moment, to the nearest millisecond; of one that no calendar reaches, the beginning of 1970."""
    try:
        moment = _START + timedelta(milliseconds=round(seconds * 1000))
    except (OverflowError, ValueError):
        moment = _START
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
