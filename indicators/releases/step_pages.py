"""Steps beside the way from draft to publication: the schedule, corrections and withdrawal."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.releases import correcting, scheduling, withdrawing
from indicators.releases.forms import CorrectionForm, DayForm, WithdrawalForm
from indicators.releases.models import Correction, Release, Withdrawal
from indicators.releases.pages import accepting
from indicators.releases.stepping import attempt, take
from wales_framework.access.predicates import may_approve_release, may_draft_release
from wales_framework.access.views import allowed

LANGUAGES = ("en", "cy")


@require_POST
@allowed(may_approve_release)
def schedule(request: HttpRequest, pk: int) -> HttpResponseBase:
    release, form = get_object_or_404(Release, pk=pk), DayForm(request.POST)
    if not form.is_valid():
        return render(request, "releases/day.html", _context(release, form, _("Choose the day of publication")), status=422)
    day = form.cleaned_data["day"]
    done = _("%(release)s is scheduled. It is published by itself at 9.30 a.m. of that day.")
    if scheduling.is_weekend(day):
        done += " " + _("That day is a Saturday or Sunday: is it meant?")
    return take(request, release, lambda: scheduling.schedule(release, request.user, day, accepting=accepting(request)), done)


@require_POST
@allowed(may_approve_release)
def unschedule(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    done = _("%(release)s is off the schedule. It stays approved.")
    return take(request, release, lambda: scheduling.unschedule(release, request.user), done)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_draft_release)
def correction(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say which release a draft corrects, and what was wrong."""
    release, form = get_object_or_404(Release, pk=pk), CorrectionForm(request.POST or None)
    if not form.is_valid():
        title = _("What %(release)s corrects") % {"release": release}
        return render(request, "releases/correction.html", _context(release, form, title), status=422 if form.is_bound else 200)
    given = form.cleaned_data
    wrong, changed = ({language: given[f"{name}_{language}"] for language in LANGUAGES} for name in ("wrong", "changed"))
    return take(
        request,
        release,
        lambda: correcting.correct(release, given["corrected"], request.user, given["wrong_since"], wrong, changed),
        _("It is written down what %(release)s corrects. Readers see it once the release is published."),
    )


@require_POST
@allowed(may_draft_release)
def take_correction_back(request: HttpRequest, pk: int, corrected: int) -> HttpResponseBase:
    found = get_object_or_404(Correction, release=pk, corrected=corrected)
    done = _("%(release)s does not correct that release any more.")
    return take(request, found.release, lambda: correcting.take_back(found, request.user), done)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_approve_release)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for the withdrawal of a published release."""
    release, form = get_object_or_404(Release, pk=pk), WithdrawalForm(request.POST or None)
    if not form.is_valid():
        title = _("Withdraw %(release)s") % {"release": release}
        return render(request, "releases/withdraw.html", _context(release, form, title), status=422 if form.is_bound else 200)
    return take(
        request,
        release,
        lambda: withdrawing.ask(release, request.user, form.cleaned_data["reason_en"], form.cleaned_data["reason_cy"]),
        _("The withdrawal of %(release)s is asked for. Another approver has to confirm it; until then everybody reads it."),
    )


@require_POST
@allowed(may_approve_release)
def confirm_withdrawal(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    found = _open_withdrawal(release)
    done = _("%(release)s is withdrawn. Readers get the release before it as the latest.")
    return take(request, release, lambda: withdrawing.confirm(found, request.user), done)


@require_POST
@allowed(may_approve_release)
def drop_withdrawal(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    found = _open_withdrawal(release)
    attempt(request, release, lambda: withdrawing.drop(found, request.user), _("%(release)s stands."))
    return redirect("releases:detail", pk=pk)


def _open_withdrawal(release: Release) -> Withdrawal:
    """The latest one: where it is decided already, the step is refused in words and not as a page that is missing."""
    return get_object_or_404(Withdrawal, pk=release.withdrawals.values_list("pk", flat=True).first())


def _context(release: Release, form: object, title: str) -> dict[str, object]:
    trail = [(_("Releases"), reverse("releases:list")), (str(release), reverse("releases:detail", args=[release.pk]))]
    return {"release": release, "form": form, "title": title, "trail": trail, "here": title}
