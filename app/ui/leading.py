"""Where a link leads, in words: links are written so that they seem to lead elsewhere, and a reader is told before.
Values from values; nothing is opened here.
"""

import unicodedata
from urllib.parse import urlsplit


def host_of(link: str) -> str:
    """Return the host that a link leads to, in the letters that are looked up (RFC 3490); '' where there is none."""
    try:
        host = urlsplit(link).hostname or ""
        return host.encode("idna").decode("ascii") if not _is_ascii(host) else host
    except ValueError:  # also of letters that no host may have
        return ""


def may_mislead(link: str) -> bool:
    """Tell whether a link may lead elsewhere than it seems to: a name stands before the host, or its letters are not
    those they look like.
    """
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return True
    return "@" in parts.netloc or "\\" in link or not host or not _is_of_one_script(host)


def hint_of(link: str) -> str:
    """Return what is shown of a link that is pointed at: itself, and first where it leads if that isn't plain."""
    return f"Leads to {host_of(link) or 'an unknown place'} · {link}" if link and may_mislead(link) else link


def _is_ascii(text: str) -> bool:
    return all(letter < "\x80" for letter in text)


def _is_of_one_script(host: str) -> bool:
    """Tell whether no letters of other alphabets stand in a host that could be read as Latin ones."""
    letters = [letter for letter in host if letter.isalpha()]
    return all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters) and "xn--" not in host
