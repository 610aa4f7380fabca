"""What the checks found: more rows of one problem, and everything as a file."""

import csv
import io
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import desk
from indicators.extracts import problems
from indicators.extracts.checks import MOST_PLACES
from indicators.extracts.models import Extract, ProblemRow
from indicators.extracts.pages.shown import shown
from wales_framework import audit
from wales_framework.access.predicates import may_read_extracts
from wales_framework.access.views import allowed
from wales_framework.cells import harmless

ROWS_A_PAGE = 200
MOST_ROWS = 1000  # whoever needs more takes the file


@require_safe
@allowed(may_read_extracts)
@desk.here
def rows(request: HttpRequest, pk: str, check: str) -> HttpResponse:
    """The first 1,000 rows of one problem, in pages."""
    extract = get_object_or_404(Extract, pk=pk)
    problem = get_object_or_404(extract.problems, check_name=check)
    page = Paginator(ProblemRow.objects.read_at(desk.alias(), problem)[:MOST_ROWS], ROWS_A_PAGE).get_page(request.GET.get("page"))
    audit.reading("problem.read", request.user, extract, request.get_full_path(), rows=len(page))
    context = {"extract": extract, "shown": shown(problem, list(page)), "page": page, "most": MOST_ROWS, "kept": MOST_PLACES}
    return render(request, "extracts/problem.html", context)


@require_safe
@allowed(may_read_extracts)
@desk.here
def problems_csv(request: HttpRequest, pk: str) -> StreamingHttpResponse:
    """Every row of every problem."""
    extract = get_object_or_404(Extract, pk=pk)
    exact = desk.alias()
    found = ProblemRow.objects.using(exact).filter(problem__extract=extract.pk).count()
    audit.reading("problem.download", request.user, extract, request.get_full_path(), rows=found)
    name = slugify(extract.name.rpartition(".")[0]) or "extract"
    response = StreamingHttpResponse(_lines(extract, get_language() or "en", exact), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{_("problems")}.csv"'
    return response


def _lines(extract: Extract, language: str, using: str) -> Iterator[str]:
    """The text is made after the view has returned, so it carries its language with it. Excel needs the mark at the beginning."""
    yield "\ufeff"
    with override(language):
        headings = [
            _("check"),
            _("level"),
            _("row"),
            _("column"),
            _("value"),
            _("what is wrong"),
            _("about this row"),
            _("what to do"),
        ]
        yield _line(headings)
        for cells in problems.lines(extract, using):
            yield _line(cells)


def _line(cells: list[object] | list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(harmless(cells))
    return text.getvalue()
