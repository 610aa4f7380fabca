"""The pages on which a release is drafted, looked at, approved and published."""

import csv
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases import service
from indicators.releases.compare import Comparison
from indicators.releases.display import ChangedFigure
from indicators.releases.drafting import KEY
from indicators.releases.forms import NoteForm, ReasonForm
from indicators.releases.models import Release
from indicators.releases.workflow import RELEASE
from wales_framework.access.predicates import may_approve_release, may_draft_release, may_read_drafts
from wales_framework.access.views import allowed
from wales_framework.audit.models import Event
from wales_framework.audit.words import entry
from wales_framework.jobs.models import Job
from wales_framework.jobs.pages import words
from wales_framework.workflow import MoveRefused

CHANGES_A_PAGE = 100


@require_safe
@allowed(may_read_drafts)
def releases(request: HttpRequest) -> HttpResponse:
    job = Job.objects.filter(kind=service.DRAFT_JOB).order_by("-created_at").first()
    context = {
        "releases": Release.objects.exclude(state=Release.State.DISCARDED).select_related("drafted_by", "approved_by"),
        "open": Release.objects.open().first(),
        "loaded": Extract.objects.filter(pk__in=set().union(*map(store.holders, [store.PUBLISHED, *store.SLICED]))),
        "job": job if job and job.state != job.State.DONE else None,
        **(words(job) if job else {}),
    }
    return render(request, "releases/list.html", context)


@require_POST
@allowed(may_draft_release)
def draft(request: HttpRequest) -> HttpResponseBase:
    service.request_draft(request.user)
    return redirect("releases:list")


@require_safe
@allowed(may_read_drafts)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Release, pk=pk))


@require_safe
@allowed(may_read_drafts)
def changes_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every figure added, changed or removed against the release before, with its earlier reading."""
    release = get_object_or_404(Release, pk=pk)
    writer = csv.writer(_Echo(), lineterminator="\n")

    def lines() -> Iterator[str]:
        yield writer.writerow(["change", *KEY, "before", "after"])
        for change in Comparison(_before(release), release):
            figure = ChangedFigure(change)
            key = [getattr(change, column) for column in KEY]
            yield writer.writerow([figure.kind, *key, figure.value_before, figure.value_after])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{release}-changes.csv"'
    return response


class _Echo:
    """A file for the CSV writer that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@require_POST
@allowed(may_draft_release)
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    form = NoteForm(request.POST)
    release = get_object_or_404(Release, pk=pk)
    if not form.is_valid():
        return _page(request, release, note_form=form)
    return _step(
        request,
        release,
        lambda: service.submit(release, request.user, form.cleaned_data["note"]),
        _("%(release)s is submitted. An approver who did not draft it can now approve it."),
    )


@require_POST
@allowed(may_approve_release)
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    release = get_object_or_404(Release, pk=pk)
    if not form.is_valid():
        return _page(request, release, reason_form=form)
    return _step(
        request,
        release,
        lambda: service.send_back(release, request.user, form.cleaned_data["why"]),
        _("%(release)s is back with its analyst."),
    )


@require_POST
@allowed(may_approve_release)
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    return _step(request, release, lambda: service.approve(release, request.user), _("%(release)s is approved."))


@require_POST
@allowed(may_approve_release)
def publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    return _step(
        request, release, lambda: service.publish(release, request.user), _("%(release)s is published. Everyone reads it now.")
    )


@require_POST
@allowed(may_draft_release)
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    _step(request, release, lambda: service.discard(release, request.user), _("%(release)s is discarded."))
    return redirect("releases:list")


def _step(request: HttpRequest, release: Release, act: Callable[[], None], done: str) -> HttpResponseBase:
    """Take one step and say how it went; a second press of the same button does no harm."""
    try:
        act()
    except MoveRefused:
        release.refresh_from_db()
        state = release.get_state_display()
        messages.warning(
            request, _("That step is not open any more: %(release)s is now “%(state)s”.") % {"release": release, "state": state}
        )
    except service.ReleaseRefused as refused:
        messages.warning(request, str(refused))
    except PermissionDenied:
        messages.warning(
            request, _("You drafted or submitted this release yourself. Somebody else has to approve and publish it.")
        )
    else:
        messages.success(request, done % {"release": release})
    return redirect("releases:detail", pk=release.pk)


def _page(
    request: HttpRequest, release: Release, note_form: NoteForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    before = _before(release)
    comparison = Comparison(before, release)
    changes = comparison.changes()
    page = Paginator(range(changes.removed + changes.changed + changes.added), CHANGES_A_PAGE).get_page(request.GET.get("page"))
    events = Event.objects.filter(target_type="releases.release", target_id=str(release.pk)).select_related("user")
    context = {
        "trail": [(_("Releases"), reverse("releases:list"))],
        "here": str(release),
        "release": release,
        "before": before,
        "changes": changes,
        "page": page,
        "figures": [ChangedFigure(change) for change in comparison.between(max(page.start_index(), 1) - 1, page.end_index())],
        "extracts": release.extracts.select_related("uploaded_by", "accepted_by"),
        "events": [entry(event) for event in events],
        "note_form": note_form or NoteForm(initial={"note": release.note}),
        "reason_form": reason_form or ReasonForm(),
        "can": {name: RELEASE.allows(release.state, name) for name in RELEASE.moves},
        "may_approve_this": may_approve_release(request.user, release),
    }
    status = 422 if (note_form or reason_form) else 200
    return render(request, "releases/release.html", context, status=status)


def _before(release: Release) -> Release | None:
    """The published release that readers had before this one."""
    earlier = Release.objects.published().exclude(pk=release.pk)
    if release.published_at:
        earlier = earlier.filter(published_at__lt=release.published_at)
    return earlier.order_by("-published_at", "-pk").first()
