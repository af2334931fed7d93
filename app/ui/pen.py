"""The pen that draws the strokes of icons and letters, anti-aliased, by each pixel's distance from the line.
It knows lines, arcs, boxes, dots and filled polygons, and nothing of colours.
"""

import math
from typing import List, Sequence, Tuple

Point = Tuple[float, float]


class Pen:
    """A round pen and the picture it draws on, one byte of coverage per pixel; any thread may use its own."""

    __slots__ = ("grid", "width", "height", "scale", "x", "y", "half")

    def __init__(self, width: int, height: int, scale: float, x: float, y: float, half: float) -> None:
        self.grid = bytearray(width * height)
        self.width = width
        self.height = height
        self.scale = scale
        self.x = x
        self.y = y
        self.half = half  # of the pen's thickness, in pixels

    def draw(self, kind: str, numbers: List[float]) -> None:
        """Draw one part of a drawing: see icons.py for the kinds and their numbers."""
        if kind == "C":
            self._ring(numbers[0], numbers[1], numbers[2], 0.0, 360.0)
        elif kind == "A":
            self._ring(*numbers)
        elif kind == "D":
            self._dot(numbers[0], numbers[1], numbers[2] * self.scale)
        elif kind == "P":
            self._fill(list(zip(numbers[0::2], numbers[1::2])))
        elif kind == "L":
            self._lines(list(zip(numbers[0::2], numbers[1::2])))
        elif kind == "E":
            self._lines(_ellipse(*numbers))
        else:
            self._round_box(*numbers)

    def _raise(self, index: int, inside: float) -> None:
        value = 255 if inside >= 1.0 else int(inside * 255 + 0.5)
        if value > self.grid[index]:
            self.grid[index] = value

    def _round_box(self, x: float, y: float, w: float, h: float, radius: float) -> None:
        left, right, top, bottom = x + radius, x + w - radius, y + radius, y + h - radius
        self._lines([(left, y), (right, y)])
        self._lines([(left, y + h), (right, y + h)])
        self._lines([(x, top), (x, bottom)])
        self._lines([(x + w, top), (x + w, bottom)])
        for cx, cy, start in ((right, top, -90.0), (right, bottom, 0.0), (left, bottom, 90.0), (left, top, 180.0)):
            self._ring(cx, cy, radius, start, start + 90.0)

    def _lines(self, points: Sequence[Point]) -> None:
        pixels = [(x * self.scale + self.x, y * self.scale + self.y) for x, y in points]
        for (x1, y1), (x2, y2) in zip(pixels, pixels[1:]):
            self._line(x1, y1, x2, y2)

    def _line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        reach, dx, dy = self.half + 0.5, x2 - x1, y2 - y1
        square = dx * dx + dy * dy or 1e-9
        spread = reach * math.sqrt(square) / abs(dy) if dy else self.width
        left, right = min(x1, x2) - reach, max(x1, x2) + reach
        for row in range(max(0, int(min(y1, y2) - reach)), min(self.height, int(max(y1, y2) + reach) + 1)):
            py = row + 0.5 - y1
            middle = x1 + py * dx / dy if dy else x1
            start = row * self.width
            for column in range(max(0, int(max(left, middle - spread))),
                                min(self.width, int(min(right, middle + spread)) + 1)):
                px = column + 0.5 - x1
                along = (px * dx + py * dy) / square
                along = 0.0 if along < 0.0 else 1.0 if along > 1.0 else along
                inside = reach - math.hypot(px - along * dx, py - along * dy)
                if inside > 0.0:
                    self._raise(start + column, inside)

    def _ring(self, cx: float, cy: float, radius: float, start: float, end: float) -> None:
        start, end = min(start, end), max(start, end)
        whole = end - start >= 360.0
        if not whole:
            for angle in (math.radians(start), math.radians(end)):
                self._dot(cx + radius * math.cos(angle), cy + radius * math.sin(angle), self.half)
        x, y, r, reach = cx * self.scale + self.x, cy * self.scale + self.y, radius * self.scale, self.half + 0.5
        for row in range(max(0, int(y - r - reach)), min(self.height, int(y + r + reach) + 1)):
            py = row + 0.5 - y
            wide = (r + reach) ** 2 - py * py
            if wide <= 0.0:
                continue
            wide = math.sqrt(wide)
            for column in range(max(0, int(x - wide)), min(self.width, int(x + wide) + 1)):
                px = column + 0.5 - x
                inside = reach - abs(math.hypot(px, py) - r)
                if inside > 0.0 and (whole or (math.degrees(math.atan2(py, px)) - start) % 360.0 <= end - start):
                    self._raise(row * self.width + column, inside)

    def _dot(self, cx: float, cy: float, radius: float) -> None:
        x, y, reach = cx * self.scale + self.x, cy * self.scale + self.y, radius + 0.5
        for row in range(max(0, int(y - reach)), min(self.height, int(y + reach) + 1)):
            for column in range(max(0, int(x - reach)), min(self.width, int(x + reach) + 1)):
                inside = reach - math.hypot(column + 0.5 - x, row + 0.5 - y)
                if inside > 0.0:
                    self._raise(row * self.width + column, inside)

    def _fill(self, points: Sequence[Point]) -> None:
        corners = [(x * self.scale + self.x, y * self.scale + self.y) for x, y in points]
        edges = list(zip(corners, corners[1:] + corners[:1]))
        for row in range(self.height):
            line = [0.0] * self.width
            for part in range(4):
                _fill_scanline(line, edges, row + (part + 0.5) / 4.0)
            for column, inside in enumerate(line):
                if inside > 0.0:
                    self._raise(row * self.width + column, inside / 4.0)


def _fill_scanline(line: List[float], edges: Sequence[Tuple[Point, Point]], y: float) -> None:
    crossings = sorted(x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 > y) != (y2 > y))
    for left, right in zip(crossings[0::2], crossings[1::2]):
        for column in range(max(0, int(left)), min(len(line), int(right) + 1)):
            line[column] += min(right, column + 1.0) - max(left, column)


def _ellipse(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> List[Point]:
    steps = max(6, int(abs(end - start) / 9))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]
