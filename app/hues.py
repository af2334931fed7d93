"""The hue of each name, one of ten: everybody sees the same person in the same one, in the window and in a terminal."""

HUES = ("brick", "copper", "ochre", "moss", "fern", "lake", "cobalt", "iris", "plum", "rose")

_FNV_OFFSET = 0x811C9DC5  # FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
_FNV_PRIME = 0x01000193


def nick_index(nick: str) -> int:
    """Return which of the ten hues a name has: the same on every computer, whatever its case."""
    value = _FNV_OFFSET
    for byte in nick.casefold().encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return value % len(HUES)
