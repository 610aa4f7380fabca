"""Who reads a release before its publication: the list of people, and the register of what they opened."""

import csv
from datetime import datetime, time

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators.releases import prerelease, workflow
from indicators.releases.forms import AccessForm
from indicators.releases.models import PreReleaseAccess, Release
from indicators.releases.stepping import attempt
from wales_framework.access.predicates import may_approve_release, may_read_drafts
from wales_framework.access.views import allowed
from wales_framework.cells import harmless

OPENINGS_A_PAGE = 100


@require_safe
@never_cache
@allowed(may_read_drafts)
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Release, pk=pk), AccessForm())


@require_POST
@allowed(may_approve_release)
def give(request: HttpRequest, pk: int) -> HttpResponseBase:
    release, form = get_object_or_404(Release, pk=pk), AccessForm(request.POST)
    if not form.is_valid():
        return _page(request, release, form)
    given = form.cleaned_data
    starts = timezone.make_aware(datetime.combine(given["starts"], time.min)) if given["starts"] else None
    attempt(
        request,
        release,
        lambda: prerelease.give_access(release, given["reader"], request.user, given["reason"], starts),
        _("That person may read %(release)s before its publication. Send them the address that is given below."),
    )
    return redirect("releases:readers", pk=pk)


@require_POST
@allowed(may_approve_release)
def revoke(request: HttpRequest, pk: int, access: int) -> HttpResponseBase:
    found = get_object_or_404(PreReleaseAccess, pk=access, release=pk)
    done = _("The leave is taken back: for that person there is no %(release)s before its publication.")
    attempt(request, found.release, lambda: prerelease.revoke_access(found, request.user), done)
    return redirect("releases:readers", pk=pk)


@require_safe
@never_cache
@allowed(may_read_drafts)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Every page that somebody opened before the publication, as CSV; times with their offset."""
    release = get_object_or_404(Release, pk=pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{release}-register.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(["at", "person", "address"])
    for one in release.pre_release_readings.select_related("reader").order_by("pk").iterator():
        writer.writerow(harmless([timezone.localtime(one.at).isoformat(timespec="seconds"), one.reader.username, one.address]))
    return response


def _page(request: HttpRequest, release: Release, form: AccessForm) -> HttpResponse:
    opened = Paginator(release.pre_release_readings.select_related("reader"), OPENINGS_A_PAGE)
    context = {
        "trail": [(_("Releases"), reverse("releases:list")), (str(release), reverse("releases:detail", args=[release.pk]))],
        "here": _("Readers before publication"),
        "release": release,
        "form": form,
        "accesses": prerelease.readers(release),
        "page": opened.get_page(request.GET.get("page")),
        "is_settled": release.state in workflow.SETTLED,
        "address": request.build_absolute_uri(f"{reverse('dashboards:home')}?release={release.pk}"),
    }
    return render(request, "releases/readers.html", context, status=422 if form.is_bound else 200)
