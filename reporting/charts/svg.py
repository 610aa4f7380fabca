"""A chart as a static picture, for paper and for a page without scripts.

Written element by element instead of by a charting library: the page's content security policy forbids the style
elements and attributes that those put into their SVG, and their identifiers differ from run to run. Here text stays
text, every look is a presentation attribute, and the same chart gives the same bytes.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from reporting.charts import palette
from reporting.charts.format import bracketed, describe
from reporting.charts.frame import ROW, SMALL, TEXT, Frame, end_label, frame_of
from reporting.charts.limits import end_labels
from reporting.charts.marks import mark, outline, rule, shade
from reporting.charts.scale import (
    gap_rows,
    has_interval,
    last_place,
    shown_places,
    spread,
    stretches,
    text_width,
    tick_texts,
    ticks,
)
from reporting.charts.spec import Chart, Series
from reporting.charts.svg_levels import rings, steps
from reporting.charts.translations import Translations

SMALL_SIZE = f"{SMALL:g}"
MOVED = 4.0  # a label this far from its line gets a leader


def svg(chart: Chart, t: Translations, *, width: int = 720, height: int = 380, pointed_at: bool = True) -> str:
    """The chart as one SVG element of `width` by `height` pixels, without title or source: those are the page's.

    `pointed_at`: every point says what it is when somebody points at it, which nobody does on paper.
    """
    return tostring(drawing(chart, t, width=width, height=height, pointed_at=pointed_at), encoding="unicode")


def drawing(chart: Chart, t: Translations, *, width: int, height: int, pointed_at: bool = False) -> Element:
    """The same as an element, for a larger picture."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": chart.alt,
            "lang": chart.language,
            "font-family": palette.FONT,
            "font-size": f"{TEXT:g}",
            "fill": palette.INK,
        },
    )
    frame = frame_of(chart, width, height, t)
    _values(root, chart, frame)
    _times(root, chart, frame)
    _context(root, chart, frame)
    steps(root, chart, frame)
    for series in reversed(chart.series):
        _line(root, chart, series, frame, t if pointed_at else None)
    _words_of_context(root, chart, frame)
    rings(root, chart, frame)
    _names(root, chart, frame, t)
    _gaps(root, chart, frame, t if pointed_at else None)
    return root


def _text(root: Element, x: float, y: float, words: str, look: dict[str, str]) -> Element:
    text = SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | look)
    text.text = words
    return text


def _say(element: Element, chart: Chart, series: Series, place: int, t: Translations | None) -> None:
    """What a point says when somebody points at it; nothing without `t`."""
    if t is not None:
        SubElement(element, "title").text = "\n".join(describe(chart, series, place, t))


def _values(root: Element, chart: Chart, frame: Frame) -> None:
    quiet = {"font-size": SMALL_SIZE, "fill": palette.QUIET}
    _text(root, 0, 14, chart.unit_label, quiet)
    values = ticks(chart)
    for value, words in zip(values, tick_texts(values, chart.unit), strict=True):
        y = frame.y(float(value))
        rule(root, (frame.left, y, frame.right, y), {"stroke": palette.AXIS if value == 0 else palette.GRID})
        _text(root, frame.left - 8, y + 4.5, words, quiet | {"text-anchor": "end"})


def _times(root: Element, chart: Chart, frame: Frame) -> None:
    look = {"font-size": SMALL_SIZE, "text-anchor": "middle"}
    widest = max(text_width(period.short, SMALL) for period in chart.periods) + 12
    for place in shown_places(frame.count, int((frame.right - frame.left) / widest)):
        x = frame.x(place)
        rule(root, (x, frame.bottom, x, frame.bottom + 5), {"stroke": palette.AXIS})
        _text(root, x, frame.under + 21, chart.periods[place].short, look)
    middle = (frame.left + frame.right) / 2
    _text(root, middle, frame.under + 42, chart.time_label, look | {"fill": palette.QUIET})


def _context(root: Element, chart: Chart, frame: Frame) -> None:
    """What the lines are held against: bands, targets and named events."""
    for band in chart.bands:
        ends = [None if pair is None else (float(pair[0]), float(pair[1])) for pair in band.ends]
        shade(root, frame, ends, palette.BAND)
    for target in chart.targets:
        y = frame.y(float(target.value))
        look = {"stroke": palette.TARGET, "stroke-dasharray": palette.TARGET_DASH, "stroke-width": "1.5"}
        rule(root, (frame.left, y, frame.right, y), look)
    for x, _words in _events(chart, frame):
        rule(root, (x, frame.top - 6, x, frame.bottom), {"stroke": palette.QUIET, "stroke-dasharray": "3 3"})


