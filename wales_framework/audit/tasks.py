"""Background work of the audit trail."""

from celery import shared_task

from wales_framework.audit.chain import verify_and_tell


@shared_task(name="audit.verify")
def verify() -> None:
    """Verify the whole chain; what was found stands in the trail, on the status page and among the metrics."""
    verify_and_tell()
