"""The page of signals, and for each series the page of what is said of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.releases.models import Finding, Release
from indicators.releases.verdicts import before_and_now
from indicators.signals import service
from indicators.signals.forms import FilterForm, ResponseForm
from indicators.signals.models import SignalResponse
from indicators.signals.reading import News, Signal, latest_of, news, places, reviews
from indicators.signals.series import Series
from indicators.trust import nothing_changed, trust
from wales_framework.access.predicates import Person, may_read_figures, may_respond_to_signals
from wales_framework.access.views import allowed
from wales_framework.kept.keeping import page
from wales_framework.unchanged import latest_change, unchanged

SIGNALS_A_PAGE = 25
READS = "reads_an_edition"  # links of pages of figures carry their release on to such views


@require_safe
@allowed(may_read_figures)
@unchanged
def signals(request: HttpRequest) -> HttpResponse:
    """What the latest release found, or the one that `release` names; `group` and `area` narrow it."""
    latest = Release.objects.latest_published()
    release = _asked_for(request) or latest
    today = timezone.localdate()
    light: dict[str, Any] = {
        "release": release,
        "latest": latest,
        "is_past": release != latest,
        "reviews": reviews(today),
        "today": today,
    }
    told_of = places(release) if release else None
    if release is None or told_of is None:
        return render(request, "signals/list.html", light)
    chosen = FilterForm(request.GET, *told_of)
    if not chosen.is_valid():
        messages.warning(request, _("There is nothing of what this address asks for. All signals are shown."))
        chosen = FilterForm({}, *told_of)
        chosen.is_valid()
    narrowed = {name: value for name, value in chosen.cleaned_data.items() if value}
    address = {**narrowed, **({"release": release.pk} if light["is_past"] else {})}
    light |= {
        "with_verdicts": True,
        "filter": chosen,
        "is_narrowed": bool(narrowed),
        "query": "&".join(f"{name}={value}" for name, value in address.items()),
        "may_respond": may_respond_to_signals(request.user),
    }

    def make() -> dict[str, object]:
        shown = news(release, **narrowed)
        on_page = Paginator(shown.signals, SIGNALS_A_PAGE).get_page(request.GET.get("page"))
        return {
            "news": shown,
            "page": on_page,
            "rows": [_row(signal, shown, request.user) for signal in on_page],
            "nothing": _nothing(shown, bool(narrowed)),
            "counts": {"new": sum(one.since is None for one in shown.signals), "ended": len(shown.ended)},
            "trust": trust(release.testing),
        }

    # What is said of signals changes without a new release, each time with its event; and some may say it.
    regions = sorted(getattr(request.user, "regions", []))
    version = f"{release.pk} {release.content_hash} {latest and latest.pk} {latest_change()} {light['may_respond']} {regions}"
    return page(request, "signals/list.html", version, make, **light)


setattr(signals, READS, True)


def _asked_for(request: HttpRequest) -> Release | None:
    """The release that the address names ("3", "R3"), of those that readers have; the page says so where it is none of them."""
    asked = request.GET.get("release", "").strip().upper()
    number = asked.removeprefix("R")
    if asked in ("", "LATEST"):
        return None
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    found = Release.objects.standing().filter(pk=int(number)).first() if is_number else None
    if found is None:
        messages.warning(request, _("There is no such release with signals for readers. Those of the latest are shown."))
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_read_figures)
def series(request: HttpRequest, indicator: str, cohort: str, area: str, part: str) -> HttpResponseBase:
    """What is said of a series, with all that was said before; analysts write here."""
    found, finding = _series(indicator, cohort, area, part)
    history = list(SignalResponse.objects.of(found).order_by("-number").select_related("written_by", "event"))
    latest = history[0] if history else None
    form = None
    if may_respond_to_signals(request.user, found.region):
        form = ResponseForm(found, latest, request.POST if request.method == "POST" else None)
    elif request.method == "POST":
        raise PermissionDenied
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            service.respond(request.user, found, form.values, form.cleaned_data["number"] or 0)
        except service.ResponseRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The response is saved. Readers see it now."))
            return redirect(found.url)
    context = {
        "trail": [(_("Signals"), reverse("signals:list"))],
        "series": found,
        "part": part,
        "finding": finding,
        "chart": found.chart(finding),
        "amounts": before_and_now(finding),
        "response": latest if latest and latest.says_something else None,
        "latest": latest,
        "history": history,
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "signals/series.html", context, status=422 if form and form.errors else 200)


@require_POST
@allowed(may_respond_to_signals)
def take_back(request: HttpRequest, indicator: str, cohort: str, area: str, part: str) -> HttpResponseBase:
    found, _finding = _series(indicator, cohort, area, part)
    done = _("The response is taken back. You can put it back on this page.")
    return _step(request, found, lambda number: service.take_back(request.user, found, number), done)


@require_POST
@allowed(may_respond_to_signals)
def restore(request: HttpRequest, pk: int) -> HttpResponseBase:
    former = get_object_or_404(SignalResponse, pk=pk)
    done = _("Version %(number)s is in force again.") % {"number": former.number}
    return _step(request, former.series, lambda number: service.restore(request.user, former, number), done)


def _step(request: HttpRequest, found: Series, act: Callable[[int], object], done: str) -> HttpResponseBase:
    """A step after the version that the page showed, whose number it sends along."""
    sent = request.POST.get("number", "")
    try:
        act(int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0)
    except service.ResponseRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(found.url)


def _series(indicator: str, cohort: str, area: str, part: str) -> tuple[Series, Finding]:
    """The series of an address with what a release that readers have says of it; 404 where none says anything."""
    try:
        found = Series.named(indicator, cohort, area, part)
    except KeyError as unknown:
        raise Http404 from unknown
    finding = latest_of(found)
    if finding is None:
        raise Http404
    return found, finding


def _nothing(of: News, is_narrowed: bool) -> str:
    """Why there is no signal: the changes are not strong enough, or there is none, or none could be told."""
    counts = {one.verdict: one.count for one in of.untold}
    if of.weak:
        found = [_("No change is strong enough to be called a signal.")]
    else:
        found = [nothing_changed(counts)]
        if counts.get(Finding.Verdict.NO_CLEAR_CHANGE):
            found.append(_("That is an answer too: differences between one figure and the next are no reason to act."))
    if is_narrowed:
        found.append(_("Other groups or areas may have signals."))
    return " ".join(found)


def _row(signal: Signal, of: News, user: Person) -> dict[str, object]:
    is_new = of.before is not None and signal.since is None
    may_respond = may_respond_to_signals(user, signal.series.region)
    return {"may_respond": may_respond, "signal": signal, "amounts": before_and_now(signal.finding), "is_new": is_new}
