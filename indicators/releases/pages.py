"""The pages on which a release is drafted, looked at, approved and published."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases import readings, service
from indicators.releases.checklist import checklist
from indicators.releases.compare import Comparison
from indicators.releases.display import ChangedFigure, changes_file
from indicators.releases.forms import NoteForm, ReasonForm
from indicators.releases.models import Release
from indicators.releases.release_page import facts
from indicators.releases.stepping import attempt, take
from indicators.releases.workflow import RELEASE
from wales_framework.access.predicates import may_approve_release, may_draft_release, may_read_drafts
from wales_framework.access.views import allowed
from wales_framework.audit.models import Event
from wales_framework.audit.words import entry
from wales_framework.jobs.models import Job
from wales_framework.jobs.pages import words

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
    comparison = Comparison(_before(release), release)
    changes = comparison.changes()
    readings.draft_taken(request, release, rows=changes.added + changes.changed + changes.removed)
    return changes_file(comparison, f"{release}-changes.csv")


@require_POST
@allowed(may_draft_release)
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    form = NoteForm(request.POST)
    release = get_object_or_404(Release, pk=pk)
    is_ticked = {item.fingerprint for item in checklist(release).open_warnings} <= set(accepting(request))
    if not is_ticked and RELEASE.allows(release.state, "submit"):
        form.add_error(None, _("Read every warning of the checklist and tick it, or do what it says."))
    if not form.is_valid():
        return _page(request, release, note_form=form)
    notes = form.cleaned_data["note_en"], form.cleaned_data["note_cy"]
    return take(
        request,
        release,
        lambda: service.submit(release, request.user, *notes, accepting=accepting(request)),
        _("%(release)s is submitted. An approver who did not draft it can now approve it."),
    )


@require_POST
@allowed(may_approve_release)
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    release = get_object_or_404(Release, pk=pk)
    if not form.is_valid():
        return _page(request, release, reason_form=form)
    return take(
        request,
        release,
        lambda: service.send_back(release, request.user, form.cleaned_data["why"]),
        _("%(release)s is back with its analyst."),
    )


@require_POST
@allowed(may_approve_release)
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    act = partial(service.approve, release, request.user, accepting=accepting(request))
    return take(request, release, act, _("%(release)s is approved."))


@require_POST
@allowed(may_approve_release)
def publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    act = partial(service.publish, release, request.user, accepting=accepting(request))
    return take(request, release, act, _("%(release)s is published. Everyone reads it now."))


@require_POST
@allowed(may_draft_release)
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    release = get_object_or_404(Release, pk=pk)
    attempt(request, release, lambda: service.discard(release, request.user), _("%(release)s is discarded."))
    return redirect("releases:list")


def accepting(request: HttpRequest) -> list[str]:
    """The warnings that were ticked, by their fingerprints."""
    return request.POST.getlist("accept")


def _page(
    request: HttpRequest, release: Release, note_form: NoteForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    """The page of a release; with a form that was filled in wrongly, the form again."""
    comparison = Comparison(_before(release), release)
    changes = comparison.changes()
    page = Paginator(range(changes.removed + changes.changed + changes.added), CHANGES_A_PAGE).get_page(request.GET.get("page"))
    events = Event.objects.of(release).changes().select_related("user")
    context = {
        "trail": [(_("Releases"), reverse("releases:list"))],
        "here": str(release),
        "before": _before(release),
        "changes": changes,
        "page": page,
        "figures": [
            ChangedFigure(change, comparison.releases)
            for change in comparison.between(max(page.start_index(), 1) - 1, page.end_index())
        ],
        "extracts": release.extracts.select_related("uploaded_by", "accepted_by"),
        "events": [entry(event) for event in events],
        "note_form": note_form or NoteForm(initial={"note_en": release.note_en, "note_cy": release.note_cy}),
        "reason_form": reason_form or ReasonForm(),
        "may_approve_this": may_approve_release(request.user, release),
        **facts(release, timezone.now()),
    }
    status = 422 if (note_form or reason_form) else 200
    readings.draft_shown(request, release)
    return render(request, "releases/release.html", context, status=status)


def _before(release: Release) -> Release | None:
    """The published release that readers had before this one."""
    earlier = Release.objects.standing().exclude(pk=release.pk)
    if release.published_at:
        earlier = earlier.filter(published_at__lt=release.published_at)
    return earlier.order_by("-published_at", "-pk").first()
