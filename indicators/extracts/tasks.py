"""The workers' part: jobs of extracts. Celery imports this module when it starts."""

from celery import shared_task

from indicators.extracts import retention, service
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import work


@work(service.CHECK_JOB)
def check(extract_id: str, progress: Progress) -> None:
    service.check(extract_id, progress)
    service.request_preview(extract_id)


@work(service.LOAD_JOB)
def load(extract_id: str, progress: Progress) -> None:
    service.load(extract_id, progress)


@work(service.FORGET_JOB)
def forget(extract_id: str, progress: Progress) -> None:
    service.forget_rows(extract_id)


@shared_task(name="extracts.retain")
def retain() -> None:
    """Every night; see CELERY_BEAT_SCHEDULE."""
    retention.apply()
