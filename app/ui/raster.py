"""Anti-aliased little pictures (rounded rectangles, discs, stroked icons) as PNG bytes, by signed distance.
A picture's shape is computed once and kept; each colouring of it only writes a new colour table of at most 256 entries.
"""

import math
import struct
import zlib
from functools import lru_cache
from typing import Callable, Dict, NamedTuple, Optional, Sequence, Tuple

from app.ui.palette import rgb
from app.ui.pen import Pen

Coverage = bytes  # one byte per pixel, row by row: 0 = outside the shape, 255 = inside it
Layer = Tuple[Coverage, Optional[str]]  # painted back to front; colour None erases what lies below

GRID = 24.0  # units along each side of an icon's drawing


class Inset(NamedTuple):
    """One rounded rectangle of a stack: `inset` pixels inside the picture's edge; colour None erases."""

    inset: int
    colour: Optional[str]


class Shape(NamedTuple):
    """A picture without its colours: compressed index rows, and the layers' coverage behind each index."""

    width: int
    height: int
    rows: bytes
    cells: Tuple[Tuple[int, ...], ...]


def rounded(width: int, height: int, radius: float, layers: Sequence[Inset]) -> bytes:
    """Return a PNG of nested rounded rectangles; no layers make a clear picture."""
    shape = _nested(width, height, radius, tuple(layer.inset for layer in layers))
    return _painted(shape, [layer.colour for layer in layers])


def stack(width: int, height: int, layers: Sequence[Layer]) -> bytes:
    """Return a PNG of coverages of this size, painted over each other."""
    shape = _stacked(width, height, tuple(coverage for coverage, _ in layers))
    return _painted(shape, [colour for _, colour in layers])


@lru_cache(maxsize=1024)
def box(width: int, height: int, x: float, y: float, w: float, h: float, radius: float) -> Coverage:
    """Return the coverage of a rounded rectangle (x, y, w, h) in a picture of width x height pixels."""
    radius = max(min(radius, w / 2.0, h / 2.0), 0.01)
    grid = bytearray(width * height)
    for row in range(max(0, int(y)), min(height, math.ceil(y + h))):
        below = abs(row + 0.5 - (y + h / 2.0)) - (h / 2.0 - radius)
        _box_row(grid, row * width, width, x, w, radius, below)
    return bytes(grid)


def disc(width: int, height: int, x: float, y: float, radius: float) -> Coverage:
    """Return the coverage of a disc around (x, y)."""
    return box(width, height, x - radius, y - radius, 2 * radius, 2 * radius, radius)


@lru_cache(maxsize=1024)
def strokes(drawing: str, width: int, height: int, size: float, thickness: float, x: float, y: float) -> Coverage:
    """Return the coverage of a drawing (see icons.py) whose grid is `size` pixels wide with its corner at (x, y)."""
    pen = Pen(width, height, size / GRID, x, y, thickness / 2.0)
    for part in drawing.split(","):
        words = part.split()
        pen.draw(words[0], [float(word) for word in words[1:]])
    return bytes(pen.grid)


def clear(width: int, height: int) -> bytes:
    """Return a PNG with nothing on it."""
    return rounded(width, height, 1, ())


def _box_row(grid: bytearray, start: int, width: int, x: float, w: float, radius: float, below: float) -> None:
    """Draw one row of a box; `below` is how far the row lies beyond the centres of the round corners."""
    centre, straight, edge = x + w / 2.0, w / 2.0 - radius, max(below, 0.0)

    def cover(column: int) -> int:
        beside = abs(column + 0.5 - centre) - straight
        outside = math.hypot(max(beside, 0.0), edge) if beside > 0.0 or below > 0.0 else max(beside, below)
        inside = 0.5 + radius - outside
        return 0 if inside <= 0.0 else 255 if inside >= 1.0 else int(inside * 255 + 0.5)

    reach = straight + math.sqrt(max((radius + 0.5) ** 2 - edge * edge, 0.0))
    first, last = max(0, int(centre - reach)), min(width, math.ceil(centre + reach)) - 1
    middle = min(max(int(centre), first), last)
    full = cover(middle)
    first += _shade(grid, start, cover, range(first, middle), full)
    last -= _shade(grid, start, cover, range(last, middle, -1), full)
    if full:
        grid[start + first:start + last + 1] = bytes((full,)) * (last + 1 - first)


