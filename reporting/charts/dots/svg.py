"""A chart of dots as a static picture: for a page without scripts, and for paper."""

from xml.etree.ElementTree import Element, SubElement, tostring

from reporting.charts import palette
from reporting.charts.dots.frame import FOOT, LINE, SMALL, TEXT, Frame, frame_of, height_of, wrapped
from reporting.charts.dots.spec import Dots, shown_symbol
from reporting.charts.format import bracketed, describe, point_text
from reporting.charts.marks import mark, rule
from reporting.charts.scale import text_width
from reporting.charts.spec import Series
from reporting.charts.translations import Translations

WIDE, NARROW = 1040, 340
CAP = 4.0
SMALL_SIZE = f"{SMALL:g}"


def svg(dots: Dots, t: Translations, *, is_small: bool = False) -> str:
    """The chart as one SVG element, without title or source: those are the page's. `is_small`: for a phone."""
    return tostring(drawing(dots, t, is_small=is_small), encoding="unicode")


def drawing(dots: Dots, t: Translations, *, is_small: bool = False) -> Element:
    """The same as a tree."""
    width, height = NARROW if is_small else WIDE, height_of(dots)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": dots.alt,
            "lang": dots.language,
            "font-family": palette.FONT,
            "font-size": f"{TEXT:g}",
            "fill": palette.INK,
        },
    )
    frame = frame_of(dots, width, is_small=is_small)
    _key(root, dots, is_small=is_small)
    _rows(root, dots, frame)
    _axis(root, dots, frame)
    for order, series in enumerate(dots.series):
        for row in range(len(dots.rows)):
            _dot(root, dots, series, (row, order), frame, t)
    return root


def _text(root: Element, x: float, y: float, words: str, look: dict[str, str]) -> Element:
    text = SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | look)
    text.text = words
    return text


def _key(root: Element, dots: Dots, *, is_small: bool) -> None:
    """Whose dot each shape is, where there are several."""
    x, y = 8.0, 8.0
    for series in dots.series if len(dots.series) > 1 else ():
        style = palette.SERIES[series.style]
        mark(SubElement(root, "g", {"stroke": style.colour, "fill": style.colour}), style, (x, y))
        _text(root, x + 14, y + 4.5, series.name, {"fill": style.text})
        x, y = (x, y + LINE) if is_small else (x + 44 + text_width(series.name, TEXT), y)


def _rows(root: Element, dots: Dots, frame: Frame) -> None:
    for place, row in enumerate(dots.rows):
        look = {"fill": palette.QUIET} if row.is_comparator else {}
        if place:
            top = frame.top + frame.block * place
            rule(root, (0, top, frame.right, top), {"stroke": palette.GRID, "stroke-dasharray": "1 3"})
        if frame.is_small:
            _text(root, 0, frame.name_y(place) + 4.5, row.label, look)
            continue
        lines = list(wrapped(row.label, frame.left - 16))
        first = frame.middle_y(place) - (len(lines) - 1) * TEXT * 0.6
        for order, words in enumerate(lines):
            _text(root, frame.left - 12, first + order * TEXT * 1.2 + 4.5, words, look | {"text-anchor": "end"})


def _axis(root: Element, dots: Dots, frame: Frame) -> None:
    quiet = {"font-size": SMALL_SIZE, "fill": palette.QUIET}
    for value, words in zip(frame.axis.ticks, frame.axis.texts, strict=True):
        x = frame.x(value)
        rule(root, (x, frame.top, x, frame.bottom), {"stroke": palette.AXIS if value == 0 else palette.GRID})
        _text(root, x, frame.bottom + 18, words, quiet | {"text-anchor": "middle"})
    for order, words in enumerate(wrapped(dots.unit_label, frame.right, SMALL)):
        _text(root, frame.left, frame.bottom + FOOT - 18 + order * 15, words, quiet)
    if dots.line is not None:
        x = frame.x(dots.line.value)
        look = {"stroke": palette.TARGET, "stroke-width": "1.5", "stroke-dasharray": palette.TARGET_DASH}
        rule(root, (x, frame.top - 8, x, frame.bottom), look)
        _text(
            root, x, frame.top - 14, dots.line.label, {"font-size": SMALL_SIZE, "fill": palette.TARGET, "text-anchor": "middle"}
        )


def _dot(root: Element, dots: Dots, series: Series, place: tuple[int, int], frame: Frame, t: Translations) -> None:
    """An interval with its dot and its figure, or the symbol of what is not shown."""
    row, order = place
    style, point, y = dots.style(series, row), series.points[row], frame.dot_y(row, order, len(dots.series))
    said = "\n".join(describe(dots.chart, series, row, t))
    if point.value is None:
        text = _text(root, frame.left + 6, y + 4.5, bracketed(shown_symbol(point)), {"fill": style.text})
        SubElement(text, "title").text = said
        return
    group = SubElement(root, "g", {"stroke": style.colour, "fill": style.colour})
    SubElement(group, "title").text = said
    if point.lower is not None and point.upper is not None:
        left, right = frame.x(point.lower), frame.x(point.upper)
        rule(group, (left, y, right, y), {"stroke-width": "2"})
        for x in (left, right):
            rule(group, (x, y - CAP, x, y + CAP), {"stroke-width": "2"})
    mark(group, style, (frame.x(point.value), y))
    _text(root, frame.right + 10, y + 4.5, point_text(point, dots.unit, dots.decimals), {"fill": style.text})
