"""The little pictures: read back pixel by pixel from the PNG bytes."""

import struct
import zlib
from typing import Dict, List, Tuple

import pytest

from app.ui import raster
from app.ui.icons import ICONS, LETTERS
from app.ui.raster import Inset

Pixel = Tuple[int, int, int, int]
RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)


def pixels(png: bytes) -> List[List[Pixel]]:
    """Decode an indexed PNG without filters; each chunk's checksum is verified."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: Dict[bytes, bytes] = {}
    place = 8
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        data = png[place + 8:place + 8 + size]
        assert struct.unpack(">I", png[place + 8 + size:place + 12 + size])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    raw, palette, alpha = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"], chunks[b"tRNS"]
    assert len(raw) == height * (width + 1)
    rows = [raw[row * (width + 1) + 1:(row + 1) * (width + 1)] for row in range(height)]
    return [[(palette[3 * n], palette[3 * n + 1], palette[3 * n + 2], alpha[n]) for n in row] for row in rows]


def alphas(png: bytes) -> List[List[int]]:
    """Return how opaque each pixel is."""
    return [[pixel[3] for pixel in row] for row in pixels(png)]


def test_a_rounded_rectangle_has_border_fill_and_clear_corners() -> None:
    """Its corners are clear, its edge has the border's colour, and its middle the fill's."""
    picture = pixels(raster.rounded(40, 30, 8, [Inset(0, "#FF0000"), Inset(2, "#0000FF")]))
    assert len(picture) == 30
    assert len(picture[0]) == 40
    assert picture[0][0][3] == 0 == picture[29][39][3]
    assert picture[0][20] == RED == picture[15][0] == picture[15][1]
    assert picture[15][2] == BLUE == picture[15][20]


@pytest.mark.parametrize("size", [(40, 30), (41, 31), (17, 16), (13, 7), (1, 1)])
def test_a_rounded_rectangle_is_symmetric(size: Tuple[int, int]) -> None:
    """Every size, even one smaller than its corners, is the same mirrored both ways."""
    picture = pixels(raster.rounded(size[0], size[1], 8, [Inset(0, "#FF0000"), Inset(1, "#0000FF")]))
    assert (len(picture[0]), len(picture)) == size
    assert picture == picture[::-1]
    assert picture == [row[::-1] for row in picture]


def test_a_ring_is_clear_inside() -> None:
    """A layer without colour erases what lies below it."""
    picture = pixels(raster.rounded(40, 30, 8, [Inset(0, "#FF0000"), Inset(2, None)]))
    assert picture[0][20] == RED
    assert picture[15][20][3] == 0


def test_a_disc_has_the_area_of_a_disc() -> None:
    """The coverage of all pixels together is pi r squared, within one percent, and its edge is not jagged."""
    coverage = raster.disc(40, 40, 20.0, 20.0, 15.0)
    assert sum(coverage) / 255.0 == pytest.approx(3.14159 * 15.0 ** 2, rel=0.01)
    assert len(set(coverage)) > 10


def test_a_line_has_the_pens_thickness() -> None:
    """A horizontal line of 3 pixels through pixel centres covers exactly three rows."""
    coverage = raster.strokes("L 4 12 20 12", 24, 24, 24, 3.0, 0.0, 0.5)
    column = [coverage[row * 24 + 12] for row in range(24)]
    assert column == [0] * 11 + [255, 255, 255] + [0] * 10


def test_an_arc_covers_its_part_of_the_circle_only() -> None:
    """An arc from three to six o'clock touches neither the left nor the upper side."""
    coverage = raster.strokes("A 12 12 8 0 90", 24, 24, 24, 2.0, 0.0, 0.0)
    assert min(coverage[12 * 24 + 20], coverage[20 * 24 + 12]) > 100
    assert coverage[12 * 24 + 3] == 0 == coverage[3 * 24 + 12]


def test_a_polygon_is_filled() -> None:
    """A square of 8 x 8 grid units at scale 1 covers 64 pixels."""
    coverage = raster.strokes("P 4 4 12 4 12 12 4 12", 24, 24, 24, 1.0, 0.0, 0.0)
    assert sum(coverage) == 64 * 255


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_inside_its_box(name: str) -> None:
    """It shows something, and nothing touches the edge, where it would be cut off."""
    drawn = alphas(raster.stack(24, 24, [(raster.strokes(ICONS[name], 24, 24, 24, 1.6, 0.0, 0.0), "#123456")]))
    edge = drawn[0] + drawn[-1] + [row[0] for row in drawn] + [row[-1] for row in drawn]
    assert max(max(row) for row in drawn) > 200
    assert max(edge) == 0


def test_letters_of_other_alphabets_look_like_their_twins() -> None:
    """The Cyrillic and Greek capitals that share a shape share the drawing."""
    assert LETTERS["А"] == LETTERS["A"] == LETTERS["Α"]
    assert LETTERS["В"] == LETTERS["B"]


def test_many_layers_fit_the_colour_table() -> None:
    """A large picture of several round layers still has at most 256 colours, and its middle is exact."""
    layers = [(raster.disc(160, 160, 80.0, 80.0 + n, 78.0 - 9 * n), colour)
              for n, colour in enumerate(("#FF0000", "#00FF00", "#0000FF"))]
    picture = pixels(raster.stack(160, 160, layers))
    assert picture[82][80] == BLUE
    assert picture[5][80] == RED


def test_a_clear_picture_has_nothing_on_it() -> None:
    """Every pixel is transparent."""
    assert {pixel[3] for row in pixels(raster.clear(9, 5)) for pixel in row} == {0}
