"""Draws how times grow: panels side by side, both axes logarithmic, as an SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 480, 330
LEFT, RIGHT, TOP, BOTTOM = 74, 30, 40, 88
COLOURS = ("#1f6feb", "#d1495b", "#2a9d5c", "#b7791f", "#7b4fc9", "#3d8f9c")
LINE_HEIGHT = 16
PER_ROW = 2


@dataclass(frozen=True)
class Panel:
    """`lines` are milliseconds by name, one for each of `counts`."""

    title: str
    across: str
    counts: Sequence[int]
    lines: Mapping[str, Sequence[float]]


def draw(panels: Sequence[Panel]) -> str:
    """The SVG text of all panels beside each other."""
    inside = "".join(
        f'<g transform="translate({number * WIDTH} 0)">{_panel(panel)}</g>'
        for number, panel in enumerate(panels)
    )
    size = f'width="{WIDTH * len(panels)}" height="{HEIGHT}"'
    look = 'font-family="sans-serif" font-size="12" fill="#24292f"'
    back = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{back}{inside}</svg>\n'


def _panel(panel: Panel) -> str:
    times = [time for line in panel.lines.values() for time in line]
    lowest, highest = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    x = _scale(panel.counts[0], panel.counts[-1], LEFT, WIDTH - RIGHT)
    y = _scale(10**lowest, 10**highest, HEIGHT - BOTTOM, TOP)
    parts = [_text(WIDTH / 2, 20, panel.title, "middle", 'font-weight="bold"')]
    for power in range(lowest, highest + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#e1e4e8"/>')
        parts.append(_text(LEFT - 6, at + 4, f"{10**power:g} ms", "end"))
    below = HEIGHT - BOTTOM + 18
    parts += [_text(x(n), below, f"{n:,}".replace(",", " "), "middle") for n in panel.counts]
    parts.append(_text(WIDTH - RIGHT, HEIGHT - BOTTOM + 34, panel.across, "end"))
    for number, (name, line) in enumerate(panel.lines.items()):
        points = [(x(count), y(time)) for count, time in zip(panel.counts, line, strict=True)]
        parts.append(_line(points, name, number))
    return "".join(parts)


def _scale(first: float, last: float, start: float, end: float) -> Callable[[float], float]:
    span = math.log10(last) - math.log10(first)
    return lambda value: start + (end - start) * (math.log10(value) - math.log10(first)) / span


def _line(points: Sequence[tuple[float, float]], name: str, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    left = LEFT + (number % PER_ROW) * (WIDTH - LEFT) / PER_ROW
    top = HEIGHT - BOTTOM + 52 + (number // PER_ROW) * LINE_HEIGHT
    key = f'<path d="M{left:.0f} {top - 4}h16" stroke="{colour}" stroke-width="2"/>'
    shape = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    return shape + dots + key + _text(left + 22, top, name)


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(words)}</text>'
