"""The charts of a page as files: an SVG, and a PNG made of it."""

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reporting.charts.poster import Titled, poster
from reporting.dashboards.panels import Panel
from reporting.pictures import png
from reporting.published import Edition

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def picture_file(edition: Edition, panels: tuple[Panel, ...], key: str, ending: str) -> HttpResponse:
    """The chart of that key among a page's panels. Raises Http404 where there is none."""
    panel = next((one for one in panels if one.key == key), None)
    if panel is None:
        raise Http404
    chart = panel.chart
    svg = poster(chart, translation, credits_of(edition))
    return picture(edition, svg, chart, (key, chart.periods[0].code, chart.periods[-1].code), ending)


def picture(edition: Edition, svg: str, chart: Titled, codes: tuple[str, ...], ending: str) -> HttpResponse:
    """A drawing as a file: its name is made of the title and of codes, its texts tell who has no eyes for it."""
    texts = {"Title": chart.title, "Description": chart.alt, "Copyright": "Crown copyright, Open Government Licence v3.0"}
    content = svg.encode() if ending == "svg" else png(svg, texts)
    response = HttpResponse(content, content_type=TYPES[ending])
    first, *others = codes
    name = slugify(" ".join([first, chart.title, *others, edition.name]))
    response["Content-Disposition"] = f'attachment; filename="{name[:120]}.{ending}"'
    return response


def credits_of(edition: Edition) -> tuple[str, ...]:
    """Which release a picture is of, and who may use it."""
    day = date_format(timezone.localtime(edition.published_at), "j F Y")
    return (
        _("Positive Change, release %(name)s of %(day)s. Crown copyright, Open Government Licence v3.0.")
        % {"name": edition.name, "day": day},
    )
