"""Background work of releases."""

from indicators.releases import service
from wales_framework.access.models import User
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import JobFailed, work


@work("releases.draft")
def draft(target: str, progress: Progress) -> None:
    """`target` is the drafting person's primary key. A second run makes a second draft in place of the first."""
    try:
        service.draft(User.objects.get(pk=target), progress)
    except service.ReleaseRefused as refused:
        raise JobFailed(refused.message, **refused.params) from refused