def _shade(grid: bytearray, start: int, cover: Callable[[int], int], columns: range, full: int) -> int:
    """Draw the soft edge of a row from outside in; return how many pixels it has."""
    for count, column in enumerate(columns):
        value = cover(column)
        if value >= full:
            return count
        grid[start + column] = value
    return len(columns)


@lru_cache(maxsize=1024)
def _nested(width: int, height: int, radius: float, insets: Tuple[int, ...]) -> Shape:
    radius = min(radius, width / 2.0, height / 2.0)
    side = math.ceil(max((radius,) + insets)) + 1
    wide, high = min(side, (width + 1) // 2), min(side, (height + 1) // 2)
    maps = [box(side, side, inset, inset, 4 * side, 4 * side, max(radius - inset, 0.01)) for inset in insets]
    indices, cells = _indexed(maps, side * side)
    rows = []
    for row in range(high):
        left = indices[row * side:row * side + wide]
        rows.append(left + left[-1:] * (width - 2 * wide) + left[::-1][2 * wide - width if width < 2 * wide else 0:])
    lower = rows[::-1][2 * high - height if height < 2 * high else 0:]
    return Shape(width, height, _compressed(rows + rows[-1:] * (height - 2 * high) + lower), cells)


@lru_cache(maxsize=1024)
def _stacked(width: int, height: int, maps: Tuple[Coverage, ...]) -> Shape:
    indices, cells = _indexed(maps, width * height)
    return Shape(width, height, _compressed([indices[n:n + width] for n in range(0, width * height, width)]), cells)


def _indexed(maps: Sequence[Coverage], pixels: int) -> Tuple[bytes, Tuple[Tuple[int, ...], ...]]:
    """Number the combinations of coverage that occur; coarser steps until they fit one byte."""
    if not maps:
        return bytes(pixels), ((),)
    for steps in (255, 51, 17, 5):
        table = bytes((value * steps + 127) // 255 * (255 // steps) for value in range(256))
        numbers: Dict[Tuple[int, ...], int] = {}
        indices = [numbers.setdefault(cell, len(numbers)) for cell in zip(*[m.translate(table) for m in maps])]
        if len(numbers) <= 256:
            break
    return bytes(indices), tuple(numbers)


def _painted(shape: Shape, colours: Sequence[Optional[str]]) -> bytes:
    """Return the PNG (indexed colour with transparency, RFC 2083 sections 4.1.2 and 4.2.9) of a shape in colours."""
    inks = [rgb(colour) if colour else None for colour in colours]
    palette, alphas = bytearray(), bytearray()
    for cell in shape.cells:
        red, green, blue, alpha = _blended(cell, inks)
        palette += bytes((red, green, blue))
        alphas.append(alpha)
    header = struct.pack(">IIBBBBB", shape.width, shape.height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(palette)), (b"tRNS", bytes(alphas)), (b"IDAT", shape.rows),
              (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _blended(cell: Tuple[int, ...], inks: Sequence[Optional[Tuple[int, int, int]]]) -> Tuple[int, int, int, int]:
    red = green = blue = alpha = 0.0
    for value, ink in zip(cell, inks):
        if not value:
            continue
        cover = value / 255.0
        under = alpha * (1.0 - cover)
        if ink is None:
            alpha = under
            continue
        alpha = cover + under
        red, green, blue = ((new * cover + old * under) / alpha for new, old in zip(ink, (red, green, blue)))
    return int(red + 0.5), int(green + 0.5), int(blue + 0.5), int(alpha * 255 + 0.5)


def _compressed(rows: Sequence[bytes]) -> bytes:
    return zlib.compress(b"\0" + b"\0".join(rows), 1)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)
