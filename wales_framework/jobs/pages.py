"""The progress of a job, as a fragment that the page's script swaps in; without script the page itself reloads."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wales_framework.access.predicates import may_make_packs, may_read_drafts, may_read_extracts
from wales_framework.jobs.models import Job
from wales_framework.jobs.words import amount_words, step_words

# Whoever may see the work's result may see its progress.
MAY_SEE = {"extracts": may_read_extracts, "releases": may_read_drafts, "packs": may_make_packs}


@require_safe
@never_cache
def progress(request: HttpRequest, pk: object) -> HttpResponse:
    """The fragment; its header X-Job-State tells the script when to stop asking."""
    job = get_object_or_404(Job, pk=pk)
    predicate = MAY_SEE.get(job.kind.partition(".")[0])
    if predicate is None or not predicate(request.user):
        raise PermissionDenied
    response = render(request, "jobs/_progress.html", {"job": job, **words(job)})
    response["X-Job-State"] = job.state
    return response


def words(job: Job) -> dict[str, str]:
    """`step_words` and `amount_words` of a job, for the fragment wherever it is included."""
    return {"step_words": step_words(job.step), "amount_words": amount_words(job.done, job.total, job.unit)}
