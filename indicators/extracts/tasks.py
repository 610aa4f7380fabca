"""The workers' part: jobs of extracts. Celery imports this module when it starts."""

from indicators.extracts import service
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import work


@work(service.CHECK_JOB)
def check(extract_id: str, progress: Progress) -> None:
    service.check(extract_id, progress)


@work(service.LOAD_JOB)
def load(extract_id: str, progress: Progress) -> None:
    service.load(extract_id, progress)
