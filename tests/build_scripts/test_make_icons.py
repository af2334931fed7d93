"""The program's icon: the files in assets are what the script draws, in formats that the systems read.
Pixels are compared, not files, since each zlib compresses in its own way."""

import struct
import zlib
from typing import Iterator, Tuple

import pytest

from build_scripts.make_icons import ASSETS, SIZES, icon

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(png: bytes) -> Iterator[Tuple[bytes, bytes]]:
    """The kind and the data of each chunk of a PNG, whose checksums must be right."""
    assert png.startswith(SIGNATURE)
    at = len(SIGNATURE)
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size)[0] == zlib.crc32(kind + data)
        yield kind, data
        at += 12 + size


def width_and_pixels(png: bytes) -> Tuple[int, bytes]:
    """A square PNG's width and its rows of pixels."""
    parts = dict(chunks(png))
    width, height = struct.unpack_from(">II", parts[b"IHDR"])
    assert width == height
    return width, zlib.decompress(parts[b"IDAT"])


@pytest.mark.parametrize("size", [size for size in SIZES if size <= 64])
def test_kept_pictures_are_what_is_drawn(size: int) -> None:
    """Drawing the icon anew gives the picture that is kept in assets."""
    kept = (ASSETS / f"icon-{size}.png").read_bytes()
    assert width_and_pixels(kept) == width_and_pixels(icon(size)), "run build_scripts/make_icons.py and look at assets"


def test_windows_icon_holds_every_size() -> None:
    """The directory of the ICO leads to one picture for each size."""
    ico = (ASSETS / "icon.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", ico)
    assert (reserved, kind, count) == (0, 1, len(SIZES))
    for index, size in enumerate(SIZES):
        width, _, _, _, _, depth, length, offset = struct.unpack_from("<BBBBHHII", ico, 6 + 16 * index)
        assert (width or 256, depth) == (size, 32)
        assert width_and_pixels(ico[offset : offset + length])[0] == size


def test_mac_icon_names_its_pictures() -> None:
    """The ICNS tells its own length, and each picture in it stands under a known name."""
    icns = (ASSETS / "icon.icns").read_bytes()
    assert struct.unpack_from(">4sI", icns) == (b"icns", len(icns))
    at, widths = 8, {}
    while at < len(icns):
        kind, length = struct.unpack_from(">4sI", icns, at)
        widths[kind], _ = width_and_pixels(icns[at + 8 : at + length])
        at += length
    assert widths[b"ic07"] == 128 and widths[b"ic10"] == 1024
