"""Background work of releases."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from celery import group, shared_task
from kombu.exceptions import OperationalError

from indicators.releases import auditing, previewing, recounting, scheduling, service
from indicators.releases.models import Recount, Release
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import JobFailed, work

TOO_LATE = 3600  # seconds after which a helper that no worker took is forgotten


@work(service.DRAFT_JOB)
def draft(target: str, progress: Progress) -> None:
    """`target` is the recount's number. A second run goes on where a killed one stopped."""
    try:
        release = service.draft_recounted(Recount.objects.get(pk=target), progress, _other_workers)
    except service.ReleaseRefused as refused:
        raise JobFailed(refused.message, **refused.params) from refused
    auditing.bring_up_to_date(release, progress)


@work(auditing.AUDIT_JOB)
def audit(target: str, progress: Progress) -> None:
    """`target` is the release's number."""
    auditing.audit(Release.objects.get(pk=target), progress)


@shared_task(name="releases.count")
def count(recount: int) -> None:
    """Help with a recount: count parts as long as there are some that nobody is at."""
    recounting.count_parts(recount)


@shared_task(name="releases.publish_due")
def publish_due() -> None:
    """Publish scheduled releases whose moment has come."""
    scheduling.publish_due()


@work(previewing.PREVIEW_JOB)
def preview(target: str, progress: Progress) -> None:
    """`target` is the extract's number."""
    previewing.make_preview(target, progress)


@contextmanager
def _other_workers(recount: Recount) -> Iterator[None]:
    """Ask as many workers as there are further parts. The job itself counts too, so that one worker alone gets through."""
    with suppress(OperationalError):
        group(count.s(recount.pk) for _ in range(recount.parts - 1)).apply_async(expires=TOO_LATE)
    yield
