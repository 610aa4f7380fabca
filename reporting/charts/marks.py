"""The small shapes that the static picture is made of."""

from collections.abc import Sequence
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from reporting.charts import palette
from reporting.charts.scale import stretches

Spot = tuple[float, float]
RADIUS = 4.2


class Scale(Protocol):
    """Where a place in time and a value lie in the picture."""

    def x(self, place: float, /) -> float:
        """Pixels from the left."""

    def y(self, value: float, /) -> float:
        """Pixels from the top."""


def shade(root: Element, scale: Scale, ends: Sequence[Spot | None], colour: str) -> None:
    """The shaded range between two values for each period, broken where one has none."""
    for run in stretches(ends):
        upper = [(scale.x(place), scale.y(pair[1])) for place, pair in run]
        lower = [(scale.x(place), scale.y(pair[0])) for place, pair in reversed(run)]
        look = {"fill": colour, "fill-opacity": f"{palette.BAND_OPACITY:g}", "stroke": "none"}
        SubElement(root, "path", {"d": outline([*upper, *lower]) + "Z"} | look)


def outline(spots: Sequence[Spot]) -> str:
    """The path through spots, as SVG writes it."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def mark(root: Element, style: palette.Style, spot: Spot) -> Element:
    """The mark of a line at one point; a full one has a rim of paper, so that it stands off the lines that it crosses."""
    x, y = spot
    if style.marker in ROUND:
        look = {"fill": palette.PAPER, "stroke-width": "2"} if style.marker == "circle-open" else {"stroke": palette.PAPER}
        return SubElement(root, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{RADIUS:g}"} | look)
    shape = [(x + across, y + down) for across, down in SHAPES[style.marker]]
    return SubElement(root, "path", {"d": outline(shape) + "Z", "stroke": palette.PAPER})


def rule(root: Element, ends: tuple[float, float, float, float], look: dict[str, str]) -> None:
    """A straight line: x1, y1, x2, y2."""
    place = {name: f"{end:.1f}" for name, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True)}
    SubElement(root, "line", place | look)


ROUND = ("circle", "circle-open")
SHAPES: dict[str, tuple[Spot, ...]] = {
    "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    "diamond": ((0, -5.4), (5.4, 0), (0, 5.4), (-5.4, 0)),
    "triangle-up": ((0, -5.2), (5, 3.8), (-5, 3.8)),
    "triangle-down": ((0, 5.2), (5, -3.8), (-5, -3.8)),
    "cross": (
        (-2, -5.4), (2, -5.4), (2, -2), (5.4, -2), (5.4, 2), (2, 2),
        (2, 5.4), (-2, 5.4), (-2, 2), (-5.4, 2), (-5.4, -2), (-2, -2),
    ),
}  # fmt: skip
