"""The levels of an XmR chart and the rings round what stands out, in the static picture."""

from xml.etree.ElementTree import Element, SubElement

from reporting.charts import palette
from reporting.charts.frame import Frame
from reporting.charts.limits import flagged, levels
from reporting.charts.marks import rule
from reporting.charts.spec import Chart

RING = 8.5


def steps(root: Element, chart: Chart, frame: Frame) -> None:
    """Each level as a band between its limits with its centre line, half a period further than its points on either side."""
    for level in levels(chart):
        left, right = frame.x(level.first - 0.5), frame.x(level.last + 0.5)
        top, bottom = frame.y(float(level.limit.upper)), frame.y(float(level.limit.lower))
        place = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": f"{right - left:.1f}", "height": f"{bottom - top:.1f}"}
        look = {"fill": palette.BAND, "fill-opacity": f"{palette.BAND_OPACITY:g}", "stroke": "none"}
        SubElement(root, "rect", place | look)
        edge = {"stroke": palette.CENTRE, "stroke-dasharray": palette.LIMIT_DASH, "stroke-width": "1.2"}
        for y in (top, bottom):
            rule(root, (left, y, right, y), edge)
        middle = frame.y(float(level.limit.centre))
        rule(root, (left, middle, right, middle), {"stroke": palette.CENTRE, "stroke-width": "1.4"})


def rings(root: Element, chart: Chart, frame: Frame) -> None:
    """A ring makes a point that stands out a shape of its own."""
    look = {"r": f"{RING:g}", "fill": "none", "stroke": palette.TARGET, "stroke-width": "2"}
    for place, _ in flagged(chart):
        value = chart.series[0].points[place].value
        if value is not None:
            spot = {"cx": f"{frame.x(place):.1f}", "cy": f"{frame.y(float(value)):.1f}"}
            SubElement(root, "circle", spot | look)
