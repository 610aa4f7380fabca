"""What a release hides and why, and what an attack on it found: for analysts and approvers, and kept by no cache."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators import catalogue, desk
from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.releases import auditing, readings
from indicators.releases.auditing.hidden import DENOMINATOR, HiddenFigure, hidden_counts, hidden_figures, how_many
from indicators.releases.auditing.words import category_name, leak_in_words
from indicators.releases.models import Audit, ExactObservation, Release
from indicators.written import made_of
from priority_groups.content import cohort, cohorts
from wales_framework.access.predicates import may_read_drafts
from wales_framework.access.views import allowed
from wales_framework.jobs.pages import words
from wales_framework.jobs.queue import latest, start

FIGURES_A_PAGE = 50
LEAKS_SHOWN = 50
KINDS = {"quarter": gettext_lazy("Quarters"), "year": gettext_lazy("Years")}
REASONS = {
    **dict(ExactObservation.Hidden.choices),
    DENOMINATOR: gettext_lazy("its denominator alone, which is hidden with another figure"),
    "": gettext_lazy("drafted before reasons were noted down"),
}


class HiddenForm(forms.Form):
    """Which of the hidden figures are listed."""

    reason = forms.ChoiceField(label=gettext_lazy("Why it is hidden"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    cohort = forms.ChoiceField(label=gettext_lazy("People"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Periods"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, list[tuple[str, Any]]] = {
            "reason": [(code, label) for code, label in REASONS.items() if code],
            "measure": [(one.code, str(one.title)) for one in catalogue.measures()],
            "cohort": [(one.code, str(one.title)) for one in cohorts()],
            "kind": list(KINDS.items()),
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", _("All")), *found]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """A hidden figure in words, exact and as readers see it."""

    figure: HiddenFigure

    @property
    def who(self) -> str:
        return str(cohort(self.figure.cohort).title)

    @property
    def what(self) -> str:
        return str(catalogue.measure(self.figure.measure).title)

    @property
    def where(self) -> str:
        return str(catalogue.area(self.figure.area_code).name)

    @property
    def when(self) -> str:
        return period_name(Period.parse(self.figure.period))

    @property
    def category(self) -> str:
        return category_name(self.figure.breakdown, self.figure.category)

    @property
    def reason(self) -> str:
        return str(REASONS[self.figure.reason])

    @property
    def exact(self) -> str:
        return _counts(self.figure.numerator, self.figure.denominator)

    @property
    def shown(self) -> str:
        return _counts(self.figure.shown_numerator, self.figure.shown_denominator) or self.figure.symbol


@require_safe
@never_cache
@allowed(may_read_drafts)
@desk.here
def hidden(request: HttpRequest, pk: int) -> HttpResponse:
    release = get_object_or_404(Release, pk=pk)
    exact = desk.alias()
    form = HiddenForm(request.GET or None)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    counts = hidden_counts(release, exact)
    page = Paginator(range(how_many(counts, chosen)), FIGURES_A_PAGE).get_page(request.GET.get("page"))
    figures = hidden_figures(release, chosen, max(page.start_index(), 1) - 1, page.end_index(), exact)
    job = latest(auditing.AUDIT_JOB, release.pk)
    last = Audit.objects.using(exact).defer(None).filter(release=release.pk).first()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "trail": [(_("Releases"), reverse("releases:list")), (str(release), reverse("releases:detail", args=[release.pk]))],
        "here": _("Hidden figures"),
        "release": release,
        "form": form,
        "total": how_many(counts, {}),
        "by_reason": _by_reason(counts),
        "page": page,
        "figures": [Row(one) for one in figures],
        "query": query.urlencode(),
        "audit": last,
        "is_current": last is not None and last == auditing.current(release),
        "leaks": [leak_in_words(leak) for leak in last.leaks[:LEAKS_SHOWN]] if last else [],
        "more_leaks": max(0, len(last.leaks) - LEAKS_SHOWN) if last else 0,
        "job": job if job and job.state != job.State.DONE else None,
        **(words(job) if job else {}),
    }
    readings.exact_shown(request, release, rows=len(figures))
    return render(request, "releases/hidden.html", context)


@require_POST
@allowed(may_read_drafts)
def attack(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    start(auditing.AUDIT_JOB, release.pk, request.user)
    return redirect("releases:hidden", pk=release.pk)


def _by_reason(counts: list[tuple[str, str, str, str, int]]) -> list[tuple[str, int, int]]:
    """Each reason with how many quarters' and how many years' figures it hides."""
    found: Counter[tuple[str, str]] = Counter()
    for reason, _measure, _cohort, kind, number in counts:
        found[reason, kind] += number
    there = [reason for reason in REASONS if found[reason, "quarter"] or found[reason, "year"]]
    return [(str(REASONS[reason]), found[reason, "quarter"], found[reason, "year"]) for reason in there]


def _counts(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """ "3 of 14", or one of them; "" where there is none."""
    written = [made_of(one) for one in (numerator, denominator) if one is not None]
    if len(written) < 2:
        return "".join(written)
    return _("%(numerator)s of %(denominator)s") % {"numerator": written[0], "denominator": written[1]}
