"""What loading an extract would do to the figures, as a page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators import catalogue, desk
from indicators.extracts.models import Extract
from indicators.releases import previewing, readings
from indicators.releases.compare import CHANGED, Change
from indicators.releases.display import ChangedFigure
from indicators.releases.drafting import KEY
from indicators.releases.models import Preview
from wales_framework.access.predicates import may_read_extracts
from wales_framework.access.views import allowed
from wales_framework.jobs.pages import words
from wales_framework.jobs.queue import latest, start


@dataclass(frozen=True, slots=True)
class PreviewedFigure(ChangedFigure):
    """A change with what is counted."""

    @property
    def measure(self) -> str:
        return str(catalogue.measure(self.change.measure).title)


@require_safe
@allowed(may_read_extracts)
@desk.here
def preview(request: HttpRequest, pk: object) -> HttpResponse:
    extract = get_object_or_404(Extract, pk=pk)
    exact = desk.alias()
    found = Preview.objects.using(exact).filter(extract=extract).first()
    job = latest(previewing.PREVIEW_JOB, extract.pk)
    context = {
        "trail": [(_("Extracts"), reverse("extracts:list")), (str(extract), reverse("extracts:detail", args=[extract.pk]))],
        "here": _("What loading it would do to the figures"),
        "extract": extract,
        "preview": found,
        "figures": [_figure(change) for change in found.changes] if found else [],
        "can_be_made": previewing.can_be_previewed(extract),
        "is_stale": found is not None
        and previewing.can_be_previewed(extract)
        and not previewing.is_current(found, extract, exact),
        "job": job if job and job.state != job.State.DONE else None,
        **(words(job) if job else {}),
    }
    if found:
        readings.exact_shown(request, extract, rows=len(found.changes))
    return render(request, "releases/preview.html", context)


@require_POST
@allowed(may_read_extracts)
def make(request: HttpRequest, pk: object) -> HttpResponseBase:
    extract = get_object_or_404(Extract, pk=pk)
    if previewing.can_be_previewed(extract):
        start(previewing.PREVIEW_JOB, extract.pk, request.user)
    return redirect("releases:preview", pk=extract.pk)


def _figure(written: dict[str, Any]) -> PreviewedFigure:
    """`written`: as previewing has it; one that was worked out before this version has no numerators and denominators."""
    key = {name: written[name] for name in KEY}
    sides: dict[str, Any] = {
        f"{name}_{told}": None if (number := written.get(kept)) is None else Decimal(str(number))
        for side, told in (("was", "before"), ("now", "after"))
        for name, kept in (("value", side), ("numerator", f"numerator_{side}"), ("denominator", f"denominator_{side}"))
    }
    symbols = {"symbol_before": written["symbol_was"], "symbol_after": written["symbol_now"]}
    return PreviewedFigure(Change(CHANGED, **key, **symbols, **sides))
