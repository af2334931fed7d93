"""Draws the program's icon with the standard library alone: `python3 build_scripts/make_icons.py`.
It owns the pictures `icon*` in `assets/`, kept with the source and drawn anew only when the drawing changes."""

import struct
import sys
import zlib
from pathlib import Path
from typing import Iterable, Tuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.ui.raster import Coverage, box, disc, strokes
from build_scripts import ROOT

ASSETS = ROOT / "assets"
SIZES = (16, 32, 48, 64, 128, 256)  # pixels, of the PNG files and of the pictures in the ICO
ICNS_KINDS = (  # the pictures of an ICNS and their pixels, as macOS asks for them since 10.7
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
)
MAC_MARGIN = 100 / 1024.0  # of the side, left free all round by Apple's template

GRID = 24.0  # units along the square's side
CORNER = 5.4  # units, as the radii that follow
BUBBLE = (4.3, 4.3, 19.7, 19.1)  # left, top, right, bottom
BUBBLE_CORNER = 7.3
TAIL = "P 4.42 13 4.05 19.35 4.25 19.8 4.7 19.95 11.5 19.08, D 4.55 19.45 0.5"
DOT = 1.3
DOTS_APART = 4.2

LAGOON = ((0x18, 0x8F, 0xAF), (0x0A, 0x5D, 0x75))  # at the top and at the bottom, around the design's accent
WHITE = (0xFF, 0xFF, 0xFF)
ACCENT = (0x0E, 0x74, 0x90)

Colour = Tuple[int, int, int]


def main() -> None:
    """Draw every size and write the files for Linux, Windows and macOS."""
    pictures = [(size, icon(size)) for size in SIZES]
    for size, picture in pictures:
        (ASSETS / f"icon-{size}.png").write_bytes(picture)
    (ASSETS / "icon.ico").write_bytes(ico(pictures))
    with_margin = {size: icon(size, MAC_MARGIN) for _, size in ICNS_KINDS}
    (ASSETS / "icon.icns").write_bytes(icns((kind, with_margin[size]) for kind, size in ICNS_KINDS))


def icon(size: int, margin: float = 0.0) -> bytes:
    """A PNG of `size` pixels square: a speech bubble on a lagoon square, `margin` of the side left free all round."""
    edge = round(size * margin)
    side = size - 2 * edge
    unit = side / GRID
    left, top, right, bottom = (edge + round(place * unit) for place in BUBBLE)  # on whole pixels, so edges are sharp
    middle, height = (left + right) / 2.0, (top + bottom) / 2.0
    apart = round(DOTS_APART * unit)
    bubble = united(
        box(size, size, left, top, right - left, bottom - top, BUBBLE_CORNER * unit),
        strokes(TAIL, size, size, side, 0.0, edge, edge),
    )
    dots = united(*(disc(size, size, middle + n * apart, height, max(DOT * unit, 1.2)) for n in (-1, 0, 1)))
    square = box(size, size, edge, edge, side, side, CORNER * unit)
    return png(size, painted(size, square, bubble, dots))


def united(*shapes: Coverage) -> Coverage:
    """What any of the shapes covers."""
    return bytes(map(max, *shapes))


def painted(size: int, square: Coverage, bubble: Coverage, dots: Coverage) -> bytes:
    """The rows of RGBA pixels, each after the filter byte 0 (PNG specification, section 9)."""
    rows = bytearray()
    for y in range(size):
        lagoon = mixed(LAGOON[0], LAGOON[1], y / (size - 1.0))
        rows.append(0)
        for index in range(y * size, (y + 1) * size):
            colour = mixed(mixed(lagoon, WHITE, bubble[index] / 255.0), ACCENT, dots[index] / 255.0)
            rows += bytes(colour) + square[index:index + 1]
    return bytes(rows)


def mixed(below: Colour, above: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    if share <= 0.0:
        return below
    red, green, blue = (round(b + (a - b) * share) for b, a in zip(below, above))
    return red, green, blue


def png(size: int, rows: bytes) -> bytes:
    """A PNG file of 8-bit RGBA rows (PNG specification, sections 5 and 11)."""
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def ico(pictures: Iterable[Tuple[int, bytes]]) -> bytes:
    """A Windows icon of PNG pictures, which Windows reads in icons since Vista."""
    pictures = list(pictures)
    offset = 6 + 16 * len(pictures)  # bytes of the header and of the directory
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(picture for _, picture in pictures)


def icns(pictures: Iterable[Tuple[bytes, bytes]]) -> bytes:
    """A macOS icon of PNG pictures, each under its four letters."""
    body = b"".join(kind + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    main()
