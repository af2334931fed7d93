"""Text that a person wrote, cut into lines that fit on the wire: between words where it can be, and never inside a
character or what is read as one (combining marks, emoji sequences, flags)."""
import re
import unicodedata
from typing import List

_JOINER = "\u200d"
_CLINGING = _JOINER + "\u0e33\u0eb3"  # the joiner, and vowels of Thai and Lao that are letters by category
_FORBIDDEN = re.compile("[\0\r\n]")
_UNSENDABLE = re.compile("[\0\x01]")  # NUL can't stand in a line, and 0x01 would make it a CTCP request
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without NUL, CR and LF, which would end the line, and without halves of characters."""
    return mend(_FORBIDDEN.sub(" ", text) if _FORBIDDEN.search(text) else text)


def mend(text: str) -> str:
    """The text with surrogate pairs as the characters they mean (Tk gives such pairs), and no lone halves."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def sendable(text: str) -> str:
    """The text without what no message may hold; its line breaks stay."""
    return mend(_UNSENDABLE.sub("", text))


def split_text(text: str, limit: int) -> List[str]:
    """The lines of `text`, each of at most `limit` bytes of UTF-8; blank ones are left out."""
    out: List[str] = []
    for line in re.split("[\r\n]+", sendable(text)):
        if line.strip():
            out.extend(_wrap(line.rstrip(), limit))
    return out


def _wrap(line: str, limit: int) -> List[str]:
    out: List[str] = []
    start = 0
    while start < len(line):
        end = end_of_piece(line, start, limit)
        piece = line[start:end].rstrip(" ")
        if piece:
            out.append(piece)
        start = end
        while out and start < len(line) and line[start] == " ":
            start += 1
    return out


def end_of_piece(line: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends: after as many words as fit into `limit` bytes, or characters."""
    size = 0
    after_word = after_cluster = start
    for at in range(start, len(line)):
        if at > start and not _joined(line, at):
            after_cluster = at
            if line[at] == " ":
                after_word = at
        size += len(line[at].encode("utf-8"))
        if size > limit:
            if line[start:after_word].strip():
                return after_word
            return after_cluster if after_cluster > start else max(at, start + 1)
    return len(line)


def _joined(line: str, at: int) -> bool:
    """Whether the character at `at` is read as one with the character before it (after UAX 29)."""
    character, before = line[at], line[at - 1]
    if before == _JOINER or character in _CLINGING or unicodedata.category(character)[0] == "M":
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True  # skin tones, and the letters of subdivision flags
    if not (_is_flag_letter(character) and _is_flag_letter(before)):
        return False
    run = 0
    while run < at and _is_flag_letter(line[at - 1 - run]):
        run += 1
    return run % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
