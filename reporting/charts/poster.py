"""A chart as a picture that goes alone: with its title, its source and its release, which on a page stand around it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement, tostring

from reporting.charts import palette
from reporting.charts.format import SYMBOLS, bracketed, meaning
from reporting.charts.scale import text_width
from reporting.charts.spec import Chart
from reporting.charts.svg import drawing
from reporting.charts.translations import Translations

WIDE, HIGH, MARGIN = 760, 400, 24
TITLE, SUBTITLE, CREDIT = 20.0, 15.0, 13.0
LEADING = 1.3
NAMESPACE = "http://www.w3.org/2000/svg"


def poster(chart: Chart, t: Translations, below: Sequence[str] = ()) -> str:
    """The chart as an SVG document with title and description; `below`: lines under it, such as its source and its release."""
    used = {point.symbol for series in chart.series for point in series.points}
    lines = (symbols_told(used, t), chart.source, *chart.notes, *below)
    return framed(drawing(chart, t, width=WIDE - 2 * MARGIN, height=HIGH), chart, lines)


class Titled(Protocol):
    """What stands around a drawing: charts of every sort have it."""

    @property
    def title(self) -> str:
        """What is shown."""

    @property
    def subtitle(self) -> str:
        """Of which places and periods."""

    @property
    def language(self) -> str:
        """Of all its words."""

    @property
    def alt(self) -> str:
        """A text in place of the picture."""


def framed(drawn: Element, chart: Titled, below: Sequence[str]) -> str:
    """A drawing as an SVG document of its own, with title and description; `below`: lines under it."""
    inner, high = int(drawn.attrib["width"]), int(drawn.attrib["height"])
    wide = inner + 2 * MARGIN
    titles, subtitles = wrapped(chart.title, TITLE, inner), wrapped(chart.subtitle, SUBTITLE, inner)
    lines = [line for one in below for line in wrapped(one, CREDIT, inner)]
    top = MARGIN + LEADING * (TITLE * len(titles) + SUBTITLE * len(subtitles)) + 12
    bottom = top + high + 16
    height = round(bottom + LEADING * CREDIT * len(lines) + MARGIN)
    look = {"role": "img", "lang": chart.language, "font-family": palette.FONT, "fill": palette.INK}
    size = {"viewBox": f"0 0 {wide} {height}", "width": str(wide), "height": str(height)}
    root = Element("svg", {"xmlns": NAMESPACE} | size | look | {"aria-labelledby": "title desc"})
    SubElement(root, "title", {"id": "title"}).text = chart.title
    SubElement(root, "desc", {"id": "desc"}).text = chart.alt
    SubElement(root, "rect", {"width": str(wide), "height": str(height), "fill": "#ffffff"})
    under = _lines(root, titles, MARGIN + TITLE, TITLE, {"font-weight": "600"})
    _lines(root, subtitles, under + SUBTITLE - TITLE, SUBTITLE, {"fill": palette.QUIET})
    del drawn.attrib["xmlns"], drawn.attrib["role"], drawn.attrib["aria-label"]
    drawn.attrib |= {"x": str(MARGIN), "y": f"{top:.1f}"}
    root.append(drawn)
    _lines(root, lines, bottom + CREDIT, CREDIT, {"fill": palette.QUIET})
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that are no wider than `width`, as far as its words can be parted."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def symbols_told(used: Collection[str], t: Translations) -> str:
    """What the symbols mean that stand in a picture; empty where there are none."""
    return "; ".join(f"{bracketed(symbol)} {meaning(symbol, t)}" for symbol in SYMBOLS if symbol in used)


def _lines(root: Element, lines: Iterable[str], y: float, size: float, look: dict[str, str]) -> float:
    """Write lines under each other from the baseline `y`; gives the baseline of the one that would come next."""
    for line in lines:
        SubElement(root, "text", {"x": str(MARGIN), "y": f"{y:.1f}", "font-size": f"{size:g}"} | look).text = line
        y += size * LEADING
    return y