def _words_of_context(root: Element, chart: Chart, frame: Frame) -> None:
    """What events are called, above the lines that cross it, on a ground of the paper's colour."""
    ground = {"font-size": SMALL_SIZE, "stroke": palette.PAPER, "stroke-width": "3", "paint-order": "stroke"}
    for x, words in _events(chart, frame):
        late = x > (frame.left + frame.right) / 2
        look = ground | {"fill": palette.QUIET, "text-anchor": "end" if late else "start"}
        _text(root, x - 5 if late else x + 5, frame.top + 2, words, look)


def _events(chart: Chart, frame: Frame) -> list[tuple[float, str]]:
    """Where each named event stands that is within the chart's time."""
    places = {period.code: place for place, period in enumerate(chart.periods)}
    return [(frame.x(places[one.period]), one.label) for one in chart.annotations if one.period in places]


def _line(root: Element, chart: Chart, series: Series, frame: Frame, t: Translations | None) -> None:
    style = palette.SERIES[series.style]
    group = SubElement(root, "g", {"stroke": style.colour, "fill": style.colour})
    if has_interval(chart, series):
        ends = [
            None if point.lower is None or point.upper is None else (float(point.lower), float(point.upper))
            for point in series.points
        ]
        shade(group, frame, ends, style.colour)
    spots = [
        None if point.value is None else (frame.x(place), frame.y(float(point.value)))
        for place, point in enumerate(series.points)
    ]
    for run in stretches(spots):
        look = {"fill": "none", "stroke-width": f"{style.width:g}", "stroke-linejoin": "round"}
        dash = {"stroke-dasharray": style.dash} if style.dash else {}
        SubElement(group, "path", {"d": outline([spot for _, spot in run])} | look | dash)
    for place, spot in enumerate(spots):
        if spot is not None:
            _say(mark(group, style, spot), chart, series, place, t)


def _names(root: Element, chart: Chart, frame: Frame, t: Translations) -> None:
    """The name of each line at its end, moved apart where they would sit on each other, with a leader to it then."""
    ended = [(series, place) for series in chart.series if (place := last_place(series)) is not None]
    levelled = end_labels(chart, t)
    heights = [frame.y(float(series.points[place].value or 0)) for series, place in ended]
    heights += [frame.y(float(value)) for _, value in levelled]
    moved = spread(heights, ROW, frame.top, frame.bottom - 4)
    for (words, value), y in zip(levelled, moved[len(ended) :], strict=True):
        if abs(y - (wanted := frame.y(float(value)))) > MOVED:
            rule(root, (frame.right, wanted, frame.right + 8, y), {"stroke": palette.QUIET, "stroke-opacity": "0.5"})
        _text(root, frame.right + 12, y + 4.5, words, {"fill": palette.QUIET, "font-size": SMALL_SIZE})
    for (series, place), wanted, y in zip(ended, heights[: len(ended)], moved[: len(ended)], strict=True):
        style = palette.SERIES[series.style]
        if abs(y - wanted) > MOVED or place < frame.count - 1:
            ended_before = {"stroke": palette.QUIET, "stroke-dasharray": palette.LEADER_DASH}
            leader = ended_before if place < frame.count - 1 else {"stroke": style.colour, "stroke-opacity": "0.5"}
            rule(root, (frame.x(place) + 8, wanted, frame.right + 8, y), leader)
        look = {"fill": style.text, "font-weight": "600" if series.role == "main" else "400"}
        _text(root, frame.right + 12, y + 4.5, end_label(chart, series), look)


def _gaps(root: Element, chart: Chart, frame: Frame, t: Translations | None) -> None:
    """A row of symbols under the plot for each line with gaps, so that what is not shown is still seen."""
    room = (frame.right - frame.left) / frame.count
    for row, series in enumerate(gap_rows(chart)):
        y = frame.gap_row(row)
        look = {"font-size": SMALL_SIZE, "fill": palette.SERIES[series.style].text}
        _text(root, frame.right + 12, y, series.name, look)
        for place, point in enumerate(series.points):
            if point.value is None and point.symbol:
                words = bracketed(point.symbol) if room > text_width("[c]", SMALL) else point.symbol
                text = _text(root, frame.x(place), y, words, look | {"text-anchor": "middle"})
                _say(text, chart, series, place, t)
