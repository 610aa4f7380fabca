"""The status page: how the service is, for those who keep it."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wales_framework import audit
from wales_framework.access.predicates import may_watch_service
from wales_framework.access.views import allowed
from wales_framework.jobs.models import Job
from wales_framework.jobs.pages import words
from wales_framework.jobs.queue import start
from wales_framework.jobs.words import RETRIABLE, kind_words
from wales_framework.watching import status

MOST_JOBS = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A job in words."""

    job: Job
    kind: str
    step: str
    amount: str
    may_retry: bool


@require_safe
@never_cache
@allowed(may_watch_service)
def page(request: HttpRequest) -> HttpResponse:
    """Everything at one moment: nothing of it is kept."""
    unfinished = Job.objects.unfinished().select_related("requested_by").order_by("created_at")
    failed = Job.objects.filter(state=Job.State.FAILED).select_related("requested_by").order_by("-finished_at")
    parts = status.parts()
    lines = [line for part in parts for line in part.lines]
    context = {
        "parts": parts,
        "bad": sum(line.tone == "bad" for line in lines),
        "late": sum(line.tone == "late" for line in lines),
        "unfinished": [_shown(job) for job in unfinished[:MOST_JOBS]],
        "failed": [_shown(job) for job in failed[:MOST_JOBS]],
        "now": timezone.now(),
    }
    return render(request, "watching/status.html", context)


@require_POST
@allowed(may_watch_service)
def retry(request: HttpRequest, pk: object) -> HttpResponseBase:
    """Have failed work done again, of a kind that may be started at any time; a second press starts nothing more."""
    job = get_object_or_404(Job, pk=pk, state=Job.State.FAILED, kind__in=RETRIABLE)
    with transaction.atomic():
        made = start(job.kind, job.target, request.user)
        audit.record("job.retry", request.user, made, failed=str(job.pk))
    messages.success(request, _("The work is sent to the workers again."))
    return redirect("watching:status")


def _shown(job: Job) -> Shown:
    told = words(job)
    return Shown(job, kind_words(job.kind), told["step_words"], told["amount_words"], job.kind in RETRIABLE)
