"""What a worker does for pages."""

from celery import shared_task

from reporting.dashboards import preparing, whole
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import work


@work(preparing.KIND)
def prepare(target: str, progress: Progress) -> None:
    """Make the pages of the release that readers have now; `target` is the one whose publication was the reason."""
    preparing.prepare(progress)


@shared_task(name="dashboards.prepare_missing")
def prepare_missing() -> None:
    """Every few minutes: after an upgrade what is made ahead has to be made anew, and what was made before goes in the end."""
    preparing.request_what_is_missing()
    whole.tidy()
