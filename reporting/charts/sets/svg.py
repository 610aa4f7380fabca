"""A picture of sets in the manner of an UpSet plot: rows of dots say which groups, bars how many people."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from reporting.charts import palette
from reporting.charts.dots.frame import SMALL, TEXT, wrapped
from reporting.charts.dots.svg import NARROW, WIDE
from reporting.charts.format import point_text
from reporting.charts.marks import rule
from reporting.charts.scale import text_width
from reporting.charts.sets.spec import Members, Sets
from reporting.charts.sets.words import rest
from reporting.charts.translations import Translations

MOST = 20  # sets in the picture; the table has them all
ROW, COLUMN, KEY = 24.0, 26.0, 20.0
FULL, EMPTY = 6.0, 2.5  # radius of a dot of a group that is in the set, and of one that is not
SMALL_SIZE = f"{SMALL:g}"


def svg(sets: Sets, t: Translations, *, is_small: bool = False) -> str:
    """The picture as one SVG element. Its key names the groups by their letters."""
    return tostring(drawing(sets, t, is_small=is_small), encoding="unicode")


def drawing(sets: Sets, t: Translations, *, is_small: bool = False) -> Element:
    """The same as a tree."""
    width = NARROW if is_small else WIDE
    column = COLUMN * (0.72 if is_small else 1)
    drawn, key = sets.shown[:MOST], list(_key(sets, width))
    unit = list(wrapped(sets.unit_label, width, SMALL)) if is_small else []  # beside the letters there is no room for it
    top = KEY * (len(key) + len(unit)) + 34
    words = list(wrapped(" ".join(rest(sets, MOST, t)), width))
    height = round(top + ROW * len(drawn) + 12 + KEY * len(words))
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": sets.alt,
            "lang": sets.language,
            "font-family": palette.FONT,
            "font-size": f"{TEXT:g}",
            "fill": palette.INK,
        },
    )
    for line, text in enumerate([*key, *unit]):
        _text(
            root, 0, 14 + KEY * line, text, {"font-size": SMALL_SIZE, "fill": palette.INK if line < len(key) else palette.QUIET}
        )
    for place, group in enumerate(sets.groups):
        _text(root, column * (place + 0.5), top - 10, group.letter, {"text-anchor": "middle", "font-weight": "600"})
    left = column * len(sets.groups) + 14
    if not is_small:
        _text(root, left, top - 10, sets.unit_label, {"font-size": SMALL_SIZE, "fill": palette.QUIET})
    most = max((float(row.point.value or 0) for row in drawn), default=0.0)
    room = width - left - max((text_width(_shown(sets, row), TEXT) for row in drawn), default=0.0) - 14
    for place, row in enumerate(drawn):
        y = top + ROW * (place + 0.5)
        group_of = SubElement(root, "g")
        SubElement(group_of, "title").text = f"{row.label}\n{_shown(sets, row)}"
        _dots(group_of, sets, row, column, y, place)
        long = room * float(row.point.value or 0) / most if most else 0.0
        bar = {"x": f"{left:.1f}", "y": f"{y - 8:.1f}", "width": f"{max(long, 1):.1f}", "height": "16"}
        SubElement(group_of, "rect", bar | {"fill": palette.SERIES[palette.MAIN].colour})
        _text(group_of, left + max(long, 1) + 8, y + 4.5, _shown(sets, row), {})
    for line, text in enumerate(words):
        _text(root, 0, top + ROW * len(drawn) + 22 + KEY * line, text, {"fill": palette.QUIET})
    return root


def _dots(root: Element, sets: Sets, row: Members, column: float, y: float, place: int) -> None:
    """A large dot for each group of the set, joined by a line; a small one for each of the others."""
    if place % 2 == 0:
        band = {"x": "0", "y": f"{y - ROW / 2:.1f}", "width": f"{column * len(sets.groups):.1f}", "height": f"{ROW:g}"}
        SubElement(root, "rect", band | {"fill": palette.BAND, "fill-opacity": "0.05"})
    inside = [order for order, group in enumerate(sets.groups) if group.letter in row.letters]
    if len(inside) > 1:
        ends = (column * (inside[0] + 0.5), y, column * (inside[-1] + 0.5), y)
        rule(root, ends, {"stroke": palette.INK, "stroke-width": "2.5"})
    for order in range(len(sets.groups)):
        is_in = order in inside
        spot = {"cx": f"{column * (order + 0.5):.1f}", "cy": f"{y:.1f}", "r": f"{FULL if is_in else EMPTY:g}"}
        SubElement(root, "circle", spot | {"fill": palette.INK if is_in else palette.AXIS})


def _key(sets: Sets, width: int) -> Iterator[str]:
    """The groups by their letters, in as many lines as they need."""
    line = ""
    for group in sets.groups:
        entry = f"{group.letter}: {group.name}"
        longer = f"{line} \N{MIDDLE DOT} {entry}" if line else entry
        if line and text_width(longer, SMALL) > width:
            yield line
            line = entry
        else:
            line = longer
    if line:
        yield line


def _shown(sets: Sets, row: Members) -> str:
    return point_text(row.point, sets.unit, 0)


def _text(root: Element, x: float, y: float, words: str, look: dict[str, str]) -> None:
    text = SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | look)
    text.text = words
